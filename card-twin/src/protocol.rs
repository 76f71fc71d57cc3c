//! Names of the protocols that a card may offer. ICAO Doc 9303-11 §9.2, §9.5.

use serde::Deserialize;

use crate::der::{self, OID, SEQUENCE};

/// bsi-de protocols smartcard, 0.4.0.127.0.7.2.2.
const SMARTCARD: [u8; 7] = [0x04, 0x00, 0x7F, 0x00, 0x07, 0x02, 0x02];

/// Cipher of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Suite {
    /// Two-key 3DES in CBC mode, retail MAC.
    #[serde(rename = "3des")]
    TripleDes,
    /// AES-128 in CBC mode, CMAC.
    #[serde(rename = "aes-128")]
    Aes128,
    /// AES-192 in CBC mode, CMAC.
    #[serde(rename = "aes-192")]
    Aes192,
    /// AES-256 in CBC mode, CMAC.
    #[serde(rename = "aes-256")]
    Aes256,
}

/// Mapping of PACE.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mapping {
    /// Generic mapping.
    Gm,
    /// Integrated mapping.
    Im,
    /// Chip authentication mapping.
    Cam,
}

/// One PACEInfo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaceOffer {
    /// Mapping.
    pub mapping: Mapping,
    /// Session cipher.
    pub suite: Suite,
    /// Standardised domain parameters, Doc 9303-11 table 6: 0 to 2 are DH, 8 to 18 ECDH.
    pub parameters: u8,
    /// Whether PACEInfo names the parameters.
    #[serde(default = "yes")]
    pub announce_parameters: bool,
}

/// One key of Chip Authentication and how it is announced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChipKeyOffer {
    /// Session cipher.
    pub suite: Suite,
    /// Standardised domain parameters.
    pub parameters: u8,
    /// Key identifier in ChipAuthenticationInfo and ChipAuthenticationPublicKeyInfo.
    #[serde(default)]
    pub id: Option<u8>,
    /// Whether the key writes its domain parameters out instead of naming the standardised ones.
    #[serde(default = "yes")]
    pub explicit: bool,
}

impl Suite {
    /// All suites, in the order of their numbers.
    pub const ALL: [Self; 4] = [Self::TripleDes, Self::Aes128, Self::Aes192, Self::Aes256];

    /// Last arc of the protocol's identifier.
    pub(crate) fn arc(self) -> u8 {
        match self {
            Self::TripleDes => 1,
            Self::Aes128 => 2,
            Self::Aes192 => 3,
            Self::Aes256 => 4,
        }
    }

    /// Bytes of a key.
    pub(crate) fn key_bytes(self) -> usize {
        match self {
            Self::TripleDes | Self::Aes128 => 16,
            Self::Aes192 => 24,
            Self::Aes256 => 32,
        }
    }

    /// Bytes of a block.
    pub(crate) fn block(self) -> usize {
        match self {
            Self::TripleDes => 8,
            Self::Aes128 | Self::Aes192 | Self::Aes256 => 16,
        }
    }
}

impl PaceOffer {
    /// An offer that names its parameters.
    #[must_use]
    pub fn new(mapping: Mapping, suite: Suite, parameters: u8) -> Self {
        Self {
            mapping,
            suite,
            parameters,
            announce_parameters: true,
        }
    }

    /// Value of the object identifier.
    #[must_use]
    pub fn oid(&self) -> Vec<u8> {
        let arc = match (self.mapping, is_dh(self.parameters)) {
            (Mapping::Gm, true) => 1,
            (Mapping::Gm, false) => 2,
            (Mapping::Im, true) => 3,
            (Mapping::Im, false) => 4,
            (Mapping::Cam, _) => 6,
        };
        smartcard(&[4, arc, self.suite.arc()])
    }

    /// Whether Doc 9303-11 defines this combination: integrated mapping needs a field prime of 3 modulo
    /// 4, which P-224 does not have, and chip authentication mapping needs ECDH and AES.
    #[must_use]
    pub fn is_defined(&self) -> bool {
        let known = matches!(self.parameters, 0..=2 | 8..=18);
        known
            && match self.mapping {
                Mapping::Gm => true,
                Mapping::Im => self.parameters != 10,
                Mapping::Cam => !is_dh(self.parameters) && self.suite != Suite::TripleDes,
            }
    }

    /// PACEInfo, version 2.
    #[must_use]
    pub fn info(&self) -> Vec<u8> {
        let mut rest = vec![der::integer(2)];
        if self.announce_parameters {
            rest.push(der::integer(self.parameters));
        }
        info(&self.oid(), &rest)
    }

    /// Every combination that Doc 9303-11 defines.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let parameters = (0..=2_u8).chain(8..=18);
        parameters
            .flat_map(|parameters| {
                [Mapping::Gm, Mapping::Im, Mapping::Cam]
                    .into_iter()
                    .flat_map(move |mapping| {
                        Suite::ALL.map(|suite| Self::new(mapping, suite, parameters))
                    })
            })
            .filter(Self::is_defined)
            .collect()
    }

    /// Reads a PACEInfo; `None` when it is another info.
    pub(crate) fn of_info(value: &[u8]) -> Option<Self> {
        let objects = der::all(value)?;
        let rest = der::pick(&objects, OID)?.strip_prefix(smartcard(&[4]).as_slice())?;
        let &[mapping, suite] = rest else { return None };
        let mapping = match mapping {
            1 | 2 => Mapping::Gm,
            3 | 4 => Mapping::Im,
            6 => Mapping::Cam,
            _ => return None,
        };
        let suite = Suite::ALL.into_iter().find(|known| known.arc() == suite)?;
        let announced = match objects.get(2) {
            Some((der::INTEGER, [parameters])) => Some(*parameters),
            _ => None,
        };
        Some(Self {
            mapping,
            suite,
            parameters: announced.unwrap_or(13),
            announce_parameters: announced.is_some(),
        })
    }
}

impl ChipKeyOffer {
    /// The only key, its parameters written out.
    #[must_use]
    pub fn new(suite: Suite, parameters: u8) -> Self {
        Self {
            suite,
            parameters,
            id: None,
            explicit: true,
        }
    }

    /// The same with a key identifier.
    #[must_use]
    pub fn with_id(self, id: u8) -> Self {
        Self {
            id: Some(id),
            ..self
        }
    }

    /// Value of the protocol's object identifier.
    #[must_use]
    pub fn oid(&self) -> Vec<u8> {
        let arc = if is_dh(self.parameters) { 1 } else { 2 };
        smartcard(&[3, arc, self.suite.arc()])
    }

    /// ChipAuthenticationInfo, version 1.
    #[must_use]
    pub fn info(&self) -> Vec<u8> {
        let id = self.id.map(der::integer);
        let rest: Vec<Vec<u8>> = std::iter::once(der::integer(1)).chain(id).collect();
        info(&self.oid(), &rest)
    }
}

fn yes() -> bool {
    true
}

pub(crate) fn is_dh(parameters: u8) -> bool {
    parameters <= 2
}

/// A SecurityInfo.
pub(crate) fn info(oid: &[u8], rest: &[Vec<u8>]) -> Vec<u8> {
    der::group(
        SEQUENCE,
        std::iter::once(der::tlv(OID, oid)).chain(rest.iter().cloned()),
    )
}

pub(crate) fn smartcard(arcs: &[u8]) -> Vec<u8> {
    [&SMARTCARD, arcs].concat()
}
