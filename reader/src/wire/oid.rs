//! Object identifiers by their content octets. ISO/IEC 8825-1 §8.19; values of ICAO Doc 9303-11 §9, 9303-10 §4.6.2.

/// Content octets of an OBJECT IDENTIFIER; two are equal when their octets are.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectIdentifier(std::borrow::Cow<'static, [u8]>);

impl ObjectIdentifier {
    const fn known(octets: &'static [u8]) -> Self {
        Self(std::borrow::Cow::Borrowed(octets))
    }

    /// From content octets, which must not be empty nor end inside an arc.
    #[must_use]
    pub fn from_content(octets: &[u8]) -> Option<Self> {
        let complete = octets.last().is_some_and(|last| last & 0x80 == 0);
        (complete && octets.len() <= 32).then(|| Self(octets.to_vec().into()))
    }

    /// The content octets.
    #[must_use]
    pub fn content(&self) -> &[u8] {
        &self.0
    }

    /// Whether this identifier lies under `arc`.
    #[must_use]
    pub fn is_under(&self, arc: &Self) -> bool {
        self.0.len() > arc.0.len() && self.0.starts_with(&arc.0)
    }

    /// Whether this identifier is `family` and one more arc below 128.
    #[must_use]
    pub fn is_member_of(&self, family: &Self) -> bool {
        self.is_under(family) && self.0.len() == family.0.len() + 1
    }

    /// The last octet, which for the protocols of Doc 9303 is the last arc.
    #[must_use]
    pub fn last_arc(&self) -> u8 {
        self.0.last().copied().unwrap_or(0)
    }

    /// Dotted decimal form, for logs.
    #[must_use]
    pub fn dotted(&self) -> String {
        let mut arcs: Vec<u64> = Vec::new();
        let mut arc = 0_u64;
        for octet in self.0.iter() {
            arc = (arc << 7) | u64::from(octet & 0x7F);
            if octet & 0x80 == 0 {
                arcs.push(arc);
                arc = 0;
            }
        }
        let first = arcs.first().copied().unwrap_or(0);
        let root = (first / 40).min(2);
        let mut text = format!("{root}.{}", first - root * 40);
        for arc in arcs.iter().skip(1) {
            text.push_str(&format!(".{arc}"));
        }
        text
    }
}

impl std::fmt::Debug for ObjectIdentifier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.dotted())
    }
}

impl std::fmt::Display for ObjectIdentifier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.dotted())
    }
}

/// bsi-de 0.4.0.127.0.7.2.2: the protocols of chips. ICAO Doc 9303-11 §9.2.
macro_rules! bsi {
    ($($arc:expr),*) => { ObjectIdentifier::known(&[0x04, 0x00, 0x7F, 0x00, 0x07, 0x02, 0x02, $($arc),*]) };
}

/// id-PK-DH.
pub const ID_PK_DH: ObjectIdentifier = bsi!(1, 1);
/// id-PK-ECDH.
pub const ID_PK_ECDH: ObjectIdentifier = bsi!(1, 2);
/// id-TA-RSA.
pub const ID_TA_RSA: ObjectIdentifier = bsi!(2, 1);
/// id-TA-ECDSA.
pub const ID_TA_ECDSA: ObjectIdentifier = bsi!(2, 2);
/// id-TA.
pub const ID_TA: ObjectIdentifier = bsi!(2);
/// id-CA-DH.
pub const ID_CA_DH: ObjectIdentifier = bsi!(3, 1);
/// id-CA-DH-3DES-CBC-CBC.
pub const ID_CA_DH_3DES: ObjectIdentifier = bsi!(3, 1, 1);
/// id-CA-ECDH.
pub const ID_CA_ECDH: ObjectIdentifier = bsi!(3, 2);
/// id-CA-ECDH-3DES-CBC-CBC.
pub const ID_CA_ECDH_3DES: ObjectIdentifier = bsi!(3, 2, 1);
/// id-CA-ECDH-AES-CBC-CMAC-128.
pub const ID_CA_ECDH_AES_128: ObjectIdentifier = bsi!(3, 2, 2);
/// id-CA-ECDH-AES-CBC-CMAC-192.
pub const ID_CA_ECDH_AES_192: ObjectIdentifier = bsi!(3, 2, 3);
/// id-CA-ECDH-AES-CBC-CMAC-256.
pub const ID_CA_ECDH_AES_256: ObjectIdentifier = bsi!(3, 2, 4);
/// id-PACE.
pub const ID_PACE: ObjectIdentifier = bsi!(4);
/// id-PACE-DH-GM.
pub const ID_PACE_DH_GM: ObjectIdentifier = bsi!(4, 1);
/// id-PACE-ECDH-GM.
pub const ID_PACE_ECDH_GM: ObjectIdentifier = bsi!(4, 2);
/// id-PACE-ECDH-GM-3DES-CBC-CBC.
pub const ID_PACE_ECDH_GM_3DES: ObjectIdentifier = bsi!(4, 2, 1);
/// id-PACE-ECDH-GM-AES-CBC-CMAC-128.
pub const ID_PACE_ECDH_GM_AES_128: ObjectIdentifier = bsi!(4, 2, 2);
/// id-PACE-ECDH-GM-AES-CBC-CMAC-192.
pub const ID_PACE_ECDH_GM_AES_192: ObjectIdentifier = bsi!(4, 2, 3);
/// id-PACE-ECDH-GM-AES-CBC-CMAC-256.
pub const ID_PACE_ECDH_GM_AES_256: ObjectIdentifier = bsi!(4, 2, 4);
/// id-PACE-DH-IM.
pub const ID_PACE_DH_IM: ObjectIdentifier = bsi!(4, 3);
/// id-PACE-ECDH-IM.
pub const ID_PACE_ECDH_IM: ObjectIdentifier = bsi!(4, 4);
/// id-PACE-ECDH-CAM.
pub const ID_PACE_ECDH_CAM: ObjectIdentifier = bsi!(4, 6);

