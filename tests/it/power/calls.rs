//! What a program asked of the system, as `strace -f -y -xx -a1` tells it.
//!
//! In: the record. Out: the calls that succeeded, in the order in which they ended, and last those of which that is not known
//! because the program ended. A record that is not understood stops the test: a call that were passed over would be a write that
//! nobody loses.

use std::collections::BTreeMap;
use std::path::PathBuf;

/// All calls by which a program changes files, or may.
pub(super) const TRACED: &str = "trace=?open,?openat,?openat2,?creat,?write,?pwrite64,?writev,?pwritev,?pwritev2,?ftruncate,?truncate,\
    ?fallocate,?lseek,?fsync,?fdatasync,?sync,?syncfs,?rename,?renameat,?renameat2,?unlink,?unlinkat,?rmdir,?mkdir,?mkdirat,?link,\
    ?linkat,?symlink,?symlinkat,?copy_file_range,?sendfile,?splice,?mmap";

/// A call.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) name: String,
    arguments: Vec<String>,
    /// What it gave back, where that was seen.
    pub(super) result: Option<u64>,
    /// How many calls had ended when it began.
    pub(super) begun: usize,
}

impl Call {
    /// An argument as it stands in the record.
    pub(super) fn raw(&self, place: usize) -> &str {
        self.arguments.get(place).map_or("", String::as_str)
    }

    pub(super) fn number(&self, place: usize) -> u64 {
        self.raw(place).parse().unwrap()
    }

    /// The number of a descriptor.
    pub(super) fn descriptor(&self, place: usize) -> u64 {
        self.raw(place).split('<').next().unwrap().parse().unwrap()
    }

    /// The path of a descriptor; `None` where it is no file, or one without a name.
    pub(super) fn path_of(&self, place: usize) -> Option<PathBuf> {
        let path = self.raw(place).split_once('<')?.1.strip_suffix('>')?;
        path.starts_with("\\x").then(|| to_path(decode(path)))
    }

    /// A path that was named, from the folder that was named before it.
    pub(super) fn path(&self, folder: Option<usize>, place: usize) -> PathBuf {
        let path = to_path(self.bytes(place));
        // A path that is whole takes the place of the folder.
        folder.and_then(|folder| self.path_of(folder)).map_or_else(|| path.clone(), |folder| folder.join(&path))
    }

    /// The bytes of an argument, of all its pieces where it is a list.
    pub(super) fn bytes(&self, place: usize) -> Vec<u8> {
        let raw = self.raw(place);
        assert!(!raw.contains("\"..."), "the record is cut: {}", &self.name);
        raw.split('"').skip(1).step_by(2).flat_map(decode).collect()
    }
}

fn decode(escaped: &str) -> Vec<u8> {
    escaped.split("\\x").skip(1).map(|digits| u8::from_str_radix(digits, 16).unwrap()).collect()
}

fn to_path(bytes: Vec<u8>) -> PathBuf {
    String::from_utf8(bytes).unwrap().into()
}

pub(super) fn read(record: &str) -> Vec<Call> {
    let (mut calls, mut unfinished) = (Vec::<Call>::new(), BTreeMap::<&str, (String, usize)>::new());
    for line in record.lines() {
        let (thread, told) = line.split_once(' ').unwrap();
        let told = told.trim_start();
        if told.starts_with("---") || told.starts_with("+++") {
            continue;
        }
        if let Some(first) = told.strip_suffix(" <unfinished ...>") {
            unfinished.insert(thread, (first.to_owned(), calls.len()));
            continue;
        }
        let (text, begun) = match told.strip_prefix("<... ").and_then(|rest| rest.split_once(" resumed>")) {
            Some((_, rest)) => {
                let (first, begun) = unfinished.remove(thread).unwrap();
                (format!("{first}{rest}"), begun)
            }
            None => (told.to_owned(), calls.len()),
        };
        let (name, rest) = text.split_once('(').unwrap_or_else(|| panic!("not understood: {line}"));
        let (arguments, result) = rest.rsplit_once(") = ").unwrap_or_else(|| panic!("not understood: {line}"));
        let figure = result.split([' ', '<']).next().unwrap();
        let figure = figure.strip_prefix("0x").map_or_else(|| figure.parse(), |digits| i64::from_str_radix(digits, 16));
        match figure.map(u64::try_from) {
            Ok(Ok(result)) => calls.push(Call { name: name.to_owned(), arguments: arguments_of(arguments), result: Some(result), begun }),
            Ok(Err(_)) => {}
            Err(_) if result.starts_with('?') => drop(unfinished.insert(thread, (text.clone(), begun))),
            Err(_) => panic!("not understood: {line}"),
        }
    }
    for (text, begun) in unfinished.into_values() {
        let (name, rest) = text.split_once('(').unwrap();
        calls.push(Call { name: name.to_owned(), arguments: arguments_of(rest), result: None, begun });
    }
    calls
}

/// Cuts at commas that stand in no list.
fn arguments_of(text: &str) -> Vec<String> {
    let (mut arguments, mut depth) = (vec![String::new()], 0);
    for character in text.chars() {
        depth += i32::from("[{(".contains(character)) - i32::from("]})".contains(character));
        match character {
            ',' if depth == 0 => arguments.push(String::new()),
            ' ' if arguments.last().is_some_and(String::is_empty) => {}
            other => arguments.last_mut().unwrap().push(other),
        }
    }
    arguments
}

#[test]
fn calls_that_other_threads_interrupt_are_put_together() {
    let record = "7 openat(AT_FDCWD<\\x2f\\x61>, \"\\x62\", O_RDWR|O_CREAT, 0600) = 5<\\x2f\\x61\\x2f\\x62>\n\
        7 fsync(5<\\x2f\\x61\\x2f\\x62> <unfinished ...>\n\
        8 writev(6<pipe:[12]>, [{iov_base=\"\\x31\", iov_len=1}, {iov_base=\"\\x32\", iov_len=1}], 2) = 2\n\
        8 unlink(\"\\x2f\\x78\") = -1 ENOENT (No such file or directory)\n\
        7 <... fsync resumed>) = 0\n8 mkdir(\"\\x2f\\x79\", 0777 <unfinished ...>\n--- SIGTERM {si_signo=SIGTERM} ---\n";
    let record = record.replace("--- SIGTERM", "7 --- SIGTERM");
    let calls = read(&record);
    let told: Vec<(&str, Option<u64>, usize)> = calls.iter().map(|call| (call.name.as_str(), call.result, call.begun)).collect();
    assert_eq!(told, [("openat", Some(5), 0), ("writev", Some(2), 1), ("fsync", Some(0), 1), ("mkdir", None, 3)]);
    assert_eq!(calls[0].path(Some(0), 1), PathBuf::from("/a/b"));
    assert_eq!((calls[1].bytes(1), calls[1].path_of(0)), (b"12".to_vec(), None));
    assert_eq!((calls[2].descriptor(0), calls[2].path_of(0)), (5, Some("/a/b".into())));
}
