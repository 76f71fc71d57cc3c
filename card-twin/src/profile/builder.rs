//! Profiles made in a program, for tests that vary protocol and parameter.

use super::{ActiveAuthenticationKey, Buffers, Finger, Hash, Profile};
use crate::Result;
use crate::protocol::{ChipKeyOffer, PaceOffer};

impl Profile {
    /// Offers PACE as `offers` say, and nothing else.
    ///
    /// # Errors
    /// When the profile's own EF.CardAccess is malformed.
    pub fn with_pace(mut self, offers: &[PaceOffer]) -> Result<Self> {
        self.write_out()?;
        self.pace = !offers.is_empty();
        self.pace_infos = offers.to_vec();
        Ok(self)
    }

    /// Offers Chip Authentication with these keys; none: not at all.
    ///
    /// # Errors
    /// When the profile's own EF.CardAccess is malformed.
    pub fn with_chip_keys(mut self, keys: &[ChipKeyOffer]) -> Result<Self> {
        self.write_out()?;
        self.chip_authentication = !keys.is_empty();
        self.chip_keys = keys.to_vec();
        Ok(self)
    }

    /// Signs Active Authentication with ECDSA on standardised `parameters`.
    #[must_use]
    pub fn with_ecdsa(mut self, parameters: u8, hash: Hash, der: bool) -> Self {
        self.active_authentication = ActiveAuthenticationKey::Ecdsa;
        self.active_authentication_parameters = parameters;
        self.active_authentication_hash = hash;
        self.active_authentication_der = der;
        self
    }

    /// Signs Active Authentication with RSA.
    #[must_use]
    pub fn with_rsa(mut self, bits: u32, hash: Hash) -> Self {
        self.active_authentication = ActiveAuthenticationKey::Rsa2048;
        self.active_authentication_bits = Some(bits);
        self.active_authentication_hash = hash;
        self
    }

    /// Accepts extended length up to these buffers and says so in EF.ATR/INFO.
    #[must_use]
    pub fn with_buffers(mut self, command: u16, response: u16) -> Self {
        self.extended_length = true;
        self.buffers = Some(Buffers { command, response });
        self
    }

    /// Adds a finger to DG3.
    #[must_use]
    pub fn with_finger(mut self, finger: Finger) -> Self {
        self.fingers.push(finger);
        self
    }

    /// Opens by a PIN too, password reference 03.
    #[must_use]
    pub fn with_pin(mut self, number: &str) -> Self {
        self.personal_identification_number = Some(number.to_owned());
        self
    }

    /// Holds another portrait than the person's, JPEG or JPEG 2000.
    #[must_use]
    pub fn with_portrait(mut self, picture: Vec<u8>) -> Self {
        self.portrait = Some(picture);
        self
    }

    /// Turns a given EF.CardAccess into the fields that it is made from.
    fn write_out(&mut self) -> Result<()> {
        if !self.card_access.is_empty() {
            self.pace_infos = self.pace_offers()?;
            self.card_access.clear();
        }
        Ok(())
    }
}
