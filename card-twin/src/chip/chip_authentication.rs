//! Chip Authentication version 1 over ECDH. ICAO Doc 9303-11 §6.2.

use super::Chip;
use super::apdu::{Answer, Command, Reply, StatusWord};
use super::curve::Curve;
use super::messaging::SecureMessaging;
use crate::der;

/// id-CA-ECDH-AES-CBC-CMAC-128.
const PROTOCOL: [u8; 10] = [0x04, 0x00, 0x7F, 0x00, 0x07, 0x02, 0x02, 0x03, 0x02, 0x02];

impl Chip {
    /// MSE:SET AT, the first of two commands. §6.2.4.2.
    pub(super) fn set_chip_authentication(&mut self, command: &Command) -> Reply {
        let objects = self.chip_authentication_objects(command)?;
        if der::pick(&objects, 0x80) != Some(&PROTOCOL) {
            return Err(StatusWord::WRONG_DATA);
        }
        self.session.chip_authentication_set = true;
        Ok(Answer::ok(Vec::new()))
    }

    /// GENERAL AUTHENTICATE with the terminal's key in DO 80, the second command.
    pub(super) fn finish_chip_authentication(&mut self, command: &Command) -> Reply {
        let outer =
            der::first(&command.data).filter(|object| object.tag == 0x7C && object.rest.is_empty());
        let objects = outer
            .and_then(|object| der::all(object.value))
            .ok_or(StatusWord::WRONG_DATA)?;
        self.agree_session(der::pick(&objects, 0x80).ok_or(StatusWord::WRONG_DATA)?)?;
        Ok(Answer::ok(der::tlv(0x7C, &[])))
    }

    /// MSE:SET KAT, the older way in one command: the terminal's key in DO 91. §6.2.4.1.
    pub(super) fn key_agreement_template(&mut self, command: &Command) -> Reply {
        let objects = self.chip_authentication_objects(command)?;
        self.agree_session(der::pick(&objects, 0x91).ok_or(StatusWord::WRONG_DATA)?)?;
        Ok(Answer::ok(Vec::new()))
    }

    fn chip_authentication_objects<'a>(
        &self,
        command: &'a Command,
    ) -> Result<Vec<(u32, &'a [u8])>, StatusWord> {
        if !self.access_granted() {
            return Err(StatusWord::SECURITY_NOT_SATISFIED);
        }
        if self.keys.agreement.is_none() {
            return Err(StatusWord::INSTRUCTION_NOT_SUPPORTED);
        }
        let objects = der::all(&command.data).ok_or(StatusWord::WRONG_DATA)?;
        // DG14 gives the only key no identifier, so any identifier is unknown.
        if der::pick(&objects, 0x84).is_some() {
            return Err(StatusWord::REFERENCE_NOT_FOUND);
        }
        Ok(objects)
    }

    /// New session keys from the chip's static key: only the chip that owns it can go on talking.
    fn agree_session(&mut self, their_key: &[u8]) -> Result<(), StatusWord> {
        let key = self
            .keys
            .agreement
            .as_ref()
            .ok_or(StatusWord::INSTRUCTION_NOT_SUPPORTED)?;
        let mut curve = Curve::brainpool_p256r1()?;
        let theirs = curve.point(their_key)?;
        let shared = curve.times(&theirs, key.ec_key()?.private_key())?;
        self.session.agreed = Some(SecureMessaging::aes(&curve.x_coordinate(&shared)?));
        Ok(())
    }
}
