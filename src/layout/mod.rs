//! The layout of a document: what every reader gives, whatever the file was.
//!
//! In: nothing; this room is vocabulary only. Out: [`Layout`], pages of blocks of lines of words,
//! tables with spans, list labels. Each word says where it stands and where it came from, so that
//! extraction never asks whether it was typed, drawn or recognised.
//!
//! One coordinate system: PDF points (1/72 inch), origin at the top left of the upright page, y
//! down. Readers convert at their door. Formats without pages (Word, text) use
//! [`Place::InFlow`] instead of made-up boxes.
//!
//! It deliberately knows nothing of document types, Vietnamese, or files.

use jiff::Timestamp;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

/// Blocks stand in blocks at most so deep; more would exhaust the stack of whoever walks through them.
const DEEPEST: usize = 128;

/// A whole document as a reader saw it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Layout {
    /// How it was read.
    pub reader: Reader,
    /// What the text was encoded in before it became Unicode.
    pub encoding: Encoding,
    /// The pages in order; formats without pages give one.
    pub pages: Vec<Page>,
    /// The digital signatures of the file, oldest first.
    pub signatures: Vec<Signature>,
}

/// One digital signature of a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Signature {
    /// Common name in the signer's certificate: a person or a body.
    pub signer: Option<String>,
    /// Organisation in the signer's certificate.
    pub organisation: Option<String>,
    /// When it was signed: by the signer's clock as the signature or the file tells it, else by the time stamp.
    pub signed_at: Option<Timestamp>,
    /// When it was signed by the clock of a time-stamp authority.
    pub stamped_at: Option<Timestamp>,
    /// How much of the file it covers.
    pub coverage: Coverage,
    /// Whether what it covers is what was signed.
    pub integrity: Integrity,
    /// What is to be said about it.
    pub notes: Vec<SignatureNote>,
}

/// How much of a file a signature covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Coverage {
    /// All of it.
    Whole,
    /// Something was added to the file afterwards.
    Partial,
}

/// Whether signed bytes are what was signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Integrity {
    /// Digest and signature agree with the bytes and the certificate's key.
    Unchanged,
    /// They do not.
    Changed,
    /// It could not be found out.
    Unverified,
}

/// What is to be said about a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum SignatureNote {
    /// The covered bytes are not those that were signed.
    BytesChanged,
    /// The certificate's key has not made the signature.
    WrongKey,
    /// The kind of signature is not known.
    UnknownFormat,
    /// The signed message cannot be read.
    Unreadable,
    /// Its algorithm is not known.
    UnknownAlgorithm,
    /// Its algorithm (SHA-1) no longer keeps a forger out.
    WeakAlgorithm,
    /// The signer's clock and the time stamp's differ.
    ClockDiffers,
    /// Another signature was added to the file afterwards.
    SignedAgain,
    /// Something that nobody signed was added to the file afterwards.
    AddedAfter,
    /// The pages no longer show what they showed when it was signed.
    PagesChanged,
}

/// The way a document was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reader {
    /// The text layer of a PDF.
    PdfText,
    /// Page images of a PDF, recognised.
    PdfOcr,
    /// A picture file, recognised.
    ImageOcr,
    /// Office Open XML, `.docx`.
    Docx,
    /// Word 97–2003, `.doc`.
    Doc,
    /// Plain text, also with Markdown marks or saved HTML.
    Text,
}

/// The encoding that the text had in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Encoding {
    /// Any form of Unicode.
    #[serde(rename = "unicode")]
    Unicode,
    /// TCVN 5712 (ABC), 8-bit, by `.Vn…` fonts.
    #[serde(rename = "tcvn3")]
    Tcvn3,
    /// VNI for Windows, base letter and mark.
    #[serde(rename = "vni")]
    Vni,
    /// Microsoft code page 1258.
    #[serde(rename = "windows-1258")]
    Windows1258,
}

/// One page, upright.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Page {
    /// 1 for the first; `None` where the format has no pages.
    pub number: Option<u32>,
    /// Width and height in points; `None` where the format has no pages.
    pub size: Option<(f32, f32)>,
    /// What stands on it, in reading order.
    pub blocks: Vec<Block>,
    /// How its picture was laid straight before its places were measured.
    pub turn: Turn,
}

/// What was done to a page's picture so that its lines run level and upright; nothing by default.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Turn {
    /// Quarter turns clockwise, 0 to 3.
    pub quarters: u8,
    /// How far level lines fell after that, points for each point to the right.
    pub slope: f32,
}

impl Turn {
    /// Width and height of a page after its quarter turns.
    #[must_use]
    pub fn upright(self, (width, height): (f32, f32)) -> (f32, f32) {
        if self.quarters % 2 == 1 { (height, width) } else { (width, height) }
    }
}

