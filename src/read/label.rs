//! Does a line begin a list item? Dashes, numbers, letters, roman numbers, `Word 1.`.
//!
//! In: a line without marks. Out: the length of its label. It deliberately does not know what the
//! words around a number mean.

/// The list label at the head of a line without marks: its length in bytes.
pub(super) fn length(line: &str) -> Option<usize> {
    let line = line.trim_start();
    let (token, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    if is_bullet(token) || is_number(token) || is_letter(token) || is_roman(token) {
        return Some(token.len());
    }
    if let Some(bullet) = token.chars().next().filter(|&sign| matches!(sign, '-' | '+' | '•' | '–'))
        && token.chars().nth(1).is_some_and(char::is_uppercase)
    {
        return Some(bullet.len_utf8());
    }
    let second = rest.split_whitespace().next().unwrap_or_default();
    let heading = token.chars().next().is_some_and(char::is_uppercase) && token.chars().all(char::is_alphabetic);
    let numbered = is_number(second) && !second.ends_with(')') || second.ends_with([':', '.']) && is_roman(&second.replace(':', "."));
    if heading && numbered { line.find(second).map(|start| start + second.len()) } else { None }
}

/// Whether a line is nothing but a label.
pub(super) fn is_bare(line: &str) -> bool {
    let line = line.trim();
    length(line).is_some_and(|length| length == line.len())
}

fn is_bullet(token: &str) -> bool {
    matches!(
        token,
        "-" | "+" | "*" | "o" | "•" | "–" | "—" | "▪" | "■" | "●" | "○" | "◦" | "♦" | "✓" | "\u{F0B7}" | "\u{F02D}" | "\u{F0A7}"
    )
}

/// `1.`, `12)`, `1-`, `1.2`, `1.2.3.`, `(1)`; not `1.000` and not a bare `12`.
fn is_number(token: &str) -> bool {
    let inner = token.strip_prefix('(').and_then(|inner| inner.strip_suffix(')'));
    let core = inner.unwrap_or_else(|| token.trim_end_matches(['.', ')', ':', '/', '-']));
    let closed = inner.is_some() || core.len() < token.len();
    let groups: Vec<&str> = core.split('.').collect();
    let small = groups.iter().all(|group| !group.is_empty() && group.len() <= 2 && group.bytes().all(|byte| byte.is_ascii_digit()));
    small && (closed || groups.len() > 1 && groups.len() <= 5)
}

/// `a)`, `đ)`, `A.`, `a.`
fn is_letter(token: &str) -> bool {
    let mut characters = token.chars();
    characters.next().is_some_and(char::is_alphabetic) && matches!(characters.next(), Some(')' | '.')) && characters.next().is_none()
}

/// `I.`, `IV)`, `XII.`
fn is_roman(token: &str) -> bool {
    let core = token.trim_end_matches(['.', ')', '-', '/']);
    core.len() < token.len() && (1..=6).contains(&core.len()) && core.bytes().all(|byte| matches!(byte, b'I' | b'V' | b'X' | b'L'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_and_not_labels() {
        for line in [
            "- Như trên;",
            "+ Một",
            "1. Về",
            "1.2 Giao",
            "2.1. Giao",
            "a) Rà",
            "đ) Rà",
            "IV. Kết",
            "(2) Hai",
            "3- Ba",
            "Điều 3. Các",
            "Chương II. Quy",
            "-Như trên",
        ] {
            assert!(length(line).is_some(), "{line}");
        }
        for line in ["12 hồ sơ", "1.000 hồ sơ", "ngày 5 tháng", "-5 độ", "Nghị quyết 57 của", "tại 3.", "VTV1 phát"] {
            assert!(length(line).is_none(), "{line}");
        }
        assert!(is_bare("Điều 1.") && is_bare("-") && !is_bare("- a"));
    }
}
