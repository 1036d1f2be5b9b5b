//! What a report on scores becomes: cards, measured values, tables, and what does not agree in it.

use vanthu::intake::{DocumentId, FileKind, Source};
use vanthu::pattern::Patterns;
use vanthu::pipeline;
use vanthu::record::{FindingCode, Record};

const HEAD: &str = "ỦY BAN NHÂN DÂN
PHƯỜNG BẾN LĂNG

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 41/BC-UBND

Bến Lăng, ngày 03 tháng 6 năm 2024

BÁO CÁO
Kết quả Bộ chỉ số phục vụ người dân, doanh nghiệp tháng 5/2024

";

fn record(body: &str) -> Record {
    titled(HEAD, body)
}

/// What a report with a head and a body becomes.
pub(crate) fn titled(head: &str, body: &str) -> Record {
    let bytes = format!("{head}{body}\n\nNơi nhận:\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nHồ Văn Đảnh\n").into_bytes();
    let source = Source { id: DocumentId::of(&bytes), file_name: "bao-cao.txt".into(), kind: FileKind::Text, bytes };
    pipeline::process(&source, &Patterns::embedded().unwrap()).unwrap().record
}

/// The codes of its findings.
pub(crate) fn codes(record: &Record) -> Vec<FindingCode> {
    record.findings.iter().map(|finding| finding.code).collect()
}

const SIX: &str =
    "Trong tháng, UBND phường đạt 71,5/100 điểm (giảm 2,25 điểm so với tháng 4/2024), xếp loại Khá, xếp hạng 07/15 xã, phường. Cụ thể:

+ Công khai, minh bạch: 13/18 điểm;

+ Tiến độ giải quyết = 15,5/20 điểm;

+ Dịch vụ công trực tuyến đạt 8,5 điểm (tối đa 12);

+ Thanh toán trực tuyến ..... 4,5/10;

+ Mức độ hài lòng được 14 trên 18 điểm;

+ Số hoá hồ sơ – 16/22 điểm.
";

#[test]
fn a_total_and_its_criteria_become_one_card() {
    let record = record(SIX);
    let [card] = record.scorecards.as_slice() else { panic!("{:?}", record.scorecards) };
    assert_eq!(card.unit.as_deref(), Some("Ủy ban nhân dân phường Bến Lăng"));
    assert_eq!((card.framework.as_deref(), card.period.as_deref()), (Some("766"), Some("2024-05")));
    assert_eq!((card.total, card.max, card.change, card.compared_to.as_deref()), (Some(71.5), Some(100.0), Some(-2.25), Some("2024-04")));
    assert_eq!(
        (card.rating.as_deref(), card.rank, card.rank_of, card.rank_among.as_deref()),
        (Some("Khá"), Some(7), Some(15), Some("xã, phường"))
    );
    let scores: Vec<Option<f64>> = card.criteria.iter().map(|criterion| criterion.score).collect();
    assert_eq!(scores, [13.0, 15.5, 8.5, 4.5, 14.0, 16.0].map(Some));
    assert_eq!(codes(&record), []);
    assert_eq!(record.evidence["/scorecards/0/total"].text, "71,5/100 điểm");
}

#[test]
fn figures_that_disagree_are_named() {
    let body = SIX.replace("71,5/100", "75/100").replace("xếp hạng 07/15", "xếp hạng 17/15");
    let body = format!("{body}\nVề tiến độ giải quyết hồ sơ, phường chỉ được 12,5/20 điểm.\n");
    assert_eq!(codes(&record(&body)), [FindingCode::SumMismatch, FindingCode::RankOutOfRange, FindingCode::ConflictingValues]);
}

#[test]
fn aims_and_other_periods_are_no_scores() {
    let body =
        "Phấn đấu đến cuối năm đạt 90/100 điểm. Tháng 4/2024 phường đạt 73,75/100 điểm. Điểm cao nhất toàn thành phố là 95/100 điểm.";
    assert_eq!(record(body).scorecards, []);
}

const RANKING: &str = "Kết quả của các đơn vị như sau:

| STT | Đơn vị | Tổng số hồ sơ | Tỷ lệ đúng hạn (%) | Tổng điểm (100) | Tăng, giảm | Xếp hạng |
|---|---|---|---|---|---|---|
| (1) | (2) | (3) | (4) | (5) | (6) | (7) |
| 1 | UBND xã Cồn Vạc | 1.210 | 98,4 | 88,5 | ▲1,5 | 1 |
| 2 | UBND phường Hàm Rồi | 940 | 97 | 80,25 | ▼0,5 | 2 |
| 3 | UBND xã Láng Sậy | 312 | 91,25 | 82 | Không đổi | 3 |
| | Tổng cộng | 2.462 | | | | |
";

