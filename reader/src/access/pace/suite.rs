//! Which PACE to use: mapping, key agreement and cipher. ICAO Doc 9303-11 §9.2.1, §9.5.1.

use crate::crypto::agreement::DomainParameters;
use crate::crypto::cipher::BlockCipher;
use crate::lds::security_infos::PaceInfo;
use crate::wire::oid::{self, ObjectIdentifier};

/// One offer of a card that this program can take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaceSuite {
    protocol: ObjectIdentifier,
    mapping: Mapping,
    cipher: BlockCipher,
    domain: DomainParameters,
    parameter_id: u8,
    ambiguous: bool,
}

/// How the generator of a session is made. ICAO Doc 9303-11 §4.4.3.3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mapping {
    /// From one more agreement.
    Integrated,
    /// From two random numbers.
    Generic,
    /// Generic, and the chip ties its mapping key to its static key.
    ChipAuthentication,
}

/// Tolerance: a PACEInfo without parameterId means brainpoolP256r1, or the first group for DH, as the
/// cards do that leave it out.
const UNNAMED_CURVE: u8 = 13;
const UNNAMED_GROUP: u8 = 0;
/// P-224: integrated mapping needs a prime of 3 modulo 4.
const P_224: u8 = 10;

impl PaceSuite {
    /// The strongest offer: what the weaker of cipher and key agreement resists, then the longer key,
    /// then the mapping that proves most, then the largest parameter.
    /// Nothing when there is none over standardised parameters.
    #[must_use]
    pub fn choose(offers: &[PaceInfo]) -> Option<Self> {
        let best = offers
            .iter()
            .filter_map(Self::from_info)
            .max_by_key(Self::rank)?;
        let same = offers
            .iter()
            .filter(|info| info.protocol == best.protocol)
            .count();
        Some(Self {
            ambiguous: same > 1,
            ..best
        })
    }

    fn rank(&self) -> (u32, u32, u32, Mapping, u8) {
        let cipher = self.cipher.security_bits();
        let domain = self.domain.security_bits();
        let weaker = cipher.min(domain);
        (weaker, cipher, domain, self.mapping, self.parameter_id)
    }

    fn from_info(info: &PaceInfo) -> Option<Self> {
        let families = [
            (oid::ID_PACE_DH_GM, Mapping::Generic, true),
            (oid::ID_PACE_ECDH_GM, Mapping::Generic, false),
            (oid::ID_PACE_DH_IM, Mapping::Integrated, true),
            (oid::ID_PACE_ECDH_IM, Mapping::Integrated, false),
            (oid::ID_PACE_ECDH_CAM, Mapping::ChipAuthentication, false),
        ];
        let (_, mapping, is_modular) = families
            .into_iter()
            .find(|(family, ..)| info.protocol.is_member_of(family))?;
        let cipher = BlockCipher::from_arc(info.protocol.last_arc())?;
        let unnamed = if is_modular {
            UNNAMED_GROUP
        } else {
            UNNAMED_CURVE
        };
        let parameter_id = info.parameter_id.unwrap_or(unnamed);
        let domain = DomainParameters::from_parameter_id(parameter_id)?;
        let possible = match (mapping, &domain) {
            (Mapping::ChipAuthentication, _) if cipher == BlockCipher::TripleDes => false,
            (Mapping::Integrated, _) if parameter_id == P_224 => false,
            (_, DomainParameters::Modular(_)) => is_modular,
            (_, DomainParameters::Elliptic(_)) => !is_modular,
        };
        (possible && info.version == 2).then(|| Self {
            protocol: info.protocol.clone(),
            mapping,
            cipher,
            domain,
            parameter_id,
            ambiguous: false,
        })
    }

    /// standardizedDomainParameters.
    #[must_use]
    pub fn parameter_id(&self) -> u8 {
        self.parameter_id
    }

    /// How the generator is made.
    #[must_use]
    pub fn mapping(&self) -> Mapping {
        self.mapping
    }

    pub(super) fn protocol(&self) -> &ObjectIdentifier {
        &self.protocol
    }

    pub(super) fn cipher(&self) -> BlockCipher {
        self.cipher
    }

    pub(super) fn domain(&self) -> &DomainParameters {
        &self.domain
    }

