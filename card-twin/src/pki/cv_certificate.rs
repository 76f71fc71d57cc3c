//! Card-verifiable certificates. BSI TR-03110-3 §C, ICAO Doc 9303-12 §8.

use openssl::pkey::{PKey, Private};

use super::cv_key::CvKey;
use crate::der::{self, OID};
use crate::{Error, Result};

/// id-IS, 0.4.0.127.0.7.3.1.2.1.
const INSPECTION_SYSTEM: [u8; 9] = [0x04, 0x00, 0x7F, 0x00, 0x07, 0x03, 0x01, 0x02, 0x01];

/// Who a certificate is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Country verifying CA.
    Authority,
    /// Document verifier of the same country.
    DomesticVerifier,
    /// Document verifier of another country.
    ForeignVerifier,
    /// Inspection system.
    Terminal,
}

/// A certificate and its encoding.
#[derive(Clone)]
pub struct CvCertificate {
    body: Vec<u8>,
    signature: Vec<u8>,
    /// Certification authority reference.
    pub authority: Vec<u8>,
    /// Certificate holder reference.
    pub holder: Vec<u8>,
    /// The holder's role.
    pub role: Role,
    /// Bit 0 DG3, bit 1 DG4.
    pub rights: u8,
    /// First day, as six digits yymmdd.
    pub effective: [u8; 6],
    /// Last day, as six digits yymmdd.
    pub expires: [u8; 6],
    pub(crate) key: CvKey,
}

/// What a new certificate says.
pub struct CvRequest<'a> {
    /// Certification authority reference.
    pub authority: &'a str,
    /// Certificate holder reference.
    pub holder: &'a str,
    /// The holder's role.
    pub role: Role,
    /// Bit 0 DG3, bit 1 DG4.
    pub rights: u8,
    /// First day, yymmdd.
    pub effective: [u8; 6],
    /// Last day, yymmdd.
    pub expires: [u8; 6],
}

impl CvCertificate {
    /// Issues a certificate for `subject`, signed by `issuer`.
    ///
    /// # Errors
    /// When a key cannot be written in a CV certificate or OpenSSL refuses.
    pub(crate) fn issue(
        request: &CvRequest<'_>,
        subject: &CvKey,
        issuer: (&CvKey, &PKey<Private>),
    ) -> Result<Self> {
        let discretionary = role_bits(request.role) | request.rights & 0x03;
        let authorisation = [
            der::tlv(OID, &INSPECTION_SYSTEM),
            der::tlv(0x53, &[discretionary]),
        ];
        let with_parameters = request.role == Role::Authority;
        let body = der::group(
            0x7F4E,
            [
                der::tlv(0x5F29, &[0]),
                der::tlv(0x42, request.authority.as_bytes()),
                subject.encode(with_parameters)?,
                der::tlv(0x5F20, request.holder.as_bytes()),
                der::group(0x7F4C, authorisation),
                der::tlv(0x5F25, &request.effective),
                der::tlv(0x5F24, &request.expires),
            ],
        );
        let signature = issuer.0.algorithm().sign(issuer.1, &body)?;
        let encoded = [body, der::tlv(0x5F37, &signature)].concat();
        Self::parse(&encoded, Some(subject)).ok_or(Error::Value {
            field: "cv certificate",
            reason: "cannot be read back",
        })
    }

    /// Reads body and signature, with or without the outer object. `parameters` is a key whose domain
    /// parameters an EC key without its own ones has.
    pub(crate) fn parse(bytes: &[u8], parameters: Option<&CvKey>) -> Option<Self> {
        let outer = der::first(bytes)?;
        let inner = if outer.tag == 0x7F21 {
            outer.value
        } else {
            bytes
        };
        let parts = der::all(inner)?;
        let &[(0x7F4E, body), (0x5F37, signature)] = parts.as_slice() else {
            return None;
        };
        let fields = der::all(body)?;
        let field = |tag| der::pick(&fields, tag);
        let authorisation = der::all(field(0x7F4C)?)?;
        if der::pick(&authorisation, OID)? != INSPECTION_SYSTEM || field(0x5F29)? != [0] {
            return None;
        }
        let &[discretionary] = der::pick(&authorisation, 0x53)? else {
            return None;
        };
        Some(Self {
            authority: field(0x42)?.to_vec(),
            holder: field(0x5F20)?.to_vec(),
            role: role_of(discretionary),
            rights: discretionary & 0x03,
            effective: field(0x5F25)?.try_into().ok()?,
            expires: field(0x5F24)?.try_into().ok()?,
            key: CvKey::parse(field(0x7F49)?, parameters)?,
            body: der::tlv(0x7F4E, body),
            signature: signature.to_vec(),
        })
    }

    /// The whole certificate, DO 7F21.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        der::group(
            0x7F21,
            [self.body.clone(), der::tlv(0x5F37, &self.signature)],
        )
    }

    pub(crate) fn is_signed_by(&self, issuer: &CvKey) -> bool {
        issuer.verifies(&self.body, &self.signature)
    }

    /// Whether the role may be certified by the role of `issuer`, under its name, and for an ordinary
    /// time.
    pub(crate) fn may_follow(&self, issuer: &Self) -> bool {
        let roles = match issuer.role {
            Role::Authority => self.role != Role::Terminal,
            Role::DomesticVerifier | Role::ForeignVerifier => self.role == Role::Terminal,
            Role::Terminal => false,
        };
        roles && self.authority == issuer.holder && self.effective <= self.expires
    }
}

fn role_bits(role: Role) -> u8 {
    match role {
        Role::Authority => 0xC0,
        Role::DomesticVerifier => 0x80,
        Role::ForeignVerifier => 0x40,
        Role::Terminal => 0x00,
    }
}

fn role_of(discretionary: u8) -> Role {
    match discretionary & 0xC0 {
        0xC0 => Role::Authority,
        0x80 => Role::DomesticVerifier,
        0x40 => Role::ForeignVerifier,
        _ => Role::Terminal,
    }
}
