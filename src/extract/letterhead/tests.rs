//! Letterheads that lack what others have.

use crate::extract::extract;
use crate::pattern::Patterns;
use crate::record::Document;
use crate::text::from_lines;

fn document(lines: &[&str]) -> Document {
    extract(&from_lines(lines), &[], &Patterns::embedded().unwrap()).document
}

#[test]
fn a_subject_without_a_title_and_a_date_above_the_signature() {
    let found = document(&[
        "UBND TỈNH LÂM GIANG",
        "SỞ NỘI VỤ",
        "Số: 21/BC-SNV",
        "TỔNG HỢP KẾT QUẢ TIẾP CÔNG DÂN",
        "CỦA THỦ TRƯỞNG CƠ QUAN THÁNG 5 NĂM 2021",
        "Trong tháng có hai buổi tiếp công dân, không có vụ việc mới.",
        "Nơi nhận:",
        "- Thanh tra tỉnh;",
        "- Lưu: VT.",
        "Lâm Giang, ngày 28 tháng 5 năm 2021",
        "GIÁM ĐỐC",
        "Lê Văn Tám",
    ]);
    assert_eq!(found.subject.as_deref(), Some("TỔNG HỢP KẾT QUẢ TIẾP CÔNG DÂN CỦA THỦ TRƯỞNG CƠ QUAN THÁNG 5 NĂM 2021"));
    assert_eq!((found.date.as_deref(), found.place.as_deref()), (Some("2021-05-28"), Some("Lâm Giang")));
    assert_eq!(found.period.as_deref(), Some("2021-05"));
    assert_eq!(found.kind.map(|kind| kind.code).as_deref(), Some("BC"));
}

#[test]
fn who_decides_tells_the_issuer_where_the_letterhead_is_missing() {
    let found = document(&[
        "THÔNG TƯ",
        "QUY ĐỊNH VỀ KHO LẠNH",
        "BỘ TRƯỞNG BỘ CÔNG THƯƠNG",
        "Căn cứ Luật Thương mại số 36/2005/QH11;",
        "Điều 1. Thông tư này quy định về kho lạnh.",
    ]);
    assert_eq!(found.issuer.as_deref(), Some("Bộ Công Thương"));
    assert_eq!(found.subject.as_deref(), Some("QUY ĐỊNH VỀ KHO LẠNH"));
    let found = document(&[
        "QUYẾT ĐỊNH",
        "Phê duyệt đề án kho lạnh",
        "Căn cứ Luật Thương mại số 36/2005/QH11;",
        "Điều 1. Phê duyệt đề án.",
        "Nơi nhận:",
        "- Lưu: VT.",
        "KT. THỦ TƯỚNG",
        "PHÓ THỦ TƯỚNG",
        "Lê Văn Tám",
    ]);
    assert_eq!(found.issuer.as_deref(), Some("Thủ tướng Chính phủ"));
}

#[test]
fn a_place_needs_no_comma() {
    let found =
        document(&["CHÍNH PHỦ", "Số: 38/NQ-CP", "Hà Nội ngày 01 tháng 12 năm 2025", "NGHỊ QUYẾT", "Về kho lạnh", "Điều 1. Thông qua."]);
    assert_eq!((found.place.as_deref(), found.date.as_deref()), (Some("Hà Nội"), Some("2025-12-01")));
}

#[test]
fn a_place_may_break_and_a_subject_may_stand_in_quotation_marks() {
    let found = document(&[
        "TỈNH ỦY LÂM GIANG",
        "Số 21-CV/TU",
        "Hà",
        "Nội, ngày 5 tháng 6 năm 2023",
        "“V/v lãnh đạo công tác kho lạnh",
        "của tỉnh”",
        "Kính gửi: Các huyện ủy.",
        "Ban Thường vụ Tỉnh ủy yêu cầu báo cáo.",
    ]);
    assert_eq!(found.subject.as_deref(), Some("lãnh đạo công tác kho lạnh của tỉnh"));
    assert_eq!(found.place.as_deref(), Some("Hà Nội"));
}

