//! Word 97–2003, and OLE files that only look like it.

use std::path::Path;

use vanthu::intake;
use vanthu::layout::{Block, Layout, Reader};
use vanthu::read::{ReadError, ReadErrorCode};
use vanthu::text::{self, Region};
use vanthu::warning::Warned;

/// The head of an OLE file with a stream of some name.
fn ole(stream: &str) -> Vec<u8> {
    let mut bytes = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    bytes.resize(512, 0);
    bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
    bytes.resize(2048, 0);
    bytes
}

fn read(path: &Path) -> Result<Warned<Layout>, ReadError> {
    let source = intake::open(path).unwrap();
    vanthu::read::read(source.kind, &source.bytes, &|_| {})
}

#[test]
fn ole_files_without_a_readable_word_document_are_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("document.doc");
    let expected = [
        ("EncryptedPackage", ReadErrorCode::Locked),
        ("Workbook", ReadErrorCode::Unsupported),
        ("nothing", ReadErrorCode::Damaged),
        ("WordDocument", ReadErrorCode::Damaged),
    ];
    for (stream, code) in expected {
        std::fs::write(&path, ole(stream)).unwrap();
        assert_eq!(read(&path).unwrap_err().code, code, "{stream}");
    }
}

#[test]
fn letterhead_and_table_of_a_word_97_file() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/forms/004.doc");
    if !path.exists() {
        eprintln!("skipped: {} is not beside the project", path.display());
        return;
    }
    let layout = read(&path).unwrap().value;
    assert_eq!(layout.reader, Reader::Doc);
    assert!(matches!(layout.pages[0].blocks.first(), Some(Block::Columns(columns)) if columns.len() == 2));
    let text = text::from_layout(&layout);
    let number = text.paragraphs().iter().find(|paragraph| text.slice(paragraph.range.clone()).starts_with("Số:")).unwrap();
    assert_eq!((text.slice(number.range.clone()), number.region), ("Số: 27/BC-UBND", Region::Column { group: 0, column: 0 }));
    let spans =
        |row: usize| text.tables()[0].rows[row].iter().map(|cell| (cell.column, cell.column_span, cell.row_span)).collect::<Vec<_>>();
    assert_eq!(spans(0)[6], (6, 3, 1));
    assert_eq!(spans(1), [(6, 1, 1), (7, 1, 1), (8, 1, 1)]);
}