#[test]
fn a_table_of_units_gives_cards_and_measured_values() {
    let record = record(RANKING);
    assert_eq!(record.tables[0].rows.len(), 4);
    let cards: Vec<_> = record.scorecards.iter().map(|card| (card.total.unwrap(), card.change.unwrap(), card.rank.unwrap())).collect();
    assert_eq!(cards, [(88.5, 1.5, 1), (80.25, -0.5, 2), (82.0, 0.0, 3)]);
    let own: Vec<_> = record.indicators.iter().filter(|one| one.unit.as_deref() == Some("Ủy ban nhân dân xã Cồn Vạc")).collect();
    let values: Vec<_> = own.iter().map(|one| (one.name.as_str(), one.value, one.measure.as_deref())).collect();
    assert_eq!(values, [("Tổng số hồ sơ", 1210.0, Some("hồ sơ")), ("Tỷ lệ đúng hạn", 98.4, Some("%"))]);
    let total = record.indicators.last().unwrap();
    assert_eq!((total.unit.as_deref(), total.value), (Some("Ủy ban nhân dân phường Bến Lăng"), 2462.0));
    assert_eq!(codes(&record), [FindingCode::RankOrder]);
}

#[test]
fn measured_values_in_prose_are_no_targets() {
    let body =
        "Trong tháng, phường tiếp nhận 520 hồ sơ; tỷ lệ hồ sơ nộp trực tuyến đạt 81,5%. Tỷ lệ thanh toán trực tuyến phấn đấu đạt 60%.";
    let record = record(body);
    let values: Vec<_> = record.indicators.iter().map(|one| (one.name.as_str(), one.value)).collect();
    assert_eq!(values, [("hồ sơ tiếp nhận", 520.0), ("tỷ lệ hồ sơ nộp trực tuyến", 81.5)]);
}

#[test]
fn files_answered_in_time_and_their_rate_are_measured_values() {
    let found = record("Trong tháng, Bộ phận Một cửa phường tiếp nhận 520 hồ sơ, giải quyết trước và đúng hạn 510 hồ sơ, đạt 99,03%.");
    let values: Vec<_> = found.indicators.iter().map(|one| (one.unit.as_deref(), one.name.as_str(), one.value)).collect();
    let own = Some("Bộ phận Một cửa phường");
    let rate = "tỷ lệ hồ sơ giải quyết trước và đúng hạn";
    assert_eq!(values, [(own, "hồ sơ tiếp nhận", 520.0), (own, rate, 99.03), (own, "hồ sơ giải quyết trước và đúng hạn", 510.0)]);
    assert_eq!(codes(&found), [], "of the files answered, not of those received");
}

#[test]
fn two_claims_about_criteria_in_one_sentence() {
    let claim = "Trong sáu nhóm, nhóm Số hóa hồ sơ có tỷ lệ điểm thấp nhất, chỉ đạt 72,7%; nhóm Tiến độ giải quyết cao nhất, đạt 77,5%.";
    assert_eq!(codes(&record(&format!("{SIX}\n{claim}\n"))), [FindingCode::ClaimMismatch], "the payments have 45 %");
}

#[test]
fn a_percentage_is_held_against_its_counts() {
    let wrong = "Đã giải quyết đúng hạn 180/200 hồ sơ, đạt 95%.";
    assert_eq!(codes(&record(wrong)), [FindingCode::PercentMismatch]);
    assert_eq!(codes(&record(&wrong.replace("95%", "90%"))), []);
}

#[test]
fn a_rate_in_a_table_is_held_against_its_counts_where_the_other_rows_show_which_they_are() {
    let table = "Số liệu của các xã như sau:

| TT | Đơn vị | Tổng số trẻ | Số trẻ tiêm đủ | Tỷ lệ (%) |
|---|---|---|---|---|
| 1 | Xã Cồn Vạc | 80 | 76 | 95 |
| 2 | Xã Hàm Rồi | 64 | 60 | 93,75 |
| 3 | Xã Láng Sậy | 91 | 84 | 92,31 |
| 4 | Xã Bàu Tràm | 50 | 43 | 89,6 |
";
    let found = record(table);
    let [finding] = found.findings.as_slice() else { panic!("{:?}", found.findings) };
    assert_eq!((finding.code, finding.details["computed"].as_f64()), (FindingCode::PercentMismatch, Some(86.0)));
    assert_eq!(codes(&record(&table.replace("89,6", "86"))), []);
    let alone = "| 1 | Xã Cồn Vạc | 80 | 76 | 95 |\n| 2 | Xã Hàm Rồi | 64 | 60 | 93,75 |\n";
    assert_eq!(codes(&record(&table.replace(alone, ""))), [], "one row shows nothing");
}

