//! XML as a tree of the elements and attributes that Word text needs, namespaces dropped.
//!
//! In: the text of a part. Out: a [`Node`]. The depth is limited, so that whoever walks the tree may
//! call himself.

use std::cmp::Ordering;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::read::{ReadError, ReadErrorCode};

/// The deepest nesting that is taken.
const DEEPEST: usize = 256;

/// The most elements that are taken.
const MOST: usize = 3_000_000;

/// An element.
#[derive(Debug, Default)]
pub(super) struct Node {
    /// Local name; empty where nobody asks for it.
    pub(super) name: &'static str,
    attributes: Vec<(&'static str, Box<str>)>,
    /// The elements in it.
    pub(super) children: Vec<Node>,
    /// Its characters, of `t` only.
    pub(super) text: String,
}

/// The elements that are asked for by name, the short ones first, those of one length sorted.
const NAMES: [&str; 96] = [
    "b",
    "i",
    "p",
    "r",
    "t",
    "br",
    "cr",
    "jc",
    "rt",
    "sz",
    "tc",
    "tr",
    "del",
    "ftr",
    "hdr",
    "ins",
    "lvl",
    "num",
    "pPr",
    "rPr",
    "sdt",
    "sym",
    "tab",
    "tbl",
    "top",
    "body",
    "caps",
    "ilvl",
    "left",
    "pict",
    "ptab",
    "suff",
    "tcPr",
    "trPr",
    "isLgl",
    "numId",
    "numPr",
    "oMath",
    "right",
    "start",
    "style",
    "tblPr",
    "Choice",
    "bottom",
    "moveTo",
    "numFmt",
    "object",
    "pStyle",
    "rFonts",
    "rStyle",
    "sectPr",
    "styles",
    "vMerge",
    "vanish",
    "basedOn",
    "delText",
    "drawing",
    "endnote",
    "insideH",
    "insideV",
    "lvlText",
    "Fallback",
    "document",
    "endnotes",
    "footnote",
    "gridSpan",
    "moveFrom",
    "tblStyle",
    "customXml",
    "footnotes",
    "gridAfter",
    "hyperlink",
    "instrText",
    "numbering",
    "oMathPara",
    "styleLink",
    "tblHeader",
    "tcBorders",
    "gridBefore",
    "pPrDefault",
    "rPrDefault",
    "sdtContent",
    "softHyphen",
    "tblBorders",
    "abstractNum",
    "docDefaults",
    "lvlOverride",
    "txbxContent",
    "Relationship",
    "numStyleLink",
    "abstractNumId",
    "noBreakHyphen",
    "startOverride",
    "AlternateContent",
    "endnoteReference",
    "footnoteReference",
];

/// The attributes that are asked for by name, in the same order.
const ATTRIBUTES: [&str; 17] = [
    "w",
    "Id",
    "cs",
    "id",
    "val",
    "Type",
    "char",
    "font",
    "ilvl",
    "type",
    "ascii",
    "hAnsi",
    "numId",
    "Target",
    "default",
    "styleId",
    "abstractNumId",
];

impl Node {
    /// Reads the text of a part.
    pub(super) fn parse(xml: &str, part: &str) -> Result<Self, ReadError> {
        let damaged = |why: &str| ReadError::new(ReadErrorCode::Damaged, format!("{part}: {why}"));
        let mut reader = Reader::from_str(xml);
        reader.config_mut().check_end_names = false;
        let mut open: Vec<Node> = vec![Node::default()];
        let mut elements = 0;
        loop {
            if elements > MOST {
                return Err(ReadError::new(ReadErrorCode::TooLarge, format!("{part}: more than {MOST} elements")));
            }
            match reader.read_event().map_err(|error| damaged(&error.to_string()))? {
                Event::Start(start) => {
                    elements += 1;
                    if open.len() > DEEPEST {
                        return Err(ReadError::new(ReadErrorCode::TooLarge, format!("{part}: nested deeper than {DEEPEST}")));
                    }
                    open.push(element(&start));
                }
                Event::Empty(start) => {
                    elements += 1;
                    keep(&mut open, element(&start));
                }
                Event::End(_) => {
                    let mut node = open.pop().unwrap_or_default();
                    node.children.shrink_to_fit();
                    if open.is_empty() {
                        return Err(damaged("an element ends that did not begin"));
                    }
                    keep(&mut open, node);
                }
                Event::Text(text) => add_text(&mut open, &text.xml10_content()),
                Event::CData(text) => add_text(&mut open, &text.xml10_content()),
                Event::GeneralRef(reference) => {
                    let character = reference.resolve_char_ref().ok().flatten().map(String::from);
                    let known = character.or_else(|| quick_xml::escape::resolve_predefined_entity(&reference).map(str::to_owned));
                    add_text(&mut open, known.as_deref().unwrap_or_default());
                }
                Event::Eof => break,
                Event::Decl(_) | Event::Comment(_) | Event::PI(_) | Event::DocType(_) => {}
            }
        }
        let root = open.pop().unwrap_or_default();
        if !open.is_empty() {
            return Err(damaged("the XML ends early"));
        }
        root.children.into_iter().next().ok_or_else(|| damaged("there is no XML in it"))
    }

