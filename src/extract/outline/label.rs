//! Labels of the outline: how they look and how deep each kind stands.
//!
//! In: the characters of a paragraph. Out: its label, where the rest begins, and the label's kind.

/// Kinds of labels from the outermost in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// `Phần I`, `Phần thứ hai`.
    Part,
    /// `Chương I`.
    Chapter,
    /// `Mục 1`, `Tiểu mục 1`.
    Section,
    /// `A.`
    Capital,
    /// `I.`
    Roman,
    /// `Điều 1.`
    Article,
    /// `1.`
    Number,
    /// `1.1.`, with the count of its dots.
    Decimal(usize),
    /// `a)`
    Letter,
    /// `(1)`
    Bracketed,
    /// `-`
    Dash,
    /// `+`, `- +`
    Plus,
    /// `*`, `•`
    Mark,
}

impl Kind {
    /// Dash, plus or mark.
    pub(super) fn is_bullet(self) -> bool {
        matches!(self, Self::Dash | Self::Plus | Self::Mark)
    }

    /// Its numbers run through the document, so nothing above belongs to its path.
    pub(super) fn holds_path_above(self) -> bool {
        self <= Self::Section || self == Self::Article
    }

    /// What it adds to the path; headings without a place in paths add nothing.
    pub(super) fn own_name(self, label: &str) -> Option<String> {
        match self {
            Self::Part | Self::Chapter | Self::Section | Self::Dash | Self::Plus | Self::Mark => None,
            Self::Article => Some(format!("Điều {}", bare(label.split_whitespace().last()?))),
            _ => Some(bare(label).to_owned()),
        }
    }
}

fn bare(label: &str) -> &str {
    let bare = label.trim_matches(|letter: char| !letter.is_alphanumeric());
    let digits = bare.trim_start_matches('0');
    if digits.starts_with(|letter: char| letter.is_ascii_digit()) { digits } else { bare }
}

/// The label before a paragraph's text, and where the text begins.
pub(in crate::extract) fn label_of(paragraph: &str) -> Option<(&str, usize)> {
    let rest = paragraph.trim_start();
    let start = paragraph.len() - rest.len();
    let length = bullet(rest).or_else(|| heading(rest)).or_else(|| number(rest))?;
    let label = rest.get(..length)?;
    let after = rest.get(length..)?;
    Some((label.trim_end(), start + length + (after.len() - after.trim_start().len())))
}

/// The kind of a label that [`label_of`] gave.
pub(super) fn kind_of(label: &str) -> Option<Kind> {
    let first = label.chars().next()?;
    if label.ends_with('+') {
        return Some(Kind::Plus);
    }
    match first {
        '-' | '–' | '—' => return Some(Kind::Dash),
        '*' | '•' | '·' | '●' | '◦' | '▪' | '\u{f0b7}' | '\u{f02d}' => return Some(Kind::Mark),
        'o' if label.chars().count() == 1 => return Some(Kind::Mark),
        '(' => return Some(Kind::Bracketed),
        _ => {}
    }
    match label.split_whitespace().next()? {
        "Phần" | "PHẦN" => return Some(Kind::Part),
        "Chương" | "CHƯƠNG" => return Some(Kind::Chapter),
        "Mục" | "MỤC" | "Tiểu" | "TIỂU" => return Some(Kind::Section),
        "Điều" | "ĐIỀU" => return Some(Kind::Article),
        _ => {}
    }
    let bare = label.trim_matches(|letter: char| !letter.is_alphanumeric());
    if first.is_ascii_digit() {
        let dots = bare.matches('.').count();
        return Some(if dots == 0 { Kind::Number } else { Kind::Decimal(dots) });
    }
    if first.is_lowercase() {
        return Some(Kind::Letter);
    }
    Some(if is_roman(bare) { Kind::Roman } else { Kind::Capital })
}

