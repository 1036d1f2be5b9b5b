use crate::pattern::Patterns;
use crate::record::{DocumentType, Proposal, Task};
use crate::text::from_lines;

use super::*;

/// Tasks and proposals of a body, one paragraph a line, of a document of a type and an issuer.
fn read(code: &str, issuer: &str, lines: &[&str]) -> (Vec<Task>, Vec<Proposal>) {
    let kind = Some(DocumentType { code: code.into(), name: String::new() });
    of(lines, &Document { kind, issuer: Some(issuer.into()), date: Some("2024-06-12".into()), ..Document::default() })
}

/// The same for a document of which more is known.
fn of(lines: &[&str], document: &Document) -> (Vec<Task>, Vec<Proposal>) {
    let text = from_lines(lines);
    let patterns = Patterns::embedded().unwrap_or_else(|error| panic!("{error}"));
    let zones = crate::extract::zones::Zones { body: 0..lines.len(), ..Default::default() };
    let outline = crate::extract::outline::build(&text, &zones);
    let reading = Reading { text: &text, patterns: &patterns, zones, outline };
    let grids = crate::extract::tables::grids(&reading);
    let (tasks, proposals) = find(&reading, document, &grids);
    (tasks.into_iter().map(|found| found.value).collect(), proposals.into_iter().map(|found| found.value).collect())
}

fn shown(task: &Task) -> (String, String, String) {
    (task.assignees.join(" | "), task.coordinators.join(" | "), task.action.clone())
}

#[test]
fn a_giving_verb_names_lead_and_helpers() {
    let (tasks, _) = read(
        "CV",
        "Ủy ban nhân dân tỉnh Lâm Sơn",
        &[
            "Chủ tịch UBND tỉnh giao Sở Nội vụ chủ trì, phối hợp với Sở Tài chính và Công an tỉnh rà soát biên chế, báo cáo UBND tỉnh trước ngày 20/7/2024.",
        ],
    );
    let [task] = tasks.as_slice() else { panic!("{tasks:?}") };
    let action = "rà soát biên chế, báo cáo UBND tỉnh trước ngày 20/7/2024".to_owned();
    assert_eq!(shown(task), ("Sở Nội vụ".into(), "Sở Tài chính | Công an tỉnh".into(), action));
    assert_eq!(task.assigned_by.as_deref(), Some("Chủ tịch Ủy ban nhân dân tỉnh"));
    assert_eq!(task.report_to.as_deref(), Some("Ủy ban nhân dân tỉnh"));
    assert_eq!(task.deadline.as_ref().and_then(|deadline| deadline.last_day.as_deref()), Some("2024-07-19"));
}

#[test]
fn items_take_the_names_of_their_heading_and_a_scope_line_binds_them() {
    let (tasks, _) = read(
        "CV",
        "Ủy ban nhân dân huyện Lâm Sơn",
        &[
            "UBND huyện yêu cầu các phòng, ban, UBND các xã thực hiện các nội dung sau:",
            "1. UBND các xã:",
            "a) Kiểm kê trang thiết bị tại bộ phận một cửa.",
            "b) Lập danh sách công chức trực.",
            "Thời gian hoàn thành các nội dung trên: trước ngày 05/7/2024.",
            "2. Phòng Nội vụ tổng hợp kết quả chung toàn huyện.",
        ],
    );
    let seen: Vec<_> = tasks.iter().map(|task| (task.assignees.join(" | "), task.deadline.is_some())).collect();
    assert_eq!(
        seen,
        [("Ủy ban nhân dân các xã".to_owned(), true), ("Ủy ban nhân dân các xã".to_owned(), true), ("Phòng Nội vụ".to_owned(), false)]
    );
}

#[test]
fn results_closings_and_reports_give_no_task() {
    let lines = [
        "Trong tháng, Sở Nội vụ đã giao Phòng Hành chính rà soát hồ sơ theo yêu cầu của UBND tỉnh.",
        "Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, đề nghị các đơn vị phản ánh về Sở Nội vụ.",
        "Yêu cầu các cơ quan, đơn vị nghiêm túc triển khai thực hiện Công văn này./.",
    ];
    assert_eq!(read("CV", "Sở Nội vụ", &lines).0, []);
    assert_eq!(read("BC", "Sở Nội vụ", &["Yêu cầu các phòng rà soát lại toàn bộ hồ sơ quá hạn."]).0, []);
}

