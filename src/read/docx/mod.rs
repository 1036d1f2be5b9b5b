//! DOCX: Office Open XML text.
//!
//! In: bytes. Out: a [`Layout`] of one page without number: headers, body, footnotes, footers. It
//! deliberately knows nothing of what documents say, and takes tracked changes as accepted.

mod body;
mod inline;
mod numbering;
mod package;
mod styles;
mod symbols;
mod table;
mod tree;

use super::{ReadError, ReadErrorCode, flow};
use crate::layout::{Block, Encoding, Layout, Page, Part, Reader};
use crate::warning::{Warned, Warning, WarningCode};
use body::{Body, Notes};
use numbering::Numbering;
use package::{Package, Xml};
use styles::Styles;
use tree::{Node, Tree};

/// The parts beside the main one that are read whole.
const BESIDE: [&str; 4] = ["styles", "numbering", "footnotes", "endnotes"];

/// Reads a DOCX file.
pub(super) fn read(bytes: &[u8]) -> Result<Warned<Layout>, ReadError> {
    let mut file = File { package: Package::open(bytes)?, warnings: Vec::new() };
    let main = file.main_part()?;
    let document = file.required(&main)?;
    let document = document.tree()?;
    let relations = file.relations(&main);
    let beside = BESIDE.map(|kind| file.optional(&target(&relations, &main, &format!("/{kind}"), &format!("{kind}.xml"))));
    let beside = beside.each_ref().map(|part| file.tree(part.as_ref()));
    let [styles, numbering, footnotes, endnotes] = beside.each_ref().map(Tree::root);
    let styles = styles.map(Styles::new).unwrap_or_default();
    let mut body = Body::new(&styles, numbering.map(Numbering::new).unwrap_or_default());
    let mut blocks = margins(&mut file, &mut body, &relations, &main, "header", Part::Header);
    if let Some(root) = document.root() {
        blocks.append(&mut body.part(root.child("body").unwrap_or(root), Part::Body));
    }
    blocks.append(&mut body.notes(&Notes { footnotes, endnotes }));
    blocks.append(&mut margins(&mut file, &mut body, &relations, &main, "footer", Part::Footer));
    if body.is_cut() {
        file.warnings.push(Warning { code: WarningCode::LimitReached, detail: "too many words".to_owned() });
    }
    flow::number(&mut blocks);
    let encoding = body.encoding();
    let pages = vec![Page { blocks, ..Page::default() }];
    Ok(Warned { value: Layout { reader: Reader::Docx, encoding, pages, signatures: Vec::new() }, warnings: file.warnings })
}

/// What one part says of another: kind and name.
type Relations = Vec<(String, String)>;

struct File<'a> {
    package: Package<'a>,
    warnings: Vec<Warning>,
}

impl File<'_> {
    /// The name of the main part.
    fn main_part(&mut self) -> Result<String, ReadError> {
        let relations = self.relations("");
        let names = self.package.names();
        let told = relations.iter().find(|(kind, _)| kind.ends_with("/officeDocument")).map(|(_, target)| target.clone());
        let usual = || Some("word/document.xml".to_owned());
        if let Some(name) = told.filter(|name| names.contains(name)).or_else(|| usual().filter(|name| names.contains(name))) {
            if name.starts_with("xl/") || name.starts_with("ppt/") {
                return Err(ReadError::new(ReadErrorCode::Unsupported, "a spreadsheet or presentation; save its text as DOCX or PDF"));
            }
            return Ok(name);
        }
        let word = names.iter().any(|name| name.starts_with("word/"));
        if word {
            return Err(ReadError::new(ReadErrorCode::Damaged, "the part word/document.xml is missing"));
        }
        Err(ReadError::new(ReadErrorCode::Unsupported, "a ZIP archive without a Word document in it; unpack it first"))
    }

    fn required(&mut self, name: &str) -> Result<Xml, ReadError> {
        self.package.part(name)?.ok_or_else(|| ReadError::new(ReadErrorCode::Damaged, format!("the part {name} is missing")))
    }

    /// A part that the document can be read without: damage is a warning.
    fn optional(&mut self, name: &str) -> Option<Xml> {
        let part = self.package.part(name);
        part.map_err(|error| self.warn(error)).ok().flatten()
    }

    /// The elements of such a part; none where it is missing or damaged.
    fn tree<'x>(&mut self, part: Option<&'x Xml>) -> Tree<'x> {
        let tree = part.map(Xml::tree).transpose();
        tree.map_err(|error| self.warn(error)).ok().flatten().unwrap_or_default()
    }

    fn warn(&mut self, error: ReadError) {
        self.warnings.push(Warning { code: WarningCode::PartDamaged, detail: error.detail });
    }

    /// What a part says of others; of the whole file for the empty name.
    fn relations(&mut self, part: &str) -> Relations {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let slash = if folder.is_empty() { "" } else { "/" };
        let part = self.optional(&format!("{folder}{slash}_rels/{name}.rels"));
        let relation = |node: Node<'_>| Some((node.attribute("Type")?.into_owned(), resolve(folder, &node.attribute("Target")?)));
        let tree = self.tree(part.as_ref());
        tree.root().into_iter().flat_map(|root| root.all("Relationship")).filter_map(relation).collect()
    }
}

/// The name of a part that another names, from the root of the archive.
fn resolve(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut path: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "." | "" => {}
            ".." => drop(path.pop()),
            step => path.push(step),
        }
    }
    path.join("/")
}

/// The part of a kind by the relations, or by its usual name.
fn target(relations: &Relations, main: &str, kind: &str, usual: &str) -> String {
    let told = relations.iter().find(|(own, _)| own.ends_with(kind)).map(|(_, target)| target.clone());
    told.unwrap_or_else(|| resolve(main.rsplit_once('/').map_or("", |(folder, _)| folder), usual))
}

/// The running heads or feet, each text once.
fn margins(file: &mut File<'_>, body: &mut Body<'_>, relations: &Relations, main: &str, kind: &str, part: Part) -> Vec<Block> {
    let ending = format!("/{kind}");
    let mut names: Vec<String> = relations.iter().filter(|(own, _)| own.ends_with(&ending)).map(|(_, target)| target.clone()).collect();
    if relations.is_empty() {
        let prefix = resolve(main.rsplit_once('/').map_or("", |(folder, _)| folder), kind);
        names = file.package.names().into_iter().filter(|name| name.starts_with(&prefix)).collect();
    }
    let mut seen: Vec<Vec<Block>> = Vec::new();
    for name in names {
        let text = file.optional(&name);
        let tree = file.tree(text.as_ref());
        let blocks = tree.root().map(|root| body.part(root, part)).unwrap_or_default();
        if !blocks.is_empty() && !seen.contains(&blocks) {
            seen.push(blocks);
        }
    }
    seen.into_iter().flatten().collect()
}

impl Body<'_> {
    /// The legacy encoding that was met, if any.
    fn encoding(&self) -> Encoding {
        self.met.unwrap_or(Encoding::Unicode)
    }
}
