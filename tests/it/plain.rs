//! Plain text as it comes: what extraction may rely on, whatever the file looks like.

use std::path::Path;

use vanthu::intake;
use vanthu::layout::{Block, Encoding, Layout, Paragraph, Table};
use vanthu::read::{self, ReadErrorCode};
use vanthu::text::{self, Region, Text};
use vanthu::warning::WarningCode;

fn read_file(path: &std::path::Path) -> Result<vanthu::warning::Warned<vanthu::layout::Layout>, read::ReadError> {
    let source = intake::open(path).unwrap();
    read::read(source.kind, &source.bytes, &|_| {})
}

fn layout(bytes: &[u8]) -> Layout {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("document.txt");
    std::fs::write(&path, bytes).unwrap();
    read_file(&path).unwrap().value
}

fn blocks(text: &str) -> Vec<Block> {
    layout(text.as_bytes()).pages.remove(0).blocks
}

fn said(paragraph: &Paragraph) -> String {
    let line = |line: &vanthu::layout::Line| line.words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
    paragraph.lines.iter().map(line).collect::<Vec<_>>().join(" / ")
}

/// A block as one string: `/` between lines, `[left | right]` for columns, `<a; b>` for a table row.
fn show(block: &Block) -> String {
    match block {
        Block::Paragraph(paragraph) => said(paragraph),
        Block::Columns(columns) => {
            let columns: Vec<String> = columns.iter().map(|column| column.iter().map(show).collect::<Vec<_>>().join(" // ")).collect();
            format!("[{}]", columns.join(" | "))
        }
        Block::Table(table) => rows(table).iter().map(|row| format!("<{}>", row.join("; "))).collect(),
    }
}

fn rows(table: &Table) -> Vec<Vec<String>> {
    let cell = |cell: &vanthu::layout::Cell| cell.blocks.iter().map(show).collect::<String>();
    table.rows.iter().map(|row| row.cells.iter().map(cell).collect()).collect()
}

fn shown(text: &str) -> Vec<String> {
    blocks(text).iter().map(show).collect()
}

#[test]
fn two_columns_set_with_spaces_are_read_one_after_the_other() {
    let text = "UBND TỈNH BA VÀNG              CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\
                  SỞ TƯ PHÁP                        Độc lập - Tự do - Hạnh phúc\n\n\
                Số:      /STP-VP                 Ba Vàng, ngày     tháng 5 năm 2026\n\n\
                Kính gửi: Các phòng.\n\n\
                Nơi nhận:                             GIÁM ĐỐC\n- Như trên;\n- Lưu: VT.\n\n\n                                      Lê Thị Sen\n";
    assert_eq!(
        shown(text),
        [
            "[UBND TỈNH BA VÀNG / SỞ TƯ PHÁP // Số: /STP-VP | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM // Độc lập - Tự do - Hạnh phúc // Ba Vàng, ngày tháng 5 năm 2026]",
            "Kính gửi: Các phòng.",
            "[Nơi nhận: // - Như trên; // - Lưu: VT. | GIÁM ĐỐC // Lê Thị Sen]",
        ]
    );
}

#[test]
fn a_blank_number_is_not_two_columns() {
    assert_eq!(shown("Số:        /UBND-NC\nV/v kiểm tra\n"), ["Số: /UBND-NC", "V/v kiểm tra"]);
}

#[test]
fn marks_and_hard_breaks_of_converters() {
    let text = "**SỞ Y TẾ  \nTỈNH BA VÀNG**\n\n## Phần *một*\n\n- + Đạt **9,5/10** điểm (*)\n\nXem <https://a.vn/b> \\#1\n\n***\n";
    assert_eq!(shown(text), ["SỞ Y TẾ / TỈNH BA VÀNG", "Phần một", "+ Đạt 9,5/10 điểm (*)", "Xem https://a.vn/b #1"]);
    let bold = |block: &Block| matches!(block, Block::Paragraph(paragraph) if paragraph.lines.iter().flat_map(|line| &line.words).all(|word| word.font.bold));
    assert_eq!(blocks(text).iter().map(bold).collect::<Vec<_>>(), [true, true, false, false]);
}

