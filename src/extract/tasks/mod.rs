//! Duties that the document gives downward, and requests that it makes upward or sideways.

use super::{Found, Reading};
use crate::record::{Document, Proposal, Task};

/// Finds duties and requests, each in the document's order.
pub(super) fn find(_reading: &Reading<'_>, _document: &Document) -> (Vec<Found<Task>>, Vec<Found<Proposal>>) {
    (Vec::new(), Vec::new())
}