fn is_roman(text: &str) -> bool {
    text.chars().all(|letter| matches!(letter, 'I' | 'V' | 'X'))
}

/// Length of a dash, plus or mark with the space after it.
fn bullet(rest: &str) -> Option<usize> {
    let first = rest.chars().next()?;
    let after = rest.strip_prefix(first)?;
    match first {
        '-' | '–' | '—' => {
            let inner = after.trim_start();
            if inner.starts_with('+') {
                return Some(rest.len() - inner.len() + 1);
            }
            // `-5%` and `- -` are no list labels.
            (after.starts_with(' ') || after.starts_with(char::is_alphabetic)).then_some(first.len_utf8())
        }
        '+' => (!after.starts_with(|letter: char| letter.is_ascii_digit())).then_some(1),
        '*' | '•' | '·' | '●' | '◦' | '▪' | '\u{f0b7}' | '\u{f02d}' => {
            let more = after.trim_start_matches('*');
            (!more.trim().is_empty() && !more.starts_with(')')).then_some(rest.len() - more.len())
        }
        'o' => after.starts_with(' ').then_some(1),
        _ => None,
    }
}

/// Length of `Điều 1.`, `Chương I`, `Phần thứ nhất`, `Mục 2`.
fn heading(rest: &str) -> Option<usize> {
    let word = rest.split_whitespace().next()?;
    let after = rest.strip_prefix(word)?;
    match word {
        "Điều" | "ĐIỀU" => {
            let number = after.split_whitespace().next()?;
            let digits = number.trim_end_matches(['.', ':']);
            let numbered = digits.starts_with(|letter: char| letter.is_ascii_digit()) && digits.chars().count() <= 4;
            let end = word.len() + (after.len() - after.trim_start().len()) + number.len();
            let closed = number.ends_with(['.', ':']) || rest.get(end..).is_some_and(|tail| tail.trim().is_empty());
            (numbered && closed).then_some(end)
        }
        "Chương" | "CHƯƠNG" | "Phần" | "PHẦN" | "Mục" | "MỤC" => {
            let mut words = after.split_whitespace();
            let mut number = words.next()?;
            if matches!(number, "thứ" | "THỨ") {
                number = words.next()?;
            } else {
                let bare = number.trim_end_matches(['.', ':']);
                let numbered = is_roman(bare) || bare.chars().all(|digit| digit.is_ascii_digit());
                let heads = rest.chars().count() < 150 && !rest.trim_end().ends_with([';', ',']);
                if !numbered || bare.is_empty() || !heads {
                    return None;
                }
            }
            let tail = rest.split_once(number).map(|(_, tail)| tail)?;
            let alone = number.ends_with(['.', ':']) || tail.trim().is_empty() || tail.trim_start().starts_with(char::is_uppercase);
            alone.then_some(rest.len() - tail.len())
        }
        _ => None,
    }
}

/// Length of `1.`, `1.1.`, `1.1`, `1)`, `(1)`, `a)`, `a.`, `I.`, `I-`, `A.`, `1/`.
fn number(rest: &str) -> Option<usize> {
    if let Some(inner) = rest.strip_prefix('(') {
        let (number, _) = inner.split_once(')')?;
        let short = number.chars().count() <= 2 && number.chars().all(|letter| letter.is_ascii_digit() || letter.is_lowercase());
        return (short && !number.is_empty()).then(|| number.len() + 2);
    }
    let end = rest.find(|letter: char| !letter.is_alphanumeric() && letter != '.').unwrap_or(rest.len());
    let run = rest.get(..end)?;
    let closed = run.trim_end_matches('.');
    let tail = rest.get(end..)?;
    if tail.is_empty() && !run.ends_with('.') {
        return None;
    }
    let parts: Vec<&str> = closed.split('.').collect();
    let digits = parts.iter().all(|part| (1..=2).contains(&part.len()) && part.chars().all(|digit| digit.is_ascii_digit()));
    if digits {
        return numeric(run, closed, tail, parts.len());
    }
    if let Some(length) = glued(rest) {
        return Some(length);
    }
    let letters = closed.chars().count();
    let single = letters == 1 && closed.chars().all(char::is_alphabetic);
    if !(single || is_roman(closed) && !closed.is_empty()) {
        return None;
    }
    if run.ends_with('.') {
        return tail.starts_with(' ').then_some(run.len());
    }
    let mark = tail.chars().next().filter(|mark| matches!(mark, ')' | '/' | '-'))?;
    let after = tail.strip_prefix(mark)?;
    let slash_or_dash_sure = mark == ')' || after.starts_with(' ') || after.is_empty();
    slash_or_dash_sure.then_some(run.len() + 1)
}

