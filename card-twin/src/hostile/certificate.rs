//! Certificates written octet by octet, so that each can be wrong in one place. RFC 5280 §4.1.

use super::sign::Key;
use crate::Result;
use crate::der::{self, INTEGER, OCTET_STRING, OID, PRINTABLE_STRING, SEQUENCE, SET};
use crate::profile::Hash;
use crate::random::Random;

/// A certificate to be signed; change a field to forge it.
#[derive(Clone)]
pub(super) struct Certificate {
    /// Number in the version field; `None` is version 1.
    pub(super) version: Option<u8>,
    /// Content octets of the serial number.
    pub(super) serial: Vec<u8>,
    pub(super) issuer: Vec<u8>,
    pub(super) subject: Vec<u8>,
    pub(super) from: &'static str,
    pub(super) to: &'static str,
    pub(super) key: Vec<u8>,
    pub(super) extensions: Vec<Vec<u8>>,
    pub(super) hash: Hash,
    /// signature inside, when it is not the one outside.
    pub(super) inner_algorithm: Option<Vec<u8>>,
    /// Octets after the signature, inside the outermost SEQUENCE.
    pub(super) tail: Vec<u8>,
}

/// An issuer: name, key, key identifier.
pub(super) struct Authority {
    pub(super) name: Vec<u8>,
    pub(super) key: Key,
    pub(super) der: Vec<u8>,
}

impl Certificate {
    /// A country signing CA's own.
    pub(super) fn authority(name: Vec<u8>, key: &Key) -> Self {
        let info = key.public_info();
        Self {
            version: Some(2),
            serial: vec![0x01],
            issuer: name.clone(),
            subject: name,
            from: "20200101000000Z",
            to: "20350101000000Z",
            extensions: vec![
                basic_constraints(true),
                key_usage(0x06, 1),
                subject_key(&info),
            ],
            key: info,
            hash: Hash::Sha384,
            inner_algorithm: None,
            tail: Vec::new(),
        }
    }

    /// A document signer's, issued by `authority`.
    pub(super) fn signer(authority: &Authority, key: &Key) -> Self {
        Self {
            serial: vec![0x02],
            issuer: authority.name.clone(),
            subject: name("VN", "Document Signer TEST"),
            from: "20210101000000Z",
            to: "20320101000000Z",
            key: key.public_info(),
            extensions: vec![
                key_usage(0x80, 7),
                authority_key(&key_id(&authority.key.public_info())),
            ],
            ..Self::authority(Vec::new(), key)
        }
    }

    pub(super) fn sign(&self, key: &Key, random: &mut Random) -> Result<Vec<u8>> {
        let outer = key.algorithm(self.hash);
        let body = self.body(self.inner_algorithm.as_deref().unwrap_or(&outer));
        let signature = key.sign(self.hash, &body, random)?;
        Ok(self.sealed(body, outer, &signature))
    }

    /// Signed under an algorithm that the caller computes.
    pub(super) fn sign_by(
        &self,
        algorithm: Vec<u8>,
        sign: impl FnOnce(&[u8]) -> Result<Vec<u8>>,
    ) -> Result<Vec<u8>> {
        let body = self.body(&algorithm);
        let signature = sign(&body)?;
        Ok(self.sealed(body, algorithm, &signature))
    }

    fn sealed(&self, body: Vec<u8>, algorithm: Vec<u8>, signature: &[u8]) -> Vec<u8> {
        let signature = der::bit_string(signature);
        der::group(SEQUENCE, [body, algorithm, signature, self.tail.clone()])
    }

    fn body(&self, algorithm: &[u8]) -> Vec<u8> {
        let version = self
            .version
            .map(|number| der::group(0xA0, [der::integer(number)]));
        let time = |text: &str| der::tlv(0x18, text.as_bytes());
        let extensions = match self.extensions.as_slice() {
            [] => Vec::new(),
            some => der::group(0xA3, [der::group(SEQUENCE, some)]),
        };
        let parts = [
            version.unwrap_or_default(),
            der::tlv(INTEGER, &self.serial),
            algorithm.to_vec(),
            self.issuer.clone(),
            der::group(SEQUENCE, [time(self.from), time(self.to)]),
            self.subject.clone(),
            self.key.clone(),
            extensions,
        ];
        der::group(SEQUENCE, parts)
    }
}

/// A distinguished name of country and common name.
pub(super) fn name(country: &str, common: &str) -> Vec<u8> {
    let part = |oid: &[u8], text: &str| {
        let attribute = [
            der::tlv(OID, oid),
            der::tlv(PRINTABLE_STRING, text.as_bytes()),
        ];
        der::group(SET, [der::group(SEQUENCE, attribute)])
    };
    let parts = [
        part(&[0x55, 0x04, 0x06], country),
        part(&[0x55, 0x04, 0x03], common),
    ];
    der::group(SEQUENCE, parts)
}

/// One extension.
pub(super) fn extension(oid: &[u8], critical: bool, value: &[u8]) -> Vec<u8> {
    let flag = if critical {
        vec![0x01, 0x01, 0xFF]
    } else {
        Vec::new()
    };
    let parts = [der::tlv(OID, oid), flag, der::tlv(OCTET_STRING, value)];
    der::group(SEQUENCE, parts)
}

/// keyUsage with the bits of one octet, of which the last `unused` do not count.
pub(super) fn key_usage(bits: u8, unused: u8) -> Vec<u8> {
    extension(&[0x55, 0x1D, 0x0F], true, &der::tlv(0x03, &[unused, bits]))
}

pub(super) fn basic_constraints(is_ca: bool) -> Vec<u8> {
    let parts = if is_ca {
        vec![vec![0x01, 0x01, 0xFF], der::integer(0)]
    } else {
        Vec::new()
    };
    extension(&[0x55, 0x1D, 0x13], true, &der::group(SEQUENCE, parts))
}

/// extKeyUsage with one purpose.
pub(super) fn purpose(oid: &[u8]) -> Vec<u8> {
    extension(
        &[0x55, 0x1D, 0x25],
        true,
        &der::group(SEQUENCE, [der::tlv(OID, oid)]),
    )
}

/// privateKeyUsagePeriod.
pub(super) fn key_period(from: &str, to: &str) -> Vec<u8> {
    let parts = [
        der::tlv(0x80, from.as_bytes()),
        der::tlv(0x81, to.as_bytes()),
    ];
    extension(&[0x55, 0x1D, 0x10], false, &der::group(SEQUENCE, parts))
}

/// documentTypeList. Doc 9303-12 §7.1.1.6.
pub(super) fn document_types(code: &str) -> Vec<u8> {
    let types = der::group(SET, [der::tlv(PRINTABLE_STRING, code.as_bytes())]);
    let value = der::group(SEQUENCE, [der::integer(0), types]);
    extension(&[0x67, 0x81, 0x08, 0x01, 0x01, 0x06, 0x02], false, &value)
}

pub(super) fn authority_key(id: &[u8]) -> Vec<u8> {
    extension(
        &[0x55, 0x1D, 0x23],
        false,
        &der::group(SEQUENCE, [der::tlv(0x80, id)]),
    )
}

pub(super) fn subject_key(info: &[u8]) -> Vec<u8> {
    extension(
        &[0x55, 0x1D, 0x0E],
        false,
        &der::tlv(OCTET_STRING, &key_id(info)),
    )
}

/// Eight octets that stand for a key. RFC 7093 §2.
pub(super) fn key_id(info: &[u8]) -> Vec<u8> {
    openssl::sha::sha256(info).iter().take(8).copied().collect()
}