#[test]
fn criteria_that_no_file_knows_are_those_that_add_up() {
    let table = "Xếp loại: từ 90 điểm trở lên là Tốt; từ 80 đến dưới 90 điểm là Khá. Kết quả như sau:

| TT | Đơn vị | Phòng, chống bão (60) | Vệ sinh (40) | Tổng điểm | Xếp loại |
|---|---|---|---|---|---|
| 1 | Xã Cồn Vạc | 57,5 | 38 | 95,5 | Tốt |
| 2 | Xã Hàm Rồi | 55 | 36,25 | 91,25 | Tốt |
| 3 | Xã Láng Sậy | 50 | 33 | 83 | Tốt |
| 4 | Xã Bàu Tràm | 49 | 32 | 82 | Khá |
";
    let head = HEAD.replace("Kết quả Bộ chỉ số phục vụ người dân, doanh nghiệp tháng 5/2024", "Kết quả chấm điểm thi đua tháng 5/2024");
    let found = titled(&head, table);
    let ids: Vec<_> =
        found.scorecards.iter().map(|card| card.criteria.iter().map(|one| (one.id.as_str(), one.max)).collect::<Vec<_>>()).collect();
    assert_eq!(ids, vec![vec![("phong_chong_bao", Some(60.0)), ("ve_sinh", Some(40.0))]; 4]);
    let mut codes = codes(&found);
    codes.sort_by_key(|code| format!("{code:?}"));
    assert_eq!(codes, [FindingCode::RatingMismatch, FindingCode::SumMismatch]);
    let unproven = table.replace("91,25", "92").replace("| 83 |", "| 84 |");
    assert!(titled(&head, &unproven).scorecards.iter().all(|card| card.criteria.is_empty()), "two rows of four are no proof");
}

#[test]
fn a_framework_is_known_by_its_short_name_or_by_its_criteria() {
    for title in ["Kết quả Bộ chỉ số 766 tháng 5/2024", "Kết quả phục vụ nhân dân tháng 5/2024"] {
        let head = HEAD.replace("Kết quả Bộ chỉ số phục vụ người dân, doanh nghiệp tháng 5/2024", title);
        let found = titled(&head, SIX);
        let [card] = found.scorecards.as_slice() else { panic!("{:?}", found.scorecards) };
        assert_eq!((card.framework.as_deref(), card.criteria.len()), (Some("766"), 6), "{title}");
    }
    let two = "- Công khai, minh bạch: 13/18 điểm;\n- Thanh toán trực tuyến: 4,5/10 điểm.\n";
    let head = HEAD.replace("Bộ chỉ số phục vụ người dân, doanh nghiệp", "phục vụ nhân dân");
    assert_eq!(titled(&head, two).scorecards, [], "two names are too few to tell a framework");
}

#[test]
fn points_right_behind_a_unit_are_its_total() {
    let found =
        record("Ba đơn vị có điểm cao nhất là:\na) Xã Cồn Sẻ: 92,18 điểm, xếp hạng 1/9;\nb) Xã Bãi Ngang: 90,4 điểm, xếp hạng 2/9.\n");
    let cards: Vec<_> = found.scorecards.iter().map(|card| (card.unit.as_deref(), card.total, card.rank, card.rank_of)).collect();
    assert_eq!(
        cards,
        [
            (Some("Ủy ban nhân dân xã Cồn Sẻ"), Some(92.18), Some(1), Some(9)),
            (Some("Ủy ban nhân dân xã Bãi Ngang"), Some(90.4), Some(2), Some(9))
        ]
    );
}

#[test]
fn totals_stand_in_a_row_below_their_units_and_once_more_in_prose() {
    let table = "Kết quả như bảng dưới đây:\n\n| Nội dung | Xã Cồn Sẻ | Xã Bãi Ngang |\n|---|---|---|\n| Tổng điểm | 84,62 | 78,4 |\n\
                 | Xếp hạng | 1 | 2 |\n| Xếp loại | Tốt | Khá |\n\n";
    let found = record(&format!("{table}Xã Bãi Ngang chuyển biến chậm, chỉ đạt 76,4 điểm.\n"));
    let cards: Vec<_> = found.scorecards.iter().map(|card| (card.unit.as_deref(), card.total, card.rank, card.rating.as_deref())).collect();
    assert_eq!(
        cards,
        [
            (Some("Ủy ban nhân dân xã Cồn Sẻ"), Some(84.62), Some(1), Some("Tốt")),
            (Some("Ủy ban nhân dân xã Bãi Ngang"), Some(78.4), Some(2), Some("Khá"))
        ]
    );
    assert_eq!(codes(&found), [FindingCode::ConflictingValues]);
    assert_eq!(codes(&record(&format!("{table}Xã Bãi Ngang đạt 78,4 điểm.\n"))), []);
}