fn numeric(run: &str, closed: &str, tail: &str, parts: usize) -> Option<usize> {
    if run.ends_with('.') {
        return (tail.starts_with(' ') || tail.is_empty() || tail.starts_with('*')).then_some(run.len());
    }
    // `2.1 Kết quả`: a capital must follow, or it is a figure.
    if parts > 1 && tail.trim_start().starts_with(char::is_uppercase) {
        return Some(closed.len());
    }
    let mark = tail.chars().next().filter(|mark| matches!(mark, ')' | '/' | '-'))?;
    let after = tail.strip_prefix(mark)?;
    let sure = parts == 1 || after.trim_start().starts_with(char::is_uppercase);
    (sure && (mark == ')' || after.starts_with(' '))).then_some(run.len() + 1)
}

/// `1.Nâng cao`, `a.Rà soát`: the space is missing, a capital follows.
fn glued(rest: &str) -> Option<usize> {
    let (number, after) = rest.split_once('.')?;
    let digits = (1..=2).contains(&number.len()) && number.chars().all(|digit| digit.is_ascii_digit());
    let mut letters = after.chars();
    let word = letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase);
    (digits && word).then(|| number.len() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_labels_off() {
        for (line, label, body) in [
            ("1. Giao Sở", "1.", "Giao Sở"),
            ("1.1. Giao", "1.1.", "Giao"),
            ("2.1 Kết quả", "2.1", "Kết quả"),
            ("2.1- Kết quả", "2.1-", "Kết quả"),
            ("a) Rà soát", "a)", "Rà soát"),
            ("đ) Rà soát", "đ)", "Rà soát"),
            ("II. KẾT QUẢ", "II.", "KẾT QUẢ"),
            ("I- TÌNH HÌNH", "I-", "TÌNH HÌNH"),
            ("- Sở Nội vụ", "-", "Sở Nội vụ"),
            ("– Sở Nội vụ", "–", "Sở Nội vụ"),
            ("- + Chủ trì", "- +", "Chủ trì"),
            ("+ Chủ trì", "+", "Chủ trì"),
            ("*** Kiến nghị:", "***", "Kiến nghị:"),
            ("• Một", "•", "Một"),
            ("Điều 1. Ban hành", "Điều 1.", "Ban hành"),
            ("Chương II", "Chương II", ""),
            ("3.Tăng cường", "3.", "Tăng cường"),
            ("(1) Một", "(1)", "Một"),
        ] {
            let (found, start) = label_of(line).unwrap_or_else(|| panic!("{line}"));
            assert_eq!((found, line.get(start..)), (label, Some(body)));
            assert!(kind_of(found).is_some());
        }
    }

    #[test]
    fn leaves_figures_and_citations() {
        for line in [
            "1.064 hồ sơ",
            "Điều 5 của Nghị định",
            "35,96% hồ sơ",
            "-5% so với",
            "TP. Tây Ninh",
            "Mục tiêu chung",
            "12/20 điểm",
            "2.1 điểm",
            "2.1 - 3.5 điểm",
        ] {
            assert_eq!(label_of(line), None, "{line}");
        }
    }
}