#[test]
fn wrapped_lines_become_paragraphs_again() {
    let text = "Xét đề nghị của\nphòng chuyên môn về việc thay đổi lịch làm việc của bộ phận tiếp nhận hồ sơ\n\
                trong những ngày cuối năm, Giám đốc Sở giao các phòng thực hiện như sau:\n\
                1. Phòng Tổ chức lập\ndanh sách người trực, gửi về Văn phòng trước khi hết giờ làm việc của ngày\n\
                thứ sáu hằng tuần.\n2. Văn phòng niêm yết\ndanh sách đó tại nơi tiếp nhận hồ sơ và trên trang thông tin của Sở để mọi\nngười biết.\n";
    let shown = shown(text);
    assert_eq!(shown.len(), 3, "{shown:#?}");
    assert!(shown[0].ends_with("như sau:") && shown[1].starts_with("1. Phòng") && shown[2].ends_with("người biết."));
}

#[test]
fn bars_alone_part_letterhead_body_and_signature() {
    let text = "|\n**SỞ XÂY DỰNG**\n-------\n|\n**CỘNG HÒA XÃ HỘI\nCHỦ NGHĨA VIỆT NAM**\n|\n|\nSố: 7/SXD\n|\n*Ba Vàng, ngày 2\ntháng 3 năm 2026*\n|\n\
                Kính gửi: Các đội.\nĐề nghị các đội làm theo.\n|\nNơi nhận:\n- Như trên;\n|\n**GIÁM ĐỐC**\nLê Thị Sen\n|\n";
    assert_eq!(
        shown(text),
        [
            "[SỞ XÂY DỰNG // Số: 7/SXD | CỘNG HÒA XÃ HỘI / CHỦ NGHĨA VIỆT NAM // Ba Vàng, ngày 2 / tháng 3 năm 2026]",
            "Kính gửi: Các đội.",
            "Đề nghị các đội làm theo.",
            "[Nơi nhận: // - Như trên; | GIÁM ĐỐC // Lê Thị Sen]",
        ]
    );
}

#[test]
fn bars_alone_part_cells_of_data() {
    let row = |cells: [&str; 3]| format!("|\n{}\n|\n", cells.join("\n|\n"));
    let text = [row(["TT", "Đơn vị", "Điểm"]), row(["1", "Xã A", "80"]), row(["2", "Xã B", "75,5"])].concat();
    assert_eq!(shown(&text), ["<TT; Đơn vị; Điểm><1; Xã A; 80><2; Xã B; 75,5>"]);
}

#[test]
fn the_last_cell_of_a_header_may_be_parted_in_the_row_below() {
    let header = "|\nTT\n|\nTên đơn vị\n|\nNơi nhận hồ sơ\n|\n|\nCấp tỉnh\n|\nCấp xã\n|\n|\n";
    let text = format!("{header}{}", ["Sở A", "Sở B", "Sở C"].map(|name| format!("1\n|\n{name}\n|\nX\n|\nX\n|\n")).join("|\n"));
    let Some(Block::Table(table)) = blocks(&text).into_iter().next() else { panic!("{:?}", shown(&text)) };
    let spans: Vec<_> =
        table.rows[..2].iter().flat_map(|row| &row.cells).map(|cell| (cell.column, cell.column_span, cell.row_span)).collect();
    assert_eq!(spans, [(0, 1, 2), (1, 1, 2), (2, 2, 1), (2, 1, 1), (3, 1, 1)]);
}

/// Cells between bars: rows parted by `/`, cells by `;`.
fn barred(rows: &str) -> String {
    let row = |row: &str| format!("|\n{}|\n", row.split(';').map(|cell| format!("{}\n", cell.trim())).collect::<Vec<_>>().join("|\n"));
    rows.split('/').map(row).collect::<String>().replace("\n\n", "\n")
}

#[test]
fn a_table_of_addressees_does_not_swallow_the_body() {
    let body = "Thời gian qua, mưa lớn gây thiệt hại. Để khắc phục, yêu cầu:\n1. Bộ Xây dựng rà soát cầu đường.\n2. Các tỉnh báo cáo trước ngày 5 tháng 6 năm 2026.\n";
    let addressees = barred("** **; - Bộ trưởng các Bộ:; Xây dựng, Y tế. / ** **; - Chủ tịch các tỉnh.");
    let text = format!("{addressees}{body}|\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n|\n**THỦ TRƯỞNG**\nLê Thị Sen\n|\n");
    let shown = shown(&text);
    assert!(shown.iter().any(|text| text.replace(" / ", " ") == "- Bộ trưởng các Bộ: Xây dựng, Y tế."), "{shown:#?}");
    assert!(shown.iter().any(|text| text == "1. Bộ Xây dựng rà soát cầu đường."), "{shown:#?}");
    assert!(!shown.iter().any(|text| text.starts_with('<')), "{shown:#?}");
}