#[test]
fn short_headings_name_criteria_and_a_paragraph_keeps_its_unit() {
    let prose =
        "Tháng 5/2024, tỉnh Cồn Sẻ được 84,2/100 điểm. Trong đó nhóm Công khai, minh bạch: 16,9/18; Tiến độ giải quyết: 18,7/20.\n\n";
    let table = "| Đơn vị | CKMB (18) | Tiến độ (20) | Số hóa (22) | Tổng điểm |\n|---|---|---|---|---|\n| Sở Tư pháp | 18 | 19,9 | 19,1 | 94,6 |\n";
    let found = record(&format!("{prose}{table}"));
    let cards: Vec<_> = found
        .scorecards
        .iter()
        .map(|card| (card.unit.as_deref(), card.criteria.iter().map(|criterion| criterion.id.as_str()).collect::<Vec<_>>()))
        .collect();
    assert_eq!(
        cards,
        [
            (Some("Tỉnh Cồn Sẻ"), vec!["cong_khai_minh_bach", "tien_do_giai_quyet"]),
            (Some("Sở Tư pháp"), vec!["cong_khai_minh_bach", "tien_do_giai_quyet", "so_hoa_ho_so"]),
        ]
    );
}

#[test]
fn files_of_which_so_many_are_held_against_their_percentage() {
    let wrong = record("Trong tháng đã giải quyết 2.700 hồ sơ, trong đó có 135 hồ sơ giải quyết quá hạn, chiếm tỷ lệ 6,5%.\n");
    assert_eq!(codes(&wrong), [FindingCode::PercentMismatch]);
    let right =
        record("Trong tháng đã giải quyết 2.700 hồ sơ, trong đó có 135 hồ sơ giải quyết quá hạn, chiếm tỷ lệ 5%; quá hạn 06 hồ sơ.\n");
    assert_eq!(codes(&right), []);
    let names: Vec<&str> = right.indicators.iter().map(|indicator| indicator.name.as_str()).collect();
    assert!(names.contains(&"tỷ lệ hồ sơ giải quyết quá hạn") && names.contains(&"hồ sơ quá hạn"), "{names:?}");
}

const TWO_MONTHS: &str = "Tháng 5 năm 2024, điểm của các xã như sau:

| TT | Đơn vị | Điểm tháng 4 | Điểm tháng 5 | Tăng/giảm | Xếp hạng |
|---|---|---|---|---|---|
| 1 | Xã Cồn Vạc | 88,1 | 91,4 | ▲ 3,3 | 1 |
| 2 | Xã Hàm Rồi | 90,5 | 84,2 | ▼ 6,3 | 2 |
| 3 | Xã Láng Sậy | 79,6 | 75,2 | ▼ 4,4 | 3 |

Trong đó xã Láng Sậy đứng cuối bảng và cũng giảm nhiều nhất (giảm 4,4 điểm so với tháng 4).
";

#[test]
fn all_answered_those_in_time_and_their_rate_in_a_row_must_agree() {
    let said = |rate: &str| {
        let found = record(&format!(
            "Số hồ sơ đã giải quyết trong tháng là 640 hồ sơ; số hồ sơ giải quyết đúng hạn là 608 hồ sơ; tỷ lệ hồ sơ giải quyết đúng hạn đạt {rate}%."
        ));
        codes(&found)
    };
    assert_eq!((said("96"), said("95"), said("95,0")), (vec![FindingCode::PercentMismatch], vec![], vec![]));
}

#[test]
fn of_two_months_in_columns_the_later_is_the_headline() {
    // Nothing but the sentence above the table names its month; without it the later of the two is meant.
    let head = HEAD.replace(" tháng 5/2024", "");
    for body in [TWO_MONTHS.to_owned(), TWO_MONTHS.replace("Tháng 5 năm 2024, điểm", "Điểm")] {
        let found = titled(&head, &body);
        let cards: Vec<_> = found.scorecards.iter().map(|card| (card.total, card.period.as_deref(), card.compared_to.as_deref())).collect();
        let may = |total: f64| (Some(total), Some("2024-05"), Some("2024-04"));
        assert_eq!(cards, [may(91.4), may(84.2), may(75.2)]);
        assert_eq!(codes(&found), [FindingCode::ClaimMismatch]);
    }
    let right = TWO_MONTHS.replace("xã Láng Sậy đứng cuối bảng và cũng giảm nhiều nhất (giảm 4,4", "xã Hàm Rồi giảm nhiều nhất (giảm 6,3");
    assert_eq!(codes(&titled(&head, &right)), []);
}

