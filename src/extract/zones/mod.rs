//! The parts of a document by their place: letterhead, body, footer, annexes.
//!
//! In: the text. Out: [`Zones`], ranges of paragraph indices that do not overlap and together
//! cover the document. It deliberately reads no values: which number, which name is the work of
//! `letterhead` and `footer`.

mod foot;
mod head;
mod lines;

use std::ops::Range;

use crate::pattern::Patterns;
use crate::text::Text;

pub(super) use foot::{is_receivers, is_signature};
pub(super) use head::{announces_addressees, number_line};
pub(super) use lines::{Printed, is_caps, is_separator, printed, starts_small};

/// Ranges of indices in [`Text::paragraphs`].
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Zones {
    /// National motto, bodies, number, place and date, title and subject, addressees.
    pub(super) head: Range<usize>,
    /// What the document says.
    pub(super) body: Range<usize>,
    /// Receivers and signature; empty where there is none.
    pub(super) foot: Range<usize>,
    /// Annexes after the signature, and whatever else follows.
    pub(super) annexes: Vec<Range<usize>>,
}

/// The title of an annex takes no more paragraphs than this.
pub(super) const ANNEX_TITLE: usize = 4;

/// Divides a document.
pub(super) fn find(text: &Text, patterns: &Patterns) -> Zones {
    let count = text.paragraphs().len();
    let head = head::end(text, patterns);
    let foot = foot::find(text, patterns, head);
    let mut annexes = Vec::new();
    let mut start = foot.end;
    for line in printed(text, foot.end..count).iter().filter(|line| line.first) {
        // `(Kèm theo …)` under a title says to what that annex belongs.
        let below_title = line.paragraph <= start + ANNEX_TITLE && line.text.trim_start().starts_with('(');
        let opens = line.paragraph > start && !below_title && opens_annex(line.text, patterns);
        if opens && annex_has_text(text, patterns, start..line.paragraph) {
            annexes.push(start..line.paragraph);
            start = line.paragraph;
        }
    }
    if start < count {
        annexes.push(start..count);
    }
    Zones { head: 0..head, body: head..foot.start, foot, annexes }
}

/// A title of an annex in a line of its own, not a sentence that names one.
pub(super) fn opens_annex(line: &str, patterns: &Patterns) -> bool {
    patterns.zones.annex_line.regex().is_match(&crate::text::fold(line)) && !starts_small(line)
}

/// More than its own heading stands in the range, so that a new heading opens a new annex.
fn annex_has_text(text: &Text, patterns: &Patterns, range: Range<usize>) -> bool {
    printed(text, range).iter().any(|line| !is_caps(line.text) && !is_separator(line.text) && !opens_annex(line.text, patterns))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zones(lines: &[&str]) -> Zones {
        find(&crate::text::from_lines(lines), &Patterns::embedded().unwrap())
    }

    #[test]
    fn divides_a_letter() {
        let found = zones(&[
            "ỦY BAN NHÂN DÂN",
            "XÃ BÌNH AN",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            "Số: 12/UBND",
            "V/v rà soát hồ sơ tồn đọng tháng",
            "5 trên địa bàn xã",
            "Bình An, ngày 02 tháng 6 năm 2024",
            "Kính gửi:",
            "- Công an xã;",
            "- Trạm Y tế xã.",
            "Đề nghị các đơn vị rà soát hồ sơ.",
            "1. Công an xã báo cáo trước ngày 10/6/2024./.",
            "Nơi nhận:",
            "- Như trên;",
            "- Lưu: VT.",
            "KT. CHỦ TỊCH",
            "PHÓ CHỦ TỊCH",
            "Lê Văn Tám",
            "Phụ lục",
            "DANH SÁCH HỒ SƠ",
            "(Kèm theo Công văn số 12/UBND)",
            "Hồ sơ đất đai",
            "PHỤ LỤC 2",
            "Danh sách công chức trực",
            "(Kèm theo Công văn số 12/UBND)",
        ]);
        assert_eq!((found.head, found.body, found.foot), (0..11, 11..13, 13..19));
        assert_eq!(found.annexes, [19..23, 23..26]);
    }

    #[test]
    fn running_text_below_the_subject_is_no_part_of_it() {
        let text = crate::text::from_paragraphs(&[
            &["Số: 5/CT-UBND"],
            &["CHỈ THỊ"],
            &["Về việc tăng cường kiểm tra các công trình cầu", "trên địa bàn tỉnh trong mùa mưa năm 2024 sắp tới"],
            &[
                "Mưa lớn nhiều ngày qua đã làm hư hỏng một số cầu, đường trên các tuyến",
                "giao thông của tỉnh, nhiều nơi nước còn dâng cao, người dân đi lại khó khăn,",
                "một số xã vùng cao bị chia cắt trong nhiều giờ liền, thiệt hại rất lớn.",
            ],
        ]);
        assert_eq!(find(&text, &Patterns::embedded().unwrap()).head, 0..3);
    }

    #[test]
    fn a_lead_in_below_the_subject_is_no_part_of_it() {
        let text = crate::text::from_paragraphs(&[
            &["Số: 5/CT-UBND"],
            &["CHỈ THỊ"],
            &["Về việc tăng cường công tác kiểm tra các công trình", "trong mùa khô 2024 - 2025 trên toàn địa bàn tỉnh"],
            &[
                "Mùa khô 2024 - 2025 đến sớm, nguy cơ cháy rừng ở mức cao trên toàn tỉnh.",
                "Thực hiện chỉ đạo trên, Ủy ban nhân dân tỉnh yêu cầu:",
            ],
        ]);
        assert_eq!(find(&text, &Patterns::embedded().unwrap()).head, 0..3);
    }

    #[test]
    fn divides_a_report_without_letterhead_and_with_the_signature_first() {
        let found = zones(&[
            "Số: /BC-UBND",
            "BÁO CÁO",
            "Kết quả công tác tháng 5 năm 2024",
            "trên địa bàn xã Bình An",
            "Thực hiện Kế hoạch số 3/KH-UBND, xã báo cáo như sau:",
            "I. KẾT QUẢ",
            "Đã làm xong./.",
            "TM. ỦY BAN NHÂN DÂN",
            "CHỦ TỊCH",
            "Lê Văn Tám",
            "Nơi nhận:",
            "- Lưu: VT.",
        ]);
        assert_eq!(found, Zones { head: 0..4, body: 4..7, foot: 7..12, annexes: vec![] });
    }
}
