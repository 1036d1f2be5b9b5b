use super::*;

/// Relation, date, last day, recurrence, start of the deadline in a sentence of a document of 2024-06-12, a Wednesday.
fn read(sentence: &str) -> Option<(Relation, String, String, String, String)> {
    let patterns = Patterns::embedded().unwrap_or_else(|error| panic!("{error}"));
    let due = Finder::new(&patterns, Some("2024-06-12")).of(sentence)?;
    let Deadline { relation, date, last_day, recurrence, starts, .. } = due.deadline;
    let shown = |value: Option<String>| value.unwrap_or_default();
    Some((relation, shown(date), shown(last_day), shown(recurrence), shown(starts)))
}

fn expect(sentence: &str, relation: Relation, date: &str, last_day: &str) {
    assert_eq!(read(sentence), Some((relation, date.into(), last_day.into(), String::new(), String::new())), "{sentence}");
}

fn expect_again(sentence: &str, rule: &str, starts: &str) {
    assert_eq!(read(sentence), Some((Relation::Recurring, String::new(), String::new(), rule.into(), starts.into())), "{sentence}");
}

#[test]
fn days() {
    expect("nộp hồ sơ trước ngày 20/7/2024", Relation::Before, "2024-07-20", "2024-07-19");
    expect("nộp trước ngày 05 tháng 8 năm 2024", Relation::Before, "2024-08-05", "2024-08-04");
    expect("nộp trước 17h00 ngày 15/7", Relation::Before, "2024-07-15", "2024-07-15");
    expect("nộp trước 09 giờ 30 phút, ngày 15/7/2024", Relation::Before, "2024-07-15", "2024-07-15");
    expect("gửi chậm nhất là ngày 01-7-2024", Relation::By, "2024-07-01", "2024-07-01");
    expect("gửi muộn nhất đến hết ngày 01/7/2024", Relation::By, "2024-07-01", "2024-07-01");
    expect("Hạn hoàn thành các nội dung trên: 30/8/2024", Relation::By, "2024-08-30", "2024-08-30");
    expect("hạn cuối: 30/8", Relation::By, "2024-08-30", "2024-08-30");
    expect("làm xong trong ngày 14/6/2024", Relation::By, "2024-06-14", "2024-06-14");
    expect("thực hiện đến hết ngày 31/12/2024", Relation::By, "2024-12-31", "2024-12-31");
    expect("tổ chức từ ngày 01/7 đến hết ngày 15/7/2024", Relation::By, "2024-07-15", "2024-07-15");
    expect("từ nay đến hết ngày 30/9/2024 phải xong", Relation::By, "2024-09-30", "2024-09-30");
    expect("công bố vào ngày 18/6/2024", Relation::On, "2024-06-18", "2024-06-18");
}

#[test]
fn a_day_without_year_is_the_next_one() {
    expect("gửi trước ngày 31/01", Relation::Before, "2025-01-31", "2025-01-30");
    expect("gửi trước ngày 31/8", Relation::Before, "2024-08-31", "2024-08-30");
}

#[test]
fn periods() {
    expect("hoàn thành trong tháng 6/2024", Relation::During, "2024-06-30", "2024-06-30");
    expect("hoàn thành trong tháng 12 năm 2024", Relation::During, "2024-12-31", "2024-12-31");
    expect("xây dựng quy chế, trình UBND huyện ban hành trong tháng 7 năm 2024", Relation::During, "2024-07-31", "2024-07-31");
    expect("hoàn thành trong tuần này", Relation::During, "2024-06-16", "2024-06-16");
    expect("nộp trước tuần sau hoặc xong trong tuần sau", Relation::During, "2024-06-23", "2024-06-23");
    expect("hoàn thành trong quý III", Relation::During, "2024-09-30", "2024-09-30");
    expect("bố trí kinh phí; thời gian: quý I/2025", Relation::During, "2025-03-31", "2025-03-31");
    expect("hoàn thành trong năm 2024", Relation::During, "2024-12-31", "2024-12-31");
    expect("xong trong 6 tháng đầu năm", Relation::During, "2024-06-30", "2024-06-30");
    expect("họp vào giữa tháng 7/2024", Relation::During, "2024-07-15", "2024-07-15");
    expect("xong vào giữa năm 2025", Relation::During, "2025-06-30", "2025-06-30");
    expect("họp vào cuối tháng 7/2024", Relation::During, "2024-07-31", "2024-07-31");
    expect("bàn giao trước tháng 9/2024", Relation::Before, "2024-09-01", "2024-08-31");
    expect("duy trì đến hết quý IV/2024", Relation::By, "2024-12-31", "2024-12-31");
}

#[test]
fn counted_days() {
    expect("trả lời trong 03 ngày làm việc kể từ ngày ký", Relation::Within, "2024-06-17", "2024-06-17");
    expect("trả lời trong vòng 10 ngày, kể từ ngày nhận được văn bản này", Relation::Within, "2024-06-22", "2024-06-22");
    expect("gửi trong 02 ngày kể từ ngày kết thúc hội nghị", Relation::Within, "", "");
    expect("trả lời trong 03 ngày kể từ ngày Công văn này được ký", Relation::Within, "2024-06-15", "2024-06-15");
    expect("công khai trong thời hạn 03 ngày làm việc", Relation::Within, "2024-06-17", "2024-06-17");
}