#[test]
fn a_council_is_asked_by_its_committee() {
    let asked = |line: &str| {
        let (tasks, proposals) = read("CV", "Ủy ban nhân dân tỉnh Bình An", &[line]);
        (tasks.len(), proposals.len())
    };
    assert_eq!(asked("Đề nghị Thường trực HĐND tỉnh xem xét, bổ sung biên chế năm 2025."), (0, 1));
    assert_eq!(asked("Đề nghị Thường trực HĐND tỉnh xem xét, quyết định./."), (0, 0));
    assert_eq!(asked("Đề nghị Sở Nội vụ xem xét, bổ sung biên chế năm 2025."), (1, 0));
}

#[test]
fn what_goes_upward_is_asked() {
    let (tasks, proposals) = read(
        "BC",
        "Ủy ban nhân dân xã Lâm Sơn",
        &["IV. KIẾN NGHỊ, ĐỀ XUẤT", "- Đề nghị UBND tỉnh hỗ trợ kinh phí mua máy quét.", "- Đề nghị Sở Nội vụ mở lớp bồi dưỡng."],
    );
    assert_eq!(tasks, []);
    let seen: Vec<_> = proposals.iter().map(|proposal| (proposal.to.as_deref().unwrap_or_default(), proposal.text.as_str())).collect();
    assert_eq!(seen, [("Ủy ban nhân dân tỉnh", "hỗ trợ kinh phí mua máy quét"), ("Sở Nội vụ", "mở lớp bồi dưỡng")]);
}

#[test]
fn quoted_rules_and_titles_give_no_duty() {
    let (tasks, _) = read(
        "CV",
        "Cục Thuế",
        &[
            "Cục Thuế có ý kiến như sau:",
            "1. Điều 5 Nghị định số 12/2024/NĐ-CP quy định:",
            "“Điều 5. Trách nhiệm",
            "1. Bộ Tài chính hướng dẫn nội dung chi.",
            "2. Thuế tỉnh kiểm tra hồ sơ hoàn thuế.”.",
            "Căn cứ quy định nêu trên, đề nghị Thuế tỉnh Lâm Sơn kiểm tra hồ sơ cụ thể của công ty.",
        ],
    );
    let found: Vec<_> = tasks.iter().map(shown).collect();
    assert_eq!(found, [("Thuế tỉnh Lâm Sơn".into(), String::new(), "kiểm tra hồ sơ cụ thể của công ty".into())]);
    let (tasks, _) = read(
        "NQ",
        "Chính phủ",
        &[
            "Chính phủ yêu cầu các bộ, ngành thực hiện các nhiệm vụ sau:",
            "1. Về cơ sở vật chất",
            "a) Rà soát trụ sở dôi dư.",
            "b) Bố trí nhà công vụ.",
        ],
    );
    assert_eq!(tasks.iter().map(|task| task.action.as_str()).collect::<Vec<_>>(), ["Rà soát trụ sở dôi dư", "Bố trí nhà công vụ"]);
}

#[test]
fn names_keep_their_own_verbs_and_their_lists() {
    let (tasks, _) = read(
        "CĐ",
        "Thủ tướng Chính phủ",
        &[
            "Thủ tướng Chính phủ yêu cầu:",
            "1. Bộ trưởng các Bộ: Quốc phòng, Công an, Xây dựng chỉ đạo lực lượng sẵn sàng ứng phó.",
            "2. Văn phòng Ban Chỉ đạo Phòng thủ dân sự quốc gia theo dõi sát tình hình bão.",
            "3. Bộ trưởng Bộ Tài chính: (i) Rà soát nguồn dự phòng.",
            "4. Văn phòng giao dịch là nơi tiếp nhận yêu cầu của khách hàng.",
        ],
    );
    let names: Vec<_> = tasks.iter().map(|task| task.assignees.join(" | ")).collect();
    let expected =
        ["Bộ trưởng các Bộ: Quốc phòng, Công an, Xây dựng", "Văn phòng Ban Chỉ đạo Phòng thủ dân sự quốc gia", "Bộ trưởng Bộ Tài chính"];
    assert_eq!(names, expected);
    assert_eq!(tasks[2].action, "Rà soát nguồn dự phòng");
}

