//! The part of a query that names a field: `loại:BC`, `hạn:<15/3/2024`, `điểm:>=80`.
//!
//! In: a name and a value, as typed. Out: a [`Filter`], or `None` where the name is no field or the value
//! makes no sense for it; such a part is then searched for as words, so that nothing typed is an error.

use jiff::civil::Date;

use super::syllables::{Syllable, number, syllables};
use crate::text::fold;

/// A condition on one field.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Filter {
    /// The words stand together in a field.
    Words(Words, Vec<Syllable>),
    /// The document's own number, or one that it names, is or begins with this.
    Number(Numbers, String),
    /// Code or name of its type, without marks.
    Kind(String),
    /// A day of the document between two days, both counted.
    Days(Days, Option<Date>, Option<Date>),
    /// A total between two figures.
    Total(Bound, Bound),
}

/// Fields of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Words {
    Issuer,
    Signer,
    Receiver,
    Assignee,
    Unit,
    Criterion,
    Subject,
}

/// Fields of document numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Numbers {
    /// The document's own.
    Own,
    /// Those that it names.
    Cited,
}

/// Fields of days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Days {
    /// The document's own.
    Own,
    /// The last days of its duties.
    Due,
}

/// An end of a range of figures: the figure, and whether it counts itself.
pub(super) type Bound = Option<(f64, bool)>;

/// What a field's name stands for.
#[derive(Debug, Clone, Copy)]
enum Meaning {
    Words(Words),
    Number(Numbers),
    Kind,
    Day(Days),
    /// On or after.
    Since,
    /// Up to and with.
    Until,
    Total,
}

/// Names of fields, folded and without hyphens.
const NAMES: &[(&str, Meaning)] = &[
    ("so", Meaning::Number(Numbers::Own)),
    ("sokyhieu", Meaning::Number(Numbers::Own)),
    ("number", Meaning::Number(Numbers::Own)),
    ("dan", Meaning::Number(Numbers::Cited)),
    ("viendan", Meaning::Number(Numbers::Cited)),
    ("cites", Meaning::Number(Numbers::Cited)),
    ("loai", Meaning::Kind),
    ("type", Meaning::Kind),
    ("coquan", Meaning::Words(Words::Issuer)),
    ("banhanh", Meaning::Words(Words::Issuer)),
    ("issuer", Meaning::Words(Words::Issuer)),
    ("nguoiky", Meaning::Words(Words::Signer)),
    ("signer", Meaning::Words(Words::Signer)),
    ("kinhgui", Meaning::Words(Words::Receiver)),
    ("noinhan", Meaning::Words(Words::Receiver)),
    ("addressee", Meaning::Words(Words::Receiver)),
    ("giao", Meaning::Words(Words::Assignee)),
    ("assignee", Meaning::Words(Words::Assignee)),
    ("donvi", Meaning::Words(Words::Unit)),
    ("unit", Meaning::Words(Words::Unit)),
    ("tieuchi", Meaning::Words(Words::Criterion)),
    ("criterion", Meaning::Words(Words::Criterion)),
    ("trichyeu", Meaning::Words(Words::Subject)),
    ("subject", Meaning::Words(Words::Subject)),
    ("ngay", Meaning::Day(Days::Own)),
    ("nam", Meaning::Day(Days::Own)),
    ("thang", Meaning::Day(Days::Own)),
    ("date", Meaning::Day(Days::Own)),
    ("year", Meaning::Day(Days::Own)),
    ("tu", Meaning::Since),
    ("from", Meaning::Since),
    ("den", Meaning::Until),
    ("to", Meaning::Until),
    ("han", Meaning::Day(Days::Due)),
    ("due", Meaning::Day(Days::Due)),
    ("diem", Meaning::Total),
    ("score", Meaning::Total),
];

/// Understands `name:value`.
pub(super) fn filter(name: &str, value: &str) -> Option<Filter> {
    let name: String = fold(name).chars().filter(|character| character.is_alphanumeric()).collect();
    let meaning = NAMES.iter().find(|(known, _)| *known == name)?.1;
    let value = value.trim();
    match meaning {
        Meaning::Words(field) => Some(syllables(value)).filter(|found| !found.is_empty()).map(|found| Filter::Words(field, found)),
        Meaning::Number(field) => Some(number(value)).filter(|number| !number.is_empty()).map(|number| Filter::Number(field, number)),
        Meaning::Kind => (!value.is_empty()).then(|| Filter::Kind(fold(value).split_whitespace().collect::<Vec<_>>().join(" "))),
        Meaning::Day(field) => days(field, value),
        Meaning::Since => Some(Filter::Days(Days::Own, Some(period(value)?.0), None)),
        Meaning::Until => Some(Filter::Days(Days::Own, None, Some(period(value)?.1))),
        Meaning::Total => total(value),
    }
}

/// How a value stands to the field: `<`, `<=`, `>`, `>=`, or nothing.
fn comparison(value: &str) -> (&str, &str) {
    let signs = ["<=", ">=", "≤", "≥", "<", ">", "="];
    signs.iter().find_map(|sign| value.strip_prefix(sign).map(|rest| (*sign, rest.trim()))).unwrap_or(("", value))
}