#[test]
fn a_committee_that_names_itself_at_length_is_the_issuer() {
    let found = document(&[
        "Kính gửi: Ủy ban nhân dân các xã, phường.",
        "Thực hiện Kết luận số 12-KL/TU ngày 5/6/2025 của Ban Thường vụ Tỉnh ủy, Ban Chỉ đạo của tỉnh về sắp xếp kho lạnh (sau đây viết tắt là Ban Chỉ đạo) đề nghị các xã, phường rà soát.",
        "1. Rà soát trước ngày 30/6/2025.",
        "Nơi nhận:",
        "- Như trên;",
        "- Lưu: VT.",
        "KT. TRƯỞNG BAN",
        "PHÓ TRƯỞNG BAN THƯỜNG TRỰC",
        "GIÁM ĐỐC SỞ NỘI VỤ",
        "Lê Văn Tám",
    ]);
    assert_eq!(found.issuer.as_deref(), Some("Ban Chỉ đạo của tỉnh về sắp xếp kho lạnh"));
    let signer = found.signer.unwrap();
    assert_eq!(
        signer.position.as_deref(),
        Some("Phó Trưởng ban thường trực"),
        "the post to which the authority belongs, not another of the same person"
    );
    assert_eq!((signer.authority.as_deref(), signer.for_whom.as_deref()), (Some("KT."), Some("Trưởng ban")));
}

#[test]
fn a_deputy_may_stand_in_the_line_of_the_chief() {
    let lines = ["CỤC HẢI QUAN", "Số: 7/TB-CHQ", "THÔNG BÁO", "Về kho lạnh", "Căn cứ hồ sơ.", "Nơi nhận:", "- Lưu: VT."];
    let signature = ["TL. CỤC TRƯỞNG", "KT. TRƯỞNG BAN PHÁP CHẾ", "VỀ KHO PHÓ TRƯỞNG BAN", "Lê Văn Tám"];
    let signer = document(&[lines.as_slice(), signature.as_slice()].concat()).signer.unwrap();
    assert_eq!((signer.for_whom.as_deref(), signer.position.as_deref()), (Some("Trưởng ban pháp chế về kho"), Some("Phó Trưởng ban")));
}

#[test]
fn short_forms_of_posts_are_the_issuers_own() {
    let copies = |issuer: &str| -> Vec<(String, Option<String>)> {
        let lines = [issuer, "Số: 7/TB-CHQ", "THÔNG BÁO", "Về kho lạnh", "Căn cứ hồ sơ.", "Nơi nhận:"];
        let list = [
            "- PCT. Lê Văn Tám (để biết và chỉ đạo thực hiện);",
            "- CT, PCT UBND tỉnh;",
            "- Website CT;",
            "- PCT.Trần Chín;",
            "- Lưu: VT.",
            "CỤC TRƯỞNG",
            "Trần Bảy",
        ];
        document(&[lines.as_slice(), list.as_slice()].concat()).copies.into_iter().map(|copy| (copy.name, copy.purpose)).collect()
    };
    let purpose = || Some("biết và chỉ đạo thực hiện".to_owned());
    let council = || ("Chủ tịch, Phó Chủ tịch Ủy ban nhân dân tỉnh".to_owned(), None);
    let page = || ("Website CT".to_owned(), None);
    let joined = |post: &str| (format!("{post} Trần Chín"), None);
    assert_eq!(copies("CỤC HẢI QUAN"), [("Phó Cục trưởng Lê Văn Tám".to_owned(), purpose()), council(), page(), joined("Phó Cục trưởng")]);
    assert_eq!(copies("UBND TỈNH LÂM SƠN"), [("Phó Chủ tịch Lê Văn Tám".to_owned(), purpose()), council(), page(), joined("Phó Chủ tịch")]);
}

