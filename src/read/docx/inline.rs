//! What stands in a paragraph: runs of characters, line breaks, and boxes that hang on it.

use super::body::{Body, chosen};
use super::styles::Look;
use super::symbols;
use super::tree::Node;
use crate::layout::{Block, Encoding, Part};
use crate::read::flow::{LineBuilder, Typed};
use crate::read::legacy;

/// The lines of a paragraph while it is read.
#[derive(Debug, Default)]
pub(super) struct Inline {
    lines: Vec<Typed>,
    builder: LineBuilder,
    /// Characters in one look that are not in the line yet: a legacy encoding may need two runs for one letter.
    held: Option<(String, Look)>,
    boxes: Vec<Block>,
}

impl Inline {
    fn push(&mut self, text: &str, look: Look, body: &mut Body<'_>) {
        match &mut self.held {
            Some((held, own)) if *own == look => return held.push_str(text),
            _ => self.settle(body),
        }
        if look.encoding == Encoding::Unicode {
            self.set(text, look);
        } else {
            self.held = Some((text.to_owned(), look));
        }
    }

    /// Puts what was held into the line.
    fn settle(&mut self, body: &mut Body<'_>) {
        let Some((text, look)) = self.held.take() else { return };
        if !text.is_ascii() {
            body.met.get_or_insert(look.encoding);
        }
        self.set(&legacy::decode(&text, look.encoding), look);
    }

    fn set(&mut self, text: &str, look: Look) {
        if look.capitals || look.capital_font {
            self.builder.push(&text.to_uppercase(), look.font);
        } else {
            self.builder.push(text, look.font);
        }
    }

    fn break_line(&mut self, body: &mut Body<'_>) {
        self.settle(body);
        self.lines.push(self.builder.typed());
    }

    /// The lines and the boxes.
    pub(super) fn finish(mut self, body: &mut Body<'_>) -> (Vec<Typed>, Vec<Block>) {
        self.break_line(body);
        (self.lines, self.boxes)
    }
}

impl Body<'_> {
    /// Adds what stands in a paragraph or in an element in it.
    pub(super) fn inline(&mut self, node: Node<'_>, look: Look, out: &mut Inline) {
        for child in node.children() {
            match child.name() {
                "r" => self.run(child, look, out),
                "oMath" | "oMathPara" => {
                    let mut formula = String::new();
                    characters(child, &mut formula);
                    out.push(&formula, look, self);
                }
                "AlternateContent" => {
                    if let Some(chosen) = chosen(child) {
                        self.inline(chosen, look, out);
                    }
                }
                "drawing" | "pict" | "object" => self.boxes(child, out),
                "pPr" | "rPr" | "del" | "moveFrom" | "delText" | "instrText" | "rt" => {}
                _ => self.inline(child, look, out),
            }
        }
    }

    fn run(&mut self, node: Node<'_>, look: Look, out: &mut Inline) {
        let mut look = look;
        if let Some(properties) = node.child("rPr") {
            self.styles.lay_style(&mut look, properties.value("rStyle").as_deref());
            look.lay(properties);
        }
        self.run_content(node, look, out);
    }

    fn run_content(&mut self, node: Node<'_>, look: Look, out: &mut Inline) {
        for child in node.children() {
            match child.name() {
                "t" if !look.hidden => out.push(child.text(), look, self),
                "tab" | "ptab" => out.push("\t", look, self),
                "noBreakHyphen" => out.push("-", look, self),
                "br" | "cr" => out.break_line(self),
                "sym" => {
                    let attribute = |name| child.attribute(name).unwrap_or_default();
                    let plain = Look { encoding: Encoding::Unicode, capital_font: false, ..look };
                    out.push(symbols::character(&attribute("font"), &attribute("char")), plain, self);
                }
                "footnoteReference" | "endnoteReference" => {
                    let id = child.attribute("id").unwrap_or_default().into_owned();
                    self.references.push((child.name() == "endnoteReference", id));
                }
                "drawing" | "pict" | "object" => self.boxes(child, out),
                "AlternateContent" => {
                    if let Some(chosen) = chosen(child) {
                        self.run_content(chosen, look, out);
                    }
                }
                "r" => self.run(child, look, out),
                "t" | "rPr" | "del" | "moveFrom" | "delText" | "instrText" | "rt" | "softHyphen" => {}
                _ => self.run_content(child, look, out),
            }
        }
    }

    /// The text boxes in a drawing.
    fn boxes(&mut self, node: Node<'_>, out: &mut Inline) {
        for child in node.children() {
            match child.name() {
                "txbxContent" => out.boxes.append(&mut self.part(child, Part::TextBox)),
                "AlternateContent" => {
                    if let Some(chosen) = chosen(child) {
                        self.boxes(chosen, out);
                    }
                }
                _ => self.boxes(child, out),
            }
        }
    }
}

fn characters(node: Node<'_>, out: &mut String) {
    out.push_str(node.text());
    node.children().for_each(|child| characters(child, out));
}