fn days(field: Days, value: &str) -> Option<Filter> {
    let (sign, rest) = comparison(value);
    let (first, last) = period(rest)?;
    Some(match sign {
        "<" => Filter::Days(field, None, Some(first.yesterday().ok()?)),
        ">" => Filter::Days(field, Some(last.tomorrow().ok()?), None),
        "<=" | "≤" => Filter::Days(field, None, Some(last)),
        ">=" | "≥" => Filter::Days(field, Some(first), None),
        _ => Filter::Days(field, Some(first), Some(last)),
    })
}

fn total(value: &str) -> Option<Filter> {
    let (sign, rest) = comparison(value);
    let figure: f64 = rest.replace(',', ".").parse().ok().filter(|figure: &f64| figure.is_finite())?;
    Some(match sign {
        "<" => Filter::Total(None, Some((figure, false))),
        ">" => Filter::Total(Some((figure, false)), None),
        "<=" | "≤" => Filter::Total(None, Some((figure, true))),
        ">=" | "≥" => Filter::Total(Some((figure, true)), None),
        _ => Filter::Total(Some((figure, true)), Some((figure, true))),
    })
}

/// First and last day of a day, month, quarter or year as people write it:
/// `15/3/2024`, `2024-03-15`, `3/2024`, `tháng 3 năm 2024`, `quý I/2024`, `2024`.
pub(super) fn period(text: &str) -> Option<(Date, Date)> {
    let folded = fold(text);
    let mut parts: Vec<&str> = folded.split(|character: char| !character.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let quarter = parts.first().is_some_and(|first| matches!(*first, "quy" | "q"));
    parts.retain(|part| !matches!(*part, "ngay" | "thang" | "nam" | "quy" | "q"));
    if let ([figure, year], true) = (parts.as_slice(), quarter) {
        return months(year.parse().ok()?, roman(figure)?.checked_mul(3)?.checked_sub(2)?, 3);
    }
    match parts.as_slice() {
        [year] if year.len() == 4 => months(year.parse().ok()?, 1, 12),
        [year, month] if year.len() == 4 => months(year.parse().ok()?, month.parse().ok()?, 1),
        [month, year] if year.len() == 4 => months(year.parse().ok()?, month.parse().ok()?, 1),
        [year, month, day] if year.len() == 4 => one_day(year, month, day),
        [day, month, year] if year.len() == 4 => one_day(year, month, day),
        _ => None,
    }
}

fn one_day(year: &str, month: &str, day: &str) -> Option<(Date, Date)> {
    let day = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    Some((day, day))
}

fn months(year: i16, first: i8, count: i8) -> Option<(Date, Date)> {
    let last = Date::new(year, first.checked_add(count)?.checked_sub(1)?, 1).ok()?.last_of_month();
    Some((Date::new(year, first, 1).ok()?, last))
}

fn roman(figure: &str) -> Option<i8> {
    match figure {
        "i" | "1" => Some(1),
        "ii" | "2" => Some(2),
        "iii" | "3" => Some(3),
        "iv" | "4" => Some(4),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(text: &str) -> Option<String> {
        period(text).map(|(first, last)| format!("{first} {last}"))
    }

    #[test]
    fn days_are_understood_as_people_write_them() {
        for same in ["15/3/2024", "15-03-2024", "15.3.2024", "2024-03-15", "ngày 15 tháng 3 năm 2024"] {
            assert_eq!(span(same).as_deref(), Some("2024-03-15 2024-03-15"), "{same}");
        }
        for same in ["2/2024", "02/2024", "2024-02", "tháng 2/2024", "tháng 2 năm 2024"] {
            assert_eq!(span(same).as_deref(), Some("2024-02-01 2024-02-29"), "{same}");
        }
        assert_eq!(span("quý IV/2024").as_deref(), Some("2024-10-01 2024-12-31"));
        assert_eq!(span("năm 2024").as_deref(), Some("2024-01-01 2024-12-31"));
        for wrong in ["", "31/2/2024", "13/2024", "hôm nay", "15/3", "quý V/2024", "99999"] {
            assert_eq!(span(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn fields_have_vietnamese_and_english_names() {
        assert_eq!(filter("cơ-quan", "Tây Ninh"), filter("issuer", "tây ninh").map(|found| rename(found, "Tây Ninh")));
        assert_eq!(filter("loại", "Báo  cáo"), Some(Filter::Kind("bao cao".into())));
        assert_eq!(filter("điểm", "<50"), Some(Filter::Total(None, Some((50.0, false)))));
        assert_eq!(filter("điểm", ">=79,5"), Some(Filter::Total(Some((79.5, true)), None)));
        assert_eq!(filter("hạn", "<15/3/2024"), Some(Filter::Days(Days::Due, None, Some(Date::constant(2024, 3, 14)))));
        assert_eq!(filter("số", "05/KH-UBND"), Some(Filter::Number(Numbers::Own, "5/kh-ubnd".into())));
        assert_eq!(filter("hạn", "sớm"), None);
        assert_eq!(filter("http", "x"), None);
    }

    /// Syllables know where they stood, which differs with the spelling.
    fn rename(filter: Filter, text: &str) -> Filter {
        match filter {
            Filter::Words(field, _) => Filter::Words(field, syllables(text)),
            other => other,
        }
    }
}
