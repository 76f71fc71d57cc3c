//! One known defect of documents. BSI TR-03129-2 §7.3, ICAO Doc 9303-3 §7.3.5.
//!
//! ```text
//! KnownDefect ::= SEQUENCE { defectType OBJECT IDENTIFIER, parameters ANY OPTIONAL }
//! ```

use super::document_reference::SignerReference;
use super::state_tolerance::StateTolerance;
use crate::wire::der::{Element, Elements};

/// The most numbers of data groups in one defect.
const MAX_NUMBERS: usize = 32;
/// id-DefectList, 0.4.0.127.0.7.3.1.5.
const DEFECT_LIST: [u8; 8] = [0x04, 0x00, 0x7F, 0x00, 0x07, 0x03, 0x01, 0x05];

/// One known defect.
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
    /// The document signer's certificate is wrong, and nothing stands for it.
    SignerCertificateWrong {
        /// Its signature is; otherwise its encoding.
        signature: bool,
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
    /// The signed hash of one data group is wrong.
    HashWrong {
        /// Its number.
        number: u8,
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
    WrongSignerIdentifier {
        /// Whom it should name.
        corrected: Option<SignerReference>,
    },
    /// The country of the document signer's certificate is missing or wrong.
    IssuingCountry {
        /// The right one, in two or three letters.
        corrected: String,
    },
    /// A field of the MRZ, or its check digit, is wrong.
    MrzIncorrect,
    /// A deviation from the standard that a whole state is known for.
    Tolerated(StateTolerance),
    /// The chip must lose power between two readings: nothing that a verdict depends on.
    PowerDownRequired,
    /// The chip cannot be used: nothing that a verdict of one that could be read depends on.
    ChipUnusable,
    /// A defect of the whole document, or of a kind that this program does not know: its chip is not to
    /// be relied on.
    NotToBeUsed,
    /// A defect of the eID application, which this program does not read.
    OfAnotherApplication,
}

impl Defect {
    /// Whether it makes less believable what would be believed without it. Such a defect counts unless it
    /// is known to be about other documents; any other only when it is known to be about this one.
    pub(super) fn takes_away(&self) -> bool {
        matches!(
            self,
            Self::SignerRevoked { .. }
                | Self::ChipAuthenticationKeyRevoked
                | Self::ActiveAuthenticationKeyRevoked
                | Self::NotToBeUsed
        )
    }

    /// What it allows all documents of one state.
    pub(super) fn allows(&self) -> Option<&StateTolerance> {
        match self {
            Self::Tolerated(one) => Some(one),
            _ => None,
        }
    }

    /// KnownDefect, or KnownDefectV2 in its tag [0].
    pub(super) fn parse(element: Element<'_>) -> Option<Self> {
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
        if identifier == StateTolerance::IDENTIFIER {
            return StateTolerance::parse(parameters?).map(Self::Tolerated);
        }
        Self::of_kind(identifier.strip_prefix(&DEFECT_LIST)?, parameters)
    }

    fn of_kind(kind: &[u8], parameters: Option<Element<'_>>) -> Option<Self> {
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
            [2, 4] => Self::WrongSignerIdentifier {
                corrected: match parameters {
                    Some(corrected) => Some(SignerReference::parse(corrected)?),
                    None => None,
                },
            },
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
        if numbers.len() > MAX_NUMBERS {
            return None;
        }
    }
    Some(numbers)
}
