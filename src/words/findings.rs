//! Findings as one Vietnamese sentence each, which a clerk can forward.
//!
//! In: names and figures. Out: the sentence. It does not know how a contradiction was found.

/// A figure as offices write it: `37,5`.
#[must_use]
pub fn figure(value: f64) -> String {
    let rounded = (value * 10_000.0).round() / 10_000.0;
    rounded.to_string().replace('.', ",")
}

/// A period in words: `tháng 9/2024`.
#[must_use]
pub fn period(period: &str) -> String {
    match period.split_once('-') {
        None => format!("năm {period}"),
        Some((year, part)) => match part {
            "Q1" => format!("quý I/{year}"),
            "Q2" => format!("quý II/{year}"),
            "Q3" => format!("quý III/{year}"),
            "Q4" => format!("quý IV/{year}"),
            "H1" => format!("6 tháng đầu năm {year}"),
            "H2" => format!("6 tháng cuối năm {year}"),
            month if month.len() == 2 => format!("tháng {}/{year}", month.trim_start_matches('0')),
            _ => period.to_owned(),
        },
    }
}

/// A date as offices write it: `15/8/2019`.
#[must_use]
pub fn date(date: &str) -> String {
    let parts: Vec<&str> = date.split('-').map(|part| part.trim_start_matches('0')).collect();
    match parts.as_slice() {
        [year, month, day] => format!("{day}/{month}/{year}"),
        _ => date.to_owned(),
    }
}

/// Criteria that do not add up to the total.
#[must_use]
pub fn sum(unit: &str, count: usize, computed: f64, stated: f64) -> String {
    format!("{unit}: {count} tiêu chí cộng lại được {} điểm, tổng điểm ghi {}.", figure(computed), figure(stated))
}

/// Rows that do not add up to the row of sums.
#[must_use]
pub fn column_sum(column: &str, computed: f64, stated: f64) -> String {
    format!("Cột “{column}”: các dòng cộng lại được {}, dòng tổng ghi {}.", figure(computed), figure(stated))
}

/// One figure stated twice, differently.
#[must_use]
pub fn conflict(what: &str, first: f64, second: f64) -> String {
    format!("{what}: văn bản ghi hai số khác nhau, {} và {}.", figure(first), figure(second))
}

/// A score above its maximum.
#[must_use]
pub fn above_max(what: &str, score: f64, max: f64) -> String {
    format!("{what}: ghi {} điểm, cao hơn điểm tối đa {}.", figure(score), figure(max))
}

/// A rank above the number ranked.
#[must_use]
pub fn rank_out_of_range(what: &str, rank: u32, of: u32) -> String {
    format!("{what}: ghi hạng {rank} trong khi chỉ có {of} đơn vị được xếp hạng.")
}

/// A better rank with a lower score.
#[must_use]
pub fn rank_order(upper: &str, upper_score: f64, upper_rank: u32, lower: &str, lower_score: f64, lower_rank: u32) -> String {
    format!(
        "{upper} ({} điểm) xếp hạng {upper_rank}, trên {lower} ({} điểm) xếp hạng {lower_rank}.",
        figure(upper_score),
        figure(lower_score)
    )
}

/// A rating against the bands.
#[must_use]
pub fn rating(unit: &str, total: f64, stated: &str, computed: &str) -> String {
    format!("{unit} đạt {} điểm, ghi xếp loại {stated}; theo thang điểm là {computed}.", figure(total))
}

/// A change against the two totals.
#[must_use]
pub fn change(unit: &str, stated: f64, total: f64, before: f64) -> String {
    let direction = if stated < 0.0 { "giảm" } else { "tăng" };
    let difference = figure(total - before);
    format!("{unit}: ghi {direction} {} điểm, nhưng {} - {} = {difference}.", figure(stated.abs()), figure(total), figure(before))
}

/// A percentage against its counts.
#[must_use]
pub fn percent(part: f64, whole: f64, stated: f64, computed: f64) -> String {
    format!("{}/{} là {}%, văn bản ghi {}%.", figure(part), figure(whole), figure(computed), figure(stated))
}

/// A superlative that other figures refute.
#[must_use]
pub fn superlative(what: &str, claim: &str, value: f64, truly: &str, true_value: f64) -> String {
    format!("Ghi {what} {claim} ({}), nhưng {claim} là {truly} ({}).", figure(value), figure(true_value))
}

/// Nothing of a kind is said to have occurred, and yet there are points for it.
#[must_use]
pub fn none_occurred(criterion: &str, score: f64) -> String {
    format!("Ghi chưa phát sinh, nhưng {criterion} được {} điểm.", figure(score))
}

/// A stated count against rows.
#[must_use]
pub fn count(kinds: &str, stated: usize, rows: usize) -> String {
    format!("Văn bản ghi {stated} {kinds}, bảng kết quả có {rows} dòng.")
}

/// The subject's period against another place's.
#[must_use]
pub fn period_mismatch(subject: &str, closing: Option<&str>, annex: Option<&str>) -> String {
    let places = [("phần kết", closing), ("tên bảng, phụ lục", annex)];
    let others: Vec<String> = places.iter().filter_map(|(place, own)| Some(format!("{place} ghi {}", period((*own)?)))).collect();
    format!("Trích yếu ghi {}; {}.", period(subject), others.join("; "))
}

/// A report dated before its period began.
#[must_use]
pub fn period_after_date(own: &str, dated: &str) -> String {
    format!("Văn bản báo cáo {} nhưng ký ngày {}.", period(own), date(dated))
}

/// A deadline before the document.
#[must_use]
pub fn deadline(deadline: &str, document: &str) -> String {
    format!("Hạn thực hiện ngày {} trước ngày ký văn bản {}.", date(deadline), date(document))
}

/// A blank number.
#[must_use]
pub fn blank_number() -> String {
    "Số văn bản để trống.".to_owned()
}

/// A blank date.
#[must_use]
pub fn blank_date() -> String {
    "Ngày, tháng ban hành để trống.".to_owned()
}

/// An annex that is not there.
#[must_use]
pub fn missing_annex(annex: &str, there: &str) -> String {
    format!("Văn bản nêu Phụ lục {annex} kèm theo nhưng chỉ có Phụ lục {there}.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_figures_and_periods_as_offices_do() {
        assert_eq!(figure(0.1 + 0.2), "0,3");
        assert_eq!(period("2024-09"), "tháng 9/2024");
        assert_eq!(period("2023-Q2"), "quý II/2023");
        assert_eq!(date("2019-08-05"), "5/8/2019");
        assert_eq!(period_mismatch("2024-09", None, Some("2024-08")), "Trích yếu ghi tháng 9/2024; tên bảng, phụ lục ghi tháng 8/2024.");
    }
}
