//! Which documents an entry of a defect or deviation list is about. BSI TR-03129-2 §7.3, ICAO Doc 9303-12
//! §10.2, 9303-3 §7.3.6: what is given must hold at the same time.

use rasn_cms::SignerIdentifier;
use time::OffsetDateTime;

use super::certificate::name::country;
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

/// Whom a security object should name as its signer, by the list of one state.
pub(crate) struct Correction<'a> {
    /// The entry that says so.
    pub(crate) entry: u16,
    pub(super) reference: &'a SignerReference,
    pub(super) state: &'a str,
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
    identifiers: Vec<SignerReference>,
    certificates: Vec<OfState<'a>>,
}

/// A certificate and the state whose CSCA is said to have issued it: the path proves that it did.
struct OfState<'a> {
    der: &'a [u8],
    state: Option<String>,
}

/// What of a document's files conditions are compared with. Nobody need have signed it: no defect that has
/// conditions proves anything.
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

    /// From a SignerInfo.
    fn of(identifier: &SignerIdentifier) -> Option<Self> {
        let encoded = rasn::der::encode(identifier).ok()?;
        Self::parse(Elements::new(&encoded).any()?)
    }

    /// countryName of the issuer that is named, in capitals; a key identifier names none.
    pub(super) fn state(&self) -> Option<String> {
        match self {
            Self::IssuerAndSerial { issuer, .. } => country(issuer),
            Self::SubjectKeyIdentifier(_) => None,
        }
    }
}

impl DocumentReference {
    /// Whether nothing is said of which documents are meant.
    pub(super) fn is_empty(&self) -> bool {
        self.signer.is_none() && self.certificate_hash.is_none()
    }

    /// Whether documents of this object are meant, as far as the object tells: by its signer, who must be of
    /// the state whose documents alone the list is about. A certificate that is meant and one of that state
    /// must be the same: anybody can put another one beside.
    pub(super) fn concerns(&self, object: &SecurityObject<'_>, state: &str) -> bool {
        let certificates = object.certificates.iter();
        let by_certificate = certificates.map(|one| (self.names(one.der), one.state.clone()));
        let by_name = object.identifiers.iter().map(|identifier| {
            let said = self.certificate_hash.is_none() && self.signer.as_ref() == Some(identifier);
            (said, identifier.state().or_else(|| object.only_state()))
        });
        by_certificate.chain(by_name).any(|(named, of)| {
            Rule::DefectSigner.demands(named, ()).is_ok() && is_own(state, of.as_deref())
        })
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
        let infos = signed.signer_infos().into_iter();
        let certificates = signed.certificates().into_iter().chain(known);
        Self {
            identifiers: infos
                .filter_map(|info| SignerReference::of(&info.sid))
                .collect(),
            certificates: certificates.map(OfState::of).collect(),
        }
    }

    /// One certificate alone.
    pub(super) fn of_certificate(der: &'a [u8]) -> Self {
        Self {
            identifiers: Vec::new(),
            certificates: vec![OfState::of(der)],
        }
    }

    /// Without the certificates beside the signer's, when it is known which is the signer's: by the
    /// correction of its name, or by the name.
    pub(super) fn of_its_signer(mut self, correction: Option<&Correction<'_>>) -> Self {
        let is_signer = |one: &OfState<'_>| match correction {
            Some(correction) => correction.names(one.der),
            None => self.identifiers.iter().any(|name| name.names(one.der)),
        };
        let signers: Vec<bool> = self.certificates.iter().map(is_signer).collect();
        if signers.contains(&true) {
            let mut signers = signers.into_iter();
            self.certificates
                .retain(|_| signers.next().unwrap_or(false));
        }
        self
    }

    /// The state of every certificate, when it is one.
    fn only_state(&self) -> Option<String> {
        let first = self.certificates.first()?;
        let same = |one: &OfState<'_>| one.state == first.state;
        first
            .state
            .clone()
            .filter(|_| self.certificates.iter().all(same))
    }
}

impl<'a> OfState<'a> {
    fn of(der: &'a [u8]) -> Self {
        Self {
            der,
            state: state_of(der),
        }
    }
}

impl Correction<'_> {
    /// Whether this certificate is the signer's: the one that is meant, of the list's own state.
    pub(crate) fn names(&self, der: &[u8]) -> bool {
        self.reference.names(der) && is_own(self.state, state_of(der).as_deref())
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

/// Whether what a list of this state says counts for a document of that state.
pub(super) fn is_own(state: &str, document: Option<&str>) -> bool {
    let own = document == Some(state);
    Rule::DefectState.demands(own, ()).is_ok()
}

/// The state of a document signer: countryName of its issuer, in capitals. What stands in the signer's own
/// name may be the defect.
pub(super) fn state_of(der: &[u8]) -> Option<String> {
    country(EncodedCertificate::parse(der)?.issuer)
}
