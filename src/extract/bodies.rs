//! Names of bodies: from the short forms that offices print to the normal form of records.

use crate::pattern::Patterns;

pub(super) fn normal_form(raw: &str, _patterns: &Patterns) -> String {
    crate::text::modern_tone(raw).replace("UBND", "Ủy ban nhân dân").replace("Phường", "phường").replace("Xã", "xã").replace("dân Thị trấn", "dân thị trấn")
}
