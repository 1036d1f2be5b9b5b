//! A folder of which is known what of it is durable.
//!
//! In: what was there, and the calls of programs. Out: at any moment, what a file system may hold of it when the power fails. A
//! sync of a file makes its bytes and size durable, a sync of a folder the names in it; a rename happens whole or not at all. Of
//! all else any part may be there, in any order, also a name without its bytes and a part of one write.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::calls::Call;
use crate::kills::Chance;

/// A file or folder, whatever its name; 0 is the folder itself.
type Node = usize;
type Name = (Node, String);

/// Durable at no moment yet.
const NEVER: usize = usize::MAX;
/// Where a part of one write ends.
const SECTOR: u64 = 512;

#[derive(Debug)]
enum What {
    /// A name is given to a node, and perhaps taken from where it was.
    Link(Node, Name, Option<Name>),
    Unlink(Name),
    Write(Node, u64, Vec<u8>),
    Size(Node, u64),
    Sync,
}

#[derive(Debug)]
struct Step {
    what: What,
    /// How many steps had been done when it was durable.
    durable: usize,
}

/// What of the steps that were not durable the power leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Leaves {
    All,
    Nothing,
    /// Names without their bytes.
    Names,
    /// The first of the names, and any of the bytes.
    FirstNames,
    Any,
}

/// The folder and all that was done to it.
pub(super) struct Disk {
    root: PathBuf,
    names: BTreeMap<Name, Node>,
    folders: BTreeSet<Node>,
    sizes: BTreeMap<Node, u64>,
    /// Where descriptors write next; those that are only appended to are not told apart, since nobody else writes there.
    positions: BTreeMap<u64, u64>,
    nodes: usize,
    steps: Vec<Step>,
}

impl Disk {
    pub(super) fn new(root: &Path) -> Self {
        let (names, sizes, positions) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        Self { root: root.to_owned(), names, folders: BTreeSet::from([0]), sizes, positions, nodes: 1, steps: Vec::new() }
    }

    /// How many steps were done.
    pub(super) fn len(&self) -> usize {
        self.steps.len()
    }

    /// A moment since the first call, and since so many steps.
    pub(super) fn moment(&self, since: usize, chance: &mut Chance) -> usize {
        let first = self.steps.iter().take_while(|step| step.durable == 0).count().max(since);
        first + chance.below((self.len() - first) as u64 + 1) as usize
    }

    /// A file that was there before, durably.
    pub(super) fn there(&mut self, path: &str, bytes: &[u8]) {
        let parts: Vec<&str> = path.split('/').collect();
        let mut folder = 0;
        for (place, part) in parts.iter().enumerate() {
            let name = (folder, (*part).to_owned());
            folder = match self.names.get(&name) {
                Some(node) => *node,
                None => self.make(name, place + 1 < parts.len()),
            };
        }
        self.write(folder, 0, bytes.to_vec());
        self.steps.iter_mut().for_each(|step| step.durable = 0);
    }

    /// Does what the calls did.
    pub(super) fn follow(&mut self, calls: &[Call]) {
        let mut before = Vec::new();
        for call in calls {
            before.push(self.steps.len());
            match call.result {
                Some(result) => self.call(call, result, &before),
                None => {
                    let named: Vec<PathBuf> = (0..6).filter_map(|place| self.named(call, place)).collect();
                    named.iter().for_each(|path| self.as_it_is(path));
                }
            }
        }
    }

    /// Takes over what became of a file or folder when a call was cut off by the end of its program.
    fn as_it_is(&mut self, path: &Path) {
        let Some(name) = self.place(path) else { return };
        let node = self.names.get(&name).copied();
        match (node, path.symlink_metadata()) {
            (None, Err(_)) => {}
            (Some(_), Err(_)) => self.unlink(path),
            (node, Ok(found)) => {
                let node = node.unwrap_or_else(|| self.make(name, found.is_dir()));
                if found.is_file() {
                    self.size(node, found.len());
                    self.write(node, 0, std::fs::read(path).unwrap());
                }
            }
        }
    }

