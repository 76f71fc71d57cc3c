//! Which documents an entry of a defect or deviation list is about. BSI TR-03129-2 §7.3, ICAO Doc 9303-12
//! §10.2, 9303-3 §7.3.6: what is given must hold at the same time.

use rasn_cms::SignerIdentifier;
use time::OffsetDateTime;

use super::encoded::EncodedCertificate;
use crate::crypto::cms::SignedData;
use crate::crypto::digest::DigestAlgorithm;
use crate::files::{DataGroupNumber, ElementaryFiles};
use crate::lds::dg1;
use crate::mrz::MachineReadableZone;
use crate::passive::signed_data;
use crate::verdict::Rule;
use crate::wire::der::{Element, Elements};

/// How a list names a document signer. RFC 5652 §5.3.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignerReference {
    /// Name of the issuer, encoded, and content octets of the serial number.
    IssuerAndSerial {
        /// Name.
        issuer: Vec<u8>,
        /// Serial number.
        serial: Vec<u8>,
    },
    /// Subject key identifier.
    SubjectKeyIdentifier(Vec<u8>),
}

/// The documents of one entry.
#[derive(Default)]
pub(super) struct DocumentReference {
    pub(super) signer: Option<SignerReference>,
    pub(super) certificate_hash: Option<(DigestAlgorithm, Vec<u8>)>,
    /// First two characters of the MRZ.
    pub(super) document_code: Option<Vec<u8>>,
    /// First and last moment of issue.
    pub(super) issued: Option<(OffsetDateTime, OffsetDateTime)>,
    /// Ascending.
    pub(super) numbers: Option<Vec<Vec<u8>>>,
}

/// Whether an entry is about a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Concern {
    Certain,
    /// Nothing speaks against it, and not everything that the entry asks for is known.
    Possible,
    None,
}

/// A security object, right or not: who is said to have signed it, and with which certificates.
pub(super) struct SecurityObject<'a> {
    pub(super) identifiers: Vec<&'a SignerIdentifier>,
    pub(super) certificates: Vec<&'a [u8]>,
}

/// What of a document's files conditions are compared with. Nobody need have signed it: a defect never
/// proves anything.
#[derive(Default)]
pub(super) struct DocumentFacts {
    zone: Option<MachineReadableZone>,
    signed_at: Option<OffsetDateTime>,
}

impl SignerReference {
    /// SignerIdentifier.
    pub(super) fn parse(element: Element<'_>) -> Option<Self> {
        match element.tag {
            0x30 => Self::issuer_and_serial(element.value),
            0x80 => Some(Self::SubjectKeyIdentifier(element.value.to_vec())),
            _ => None,
        }
    }

    /// From the content of an IssuerAndSerialNumber.
    pub(super) fn issuer_and_serial(content: &[u8]) -> Option<Self> {
        let mut name = Elements::new(content);
        Some(Self::IssuerAndSerial {
            issuer: name.take_whole(0x30)?.to_vec(),
            serial: name.take(0x02)?.to_vec(),
        })
    }

    /// Whether a certificate is meant.
    pub(crate) fn names(&self, der: &[u8]) -> bool {
        let Some(certificate) = EncodedCertificate::parse(der) else {
            return false;
        };
        match self {
            Self::IssuerAndSerial { issuer, serial } => {
                certificate.issuer == issuer && certificate.serial == serial
            }
            Self::SubjectKeyIdentifier(key) => {
                certificate.subject_key_identifier() == Some(key.as_slice())
            }
        }
    }

    fn is(&self, identifier: &SignerIdentifier) -> bool {
        let encoded = rasn::der::encode(identifier).ok();
        let element = encoded
            .as_deref()
            .and_then(|encoded| Elements::new(encoded).any());
        element.and_then(Self::parse).as_ref() == Some(self)
    }
}

impl DocumentReference {
    /// Whether nothing is said of which documents are meant.
    pub(super) fn is_empty(&self) -> bool {
        self.signer.is_none() && self.certificate_hash.is_none()
    }

    /// Whether documents of this object are meant, as far as the object tells: its signer, and the state
    /// whose documents alone the list is about.
    pub(super) fn concerns(&self, object: &SecurityObject<'_>, state: Option<&str>) -> bool {
        let is_meant = |der: &&[u8]| self.names(der);
        let said = || {
            let reference = self.signer.as_ref();
            let mut identifiers = object.identifiers.iter();
            reference.is_some_and(|one| identifiers.any(|identifier| one.is(identifier)))
        };
        let named =
            object.certificates.iter().any(is_meant) || (self.certificate_hash.is_none() && said());
        let of_state = state.is_none_or(|state| {
            let mut countries = object.certificates.iter().filter_map(|der| country(der));
            countries.any(|country| country == state)
        });
        Rule::DefectSigner.demands(named, ()).is_ok()
            && Rule::DeviationState.demands(of_state, ()).is_ok()
    }

    fn names(&self, der: &[u8]) -> bool {
        let hashed = self.certificate_hash.as_ref();
        let hashed = hashed.is_none_or(|(algorithm, hash)| {
            algorithm.digest(&[der]).is_ok_and(|digest| digest == *hash)
        });
        hashed && self.signer.as_ref().is_none_or(|signer| signer.names(der))
    }

    /// Whether the document itself is meant, by what its files say.
    pub(super) fn covers(&self, facts: &DocumentFacts) -> Concern {
        let zone = facts.zone.as_ref();
        let code = self.document_code.as_ref().map(|code| {
            let code = code.strip_suffix(b"<").unwrap_or(code);
            zone.map(|zone| zone.document_code().as_bytes().starts_with(code))
        });
        let number = self.numbers.as_ref().map(|numbers| {
            let is_listed = |zone: &MachineReadableZone| {
                let number = zone.document_number().as_bytes();
                numbers.binary_search_by(|one| one.as_slice().cmp(number))
            };
            zone.map(|zone| is_listed(zone).is_ok())
        });
        let issued = self.issued.map(|(first, last)| {
            let signed_at = facts.signed_at;
            signed_at.map(|moment| first <= moment && moment <= last)
        });
        let conditions = [code, number, issued].map(|condition| condition.unwrap_or(Some(true)));
        if conditions.contains(&Some(false)) {
            Concern::None
        } else if conditions.contains(&None) {
            Concern::Possible
        } else {
            Concern::Certain
        }
    }
}

impl<'a> SecurityObject<'a> {
    /// What the object brings, and the certificates that are known of it elsewhere.
    pub(super) fn of(signed: &'a SignedData, known: impl Iterator<Item = &'a [u8]>) -> Self {
        let infos = signed.signer_infos();
        Self {
            identifiers: infos.into_iter().map(|info| &info.sid).collect(),
            certificates: signed.certificates().into_iter().chain(known).collect(),
        }
    }

    /// One certificate alone.
    pub(super) fn of_certificate(der: &'a [u8]) -> Self {
        Self {
            identifiers: Vec::new(),
            certificates: vec![der],
        }
    }
}

impl DocumentFacts {
    pub(super) fn of(files: &ElementaryFiles, signed: &SignedData) -> Self {
        let zone = files.data_group(DataGroupNumber::MRZ);
        let infos = signed.signer_infos();
        Self {
            zone: zone.and_then(|bytes| dg1::zone(bytes).ok()),
            signed_at: infos
                .first()
                .and_then(|info| signed_data::claimed_time(info)),
        }
    }
}

/// countryName of a certificate's subject, in capitals.
fn country(der: &[u8]) -> Option<String> {
    let country = EncodedCertificate::parse(der)?.country_as_written()?;
    Some(country.to_ascii_uppercase())
}
