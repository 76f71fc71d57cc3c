//! Which PACE to use: protocol, cipher and curve. ICAO Doc 9303-11 §9.2.1, §9.5.1.

use crate::crypto::agreement::Curve;
use crate::crypto::cipher::BlockCipher;
use crate::lds::security_infos::PaceInfo;
use crate::wire::oid::{self, ObjectIdentifier};

/// One offer of a card that this program can take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaceSuite {
    protocol: ObjectIdentifier,
    cipher: BlockCipher,
    curve: Curve,
    parameter_id: u8,
    ambiguous: bool,
}

impl PaceSuite {
    /// The best offer: the longest key, and among equals the largest standardised parameter.
    /// Nothing when the card offers no generic mapping over a standardised curve.
    #[must_use]
    pub fn choose(offers: &[PaceInfo]) -> Option<Self> {
        let best = offers
            .iter()
            .filter_map(Self::from_info)
            .max_by_key(|suite| {
                (
                    suite.cipher.key_len(),
                    suite.cipher.block_len(),
                    suite.parameter_id,
                )
            })?;
        let same = offers
            .iter()
            .filter(|info| info.protocol == best.protocol)
            .count();
        Some(Self {
            ambiguous: same > 1,
            ..best
        })
    }

    fn from_info(info: &PaceInfo) -> Option<Self> {
        let cipher = [
            (oid::ID_PACE_ECDH_GM_3DES, BlockCipher::TripleDes),
            (oid::ID_PACE_ECDH_GM_AES_128, BlockCipher::Aes128),
            (oid::ID_PACE_ECDH_GM_AES_192, BlockCipher::Aes192),
            (oid::ID_PACE_ECDH_GM_AES_256, BlockCipher::Aes256),
        ]
        .into_iter()
        .find_map(|(protocol, cipher)| (protocol == info.protocol).then_some(cipher))?;
        let parameter_id = info.parameter_id?;
        let curve = Curve::from_parameter_id(parameter_id)?;
        let protocol = info.protocol.clone();
        (info.version == 2).then_some(Self {
            protocol,
            cipher,
            curve,
            parameter_id,
            ambiguous: false,
        })
    }

    /// standardizedDomainParameters.
    #[must_use]
    pub fn parameter_id(&self) -> u8 {
        self.parameter_id
    }

    pub(super) fn protocol(&self) -> &ObjectIdentifier {
        &self.protocol
    }

    pub(super) fn cipher(&self) -> BlockCipher {
        self.cipher
    }

    pub(super) fn curve(&self) -> Curve {
        self.curve
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
    fn offers_that_cannot_be_taken_are_none() {
        let unknown =
            |parameter| PaceSuite::choose(&[offer(&oid::ID_PACE_ECDH_GM_AES_128, parameter)]);
        assert_eq!(unknown(None), None);
        assert_eq!(unknown(Some(2)), None);
        assert_eq!(unknown(Some(19)), None);
        assert_eq!(
            PaceSuite::choose(&[offer(&oid::ID_PACE_ECDH_IM, Some(13))]),
            None
        );
    }
}
