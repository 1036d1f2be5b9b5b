//! The footer: receivers of copies, archive line, signer with authority.
//!
//! In: the reading with its zones. Out: [`Footer`] with evidence. Receivers and signature may
//! stand side by side or in either order; noise of stamps and pens between their lines is passed
//! over. It deliberately does not know whether the signer may sign.

mod copies;
mod signer;

use super::zones::printed;
use super::{Found, Reading};
use crate::record::{Copy, Signer};
use crate::warning::Warning;

/// What stands below the body.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Footer {
    pub(super) copies: Vec<Copy>,
    pub(super) archive: Option<String>,
    pub(super) signer: Option<Signer>,
    /// What stands there but could not be read surely.
    pub(super) warnings: Vec<Warning>,
}

impl Footer {
    fn withhold(&mut self, value: &str) {
        let warning = Warning::withheld(value);
        if !self.warnings.contains(&warning) {
            self.warnings.push(warning);
        }
    }
}

/// Reads everything below the body; the issuer's own posts have short forms of their own.
pub(super) fn read(reading: &Reading<'_>, issuer: Option<&str>) -> Found<Footer> {
    let lines = printed(reading.text, reading.zones.foot.clone());
    let mut found = Found::default();
    let (list, signature) = copies::split(reading, &lines);
    copies::read(reading, issuer, &list, &mut found);
    signer::read(reading, &signature, &mut found);
    found
}
