//! The digital signatures of a PDF: who signed, when, what is covered, and whether it still holds.
//!
//! In: the file. Out: its [`Signature`]s, oldest first. A signature dictionary names the bytes that
//! it covers (ISO 32000-2, 12.8.1); the message between them is a `SignedData` (RFC 5652), whose
//! digest and signature are recomputed. Whether the authority that issued the certificate can be
//! trusted is deliberately not asked: that needs root certificates which no file brings along.

mod message;
mod range;
mod revision;
mod verify;

use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, Object, String as PdfString};
use jiff::{SignedDuration, Timestamp};

use self::message::Message;
use self::range::SignedRange;
use crate::layout::{Coverage, Integrity, Signature, SignatureNote};

/// Signatures beyond which a file is not looked at further.
const MOST_SIGNATURES: usize = 64;

/// A signer's clock that is further off than this from the time stamp's is wrong.
const CLOCK_ERROR: SignedDuration = SignedDuration::from_mins(10);

/// Names the bytes that a signature covers; it stands uncompressed in every signed file.
const MARK: &[u8] = b"ByteRange";

/// Reads all signatures of a PDF.
pub(super) fn read(pdf: &Pdf, bytes: &[u8]) -> Vec<Signature> {
    // Looking through all objects takes longer than reading the pages.
    if !bytes.split(|byte| *byte == b'/').any(|name| name.starts_with(MARK)) {
        return Vec::new();
    }
    let mut found: Vec<(SignedRange, Signature)> = pdf
        .objects()
        .into_iter()
        .filter_map(|object| match object {
            Object::Dict(dict) => signature(&dict, bytes),
            _ => None,
        })
        .take(MOST_SIGNATURES)
        .collect();
    // An incremental update can hold the same dictionary again.
    found.sort_by_key(|(range, _)| range.end());
    found.dedup_by_key(|(range, _)| range.end());
    let last_end = found.last().map_or(0, |(range, _)| range.end());
    let added = found.iter().any(|(_, signature)| signature.coverage == Coverage::Partial);
    let now = if added { revision::pages(bytes) } else { None };
    for (range, signature) in &mut found {
        if range.end() < last_end {
            signature.notes.push(SignatureNote::SignedAgain);
        } else if signature.coverage == Coverage::Partial {
            signature.notes.push(SignatureNote::AddedAfter);
        }
        let changed = || Some(now.as_ref()? != &revision::pages(bytes.get(..range.end())?)?);
        if signature.coverage == Coverage::Partial && changed() == Some(true) {
            signature.notes.push(SignatureNote::PagesChanged);
        }
    }
    found.into_iter().map(|(_, signature)| signature).collect()
}

fn signature(dict: &Dict<'_>, bytes: &[u8]) -> Option<(SignedRange, Signature)> {
    let range = SignedRange::of(&dict.get::<Array<'_>>("ByteRange")?.iter::<i64>().collect::<Vec<_>>(), bytes.len())?;
    let format = dict.get::<Name<'_>>("SubFilter").map(|name| name.as_str().to_owned()).unwrap_or_default();
    let stated = dict.get::<PdfString<'_>>("M").and_then(|date| pdf_time(date.as_bytes()));
    let coverage = if range.is_whole(bytes) { Coverage::Whole } else { Coverage::Partial };
    let unread = |note| Signature {
        signer: None,
        organisation: None,
        signed_at: stated,
        stamped_at: None,
        coverage,
        integrity: Integrity::Unverified,
        notes: vec![note],
    };
    if !matches!(format.as_str(), "adbe.pkcs7.detached" | "adbe.pkcs7.sha1" | "ETSI.CAdES.detached" | "ETSI.RFC3161") {
        return Some((range, unread(SignatureNote::UnknownFormat)));
    }
    let Some(message) = range.message(bytes).and_then(|message| Message::parse(&message)) else {
        return Some((range, unread(SignatureNote::Unreadable)));
    };
    let (integrity, mut notes) = verify::verify(&message, &range.parts(bytes));
    let (clock, stamped) = (message.signing_time().or(stated), message.stamped());
    if let (Some(clock), Some(stamped)) = (clock, stamped)
        && clock.duration_since(stamped).abs() > CLOCK_ERROR
    {
        notes.push(SignatureNote::ClockDiffers);
    }
    let signature = Signature {
        signer: message.common_name(),
        organisation: message.organisation(),
        signed_at: clock.or(stamped),
        stamped_at: stamped,
        coverage,
        integrity,
        notes,
    };
    Some((range, signature))
}

/// A date of ISO 32000-2, 7.9.4: `D:YYYYMMDDHHmmSSOHH'mm'`. Without an offset it names no moment.
fn pdf_time(text: &[u8]) -> Option<Timestamp> {
    let text = std::str::from_utf8(text).ok()?.strip_prefix("D:")?.replace('\'', "");
    let digits = text.get(..14)?;
    let offset = text.get(14..)?;
    let offset = if offset.starts_with('Z') { "+0000" } else { offset.get(..5)? };
    jiff::fmt::strtime::parse("%Y%m%d%H%M%S%z", format!("{digits}{offset}")).ok()?.to_timestamp().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_of_a_pdf_is_a_moment_only_with_its_offset() {
        let moment = |text: &str| pdf_time(text.as_bytes()).map(|time| time.to_string());
        assert_eq!(moment("D:20181228153808+07'00'").as_deref(), Some("2018-12-28T08:38:08Z"));
        assert_eq!(moment("D:20181228153808Z").as_deref(), Some("2018-12-28T15:38:08Z"));
        assert_eq!(moment("D:20181228153808"), None);
        assert_eq!(moment("20181228"), None);
    }
}