#[test]
fn results_of_several_frameworks_side_by_side_are_each_ones() {
    let table = "|TT|Cơ quan|PAR INDEX|PAR INDEX|SIPAS|SIPAS|
|TT|Cơ quan|Điểm|Xếp hạng|Tỷ lệ (%)|Xếp hạng|
|---|---|---|---|---|---|
|1|Sở Y tế|91,5|1|88,25|2|
|2|Sở Nội vụ|90,12|2|89,5|1|
";
    let found = record(&format!("Kết quả xếp hạng năm 2023 như sau:\n\n{table}"));
    let cards: Vec<(&str, &str, Option<f64>, Option<u32>)> = (found.scorecards.iter())
        .map(|card| (card.unit.as_deref().unwrap(), card.framework.as_deref().unwrap(), card.total, card.rank))
        .collect();
    assert_eq!(cards.len(), 4, "{cards:?}");
    for wanted in [
        ("Sở Y tế", "par_index", Some(91.5), Some(1)),
        ("Sở Nội vụ", "par_index", Some(90.12), Some(2)),
        ("Sở Y tế", "sipas", Some(88.25), Some(2)),
        ("Sở Nội vụ", "sipas", Some(89.5), Some(1)),
    ] {
        assert!(cards.contains(&wanted), "{wanted:?} {cards:?}");
    }
    assert!(found.indicators.is_empty(), "{:?}", found.indicators);
}

#[test]
fn the_figure_of_a_compared_period_and_aims_beside_an_index_are_no_totals() {
    let found =
        record("Tháng 5/2024, UBND phường đạt 91,3/100 điểm, tăng 2,1 điểm so với tháng 4/2024 (89,2 điểm), xếp hạng 5/15 xã, phường.");
    assert_eq!((shown(&found), codes(&found)), (vec!["Ủy ban nhân dân phường Bến Lăng: Some(91.3) ".to_owned()], vec![]));
    let aims = "I. MỤC TIÊU\n\nChung.\n\nII. CHỈ TIÊU\n\n1. Chỉ số SIPAS đạt 88%; tỷ lệ hồ sơ trực tuyến đạt 85%.";
    let found = record(aims);
    assert!(found.scorecards.is_empty() && found.indicators.is_empty(), "{:?} {:?}", found.scorecards, found.indicators);
}

#[test]
fn a_second_total_in_a_row_is_no_contradiction() {
    let table = "| TT | Đơn vị | Tổng điểm tự chấm | Tổng điểm thẩm định |\n|---|---|---|---|\n| 1 | Xã Cồn Vạc | 95 | 91,4 |\n| 2 | Xã Hàm Rồi | 93 | 84,2 |\n";
    let found = record(table);
    assert_eq!(codes(&found), []);
    assert_eq!(found.scorecards.iter().map(|card| card.total).collect::<Vec<_>>(), [Some(91.4), Some(84.2)], "not what a unit gave itself");
}

#[test]
fn a_short_form_that_breaks_in_a_narrow_heading_is_one_word() {
    let table = "| ST T | Đơn vị | Tổng điểm |\n|---|---|---|\n| 1 | Xã Cồn Vạc | 91,4 |\n| 2 | Xã Hàm Rồi | 84,2 |\n";
    assert_eq!(record(table).tables[0].columns, ["STT", "Đơn vị", "Tổng điểm"]);
}

const FIGURES: &str = "Số liệu cụ thể:

| TT | Nội dung | Đơn vị tính | Số liệu | Ghi chú |
|---|---|---|---|---|
| 1 | Hồ sơ tiếp nhận | hồ sơ | 1.210 | |
| 2 | Hồ sơ đã giải quyết | hồ sơ | 1.200 | |
| 3 | Hồ sơ giải quyết đúng hạn | hồ sơ | 1.188 | |
| 4 | Hồ sơ giải quyết quá hạn | hồ sơ | 12 | Đất đai |
| 5 | Tỷ lệ hồ sơ giải quyết đúng hạn | % | 99 | |
| 6 | Máy tính cấp mới | bộ | 7 | |
";

