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
fn making_known_is_a_duty_where_it_is_given() {
    let given = |line: &str| read("KH", "Ủy ban nhân dân tỉnh Bình An", &[line]).0.len();
    assert_eq!(given("Giao Sở Nội vụ thông báo nội dung sửa đổi để các cơ quan biết, thực hiện."), 1);
    assert_eq!(given("Ủy ban nhân dân tỉnh thông báo để các cơ quan biết, thực hiện."), 0);
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
fn headings_say_which_bodies_are_meant_without_a_colon_too() {
    let found = duties(
        "KH",
        "Ủy ban nhân dân huyện Kế Lâm",
        &[
            "4. Tổ chức thực hiện",
            "4.1- Phòng Quản lý thu",
            "a) Lập danh sách các hộ.",
            "4.2. Ủy ban nhân dân các xã được kiểm tra",
            "a) Chuẩn bị báo cáo bằng văn bản.",
            "b) Bố trí địa điểm làm việc.",
            "4.3. Yêu cầu các trường trong vùng lũ:",
            "a) Kê khai thiết bị hư hỏng.",
        ],
    );
    assert_eq!(
        found,
        [
            row("4.1.a", "Phòng Quản lý thu", "Lập danh sách các hộ"),
            row("4.2.a", "Ủy ban nhân dân các xã được kiểm tra", "Chuẩn bị báo cáo bằng văn bản"),
            row("4.2.b", "Ủy ban nhân dân các xã được kiểm tra", "Bố trí địa điểm làm việc"),
            row("4.3.a", "Các trường trong vùng lũ", "Kê khai thiết bị hư hỏng"),
        ]
    );
}

#[test]
fn names_hold_no_and_helpers_stand_behind_with() {
    let (tasks, _) = read(
        "CV",
        "Ủy ban nhân dân tỉnh Lâm Sơn",
        &[
            "Ủy ban nhân dân tỉnh yêu cầu các đơn vị:",
            "1. Trung tâm An ninh hàng không có trách nhiệm kiểm tra hành lý.",
            "2. Phòng Điều hành khai thác chủ trì, cùng với Công ty Môi trường đô thị dọn đường băng.",
        ],
    );
    let row = |who: &str, helpers: &[&str]| (vec![who.to_owned()], helpers.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
    assert_eq!(
        tasks.into_iter().map(|task| (task.assignees, task.coordinators)).collect::<Vec<_>>(),
        [row("Trung tâm An ninh hàng không", &[]), row("Phòng Điều hành khai thác", &["Công ty Môi trường đô thị"])]
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

/// Assignees and action of each duty.
fn duties(code: &str, issuer: &str, lines: &[&str]) -> Vec<(Option<String>, String, String)> {
    read(code, issuer, lines).0.into_iter().map(|task| (task.item, task.assignees.join(" | "), task.action)).collect()
}

fn row(item: &str, who: &str, what: &str) -> (Option<String>, String, String) {
    (Some(item.into()), who.into(), what.into())
}

#[test]
fn duties_in_a_row_within_a_paragraph_are_duties_of_their_own() {
    let found = duties(
        "TB",
        "Văn phòng Ủy ban nhân dân tỉnh Lâm Sơn",
        &[
            "Chủ tịch UBND tỉnh kết luận như sau:",
            "2. Giao Sở Y tế: (i) rà soát 03 bệnh viện tuyến huyện; (ii) báo cáo trước ngày 20/7/2024.",
            "3. Giao Sở Xây dựng báo cáo về: (i) nhà ở; (ii) hạ tầng.",
        ],
    );
    let expected = [
        row("2.i", "Sở Y tế", "rà soát 03 bệnh viện tuyến huyện"),
        row("2.ii", "Sở Y tế", "báo cáo trước ngày 20/7/2024"),
        row("3", "Sở Xây dựng", "báo cáo về: (i) nhà ở; (ii) hạ tầng"),
    ];
    assert_eq!(found, expected);
}

#[test]
fn duties_listed_below_a_duty_are_given_to_the_same() {
    let found = duties(
        "KH",
        "Ủy ban nhân dân tỉnh Lâm Sơn",
        &[
            "IV. TỔ CHỨC THỰC HIỆN",
            "1. Các phòng chuyên môn tổ chức thi đua trong phòng mình.",
            "- Giới thiệu cách làm hay trên trang tin.",
            "2. Sở Nội vụ tổng hợp các mặt:",
            "- Tổ chức bộ máy.",
        ],
    );
    let seen: Vec<_> = found.iter().map(|(item, who, _)| (item.as_deref().unwrap_or_default(), who.as_str())).collect();
    assert_eq!(seen, [("IV.1", "Các phòng chuyên môn"), ("IV.1.a", "Các phòng chuyên môn"), ("IV.2", "Sở Nội vụ")]);
}

#[test]
fn names_behind_a_colon_stand_for_the_general_name_before() {
    let (tasks, _) = read(
        "QĐ",
        "Ủy ban nhân dân tỉnh Lâm Sơn",
        &[
            "Giao Sở Y tế chủ trì, phối hợp với các đơn vị: Công an tỉnh và các sở liên quan công khai danh mục trong thời hạn 03 ngày làm việc.",
        ],
    );
    let [task] = tasks.as_slice() else { panic!("{tasks:?}") };
    assert_eq!((task.assignees.join("|"), task.coordinators.join("|")), ("Sở Y tế".into(), "Công an tỉnh|Các sở liên quan".into()));
    // No event is named: three working days from the order's own day, a Wednesday.
    assert_eq!(task.deadline.as_ref().and_then(|due| due.date.as_deref()), Some("2024-06-17"));
}

#[test]
fn party_bodies_lead_and_some_of_those_meant_do_not_replace_all() {
    let found = duties(
        "CV",
        "Ban Thường vụ Tỉnh ủy Lâm Sơn",
        &[
            "Ban Thường vụ Tỉnh ủy yêu cầu:",
            "1. Ban cán sự đảng UBND tỉnh:",
            "- Lãnh đạo UBND tỉnh ban hành kế hoạch khắc phục.",
            "2. Cấp ủy, chính quyền các xã, nhất là các xã ven biển phải rà soát phương án sơ tán dân.",
        ],
    );
    let expected = [
        row("1.a", "Ban cán sự đảng Ủy ban nhân dân tỉnh", "Lãnh đạo UBND tỉnh ban hành kế hoạch khắc phục"),
        row("2", "Cấp ủy, chính quyền các xã", "rà soát phương án sơ tán dân"),
    ];
    assert_eq!(found, expected);
}

#[test]
fn those_who_are_judged_are_given_nothing() {
    let lines = ["III. ĐỐI TƯỢNG, TIÊU CHÍ", "a) Đối với các sở, ban, ngành:", "- Hoàn thành vượt mức chỉ tiêu thu ngân sách được giao."];
    assert_eq!(duties("KH", "Ủy ban nhân dân tỉnh Lâm Sơn", &lines), []);
}

#[test]
fn a_rule_gives_duties_only_where_it_says_who_carries_it_out() {
    let found = duties(
        "TT",
        "Bộ Công Thương",
        &[
            "Điều 2. Hồ sơ",
            "1. Đơn vị đề nghị gửi hồ sơ đến Sở Công Thương.",
            "Điều 5. Tổ chức thực hiện",
            "1. Cục Xuất nhập khẩu có trách nhiệm hướng dẫn các Sở Công Thương.",
        ],
    );
    assert_eq!(found, [row("Điều 5.1", "Cục Xuất nhập khẩu", "hướng dẫn các Sở Công Thương")]);
}

#[test]
fn an_article_goes_on_in_its_further_paragraphs() {
    let document = Document {
        kind: Some(DocumentType { code: "QĐ".into(), name: String::new() }),
        issuer: Some("Ủy ban nhân dân tỉnh Lâm Sơn".into()),
        number: Some("12/QĐ-UBND".into()),
        ..Document::default()
    };
    let lines =
        ["Điều 3. Sở Y tế có trách nhiệm niêm yết danh mục.", "Sở Khoa học và Công nghệ có trách nhiệm cấu hình quy trình điện tử."];
    let who: Vec<_> = of(&lines, &document).0.into_iter().map(|task| task.assignees.join("|")).collect();
    assert_eq!(who, ["Sở Y tế", "Sở Khoa học và Công nghệ"]);
}

/// The duties of a table with such header paths and rows of cells.
fn of_table(columns: &[&str], rows: &[&[&str]]) -> Vec<(Option<String>, String, String, String)> {
    let lines: Vec<&str> = rows.iter().flat_map(|row| row.iter().copied()).collect();
    let text = from_lines(&lines);
    let patterns = Patterns::embedded().unwrap_or_else(|error| panic!("{error}"));
    let mut cells = text.paragraphs().iter().map(|paragraph| crate::extract::tables::Cell {
        text: text.slice(paragraph.range.clone()).to_owned(),
        range: paragraph.range.clone(),
    });
    let mut grid = Grid::default();
    grid.columns = columns.iter().map(|column| (*column).to_owned()).collect();
    grid.rows = rows.iter().map(|row| cells.by_ref().take(row.len()).collect()).collect();
    let zones = crate::extract::zones::Zones { body: 0..lines.len(), ..Default::default() };
    let outline = crate::extract::outline::Outline::default();
    let reading = Reading { text: &text, patterns: &patterns, zones, outline };
    let kind = Some(DocumentType { code: "KH".into(), name: String::new() });
    let document = Document { kind, date: Some("2024-06-12".into()), ..Document::default() };
    let due = |task: &Task| task.deadline.as_ref().and_then(|due| due.date.clone()).unwrap_or_default();
    let (tasks, _) = find(&reading, &document, &[grid]);
    tasks.into_iter().map(|found| found.value).map(|task| (task.item.clone(), shown(&task).0, shown(&task).1, due(&task))).collect()
}

#[test]
fn a_row_of_a_plan_is_a_duty_and_a_step_of_a_procedure_is_none() {
    let columns = ["TT", "Nhiệm vụ, giải pháp", "Phân công / Cơ quan chủ trì", "Phân công / Cơ quan phối hợp", "Thời gian hoàn thành"];
    let rows: [&[&str]; 2] = [
        &["1", "Rà soát văn bản trái pháp luật", "Sở Tư pháp", "Sở Y tế; Văn thư", "30/6/2024"],
        &["2", "Sở Tài chính", "Sở Tư pháp", "Sở Y tế", "30/6/2024"],
    ];
    assert_eq!(of_table(&columns, &rows), [(Some("1".into()), "Sở Tư pháp".into(), "Sở Y tế | Văn thư".into(), "2024-06-30".into())]);
    let columns = ["Trình tự", "Nội dung công việc", "Người thực hiện", "Thời gian"];
    let shorter = ["TT", "Bộ phận thực hiện", "Nội dung công việc", "Thời gian"];
    assert_eq!(of_table(&shorter, &[&["1", "Văn thư", "Tiếp nhận, kiểm tra hồ sơ", "0,5 ngày"]]), []);
    assert_eq!(of_table(&columns, &[&["Bước 1", "Tiếp nhận, kiểm tra hồ sơ", "Văn thư", "02 giờ"]]), []);
}

#[test]
fn a_lead_in_holds_for_the_paragraph_behind_it() {
    let found = duties(
        "KH",
        "Ủy ban nhân dân tỉnh Lâm Sơn",
        &[
            "IV. TỔ CHỨC THỰC HIỆN",
            "1. Sở Tài chính chủ trì, phối hợp với Văn phòng UBND tỉnh (Trung tâm Phục vụ hành chính công tỉnh):",
            "Xây dựng quy trình điện tử cho lĩnh vực giá.",
            "2. Cơ quan thẩm định hồ sơ: Sở Xây dựng.",
        ],
    );
    assert_eq!(found, [row("IV.1", "Sở Tài chính", "Xây dựng quy trình điện tử cho lĩnh vực giá")]);
}

#[test]
fn the_title_of_an_article_may_be_who_must_act() {
    let lines = [
        "Điều 2. Sở Y tế",
        "1. Chủ trì tổ chức tuyển dụng viên chức của ngành.",
        "Điều 3. Hiệu lực",
        "1. Quyết định này có hiệu lực từ ngày ký.",
    ];
    let expected = [row("Điều 2.1", "Sở Y tế", "tổ chức tuyển dụng viên chức của ngành")];
    assert_eq!(duties("QĐ", "Ủy ban nhân dân tỉnh Lâm Sơn", &lines), expected);
}

#[test]
fn a_lead_in_may_name_a_place_or_those_who_are_led() {
    let found = duties(
        "TB",
        "Văn phòng Chính phủ",
        &[
            "Phó Thủ tướng Chính phủ kết luận như sau:",
            "I. MỘT SỐ NHIỆM VỤ, GIẢI PHÁP TRONG THỜI GIAN TỚI",
            "Để giữ vững tăng trưởng, tỉnh Lâm Sơn cần tiếp tục thực hiện một số nội dung trọng tâm sau:",
            "1. Rà soát quy hoạch các khu công nghiệp.",
            "II. VỀ KIẾN NGHỊ CỦA TỈNH",
            "1. Đảng ủy Sở Xây dựng lãnh đạo Thanh tra Sở:",
            "- Kiểm tra các công trình đang thi công.",
        ],
    );
    let first = row("I.1", "Tỉnh Lâm Sơn", "Rà soát quy hoạch các khu công nghiệp");
    assert_eq!(found, [first, row("II.1.a", "Đảng ủy Sở Xây dựng", "Kiểm tra các công trình đang thi công")]);
}

#[test]
fn those_who_are_judged_or_ranked_are_given_nothing() {
    let lines = [
        "Giám đốc Sở kết luận như sau:",
        "1. Về Chỉ số cải cách hành chính: Văn phòng UBND tỉnh xếp thứ nhất; Sở Y tế xếp cuối trong 18 cơ quan được đánh giá.",
        "2. Tiêu chí thi đua",
        "a) Đối với tỉnh Lâm Sơn",
        "- Hoàn thành vượt mức các chỉ tiêu được giao trong năm.",
        "3. Sở Giao thông vận tải phối hợp với Công an tỉnh phân luồng tại các ngầm tràn.",
    ];
    let found = read("TB", "Sở Nội vụ", &lines).0;
    assert_eq!(
        found.iter().map(shown).collect::<Vec<_>>(),
        [("Sở Giao thông vận tải".into(), "Công an tỉnh".into(), "phân luồng tại các ngầm tràn".into())]
    );
}

#[test]
fn a_line_that_begins_with_what_is_due_binds_the_duties_before_it() {
    let lines = [
        "1. Sở Công Thương:",
        "- Kiểm tra nguồn hàng tại các chợ.",
        "- Tổ chức các điểm bán hàng lưu động.",
        "Các nội dung trên hoàn thành trước ngày 22 tháng 10 năm 2024.",
    ];
    let lead = ["UBND tỉnh yêu cầu thực hiện các nội dung sau:"];
    let all: Vec<&str> = lead.into_iter().chain(lines).collect();
    let days: Vec<Option<String>> =
        read("CĐ", "Ủy ban nhân dân tỉnh Lâm Sơn", &all).0.into_iter().map(|task| task.deadline?.last_day).collect();
    assert_eq!(days, [Some("2024-10-21".to_owned()), Some("2024-10-21".to_owned())]);
}

#[test]
fn a_helper_in_a_row_does_not_act_by_himself() {
    let lines = [
        "1. UBND các huyện:",
        "a) Căn cứ tình hình thực tế, quyết định tạm dừng khai thác cầu yếu; đồng thời phối hợp với Sở Giao thông vận tải, Công an tỉnh và các lực lượng chức năng phân luồng tại các cầu.",
    ];
    let all: Vec<&str> = ["UBND tỉnh yêu cầu thực hiện các nội dung sau:"].into_iter().chain(lines).collect();
    let found = read("CV", "Ủy ban nhân dân tỉnh Lâm Sơn", &all).0;
    assert_eq!(found.iter().map(|task| task.assignees.join(" | ")).collect::<Vec<_>>(), ["Ủy ban nhân dân các huyện"]);
}

#[test]
fn names_hold_words_that_are_verbs_elsewhere_and_shares_to_be_reached_are_aims() {
    let lines = [
        "1. Giao Thống kê tỉnh chủ trì rà soát số liệu dân cư.",
        "2. Bộ Ngoại giao hoàn tất các thủ tục đối ngoại trước ngày 20/7/2024.",
        "3. Các sở, ban, ngành căn cứ nhiệm vụ được phân công tại Kế hoạch này, xây dựng kế hoạch cụ thể.",
        "4. UBND các xã:",
        "- 100% hộ gia đình phân loại rác tại nguồn.",
        "- Tổ chức thu gom rác tại các chợ.",
    ];
    let all: Vec<&str> = ["Chủ tịch UBND tỉnh yêu cầu thực hiện các nội dung sau:"].into_iter().chain(lines).collect();
    let expected = [
        row("1", "Thống kê tỉnh", "rà soát số liệu dân cư"),
        row("2", "Bộ Ngoại giao", "hoàn tất các thủ tục đối ngoại trước ngày 20/7/2024"),
        row("3", "Các sở, ban, ngành", "xây dựng kế hoạch cụ thể"),
        row("4.b", "Ủy ban nhân dân các xã", "Tổ chức thu gom rác tại các chợ"),
    ];
    assert_eq!(duties("CV", "Ủy ban nhân dân tỉnh Lâm Sơn", &all), expected);
}