    fn call(&mut self, call: &Call, result: u64, before: &[usize]) {
        match call.name.as_str() {
            "openat" => self.open(&call.path(Some(0), 1), call.raw(2), result),
            "open" => self.open(&call.path(None, 0), call.raw(1), result),
            "write" | "writev" => self.write_on(call, result),
            "pwrite64" => {
                if let Some(node) = self.node_of(call, 0) {
                    self.write(node, call.number(3), call.bytes(1));
                }
            }
            "lseek" => {
                if let Some(position) = self.positions.get_mut(&call.descriptor(0)) {
                    *position = result;
                }
            }
            "ftruncate" => {
                if let Some(node) = self.node_of(call, 0) {
                    self.size(node, call.number(1));
                }
            }
            "fsync" | "fdatasync" => {
                if let Some(node) = self.node_of(call, 0) {
                    self.sync(node, before[call.begun]);
                }
            }
            "rename" => self.rename(&call.path(None, 0), &call.path(None, 1)),
            "renameat" | "renameat2" => self.rename(&call.path(Some(0), 1), &call.path(Some(2), 3)),
            "unlink" | "rmdir" => self.unlink(&call.path(None, 0)),
            "unlinkat" => self.unlink(&call.path(Some(0), 1)),
            "mkdir" => self.make_folder(&call.path(None, 0)),
            "mkdirat" => self.make_folder(&call.path(Some(0), 1)),
            "mmap" => {
                // What readers of the database share is made anew by the first of them.
                let shared = call.raw(2).contains("PROT_WRITE") && call.raw(3).contains("MAP_SHARED");
                let path = call.path_of(4).filter(|path| shared && self.place(path).is_some());
                assert!(path.is_none_or(|path| path.to_string_lossy().ends_with("-shm")), "no model of {call:?}");
            }
            _ => assert!((0..6).all(|place| self.named(call, place).is_none()), "no model of {call:?}"),
        }
    }

    /// The path below ours that an argument names.
    fn named(&self, call: &Call, place: usize) -> Option<PathBuf> {
        let path = call.raw(place).starts_with('"') && !call.name.contains("write");
        let spelt = || path.then(|| call.path(place.checked_sub(1), place));
        Some(self.root.join(call.path_of(place).or_else(spelt)?)).filter(|path| path.starts_with(&self.root))
    }

    fn open(&mut self, path: &Path, flags: &str, descriptor: u64) {
        let Some(name) = self.place(path) else { return };
        assert!(!flags.contains("O_TMPFILE"), "no model of files without a name");
        let node = self.names.get(&name).copied();
        match node {
            None => {
                assert!(flags.contains("O_CREAT"), "unknown: {}", path.display());
                self.make(name, false);
            }
            Some(node) if flags.contains("O_TRUNC") => self.size(node, 0),
            Some(_) => {}
        }
        self.positions.insert(descriptor, 0);
    }

    fn write_on(&mut self, call: &Call, written: u64) {
        // A descriptor that was never opened is a standard stream.
        let (Some(node), Some(at)) = (self.node_of(call, 0), self.positions.get(&call.descriptor(0)).copied()) else { return };
        let mut bytes = call.bytes(1);
        bytes.truncate(written as usize);
        self.positions.insert(call.descriptor(0), at + written);
        self.write(node, at, bytes);
    }

    fn write(&mut self, node: Node, at: u64, bytes: Vec<u8>) {
        let size = self.sizes.entry(node).or_default();
        *size = (*size).max(at + bytes.len() as u64);
        self.done(What::Write(node, at, bytes));
    }

    fn size(&mut self, node: Node, size: u64) {
        if self.sizes.insert(node, size) != Some(size) {
            self.done(What::Size(node, size));
        }
    }

    fn sync(&mut self, node: Node, begun: usize) {
        self.done(What::Sync);
        let now = self.steps.len();
        let within = |name: &Name| name.0 == node;
        for step in self.steps.iter_mut().take(begun).filter(|step| step.durable == NEVER) {
            let concerned = match &step.what {
                What::Link(_, new, old) => within(new) || old.as_ref().is_some_and(within),
                What::Unlink(name) => within(name),
                What::Write(of, ..) | What::Size(of, _) => *of == node,
                What::Sync => false,
            };
            if concerned {
                step.durable = now;
            }
        }
    }

    fn rename(&mut self, from: &Path, to: &Path) {
        let (Some(old), Some(new)) = (self.place(from), self.place(to)) else { return };
        let node = self.names.remove(&old).unwrap();
        self.names.insert(new.clone(), node);
        self.done(What::Link(node, new, Some(old)));
    }

