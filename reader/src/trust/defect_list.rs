//! Defect lists: known errors of documents, by the document signer that signed them. BSI TR-03129-2 §7.
//!
//! ```text
//! DefectList  ::= SEQUENCE { version INTEGER {v1(0), v2(1)}, hashAlg OBJECT IDENTIFIER, defects SET OF Defect }
//! Defect      ::= SEQUENCE { signerIdentifier SignerIdentifier OPTIONAL, certificateHash OCTET STRING OPTIONAL,
//!                            knownDefects SET OF VersionedKnownDefect, description UTF8String OPTIONAL }
//! KnownDefect ::= SEQUENCE { defectType OBJECT IDENTIFIER, parameters ANY OPTIONAL }
//! ```

use super::anchors::TrustAnchors;
use super::certificate::Certificate;
use super::encoded::EncodedCertificate;
use crate::crypto::cms::SignedData;
use crate::crypto::digest::DigestAlgorithm;
use crate::wire::der::{Element, Elements};
use crate::wire::oid;

const MAX_ENTRIES: usize = 10_000;
const MAX_DEFECTS: usize = 32;
/// id-DefectList, 0.4.0.127.0.7.3.1.5.
const DEFECT_LIST: [u8; 8] = [0x04, 0x00, 0x7F, 0x00, 0x07, 0x03, 0x01, 0x05];

/// Known defects, each with the place of its entry in the list.
pub struct DefectList {
    entries: Vec<DefectEntry>,
}

/// A defect list that is believed, and the signed file that it came in.
pub(super) struct BelievedDefects {
    pub(super) list: DefectList,
    pub(super) file: Vec<u8>,
}

/// What is known of the documents of one document signer.
pub struct DefectEntry {
    /// Place in the list, from 1: what a verdict cites.
    pub number: u16,
    /// The defects.
    pub defects: Vec<Defect>,
    signer: Option<SignerReference>,
    certificate_hash: Option<(DigestAlgorithm, Vec<u8>)>,
}

/// One known defect. BSI TR-03129-2 §7.3.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Defect {
    /// The document signer is revoked; the status says why, 1 is "under investigation".
    SignerRevoked {
        /// StatusCode.
        status: u8,
    },
    /// The document signer's certificate is malformed; this one stands for it.
    SignerReplaced {
        /// The replacement, DER.
        certificate: Vec<u8>,
    },
    /// Private keys of chip authentication may be known to others.
    ChipAuthenticationKeyRevoked,
    /// Private keys of active authentication may be known to others.
    ActiveAuthenticationKeyRevoked,
    /// Protocols that are known to fail on genuine chips.
    ProtocolFailure {
        /// Chip authentication.
        chip_authentication: bool,
        /// Active authentication.
        active_authentication: bool,
        /// PACE with chip authentication mapping.
        pace_cam: bool,
    },
    /// The validity period of the document signer or its CA is wrong.
    ValidityPeriodIncorrect,
    /// Data groups that are encoded wrongly.
    DataGroupsMalformed {
        /// Their numbers.
        numbers: Vec<u8>,
    },
    /// The security object may fail.
    SecurityObjectInvalid {
        /// Its signature or encoding may be wrong.
        signature: bool,
        /// Its hashes may be wrong.
        hashes: bool,
    },
    /// EF.COM and EF.SOD may list different data groups.
    ComDiscrepancy,
    /// The security object names its signer wrongly.
    WrongSignerIdentifier,
    /// The country of the document signer's certificate is missing or wrong.
    IssuingCountry {
        /// The right one.
        corrected: String,
    },
    /// The chip must lose power between two readings: nothing that a verdict depends on.
    PowerDownRequired,
    /// A defect of the whole document, or of a kind that this program does not know: its chip is not to
    /// be relied on.
    NotToBeUsed,
    /// A defect of the eID application, which this program does not read.
    OfAnotherApplication,
}

enum SignerReference {
    IssuerAndSerial { issuer: Vec<u8>, serial: Vec<u8> },
    SubjectKeyIdentifier(Vec<u8>),
}

