//! SecurityInfos: the protocols that a chip offers. ICAO Doc 9303-11 §9.2.
//!
//! ```text
//! SecurityInfos ::= SET OF SecurityInfo
//! SecurityInfo  ::= SEQUENCE { protocol OBJECT IDENTIFIER, requiredData ANY, optionalData ANY OPTIONAL }
//! ```

use super::LdsError;
use crate::wire::oid::{self, ObjectIdentifier};
use crate::wire::tlv::{DataObject, Node};

const FILE: &str = "SecurityInfos";
const SET: u32 = 0x31;
const SEQUENCE: u32 = 0x30;
const INTEGER: u32 = 0x02;
const OBJECT_IDENTIFIER: u32 = 0x06;

/// What a chip says it can do. Entries of other protocols are counted in `others`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SecurityInfos {
    /// PACE, 9303-11 §9.2.1.
    pub pace: Vec<PaceInfo>,
    /// Domain parameters of the issuer's own for PACE, 9303-11 §9.2.2. No PACE is run over them.
    pub pace_domain_parameters: Vec<PaceDomainParameterInfo>,
    /// Chip authentication, 9303-11 §9.2.5.
    pub chip_authentication: Vec<ChipAuthenticationInfo>,
    /// Public keys for chip authentication, 9303-11 §9.2.6.
    pub chip_authentication_public_keys: Vec<ChipAuthenticationPublicKeyInfo>,
    /// Active authentication with ECDSA, 9303-11 §9.2.4.
    pub active_authentication: Option<ActiveAuthenticationInfo>,
    /// Terminal authentication, 9303-11 §9.2.7.
    pub terminal_authentication: bool,
    /// File identifier of EF.CVCA, when the entry of terminal authentication names another than 011C.
    pub verifying_authorities_file: Option<u16>,
    /// Identifiers of the entries that this program does not interpret.
    pub others: Vec<ObjectIdentifier>,
}

/// PACEInfo, 9303-11 §9.2.1.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PaceInfo {
    /// Mapping, key agreement and cipher in one identifier.
    pub protocol: ObjectIdentifier,
    /// 2 for PACE version 2.
    pub version: u8,
    /// standardizedDomainParameters, 9303-11 §9.5.1.
    pub parameter_id: Option<u8>,
}

/// PACEDomainParameterInfo, 9303-11 §9.2.2, as it is encoded.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PaceDomainParameterInfo {
    /// Key agreement and mapping.
    pub protocol: ObjectIdentifier,
    /// AlgorithmIdentifier, DER.
    pub domain_parameter: Vec<u8>,
    /// The number by which entries of PACE name them, DER.
    pub parameter_id: Option<Vec<u8>>,
}

/// ChipAuthenticationInfo, 9303-11 §9.2.5.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChipAuthenticationInfo {
    /// Key agreement and cipher in one identifier.
    pub protocol: ObjectIdentifier,
    /// 1 for the chips of Doc 9303.
    pub version: u8,
    /// Which public key, when there are several: magnitude octets.
    pub key_id: Option<Vec<u8>>,
}

/// ChipAuthenticationPublicKeyInfo, 9303-11 §9.2.6.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChipAuthenticationPublicKeyInfo {
    /// id-PK-DH or id-PK-ECDH.
    pub protocol: ObjectIdentifier,
    /// SubjectPublicKeyInfo, DER.
    pub subject_public_key_info: Vec<u8>,
    /// Which key this is, when there are several: magnitude octets.
    pub key_id: Option<Vec<u8>>,
}

/// ActiveAuthenticationInfo, 9303-11 §9.2.4.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActiveAuthenticationInfo {
    /// ecdsa-plain-SHA224 and its relatives, BSI TR-03111 §5.2.1.
    pub signature_algorithm: ObjectIdentifier,
}

impl SecurityInfos {
    /// From the SET OF that EF.CardAccess is and EF.DG14 wraps.
    ///
    /// # Errors
    /// [`LdsError`] when the bytes are not SecurityInfos.
    pub fn parse(bytes: &[u8]) -> Result<Self, LdsError> {
        let set = DataObject::parse(bytes).map_err(|error| LdsError::Tlv { file: FILE, error })?;
        Self::from_node(set.node())
    }

    pub(super) fn from_node(set: Node<'_>) -> Result<Self, LdsError> {
        if set.tag() != SET {
            return Err(LdsError::Tag {
                file: FILE,
                expected: SET,
                found: set.tag(),
            });
        }
        let mut infos = Self::default();
        for info in set.children() {
            infos.add(info)?;
        }
        Ok(infos)
    }

