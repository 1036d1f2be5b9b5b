//! Figures as offices write them.
//!
//! In: characters. Out: a number. A comma is the decimal mark, a dot before groups of exactly three
//! digits separates thousands; another dot is a decimal mark that recognition left.

/// Reads a figure that is all of the text: `87,3`, `1.064`, `51.53`, `+0,21`.
#[must_use]
pub fn parse(text: &str) -> Option<f64> {
    let text = text.trim();
    let (negative, digits) = match text.strip_prefix(['-', '–', '−']) {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text.strip_prefix('+').map_or(text, str::trim_start)),
    };
    let plain = plain(digits)?;
    let value: f64 = plain.parse().ok()?;
    Some(if negative && value != 0.0 { -value } else { value })
}

/// The same figure with a point for the decimal mark and nothing between thousands.
fn plain(digits: &str) -> Option<String> {
    let figure = |text: &str| !text.is_empty() && text.len() <= 15 && text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, decimals) = match digits.split_once(',') {
        Some((whole, decimals)) => (whole, Some(decimals)),
        None => (digits, None),
    };
    if decimals.is_some_and(|decimals| !figure(decimals)) {
        return None;
    }
    let parts: Vec<&str> = whole.split('.').collect();
    if !parts.iter().all(|part| figure(part)) {
        return None;
    }
    let (first, rest) = parts.split_first()?;
    let thousands = !rest.is_empty() && rest.iter().all(|group| group.len() == 3) && first.len() <= 3 && *first != "0";
    match (rest, decimals) {
        ([], None) => Some((*first).to_owned()),
        ([], Some(decimals)) => Some(format!("{first}.{decimals}")),
        (_, decimals) if thousands => Some(format!("{}.{}", parts.concat(), decimals.unwrap_or("0"))),
        ([fraction], None) if fraction.len() <= 4 => Some(format!("{first}.{fraction}")),
        _ => None,
    }
}

/// How many decimals a figure is printed with.
#[must_use]
pub fn decimals(text: &str) -> usize {
    text.trim().split_once(',').map_or(0, |(_, decimals)| decimals.len())
}

/// Reads a whole number, `05` → 5.
pub(super) fn whole(text: &str) -> Option<u32> {
    text.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_figures() {
        let read: Vec<Option<f64>> = ["87,3", "1.064", "2.033", "51.53", "00", "0,6419", "0.641", "1.234.567,8", "-0,5"].map(parse).into();
        let meant = [87.3, 1064.0, 2033.0, 51.53, 0.0, 0.6419, 0.641, 1_234_567.8, -0.5].map(Some);
        assert_eq!(read, meant);
        assert_eq!(["", "x", "1,2,3", "000.21.35.H53", "12/3", "1.000626"].map(parse), [None; 6]);
    }
}