#[test]
fn a_deputy_below_the_chief_signs_for_him_whatever_became_of_the_authority() {
    let lines = ["CỤC HẢI QUAN", "Số: 7/TB-CHQ", "THÔNG BÁO", "Về kho lạnh", "Căn cứ hồ sơ.", "Nơi nhận:", "- Lưu: VT."];
    let signer = |block: &[&str]| document(&[lines.as_slice(), block, &["Lê Văn Tám"]].concat()).signer.unwrap();
    let found = signer(&["TL. CỤC TRƯỞNG", "TRƯỞNG BAN PHÁP CHẾ", "PHÓ TRƯỞNG BAN"]);
    assert_eq!((found.authority.as_deref(), found.for_whom.as_deref()), (Some("KT."), Some("Trưởng ban pháp chế")));
    assert_eq!(found.position.as_deref(), Some("Phó Trưởng ban"));
    let found = signer(&["TM. BAN CHỈ ĐẠO", "TRƯỞNG BAN", "PHÓ CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH"]);
    assert_eq!((found.authority.as_deref(), found.position.as_deref()), (Some("TM."), Some("Trưởng ban")), "two posts of one person");
}

#[test]
fn an_acting_head_holds_the_post_and_a_chief_s_title_may_break_before_its_last_word() {
    let lines = ["CỤC HẢI QUAN", "Số: 7/TB-CHQ", "THÔNG BÁO", "Về kho lạnh", "Căn cứ hồ sơ.", "Nơi nhận:", "- Lưu: VT."];
    let signer = |block: &[&str]| document(&[lines.as_slice(), block, &["Lê Văn Tám"]].concat()).signer.unwrap();
    let found = signer(&["Q. CỤC TRƯỞNG"]);
    assert_eq!((found.authority.as_deref(), found.for_whom, found.position.as_deref()), (Some("Q."), None, Some("Cục trưởng")));
    let found = signer(&["KT. GIÁM ĐỐC BỆNH", "VIỆN", "PHÓ GIÁM ĐỐC"]);
    assert_eq!((found.for_whom.as_deref(), found.position.as_deref()), (Some("Giám đốc bệnh viện"), Some("Phó Giám đốc")));
}

#[test]
fn what_is_to_be_done_next_is_not_what_is_reported_on() {
    let period = |subject: &str| document(&["Số: 7/BC-STP", "BÁO CÁO", subject, "Sở Tư pháp báo cáo như sau:"]).period;
    for (subject, expected) in [
        ("Kết quả công tác quý III, phương hướng nhiệm vụ quý IV năm 2021", "2021-Q3"),
        ("Kết quả công tác tháng 12, nhiệm vụ trọng tâm tháng 01 năm 2022", "2021-12"),
        ("Tình hình công tác 6 tháng đầu năm, phương hướng 6 tháng cuối năm 2021", "2021-H1"),
        ("Kết quả công tác 9 tháng đầu năm và nhiệm vụ 3 tháng cuối năm 2021", "2021-01/2021-09"),
        ("Kết quả công tác tháng 9 năm 2021, nhiệm vụ tháng 10 năm 2021", "2021-09"),
        ("Kết quả thực hiện nhiệm vụ tháng 9 năm 2021", "2021-09"),
    ] {
        assert_eq!(period(subject).as_deref(), Some(expected), "{subject}");
    }
}

#[test]
fn an_unnamed_part_of_a_year_is_no_period() {
    let period = |subject: &str| document(&["Số: 7/UBND-VX", subject, "Kính gửi: Sở Y tế", "Đề nghị báo cáo."]).period;
    assert_eq!(period("V/v nâng cao kết quả những tháng cuối năm 2024"), None);
    assert_eq!(period("V/v nâng cao kết quả năm 2024").as_deref(), Some("2024"));
}