/// id-IS, 0.4.0.127.0.7.3.1.2.1: the role of an inspection system.
pub const ID_INSPECTION_SYSTEM: ObjectIdentifier =
    ObjectIdentifier::known(&[0x04, 0x00, 0x7F, 0x00, 0x07, 0x03, 0x01, 0x02, 0x01]);
/// id-SecurityObject, 0.4.0.127.0.7.3.2.1: the content of EF.CardSecurity.
pub const ID_SECURITY_OBJECT: ObjectIdentifier =
    ObjectIdentifier::known(&[0x04, 0x00, 0x7F, 0x00, 0x07, 0x03, 0x02, 0x01]);

/// id-icao-mrtd-security-ldsSecurityObject, 2.23.136.1.1.1.
pub const ID_LDS_SECURITY_OBJECT: ObjectIdentifier =
    ObjectIdentifier::known(&[0x67, 0x81, 0x08, 0x01, 0x01, 0x01]);
/// id-icao-cscaMasterListSigningKey, 2.23.136.1.1.3.
pub const ID_MASTER_LIST_SIGNER: ObjectIdentifier =
    ObjectIdentifier::known(&[0x67, 0x81, 0x08, 0x01, 0x01, 0x03]);
/// id-icao-mrtd-security-aaProtocolObject, 2.23.136.1.1.5.
pub const ID_AA: ObjectIdentifier = ObjectIdentifier::known(&[0x67, 0x81, 0x08, 0x01, 0x01, 0x05]);

/// ecdsa-plain-SHA1, 0.4.0.127.0.7.1.1.4.1.1. BSI TR-03111 §5.2.1.
pub const ECDSA_PLAIN_SHA1: ObjectIdentifier =
    ObjectIdentifier::known(&[0x04, 0x00, 0x7F, 0x00, 0x07, 0x01, 0x01, 0x04, 0x01, 0x01]);
/// ecdsa-plain-SHA224.
pub const ECDSA_PLAIN_SHA224: ObjectIdentifier =
    ObjectIdentifier::known(&[0x04, 0x00, 0x7F, 0x00, 0x07, 0x01, 0x01, 0x04, 0x01, 0x02]);
/// ecdsa-plain-SHA256.
pub const ECDSA_PLAIN_SHA256: ObjectIdentifier =
    ObjectIdentifier::known(&[0x04, 0x00, 0x7F, 0x00, 0x07, 0x01, 0x01, 0x04, 0x01, 0x03]);
/// ecdsa-plain-SHA384.
pub const ECDSA_PLAIN_SHA384: ObjectIdentifier =
    ObjectIdentifier::known(&[0x04, 0x00, 0x7F, 0x00, 0x07, 0x01, 0x01, 0x04, 0x01, 0x04]);
/// ecdsa-plain-SHA512.
pub const ECDSA_PLAIN_SHA512: ObjectIdentifier =
    ObjectIdentifier::known(&[0x04, 0x00, 0x7F, 0x00, 0x07, 0x01, 0x01, 0x04, 0x01, 0x05]);

/// id-sha1, 1.3.14.3.2.26.
pub const SHA1: ObjectIdentifier = ObjectIdentifier::known(&[0x2B, 0x0E, 0x03, 0x02, 0x1A]);
/// id-sha224, 2.16.840.1.101.3.4.2.4.
pub const SHA224: ObjectIdentifier =
    ObjectIdentifier::known(&[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x04]);
/// id-sha256.
pub const SHA256: ObjectIdentifier =
    ObjectIdentifier::known(&[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01]);
/// id-sha384.
pub const SHA384: ObjectIdentifier =
    ObjectIdentifier::known(&[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02]);
/// id-sha512.
pub const SHA512: ObjectIdentifier =
    ObjectIdentifier::known(&[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x03]);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dotted_forms_are_those_of_the_standards() {
        assert_eq!(ID_PACE_ECDH_GM_AES_128.dotted(), "0.4.0.127.0.7.2.2.4.2.2");
        assert_eq!(ID_LDS_SECURITY_OBJECT.dotted(), "2.23.136.1.1.1");
        assert_eq!(SHA256.dotted(), "2.16.840.1.101.3.4.2.1");
    }

    #[test]
    fn unfinished_content_is_refused() {
        assert!(ObjectIdentifier::from_content(&[]).is_none());
        assert!(ObjectIdentifier::from_content(&[0x2A, 0x86]).is_none());
    }

    #[test]
    fn arcs_contain_their_members_only() {
        assert!(ID_PACE_ECDH_GM_AES_128.is_under(&ID_PACE));
        assert!(!ID_PACE.is_under(&ID_PACE));
        assert!(!ID_CA_ECDH_AES_128.is_under(&ID_PACE));
    }
}