    /// The first child of a name.
    pub(super) fn child(&self, name: &str) -> Option<&Node> {
        self.children.iter().find(|child| child.name == name)
    }

    /// All children of a name.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Node> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// An attribute by its local name.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| *own == name).map(|(_, value)| &**value)
    }

    /// The attribute `val` of a child.
    pub(super) fn value(&self, child: &str) -> Option<&str> {
        self.child(child)?.attribute("val")
    }

    /// The attribute `val` of a child as a whole number.
    pub(super) fn number(&self, child: &str) -> Option<u32> {
        self.value(child)?.trim().parse().ok()
    }

    /// A property that is on by standing there and off by `val="0"`.
    pub(super) fn switch(&self, child: &str) -> Option<bool> {
        let node = self.child(child)?;
        Some(!matches!(node.attribute("val"), Some("0" | "false" | "off" | "none")))
    }
}

/// Puts an element into the one that is open, unless nobody asks for it or what is in it.
fn keep(open: &mut [Node], node: Node) {
    if let Some(parent) = open.last_mut().filter(|_| !node.name.is_empty() || !node.children.is_empty()) {
        parent.children.push(node);
    }
}

fn element(start: &BytesStart<'_>) -> Node {
    let local = start.local_name();
    let Some(name) = known(&NAMES, local.as_ref()) else { return Node::default() };
    let mut attributes = Vec::new();
    for attribute in start.attributes().with_checks(false).flatten() {
        let key = attribute.key.local_name();
        if let Some(key) = known(&ATTRIBUTES, key.as_ref()) {
            let value = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).unwrap_or_default();
            attributes.push((key, Box::from(&*value)));
        }
    }
    Node { name, attributes, ..Node::default() }
}

fn known(names: &[&'static str], name: &str) -> Option<&'static str> {
    names.binary_search_by(|own| order(own, name)).ok().and_then(|place| names.get(place)).copied()
}

/// Lengths differ most often and are compared quickest, then first letters.
fn order(one: &str, other: &str) -> Ordering {
    let first = |name: &str| name.as_bytes().first().copied();
    one.len().cmp(&other.len()).then_with(|| first(one).cmp(&first(other))).then_with(|| one.cmp(other))
}

fn add_text(open: &mut [Node], text: &str) {
    if let Some(node) = open.last_mut().filter(|node| node.name == "t") {
        node.text.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_can_be_found() {
        let sorted = |names: &[&str]| names.is_sorted_by(|one, next| order(one, next).is_lt());
        assert!(sorted(&NAMES) && sorted(&ATTRIBUTES));
    }

    #[test]
    fn reads_elements_references_and_attributes() {
        let node = Node::parse("<w:p><w:pPr><w:jc w:val='center'/></w:pPr><w:r><w:t>a &amp; b &#7889; &x;</w:t></w:r></w:p>", "p").unwrap();
        assert_eq!(node.child("pPr").and_then(|properties| properties.value("jc")), Some("center"));
        assert_eq!(node.child("r").and_then(|run| run.child("t")).map(|text| text.text.as_str()), Some("a & b ố "));
    }

    #[test]
    fn refuses_what_is_cut_off_or_too_deep() {
        assert_eq!(Node::parse("<a><b>", "p").unwrap_err().code, ReadErrorCode::Damaged);
        assert_eq!(Node::parse("", "p").unwrap_err().code, ReadErrorCode::Damaged);
        assert_eq!(Node::parse(&"<a>".repeat(300), "p").unwrap_err().code, ReadErrorCode::TooLarge);
    }
}
