//! What kind of card the twin is: everything that does not depend on the person.

mod builder;
mod values;

use serde::Deserialize;

use crate::protocol::{ChipKeyOffer, PaceOffer, Suite};
use crate::{Error, Result, der};
pub use values::{ActiveAuthenticationKey, Buffers, Document, Finger, Hash};

/// A card's behaviour, from a profile file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Name on the command line.
    pub name: String,
    /// One line for `cccd-twin list`.
    pub title: String,
    /// Historical bytes of the ATR, hex.
    pub historical_bytes: String,
    /// EF.CardAccess, hex. Empty: made from `pace_infos`, `chip_keys` and `terminal_authentication`.
    #[serde(default)]
    pub card_access: String,
    /// What PACE offers, when `card_access` is empty.
    #[serde(default)]
    pub pace_infos: Vec<PaceOffer>,
    /// The PIN of PACE, password reference 03.
    #[serde(default)]
    pub personal_identification_number: Option<String>,
    /// Layout of the machine-readable zone.
    #[serde(default)]
    pub document: Document,
    /// Whether PACE is offered (EF.CardAccess exists).
    pub pace: bool,
    /// Whether Basic Access Control is offered.
    pub basic_access_control: bool,
    /// Whether extended-length commands are accepted; if not they are answered 6700.
    pub extended_length: bool,
    /// Whether reading past the end of a file answers 6282 (else 9000) with the bytes there are.
    pub end_of_file_warning: bool,
    /// Data groups that the card is issued with.
    pub data_groups: Vec<u8>,
    /// Data groups that answer 6982 even after access control.
    pub locked_data_groups: Vec<u8>,
    /// Whether DG14 offers Chip Authentication.
    pub chip_authentication: bool,
    /// Keys of Chip Authentication; none given: one for AES-128 on brainpoolP256r1.
    #[serde(default)]
    pub chip_keys: Vec<ChipKeyOffer>,
    /// Key of Active Authentication.
    pub active_authentication: ActiveAuthenticationKey,
    /// Hash of Active Authentication.
    #[serde(default)]
    pub active_authentication_hash: Hash,
    /// Standardised domain parameters of an ECDSA key.
    #[serde(default = "brainpool_p256r1")]
    pub active_authentication_parameters: u8,
    /// Bits of an RSA key, 2048 if not given.
    #[serde(default)]
    pub active_authentication_bits: Option<u32>,
    /// Whether ECDSA signatures are DER instead of plain.
    #[serde(default)]
    pub active_authentication_der: bool,
    /// Whether Terminal Authentication unlocks the locked data groups. It needs a PKI with terminals.
    #[serde(default)]
    pub terminal_authentication: bool,
    /// Fingers of DG3; none given: an empty template.
    #[serde(default)]
    pub fingers: Vec<Finger>,
    /// EF.ATR/INFO with the sizes of the card's buffers.
    #[serde(default)]
    pub buffers: Option<Buffers>,
    /// Whether EF.DIR exists.
    #[serde(default)]
    pub directory: bool,
    /// Whether EF.CardSecurity exists. PACE-CAM always brings it.
    #[serde(default)]
    pub card_security: bool,
    /// Bytes that DG2 shall have: its picture is lengthened. Not given, or less than the picture needs: as it comes.
    #[serde(default)]
    pub face_length: Option<usize>,
    /// Another portrait than the person file's, JPEG or JPEG 2000.
    #[serde(skip)]
    pub portrait: Option<Vec<u8>>,
}

fn brainpool_p256r1() -> u8 {
    13
}

/// Profiles that come with the program.
const BUILT_IN: &[(&str, &str)] = &[
    ("cccd-2021", include_str!("../profiles/cccd-2021.toml")),
    (
        "can-cuoc-2024-assumed",
        include_str!("../profiles/can-cuoc-2024-assumed.toml"),
    ),
    ("under-6", include_str!("../profiles/under-6.toml")),
    (
        "passport-td3",
        include_str!("../profiles/passport-td3.toml"),
    ),
    ("eac-full", include_str!("../profiles/eac-full.toml")),
    (
        "legacy-bac-3des",
        include_str!("../profiles/legacy-bac-3des.toml"),
    ),
    ("pace-dh", include_str!("../profiles/pace-dh.toml")),
];

impl Profile {
    /// Finds a built-in profile.
    ///
    /// # Errors
    /// When there is none of that name.
    pub fn built_in(name: &str) -> Result<Self> {
        let (_, text) = BUILT_IN
            .iter()
            .find(|(known, _)| *known == name)
            .ok_or_else(|| Error::UnknownProfile(name.to_owned()))?;
        Self::from_toml(text)
    }

