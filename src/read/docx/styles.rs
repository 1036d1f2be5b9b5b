//! What styles say about runs, paragraphs and tables.

use std::borrow::Cow;
use std::collections::HashMap;

use super::tree::Node;
use crate::layout::{Align, Encoding, Font};
use crate::read::legacy;

/// How many styles may stand on one another.
const LONGEST_CHAIN: usize = 24;

/// How a run is set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Look {
    /// Size, bold and italic.
    pub(super) font: Font,
    /// What its font is made for.
    pub(super) encoding: Encoding,
    /// Not printed.
    pub(super) hidden: bool,
    /// Printed in capital letters.
    pub(super) capitals: bool,
    /// Its font has capital letters only.
    pub(super) capital_font: bool,
}

impl Default for Look {
    fn default() -> Self {
        Self { font: Font::default(), encoding: Encoding::Unicode, hidden: false, capitals: false, capital_font: false }
    }
}

impl Look {
    /// Lays run properties over this look.
    pub(super) fn lay(&mut self, properties: Node<'_>) {
        for property in properties.children() {
            match property.name() {
                "b" => self.font.bold = property.is_on(),
                "i" => self.font.italic = property.is_on(),
                "vanish" => self.hidden = property.is_on(),
                "caps" => self.capitals = property.is_on(),
                "sz" => {
                    let half_points = property.attribute("val").and_then(|size| size.trim().parse::<f32>().ok());
                    if let Some(half_points) = half_points.filter(|size| (1.0..2000.0).contains(size)) {
                        self.font.size = half_points / 2.0;
                    }
                }
                "rFonts" => {
                    if let Some(face) = property.attribute("ascii").or_else(|| property.attribute("hAnsi")) {
                        self.encoding = legacy::of_font(&face);
                        self.capital_font = legacy::is_capital_font(&face);
                    }
                }
                _ => {}
            }
        }
    }
}

/// The styles of a document; empty where it has none.
#[derive(Debug, Default)]
pub(super) struct Styles<'x> {
    styles: HashMap<Cow<'x, str>, Node<'x>>,
    default_paragraph: Option<Cow<'x, str>>,
    /// What all runs start from.
    defaults: Look,
    /// The same in a paragraph that names no style.
    plain: Look,
}

impl<'x> Styles<'x> {
    /// Takes the styles part.
    pub(super) fn new(part: Node<'x>) -> Self {
        let mut styles = Self::default();
        for node in part.children() {
            match node.name() {
                "docDefaults" => {
                    if let Some(properties) = node.child("rPrDefault").and_then(|defaults| defaults.child("rPr")) {
                        styles.defaults.lay(properties);
                    }
                }
                "style" => {
                    let id = node.attribute("styleId").unwrap_or_default();
                    let default = matches!(node.attribute("default").as_deref(), Some("1" | "true"));
                    if default && node.attribute("type").as_deref() == Some("paragraph") && styles.default_paragraph.is_none() {
                        styles.default_paragraph = Some(id.clone());
                    }
                    styles.styles.entry(id).or_insert(node);
                }
                _ => {}
            }
        }
        let mut plain = styles.defaults;
        styles.lay_style(&mut plain, styles.default_paragraph.as_deref());
        styles.plain = plain;
        styles
    }

    /// A style and those that it stands on, the outermost last.
    fn chain(&self, id: Option<&str>) -> Vec<Node<'x>> {
        let based_on = |style: &Node<'x>| self.styles.get(&style.value("basedOn")?).copied();
        std::iter::successors(id.and_then(|id| self.styles.get(id)).copied(), based_on).take(LONGEST_CHAIN).collect()
    }

    /// How the runs of a paragraph are set before they say anything themselves.
    pub(super) fn paragraph_look(&self, style: Option<&str>) -> Look {
        let Some(style) = style else { return self.plain };
        let mut look = self.defaults;
        self.lay_style(&mut look, Some(style));
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
    pub(super) fn align(&self, properties: Option<Node<'_>>, style: Option<&str>) -> Align {
        let own = properties.and_then(|node| node.value("jc"));
        let inherited = || self.chain(style.or(self.default_paragraph.as_deref())).iter().find_map(|node| node.child("pPr")?.value("jc"));
        match own.or_else(inherited).as_deref() {
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
pub(super) fn are_visible(borders: Node<'_>) -> bool {
    drawn_sides(borders) > 0
}

/// How many of some borders are drawn.
pub(super) fn drawn_sides(borders: Node<'_>) -> usize {
    let is_side = |name: &str| matches!(name, "top" | "bottom" | "left" | "right" | "start" | "end" | "insideH" | "insideV");
    let is_drawn = |side: Node<'_>| !matches!(side.attribute("val").as_deref(), None | Some("nil" | "none"));
    borders.children().filter(|side| is_side(side.name()) && is_drawn(*side)).count()
}
