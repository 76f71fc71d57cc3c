//! Which key and cipher of DG14 chip authentication uses. ICAO Doc 9303-11 §9.2.5, §9.2.6.

use crate::crypto::CryptoError;
use crate::crypto::agreement_key::AgreementKey;
use crate::crypto::cipher::BlockCipher;
use crate::lds::security_infos::{ChipAuthenticationPublicKeyInfo, SecurityInfos};
use crate::wire::oid::{self, ObjectIdentifier};

/// The protocol and key of DG14 that this program uses.
pub(crate) struct ChipAuthenticationSuite {
    pub(super) protocol: ObjectIdentifier,
    pub(super) cipher: BlockCipher,
    pub(super) key_id: Option<Vec<u8>>,
    pub(super) chip_key: AgreementKey,
}

/// Whether DG14 promises chip authentication: by a key that it can be performed with, or by announcing a
/// protocol for which there is none. A key alone may belong to PACE.
pub(crate) fn is_offered(infos: &SecurityInfos) -> bool {
    offers(infos).next().is_some() || !infos.chip_authentication.is_empty()
}

impl ChipAuthenticationSuite {
    /// The strongest offer whose key can be used; `None` when DG14 does not promise chip authentication.
    pub(crate) fn choose(infos: &SecurityInfos) -> Option<Result<Self, CryptoError>> {
        let mut suites = Self::all(infos);
        suites.sort_by_key(|suite| suite.as_ref().map_or((0, 0), Self::rank));
        suites.pop()
    }

    /// Every offer, with the reason where its key cannot be used.
    pub(super) fn all(infos: &SecurityInfos) -> Vec<Result<Self, CryptoError>> {
        offers(infos)
            .map(|(key, protocol)| Self::new(key, protocol))
            .collect()
    }

    fn new(
        key: &ChipAuthenticationPublicKeyInfo,
        protocol: ObjectIdentifier,
    ) -> Result<Self, CryptoError> {
        let cipher = BlockCipher::from_arc(protocol.last_arc()).ok_or(CryptoError::KeyRefused(
            "not a cipher of chip authentication",
        ))?;
        Ok(Self {
            protocol,
            cipher,
            key_id: key.key_id.clone(),
            chip_key: AgreementKey::from_subject_public_key_info(&key.subject_public_key_info)?,
        })
    }

    fn rank(&self) -> (u32, u32) {
        let cipher = self.cipher.security_bits();
        let key = self.chip_key.parameters().security_bits();
        (cipher.min(key), cipher.max(key))
    }
}

/// Keys with the protocol that they are for.
fn offers(
    infos: &SecurityInfos,
) -> impl Iterator<Item = (&ChipAuthenticationPublicKeyInfo, ObjectIdentifier)> {
    infos
        .chip_authentication_public_keys
        .iter()
        .filter_map(|key| Some((key, protocol_of(infos, key)?)))
}

fn protocol_of(
    infos: &SecurityInfos,
    key: &ChipAuthenticationPublicKeyInfo,
) -> Option<ObjectIdentifier> {
    let family = match () {
        () if key.protocol == oid::ID_PK_ECDH => oid::ID_CA_ECDH,
        () if key.protocol == oid::ID_PK_DH => oid::ID_CA_DH,
        () => return None,
    };
    // Tolerance: the identifier of an only key may stand on one side alone.
    let is_only = infos.chip_authentication_public_keys.len() == 1;
    infos
        .chip_authentication
        .iter()
        .filter(|info| info.version == 1 && info.protocol.is_member_of(&family))
        .filter(|info| is_only || info.key_id == key.key_id)
        .map(|info| info.protocol.clone())
        .max_by_key(ObjectIdentifier::last_arc)
        .or_else(|| inferred(infos, &family))
}

