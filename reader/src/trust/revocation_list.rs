//! Revocation lists of country signing CAs. ICAO Doc 9303-12 §7.1.4, RFC 5280 §5.

use rasn_pkix::Time;
use time::OffsetDateTime;

use super::certificate::name::{NameKey, one_line};
use super::certificate::{Certificate, moment};
use super::encoded::{EncodedCertificate, Extensions, authority_key_identifier, extensions};
use super::reference_time::ReferenceTime;
use super::refusal::TrustRefusal;
use crate::crypto::revocation_list::X509RevocationList;
use crate::wire::der::Elements;

/// The most revoked certificates of one issuer: real lists have none or a few.
const MAX_REVOKED: usize = 100_000;

/// Extensions that narrow what a list covers would have to be understood: authorityKeyIdentifier and
/// cRLNumber do not, and no other may be critical. ICAO Doc 9303-12 §7.1.4.
const CRL_NUMBER: [u8; 3] = [0x55, 0x1D, 0x14];
const DELTA_CRL_INDICATOR: [u8; 3] = [0x55, 0x1D, 0x1B];
const ISSUING_DISTRIBUTION_POINT: [u8; 3] = [0x55, 0x1D, 0x1C];

/// A list of an issuer's revoked certificates. Its signature is looked at when it enters a trust store.
pub struct RevocationList {
    x509: X509RevocationList,
    der: Vec<u8>,
    issuer: String,
    issuer_key: NameKey,
    authority_key_identifier: Option<Vec<u8>>,
    this_update: OffsetDateTime,
    next_update: OffsetDateTime,
    revoked: Vec<Vec<u8>>,
}

/// A moment and the period of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ListAge {
    /// It was issued later.
    ToCome,
    /// It is within its period.
    Current,
    /// The next list should have been issued.
    Ended,
}

impl RevocationList {
    /// From a file, DER or PEM.
    ///
    /// # Errors
    /// [`TrustRefusal::CrlMalformed`] when it is no list by the profile.
    pub fn parse(file: &[u8]) -> Result<Self, TrustRefusal> {
        let der = match file.first() {
            Some(0x30) => file.to_vec(),
            _ => X509RevocationList::der_of_pem(file).map_err(|_| TrustRefusal::CrlMalformed)?,
        };
        Self::read(der).ok_or(TrustRefusal::CrlMalformed)
    }

    /// Subject of the issuer, one line.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// When the list was issued.
    #[must_use]
    pub fn this_update(&self) -> OffsetDateTime {
        self.this_update
    }

    /// When the next list will have been issued.
    #[must_use]
    pub fn next_update(&self) -> OffsetDateTime {
        self.next_update
    }

    /// How many certificates it revokes.
    #[must_use]
    pub fn revoked_count(&self) -> usize {
        self.revoked.len()
    }

    /// The list, DER.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    pub(super) fn authority_key_identifier(&self) -> Option<&[u8]> {
        self.authority_key_identifier.as_deref()
    }

    pub(super) fn issuer_key(&self) -> &NameKey {
        &self.issuer_key
    }

    /// Whether both lists name the same issuer and the same key of it.
    pub(super) fn is_of_same_key(&self, other: &Self) -> bool {
        self.issuer_key == other.issuer_key
            && self.authority_key_identifier == other.authority_key_identifier
    }

    /// Whether this certificate's key signed the list, and the list names it as its issuer.
    pub(super) fn is_issued_by(&self, authority: &Certificate) -> bool {
        let claimed = self.authority_key_identifier.as_deref();
        let key = authority.subject_key_identifier();
        let same_key = claimed.is_none() || key.is_none() || claimed == key;
        same_key
            && self.x509.names_as_issuer(authority.x509())
            && self.x509.is_signed_by(authority.x509())
    }

    /// Whether the list covers what this certificate's issuer issued.
    pub(super) fn covers(&self, certificate: &Certificate) -> bool {
        self.issuer_key == *certificate.issuer_key()
    }

    /// Whether it revokes this certificate of its issuer.
    pub(super) fn revokes(&self, certificate: &Certificate) -> bool {
        self.covers(certificate)
            && certificate.x509().to_der().is_ok_and(|der| {
                let encoded = EncodedCertificate::parse(&der);
                encoded.is_some_and(|encoded| self.has(encoded.serial))
            })
    }

    /// As [`Self::revokes`], of a certificate that nobody has judged.
    pub(super) fn names(&self, certificate: &EncodedCertificate<'_>) -> bool {
        self.has(certificate.serial)
            && NameKey::of(certificate.issuer).is_some_and(|issuer| issuer == self.issuer_key)
    }

    fn has(&self, serial: &[u8]) -> bool {
        self.revoked
            .binary_search_by(|one| one.as_slice().cmp(serial))
            .is_ok()
    }

    /// Whether it is the one to go by at this moment.
    pub(super) fn age_at(&self, at: ReferenceTime) -> ListAge {
        if at.0 < self.this_update {
            ListAge::ToCome
        } else if self.next_update < at.0 {
            ListAge::Ended
        } else {
            ListAge::Current
        }
    }

    fn read(der: Vec<u8>) -> Option<Self> {
        let mut body = Elements::new(Elements::inside(&der, 0x30)?.take(0x30)?);
        let version_2 = body.take(0x02)? == [1];
        let _algorithm = body.take(0x30)?;
        let issuer = body.take_whole(0x30)?;
        let this_update = date(&mut body)?;
        let next_update = date(&mut body)?;
        let mut revoked = match body.take(0x30) {
            Some(entries) => Elements::new(entries)
                .all_whole(0x30, MAX_REVOKED)?
                .into_iter()
                .map(|entry| Some(Elements::inside(entry, 0x30)?.take(0x02)?.to_vec()))
                .collect::<Option<Vec<_>>>()?,
            None => Vec::new(),
        };
        revoked.sort_unstable();
        let extensions = extensions(body.take(0xA0)?)?;
        if !version_2 || !body.is_empty() || next_update <= this_update || narrows(&extensions) {
            return None;
        }
        Some(Self {
            x509: X509RevocationList::from_der(&der).ok()?,
            issuer: one_line(issuer)?,
            issuer_key: NameKey::of(issuer)?,
            authority_key_identifier: authority_key_identifier(&extensions).map(<[u8]>::to_vec),
            this_update,
            next_update,
            revoked,
            der,
        })
    }
}

fn date(body: &mut Elements<'_>) -> Option<OffsetDateTime> {
    let encoded = body.take_whole(0x17).or_else(|| body.take_whole(0x18))?;
    moment(&rasn::ber::decode::<Time>(encoded).ok()?)
}

/// Whether the list covers less than everything that its issuer issued.
fn narrows(extensions: &Extensions<'_>) -> bool {
    extensions.iter().any(|extension| {
        let narrowing = extension.identifier == DELTA_CRL_INDICATOR
            || extension.identifier == ISSUING_DISTRIBUTION_POINT;
        narrowing || (extension.is_critical && extension.identifier != CRL_NUMBER)
    })
}