#[test]
fn rhythms() {
    expect_again("nộp vào thứ Hai và thứ Tư hằng tuần", "FREQ=WEEKLY;BYDAY=MO,WE", "");
    expect_again("họp sáng thứ 2, 4, 6 hàng tuần", "FREQ=WEEKLY;BYDAY=MO,WE,FR", "");
    expect_again("nộp trước ngày 05 và ngày 20 hằng tháng", "FREQ=MONTHLY;BYMONTHDAY=5,20", "");
    expect_again("hằng tháng, trước các ngày 10, 20, 30", "FREQ=MONTHLY;BYMONTHDAY=10,20,30", "");
    expect_again("nộp biên bản vào ngày làm việc cuối cùng hằng tháng", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "");
    expect_again("nộp vào ngày cuối cùng của mỗi tháng", "FREQ=MONTHLY;BYMONTHDAY=-1", "");
    expect_again("gửi trước ngày 15/3, 15/6 và 15/9 hằng năm", "FREQ=YEARLY;BYMONTH=3,6,9;BYMONTHDAY=15", "");
    expect_again("gửi trước các ngày 31/3, 30/6, 30/9 và 31/12 hằng năm", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1", "");
    expect_again("gửi trước ngày 10/6 và ngày 05/12 hằng năm", "FREQ=YEARLY;BYMONTH=6,12", "");
    expect_again("trước ngày 22 hằng tháng, báo cáo", "FREQ=MONTHLY;BYMONTHDAY=22", "");
    expect_again("Hàng tháng, trước ngày 22 gửi số liệu", "FREQ=MONTHLY;BYMONTHDAY=22", "");
    expect_again("Từ tháng 7/2024, hằng tháng báo cáo kết quả", "FREQ=MONTHLY", "2024-07");
    expect_again("báo cáo định kỳ hằng quý", "FREQ=MONTHLY;INTERVAL=3", "");
    expect_again("báo cáo định kỳ 6 tháng", "FREQ=MONTHLY;INTERVAL=6", "");
    expect_again("gửi trước ngày 18 của tháng cuối quý", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=18", "");
    expect_again("gửi trước ngày 05/12 hằng năm", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=5", "");
    expect_again("trước 15 giờ 00 thứ Năm hằng tuần", "FREQ=WEEKLY;BYDAY=TH", "");
    expect_again("Hằng ngày, trước 16h00 báo cáo", "FREQ=DAILY", "");
}

#[test]
fn at_once() {
    expect("cập nhật ngay khi phát sinh", Relation::Immediately, "", "");
}

#[test]
fn what_is_no_deadline() {
    for sentence in [
        "theo Công văn số 12/ABC-XY ngày 03/6/2024",
        "khẩn trương, kịp thời, thường xuyên thực hiện",
        "thống kê hồ sơ tiếp nhận từ ngày 01/7/2022 đến ngày 30/9/2023",
        "số liệu tính đến hết ngày 31/5/2024",
        "thực hiện kế hoạch năm 2024 và báo cáo tháng 5/2024",
        "phấn đấu đến hết năm 2024 đạt chỉ tiêu",
    ] {
        assert_eq!(read(sentence), None, "{sentence}");
    }
}

#[test]
fn cells() {
    let patterns = Patterns::embedded().unwrap_or_else(|error| panic!("{error}"));
    let finder = Finder::new(&patterns, Some("2026-02-03"));
    let read = |cell: &str| finder.of_cell(cell).map(|due| (due.deadline.relation, due.deadline.date.or(due.deadline.recurrence)));
    assert_eq!(read("15/9/2026"), Some((Relation::By, Some("2026-09-15".into()))));
    assert_eq!(read("Quý II/2026"), Some((Relation::During, Some("2026-06-30".into()))));
    assert_eq!(read("Hằng quý"), Some((Relation::Recurring, Some("FREQ=MONTHLY;INTERVAL=3".into()))));
    assert_eq!(read("Trước 28/02/2026"), Some((Relation::Before, Some("2026-02-28".into()))));
    let last = |cell: &str| finder.of_cell(cell).and_then(|due| due.deadline.last_day);
    for (cell, day) in [
        ("2026", "2026-12-31"),
        ("Giai đoạn 2026 - 2030", "2030-12-31"),
        ("Quý I, quý II/2026", "2026-06-30"),
        ("Quý III - IV", "2026-12-31"),
        ("10/2026", "2026-10-31"),
        ("Từ tháng 11/2026 đến tháng 02/2027", "2027-02-28"),
    ] {
        assert_eq!(last(cell), Some(day.to_owned()), "{cell}");
    }
    assert_eq!(read("Thường xuyên"), None);
}
