//! What styles say about runs, paragraphs and tables.

use std::collections::HashMap;

use super::tree::Node;
use crate::layout::{Align, Font};

/// How many styles may stand on one another.
const LONGEST_CHAIN: usize = 24;

/// How a run is set.
#[derive(Debug, Clone, Default)]
pub(super) struct Look {
    /// Size, bold and italic.
    pub(super) font: Font,
    /// Name of the font.
    pub(super) face: String,
    /// Not printed.
    pub(super) hidden: bool,
    /// Printed in capital letters.
    pub(super) capitals: bool,
}

impl Look {
    /// Lays run properties over this look.
    pub(super) fn lay(&mut self, properties: &Node) {
        if let Some(bold) = properties.switch("b") {
            self.font.bold = bold;
        }
        if let Some(italic) = properties.switch("i") {
            self.font.italic = italic;
        }
        if let Some(hidden) = properties.switch("vanish") {
            self.hidden = hidden;
        }
        if let Some(capitals) = properties.switch("caps") {
            self.capitals = capitals;
        }
        if let Some(half_points) =
            properties.value("sz").and_then(|size| size.trim().parse::<f32>().ok()).filter(|size| (1.0..2000.0).contains(size))
        {
            self.font.size = half_points / 2.0;
        }
        let face = properties.child("rFonts").and_then(|fonts| fonts.attribute("ascii").or_else(|| fonts.attribute("hAnsi")));
        if let Some(face) = face {
            face.clone_into(&mut self.face);
        }
    }
}

/// The styles of a document; empty where it has none.
#[derive(Debug, Default)]
pub(super) struct Styles {
    defaults: Vec<Node>,
    styles: HashMap<String, Node>,
    default_paragraph: Option<String>,
}

impl Styles {
    /// Takes the styles part.
    pub(super) fn new(mut part: Node) -> Self {
        let mut styles = Self::default();
        for mut node in part.children.drain(..) {
            match node.name {
                "docDefaults" => styles.defaults.append(&mut node.children),
                "style" => {
                    let id = node.attribute("styleId").unwrap_or_default().to_owned();
                    let default = matches!(node.attribute("default"), Some("1" | "true")) && node.attribute("type") == Some("paragraph");
                    if default && styles.default_paragraph.is_none() {
                        styles.default_paragraph = Some(id.clone());
                    }
                    styles.styles.entry(id).or_insert(node);
                }
                _ => {}
            }
        }
        styles
    }

    /// A style and those that it stands on, the outermost last.
    fn chain(&self, id: Option<&str>) -> Vec<&Node> {
        let mut chain: Vec<&Node> = Vec::new();
        let mut next = id;
        while let Some(style) = next.and_then(|id| self.styles.get(id)).filter(|_| chain.len() < LONGEST_CHAIN) {
            chain.push(style);
            next = style.value("basedOn");
        }
        chain
    }

    /// How the runs of a paragraph are set before they say anything themselves.
    pub(super) fn paragraph_look(&self, style: Option<&str>) -> Look {
        let mut look = Look::default();
        for properties in self.defaults.iter().filter(|node| node.name == "rPrDefault").filter_map(|node| node.child("rPr")) {
            look.lay(properties);
        }
        self.lay_style(&mut look, style.or(self.default_paragraph.as_deref()));
        look
    }

    /// Lays a style over a look.
    pub(super) fn lay_style(&self, look: &mut Look, style: Option<&str>) {
        for properties in self.chain(style).iter().rev().filter_map(|node| node.child("rPr")) {
            look.lay(properties);
        }
    }

    /// The list that a paragraph style belongs to: number and level.
    pub(super) fn numbering(&self, style: Option<&str>) -> Option<(u32, usize)> {
        let chain = self.chain(style.or(self.default_paragraph.as_deref()));
        let properties = chain.iter().find_map(|node| node.child("pPr")?.child("numPr"))?;
        let level = properties.number("ilvl").unwrap_or(0);
        Some((properties.number("numId")?, usize::try_from(level).unwrap_or(0)))
    }

    /// Where a paragraph stands between the margins.
    pub(super) fn align(&self, properties: Option<&Node>, style: Option<&str>) -> Align {
        let own = properties.and_then(|node| node.value("jc"));
        let inherited = || self.chain(style.or(self.default_paragraph.as_deref())).iter().find_map(|node| node.child("pPr")?.value("jc"));
        match own.or_else(inherited) {
            Some("center") => Align::Center,
            Some("right" | "end") => Align::Right,
            _ => Align::Left,
        }
    }

    /// Whether a table style draws lines; `None` where it says nothing.
    pub(super) fn table_borders(&self, style: Option<&str>) -> Option<bool> {
        self.chain(style).iter().find_map(|node| node.child("tblPr")?.child("tblBorders")).map(are_visible)
    }
}

/// Whether any of some borders is drawn.
pub(super) fn are_visible(borders: &Node) -> bool {
    borders.children.iter().any(|side| !side.name.is_empty() && !matches!(side.attribute("val"), None | Some("nil" | "none")))
}