impl DefectList {
    /// From the content of a list. Parsing is no belief: only `TrustAnchors` takes a list in, after it has
    /// verified signature and signer.
    #[must_use]
    pub fn parse(content: &[u8]) -> Option<Self> {
        let mut list = Elements::inside(content, 0x30)?;
        let version = list.take(0x02)?;
        let hash = digest(list.take(0x06)?);
        let defects = Elements::new(list.take(0x31)?).all_whole(0x30, MAX_ENTRIES)?;
        if !matches!(version, [0 | 1]) || !list.is_empty() {
            return None;
        }
        let entries = (1..).zip(defects);
        let entries: Option<Vec<_>> = entries
            .map(|(number, entry)| DefectEntry::parse(number, entry, hash))
            .collect();
        Some(Self { entries: entries? })
    }

    /// The entries, in the order of the list.
    #[must_use]
    pub fn entries(&self) -> &[DefectEntry] {
        &self.entries
    }
}

impl DefectEntry {
    fn parse(number: u16, entry: &[u8], hash: Option<DigestAlgorithm>) -> Option<Self> {
        let mut parts = Elements::inside(entry, 0x30)?;
        let signer = match parts.take(0x30) {
            Some(name) => {
                let mut name = Elements::new(name);
                Some(SignerReference::IssuerAndSerial {
                    issuer: name.take_whole(0x30)?.to_vec(),
                    serial: name.take(0x02)?.to_vec(),
                })
            }
            None => parts
                .take(0x80)
                .map(|key| SignerReference::SubjectKeyIdentifier(key.to_vec())),
        };
        let certificate_hash = match parts.take(0x04) {
            Some(octets) => Some((hash?, octets.to_vec())),
            None => None,
        };
        let mut known = Elements::new(parts.take(0x31)?);
        let _description = parts.take(0x0C);
        let mut defects = Vec::new();
        while !known.is_empty() {
            if defects.len() == MAX_DEFECTS {
                return None;
            }
            defects.push(Defect::parse(known.any()?)?);
        }
        let names_nobody = signer.is_none() && certificate_hash.is_none();
        (parts.is_empty() && !names_nobody && !defects.is_empty()).then_some(Self {
            number,
            defects,
            signer,
            certificate_hash,
        })
    }

    /// Whether a security object with this signer identifier and these certificates is meant.
    fn concerns(&self, object: &SecurityObject<'_>) -> bool {
        object.certificates.iter().any(|der| {
            let named = match &self.signer {
                None => true,
                Some(reference) => EncodedCertificate::parse(der)
                    .is_some_and(|certificate| reference.names(&certificate)),
            };
            let hashed = match &self.certificate_hash {
                None => true,
                Some((algorithm, hash)) => {
                    algorithm.digest(&[der]).is_ok_and(|digest| digest == *hash)
                }
            };
            named && hashed
        })
    }
}

impl SignerReference {
    fn names(&self, certificate: &EncodedCertificate<'_>) -> bool {
        match self {
            Self::IssuerAndSerial { issuer, serial } => {
                certificate.issuer == issuer && certificate.serial == serial
            }
            Self::SubjectKeyIdentifier(key) => {
                certificate.subject_key_identifier() == Some(key.as_slice())
            }
        }
    }
}

/// The certificates that a security object brings or names.
struct SecurityObject<'a> {
    certificates: Vec<&'a [u8]>,
}

impl TrustAnchors {
    /// What is known of the documents of this security object's signer. The object itself need not be
    /// right: that it is wrong may be the defect.
    pub(crate) fn defects_of(&self, sod: &[u8]) -> Vec<(u16, &Defect)> {
        if self.defects.is_empty() {
            return Vec::new();
        }
        let Ok(signed) = SignedData::parse(sod) else {
            return Vec::new();
        };
        let signers = signed.signer_infos();
        let known = signers
            .iter()
            .flat_map(|info| self.known_signer_ders(&info.sid));
        let object = SecurityObject {
            certificates: signed.certificates().into_iter().chain(known).collect(),
        };
        self.defects
            .iter()
            .flat_map(|believed| believed.list.entries())
            .filter(|entry| entry.concerns(&object))
            .flat_map(|entry| entry.defects.iter().map(|defect| (entry.number, defect)))
            .collect()
    }

