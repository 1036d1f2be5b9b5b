//! The footer: receivers of copies, archive line, signer with authority.

use super::{Found, Reading};
use crate::record::{Copy, Signer};

/// What stands below the body.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Footer {
    pub(super) copies: Vec<Copy>,
    pub(super) archive: Option<String>,
    pub(super) signer: Option<Signer>,
}

/// Reads everything below the body.
pub(super) fn read(_reading: &Reading<'_>) -> Found<Footer> {
    Found::default()
}