#[test]
fn a_list_of_figures_with_their_measures_gives_measured_values() {
    let found = record(FIGURES);
    let values: Vec<_> = found.indicators.iter().map(|one| (one.name.as_str(), one.value, one.measure.as_deref())).collect();
    assert_eq!(values.len(), 5, "{values:?}");
    assert_eq!((values[0], values[4]), (("Hồ sơ tiếp nhận", 1210.0, Some("hồ sơ")), ("Tỷ lệ hồ sơ giải quyết đúng hạn", 99.0, Some("%"))));
    assert_eq!(codes(&found), []);
    let cut = FIGURES.replace("1.188", "1.195").replace("| 12 |", "| 5 |");
    assert_eq!(codes(&record(&cut)), [], "99.58 % cut to whole figures");
    assert_eq!(codes(&record(&FIGURES.replace("| 99 |", "| 98 |"))), [FindingCode::PercentMismatch]);
    assert_eq!(codes(&record(&FIGURES.replace("| 99 |", "| 96,5 |"))), [FindingCode::PercentMismatch]);
    let kind = FIGURES.replace("| 99 |", "| 96,5 |").replace("Tỷ lệ hồ sơ giải quyết", "Tỷ lệ hồ sơ trực tuyến giải quyết");
    assert_eq!(codes(&record(&kind)), [], "a rate of one kind of files");
    assert_eq!(record(&FIGURES.replace("Số liệu |", "Kế hoạch |")).indicators, []);
}

/// The scorecards as unit, total and criteria.
fn shown(record: &Record) -> Vec<String> {
    let card = |card: &vanthu::record::Scorecard| {
        let criteria: Vec<String> = card.criteria.iter().map(|one| format!("{}={}", one.id, one.score.unwrap())).collect();
        format!("{}: {:?} {}", card.unit.as_deref().unwrap(), card.total, criteria.join(" "))
    };
    record.scorecards.iter().map(card).collect()
}

#[test]
fn a_remark_on_weak_criteria_leaves_the_totals_to_the_units() {
    let found = record(
        "| STT | Tên đơn vị | Tổng điểm tháng 5 | So với tháng 4 | Nhóm chỉ số bị trừ nhiều điểm |\n|---|---|---|---|---|\n\
         | 1 | Xã Láng Sậy | 68,9 | ▼ 2,1 | Số hóa hồ sơ (9,4/22 điểm); Thanh toán trực tuyến: 3,1/10 |\n\
         | 2 | Xã Cồn Vạc | 66,4 | ▲ 1 | Số hóa hồ sơ |\n| 3 | Phường Hàm Rồi | 61,4 | - 0,5 | Tiến độ giải quyết 8,2/20 |\n",
    );
    let cards = [
        "Ủy ban nhân dân xã Láng Sậy: Some(68.9) so_hoa_ho_so=9.4 thanh_toan_truc_tuyen=3.1",
        "Ủy ban nhân dân xã Cồn Vạc: Some(66.4) ",
        "Ủy ban nhân dân phường Hàm Rồi: Some(61.4) tien_do_giai_quyet=8.2",
    ];
    assert_eq!(shown(&found), cards);
    let changes: Vec<_> = found.scorecards.iter().map(|card| (card.change, card.compared_to.as_deref())).collect();
    assert_eq!(changes, [-2.1, 1.0, -0.5].map(|change| (Some(change), Some("2024-04"))));
    assert_eq!(codes(&found), []);
}

#[test]
fn rows_of_one_criterion_of_one_unit_are_that_units() {
    let found = record(
        "| STT | Đơn vị | Tiêu chí | Điểm |\n|---|---|---|---|\n| 1 | Xã Láng Sậy | Số hóa hồ sơ | 9,4 |\n\
         | | Xã Láng Sậy | Thanh toán trực tuyến | 3,1 |\n| 2 | Xã Cồn Vạc | Số hóa hồ sơ | 11 |\n",
    );
    let cards = [
        "Ủy ban nhân dân xã Láng Sậy: None so_hoa_ho_so=9.4 thanh_toan_truc_tuyen=3.1",
        "Ủy ban nhân dân xã Cồn Vạc: None so_hoa_ho_so=11",
    ];
    assert_eq!(shown(&found), cards);
    let each = "| STT | Đơn vị | Tiêu chí thấp nhất | Điểm |\n|---|---|---|---|\n| 1 | Xã Láng Sậy | Số hóa hồ sơ | 9,4 |\n\
                | 2 | Xã Cồn Vạc | Thanh toán trực tuyến | 2,5 |\n";
    let cards = ["Ủy ban nhân dân xã Láng Sậy: None so_hoa_ho_so=9.4", "Ủy ban nhân dân xã Cồn Vạc: None thanh_toan_truc_tuyen=2.5"];
    assert_eq!(shown(&record(each)), cards);
}

#[test]
fn figures_above_what_criteria_can_reach_are_of_something_else() {
    let table = "| STT | Nhóm chỉ số | Điểm xếp theo |\n|---|---|---|\n| 1 | Số hóa hồ sơ | 68,9 |\n| 2 | Thanh toán trực tuyến | 66,1 |\n";
    let found = record(table);
    assert_eq!((shown(&found), codes(&found)), (vec![], vec![]));
}