#[test]
fn articles_of_a_single_decision_name_who_acts() {
    let lines = [
        "Điều 2. Thống đốc Ngân hàng Nhà nước Việt Nam hoàn thiện hồ sơ trình.",
        "Điều 3. Thường trực Hội đồng nhân dân, các Ban và đại biểu Hội đồng nhân dân giám sát việc thu phí.",
        "Điều 4. Giám đốc Sở Nội vụ phối hợp với thủ trưởng cơ quan, đơn vị liên quan rà soát biên chế.",
    ];
    let mut numbered = Document { number: Some("38/NQ-CP".into()), issuer: Some("Chính phủ".into()), ..Document::default() };
    numbered.kind = Some(DocumentType { code: "NQ".into(), name: String::new() });
    let found = of(&lines, &numbered).0;
    let parties: Vec<_> = found.iter().map(|task| (task.assignees.join(" | "), task.coordinators.join(" | "))).collect();
    assert_eq!(
        parties,
        [
            ("Thống đốc Ngân hàng Nhà nước Việt Nam".into(), String::new()),
            ("Thường trực Hội đồng nhân dân | Các Ban | Đại biểu Hội đồng nhân dân".into(), String::new()),
            ("Giám đốc Sở Nội vụ".into(), "Thủ trưởng cơ quan, đơn vị liên quan".into()),
        ]
    );
    let lasting = Document { number: Some("38/2025/NQ-CP".into()), ..numbered };
    assert_eq!(of(&lines, &lasting).0, [], "a rule for all gives nobody a duty");
}

#[test]
fn an_answer_that_only_makes_known_is_no_duty() {
    assert_eq!(read("CV", "Cục Thuế", &["Cục Thuế trả lời để Công ty Gạo Lâm Giang biết."]).0, []);
}

#[test]
fn a_heading_beside_headings_may_say_more_of_the_name() {
    let lines = [
        "Tổ chức thực hiện",
        "1. Sở Xây dựng",
        "- Rà soát quy hoạch hạ tầng.",
        "2. Các doanh nghiệp thứ cấp đang hoạt động trong khu",
        "- Đầu tư hạ tầng viễn thông; Trước ngày 15/12 hàng năm tổng hợp báo cáo gửi Sở.",
    ];
    let found: Vec<_> = read("KH", "Ủy ban nhân dân tỉnh", &lines).0.iter().map(shown).map(|(who, _, what)| (who, what)).collect();
    let second = "Các doanh nghiệp thứ cấp đang hoạt động trong khu";
    assert_eq!(
        found,
        [
            ("Sở Xây dựng".into(), "Rà soát quy hoạch hạ tầng".into()),
            (second.to_owned(), "Đầu tư hạ tầng viễn thông".into()),
            (second.to_owned(), "Trước ngày 15/12 hàng năm tổng hợp báo cáo gửi Sở".into()),
        ]
    );
}

#[test]
fn ministries_that_the_prime_minister_tells_to_direct_others_have_the_duty() {
    let lines = [
        "Thủ tướng Chính phủ yêu cầu:",
        "1. Các Bộ Quốc phòng, Công an chỉ đạo các đơn vị đóng trên địa bàn hỗ trợ người dân.",
        "2. Các Tập đoàn VNPT, Viettel khắc phục sự cố.",
    ];
    let found: Vec<_> = read("CĐ", "Thủ tướng Chính phủ", &lines).0.iter().map(|task| task.assignees.join(" | ")).collect();
    assert_eq!(found, ["Các Bộ Quốc phòng, Công an", "Các Tập đoàn VNPT, Viettel"]);
}