    /// The certificate that stands for a malformed one, and the entry that says so. It must certify the very
    /// key that made the signature; its path is judged like any other's.
    pub(crate) fn replacement_of(&self, signer: &Certificate) -> Option<(u16, Certificate)> {
        if self.defects.is_empty() {
            return None;
        }
        let der = signer.x509().to_der().ok()?;
        let object = SecurityObject {
            certificates: vec![&der],
        };
        let entries = self.defects.iter().flat_map(|one| one.list.entries());
        entries
            .filter(|entry| entry.concerns(&object))
            .find_map(|entry| {
                let replacement = entry.defects.iter().find_map(|defect| match defect {
                    Defect::SignerReplaced { certificate } => {
                        Certificate::from_der(certificate).ok()
                    }
                    _ => None,
                });
                let replacement = replacement?;
                let same_key = replacement.x509().has_key_of(signer.x509());
                same_key.then_some((entry.number, replacement))
            })
    }

    /// The defect lists that are believed, each with the signed file that it came in.
    pub fn defect_lists(&self) -> impl Iterator<Item = (&DefectList, &[u8])> {
        let believed = self.defects.iter();
        believed.map(|one| (&one.list, one.file.as_slice()))
    }

    /// How many known defects there are.
    #[must_use]
    pub fn defects_count(&self) -> usize {
        self.defect_lists()
            .map(|(list, _)| list.entries().len())
            .sum()
    }
}

impl Defect {
    /// KnownDefect, or KnownDefectV2 in its tag [0].
    fn parse(element: Element<'_>) -> Option<Self> {
        let mut parts = match element.tag {
            0x30 => Elements::new(element.value),
            0xA0 => {
                let inside = Elements::new(element.value);
                let mut explicit = inside;
                explicit.take(0x30).map_or(inside, Elements::new)
            }
            _ => return None,
        };
        let identifier = parts.take(0x06)?;
        let parameters = if element.tag == 0x30 {
            parts.any()
        } else {
            parts
                .take(0xA0)
                .and_then(|inside| Elements::new(inside).any())
        };
        let kind = identifier.strip_prefix(&DEFECT_LIST)?;
        let status = || parameters.filter(|one| one.tag == 0x0A && one.value.len() == 1);
        let status = || status().and_then(|one| one.value.first().copied());
        Some(match kind {
            [1, 1] => Self::SignerRevoked { status: status()? },
            [1, 2] => Self::SignerReplaced {
                certificate: parameters.filter(|one| one.tag == 0x04)?.value.to_vec(),
            },
            [1, 3] => Self::ChipAuthenticationKeyRevoked,
            [1, 4] => Self::ActiveAuthenticationKeyRevoked,
            [1, 5] => {
                let status = status()?;
                Self::ProtocolFailure {
                    chip_authentication: matches!(status, 0 | 2 | 4 | 6),
                    active_authentication: matches!(status, 1 | 2 | 5 | 6),
                    pace_cam: matches!(status, 3..=6),
                }
            }
            [1, 6] => Self::ValidityPeriodIncorrect,
            [2, 1] => Self::DataGroupsMalformed {
                numbers: numbers(parameters?)?,
            },
            [2, 2] => {
                let status = status().unwrap_or(0);
                Self::SecurityObjectInvalid {
                    signature: !matches!(status, 2 | 4),
                    hashes: matches!(status, 0 | 2 | 4 | 32..),
                }
            }
            [2, 3] => Self::ComDiscrepancy,
            [2, 4] => Self::WrongSignerIdentifier,
            [2, 5] => Self::IssuingCountry {
                corrected: String::from_utf8_lossy(parameters?.value).into_owned(),
            },
            [3, ..] | [4, 1 | 2] => Self::OfAnotherApplication,
            [4, 3] => Self::PowerDownRequired,
            _ => Self::NotToBeUsed,
        })
    }
}

fn numbers(set: Element<'_>) -> Option<Vec<u8>> {
    let mut inside = Elements::new(set.value);
    let mut numbers = Vec::new();
    while let Some(number) = inside.take(0x02) {
        numbers.push(*number.last()?);
        if numbers.len() > MAX_DEFECTS {
            return None;
        }
    }
    Some(numbers)
}

fn digest(identifier: &[u8]) -> Option<DigestAlgorithm> {
    [
        (oid::SHA1, DigestAlgorithm::Sha1),
        (oid::SHA224, DigestAlgorithm::Sha224),
        (oid::SHA256, DigestAlgorithm::Sha256),
        (oid::SHA384, DigestAlgorithm::Sha384),
        (oid::SHA512, DigestAlgorithm::Sha512),
    ]
    .into_iter()
    .find(|(known, _)| known.content() == identifier)
    .map(|(_, algorithm)| algorithm)
}