/// The head of a report of an office of a province.
fn office() -> String {
    let bodies = [("PHƯỜNG BẾN LĂNG", "TỈNH LÂM SƠN\nSỞ NỘI VỤ"), ("BC-UBND", "BC-SNV"), ("Bến Lăng", "Lâm Sơn")];
    bodies.iter().fold(HEAD.to_owned(), |head, (ward, office)| head.replace(ward, office))
}

#[test]
fn a_place_named_by_its_level_is_the_one_above_the_issuer() {
    let found = titled(
        &office(),
        "Điểm của tỉnh tháng 5 đạt 85,2/100 điểm. Theo Bộ chỉ số của tỉnh, Sở đạt 87,5/100 điểm. Sở Tài chính, Sở Công Thương đạt 88 điểm.\n\n\
         Toàn tỉnh tiếp nhận 12.500 hồ sơ; Sở Y tế tiếp nhận 250 hồ sơ. Điểm của huyện đạt 70,5/100 điểm.",
    );
    assert_eq!(shown(&found), ["Tỉnh Lâm Sơn: Some(85.2) ", "Sở Nội vụ: Some(87.5) ", "Sở Công Thương: Some(88.0) "]);
    let measured: Vec<_> = found.indicators.iter().map(|one| (one.unit.as_deref().unwrap(), one.value)).collect();
    assert_eq!(measured, [("Tỉnh Lâm Sơn", 12500.0), ("Sở Y tế", 250.0)]);
}

#[test]
fn means_bounds_and_counts_of_units_are_nobodys() {
    let found = titled(
        &office(),
        "Điểm bình quân của 40 xã, phường đạt 75,5 điểm. Điểm trung bình của khối sở, ngành là 86,8 điểm; của khối xã, phường là 75,5 điểm. Có 05 đơn vị xếp loại Tốt, không có đơn vị xếp loại Yếu. Xếp loại: Tốt (từ 80 điểm trở lên), \
         Khá (từ 65 điểm đến dưới 80 điểm). Xã Láng Sậy đạt 60,5 điểm, thấp hơn bình quân chung toàn tỉnh (75,5 điểm).",
    );
    assert_eq!(shown(&found), ["Ủy ban nhân dân xã Láng Sậy: Some(60.5) "]);
    assert_eq!((found.scorecards[0].rating.as_deref(), codes(&found)), (None, vec![]));
}

#[test]
fn months_counted_behind_a_level_are_no_name() {
    let head = office()
        .replace("BÁO CÁO\nKết quả Bộ chỉ số phục vụ người dân, doanh nghiệp tháng 5/2024", "THÔNG BÁO\nKết luận cuộc họp về chỉ số 766");
    let found = titled(&head, "Bộ chỉ số của tỉnh 5 tháng đầu năm đạt 74,85/100 điểm, đứng thứ 21/63 tỉnh, thành phố.");
    let card = &found.scorecards[0];
    assert_eq!((card.unit.as_deref(), card.period.as_deref(), card.rank), (Some("Tỉnh Lâm Sơn"), Some("2024-01/2024-05"), Some(21)));
    let ward = record("Phường 4 tháng 5/2024 đạt 77 điểm.");
    assert_eq!(shown(&ward), ["Ủy ban nhân dân phường 4: Some(77.0) "]);
}

#[test]
fn a_figure_above_its_maximum_is_named_in_whatever_period() {
    let found = record("Trong 4 tháng đầu năm, chỉ số Số hóa hồ sơ của xã Láng Sậy đạt 23,5/22 điểm.");
    assert_eq!((shown(&found), codes(&found)), (vec![], vec![FindingCode::ScoreAboveMax]));
}

#[test]
fn indices_of_provinces_are_the_provinces_whoever_reports() {
    let head = office().replace("Bộ chỉ số phục vụ người dân, doanh nghiệp tháng 5/2024", "Chỉ số PCI năm 2023");
    let found = titled(
        &head,
        "| STT | Chỉ số thành phần | Điểm năm 2022 | Điểm năm 2023 |\n|---|---|---|---|\n| 1 | Gia nhập thị trường | 6,9 | 7,24 |\n\
         | 2 | Tính minh bạch | 5,7 | 6,13 |\n| 3 | Đào tạo lao động | 5,1 | 5,29 |\n",
    );
    assert_eq!(shown(&found), ["Tỉnh Lâm Sơn: None gia_nhap_thi_truong=7.24 tinh_minh_bach=6.13 dao_tao_lao_dong=5.29"]);
}

