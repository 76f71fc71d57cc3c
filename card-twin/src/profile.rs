//! What kind of card the twin is: everything that does not depend on the person.

use serde::Deserialize;

use crate::{Error, Result};

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
    /// EF.CardAccess, hex.
    pub card_access: String,
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
    /// Key of Active Authentication.
    pub active_authentication: ActiveAuthenticationKey,
}

/// Key pair behind DG15.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ActiveAuthenticationKey {
    /// brainpoolP256r1, plain ECDSA signature with SHA-256.
    Ecdsa,
    /// RSA with 2048 bits, ISO/IEC 9796-2 scheme 1 with SHA-256.
    #[serde(rename = "rsa-2048")]
    Rsa2048,
    /// No DG15.
    None,
}

/// Profiles that come with the program.
const BUILT_IN: &[(&str, &str)] = &[("cccd-2021", include_str!("../profiles/cccd-2021.toml"))];

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

    pub(crate) fn card_access_bytes(&self) -> Result<Vec<u8>> {
        bytes_of_hex("card_access", &self.card_access)
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

    #[test]
    fn the_built_in_profile_has_the_published_card_access() {
        let profile = Profile::built_in("cccd-2021").expect("built in");
        assert_eq!(profile.card_access_bytes().expect("hex").len(), 54);
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
