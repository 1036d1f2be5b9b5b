//! A scanned document: what is printed on it is read, and its figures raise no false alarms.

use std::path::Path;
use std::process::Command;

use vanthu::intake::FileKind;
use vanthu::layout::{Block, Encoding, Font, Layout, Line, Origin, Page, Paragraph, Place, Reader, Rect, Turn, Word};
use vanthu::pattern::Patterns;
use vanthu::record::{Finding, FindingCode};

/// The engine with its Vietnamese data is installed.
pub(crate) fn can_recognise() -> bool {
    let listed = Command::new("tesseract").arg("--list-langs").output();
    listed.is_ok_and(|output| String::from_utf8_lossy(&output.stdout).lines().any(|line| line == "vie"))
}

#[test]
fn a_scanned_letterhead_is_read_and_only_proven_figures_are_compared() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    let (scan, typed) = (corpus.join("forms/004_scan200.pdf"), corpus.join("forms/004.pdf"));
    if !can_recognise() || !scan.exists() || !typed.exists() {
        eprintln!("SKIPPED: no OCR program with Vietnamese data, or no shared corpus");
        return;
    }
    let patterns = Patterns::embedded().unwrap();
    let of = |path: &Path| vanthu::pipeline::process(&vanthu::intake::open(path).unwrap(), &patterns).unwrap().record;
    let (seen, read) = (of(&scan), of(&typed));
    assert_eq!((seen.source.reader.as_str(), read.source.reader.as_str()), ("pdf-ocr", "pdf-text"));
    assert!(seen.document.number.is_some() && seen.document.date.is_some());
    assert_eq!((seen.document.number, seen.document.date), (read.document.number, read.document.date));
    let lower = |subject: Option<String>| subject.unwrap().to_lowercase();
    assert_eq!(lower(seen.document.subject), lower(read.document.subject));
    let codes = |findings: &[Finding]| findings.iter().map(|finding| finding.code).collect::<Vec<_>>();
    assert_eq!(codes(&seen.findings), [FindingCode::ClaimMismatch]);
    assert_eq!(codes(&seen.findings), codes(&read.findings));
}

#[test]
fn a_page_on_its_side_or_its_head_is_turned_before_it_is_read() {
    if !can_recognise() {
        eprintln!("SKIPPED: no OCR program with Vietnamese data");
        return;
    }
    let letter = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/cong-van/004-766-tinh/cv-nang-cao-chi-so-766.pdf");
    let drawn = vanthu::read::view(FileKind::Pdf, &std::fs::read(letter).unwrap(), 1, Turn::default()).unwrap();
    let upright = image::load_from_memory(&drawn).unwrap();
    for (quarters, lying) in [(1, upright.rotate270()), (2, upright.rotate180()), (3, upright.rotate90())] {
        let mut file = std::io::Cursor::new(Vec::new());
        lying.write_to(&mut file, image::ImageFormat::Png).unwrap();
        let layout = vanthu::read::read(FileKind::Picture, file.get_ref(), &|_| {}).unwrap().value;
        let page = &layout.pages[0];
        assert_eq!(page.turn.quarters, quarters);
        assert!(page.size.is_some_and(|(width, height)| width < height), "{:?}", page.size);
        let text = vanthu::text::from_layout(&layout);
        assert!(text.as_str().contains("6127/UBND-HCC"), "{}", text.as_str());
        // What is looked at stands as it was read.
        let seen = vanthu::read::view(FileKind::Picture, file.get_ref(), 1, page.turn).unwrap();
        let seen = image::load_from_memory(&seen).unwrap();
        assert!(seen.width() < seen.height());
    }
}

/// A line as recognition saw it: words with their confidences.
fn line(words: &[(&str, f32)]) -> Block {
    let word = |&(text, confidence): &(&str, f32)| Word {
        text: text.into(),
        place: Place::OnPage { page: 1, rect: Rect::default() },
        font: Font::default(),
        origin: Origin::Ocr { confidence },
    };
    Block::Paragraph(Paragraph { lines: vec![Line { words: words.iter().map(word).collect() }], ..Paragraph::default() })
}

/// A line that was seen surely.
fn surely(text: &str) -> Block {
    line(&text.split(' ').map(|word| (word, 0.95)).collect::<Vec<_>>())
}

fn recognised(blocks: Vec<Block>) -> Layout {
    let pages = vec![Page { number: Some(1), blocks, ..Page::default() }];
    Layout { reader: Reader::PdfOcr, encoding: Encoding::Unicode, pages, signatures: Vec::new() }
}