    fn add(&mut self, info: Node<'_>) -> Result<(), LdsError> {
        let mut parts = info.children();
        let protocol = parts
            .next()
            .filter(|part| info.tag() == SEQUENCE && part.tag() == OBJECT_IDENTIFIER);
        let protocol = protocol.ok_or(missing("protocol"))?;
        let protocol = ObjectIdentifier::from_content(protocol.value()).ok_or(value("protocol"))?;
        let required = parts.next();
        let optional = parts.next();
        if protocol.is_under(&oid::ID_PACE) && required.is_some_and(|part| part.tag() == INTEGER) {
            let version = small_integer(required, "version")?;
            let parameter_id = optional
                .map(|part| small_integer(Some(part), "parameterId"))
                .transpose()?;
            self.pace.push(PaceInfo {
                protocol,
                version,
                parameter_id,
            });
        } else if protocol.is_under(&oid::ID_PACE)
            && let Some(parameter) = required.filter(|part| part.tag() == SEQUENCE)
        {
            self.pace_domain_parameters.push(PaceDomainParameterInfo {
                protocol,
                domain_parameter: parameter.to_der(),
                parameter_id: optional.map(|id| id.to_der()),
            });
        } else if protocol.is_under(&oid::ID_CA_DH) || protocol.is_under(&oid::ID_CA_ECDH) {
            let version = small_integer(required, "version")?;
            let key_id = optional.map(magnitude).transpose()?;
            self.chip_authentication.push(ChipAuthenticationInfo {
                protocol,
                version,
                key_id,
            });
        } else if protocol == oid::ID_PK_DH || protocol == oid::ID_PK_ECDH {
            let key = required
                .filter(|part| part.tag() == SEQUENCE)
                .ok_or(missing("chipAuthenticationPublicKey"))?;
            self.chip_authentication_public_keys
                .push(ChipAuthenticationPublicKeyInfo {
                    protocol,
                    subject_public_key_info: key.to_der(),
                    key_id: optional.map(magnitude).transpose()?,
                });
        } else if protocol == oid::ID_AA {
            self.add_active_authentication(optional)?;
        } else if protocol == oid::ID_TA {
            self.terminal_authentication = true;
            let file = optional.and_then(|file| file.children().next());
            let file = file.and_then(|identifier| identifier.value().try_into().ok());
            self.verifying_authorities_file = file.map(u16::from_be_bytes);
        } else {
            self.others.push(protocol);
        }
        Ok(())
    }

    fn add_active_authentication(&mut self, algorithm: Option<Node<'_>>) -> Result<(), LdsError> {
        let algorithm = algorithm.filter(|part| part.tag() == OBJECT_IDENTIFIER);
        let algorithm = algorithm.ok_or(missing("signatureAlgorithm"))?;
        let signature_algorithm =
            ObjectIdentifier::from_content(algorithm.value()).ok_or(value("signatureAlgorithm"))?;
        if self
            .active_authentication
            .replace(ActiveAuthenticationInfo {
                signature_algorithm,
            })
            .is_some()
        {
            return Err(LdsError::Duplicate {
                file: FILE,
                element: "ActiveAuthenticationInfo",
            });
        }
        Ok(())
    }
}

fn small_integer(part: Option<Node<'_>>, element: &'static str) -> Result<u8, LdsError> {
    match part
        .filter(|part| part.tag() == INTEGER)
        .ok_or(missing(element))?
        .value()
    {
        [small @ 0..0x80] | [0, small] => Ok(*small),
        _ => Err(value(element)),
    }
}

fn magnitude(part: Node<'_>) -> Result<Vec<u8>, LdsError> {
    match part.value() {
        [0, magnitude @ ..] if !magnitude.is_empty() => Ok(magnitude.to_vec()),
        magnitude @ [first, ..] if first & 0x80 == 0 && part.tag() == INTEGER => {
            Ok(magnitude.to_vec())
        }
        _ => Err(value("keyId")),
    }
}

fn missing(element: &'static str) -> LdsError {
    LdsError::Missing {
        file: FILE,
        element,
    }
}

fn value(element: &'static str) -> LdsError {
    LdsError::Value {
        file: FILE,
        element,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::tlv::encode;

    fn set(infos: &[Vec<u8>]) -> Vec<u8> {
        encode(0x31, &infos.concat())
    }

    fn info(protocol: &ObjectIdentifier, rest: &[Vec<u8>]) -> Vec<u8> {
        encode(
            0x30,
            &[encode(0x06, protocol.content()), rest.concat()].concat(),
        )
    }

    #[test]
    fn keys_keep_their_encoding_and_identifier() {
        let key = encode(
            0x30,
            &[
                encode(0x30, &encode(0x06, &[0x2A, 0x03])),
                encode(0x03, &[0, 4, 5]),
            ]
            .concat(),
        );
        let infos = SecurityInfos::parse(&set(&[
            info(
                &oid::ID_CA_ECDH_AES_128,
                &[encode(0x02, &[1]), encode(0x02, &[0, 0x8F])],
            ),
            info(&oid::ID_PK_ECDH, &[key.clone(), encode(0x02, &[0, 0x8F])]),
            info(
                &oid::ID_AA,
                &[
                    encode(0x02, &[1]),
                    encode(0x06, oid::ECDSA_PLAIN_SHA256.content()),
                ],
            ),
        ]))
        .unwrap();
        assert_eq!(
            infos.chip_authentication[0].key_id.as_deref(),
            Some([0x8F].as_slice())
        );
        assert_eq!(
            infos.chip_authentication_public_keys[0].subject_public_key_info,
            key
        );
        assert_eq!(
            infos.chip_authentication_public_keys[0].key_id.as_deref(),
            Some([0x8F].as_slice())
        );
        assert_eq!(
            infos.active_authentication.unwrap().signature_algorithm,
            oid::ECDSA_PLAIN_SHA256
        );
    }

    #[test]
    fn contradictory_or_impossible_entries_are_refused() {
        let aa = info(
            &oid::ID_AA,
            &[
                encode(0x02, &[1]),
                encode(0x06, oid::ECDSA_PLAIN_SHA256.content()),
            ],
        );
        let twice = SecurityInfos::parse(&set(&[aa.clone(), aa]));
        assert_eq!(
            twice,
            Err(LdsError::Duplicate {
                file: FILE,
                element: "ActiveAuthenticationInfo"
            })
        );
        for version in [&[1, 0][..], &[0x80], &[]] {
            let refused = SecurityInfos::parse(&set(&[info(
                &oid::ID_PACE_ECDH_GM_AES_128,
                &[encode(0x02, version)],
            )]));
            assert_eq!(refused, Err(value("version")));
        }
    }
}
