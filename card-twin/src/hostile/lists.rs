//! Signed lists of trust, written octet by octet. ICAO Doc 9303-12 §9, §10, BSI TR-03129-2 §7, §8.

use openssl::nid::Nid;

use super::certificate::{Authority, Certificate, name, purpose};
use super::security_object::SecurityObject;
use super::sign::Key;
use crate::Result;
use crate::der::{self, INTEGER, OCTET_STRING, OID, PRINTABLE_STRING, SEQUENCE};
use crate::issue::signed_data::hash_algorithm;
use crate::pki::lists::{
    DEFECT_LIST, DEFECT_LIST_SIGNING, DEVIATION_LIST, DEVIATION_LIST_SIGNING, MASTER_LIST,
    MASTER_LIST_SIGNING,
};
use crate::profile::Hash;
use crate::random::Random;

/// id-sha256.
const SHA_256: [u8; 9] = [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01];
/// Deviations that a whole state is known for, in the arc of UUIDs: 2.25 and the UUID
/// 6f1f3c52-9a0e-4c1b-8d57-3e2a90c4b7d1.
const STATE_TOLERANCE: [u8; 20] = [
    0x69, 0x81, 0xDE, 0x9F, 0x9E, 0x94, 0xD3, 0xA0, 0xF2, 0xB0, 0xB7, 0x8D, 0xAB, 0xCF, 0xC5, 0xA9,
    0x86, 0x92, 0xEF, 0x51,
];

/// A kind of list: content type, and what its signer must be for.
#[derive(Clone, Copy)]
pub(super) struct Kind {
    pub(super) content_type: &'static [u8],
    pub(super) purpose: &'static [u8],
}

pub(super) const MASTER: Kind = Kind {
    content_type: MASTER_LIST,
    purpose: MASTER_LIST_SIGNING,
};
pub(super) const DEFECTS: Kind = Kind {
    content_type: DEFECT_LIST,
    purpose: DEFECT_LIST_SIGNING,
};
pub(super) const DEVIATIONS: Kind = Kind {
    content_type: DEVIATION_LIST,
    purpose: DEVIATION_LIST_SIGNING,
};

/// A signer of lists, to be changed before it signs.
pub(super) struct ListSigner {
    pub(super) key: Key,
    pub(super) request: Certificate,
}

impl ListSigner {
    /// Of the authority's state, for one kind of list.
    pub(super) fn of(
        authority: &Authority,
        country: &str,
        kind: Kind,
        random: &mut Random,
    ) -> Result<Self> {
        let key = Key::on_curve(Nid::BRAINPOOL_P256R1, random)?;
        let mut request = Certificate::signer(authority, &key);
        request.subject = name(country, "List Signer TEST");
        request.serial = vec![0x20];
        request.extensions.push(purpose(kind.purpose));
        Ok(Self { key, request })
    }

    /// The list, signed by this signer whom `authority` issues.
    pub(super) fn sign(
        &self,
        authority: &Authority,
        kind: Kind,
        content: Vec<u8>,
        random: &mut Random,
    ) -> Result<Vec<u8>> {
        self.sign_changed(authority, kind, content, random, |_| {})
    }

    /// As [`Self::sign`], the SignedData changed.
    pub(super) fn sign_changed(
        &self,
        authority: &Authority,
        kind: Kind,
        content: Vec<u8>,
        random: &mut Random,
        change: impl FnOnce(&mut SecurityObject<'_>),
    ) -> Result<Vec<u8>> {
        let certificate = self.request.sign(&authority.key, random)?;
        let mut object =
            SecurityObject::new(content, certificate, &self.key).of_type(kind.content_type);
        change(&mut object);
        object.content_info(random)
    }
}

/// CscaMasterList.
pub(super) fn certificates(ders: &[&[u8]]) -> Vec<u8> {
    let ders = ders.iter().map(|der| der.to_vec()).collect();
    der::group(SEQUENCE, [der::integer(0), der::set_of(ders)])
}

/// DefectList of version 1, its hashes SHA-256.
pub(super) fn defects(entries: &[Vec<u8>]) -> Vec<u8> {
    let hash = der::tlv(OID, &SHA_256);
    der::group(
        SEQUENCE,
        [der::integer(0), hash, der::group(der::SET, entries)],
    )
}

/// Defect: the documents of whom `signer` names have one defect.
pub(super) fn defect(signer: &[u8], kind: &[u8], parameters: Vec<u8>) -> Vec<u8> {
    let identifier = der::tlv(OID, &[DEFECT_LIST, kind].concat());
    let known = der::group(SEQUENCE, [identifier, parameters]);
    der::group(SEQUENCE, [signer.to_vec(), der::group(der::SET, [known])])
}

/// Defect without a signer: what security objects of one state may be.
pub(super) fn tolerance(country: &str, content_types: &[&[u8]], bare_signature: bool) -> Vec<u8> {
    let types = content_types.iter().map(|arcs| der::tlv(OID, arcs));
    let mut parts = vec![der::tlv(PRINTABLE_STRING, country.as_bytes())];
    if !content_types.is_empty() {
        parts.push(der::group(0xA0, types));
    }
    if bare_signature {
        parts.push(der::tlv(0x81, &[]));
    }
    let identifier = der::tlv(OID, &STATE_TOLERANCE);
    let known = der::group(SEQUENCE, [identifier, der::group(SEQUENCE, parts)]);
    der::group(SEQUENCE, [der::group(der::SET, [known])])
}

/// DeviationList with one deviation of documents under these conditions.
pub(super) fn deviation(conditions: &[Vec<u8>], kind: &[u8], parameter: Option<u8>) -> Vec<u8> {
    let identifier = der::tlv(OID, &[DEVIATION_LIST, kind].concat());
    let text = der::tlv(PRINTABLE_STRING, b"TEST");
    let parameter = parameter.map(|number| der::group(0xA0, [der::integer(number)]));
    let description = der::group(SEQUENCE, [text, identifier, parameter.unwrap_or_default()]);
    let documents = der::group(SEQUENCE, conditions);
    let deviation = [documents, der::group(der::SET, [description])];
    let deviations = der::group(der::SET, [der::group(SEQUENCE, deviation)]);
    der::group(
        SEQUENCE,
        [der::integer(0), hash_algorithm(Hash::Sha256), deviations],
    )
}

/// dscIdentifier by SHA-256 of the certificate.
pub(super) fn by_digest(certificate: &[u8]) -> Vec<u8> {
    der::tlv(0x83, &openssl::sha::sha256(certificate))
}

/// documentNumbers.
pub(super) fn numbers(numbers: &[&str]) -> Vec<u8> {
    let numbers = numbers.iter().map(|number| number.as_bytes());
    der::group(
        0xA5,
        numbers.map(|number| der::tlv(PRINTABLE_STRING, number)),
    )
}

/// issuingDate.
pub(super) fn period(first: &str, last: &str) -> Vec<u8> {
    let times = [first, last].map(|time| der::tlv(0x18, time.as_bytes()));
    der::group(0xA4, times)
}

/// IssuerAndSerialNumber from its parts.
pub(super) fn issuer_and_serial(issuer: &[u8], serial: &[u8]) -> Vec<u8> {
    der::group(SEQUENCE, [issuer.to_vec(), der::tlv(INTEGER, serial)])
}

/// certificateHash of a defect list.
pub(super) fn certificate_hash(certificate: &[u8]) -> Vec<u8> {
    der::tlv(OCTET_STRING, &openssl::sha::sha256(certificate))
}
