//! Measured values of reports on anything, in prose and in tables, and tables held against themselves.

use vanthu::record::{FindingCode, Indicator, Record};

use crate::scores::{codes, titled};

/// A report of a ward with a subject.
fn report_on(subject: &str, body: &str) -> Record {
    let head = "ỦY BAN NHÂN DÂN\nPHƯỜNG BẾN LĂNG\n\nSố: 52/BC-UBND\n\nBến Lăng, ngày 10 tháng 7 năm 2025\n\nBÁO CÁO\n";
    titled(&format!("{head}{subject}\n\n"), body)
}

fn report(body: &str) -> Record {
    report_on("Kết quả thực hiện nhiệm vụ 6 tháng đầu năm 2025", body)
}

fn values(record: &Record) -> Vec<(&str, f64, Option<&str>)> {
    record.indicators.iter().map(|one: &Indicator| (one.name.as_str(), one.value, one.measure.as_deref())).collect()
}

#[test]
fn amounts_of_every_kind_are_measured_in_prose() {
    let done = "Diện tích gieo trồng cây màu đạt 88,4 ha, sản lượng ngô thu hoạch ước đạt 310 tấn. Số vụ, việc hòa giải ở cơ sở là 17 vụ, việc. \
        Tổng thu ngân sách nhà nước trên địa bàn: 2.045 triệu đồng. Số suất quà trao tặng người cao tuổi 126 suất.";
    assert_eq!(
        values(&report(done)),
        [
            ("Diện tích gieo trồng cây màu", 88.4, Some("ha")),
            ("sản lượng ngô thu hoạch", 310.0, Some("tấn")),
            ("Số vụ, việc hòa giải ở cơ sở", 17.0, Some("vụ, việc")),
            ("Tổng thu ngân sách nhà nước trên địa bàn", 2045.0, Some("triệu đồng")),
            ("Số suất quà trao tặng người cao tuổi", 126.0, Some("suất")),
        ]
    );
    let planned = "Tổng giá trị hợp đồng dự kiến là 500 triệu đồng. Số tiền phải nộp là 12 triệu đồng. Sở Y tế đề nghị cấp 40 liều. \
        Số liệu được chốt lúc 17 giờ.";
    assert_eq!(values(&report(planned)), []);
}

const VACCINATED: &str = "| STT | Khu phố | Số con được tiêm phòng | | Gia súc theo dõi |\n| | | Trâu, bò | Lợn | |\n|---|---|---|---|---|\n\
    | 1 | Khu phố Bến Đá | 31 | 240 | 271 |\n| 2 | Khu phố Cồn Me | 18 | 95 | 113 |\n| 3 | Khu phố Gò Sim | 22 | 160 | 182 |\n\
    | | Tổng cộng | 71 | 495 | 566 |\n";

#[test]
fn in_a_report_columns_of_figures_beside_counts_are_measured_too() {
    let found = report(VACCINATED);
    let of = |unit: &str| found.indicators.iter().filter(|one| one.unit.as_deref() == Some(unit)).map(|one| one.value).collect::<Vec<_>>();
    assert_eq!(of("Khu phố Cồn Me"), [18.0, 95.0, 113.0]);
    assert_eq!(of(found.document.issuer.as_deref().unwrap()), [71.0, 495.0, 566.0]);
    assert_eq!(codes(&found), []);
    let planned = report(&VACCINATED.replace("Gia súc theo dõi", "Kế hoạch"));
    assert_eq!(planned.indicators.iter().filter(|one| one.name == "Kế hoạch").count(), 0);
}

#[test]
fn columns_headed_by_their_periods_alone_hold_each_ones_figures() {
    let body = "| STT | Nội dung | Đơn vị tính | 6 tháng đầu năm 2024 | 6 tháng đầu năm 2025 |\n|---|---|---|---|---|\n\
        | 1 | Khách lưu trú | lượt | 1.204 | 1.377 |\n| 2 | Công trình sửa chữa | công trình | 4 | 6 |\n";
    let found: Vec<_> = report(body).indicators.into_iter().map(|one| (one.name, one.value, one.period.unwrap())).collect();
    let row = |name: &str, value, period: &str| (name.to_owned(), value, period.to_owned());
    assert_eq!(
        found,
        [
            row("Khách lưu trú", 1204.0, "2024-H1"),
            row("Khách lưu trú", 1377.0, "2025-H1"),
            row("Công trình sửa chữa", 4.0, "2024-H1"),
            row("Công trình sửa chữa", 6.0, "2025-H1")
        ]
    );
}

#[test]
fn the_one_column_that_does_not_add_up_is_named() {
    let slip = report(&VACCINATED.replace("| 495 |", "| 485 |"));
    assert_eq!(codes(&slip), [FindingCode::SumMismatch]);
    assert_eq!(slip.findings[0].pointers, ["/tables/0/rows/3/3"]);
    let mean = report(&VACCINATED.replace("| 566 |", "| 188,7 |"));
    assert_eq!(codes(&mean), [], "a mean is no sum");
    let nothing = report(&VACCINATED.replace("| 495 |", "| 485 |").replace("| 71 |", "| 61 |"));
    assert_eq!(codes(&nothing), [], "where most columns do not add up, the row is no sum of these rows");
}

#[test]
fn superlatives_of_rows_are_held_against_their_column() {
    let said = |claim: &str| codes(&report(&format!("{VACCINATED}\n{claim}\n")));
    assert_eq!(said("Khu phố Cồn Me có số con được tiêm phòng trâu, bò cao nhất."), [FindingCode::ClaimMismatch]);
    assert_eq!(said("Số con được tiêm phòng trâu, bò thấp nhất là khu phố Bến Đá."), [FindingCode::ClaimMismatch]);
    assert_eq!(said("Khu phố Bến Đá có số con được tiêm phòng trâu, bò cao nhất."), []);
    assert_eq!(said("Khu phố Cồn Me có số con được tiêm phòng trâu, bò cao nhất trong nhóm ven sông."), []);
    assert_eq!(said("Khu phố Cồn Me là một trong những nơi có số con được tiêm phòng trâu, bò cao nhất."), []);
    assert_eq!(said("Năm 2024, khu phố Cồn Me có số con được tiêm phòng trâu, bò cao nhất."), []);
}

#[test]
fn a_closing_that_goes_on_to_the_next_period_names_no_other() {
    let subject = "Kết quả công tác quý I, nhiệm vụ trọng tâm quý II năm 2025";
    let closing = "Trên đây là báo cáo kết quả công tác quý I, nhiệm vụ trọng tâm quý II năm 2025 của phường.";
    let found = report_on(subject, &format!("Phường đã thực hiện tốt nhiệm vụ.\n\n{closing}"));
    assert_eq!((found.document.period.as_deref(), codes(&found)), (Some("2025-Q1"), vec![]));
    let other = report_on(subject, "Phường đã thực hiện tốt nhiệm vụ.\n\nTrên đây là báo cáo quý III năm 2025 của phường.");
    assert_eq!(codes(&other), [FindingCode::PeriodMismatch]);
}
