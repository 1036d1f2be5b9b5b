//! Signs of symbol fonts as Unicode characters.

/// The character for a sign of a symbol font; a space where it is not known.
pub(super) fn character(font: &str, code: &str) -> &'static str {
    let Ok(code) = u32::from_str_radix(code.trim(), 16) else { return " " };
    let code = if code >= 0xF000 { code - 0xF000 } else { code };
    let known = match font {
        "Symbol" => SYMBOL.iter(),
        "Wingdings 2" => WINGDINGS_2.iter(),
        _ => WINGDINGS.iter(),
    };
    known.clone().find(|(own, _)| *own == code).map_or(" ", |(_, sign)| *sign)
}

const SYMBOL: [(u32, &str); 16] = [
    (0x2A, "*"),
    (0x2B, "+"),
    (0x2D, "-"),
    (0x61, "α"),
    (0x62, "β"),
    (0xA3, "≤"),
    (0xAE, "→"),
    (0xB0, "°"),
    (0xB1, "±"),
    (0xB3, "≥"),
    (0xB4, "×"),
    (0xB7, "•"),
    (0xB8, "÷"),
    (0xB9, "≠"),
    (0xBB, "≈"),
    (0xDE, "⇒"),
];

const WINGDINGS: [(u32, &str); 18] = [
    (0x2D, "-"),
    (0x6C, "●"),
    (0x6E, "■"),
    (0x6F, "□"),
    (0x71, "❑"),
    (0x76, "❖"),
    (0x9F, "•"),
    (0xA7, "▪"),
    (0xA8, "◻"),
    (0xD8, "➢"),
    (0xDF, "←"),
    (0xE0, "→"),
    (0xE8, "➔"),
    (0xF0, "⇨"),
    (0xFB, "✗"),
    (0xFC, "✓"),
    (0xFD, "☒"),
    (0xFE, "☑"),
];

const WINGDINGS_2: [(u32, &str); 5] = [(0x4F, "✗"), (0x50, "✓"), (0x51, "☒"), (0x52, "☑"), (0xA3, "□")];
