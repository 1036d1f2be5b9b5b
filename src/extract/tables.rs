//! Tables of data as read: header paths, rows with merged cells filled.

use super::{Found, Reading};
use crate::record::Table;

/// Gives every table of data in the document.
pub(super) fn find(_reading: &Reading<'_>) -> Vec<Found<Table>> {
    Vec::new()
}