#[test]
fn what_is_known_puts_recognised_posts_names_and_words_right() {
    let patterns = Patterns::embedded().unwrap();
    let facts = |post: &str, deputy: &str, name: Block| {
        let blocks = vec![
            surely("ỦY BAN NHÂN DÂN XÃ AN PHÚ"),
            surely("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
            surely("Số: 81/UBND-VX"),
            surely("V/v bố sung sách của thư viện"),
            surely("Kính gửi: Phòng Văn hóa huyện"),
            surely("Đề nghị phòng cấp thêm sách."),
            surely("Nơi nhận:"),
            surely("- Như trên;"),
            surely("- Lưu: VT."),
            surely(post),
            surely(deputy),
            name,
        ];
        vanthu::extract::extract(&vanthu::text::from_layout_with(&recognised(blocks), &patterns.spelling.words), &[], &patterns)
    };
    let signer = |post: &str, deputy: &str, name: Block| {
        let signer = facts(post, deputy, name).document.signer.unwrap();
        [signer.position, signer.authority, signer.name].map(Option::unwrap_or_default)
    };
    let wanted = ["Phó Chủ tịch", "KT.", "Lê Văn Tám"];
    assert_eq!(signer("KT. CHỦ TỊCH", "PHO CHỦ TỊC", surely("LêVăn Tám")), wanted);
    // Nobody signs in his own place; a stroke of the pen is no part of a name, a short name is.
    assert_eq!(signer("KT. CHỦ TỊCH", "CHỦ TỊCH", line(&[("N", 0.6), ("Lê", 0.9), ("Văn", 0.9), ("Tám", 0.9)])), wanted);
    assert_eq!(signer("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", surely("Y Lan Niê"))[2], "Y Lan Niê");
    let found = facts("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", surely("Lê Văn Tám"));
    assert_eq!(found.document.subject.as_deref(), Some("bổ sung sách của thư viện"));
    assert!(found.evidence["/document/subject"].text.contains("bố sung"));
}

#[test]
fn what_is_recognised_unsurely_is_withheld() {
    let page = |number: (&'static str, f32), day: &'static str| {
        let blocks = vec![
            surely("ỦY BAN NHÂN DÂN XÃ AN PHÚ"),
            surely("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
            line(&[("Số:", 0.95), number, ("/UBND-VX", 0.95)]),
            line(&[("An", 0.95), ("Phú,", 0.95), (day, 0.3), ("tháng", 0.95), ("5", 0.95), ("năm", 0.95), ("2024", 0.95)]),
            surely("V/v kiểm kê sách của thư viện"),
            surely("Kính gửi: Phòng Văn hóa huyện"),
        ];
        recognised(blocks)
    };
    let patterns = Patterns::embedded().unwrap();
    let facts = |layout: &Layout| vanthu::extract::extract(&vanthu::text::from_layout(layout), &[], &patterns);
    for number in [("81", 0.6), ("$4", 0.2), ("†4", 0.9)] {
        let found = facts(&page(number, "ngày@©"));
        assert_eq!((found.document.number, found.document.symbol.as_deref()), (None, Some("UBND-VX")), "{number:?}");
        assert_eq!((found.document.date, found.document.place.as_deref()), (None, Some("An Phú")));
        assert_eq!(found.warnings.len(), 2, "{:?}", found.warnings);
    }
    assert_eq!(facts(&page(("81", 0.95), "ngày@©")).document.number.as_deref(), Some("81/UBND-VX"));
}

#[test]
fn a_number_written_by_hand_is_told_by_the_annex_that_prints_it() {
    let patterns = Patterns::embedded().unwrap();
    let document = |lines: &[&str]| {
        let mut blocks = vec![
            surely("ỦY BAN NHÂN DÂN XÃ AN PHÚ"),
            surely("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
            line(&[("Số:", 0.95), ("$4", 0.2), ("/BC-UBND", 0.95)]),
            line(&[("An", 0.95), ("Phú,", 0.95), ("ngày@©", 0.3), ("tháng", 0.95), ("5", 0.95), ("năm", 0.95), ("2024", 0.95)]),
            surely("BÁO CÁO"),
            surely("Kết quả kiểm kê sách của thư viện"),
            surely("Ủy ban nhân dân xã báo cáo kết quả kiểm kê sách như sau."),
            surely("Nơi nhận:"),
            surely("- Lưu: VT."),
            surely("CHỦ TỊCH"),
            surely("Lê Văn Tám"),
            surely("PHỤ LỤC"),
            surely("DANH MỤC SÁCH"),
        ];
        blocks.extend(lines.iter().map(|text| surely(text)));
        let found = vanthu::extract::extract(&vanthu::text::from_layout(&recognised(blocks)), &[], &patterns);
        let withheld = found.warnings.iter().map(|warning| warning.detail.clone()).collect::<Vec<_>>();
        (found.document.number, found.document.date, found.references.len(), withheld)
    };
    let told = document(&["(Kèm theo Báo cáo số 81/BC-UBND ngày 07/5/2024 của UBND xã An Phú)"]);
    assert_eq!(told, (Some("81/BC-UBND".into()), Some("2024-05-07".into()), 0, vec![]));
    // Another month is not this document's day; another's report is not this one.
    let (number, date, ..) = document(&["(Kèm theo Báo cáo số 81/BC-UBND ngày 07/6/2024 của UBND xã An Phú)"]);
    assert_eq!((number.as_deref(), date), (Some("81/BC-UBND"), None));
    let (number, _, references, withheld) = document(&["(Kèm theo Báo cáo số 81/BC-UBND ngày 07/5/2024 của UBND xã Bình Hòa)"]);
    assert_eq!((number, references, withheld), (None, 1, vec!["document.number".into(), "document.date".into()]));
}

#[test]
fn a_contradiction_in_a_scan_is_told_where_a_sum_proves_its_figures() {
    let patterns = Patterns::embedded().unwrap();
    let findings = |total: &str| {
        let blocks = [
            "ỦY BAN NHÂN DÂN XÃ AN PHÚ",
            "BÁO CÁO",
            "Kết quả bộ chỉ số phục vụ người dân, doanh nghiệp theo Quyết định 766/QĐ-TTg tháng 5/2024",
            total,
            "+ Công khai, minh bạch: 15,5/18 điểm.",
            "+ Tiến độ giải quyết: 17/20 điểm.",
            "+ Dịch vụ công trực tuyến đạt thấp nhất: 9,5/12 điểm.",
            "+ Thanh toán trực tuyến: 3,1/10 điểm.",
            "+ Mức độ hài lòng: 18/18 điểm.",
            "+ Số hóa hồ sơ: 16,4/22 điểm.",
        ];
        let text = vanthu::text::from_layout(&recognised(blocks.map(surely).into()));
        let facts = vanthu::extract::extract(&text, &[], &patterns);
        vanthu::check::check(&facts, &text, &patterns).into_iter().map(|finding| finding.code).collect::<Vec<_>>()
    };
    assert_eq!(findings("Tổng điểm của xã: 79,5/100 điểm."), [FindingCode::ClaimMismatch]);
    // Here either figure may be misread.
    assert_eq!(findings("Tổng điểm của xã: 79,6/100 điểm."), []);
}

/// A name whose words stand at these places of a line.
fn name_at(words: &[(&str, f32)]) -> Block {
    let rect = |left: f32| Rect { left, top: 700.0, right: left + 30.0, bottom: 712.0 };
    let word = |&(text, left): &(&str, f32)| Word {
        text: text.into(),
        place: Place::OnPage { page: 1, rect: rect(left) },
        font: Font::default(),
        origin: Origin::Ocr { confidence: 0.95 },
    };
    Block::Paragraph(Paragraph { lines: vec![Line { words: words.iter().map(word).collect() }], ..Paragraph::default() })
}

#[test]
fn a_letterhead_below_a_stamp_is_read_and_what_proves_its_symbol() {
    let patterns = Patterns::embedded().unwrap();
    let facts = |number: Block, name: Block| {
        let blocks = vec![
            line(&[("13.", 0.2), ("Hai", 0.4)]),
            Block::Columns(vec![
                vec![surely("UBND HUYỆN CẨM SƠN"), surely("PHÒNG TÀI CHÍNH - KẾ HOẠCH"), number],
                vec![surely("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), surely("Cẩm Sơn, ngày 06 tháng 5 năm 2023")],
            ]),
            surely("TỜ TRÌNH"),
            surely("Về việc sửa chữa trụ sở"),
            surely("Kính gửi: Ủy ban nhân dân huyện"),
            surely("Căn cứ Quyết định số 8/QĐĐ-UBND ngày 1/2/2023 của Ủy ban nhân dân huyện;"),
            line(&[("Xét", 0.9), ("Tờ", 0.9), ("trình", 0.9), ("số", 0.9), ("9/TTr-UBND", 0.1)]),
            surely("1. Đề nghị Ủy ban nhân dân huyện xem xét."),
            Block::Columns(vec![
                vec![surely("Nơi nhận:"), surely("- Như trên;"), line(&[("-", 0.9), ("ho", 0.1), ("Dạ;", 0.1)])],
                vec![surely("KT. TRƯỞNG PHÒNG"), surely("PHÓ TRƯỞNG PHÒNG")],
            ]),
            surely("- Lưu: VT."),
            name,
        ];
        vanthu::extract::extract(&vanthu::text::from_layout(&recognised(blocks)), &[], &patterns)
    };
    let number = || line(&[("số:", 0.6), ("Ế", 0.2), ("7/rTr-TCKH", 0.2)]);
    let found = facts(number(), name_at(&[("Lê", 100.0), ("Văn", 134.0), ("K?Tám", 168.0)]));
    let document = &found.document;
    assert_eq!((document.number.as_deref(), document.symbol.as_deref()), (None, Some("TTr-TCKH")));
    assert_eq!(document.issuer.as_deref(), Some("Phòng Tài chính - Kế hoạch"));
    assert_eq!(document.subject.as_deref(), Some("sửa chữa trụ sở"));
    // The own number is no citation, one that was read unsurely is withheld.
    assert_eq!(found.references.iter().map(|found| found.number.as_str()).collect::<Vec<_>>(), ["8/QĐ-UBND"]);
    assert_eq!((document.copies.len(), document.archive.as_deref()), (0, Some("VT")));
    assert_eq!(document.signer.as_ref().unwrap().name.as_deref(), Some("Lê Văn K’Tám"));
    let withheld: Vec<&str> = found.warnings.iter().map(|warning| warning.detail.as_str()).collect();
    assert_eq!(withheld, ["document.number", "document.copies", "references"]);
    // A word lost under the seal leaves a gap; another symbol is not proved.
    let found = facts(line(&[("số:", 0.6), ("Ế", 0.2), ("7/BC-STC", 0.2)]), name_at(&[("Lê", 100.0), ("Tám", 190.0)]));
    assert_eq!((found.document.symbol, found.document.signer.unwrap().name), (None, None));
    assert!(found.warnings.iter().any(|warning| warning.detail == "document.signer.name"));
}

/// A scan of so many pages: a picture that is nothing but marks like letters, which keeps the recogniser busy.
pub(crate) fn scan(pages: usize) -> Vec<u8> {
    let (width, height) = (1654, 2339);
    let mut page = image::GrayImage::from_pixel(width, height, image::Luma([255]));
    for (x, y, pixel) in page.enumerate_pixels_mut() {
        let (column, row) = (x / 14, y / 40);
        let within = (150..1500).contains(&x) && (200..2200).contains(&y) && y % 40 < 24 && x % 14 < 10;
        // Strokes that differ from letter to letter.
        let stroke = [x % 14 < 3, y % 40 < 4, x % 14 > 6, y % 40 > 19, (10..13).contains(&(y % 40))];
        let letter = (column * 7 + row * 13) as usize;
        if within && column % 6 != 0 && (stroke[letter % 5] || stroke[letter / 5 % 5]) {
            *pixel = image::Luma([0]);
        }
    }
    let mut jpeg = Vec::new();
    image::codecs::jpeg::JpegEncoder::new(&mut jpeg).encode_image(&page).unwrap();
    let kids: Vec<String> = (0..pages).map(|page| format!("{} 0 R", 5 + page)).collect();
    let draw = "q 595 0 0 842 0 0 cm /I Do Q";
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut offsets = Vec::new();
    let mut object = |out: &mut Vec<u8>, head: &str, stream: Option<&[u8]>| {
        offsets.push(out.len());
        out.extend(format!("{} 0 obj\n<< {head}", offsets.len()).bytes());
        if let Some(stream) = stream {
            out.extend(format!(" /Length {} >>\nstream\n", stream.len()).bytes());
            out.extend(stream);
            out.extend(b"\nendstream\nendobj\n");
        } else {
            out.extend(b" >>\nendobj\n");
        }
    };
    object(&mut out, "/Type /Catalog /Pages 2 0 R", None);
    object(&mut out, &format!("/Type /Pages /Kids [{}] /Count {pages} /MediaBox [0 0 595 842]", kids.join(" ")), None);
    let picture = format!(
        "/Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode"
    );
    object(&mut out, &picture, Some(&jpeg));
    object(&mut out, "", Some(draw.as_bytes()));
    for _ in 0..pages {
        object(&mut out, "/Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /XObject << /I 3 0 R >> >>", None);
    }
    let start = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", offsets.len() + 1).bytes());
    out.extend(offsets.iter().flat_map(|offset| format!("{offset:010} 00000 n \n").into_bytes()));
    out.extend(format!("trailer << /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n", offsets.len() + 1).bytes());
    out
}
