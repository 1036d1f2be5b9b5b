//! A page drawn with what was read on it.

use std::path::Path;

use crate::support::{DIGITISE, Office, text};

const LETTER: &str = "corpus/cong-van/004-766-tinh/cv-nang-cao-chi-so-766.pdf";

/// The letter, drawn; what was printed about it.
fn inspected(office: &Office, page: &str) -> (image::RgbImage, String) {
    let letter = Path::new(env!("CARGO_MANIFEST_DIR")).join(LETTER);
    let output = office.run(&["inspect", letter.to_str().unwrap(), "--page", page, "--out", "page.png"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    (image::open(office.path("page.png")).unwrap().into_rgb8(), text(&output.stdout))
}

#[test]
fn the_place_of_a_value_is_framed_in_red_on_its_page() {
    let office = Office::new();
    let (picture, said) = inspected(&office, "1");
    let letter = Path::new(env!("CARGO_MANIFEST_DIR")).join(LETTER);
    let record = office.json(&["extract", letter.to_str().unwrap()]);
    let evidence = &record["evidence"]["/document/number"];
    assert!(said.contains("/document/number  «Số: 6127/UBND-HCC»"), "{said}");
    assert!(said.contains("green: table cells") || said.contains("blue: paragraphs"), "{said}");
    assert_eq!(evidence["page"], 1);
    // Two dots a point, and the frame stands a point off.
    let at = |index: usize| evidence["box"][index].as_f64().unwrap() * 2.0;
    let row = u32::try_from((at(1) - 2.0).round() as i64).unwrap();
    let red = (at(0) as u32 + 4..at(2) as u32 - 4).filter(|&x| picture.get_pixel(x, row).0 == [220, 20, 20]).count();
    assert!(red as f64 > (at(2) - at(0) - 8.0) * 0.9, "{red} red dots above {evidence}");
    // Paper of 595 points is 1190 dots wide.
    assert!((1185..1195).contains(&picture.width()), "{}", picture.width());
}

#[test]
fn what_cannot_be_drawn_is_said() {
    let office = Office::new();
    office.file("so-hoa.txt", DIGITISE.as_bytes());
    let output = office.run(&["inspect", "so-hoa.txt", "--out", "page.png"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("no pages to draw"), "{}", text(&output.stderr));
    let letter = Path::new(env!("CARGO_MANIFEST_DIR")).join(LETTER);
    let output = office.run(&["--lang", "vi", "inspect", letter.to_str().unwrap(), "--page", "99", "--out", "page.png"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("không có trang này"), "{}", text(&output.stderr));
    assert!(!office.path("page.png").exists());
}
