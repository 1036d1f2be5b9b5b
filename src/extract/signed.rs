//! What the digital signatures of a file tell where the page itself cannot be read.
//!
//! In: the facts so far and the signatures. Out: the day, the issuer and the signer's name, each only where what is
//! legible on the page agrees with the signature. It deliberately does not judge whether a signature is valid: one
//! whose bytes were changed is passed over.

use crate::pattern::Patterns;
use crate::record::Signature;
use crate::text::fold;
use crate::warning::{Warning, WarningCode};

use super::bodies::normal_form;
use super::{Facts, letterhead};

/// A document is most often signed on its day, though an office may sign later.
const DAY: f32 = 0.7;

/// The certificate's name of a body that the page names in almost the same letters.
const NAME: f32 = 0.9;

/// What was read less surely than this on the page may be put right.
const UNSURE: f32 = 0.9;

/// Completes the facts.
pub(super) fn complete(facts: &mut Facts, signatures: &[Signature], patterns: &Patterns) {
    let signatures: Vec<&Signature> = signatures.iter().filter(|signature| signature.integrity != "changed").collect();
    issuer(facts, &signatures, patterns);
    signer(facts, &signatures);
    day(facts, &signatures, patterns);
}

/// The day of the oldest signature, where the year on the page and what is left of the month agree.
fn day(facts: &mut Facts, signatures: &[&Signature], patterns: &Patterns) {
    let Some(time) = signatures.first().and_then(|signature| signature.signed_at.as_deref()) else { return };
    let Some(printed) = facts.document.date_text.clone().filter(|_| facts.document.date.is_none()) else { return };
    let Some(day) = time.get(..10).filter(|day| letterhead::is_printed(day, &printed, &["m", "d"], patterns)) else { return };
    facts.document.date = Some(day.to_owned());
    facts.tell("/document/date", "/document/date_text", "signatures/signed_at", DAY, Some(time));
    facts.warnings.retain(|warning| warning.detail != "document.date");
    facts.warnings.push(Warning { code: WarningCode::DayOfSignature, detail: "document.date".to_owned() });
}

/// The issuer's name as its own certificate spells it.
fn issuer(facts: &mut Facts, signatures: &[&Signature], patterns: &Patterns) {
    let Some(read) = facts.document.issuer.clone().filter(|_| facts.is_unsure("/document/issuer")) else { return };
    let names = signatures.iter().filter_map(|signature| signature.signer.as_deref()).map(|name| normal_form(name, patterns));
    if let Some(name) = names.into_iter().find(|name| fold(name) == fold(&read)) {
        facts.tell("/document/issuer", "/document/issuer", "signatures/signer", NAME, None);
        facts.document.issuer = Some(name);
    }
}

/// The signer's name as the certificate spells it.
fn signer(facts: &mut Facts, signatures: &[&Signature]) {
    if !facts.is_unsure("/document/signer/name") {
        return;
    }
    let Some(read) = facts.document.signer.as_mut().and_then(|signer| signer.name.as_mut()) else { return };
    let same = signatures.iter().filter_map(|signature| signature.signer.as_deref()).find(|name| fold(name) == fold(read));
    if let Some(name) = same {
        name.clone_into(read);
        facts.tell("/document/signer/name", "/document/signer/name", "signatures/signer", NAME, None);
    }
}

impl Facts {
    fn is_unsure(&self, pointer: &str) -> bool {
        self.evidence.get(pointer).is_some_and(|evidence| evidence.confidence < UNSURE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::extract;
    use crate::text;

    fn signature(signer: &str, day: &str) -> Signature {
        Signature {
            signer: Some(signer.to_owned()),
            organisation: None,
            signed_at: Some(format!("{day}T16:02:19+07:00")),
            covers: "whole".to_owned(),
            integrity: "unchanged".to_owned(),
            reason: None,
        }
    }

    fn letter(date: &str) -> text::Text {
        let body = "Thực hiện chương trình công tác, Sở Nội vụ đề nghị các đơn vị báo cáo.";
        let date = format!("Hà Nam, {date}");
        text::from_lines(&["UBND TỈNH HÀ NAM", "SỞ NỘI VỤ", "Số: 12/SNV-VP", &date, "Kính gửi: Các phòng.", body]).signed()
    }

    #[test]
    fn a_day_that_is_blank_is_that_of_the_first_signature_where_month_and_year_agree() {
        let patterns = Patterns::embedded().unwrap();
        let day = |date: &str, signed: &str| {
            let facts = extract(&letter(date), &[signature("Trần Văn A", signed), signature("Sở Nội vụ", "2024-12-30")], &patterns);
            (facts.document.date, facts.evidence.get("/document/date").map(|evidence| evidence.rule.clone()))
        };
        let told = (Some("2024-11-22".to_owned()), Some("signatures/signed_at".to_owned()));
        assert_eq!(day("ngày    tháng 11 năm 2024", "2024-11-22"), told);
        assert_eq!(day("ngày    tháng     năm 2024", "2024-11-22"), told);
        assert_eq!(day("ngày    tháng 10 năm 2024", "2024-11-22"), (None, None));
        assert_eq!(day("ngày    tháng 11 năm 2023", "2024-11-22"), (None, None));
        assert_eq!(day("ngày 20 tháng 11 năm 2024", "2024-11-22").0.as_deref(), Some("2024-11-20"));
    }

    #[test]
    fn a_changed_file_tells_nothing() {
        let patterns = Patterns::embedded().unwrap();
        let changed = Signature { integrity: "changed".to_owned(), ..signature("Sở Nội vụ", "2024-11-22") };
        assert_eq!(extract(&letter("ngày    tháng 11 năm 2024"), &[changed], &patterns).document.date, None);
    }
}
