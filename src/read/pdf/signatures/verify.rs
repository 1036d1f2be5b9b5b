//! Whether the bytes that a signature covers are the bytes that were signed.

use cms::cert::x509::Certificate;
use der::Encode as _;
use der::asn1::ObjectIdentifier;
use der::referenced::OwnedToRef as _;
use p256::ecdsa::signature::hazmat::PrehashVerifier as _;
use rsa::{Pkcs1v15Sign, Pss, PublicKey as RsaKey};
use sha1::Sha1;
use sha2::{Sha256, Sha384, Sha512};

use super::message::Message;
use crate::layout::{Integrity, SignatureNote};

const RSA_KEY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const RSA_PSS: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.10");
const P256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
const P384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.34");

/// A digest algorithm that signatures of documents use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hash {
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

impl Hash {
    fn of(algorithm: ObjectIdentifier) -> Option<Self> {
        match algorithm.to_string().as_str() {
            "1.3.14.3.2.26" => Some(Self::Sha1),
            "2.16.840.1.101.3.4.2.1" => Some(Self::Sha256),
            "2.16.840.1.101.3.4.2.2" => Some(Self::Sha384),
            "2.16.840.1.101.3.4.2.3" => Some(Self::Sha512),
            _ => None,
        }
    }

    fn digest(self, parts: &[&[u8]]) -> Vec<u8> {
        fn over<D: sha2::Digest>(parts: &[&[u8]]) -> Vec<u8> {
            let mut digest = D::new();
            for part in parts {
                digest.update(part);
            }
            digest.finalize().to_vec()
        }
        match self {
            Self::Sha1 => over::<Sha1>(parts),
            Self::Sha256 => over::<Sha256>(parts),
            Self::Sha384 => over::<Sha384>(parts),
            Self::Sha512 => over::<Sha512>(parts),
        }
    }
}

/// Recomputes the digest of the covered bytes and the signature over it (RFC 5652, 5.4 and 5.6).
pub(super) fn verify(message: &Message, covered: &[&[u8]]) -> (Integrity, Vec<SignatureNote>) {
    let Some(hash) = Hash::of(message.signer.digest_alg.oid) else {
        return (Integrity::Unverified, vec![SignatureNote::UnknownAlgorithm]);
    };
    let mut notes = Vec::new();
    if hash == Hash::Sha1 {
        notes.push(SignatureNote::WeakAlgorithm);
    }
    if !content_holds(message, hash, covered) {
        notes.push(SignatureNote::BytesChanged);
        return (Integrity::Changed, notes);
    }
    let Some(signed) = signed_digest(message, hash, covered) else {
        notes.push(SignatureNote::BytesChanged);
        return (Integrity::Changed, notes);
    };
    match key_signed(&message.certificate, message, hash, &signed) {
        Some(true) => (Integrity::Unchanged, notes),
        Some(false) => {
            notes.push(SignatureNote::WrongKey);
            (Integrity::Changed, notes)
        }
        None => {
            notes.push(SignatureNote::UnknownAlgorithm);
            (Integrity::Unverified, notes)
        }
    }
}

/// A message that brings its own content must have made it from the covered bytes:
/// `adbe.pkcs7.sha1` their SHA-1, a time stamp its imprint.
fn content_holds(message: &Message, hash: Hash, covered: &[&[u8]]) -> bool {
    match (&message.content, message.imprint()) {
        (None, _) => true,
        (Some(_), Some(imprint)) => {
            [hash, Hash::Sha1, Hash::Sha256, Hash::Sha384, Hash::Sha512].iter().any(|hash| hash.digest(covered) == imprint)
        }
        (Some(content), None) => *content == Hash::Sha1.digest(covered),
    }
}

/// The digest that the key has signed; `None` where the attributes state another digest than the content's.
fn signed_digest(message: &Message, hash: Hash, covered: &[&[u8]]) -> Option<Vec<u8>> {
    let content = message.content.as_deref().map_or_else(|| hash.digest(covered), |content| hash.digest(&[content]));
    let Some(attributes) = &message.signer.signed_attrs else { return Some(content) };
    if message.digest()? != content {
        return None;
    }
    Some(hash.digest(&[&attributes.to_der().ok()?]))
}

/// Whether the certificate's key made the signature; `None` where the algorithm is not known.
fn key_signed(certificate: &Certificate, message: &Message, hash: Hash, digest: &[u8]) -> Option<bool> {
    let key = certificate.tbs_certificate().subject_public_key_info();
    let signature = message.signer.signature.as_bytes();
    if key.algorithm.oid == RSA_KEY {
        let key = RsaKey::try_from(key.owned_to_ref()).ok()?;
        return Some(if message.signer.signature_algorithm.oid == RSA_PSS {
            match hash {
                Hash::Sha1 => key.verify(Pss::<Sha1>::new(), digest, signature),
                Hash::Sha256 => key.verify(Pss::<Sha256>::new(), digest, signature),
                Hash::Sha384 => key.verify(Pss::<Sha384>::new(), digest, signature),
                Hash::Sha512 => key.verify(Pss::<Sha512>::new(), digest, signature),
            }
            .is_ok()
        } else {
            let padding = match hash {
                Hash::Sha1 => Pkcs1v15Sign::new::<Sha1>(),
                Hash::Sha256 => Pkcs1v15Sign::new::<Sha256>(),
                Hash::Sha384 => Pkcs1v15Sign::new::<Sha384>(),
                Hash::Sha512 => Pkcs1v15Sign::new::<Sha512>(),
            };
            key.verify(padding, digest, signature).is_ok()
        });
    }
    let point = key.subject_public_key.raw_bytes();
    match key.algorithm.parameters.as_ref()?.decode_as::<ObjectIdentifier>().ok()? {
        P256 => {
            let key = p256::ecdsa::VerifyingKey::from_sec1_bytes(point).ok()?;
            Some(p256::ecdsa::Signature::from_der(signature).is_ok_and(|signature| key.verify_prehash(digest, &signature).is_ok()))
        }
        P384 => {
            let key = p384::ecdsa::VerifyingKey::from_sec1_bytes(point).ok()?;
            Some(p384::ecdsa::Signature::from_der(signature).is_ok_and(|signature| key.verify_prehash(digest, &signature).is_ok()))
        }
        _ => None,
    }
}