#[test]
fn a_list_of_those_who_are_wired_or_invited() {
    let found = document(&[
        "ỦY BAN NHÂN DÂN",
        "TỈNH LÂM GIANG",
        "Số: 3/CĐ-UBND",
        "CÔNG ĐIỆN",
        "Về kho lạnh",
        "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH LÂM GIANG ĐIỆN:",
        "- Giám đốc Công an tỉnh;",
        "- Giám đốc Sở Y tế.",
        "Trong những ngày qua, kho lạnh hỏng nhiều.",
        "Nơi nhận:",
        "- Như kính mời;",
        "- Thanh tra tỉnh;",
        "- Lưu: VT.",
        "CHỦ TỊCH",
        "Lê Văn Tám",
    ]);
    assert_eq!(found.addressees, ["Giám đốc Công an tỉnh", "Giám đốc Sở Y tế"]);
    assert_eq!(found.copies.iter().map(|copy| copy.name.as_str()).collect::<Vec<_>>(), ["Thanh tra tỉnh"]);
}

#[test]
fn an_address_in_brackets_and_a_lead_in_are_no_addressees() {
    let found = document(&[
        "Kính gửi:",
        "Công ty TNHH Gạo Lâm Giang",
        "(Đ/C: Khu công nghiệp Lâm Giang)",
        "Sở Tài chính nhận được công văn số 15/2025/GLG/KT ngày 9/9/2025 của Công ty về việc xác nhận hồ sơ. Về vấn đề này, Sở Tài chính có ý kiến như sau:",
        "1. Công ty gửi lại hồ sơ.",
        "Nơi nhận:",
        "- Như trên;",
        "- Trung tâm Thông tin tỉnh để đăng công báo;",
        "- Lưu: VT.",
        "GIÁM ĐỐC",
        "Lê Văn Tám",
    ]);
    assert_eq!(found.addressees, ["Công ty TNHH Gạo Lâm Giang"]);
    assert_eq!(found.issuer.as_deref(), Some("Sở Tài chính"));
    let copies: Vec<_> = found.copies.iter().map(|copy| (copy.name.as_str(), copy.purpose.as_deref())).collect();
    assert_eq!(copies, [("Trung tâm Thông tin tỉnh", Some("đăng công báo"))]);
}

#[test]
fn an_authority_may_stand_in_a_line_of_its_own() {
    let found = document(&[
        "CỤC HẢI QUAN",
        "Số: 7/TB-CHQ",
        "THÔNG BÁO",
        "Về kho lạnh",
        "Căn cứ hồ sơ.",
        "Nơi nhận:",
        "- Lưu: VT.",
        "TL. CỤC TRƯỞNG",
        "KT.",
        "TRƯỞNG BAN PHÁP CHẾ",
        "PHÓ TRƯỞNG BAN",
        "Lê Văn Tám",
    ]);
    let signer = found.signer.unwrap();
    assert_eq!((signer.authority.as_deref(), signer.for_whom.as_deref()), (Some("KT."), Some("Trưởng ban pháp chế")));
    assert_eq!((signer.position.as_deref(), signer.name.as_deref()), (Some("Phó Trưởng ban"), Some("Lê Văn Tám")));
}

#[test]
fn a_place_that_breaks_between_two_lines_is_one_name() {
    let found = document(&[
        "ĐẢNG BỘ THÀNH PHỐ HẢI",
        "PHÒNG",
        "ĐẢNG ỦY PHƯỜNG AN LẠC",
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "Số 14-CV/ĐU",
        "V/v tặng sách cho thư viện phường",
        "Kính gửi: Các chi bộ trực thuộc,",
        "Đảng ủy đề nghị các chi bộ tặng sách.",
    ]);
    assert_eq!(found.issuer.as_deref(), Some("Đảng ủy phường An Lạc"));
    assert_eq!(found.issuer_parent.as_deref(), Some("Đảng bộ thành phố Hải Phòng"));
}
