//! A stretch of a document as searches look through it and show it.

use serde::{Deserialize, Serialize};

/// One paragraph, or one row of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// The page where it begins; `None` where the format has none.
    pub page: Option<u32>,
    /// Its characters in normal form.
    pub text: String,
    /// Byte offsets in `text` where another page begins, with its number.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub turns: Vec<(usize, u32)>,
}
