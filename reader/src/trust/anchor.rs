//! One certificate of the trust store. ICAO Doc 9303-12 §7.1.
//!
//! A list of the world's CSCAs holds hundreds of certificates, and a counter meets the cards of one or two
//! of them: each is parsed and judged when a card first names it, and the result is kept.

use std::sync::{Arc, OnceLock};

use time::OffsetDateTime;

use super::certificate::name::NameKey;
use super::certificate::{Certificate, ProfileError};
use super::encoded::EncodedCertificate;
use super::provenance::{Provenance, Route};
use super::tolerance::{self, Tolerance, Tolerances};

/// A certificate of the store and where it came from.
pub struct Anchor {
    der: Vec<u8>,
    subject: String,
    subject_key: NameKey,
    key_id: Option<Vec<u8>>,
    provenance: Arc<Provenance>,
    tolerated: Tolerances,
    judged: OnceLock<Result<Judged, ProfileError>>,
}

/// What judging a certificate came to.
pub(crate) struct Judged {
    pub(crate) certificate: Certificate,
    role: Role,
    tolerances: Vec<Tolerance>,
}

/// What an accepted certificate is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Self-signed: paths end here.
    Anchor,
    /// Signed by an older key of the same state: it leads to an anchor and is none.
    Link,
}

impl Anchor {
    /// Takes a certificate in without judging it.
    ///
    /// # Errors
    /// [`ProfileError::Malformed`] when it is not even encoded as a certificate.
    pub(super) fn new(
        der: Vec<u8>,
        provenance: Arc<Provenance>,
        tolerated: Tolerances,
    ) -> Result<Self, ProfileError> {
        let encoded = EncodedCertificate::parse(&der).ok_or(ProfileError::Malformed)?;
        let subject_key = encoded.subject_key().ok_or(ProfileError::Malformed)?;
        Ok(Self {
            subject: encoded.subject_line(),
            key_id: encoded.subject_key_identifier().map(<[u8]>::to_vec),
            subject_key,
            provenance,
            tolerated,
            judged: OnceLock::new(),
            der,
        })
    }

    /// Subject, one line.
    #[must_use]
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// Where it came from.
    #[must_use]
    pub fn provenance(&self) -> &Provenance {
        &self.provenance
    }

    /// The certificate, DER.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// What it is good for, and which breaches of the profile are overlooked for it.
    ///
    /// # Errors
    /// [`ProfileError`] when it is good for nothing.
    pub fn standing(&self) -> Result<(Role, &[Tolerance]), ProfileError> {
        match self.judged() {
            Ok(judged) => Ok((judged.role, &judged.tolerances)),
            Err(error) => Err(*error),
        }
    }

    /// The end of its validity; nothing for one that is good for nothing.
    #[must_use]
    pub fn valid_until(&self) -> Option<OffsetDateTime> {
        let judged = self.judged().as_ref().ok()?;
        Some(judged.certificate.valid_until())
    }

    /// The breaches of the profile that it has, tolerated or not.
    #[must_use]
    pub fn breaches(&self) -> Vec<Tolerance> {
        EncodedCertificate::parse(&self.der)
            .map(|encoded| tolerance::breaches(&encoded))
            .unwrap_or_default()
    }

    /// Whether the operator vouches for this one certificate.
    pub(super) fn is_pinned(&self) -> bool {
        self.provenance.route == Route::Single
    }

    /// What of the profile may be overlooked in it.
    pub(super) fn tolerated(&self) -> &Tolerances {
        &self.tolerated
    }

    pub(super) fn subject_key(&self) -> &NameKey {
        &self.subject_key
    }

    pub(super) fn key_id(&self) -> Option<&[u8]> {
        self.key_id.as_deref()
    }

    /// The certificate, when it is accepted in this role.
    pub(crate) fn certificate_as(&self, role: Role) -> Option<&Certificate> {
        let judged = self.judged().as_ref().ok()?;
        (judged.role == role).then_some(&judged.certificate)
    }

    fn judged(&self) -> &Result<Judged, ProfileError> {
        self.judged
            .get_or_init(|| judge(&self.der, &self.tolerated))
    }
}

fn judge(der: &[u8], tolerated: &Tolerances) -> Result<Judged, ProfileError> {
    let certificate = Certificate::from_der(der)?;
    let encoded = EncodedCertificate::parse(der).ok_or(ProfileError::Malformed)?;
    let tolerances = tolerance::judge(&encoded, tolerated)?;
    let role = if certificate.is_self_signed() {
        Role::Anchor
    } else {
        Role::Link
    };
    certificate.accept_as_issuer(role)?;
    Ok(Judged {
        certificate,
        role,
        tolerances,
    })
}