#[test]
fn a_cell_that_reaches_down_is_missing_in_the_rows_below() {
    let text = barred(
        "**TT**; **Việc làm**; **Đơn vị**; **Thời gian**; **Phí** / Bước 1; Nhận hồ sơ; Bộ phận một cửa; 02 giờ làm việc; Không có / \
         Bước 2; Thẩm định hồ sơ; Phòng chuyên môn; 03 ngày làm việc / Lãnh đạo phòng duyệt; 04 giờ làm việc / Bước 3; Trả hồ sơ; Bộ phận một cửa; 01 giờ làm việc",
    );
    let Some(Block::Table(table)) = blocks(&text).into_iter().next() else { panic!("{:?}", shown(&text)) };
    let columns = |row: usize| table.rows[row].cells.iter().map(|cell| cell.column).collect::<Vec<_>>();
    assert_eq!((columns(2), columns(3), columns(4)), (vec![0, 1, 2, 3], vec![2, 3], vec![0, 1, 2, 3]));
    assert_eq!((table.rows[1].cells[4].row_span, table.rows[2].cells[0].row_span), (4, 2));
}

#[test]
fn parts_of_a_heading_stand_above_columns_alike() {
    let text = barred(
        "**TT**; **Tên đồ dùng**; **Đơn vị tính**; **Số lượng**; **Ghi chú** / **Cấp một**; **Cấp hai** / \
         1; Chăn; Cái; 10; 12; / 2; Màn; Cái; 8; 9; cỡ nhỏ / 3; Gối; Cái; 20; 24; ",
    );
    let Some(Block::Table(table)) = blocks(&text).into_iter().next() else { panic!("{:?}", shown(&text)) };
    let spans = |row: usize| table.rows[row].cells.iter().map(|cell| (cell.column, cell.column_span)).collect::<Vec<_>>();
    assert_eq!((spans(0), spans(1)), (vec![(0, 1), (1, 1), (2, 1), (3, 2), (5, 1)], vec![(3, 1), (4, 1)]));
}

#[test]
fn rows_with_serials_stay_apart_where_all_else_reaches_down() {
    let text = barred(
        "**TT**; **Tên chỉ tiêu**; **Thời gian**; **Hình thức**; **Đơn vị** / 1; Số thửa đất; Tháng 5; Trên mạng; Phòng Đất / \
         2; Số công văn đi; Tháng 6; Trên mạng; Phòng Lưu trữ / 3; Số công văn đến / 4; Số hồ sơ / 5; Số nhà kho; Tháng 7; Trên mạng; Phòng Nhà",
    );
    let Some(Block::Table(table)) = blocks(&text).into_iter().next() else { panic!("{:?}", shown(&text)) };
    assert_eq!(table.rows.iter().map(|row| row.cells.len()).collect::<Vec<_>>(), [5, 5, 5, 2, 2, 5]);
}

#[test]
fn text_between_two_tables_belongs_to_neither() {
    let header = "**STT**; **Tên đơn vị**; **Ghi chú**";
    let text = format!(
        "{}**II. DANH MỤC BÃI BỎ**\n{}",
        barred(&format!("{header} / A; Cấp tỉnh / 1; Sở Ba; Mới / 2; Sở Bốn; Mới")),
        barred(&format!("{header} / 1; Xã Năm; Cũ / 2; Xã Sáu; Cũ"))
    );
    let shown = shown(&text);
    assert_eq!(shown.len(), 3, "{shown:#?}");
    assert_eq!(shown[1], "II. DANH MỤC BÃI BỎ");
    assert_eq!(shown[2], "<STT; Tên đơn vị; Ghi chú><1; Xã Năm; Cũ><2; Xã Sáu; Cũ>");
}

#[test]
fn a_blank_line_behind_a_bar_begins_running_text() {
    let text = format!(
        "{}\nCộng: hai xã\n\n{}",
        barred("**TT**; **Xã**; **Điểm** / 1; A Na; 9 / 2; Ba Ri; 8"),
        barred("**TT**; **Xã**; **Điểm** / 1; Cư Né; 7")
    );
    let shown = shown(&text);
    assert!(shown.iter().any(|text| text == "Cộng: hai xã"), "{shown:#?}");
}