/// Tolerance: early documents give the key alone, which then stands for the cipher of their PACE, or for
/// 3DES. A key beside chip authentication mapping belongs to that.
fn inferred(infos: &SecurityInfos, family: &ObjectIdentifier) -> Option<ObjectIdentifier> {
    let maps_chip = |protocol: &ObjectIdentifier| protocol.is_member_of(&oid::ID_PACE_ECDH_CAM);
    let mut pace = infos.pace.iter().map(|info| &info.protocol);
    if !infos.chip_authentication.is_empty() || pace.clone().any(maps_chip) {
        return None;
    }
    let arc = pace
        .by_ref()
        .map(ObjectIdentifier::last_arc)
        .filter(|arc| BlockCipher::from_arc(*arc).is_some())
        .max()
        .unwrap_or(1);
    ObjectIdentifier::from_content(&[family.content(), &[arc]].concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lds::security_infos::{ChipAuthenticationInfo, PaceInfo};
    use crate::wire::data_object;
    use test_vectors::unhex;

    fn key(key_id: Option<u8>) -> ChipAuthenticationPublicKeyInfo {
        let algorithm = data_object::object(0x30, &unhex("06 07 04007F00070102 02 01 0D"));
        let bits = data_object::object(0x03, &[0, 4]);
        ChipAuthenticationPublicKeyInfo {
            protocol: oid::ID_PK_ECDH,
            subject_public_key_info: data_object::object(
                0x30,
                &[algorithm.as_slice(), &bits].concat(),
            )
            .to_vec(),
            key_id: key_id.map(|id| vec![id]),
        }
    }

    fn info(protocol: &ObjectIdentifier, key_id: Option<u8>) -> ChipAuthenticationInfo {
        ChipAuthenticationInfo {
            protocol: protocol.clone(),
            version: 1,
            key_id: key_id.map(|id| vec![id]),
        }
    }

    fn infos(
        keys: Vec<ChipAuthenticationPublicKeyInfo>,
        chip_authentication: Vec<ChipAuthenticationInfo>,
    ) -> SecurityInfos {
        SecurityInfos {
            chip_authentication_public_keys: keys,
            chip_authentication,
            ..SecurityInfos::default()
        }
    }

    fn offered(infos: &SecurityInfos) -> Vec<(Option<u8>, ObjectIdentifier)> {
        let id = |key: &ChipAuthenticationPublicKeyInfo| key.key_id.as_ref().map(|id| id[0]);
        offers(infos)
            .map(|(key, protocol)| (id(key), protocol))
            .collect()
    }

    #[test]
    fn keys_go_with_the_protocol_of_their_identifier() {
        let keys = vec![key(Some(1)), key(Some(2)), key(Some(3))];
        let announced = vec![
            info(&oid::ID_CA_ECDH_AES_128, Some(2)),
            info(&oid::ID_CA_ECDH_AES_256, Some(1)),
            info(&oid::ID_CA_ECDH_AES_192, Some(1)),
        ];
        let infos = infos(keys, announced);
        let expected = [
            (Some(1), oid::ID_CA_ECDH_AES_256),
            (Some(2), oid::ID_CA_ECDH_AES_128),
        ];
        assert_eq!(offered(&infos), expected);
    }

    #[test]
    fn an_only_key_needs_no_identifier_on_both_sides() {
        let announced = info(&oid::ID_CA_ECDH_AES_128, Some(1));
        let infos = infos(vec![key(None)], vec![announced]);
        assert_eq!(offered(&infos), [(None, oid::ID_CA_ECDH_AES_128)]);
    }

    #[test]
    fn a_key_alone_is_chip_authentication_unless_pace_needs_it() {
        let mut infos = infos(vec![key(None)], vec![]);
        assert_eq!(offered(&infos), [(None, oid::ID_CA_ECDH_3DES)]);
        let pace = |protocol| PaceInfo {
            protocol,
            version: 2,
            parameter_id: Some(13),
        };
        infos.pace = vec![pace(oid::ID_PACE_ECDH_GM_AES_128)];
        assert_eq!(offered(&infos), [(None, oid::ID_CA_ECDH_AES_128)]);
        let cam = [oid::ID_PACE_ECDH_CAM.content(), &[2]].concat();
        infos.pace = vec![pace(ObjectIdentifier::from_content(&cam).unwrap())];
        assert!(!is_offered(&infos));
    }

    #[test]
    fn version_2_is_another_protocol_and_a_promise_all_the_same() {
        let mut announced = info(&oid::ID_CA_ECDH_AES_128, None);
        announced.version = 2;
        let infos = infos(vec![key(None)], vec![announced]);
        assert!(offered(&infos).is_empty(), "nothing that could be tried");
        assert!(is_offered(&infos));
    }
}
