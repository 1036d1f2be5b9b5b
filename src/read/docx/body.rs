//! The blocks of a part: paragraphs with their labels, and what stands around them.

use super::inline::Inline;
use super::numbering::Numbering;
use super::styles::Styles;
use super::tree::Node;
use crate::layout::{Block, Encoding, Paragraph, Part};
use crate::read::tabs::Tabs;

/// Walks through the parts of one document.
pub(super) struct Body<'a> {
    pub(super) styles: &'a Styles<'a>,
    numbering: Numbering,
    /// Which part of the page is being read.
    pub(super) part: Part,
    /// A legacy encoding that was met.
    pub(super) met: Option<Encoding>,
    /// Notes in the order of their references: endnote?, id.
    pub(super) references: Vec<(bool, String)>,
    /// How many words may still be read.
    room: usize,
}

/// The most words that are read: about three thousand pages.
const MOST_WORDS: usize = 1_200_000;

/// The notes of a document.
#[derive(Default)]
pub(super) struct Notes<'t> {
    /// At the foot of pages.
    pub(super) footnotes: Option<Node<'t>>,
    /// At the end.
    pub(super) endnotes: Option<Node<'t>>,
}

impl<'a> Body<'a> {
    /// Nothing read yet.
    pub(super) fn new(styles: &'a Styles<'a>, numbering: Numbering) -> Self {
        Self { styles, numbering, part: Part::Body, met: None, references: Vec::new(), room: MOST_WORDS }
    }

    /// Whether the rest was not read because it is too long.
    pub(super) fn is_cut(&self) -> bool {
        self.room == 0
    }

    /// The blocks of a part.
    pub(super) fn part(&mut self, node: Node<'_>, part: Part) -> Vec<Block> {
        let outer = std::mem::replace(&mut self.part, part);
        let mut blocks = Vec::new();
        self.blocks(node, &mut blocks);
        self.part = outer;
        blocks
    }

    /// The notes that were referred to, in that order.
    pub(super) fn notes(&mut self, notes: &Notes<'_>) -> Vec<Block> {
        let mut blocks = Vec::new();
        for (end, id) in std::mem::take(&mut self.references) {
            let (part, name) = if end { (notes.endnotes, "endnote") } else { (notes.footnotes, "footnote") };
            let note = part.and_then(|part| part.all(name).find(|note| note.attribute("id").as_deref() == Some(&id)));
            blocks.extend(note.map(|note| self.part(note, Part::Footnote)).unwrap_or_default());
        }
        self.references.clear();
        blocks
    }

    /// Adds the blocks of an element.
    pub(super) fn blocks(&mut self, node: Node<'_>, out: &mut Vec<Block>) {
        let mut tabs = Tabs::default();
        self.children(node, &mut tabs, out);
        tabs.end(out);
    }

    fn children(&mut self, node: Node<'_>, tabs: &mut Tabs, out: &mut Vec<Block>) {
        for child in node.children() {
            if self.is_cut() {
                return;
            }
            match child.name() {
                "p" => self.paragraph(child, tabs, out),
                "tbl" => {
                    tabs.end(out);
                    self.table(child, out);
                }
                "AlternateContent" => {
                    if let Some(chosen) = chosen(child) {
                        self.children(chosen, tabs, out);
                    }
                }
                "del" | "moveFrom" | "pPr" | "tcPr" | "trPr" | "tblPr" | "sectPr" => {}
                _ => self.children(child, tabs, out),
            }
        }
    }

    fn paragraph(&mut self, node: Node<'_>, tabs: &mut Tabs, out: &mut Vec<Block>) {
        let properties = node.child("pPr");
        let style = properties.and_then(|properties| properties.value("pStyle"));
        let style = style.as_deref();
        let look = self.styles.paragraph_look(style);
        let mut inline = Inline::default();
        self.inline(node, look, &mut inline);
        let (lines, mut boxes) = inline.finish(self);
        self.room = self.room.saturating_sub(lines.iter().map(|typed| typed.line.words.len()).sum());
        let told = lines.iter().any(|typed| !typed.line.words.is_empty());
        let removed = properties.and_then(|properties| properties.child("rPr")?.child("del")).is_some();
        if told || !removed {
            let label = self.list(properties, style).and_then(|(list, level)| self.numbering.count(list, level));
            let align = self.styles.align(properties, style);
            tabs.paragraph(lines, &Paragraph { label, align, part: self.part, lines: Vec::new() }, out);
        }
        if !boxes.is_empty() {
            tabs.end(out);
            out.append(&mut boxes);
        }
    }

    /// The list and level of a paragraph.
    fn list(&self, properties: Option<Node<'_>>, style: Option<&str>) -> Option<(u32, usize)> {
        let own = properties.and_then(|properties| properties.child("numPr"));
        let inherited = self.styles.numbering(style);
        let list = own.and_then(|own| own.number("numId")).or(inherited.map(|(list, _)| list))?;
        let level = own.and_then(|own| own.number("ilvl")).and_then(|level| usize::try_from(level).ok());
        (list != 0).then(|| (list, level.or(inherited.map(|(_, level)| level)).unwrap_or(0)))
    }
}

/// The one alternative that is read.
pub(super) fn chosen(node: Node<'_>) -> Option<Node<'_>> {
    node.child("Choice").or_else(|| node.child("Fallback"))
}