    /// Reads a profile from its text.
    ///
    /// # Errors
    /// When the text is not TOML of this shape.
    pub fn from_toml(text: &str) -> Result<Self> {
        let mut profile: Self = toml::from_str(text).map_err(Error::toml("profile"))?;
        // DG14 announces Chip Authentication and the ECDSA algorithm, DG15 is the key: no key, no file.
        if profile.active_authentication == ActiveAuthenticationKey::None {
            profile.data_groups.retain(|number| *number != 15);
        }
        Ok(profile)
    }

    /// All built-in profiles.
    ///
    /// # Errors
    /// When a built-in profile is malformed.
    pub fn all() -> Result<Vec<Self>> {
        BUILT_IN
            .iter()
            .map(|(_, text)| Self::from_toml(text))
            .collect()
    }

    /// Answer to reset of a contactless card, PC/SC part 3 §3.1.3.2.3: two interface bytes for T=0 and
    /// T=1, the historical bytes, and a check byte.
    ///
    /// # Errors
    /// When the historical bytes are not hex or more than 15.
    pub fn answer_to_reset(&self) -> Result<Vec<u8>> {
        let historical = bytes_of_hex("historical_bytes", &self.historical_bytes)?;
        let count = u8::try_from(historical.len())
            .ok()
            .filter(|count| *count <= 15)
            .ok_or(Error::Value {
                field: "historical_bytes",
                reason: "at most 15 bytes",
            })?;
        let mut body = vec![0x80 | count, 0x80, 0x01];
        body.extend_from_slice(&historical);
        let check = body.iter().fold(0, |sum, byte| sum ^ byte);
        body.insert(0, 0x3B);
        body.push(check);
        Ok(body)
    }

    /// What PACE offers: the infos of `card_access`, or `pace_infos`.
    ///
    /// # Errors
    /// When `card_access` is not hex of one SET of SEQUENCEs, or an offer is not of Doc 9303-11.
    pub fn pace_offers(&self) -> Result<Vec<PaceOffer>> {
        if !self.pace {
            return Ok(Vec::new());
        }
        let offers = match self.card_access_infos()? {
            Some(infos) => infos
                .iter()
                .filter_map(|info| PaceOffer::of_info(der::first(info)?.value))
                .collect(),
            None => self.pace_infos.clone(),
        };
        if offers.iter().all(PaceOffer::is_defined) {
            Ok(offers)
        } else {
            Err(Error::Value {
                field: "pace_infos",
                reason: "mapping, cipher and parameters do not go together",
            })
        }
    }

    /// Keys of Chip Authentication.
    #[must_use]
    pub fn chip_key_offers(&self) -> Vec<ChipKeyOffer> {
        match (self.chip_authentication, self.chip_keys.as_slice()) {
            (false, _) => Vec::new(),
            (true, []) => vec![ChipKeyOffer::new(Suite::Aes128, 13)],
            (true, keys) => keys.to_vec(),
        }
    }

    /// The infos of `card_access` as they stand, when it is not empty.
    pub(crate) fn card_access_infos(&self) -> Result<Option<Vec<Vec<u8>>>> {
        if self.card_access.is_empty() {
            return Ok(None);
        }
        let bytes = bytes_of_hex("card_access", &self.card_access)?;
        let infos = der::first(&bytes)
            .and_then(|set| der::all(set.value))
            .ok_or(Error::Value {
                field: "card_access",
                reason: "must be one SET of SEQUENCEs",
            })?;
        Ok(Some(
            infos
                .into_iter()
                .map(|(tag, value)| der::tlv(tag, value))
                .collect(),
        ))
    }
}

fn bytes_of_hex(field: &'static str, text: &str) -> Result<Vec<u8>> {
    let wrong = || Error::Value {
        field,
        reason: "must be hex",
    };
    if !text.is_ascii() || !text.len().is_multiple_of(2) {
        return Err(wrong());
    }
    (0..text.len())
        .step_by(2)
        .map(|at| {
            u8::from_str_radix(text.get(at..at + 2).unwrap_or_default(), 16).map_err(|_| wrong())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::Mapping;

    #[test]
    fn the_built_in_profile_has_the_published_card_access() {
        let profile = Profile::built_in("cccd-2021").expect("built in");
        assert_eq!(profile.card_access.len(), 2 * 54);
        assert_eq!(
            profile.pace_offers().expect("offers"),
            [PaceOffer::new(Mapping::Gm, Suite::Aes128, 13)]
        );
        assert_eq!(
            profile.answer_to_reset().expect("atr"),
            [0x3B, 0x85, 0x80, 0x01, 0x80, 0x73, 0xC0, 0x21, 0x80, 0x96]
        );
    }

    #[test]
    fn an_unknown_profile_and_bad_hex_are_named() {
        assert!(matches!(
            Profile::built_in("nope"),
            Err(Error::UnknownProfile(_))
        ));
        let mut profile = Profile::built_in("cccd-2021").expect("built in");
        profile.historical_bytes = "8".into();
        assert!(matches!(
            profile.answer_to_reset(),
            Err(Error::Value {
                field: "historical_bytes",
                ..
            })
        ));
    }
}
