//! Sets of criteria as files: an office's own, and tables in every orientation.

use crate::support::{Office, text};

/// The example of the handbook: the first TOML block of `patterns/README.md`.
fn handbook_example() -> String {
    let handbook = include_str!("../../patterns/README.md");
    let start = handbook.find("```toml\n").unwrap() + "```toml\n".len();
    let block = &handbook[start..];
    block[..block.find("```").unwrap()].to_owned()
}

fn report(framework: &str, body: &str) -> String {
    format!(
        "ỦY BAN NHÂN DÂN\nTỈNH LÂM SƠN\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\nSố: 41/BC-UBND\n\n\
         Lâm Sơn, ngày 03 tháng 6 năm 2025\n\nBÁO CÁO\nKết quả {framework} năm 2024\n\nKết quả cụ thể như sau:\n\n\
         Bảng 1. Kết quả {framework}\n\n{body}\n\nNơi nhận:\n- TTCĐS tỉnh;\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nHồ Văn Đảnh\n"
    )
}

/// The scorecards of a report, each as unit, total, rank and criteria (id, score, rank).
fn cards(framework: &str, body: &str) -> Vec<String> {
    let office = Office::new();
    office.file("bao-cao.txt", report(framework, body).as_bytes());
    let record = office.json(&["extract", "bao-cao.txt"]);
    let shown = |card: &serde_json::Value| {
        let criteria: Vec<String> = card["criteria"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| format!("{}={}#{}", one["id"].as_str().unwrap(), one["score"], one["rank"]))
            .collect();
        format!("{} {} {} #{}: {}", card["unit"].as_str().unwrap(), card["framework"], card["total"], card["rank"], criteria.join(" "))
    };
    record["scorecards"].as_array().unwrap().iter().map(shown).collect()
}

#[test]
fn one_file_of_twenty_lines_adds_a_framework_and_an_abbreviation() {
    let example = handbook_example();
    assert!(example.trim().lines().count() <= 20, "{example}");
    let office = Office::new();
    office.file("own/frameworks/chuyen-doi-so-xa.toml", example.as_bytes());
    assert!(office.run(&["patterns", "check", "own"]).status.success());
    let body = "Điểm chuyển đổi số cấp xã:\n\n| STT | Đơn vị | Hạ tầng số | Nhân lực số | Tổng điểm | Xếp loại |\n|---|---|---|---|---|---|\n\
                | 1 | Xã Hòa Lợi | 31,5 | 52 | 83,5 | Tốt |\n| 2 | Xã Bình An | 28 | 40,25 | 68,25 | Khá |\n";
    office.file("bao-cao.txt", report("chuyển đổi số cấp xã", body).as_bytes());
    let record = office.json(&["extract", "--patterns", "own", "bao-cao.txt"]);
    let card = &record["scorecards"][0];
    assert_eq!((card["framework"].as_str(), card["total"].as_f64(), card["max"].as_f64()), (Some("cds-xa"), Some(83.5), Some(100.0)));
    assert_eq!((card["criteria"][1]["id"].as_str(), card["criteria"][1]["max"].as_f64()), (Some("nhan_luc_so"), Some(60.0)));
    assert_eq!(record["document"]["copies"][0]["name"], "Trung tâm Chuyển đổi số tỉnh");
    let without = office.json(&["extract", "bao-cao.txt"]);
    assert_eq!(without["document"]["copies"][0]["name"], "TTCĐS tỉnh");
    assert_ne!(without["scorecards"][0]["framework"], "cds-xa");
}

#[test]
fn a_file_that_cannot_be_used_is_named_with_its_line() {
    let office = Office::new();
    office.file("own/frameworks/sai.toml", b"id = \"sai\"\nname = \"Sai\"\naliases = []\nmax = 100\nmaximum = 3\n");
    let output = office.run(&["patterns", "check", "own"]);
    assert_eq!(output.status.code(), Some(1));
    let message = text(&output.stderr);
    assert!(message.contains("sai.toml:5") && message.contains("maximum"), "{message}");
}