    fn unlink(&mut self, path: &Path) {
        let Some(name) = self.place(path) else { return };
        assert!(self.names.remove(&name).is_some(), "unknown: {}", path.display());
        self.done(What::Unlink(name));
    }

    fn make_folder(&mut self, path: &Path) {
        if let Some(name) = self.place(path) {
            self.make(name, true);
        }
    }

    fn make(&mut self, name: Name, folder: bool) -> Node {
        let node = self.nodes;
        self.nodes += 1;
        if folder {
            self.folders.insert(node);
        }
        self.names.insert(name.clone(), node);
        self.done(What::Link(node, name, None));
        node
    }

    fn done(&mut self, what: What) {
        self.steps.push(Step { what, durable: NEVER });
    }

    /// The folder and the name of a path below ours, which is also where the programs run.
    fn place(&self, path: &Path) -> Option<Name> {
        let path = self.root.join(path);
        let below = path.strip_prefix(&self.root).ok().filter(|below| below.parent().is_some())?;
        let mut parts: Vec<String> = below.iter().map(|part| part.to_str().unwrap().to_owned()).collect();
        let last = parts.pop()?;
        let step = |folder: Node, part: String| *self.names.get(&(folder, part)).unwrap_or_else(|| panic!("unknown: {}", path.display()));
        Some((parts.into_iter().fold(0, step), last))
    }

    /// The file or folder of a descriptor, where it lies below ours.
    fn node_of(&self, call: &Call, place: usize) -> Option<Node> {
        let path = call.path_of(place)?;
        if path == self.root { Some(0) } else { self.names.get(&self.place(&path)?).copied() }
    }

    /// Makes the folder anew as it may be when the power fails after so many steps.
    pub(super) fn after(&self, steps: usize, leaves: Leaves, chance: &mut Chance, target: &Path) {
        let (mut names, mut contents) = (BTreeMap::<&Name, Node>::new(), BTreeMap::<Node, Vec<u8>>::new());
        // How much is left differs from moment to moment.
        let (share, first) = (1 + chance.below(9), chance.below(steps as u64 + 1) as usize);
        for (place, step) in self.steps.iter().take(steps).enumerate() {
            let durable = step.durable <= steps;
            let any = chance.below(10) < share;
            let name = durable
                || match leaves {
                    Leaves::All | Leaves::Names => true,
                    Leaves::Nothing => false,
                    Leaves::FirstNames => place < first,
                    Leaves::Any => any,
                };
            let bytes = durable || leaves == Leaves::All || any && matches!(leaves, Leaves::FirstNames | Leaves::Any);
            match &step.what {
                What::Link(node, new, old) if name => {
                    if let Some(old) = old.as_ref().filter(|old| names.get(old) == Some(node)) {
                        names.remove(old);
                    }
                    names.insert(new, *node);
                }
                What::Unlink(name_of) if name => drop(names.remove(name_of)),
                What::Write(node, at, bytes_of) if bytes => {
                    let torn = !durable && leaves != Leaves::All && chance.below(4) == 0;
                    let sectors = bytes_of.len() as u64 / SECTOR + 1;
                    let end = if torn { (chance.below(sectors) * SECTOR) as usize } else { bytes_of.len() };
                    let (content, at) = (contents.entry(*node).or_default(), *at as usize);
                    if content.len() < at + end {
                        content.resize(at + end, 0);
                    }
                    content[at..at + end].copy_from_slice(&bytes_of[..end]);
                }
                What::Size(node, size) if bytes => contents.entry(*node).or_default().resize(*size as usize, 0),
                _ => {}
            }
        }
        self.build(0, target, &names, &contents);
    }

    fn build(&self, folder: Node, target: &Path, names: &BTreeMap<&Name, Node>, contents: &BTreeMap<Node, Vec<u8>>) {
        std::fs::create_dir_all(target).unwrap();
        for ((_, name), node) in names.iter().filter(|(name, _)| name.0 == folder) {
            let path = target.join(name);
            if self.folders.contains(node) {
                self.build(*node, &path, names, contents);
            } else {
                std::fs::write(path, contents.get(node).map_or(&[][..], Vec::as_slice)).unwrap();
            }
        }
    }
}
