//! The signed message (RFC 5652): the signer's certificate, attributes and time.

use cms::cert::CertificateChoices;
use cms::cert::x509::Certificate;
use cms::cert::x509::ext::pkix::SubjectKeyIdentifier;
use cms::content_info::ContentInfo;
use cms::signed_data::{SignedData, SignerIdentifier, SignerInfo};
use der::asn1::{Any, GeneralizedTime, ObjectIdentifier, OctetString};
use der::{Decode as _, Reader as _, SliceReader, Tag, Tagged as _};
use jiff::Timestamp;

const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
const SIGNING_TIME: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.5");
/// `id-aa-timeStampToken` of RFC 3161, appendix A.
const TIME_STAMP: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.14");
/// `id-ct-TSTInfo` of RFC 3161, 2.4.2.
const TIME_STAMP_INFO: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.4");
const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");
const ORGANISATION: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.10");

/// A signed message with its one signer.
pub(super) struct Message {
    pub(super) signer: SignerInfo,
    pub(super) certificate: Certificate,
    /// What is signed where it stands in the message itself.
    pub(super) content: Option<Vec<u8>>,
    is_time_stamp: bool,
}

impl Message {
    /// Reads a message; zeros may follow it. `None` where it is no signed message with its signer's certificate.
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let signed = signed_data(bytes)?;
        let signer = signed.signer_infos.0.iter().next()?.clone();
        let certificates = signed.certificates?;
        let certificate = certificates.0.iter().find_map(|choice| match choice {
            CertificateChoices::Certificate(certificate) if is_of(certificate, &signer.sid) => Some(certificate.clone()),
            CertificateChoices::Certificate(_) | CertificateChoices::Other(_) => None,
        })?;
        let content = match signed.encap_content_info.econtent {
            Some(content) => Some(content.decode_as::<OctetString>().ok()?.as_bytes().to_vec()),
            None => None,
        };
        let is_time_stamp = signed.encap_content_info.econtent_type == TIME_STAMP_INFO;
        Some(Self { signer, certificate, content, is_time_stamp })
    }

    /// `CN` of the signer's certificate.
    pub(super) fn common_name(&self) -> Option<String> {
        self.subject(COMMON_NAME)
    }

    /// `O` of the signer's certificate.
    pub(super) fn organisation(&self) -> Option<String> {
        self.subject(ORGANISATION)
    }

    fn subject(&self, kind: ObjectIdentifier) -> Option<String> {
        let subject = self.certificate.tbs_certificate().subject();
        subject.iter().find(|part| part.oid == kind).and_then(|part| text(&part.value))
    }

    /// When it was signed by a time stamp's clock.
    pub(super) fn stamped(&self) -> Option<Timestamp> {
        if self.is_time_stamp {
            return stamped(self.content.as_deref()?);
        }
        let attributes = self.signer.unsigned_attrs.as_ref()?;
        let token = attributes.iter().find(|attribute| attribute.oid == TIME_STAMP)?.values.iter().next()?;
        let signed = signed_data(&der::Encode::to_der(token).ok()?)?;
        stamped(signed.encap_content_info.econtent?.decode_as::<OctetString>().ok()?.as_bytes())
    }

    /// When it was signed by the signer's own clock (RFC 5652, 11.3).
    pub(super) fn signing_time(&self) -> Option<Timestamp> {
        let value = self.attribute(SIGNING_TIME)?;
        let time = value.decode_as::<cms::cert::x509::time::Time>().ok()?;
        Timestamp::from_second(i64::try_from(time.to_unix_duration().as_secs()).ok()?).ok()
    }

    /// The digest that the signer states (RFC 5652, 11.2).
    pub(super) fn digest(&self) -> Option<Vec<u8>> {
        Some(self.attribute(MESSAGE_DIGEST)?.decode_as::<OctetString>().ok()?.as_bytes().to_vec())
    }

    /// The digest of the file that a time stamp is for.
    pub(super) fn imprint(&self) -> Option<Vec<u8>> {
        let info = self.content.as_deref().filter(|_| self.is_time_stamp)?;
        let imprint = Vec::<Any>::from_der(info).ok()?.into_iter().nth(2)?;
        let parts = imprint.decode_as::<Vec<Any>>().ok()?;
        Some(parts.get(1)?.decode_as::<OctetString>().ok()?.as_bytes().to_vec())
    }

    fn attribute(&self, kind: ObjectIdentifier) -> Option<&Any> {
        self.signer.signed_attrs.as_ref()?.iter().find(|attribute| attribute.oid == kind)?.values.iter().next()
    }
}

fn signed_data(bytes: &[u8]) -> Option<SignedData> {
    let mut reader = SliceReader::new(bytes).ok()?;
    reader.decode::<ContentInfo>().ok()?.content.decode_as().ok()
}

fn is_of(certificate: &Certificate, signer: &SignerIdentifier) -> bool {
    let certificate = certificate.tbs_certificate();
    match signer {
        SignerIdentifier::IssuerAndSerialNumber(id) => {
            certificate.serial_number() == &id.serial_number && certificate.issuer() == &id.issuer
        }
        SignerIdentifier::SubjectKeyIdentifier(id) => {
            certificate.get_extension::<SubjectKeyIdentifier>().ok().flatten().is_some_and(|(_, found)| found == *id)
        }
    }
}

/// `genTime` of a `TSTInfo` (RFC 3161, 2.4.2), its fifth field.
fn stamped(info: &[u8]) -> Option<Timestamp> {
    let time = Vec::<Any>::from_der(info).ok()?.into_iter().nth(4)?.decode_as::<GeneralizedTime>().ok()?;
    Timestamp::from_second(i64::try_from(time.to_unix_duration().as_secs()).ok()?).ok()
}

/// A name's text in any of the string types that certificates use.
fn text(value: &Any) -> Option<String> {
    let bytes = value.value();
    match value.tag() {
        Tag::BmpString => {
            let units: Vec<u16> =
                bytes.chunks_exact(2).map(|pair| pair.iter().fold(0, |unit, byte| unit << 8 | u16::from(*byte))).collect();
            String::from_utf16(&units).ok()
        }
        Tag::Utf8String | Tag::PrintableString | Tag::Ia5String => String::from_utf8(bytes.to_vec()).ok(),
        Tag::TeletexString => Some(bytes.iter().map(|byte| char::from(*byte)).collect()),
        _ => None,
    }
}