#[test]
fn units_as_rows_and_criteria_as_rows() {
    let rows = "| STT | Đơn vị | Gia nhập thị trường | Tiếp cận đất đai | Tổng điểm | Xếp hạng |\n|---|---|---|---|---|---|\n\
                | 1 | Tỉnh Lâm Sơn | 7,10 | 6,52 | 68,31 | 12 |\n| 2 | Tỉnh Bình Hải | 7,40 | 6,12 | 66,05 | 20 |\n";
    let found = cards("Chỉ số PCI", rows);
    assert_eq!(found[0], "Tỉnh Lâm Sơn \"pci\" 68.31 #12: gia_nhap_thi_truong=7.1#null tiep_can_dat_dai=6.52#null");
    assert_eq!(found.len(), 2);
    let side = "| STT | Chỉ số thành phần | Điểm | Xếp hạng |\n|---|---|---|---|\n| 1 | Gia nhập thị trường | 7,10 | 12 |\n\
                | 2 | Tính minh bạch | 6,52 | 20 |\n|  | Tổng điểm | 68,31 | 15 |\n";
    let found = cards("Chỉ số PCI", side);
    assert_eq!(found, ["Ủy ban nhân dân tỉnh Lâm Sơn \"pci\" 68.31 #15: gia_nhap_thi_truong=7.1#12 tinh_minh_bach=6.52#20"]);
}

#[test]
fn units_as_columns_years_as_columns_and_headers_of_two_rows() {
    let columns = "| Nội dung | Tỉnh Lâm Sơn | Tỉnh Bình Hải |\n|---|---|---|\n| Quản trị môi trường | 3,91 | 3,80 |\n\
                   | Quản trị điện tử | 3,12 | 3,44 |\n| Tổng điểm | 42,31 | 41,05 |\n";
    let found = cards("Chỉ số PAPI", columns);
    assert_eq!(found[1], "Tỉnh Bình Hải \"papi\" 41.05 #null: quan_tri_moi_truong=3.8#null quan_tri_dien_tu=3.44#null");
    let two = "| STT | Đơn vị | Quản trị môi trường |  | Quản trị điện tử |  | Tổng điểm |\n|  |  | Điểm | Hạng | Điểm | Hạng |  |\n\
               |---|---|---|---|---|---|---|\n| 1 | Tỉnh Lâm Sơn | 3,91 | 5 | 3,12 | 9 | 42,31 |\n| 2 | Tỉnh Bình Hải | 3,80 | 7 | 3,44 | 2 | 41,05 |\n";
    let found = cards("Chỉ số PAPI", two);
    assert_eq!(found[0], "Tỉnh Lâm Sơn \"papi\" 42.31 #null: quan_tri_moi_truong=3.91#5 quan_tri_dien_tu=3.12#9");
    let years = "| STT | Nội dung | Năm 2023 | Năm 2024 | Tăng/giảm |\n|---|---|---|---|---|\n| 1 | Tiếp cận dịch vụ | 82,5 | 84,1 | 1,6 |\n\
                 | 2 | Thủ tục hành chính | 83,0 | 85,2 | 2,2 |\n|  | Chỉ số hài lòng chung | 82,9 | 84,6 | 1,7 |\n";
    let found = cards("Chỉ số SIPAS", years);
    assert_eq!(found, ["Ủy ban nhân dân tỉnh Lâm Sơn \"sipas\" 84.6 #null: tiep_can_dich_vu=84.1#null thu_tuc_hanh_chinh=85.2#null"]);
}

#[test]
fn criteria_that_no_file_knows_are_read_too() {
    let body = "| STT | Tiêu chí | Điểm tối đa | Điểm đạt |\n|---|---|---|---|\n| 1 | Sử dụng thư điện tử | 20 | 17,5 |\n\
                | 2 | Ký số văn bản | 30 | 25 |\n|  | Tổng cộng | 50 | 42,5 |\n";
    let found = cards("đánh giá năng lực số", body);
    assert_eq!(found, ["Ủy ban nhân dân tỉnh Lâm Sơn null 42.5 #null: su_dung_thu_dien_tu=17.5#null ky_so_van_ban=25.0#null"]);
}