#[test]
fn departments_and_those_they_serve_are_measured() {
    let head = office().replace("SỞ NỘI VỤ", "BỆNH VIỆN ĐA KHOA LÂM SƠN").replace("Bộ chỉ số phục vụ người dân, doanh nghiệp", "hoạt động");
    let found = titled(
        &head,
        "Kết quả chấm điểm theo bộ tiêu chí của Bộ Y tế: 81/100 điểm. Bệnh viện tiếp đón 1.240 lượt người bệnh ngoại trú. Thời gian chờ khám trung bình \
         giảm còn 35 phút.\n\n| TT | Khoa, phòng | Số lượt khám | Tỷ lệ hài lòng (%) |\n|---|---|---|---|\n| 1 | Khoa Ngoại | 1.200 | 88,1 |\n\
         | 2 | Khoa Nội | 900 | 91,5 |\n",
    );
    let measured: Vec<_> = found.indicators.iter().map(|one| (one.name.as_str(), one.value, one.measure.as_deref().unwrap())).collect();
    let prose = [("lượt người bệnh ngoại trú", 1240.0, "lượt"), ("Thời gian chờ khám trung bình", 35.0, "phút")];
    let rows =
        [("Số lượt khám", 1200.0, "lượt"), ("Tỷ lệ hài lòng", 88.1, "%"), ("Số lượt khám", 900.0, "lượt"), ("Tỷ lệ hài lòng", 91.5, "%")];
    assert_eq!(measured, [prose.as_slice(), rows.as_slice()].concat());
    assert_eq!(found.indicators[2].unit.as_deref(), Some("Khoa Ngoại"));
    assert_eq!(found.scorecards[0].total, Some(81.0));
}

#[test]
fn files_in_and_before_time_and_lists_of_fields() {
    let found = record(
        "Trong tháng, giải quyết đúng hạn và trước hạn 1.142 hồ sơ (đạt 96,13%). Một số nơi còn chậm, trong đó xã Láng Sậy còn 37 hồ sơ quá hạn lĩnh vực \
         hộ tịch, chứng thực chưa kết thúc trên Hệ thống.",
    );
    let measured: Vec<_> = found.indicators.iter().map(|one| (one.name.as_str(), one.value)).collect();
    let late = "hồ sơ quá hạn lĩnh vực hộ tịch, chứng thực chưa kết thúc";
    let rate = "tỷ lệ hồ sơ giải quyết đúng hạn và trước hạn";
    assert_eq!(measured, [(rate, 96.13), ("hồ sơ giải quyết đúng hạn và trước hạn", 1142.0), (late, 37.0)]);
}

#[test]
fn scores_of_an_unknown_framework_are_read_in_prose() {
    let head = HEAD.replace("Kết quả Bộ chỉ số phục vụ người dân, doanh nghiệp tháng 5/2024", "Kết quả chấm điểm phong trào năm 2023");
    let body = "1. Hội Nông dân huyện Cẩm Sơn đạt 97,5 điểm, xếp thứ 1/8, xếp loại Tốt; cụ thể:\n\n+ Công tác tổ chức, hội viên: 29,5/30 điểm;\n\n\
        + Vay vốn: 18/20 điểm.\n\n2. Hội Nông dân huyện Hà Lam được 91 điểm (hạng 2/8).";
    let found = titled(&head, body);
    let cards: Vec<_> =
        found.scorecards.iter().map(|card| (card.unit.as_deref(), card.framework.as_deref(), card.total, card.rank)).collect();
    let first = (Some("Hội Nông dân huyện Cẩm Sơn"), None, Some(97.5), Some(1));
    assert_eq!(cards, [first, (Some("Hội Nông dân huyện Hà Lam"), None, Some(91.0), Some(2))]);
    let criteria: Vec<_> = found.scorecards[0].criteria.iter().map(|one| (one.id.as_str(), one.score, one.max)).collect();
    assert_eq!(criteria, [("cong_tac_to_chuc_hoi_vien", Some(29.5), Some(30.0)), ("vay_von", Some(18.0), Some(20.0))]);
    // A document that scores nobody only tells of points.
    let told = titled(&head.replace("Kết quả chấm điểm phong trào", "Tình hình hội viên"), body);
    assert!(told.scorecards.is_empty(), "{:?}", told.scorecards);
}

#[test]
fn a_week_without_its_year_is_the_last_one_up_to_the_date() {
    let week = |date: &str, subject: &str| {
        let head = HEAD.replace("ngày 03 tháng 6 năm 2024", date);
        titled(&head.replace("Kết quả Bộ chỉ số phục vụ người dân, doanh nghiệp tháng 5/2024", subject), "Trong tuần không có gì.")
            .document
            .period
    };
    assert_eq!(week("ngày 03 tháng 6 năm 2024", "Kết quả công tác tuần 22").as_deref(), Some("2024-W22"));
    assert_eq!(week("ngày 04 tháng 01 năm 2024", "Kết quả công tác tuần 52").as_deref(), Some("2023-W52"));
}