/// A piece of a page that is read as one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Block {
    /// Running text: one paragraph, list item or heading.
    Paragraph(Paragraph),
    /// Rows and columns of data.
    Table(Table),
    /// Blocks set side by side without being data: letterhead, signature block. Left column first.
    Columns(#[serde(deserialize_with = "nested")] Vec<Vec<Block>>),
}

/// One paragraph, rejoined over line and page ends.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Paragraph {
    /// Its lines as printed. A reader without line ends gives one line for each hard line break.
    pub lines: Vec<Line>,
    /// The automatic number or bullet that is not among the words (`1.`, `a)`, `-`).
    pub label: Option<String>,
    /// Where its lines stand between the margins.
    pub align: Align,
    /// The part of the page that it belongs to.
    pub part: Part,
}

/// Where lines stand between the margins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Align {
    /// Left or justified, or not known.
    #[default]
    Left,
    /// Centred.
    Center,
    /// Right.
    Right,
}

/// The part of a page that a paragraph belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Part {
    /// The running body.
    #[default]
    Body,
    /// Running head, repeated on pages.
    Header,
    /// Running foot and page numbers.
    Footer,
    /// A note at the page's foot.
    Footnote,
    /// A stamp, form field or note laid over the page.
    Annotation,
    /// A box beside the flow.
    TextBox,
}

/// One printed line.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Line {
    /// Its words from left to right; a space stands between two.
    pub words: Vec<Word>,
}

/// Characters between two spaces, in one style.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Word {
    /// The characters as read; `text` normalises them.
    pub text: String,
    /// Where it stands.
    pub place: Place,
    /// How it is set.
    pub font: Font,
    /// Where it came from.
    pub origin: Origin,
}

/// Where something stands: on a page, or in a flow of paragraphs.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Place {
    /// In a box on a page.
    OnPage {
        /// 1 for the first.
        page: u32,
        /// The box, in points.
        rect: Rect,
    },
    /// In the n-th paragraph (from 0) of a format without pages.
    InFlow {
        /// From 0, in reading order.
        paragraph: u32,
    },
}

/// A box in points: left, top, right, bottom; y grows downward.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Rect {
    /// Left edge.
    pub left: f32,
    /// Top edge.
    pub top: f32,
    /// Right edge.
    pub right: f32,
    /// Bottom edge.
    pub bottom: f32,
}

impl Rect {
    /// The smallest box around both.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    /// Width in points.
    #[must_use]
    pub fn width(self) -> f32 {
        self.right - self.left
    }

    /// Height in points.
    #[must_use]
    pub fn height(self) -> f32 {
        self.bottom - self.top
    }
}

/// How a word is set, as far as the reader can tell.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Font {
    /// Size in points; 0 where not known.
    pub size: f32,
    /// Bold.
    pub bold: bool,
    /// Italic.
    pub italic: bool,
}

/// Where a word came from.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Origin {
    /// The text layer of a PDF.
    TextLayer,
    /// Recognised in an image, with the engine's confidence from 0 to 1.
    Ocr {
        /// From 0 to 1.
        confidence: f32,
    },
    /// The flow of a text or Word file.
    Flow,
}

/// Rows and columns of data.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Table {
    /// The rows; a cell spanning rows stands only in its first.
    pub rows: Vec<Row>,
    /// How many rows at the top are marked as headings by the file; 0 where it does not say.
    pub header_rows: usize,
}

/// One row of a table.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Row {
    /// Its cells from left to right.
    pub cells: Vec<Cell>,
}

/// One cell of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// What stands in it.
    #[serde(deserialize_with = "nested")]
    pub blocks: Vec<Block>,
    /// The first grid column that it covers, from 0.
    pub column: usize,
    /// How many grid columns it covers, 1 or more.
    pub column_span: usize,
    /// How many rows it covers, 1 or more.
    pub row_span: usize,
    /// Its box between ruling lines; `None` where the format has no pages.
    pub place: Option<Place>,
}

/// Takes blocks that stand in another one.
fn nested<'de, D: Deserializer<'de>, T: Deserialize<'de>>(from: D) -> Result<T, D::Error> {
    thread_local! {
        static DEPTH: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
    }
    let depth = DEPTH.get();
    if depth >= DEEPEST {
        return Err(D::Error::custom("blocks nested too deep"));
    }
    DEPTH.set(depth + 1);
    let taken = T::deserialize(from);
    DEPTH.set(depth);
    taken
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_nested_without_end_are_refused() {
        let mut deep = Block::Columns(Vec::new());
        for _ in 0..DEEPEST {
            deep = Block::Columns(vec![vec![deep]]);
        }
        let bytes = postcard::to_stdvec(&deep).unwrap();
        assert!(postcard::from_bytes::<Block>(&bytes).is_err());
        let Block::Columns(mut outer) = deep else { panic!() };
        let bytes = postcard::to_stdvec(&outer.remove(0)).unwrap();
        assert!(postcard::from_bytes::<Vec<Block>>(&bytes).is_ok());
    }
}
