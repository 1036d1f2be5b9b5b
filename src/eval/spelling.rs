//! One spelling for comparing: case, tone places, usual abbreviations, punctuation and spaces do not count.
//!
//! In: texts of labels and records. Out: their common spelling, and how alike two of them are.
//! It deliberately does not know what a field is.

use std::sync::LazyLock;

use regex::Regex;
use unicode_normalization::UnicodeNormalization as _;

/// Longest first; written out on both sides before anything is compared.
const ABBREVIATIONS: &[(&str, &str)] = &[
    ("ubmttqvn", "ủy ban mặt trận tổ quốc việt nam"),
    ("ubmttq", "ủy ban mặt trận tổ quốc"),
    ("ubnd", "ủy ban nhân dân"),
    ("hđnd", "hội đồng nhân dân"),
    ("tthc", "thủ tục hành chính"),
    ("dvctt", "dịch vụ công trực tuyến"),
    ("dvc", "dịch vụ công"),
    ("cchc", "cải cách hành chính"),
    ("cntt", "công nghệ thông tin"),
    ("tt&tt", "thông tin và truyền thông"),
    ("tttt", "thông tin và truyền thông"),
    ("tn&mt", "tài nguyên và môi trường"),
    ("tnmt", "tài nguyên và môi trường"),
    ("gd&đt", "giáo dục và đào tạo"),
    ("kh&đt", "kế hoạch và đầu tư"),
    ("kh&cn", "khoa học và công nghệ"),
    ("nn&ptnt", "nông nghiệp và phát triển nông thôn"),
    ("lđ-tb&xh", "lao động - thương binh và xã hội"),
    ("lđtbxh", "lao động - thương binh và xã hội"),
    ("vh,tt&dl", "văn hóa, thể thao và du lịch"),
    ("tp.", "thành phố "),
    ("tp", "thành phố"),
    ("tx.", "thị xã "),
    ("tx", "thị xã"),
    ("vp.", "văn phòng "),
    ("vp", "văn phòng"),
    ("ttcp", "thủ tướng chính phủ"),
    ("t/t", "thường trực"),
    ("p.ct", "phó chủ tịch"),
    ("pct", "phó chủ tịch"),
    ("ct", "chủ tịch"),
    ("cvp", "chánh văn phòng"),
    ("pvp", "phó văn phòng"),
    ("nc", "nội chính"),
    ("vpcp", "văn phòng chính phủ"),
    ("kt-xh", "kinh tế - xã hội"),
    ("cbccvc", "cán bộ, công chức, viên chức"),
];

/// A glide and the vowels that may carry its tone, in the order of the tones.
const GLIDES: &[(&str, &str, &str, &str)] = &[("òóỏõọ", "o", "a", "àáảãạ"), ("òóỏõọ", "o", "e", "èéẻẽẹ"), ("ùúủũụ", "u", "y", "ỳýỷỹỵ")];

static WORD: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\w+(?:[,.]\d+)*").expect("a fixed pattern"));
static BODY: LazyLock<Regex> =
    LazyLock::new(|| Regex::new("^(?:[0-9]{1,2} )?(?:ủy ban nhân dân|uỷ ban nhân dân|các)(?: |$)").expect("a fixed pattern"));
static PLACED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("^((?:phường|xã|thị trấn|quận|huyện|thị xã|thành phố) .+?) (?:tỉnh|thành phố) .+$").expect("a fixed pattern")
});

/// The common spelling of a text; empty where nothing but punctuation is in it.
pub(super) fn even(text: &str) -> String {
    let mut plain = text.nfc().collect::<String>().to_lowercase().replace('ð', "đ");
    for (short, full) in ABBREVIATIONS {
        plain = written_out(&plain, short, full);
    }
    let plain = one_tone_place(&plain);
    WORD.find_iter(&plain).map(|word| word.as_str()).collect::<Vec<_>>().join(" ")
}

