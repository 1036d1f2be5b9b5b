//! Markdown marks inside a paragraph become fonts; what is no mark stays a character.
//!
//! In: the lines of one paragraph. Out: lines of words. Converters write marks where the standard
//! would not take them (`**1. **Giao`), so spaces beside a mark decide nothing by themselves.

use crate::layout::{Font, Line};
use crate::read::flow::LineBuilder;

enum Token {
    Text(char),
    Stars { count: usize, lone: bool },
    Break,
}

/// A line that only draws: dashes, underlines, or marks around nothing.
pub(super) fn is_rule(line: &str) -> bool {
    let line = line.trim();
    let drawn = |sign: char| line.chars().filter(|&character| character == sign).count();
    let only = |signs: &[char]| line.chars().all(|character| signs.contains(&character) || character == ' ');
    !line.is_empty()
        && (only(&['*']) && (drawn('*') > 2 || line.contains(' '))
            || only(&['-', '_', '=', '~', '–', '—', '\\']) && line.chars().count() > 2)
}

/// How many marks of bold and of italic a line has.
pub(super) fn count(line: &str) -> (usize, usize) {
    let (mut bold, mut italic) = (0, 0);
    for token in tokens(&[line]) {
        if let Token::Stars { count, lone: false } = token {
            bold += usize::from(count >= 2);
            italic += count % 2;
        }
    }
    (bold, italic)
}

/// The line without marks, for looking at its characters.
pub(super) fn plain(line: &str) -> String {
    let text: String =
        tokens(&[line]).into_iter().filter_map(|token| if let Token::Text(character) = token { Some(character) } else { None }).collect();
    text.trim().to_owned()
}

/// The lines of a paragraph as words with fonts.
pub(super) fn lines(raw: &[&str]) -> Vec<Line> {
    let heading = raw.first().is_some_and(|line| heading_text(line).is_some());
    let raw: Vec<&str> = raw.iter().enumerate().map(|(index, line)| if index == 0 { item_text(line) } else { line }).collect();
    let tokens = tokens(&raw);
    let later = closers(&tokens);
    let mut font = Font { bold: heading, ..Font::default() };
    let mut builder = LineBuilder::default();
    let mut out = Vec::new();
    for (token, (bold_later, italic_later)) in tokens.iter().zip(later) {
        match token {
            Token::Text(character) => builder.push(character.encode_utf8(&mut [0; 4]), font),
            Token::Break => out.push(builder.take()),
            Token::Stars { count, lone: true } => builder.push(&"*".repeat(*count), font),
            Token::Stars { count, lone: false } => {
                let literal = turn(&mut font, *count, bold_later, italic_later);
                builder.push(&"*".repeat(literal), font);
            }
        }
    }
    out.push(builder.take());
    out
}

/// Turns marks on or off; gives how many stars are no marks.
fn turn(font: &mut Font, count: usize, bold_later: bool, italic_later: bool) -> usize {
    let mut left = count;
    if left >= 2 && (font.bold || bold_later) {
        font.bold = !font.bold;
        left -= 2;
    } else if left == 2 && font.italic {
        return 0;
    } else if left >= 2 {
        left -= 2;
    }
    if left % 2 == 1 && (font.italic || italic_later) {
        font.italic = !font.italic;
        left -= 1;
    }
    left
}

/// For each token: does a mark of bold, of italic, stand behind it?
fn closers(tokens: &[Token]) -> Vec<(bool, bool)> {
    let mut later = Vec::with_capacity(tokens.len());
    let (mut bold, mut italic) = (false, false);
    for token in tokens.iter().rev() {
        later.push((bold, italic));
        if let Token::Stars { count, lone: false } = token {
            bold |= *count >= 2;
            italic |= count % 2 == 1;
        }
    }
    later.reverse();
    later
}

fn tokens(lines: &[&str]) -> Vec<Token> {
    let mut tokens = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        if index > 0 {
            tokens.push(Token::Break);
        }
        line_tokens(line.trim(), &mut tokens);
    }
    tokens
}

