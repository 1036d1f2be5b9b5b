//! XML as a tree of elements, namespaces dropped.
//!
//! In: the text of a part. Out: a [`Tree`], all of whose names, attributes and characters are pieces of that text. The
//! depth is limited, so that whoever walks the tree may call himself. `quick-xml` knows attributes and references; where
//! tags begin and end is found here, since its events took a third of the time of reading a file.

use std::borrow::Cow;

use memchr::{memchr, memmem};
use quick_xml::XmlVersion;
use quick_xml::escape::{resolve_predefined_entity, unescape_with};
use quick_xml::events::attributes::Attributes;

use crate::read::{ReadError, ReadErrorCode};

/// The deepest nesting that is taken.
const DEEPEST: usize = 256;

/// The most elements that are taken.
const MOST: usize = 3_000_000;

/// An element of Word text takes about so many bytes.
const USUAL: usize = 40;

/// Elements whose insides nobody asks for, with what ends them: they are nine tenths of the usual styles, and never
/// stand in one another.
const SKIPPED: [(&str, &str); 2] = [("latentStyles", "latentStyles>"), ("tblStylePr", "tblStylePr>")];

/// The elements of a part, in the order in which they begin.
#[derive(Debug, Default)]
pub(super) struct Tree<'x> {
    elements: Vec<Element<'x>>,
}

#[derive(Debug)]
struct Element<'x> {
    /// Local name.
    name: &'x str,
    /// What stands between its angle brackets: name and attributes.
    tag: &'x str,
    /// Its characters, of `t` only.
    text: Cow<'x, str>,
    /// How many elements are in it, at any depth.
    size: usize,
}

/// An element and what is in it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node<'t> {
    own: &'t Element<'t>,
    /// The elements in it, at any depth.
    inner: &'t [Element<'t>],
}

impl<'x> Tree<'x> {
    /// Reads the text of a part.
    pub(super) fn parse(xml: &'x str, part: &str) -> Result<Self, ReadError> {
        let damaged = |why: &str| ReadError::new(ReadErrorCode::Damaged, format!("{part}: {why}"));
        let mut elements: Vec<Element<'x>> = Vec::with_capacity(xml.len() / USUAL);
        let mut open: Vec<usize> = Vec::new();
        let mut rest = xml.trim_start_matches('\u{FEFF}');
        while !rest.is_empty() {
            if elements.len() > MOST {
                return Err(ReadError::new(ReadErrorCode::TooLarge, format!("{part}: more than {MOST} elements")));
            }
            let (markup, left) = markup(rest).ok_or_else(|| damaged("the XML ends early"))?;
            rest = left;
            match markup {
                Markup::Begin(tag) => {
                    if open.len() >= DEEPEST {
                        return Err(ReadError::new(ReadErrorCode::TooLarge, format!("{part}: nested deeper than {DEEPEST}")));
                    }
                    let element = element(tag);
                    match SKIPPED.iter().find(|(name, _)| *name == element.name) {
                        Some((_, end)) => rest = behind(rest, end).ok_or_else(|| damaged("the XML ends early"))?,
                        None => open.push(elements.len()),
                    }
                    elements.push(element);
                }
                Markup::Empty(tag) => elements.push(element(tag)),
                Markup::End => {
                    let begun = open.pop().ok_or_else(|| damaged("an element ends that did not begin"))?;
                    let size = elements.len() - begun - 1;
                    if let Some(element) = elements.get_mut(begun) {
                        element.size = size;
                    }
                }
                Markup::Characters(text, verbatim) => {
                    let element = open.last().and_then(|&open| elements.get_mut(open));
                    if let Some(element) = element.filter(|element| element.name == "t") {
                        element.text += if verbatim { Cow::Borrowed(text) } else { unescaped(text) };
                    }
                }
                Markup::Aside => {}
            }
        }
        if !open.is_empty() {
            return Err(damaged("the XML ends early"));
        }
        if elements.is_empty() {
            return Err(damaged("there is no XML in it"));
        }
        Ok(Self { elements })
    }

    /// The outermost element; `None` of a tree that was never read.
    pub(super) fn root(&self) -> Option<Node<'_>> {
        split(&self.elements).map(|(root, _)| root)
    }
}

/// The first of some elements with what is in it, and those behind it.
fn split<'t>(elements: &'t [Element<'t>]) -> Option<(Node<'t>, &'t [Element<'t>])> {
    let (own, rest) = elements.split_first()?;
    let (inner, rest) = rest.split_at_checked(own.size)?;
    Some((Node { own, inner }, rest))
}

