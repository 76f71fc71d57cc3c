//! EF.SOD written octet by octet, so that each part can be wrong. ICAO Doc 9303-10 §4.6.2, RFC 5652.

use super::sign::Key;
use crate::Result;
use crate::der::{self, OCTET_STRING, OID, SEQUENCE, SET};
use crate::issue::signed_data::{hash_algorithm, utc_time};
use crate::profile::Hash;
use crate::random::Random;

pub(super) const SIGNED_DATA: [u8; 9] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02];
pub(super) const LDS: [u8; 6] = [0x67, 0x81, 0x08, 0x01, 0x01, 0x01];
const CONTENT_TYPE: [u8; 9] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x03];
const MESSAGE_DIGEST: [u8; 9] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x04];
const SIGNING_TIME: [u8; 9] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x05];

/// When every object of the deck was signed.
const SIGNED_AT: time::OffsetDateTime = time::macros::datetime!(2021-04-20 02:00 UTC);

/// What a signer signs with, when it is not the usual way of its key.
pub(super) type Signing<'a> = Box<dyn Fn(&[u8], &mut Random) -> Result<Vec<u8>> + 'a>;

/// A security object; change a field to forge it.
pub(super) struct SecurityObject<'a> {
    pub(super) outer_type: Vec<u8>,
    pub(super) version: u8,
    /// Elements of digestAlgorithms.
    pub(super) digests: Vec<Vec<u8>>,
    pub(super) content_type: Vec<u8>,
    pub(super) content: Vec<u8>,
    pub(super) certificates: Vec<Vec<u8>>,
    pub(super) signers: Signers,
    /// Version of the SignerInfo.
    pub(super) signer_version: u8,
    /// issuerAndSerialNumber, or a key identifier in [0].
    pub(super) identifier: Vec<u8>,
    pub(super) digest: Hash,
    /// digestAlgorithm of the signer, when it does not say what was used.
    pub(super) digest_algorithm: Option<Vec<u8>>,
    pub(super) attributes: Attributes,
    pub(super) signature_hash: Hash,
    pub(super) signature_algorithm: Option<Vec<u8>>,
    pub(super) signing: Option<Signing<'a>>,
    pub(super) key: &'a Key,
    /// One octet of the signature is another.
    pub(super) spoiled: bool,
    pub(super) signed_at: time::OffsetDateTime,
    pub(super) indefinite: bool,
    /// Octets inside the SEQUENCE of SignedData, after the signers.
    pub(super) inner_tail: Vec<u8>,
    /// Octets after the file.
    pub(super) tail: Vec<u8>,
}

/// Which SignerInfos are there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Signers {
    One,
    None,
    /// The right one, and one whose signature is wrong.
    SecondSpoiled,
    /// The same two, the wrong one first.
    FirstSpoiled,
}

/// What the signature covers.
pub(super) struct Attributes {
    /// Nothing: the signature covers the content itself.
    pub(super) absent: bool,
    pub(super) content_type: Option<Vec<u8>>,
    pub(super) digest: Option<Vec<u8>>,
    /// messageDigest is missing.
    pub(super) without_digest: bool,
    /// The attributes are there, and the signature covers the content all the same.
    pub(super) not_covered: bool,
    pub(super) times: usize,
}

impl<'a> SecurityObject<'a> {
    /// An honest one.
    pub(super) fn new(content: Vec<u8>, certificate: Vec<u8>, key: &'a Key) -> Self {
        Self {
            outer_type: SIGNED_DATA.to_vec(),
            version: 3,
            digests: vec![hash_algorithm(Hash::Sha256)],
            content_type: LDS.to_vec(),
            content,
            signer_version: 1,
            identifier: issuer_and_serial(&certificate),
            certificates: vec![certificate],
            signers: Signers::One,
            digest: Hash::Sha256,
            digest_algorithm: None,
            attributes: Attributes {
                absent: false,
                content_type: Some(LDS.to_vec()),
                digest: None,
                without_digest: false,
                not_covered: false,
                times: 1,
            },
            signature_hash: Hash::Sha256,
            signature_algorithm: None,
            signing: None,
            key,
            spoiled: false,
            signed_at: SIGNED_AT,
            indefinite: false,
            inner_tail: Vec::new(),
            tail: Vec::new(),
        }
    }

    /// Content and content type, both signed.
    pub(super) fn of_type(mut self, oid: &[u8]) -> Self {
        self.content_type = oid.to_vec();
        self.attributes.content_type = Some(oid.to_vec());
        self
    }

    /// Everything hashed with this function.
    pub(super) fn hashed_with(mut self, hash: Hash) -> Self {
        self.digest = hash;
        self.signature_hash = hash;
        self.digests = vec![hash_algorithm(hash)];
        self
    }

    /// EF.SOD.
    pub(super) fn file(&self, random: &mut Random) -> Result<Vec<u8>> {
        let signed = self.content_info(random)?;
        Ok([der::group(0x77, [signed]), self.tail.clone()].concat())
    }