    /// Bytes of the chip's nonce: whole blocks, and at least the key's length for integrated mapping.
    pub(super) fn accepts_nonce(&self, len: usize) -> bool {
        match self.mapping {
            Mapping::Integrated => len == self.cipher.key_len().next_multiple_of(16),
            _ => (16..=32).contains(&len) && len.is_multiple_of(self.cipher.block_len()),
        }
    }

    /// Whether the card offers the same protocol with several parameters, so that it must be told.
    pub(super) fn is_ambiguous(&self) -> bool {
        self.ambiguous
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offer(protocol: &ObjectIdentifier, parameter_id: Option<u8>) -> PaceInfo {
        PaceInfo {
            protocol: protocol.clone(),
            version: 2,
            parameter_id,
        }
    }

    fn member(family: &ObjectIdentifier, cipher: u8) -> ObjectIdentifier {
        ObjectIdentifier::from_content(&[family.content(), &[cipher]].concat()).unwrap()
    }

    #[test]
    fn the_longest_key_wins_and_the_rest_is_left() {
        let offers = [
            offer(&oid::ID_PACE_ECDH_GM_AES_128, Some(13)),
            offer(&oid::ID_PACE_ECDH_GM_AES_256, Some(12)),
            offer(&oid::ID_PACE_ECDH_GM_AES_256, Some(17)),
            offer(&oid::ID_PACE_ECDH_CAM, Some(18)),
        ];
        let suite = PaceSuite::choose(&offers).unwrap();
        assert_eq!(
            (suite.cipher(), suite.parameter_id()),
            (BlockCipher::Aes256, 17)
        );
        assert!(suite.is_ambiguous());
        assert!(!PaceSuite::choose(&offers[..2]).unwrap().is_ambiguous());
    }

    #[test]
    fn a_long_key_over_a_weak_group_is_weak() {
        let offers = [
            offer(&member(&oid::ID_PACE_DH_GM, 4), Some(0)),
            offer(&member(&oid::ID_PACE_ECDH_GM, 4), Some(8)),
            offer(&member(&oid::ID_PACE_ECDH_IM, 2), Some(12)),
            offer(&member(&oid::ID_PACE_ECDH_GM, 2), Some(12)),
            offer(&member(&oid::ID_PACE_ECDH_CAM, 2), Some(12)),
        ];
        let chosen = |offers: &[PaceInfo]| PaceSuite::choose(offers).unwrap();
        assert_eq!(chosen(&offers).mapping(), Mapping::ChipAuthentication);
        assert_eq!(chosen(&offers[..4]).mapping(), Mapping::Generic);
        assert_eq!(chosen(&offers[..3]).mapping(), Mapping::Integrated);
        assert_eq!(chosen(&offers[..2]).parameter_id(), 8);
        assert_eq!(chosen(&offers[..1]).parameter_id(), 0);
    }

    #[test]
    fn an_offer_without_parameters_means_the_usual_ones() {
        let unnamed = |protocol| PaceSuite::choose(&[offer(&protocol, None)]).unwrap();
        assert_eq!(unnamed(oid::ID_PACE_ECDH_GM_AES_128).parameter_id(), 13);
        assert_eq!(unnamed(member(&oid::ID_PACE_DH_IM, 2)).parameter_id(), 0);
    }

    #[test]
    fn offers_that_cannot_be_taken_are_none() {
        let refused = |protocol: &ObjectIdentifier, parameter| {
            assert_eq!(PaceSuite::choose(&[offer(protocol, Some(parameter))]), None);
        };
        for parameter in [0, 2, 3, 7, 19, 255] {
            refused(&oid::ID_PACE_ECDH_GM_AES_128, parameter);
        }
        refused(&member(&oid::ID_PACE_DH_GM, 2), 13);
        refused(&member(&oid::ID_PACE_ECDH_IM, 2), P_224);
        refused(&member(&oid::ID_PACE_ECDH_CAM, 1), 13);
        refused(&member(&oid::ID_PACE_ECDH_GM, 5), 13);
        refused(&oid::ID_PACE_ECDH_IM, 13);
        let old = PaceInfo {
            version: 1,
            ..offer(&oid::ID_PACE_ECDH_GM_AES_128, Some(13))
        };
        assert_eq!(PaceSuite::choose(&[old]), None);
    }
}