/// A unit's name without "UBND" and without the province that follows it.
pub(super) fn unit(text: &str) -> String {
    let plain = even(text);
    let bare = BODY.replace(&plain, "");
    PLACED.replace(&bare, "$1").into_owned()
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

fn written_out(text: &str, short: &str, full: &str) -> String {
    let (mut out, mut rest) = (String::new(), text);
    let whole = short.chars().next_back().is_some_and(char::is_alphabetic);
    while let Some((before, after)) = rest.split_once(short) {
        let begins = !before.chars().next_back().or_else(|| out.chars().next_back()).is_some_and(is_word);
        let ends = !whole || !after.chars().next().is_some_and(is_word);
        out.push_str(before);
        if begins && ends {
            out.push_str(full);
            out.push(' ');
        } else {
            out.push_str(short);
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// `hòa` and `hoà` are one spelling at a word's end: the tone goes to the later vowel.
fn one_tone_place(text: &str) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    for place in 0..characters.len().saturating_sub(1) {
        if characters.get(place + 2).copied().is_some_and(is_word) {
            continue;
        }
        let Some((glide, vowel)) = characters.get(place).zip(characters.get(place + 1)) else { break };
        let moved = GLIDES.iter().find_map(|(marked, plain, base, toned)| {
            let tone = marked.chars().position(|one| one == *glide).filter(|_| base.contains(*vowel))?;
            Some((plain.chars().next()?, toned.chars().nth(tone)?))
        });
        if let (Some((glide, vowel)), Some([first, second])) = (moved, characters.get_mut(place..place + 2)) {
            (*first, *second) = (glide, vowel);
        }
    }
    characters.into_iter().collect()
}

/// How many words two texts in the common spelling share, 0 to 1 (F1 of their words).
pub(super) fn shared_words(left: &str, right: &str) -> f64 {
    if left.is_empty() || right.is_empty() {
        return f64::from(u8::from(left == right));
    }
    let words: Vec<&str> = left.split(' ').collect();
    let mut others: Vec<&str> = right.split(' ').collect();
    let total = words.len() + others.len();
    let mut shared = 0_usize;
    for word in words {
        if let Some(place) = others.iter().position(|other| *other == word) {
            others.swap_remove(place);
            shared += 1;
        }
    }
    2.0 * shared as f64 / total as f64
}

/// Like [`shared_words`], but a longer or shorter cut of the same passage counts as alike too.
pub(super) fn same_passage(left: &str, right: &str) -> f64 {
    let alike = shared_words(left, right);
    let shorter = left.split(' ').count().min(right.split(' ').count());
    let cut = shorter >= 6 && (left.contains(right) || right.contains(left));
    if (0.35..0.7).contains(&alike) && cut { 0.7 } else { alike }
}

/// The same unit: equal names, or one is the other with its place named after it.
pub(super) fn same_unit(left: &str, right: &str) -> bool {
    let (short, long) = if left.len() <= right.len() { (left, right) } else { (right, left) };
    let level =
        |text: &str| ["phường ", "xã ", "huyện ", "quận ", "thị xã ", "thị trấn ", "thành phố "].iter().any(|one| text.starts_with(one));
    let longer = long.strip_prefix(short).is_some_and(|rest| rest.starts_with(' '));
    left == right || (short.split(' ').count() >= 2 && longer && !level(short))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_count_is_gone() {
        assert_eq!(even("UBND  xã Hòa An - TP. Huế ./."), even("Ủy ban nhân dân xã Hoà An, thành phố Huế"));
        assert_eq!(even("1.064 hồ sơ; 87,3%"), "1.064 hồ sơ 87,3");
        assert_ne!(even("hoàn"), even("hòan"));
        assert_ne!(even("CTX"), even("Chủ tịch X"));
    }

    #[test]
    fn units_are_the_same_with_or_without_their_province() {
        assert_eq!(unit("UBND phường An Hòa - tỉnh Đồng Tháp"), unit("Phường An Hoà"));
        assert!(same_unit(&unit("Sở Nội vụ"), &unit("Sở Nội vụ tỉnh Cà Mau")));
        assert!(!same_unit(&unit("xã An"), &unit("xã An Phú")));
    }
}
