//! EF.CardAccess: how the chip may be opened. ICAO Doc 9303-10 §3.11.3, 9303-11 §9.2.8.

use super::{LdsError, SecurityInfos};

/// The unsigned SecurityInfos that anybody may read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardAccess(pub SecurityInfos);

impl CardAccess {
    /// From the file's bytes.
    ///
    /// # Errors
    /// [`LdsError`] when the bytes are not SecurityInfos.
    pub fn parse(bytes: &[u8]) -> Result<Self, LdsError> {
        SecurityInfos::parse(bytes).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::oid;

    /// The file that several readers of Vietnamese cards report.
    const CCCD_2021: &str = "31 34 30 0D 06 08 04007F0007020202 02 01 01 \
        30 0F 06 0A 04007F00070202030202 02 01 01 30 12 06 0A 04007F00070202040202 02 01 02 02 01 0D";

    #[test]
    fn test_cccd_2021() {
        let CardAccess(infos) = CardAccess::parse(&test_vectors::unhex(CCCD_2021)).unwrap();
        let [pace] = infos.pace.as_slice() else {
            panic!("one PACEInfo")
        };
        assert_eq!(pace.protocol, oid::ID_PACE_ECDH_GM_AES_128);
        assert_eq!((pace.version, pace.parameter_id), (2, Some(13)));
        assert_eq!(
            infos.chip_authentication[0].protocol,
            oid::ID_CA_ECDH_AES_128
        );
        assert!(infos.terminal_authentication);
    }

    #[test]
    fn other_bytes_are_refused() {
        assert!(matches!(CardAccess::parse(&[]), Err(LdsError::Tlv { .. })));
        assert!(matches!(
            CardAccess::parse(&[0x30, 0x00]),
            Err(LdsError::Tag { found: 0x30, .. })
        ));
        assert!(matches!(
            CardAccess::parse(&[0x31, 0x02, 0x30, 0x00]),
            Err(LdsError::Missing { .. })
        ));
    }
}