fn line_tokens(line: &str, tokens: &mut Vec<Token>) {
    let mut rest = line.chars().peekable();
    let mut before = ' ';
    while let Some(character) = rest.next() {
        match character {
            '\\' if rest.peek().is_some_and(char::is_ascii_punctuation) => {
                if let Some(escaped) = rest.next() {
                    tokens.push(Token::Text(escaped));
                }
            }
            '*' => {
                let mut count = 1;
                while rest.next_if_eq(&'*').is_some() {
                    count += 1;
                }
                let after = rest.peek().copied();
                // Four close and open again.
                if count != 4 {
                    tokens.push(Token::Stars { count, lone: count > 4 || is_lone(before, count, after) });
                }
            }
            // Underlined, as some pages mark it; a line to be filled in has more, or a space beside.
            '_' if rest.peek() == Some(&'_') => {
                let count = 1 + std::iter::from_fn(|| rest.next_if_eq(&'_')).count();
                let blank = count > 2 || before == ' ' && rest.peek().is_none_or(|next| *next == ' ');
                let shown = if blank { count } else { 0 };
                tokens.extend((0..shown).map(|_| Token::Text('_')));
            }
            other => tokens.push(Token::Text(other)),
        }
        before = character;
    }
}

/// A footnote star `(*)`, or a sign between two spaces or two digits, is no mark.
fn is_lone(before: char, count: usize, after: Option<char>) -> bool {
    let digit = |character: char| character.is_ascii_digit();
    before == '(' && after == Some(')') || count == 1 && before == ' ' && after == Some(' ') || digit(before) && after.is_some_and(digit)
}

/// The text behind `#` marks of a heading.
fn heading_text(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let text = line.trim_start_matches('#');
    let level = line.len() - text.len();
    ((1..=6).contains(&level) && text.starts_with(' ')).then(|| text.trim_start())
}

/// The first line of a paragraph without the marks of headings and quotes, and without the second
/// bullet that converters put before one in the text (`- + Một` is `+ Một`).
fn item_text(line: &str) -> &str {
    let line = heading_text(line).unwrap_or(line).trim_start();
    let line = line.strip_prefix("> ").unwrap_or(line);
    match line.strip_prefix("- ").map(str::trim_start) {
        Some(inner) if inner.starts_with("+ ") || inner.starts_with("- ") => inner,
        _ => line,
    }
}

/// Takes the angle brackets off addresses: `<https://…>`.
pub(super) fn bare_addresses(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        let address = after.split_once('>').filter(|(inner, _)| is_address(inner));
        if let Some((inner, behind)) = address {
            out.push_str(inner);
            rest = behind;
        } else {
            out.push('<');
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

fn is_address(inner: &str) -> bool {
    (inner.contains("://") || inner.contains('@')) && inner.len() < 500 && !inner.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn underlining_is_no_text_but_lines_to_fill_in_are() {
        assert_eq!(plain("__Nơi nhận__:"), "Nơi nhận:");
        assert_eq!(plain("Số: ____/UBND"), "Số: ____/UBND");
        assert_eq!(plain("ngày __ tháng __"), "ngày __ tháng __");
    }

    fn show(raw: &[&str]) -> String {
        let style = |font: Font| match (font.bold, font.italic) {
            (true, true) => "X",
            (true, false) => "B",
            (false, true) => "I",
            (false, false) => "",
        };
        let words = |line: &Line| line.words.iter().map(|word| format!("{}{}", style(word.font), word.text)).collect::<Vec<_>>().join(" ");
        lines(raw).iter().map(words).collect::<Vec<_>>().join(" / ")
    }

    #[test]
    fn marks_become_fonts() {
        assert_eq!(show(&["**SỞ NỘI", "VỤ**"]), "BSỞ BNỘI / BVỤ");
        assert_eq!(show(&["**1. **Giao *ngay*, đủ"]), "B1. Giao Ingay, đủ");
        assert_eq!(show(&["*** Ghi chú:**"]), "B* BGhi Bchú:");
        assert_eq!(show(&["***Cả hai*** thường"]), "XCả Xhai thường");
        assert_eq!(show(&["*Nơi nhận**:*"]), "INơi Inhận:");
        assert_eq!(show(&["## Mục *a*"]), "BMục Xa");
        assert_eq!(show(&["- + Một"]), "+ Một");
    }

    #[test]
    fn what_is_no_mark_stays() {
        assert_eq!(show(&["quá hạn (*) và (**) 2*3 a * b \\*c\\#"]), "quá hạn (*) và (**) 2*3 a * b *c#");
        assert_eq!(show(&["* Lưu ý"]), "* Lưu ý");
        assert_eq!(bare_addresses("xem <https://a.vn> nếu x < y"), "xem https://a.vn nếu x < y");
    }

    #[test]
    fn drawn_lines() {
        assert!(is_rule("-------") && is_rule("* *") && is_rule("***") && !is_rule("- a") && !is_rule("*") && !is_rule("…"));
    }
}