    /// The ContentInfo.
    pub(super) fn content_info(&self, random: &mut Random) -> Result<Vec<u8>> {
        let signer = self.signer_info(random, self.spoiled)?;
        let signers = match self.signers {
            Signers::One => vec![signer],
            Signers::None => Vec::new(),
            Signers::SecondSpoiled => vec![signer, self.signer_info(random, true)?],
            Signers::FirstSpoiled => vec![self.signer_info(random, true)?, signer],
        };
        let content = [
            der::tlv(OID, &self.content_type),
            self.wrap(0xA0, &[der::tlv(OCTET_STRING, &self.content)]),
        ];
        let certificates = match self.certificates.as_slice() {
            [] => Vec::new(),
            some => der::group(0xA0, some),
        };
        let signed_data = [
            der::integer(self.version),
            der::group(SET, &self.digests),
            self.wrap(0x30, &content),
            certificates,
            der::group(SET, signers),
            self.inner_tail.clone(),
        ];
        let signed_data = self.wrap(0x30, &signed_data);
        let parts = [
            der::tlv(OID, &self.outer_type),
            self.wrap(0xA0, &[signed_data]),
        ];
        Ok(self.wrap(0x30, &parts))
    }

    fn signer_info(&self, random: &mut Random, spoiled: bool) -> Result<Vec<u8>> {
        let attributes = self.signed_attributes()?;
        let (covered, carried) = if self.attributes.absent {
            (self.content.clone(), Vec::new())
        } else {
            let set = der::set_of(attributes);
            let mut implicit = set.clone();
            if let Some(tag) = implicit.first_mut() {
                *tag = 0xA0;
            }
            let covered = if self.attributes.not_covered {
                self.content.clone()
            } else {
                set
            };
            (covered, implicit)
        };
        let mut signature = match &self.signing {
            Some(sign) => sign(&covered, random)?,
            None => self.key.sign(self.signature_hash, &covered, random)?,
        };
        if let (true, Some(last)) = (spoiled, signature.last_mut()) {
            *last ^= 1;
        }
        let usual = self.key.algorithm(self.signature_hash);
        let parts = [
            der::integer(self.signer_version),
            self.identifier.clone(),
            self.digest_algorithm
                .clone()
                .unwrap_or_else(|| hash_algorithm(self.digest)),
            carried,
            self.signature_algorithm.clone().unwrap_or(usual),
            der::tlv(OCTET_STRING, &signature),
        ];
        Ok(der::group(SEQUENCE, parts))
    }

    fn signed_attributes(&self) -> Result<Vec<Vec<u8>>> {
        let attribute = |oid: &[u8], value: Vec<u8>| {
            der::group(SEQUENCE, [der::tlv(OID, oid), der::group(SET, [value])])
        };
        let digest = match &self.attributes.digest {
            Some(digest) => digest.clone(),
            None => openssl::hash::hash(self.digest.digest(), &self.content)?.to_vec(),
        };
        let mut attributes = Vec::new();
        if !self.attributes.without_digest {
            attributes.push(attribute(&MESSAGE_DIGEST, der::tlv(OCTET_STRING, &digest)));
        }
        if let Some(oid) = &self.attributes.content_type {
            attributes.push(attribute(&CONTENT_TYPE, der::tlv(OID, oid)));
        }
        let time = attribute(&SIGNING_TIME, utc_time(self.signed_at));
        attributes.extend(std::iter::repeat_n(time, self.attributes.times));
        Ok(attributes)
    }

    fn wrap(&self, tag: u8, parts: &[Vec<u8>]) -> Vec<u8> {
        if self.indefinite {
            [&[tag, 0x80], parts.concat().as_slice(), &[0, 0]].concat()
        } else {
            der::group(tag.into(), parts)
        }
    }
}

/// LDSSecurityObject.
pub(super) fn lds(version: &[u8], algorithm: Vec<u8>, hashes: &[(Vec<u8>, Vec<u8>)]) -> Vec<u8> {
    let entries = hashes.iter().map(|(number, hash)| {
        let parts = [der::tlv(der::INTEGER, number), der::tlv(OCTET_STRING, hash)];
        der::group(SEQUENCE, parts)
    });
    let hashes = der::group(SEQUENCE, entries);
    der::group(
        SEQUENCE,
        [der::tlv(der::INTEGER, version), algorithm, hashes],
    )
}

/// IssuerAndSerialNumber of a certificate.
pub(super) fn issuer_and_serial(certificate: &[u8]) -> Vec<u8> {
    let parts = || {
        let outer = der::first(certificate)?;
        let body = der::first(outer.value)?;
        let mut parts = der::all(body.value)?;
        if parts.first()?.0 == 0xA0 {
            parts.remove(0);
        }
        let issuer = parts.get(2)?;
        let serial = parts.first()?;
        let parts = [der::tlv(issuer.0, issuer.1), der::tlv(serial.0, serial.1)];
        Some(der::group(SEQUENCE, parts))
    };
    parts().unwrap_or_default()
}