impl<'t> Node<'t> {
    /// Local name.
    pub(super) fn name(self) -> &'t str {
        self.own.name
    }

    /// Its characters, of `t` only.
    pub(super) fn text(self) -> &'t str {
        &self.own.text
    }

    /// The elements in it.
    pub(super) fn children(self) -> impl Iterator<Item = Node<'t>> {
        let mut left = self.inner;
        std::iter::from_fn(move || {
            let (child, rest) = split(left)?;
            left = rest;
            Some(child)
        })
    }

    /// The first child of a name.
    pub(super) fn child(self, name: &str) -> Option<Node<'t>> {
        self.children().find(|child| child.name() == name)
    }

    /// All children of a name.
    pub(super) fn all(self, name: &str) -> impl Iterator<Item = Node<'t>> {
        self.children().filter(move |child| child.name() == name)
    }

    /// An attribute by its local name.
    pub(super) fn attribute(self, name: &str) -> Option<Cow<'t, str>> {
        let mut attributes = Attributes::new(self.own.tag, name_length(self.own.tag));
        let found = attributes.with_checks(false).flatten().find(|attribute| local(attribute.key.0) == name)?;
        Some(found.normalized_value(XmlVersion::Implicit1_0).unwrap_or_default())
    }

    /// The attribute `val` of a child.
    pub(super) fn value(self, child: &str) -> Option<Cow<'t, str>> {
        self.child(child)?.attribute("val")
    }

    /// The attribute `val` of a child as a whole number.
    pub(super) fn number(self, child: &str) -> Option<u32> {
        self.value(child)?.trim().parse().ok()
    }

    /// A property that is on by standing there and off by `val="0"`.
    pub(super) fn switch(self, child: &str) -> Option<bool> {
        self.child(child).map(Node::is_on)
    }

    /// The same for the property itself.
    pub(super) fn is_on(self) -> bool {
        !matches!(self.attribute("val").as_deref(), Some("0" | "false" | "off" | "none"))
    }
}

/// What stands next in XML.
enum Markup<'x> {
    /// A tag with which an element begins: what stands between its angle brackets.
    Begin(&'x str),
    /// The same of an element with nothing in it.
    Empty(&'x str),
    /// A tag with which an element ends.
    End,
    /// Characters, and whether they stand for themselves.
    Characters(&'x str, bool),
    /// What nobody asks for: comments, instructions, definitions.
    Aside,
}

/// What XML begins with, and the rest; `None` where it is cut off.
fn markup(xml: &str) -> Option<(Markup<'_>, &str)> {
    let Some(inner) = xml.strip_prefix('<') else {
        let (text, rest) = xml.split_at(memchr(b'<', xml.as_bytes()).unwrap_or(xml.len()));
        return Some((Markup::Characters(text, false), rest));
    };
    if let Some(inner) = inner.strip_prefix('/') {
        return inner.split_once('>').map(|(_, rest)| (Markup::End, rest));
    }
    for (begin, end) in [("!--", "-->"), ("![CDATA[", "]]>"), ("?", "?>")] {
        if let Some(inner) = inner.strip_prefix(begin) {
            let (text, rest) = inner.split_once(end)?;
            return Some((if end == "]]>" { Markup::Characters(text, true) } else { Markup::Aside }, rest));
        }
    }
    let tag = inner.get(..length(inner)?)?;
    let rest = inner.get(tag.len() + 1..)?;
    let markup = match tag.strip_suffix('/') {
        _ if tag.starts_with('!') => Markup::Aside,
        Some(tag) => Markup::Empty(tag),
        None => Markup::Begin(tag),
    };
    Some((markup, rest))
}

/// How long a tag is before the bracket that closes it, which is none in quotes or of a definition in it.
fn length(tag: &str) -> Option<usize> {
    let bytes = tag.as_bytes();
    let first = memchr(b'>', bytes)?;
    let before = bytes.get(..first)?;
    // Most tags have closed their quotes at the first bracket; only the others are read sign by sign.
    let quotes = before.iter().fold(0, |odd, byte| odd ^ u8::from(*byte == b'"'));
    let others = before.iter().fold(0, |any, byte| any | u8::from(matches!(byte, b'\'' | b'<')));
    if quotes == 0 && others == 0 {
        return Some(first);
    }
    let (mut at, mut deep) = (0, 0_usize);
    loop {
        at += bytes.get(at..)?.iter().position(|byte| matches!(byte, b'>' | b'<' | b'"' | b'\''))?;
        match bytes.get(at)? {
            b'>' if deep == 0 => return Some(at),
            b'>' => deep -= 1,
            b'<' => deep += 1,
            quote => at += 1 + bytes.get(at + 1..)?.iter().position(|byte| byte == quote)?,
        }
        at += 1;
    }
}

/// What stands behind the next such characters.
fn behind<'x>(xml: &'x str, end: &str) -> Option<&'x str> {
    xml.get(memmem::find(xml.as_bytes(), end.as_bytes())? + end.len()..)
}

