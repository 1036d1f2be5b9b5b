//! Pages saved from web sites: HTML into the marks of plain text.
//!
//! In: HTML, also broken. Out: text with `**` and `*` marks, and bars alone around table cells. It
//! deliberately is no HTML parser: what it does not know, it passes over.

use std::fmt::Write as _;

/// Whether a text is a saved page.
pub(super) fn is_html(text: &str) -> bool {
    let head: String = text.trim_start().chars().take(500).collect::<String>().to_lowercase();
    head.starts_with('<')
        && ["<html", "<!doctype html", "<head", "<body", "<div", "<table", "<p>", "<p "].iter().any(|tag| head.contains(tag))
}

/// The text of a page with marks.
pub(super) fn to_marks(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    let mut hidden: Option<String> = None;
    let mut in_cell = false;
    while let Some((text, behind)) = rest.split_once('<') {
        if hidden.is_none() {
            push_text(text, &mut out);
        }
        if let Some(comment) = behind.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let Some((tag, after)) = behind.split_once('>') else {
            rest = "";
            break;
        };
        rest = after;
        let tag = tag.trim_end_matches('/').to_lowercase();
        let name = tag.split_whitespace().next().unwrap_or_default();
        match &hidden {
            Some(own) if name.strip_prefix('/') == Some(own) => hidden = None,
            Some(_) => {}
            None if matches!(name, "script" | "style" | "head" | "noscript") => hidden = Some(name.to_owned()),
            None => {
                in_cell = matches!(name, "td" | "th") || in_cell && !matches!(name, "/td" | "/th" | "/table");
                put(mark(name), in_cell, &mut out);
            }
        }
    }
    if hidden.is_none() {
        push_text(rest, &mut out);
    }
    out
}

/// Adds a mark; a blank line would end a table, so there is none in a cell or between its bars.
fn put(mark: &str, in_cell: bool, out: &mut String) {
    let begun = out.is_empty() || out.ends_with('\n');
    match mark {
        "\n|\n" if begun => out.push_str("|\n"),
        "\n\n" if in_cell && begun => {}
        "\n\n" if in_cell => out.push('\n'),
        "\n\n- " if in_cell => out.push_str(if begun { "- " } else { "\n- " }),
        mark => out.push_str(mark),
    }
}

/// What a tag becomes.
fn mark(tag: &str) -> &'static str {
    match tag {
        "b" | "strong" | "/b" | "/strong" => "**",
        "i" | "em" | "/i" | "/em" => "*",
        "br" => "  \n",
        "li" => "\n\n- ",
        "tr" | "/td" | "/th" => "\n|\n",
        "p" | "/p" | "div" | "/div" | "/li" | "ul" | "/ul" | "ol" | "/ol" | "h1" | "/h1" | "h2" | "/h2" | "h3" | "/h3" | "h4" | "/h4"
        | "/table" | "table" | "hr" => "\n\n",
        _ => "",
    }
}

/// Line ends in HTML are spaces, and stars are no marks.
fn push_text(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('&') {
        push_plain(before, out);
        let entity = behind.split_once(';').filter(|(name, _)| name.len() < 10).and_then(|(name, after)| Some((character(name)?, after)));
        if let Some((character, after)) = entity {
            let _ = write!(out, "{character}");
            rest = after;
        } else {
            out.push('&');
            rest = behind;
        }
    }
    push_plain(rest, out);
}

fn push_plain(text: &str, out: &mut String) {
    for character in text.chars() {
        match character {
            '*' => out.push_str("\\*"),
            other if other.is_whitespace() => {
                if !out.ends_with(char::is_whitespace) {
                    out.push(' ');
                }
            }
            other => out.push(other),
        }
    }
}

fn character(name: &str) -> Option<char> {
    if let Some(code) = name.strip_prefix('#') {
        let code = match code.strip_prefix(['x', 'X']) {
            Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
            None => code.parse().ok()?,
        };
        return char::from_u32(code);
    }
    const KNOWN: [(&str, char); 12] = [
        ("amp", '&'),
        ("lt", '<'),
        ("gt", '>'),
        ("quot", '"'),
        ("apos", '\''),
        ("nbsp", ' '),
        ("ndash", '–'),
        ("mdash", '—'),
        ("ldquo", '“'),
        ("rdquo", '”'),
        ("hellip", '…'),
        ("deg", '°'),
    ];
    let named = KNOWN.iter().find(|(own, _)| *own == name).map(|(_, character)| *character);
    named.or_else(|| latin_letter(name))
}

/// `&aacute;`, `&Ocirc;`: a letter and the name of its mark.
fn latin_letter(name: &str) -> Option<char> {
    use unicode_normalization::char::compose;
    let (letter, mark) = (name.chars().next()?, name.get(1..)?);
    let mark = match mark {
        "grave" => '\u{300}',
        "acute" => '\u{301}',
        "circ" => '\u{302}',
        "tilde" => '\u{303}',
        _ => return None,
    };
    compose(letter, mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_become_marks_and_bars() {
        let page = "<html><head><title>x</title></head><body><p><b>S&Ocirc;</b> a &amp;\n b*<br>c</p><table>\n<tr>\n<td><p>1</p><p>x</p></td> <td>2</td></tr><tr><td>3</td></tr>\n</table><p>d<!-- z --></body></html>";
        assert!(is_html(page) && !is_html("<https://a.vn> là địa chỉ") && !is_html("Kính gửi"));
        let text = to_marks(page);
        assert!(text.contains("**SÔ** a & b\\*  \nc\n"), "{text}");
        assert!(text.contains("\n|\n1\nx\n|\n2\n|\n|\n3\n|\n\n"), "{text}");
    }

    #[test]
    fn broken_pages_are_passed_through() {
        assert_eq!(to_marks("<p>a &bogus; <b"), "\n\na &bogus; ");
        assert_eq!(to_marks("<style>p { }"), "");
    }
}