#[test]
fn a_line_that_ends_in_a_particle_goes_on() {
    let cell = "|\nNghị định 69/2018 ngày\n15/5/2018 của\nChính phủ quy định chi tiết\n|\n2\n|\n3\n|\n|\na\n|\nb\n|\nc\n|\n";
    let text = format!("{}{cell}", "Một dòng văn bản dài đủ để biết tệp được ngắt\ndòng ở chừng năm mươi ký tự mỗi dòng.\n\n".repeat(6));
    let shown = shown(&text).join("\n");
    assert!(shown.contains("15/5/2018 của / Chính phủ quy định chi tiết"), "{shown}");
}

#[test]
fn pipes_and_tabs_are_tables() {
    assert_eq!(shown("| TT | Điểm |\n|---|---|\n| 1 | 9,5 |\n"), ["<TT; Điểm><1; 9,5>"]);
    assert_eq!(shown("TT | Đơn vị | Điểm\n1 | Xã A | 9,5\n"), ["<TT; Đơn vị; Điểm><1; Xã A; 9,5>"]);
    let prose = shown("Mở cửa: sáng | chiều | tối\nGọi số 1 | 2\n");
    assert!(prose.iter().all(|text| !text.starts_with('<')), "one line with pipes is no table: {prose:?}");
    let tabs = blocks("TT\tĐơn vị\tKết quả\t\tGhi chú\n\t\tNộp\tTrả\t\n1\tXã A\t9\t8\t\n");
    let [Block::Table(table)] = tabs.as_slice() else { panic!("{tabs:?}") };
    let spans = |row: usize| table.rows[row].cells.iter().map(|cell| (cell.column, cell.column_span, cell.row_span)).collect::<Vec<_>>();
    assert_eq!(spans(0), [(0, 1, 2), (1, 1, 2), (2, 2, 1), (4, 1, 2)]);
    assert_eq!(spans(1), [(2, 1, 1), (3, 1, 1)]);
    assert_eq!((table.header_rows, rows(table)[2].join(";")), (2, "1;Xã A;9;8;".to_owned()));
}

#[test]
fn encodings_and_bad_bytes() {
    let wide: Vec<u8> = "\u{FEFF}Số: 12/UBND".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(show(&layout(&wide).pages[0].blocks[0]), "Số: 12/UBND");
    let narrow: Vec<u8> =
        "QuyÕt ®Þnh ban hµnh quy chÕ lµm viÖc cña Së".chars().map(|character| u8::try_from(u32::from(character)).unwrap()).collect();
    let read = layout(&narrow);
    assert_eq!(
        (read.encoding, show(&read.pages[0].blocks[0])),
        (Encoding::Tcvn3, "Quyết định ban hành quy chế làm việc của Sở".to_owned())
    );
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bad.txt");
    std::fs::write(&path, [b"Theo ", "đề nghị của Sở".as_bytes(), b" \xFF."].concat()).unwrap();
    assert_eq!(read_file(&path).unwrap().warnings[0].code, WarningCode::BadBytes);
    std::fs::write(&path, " \n\n---\n").unwrap();
    assert_eq!(read_file(&path).unwrap_err().code, ReadErrorCode::Empty);
}

/// No letter of a real text may be lost on the way to the string that rules read.
#[test]
fn no_letter_is_lost() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    let folders = ["seeds", "real", "composed"].map(|name| corpus.join(name));
    let mut tried = 0;
    for folder in folders.iter().filter(|folder| folder.is_dir()) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "txt") {
                tried += 1;
                let raw = std::fs::read_to_string(&path).unwrap();
                let read = text::from_layout(&layout(raw.as_bytes()));
                assert_eq!(letters(&raw), letters(&in_any_order(&read)), "{}", path.display());
            }
        }
    }
    if tried == 0 {
        eprintln!("skipped: no shared corpus beside the project");
    }
}

fn in_any_order(text: &Text) -> String {
    assert!(text.paragraphs().iter().any(|paragraph| paragraph.region == Region::Body));
    text.as_str().to_owned()
}

/// Letters and figures, sorted: columns are read in another order than lines.
fn letters(text: &str) -> Vec<char> {
    let mut letters: Vec<char> = text::normalise(text).chars().filter(|character| character.is_alphanumeric()).collect();
    letters.sort_unstable();
    letters
}