/// Characters with what references stand for; unknown ones stand for nothing.
fn unescaped(text: &str) -> Cow<'_, str> {
    if memchr(b'&', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    unescape_with(text, |name| Some(resolve_predefined_entity(name).unwrap_or_default())).unwrap_or(Cow::Borrowed(text))
}

fn element(tag: &str) -> Element<'_> {
    let name = local(tag.get(..name_length(tag)).unwrap_or_default());
    Element { name, tag, text: Cow::Borrowed(""), size: 0 }
}

/// A name without its namespace.
fn local(name: &str) -> &str {
    let colon = name.bytes().position(|byte| byte == b':');
    colon.and_then(|colon| name.get(colon + 1..)).unwrap_or(name)
}

fn name_length(tag: &str) -> usize {
    tag.bytes().position(|byte| byte.is_ascii_whitespace()).unwrap_or(tag.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_elements_references_and_attributes() {
        let xml = "\u{FEFF}<w:p><w:pPr><w:jc w:rsid='1' w:val='a&amp;b'/></w:pPr><w:r><w:t>a &amp; b &#7889; &x;</w:t></w:r><w:x/></w:p>";
        let tree = Tree::parse(xml, "p").unwrap();
        let node = tree.root().unwrap();
        assert_eq!(node.children().map(Node::name).collect::<Vec<_>>(), ["pPr", "r", "x"]);
        assert_eq!(node.child("pPr").and_then(|properties| properties.value("jc")).as_deref(), Some("a&b"));
        assert_eq!(node.child("r").and_then(|run| run.child("t")).map(Node::text), Some("a & b ố "));
    }

    #[test]
    fn tags_end_where_they_should() {
        let xml =
            "<?xml version='1.0'?><!DOCTYPE t [<!ENTITY x '>'>]><!-- <b> -->\n<t a='>' b=\"'/>\">1<![CDATA[<&amp;]]><c d='/'/>2 & 3</t >";
        let tree = Tree::parse(xml, "t").unwrap();
        let node = tree.root().unwrap();
        assert_eq!((node.text(), node.attribute("a").as_deref(), node.attribute("b").as_deref()), ("1<&amp;2 & 3", Some(">"), Some("'/>")));
        assert_eq!(node.child("c").and_then(|child| child.attribute("d")).as_deref(), Some("/"));
    }

    #[test]
    fn skips_what_nobody_asks_for() {
        let xml = "<w:styles><w:latentStyles a='1'><w:x b='>'/></w:latentStyles><w:style><w:tblStylePr/><w:tblStylePr><w:p></w:tblStylePr><w:rPr/></w:style></w:styles>";
        let tree = Tree::parse(xml, "styles").unwrap();
        let names: Vec<_> = tree.elements.iter().map(|element| (element.name, element.size)).collect();
        assert_eq!(names, [("styles", 5), ("latentStyles", 0), ("style", 3), ("tblStylePr", 0), ("tblStylePr", 0), ("rPr", 0)]);
        assert_eq!(Tree::parse("<w:styles><w:latentStyles></w:styles>", "styles").unwrap_err().code, ReadErrorCode::Damaged);
    }

    #[test]
    fn refuses_what_is_cut_off_or_too_deep() {
        let code = |xml: &str| Tree::parse(xml, "p").unwrap_err().code;
        for cut in ["<a><b>", "<a></a></b>", "", "<a b='></a>", "<a><!-- </a>", "<a", "text"] {
            assert_eq!(code(cut), ReadErrorCode::Damaged, "{cut}");
        }
        assert_eq!(code(&"<a>".repeat(300)), ReadErrorCode::TooLarge);
    }
}
