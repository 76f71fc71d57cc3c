//! Chip Authentication version 1. ICAO Doc 9303-11 §6.2.

use super::Chip;
use super::apdu::{Answer, Command, Reply, StatusWord};
use super::messaging::SecureMessaging;
use crate::der;
use crate::domain::Domain;
use crate::misbehaviour::Misbehaviour;
use crate::quirk::Quirk;

impl Chip {
    /// MSE:SET AT, the first of two commands. §6.2.4.2.
    pub(super) fn set_chip_authentication(&mut self, command: &Command) -> Reply {
        let objects = self.chip_authentication_objects(command)?;
        let oid = der::pick(&objects, 0x80).ok_or(StatusWord::WRONG_DATA)?;
        self.session.chip_key = Some(self.chosen_key(Some(oid), der::pick(&objects, 0x84))?);
        Ok(Answer::ok(Vec::new()))
    }

    /// GENERAL AUTHENTICATE with the terminal's key in DO 80, the second command.
    pub(super) fn finish_chip_authentication(&mut self, key: usize, command: &Command) -> Reply {
        let outer =
            der::first(&command.data).filter(|object| object.tag == 0x7C && object.rest.is_empty());
        let objects = outer
            .and_then(|object| der::all(object.value))
            .ok_or(StatusWord::WRONG_DATA)?;
        self.agree_session(
            key,
            der::pick(&objects, 0x80).ok_or(StatusWord::WRONG_DATA)?,
        )?;
        Ok(Answer::ok(der::tlv(0x7C, &[])))
    }

    /// MSE:SET KAT, the older way in one command: the terminal's key in DO 91. §6.2.4.1.
    pub(super) fn key_agreement_template(&mut self, command: &Command) -> Reply {
        let objects = self.chip_authentication_objects(command)?;
        let key = self.chosen_key(None, der::pick(&objects, 0x84))?;
        self.agree_session(
            key,
            der::pick(&objects, 0x91).ok_or(StatusWord::WRONG_DATA)?,
        )?;
        Ok(Answer::ok(Vec::new()))
    }

    fn chip_authentication_objects<'a>(
        &self,
        command: &'a Command,
    ) -> Result<Vec<(u32, &'a [u8])>, StatusWord> {
        if !self.access_granted() {
            return Err(StatusWord::SECURITY_NOT_SATISFIED);
        }
        if self.keys.agreement.is_empty() {
            return Err(StatusWord::INSTRUCTION_NOT_SUPPORTED);
        }
        if self.does(Misbehaviour::AgreementRefused) {
            return Err(StatusWord::SECURITY_NOT_SATISFIED);
        }
        if self.has(Quirk::ChipAuthenticationFails) {
            return Err(StatusWord::INTERNAL);
        }
        let objects = der::all(&command.data).ok_or(StatusWord::WRONG_DATA)?;
        if der::pick(&objects, 0x84).is_some() && self.has(Quirk::KeyIdRefused) {
            return Err(StatusWord::WRONG_DATA);
        }
        Ok(objects)
    }

    /// The key that protocol and identifier name together; without an identifier it must be the only one.
    fn chosen_key(&self, oid: Option<&[u8]>, id: Option<&[u8]>) -> Result<usize, StatusWord> {
        let keys = self.keys.agreement.iter().enumerate();
        let by_protocol: Vec<_> = keys
            .filter(|(_, key)| oid.is_none_or(|oid| key.offer.oid() == oid))
            .collect();
        if by_protocol.is_empty() {
            return Err(StatusWord::WRONG_DATA);
        }
        let mut matching = by_protocol
            .iter()
            .filter(|(_, key)| id.is_none_or(|id| key.offer.id.is_some_and(|own| [own] == id)));
        match (matching.next(), matching.next()) {
            (Some((index, _)), None) => Ok(*index),
            _ => Err(StatusWord::REFERENCE_NOT_FOUND),
        }
    }

    /// New session keys from the chip's static key: only the chip that owns it can go on talking.
    fn agree_session(&mut self, key: usize, their_key: &[u8]) -> Result<(), StatusWord> {
        let key = self.keys.agreement.get(key).ok_or(StatusWord::INTERNAL)?;
        let mut domain = Domain::standard(key.offer.parameters)?.ok_or(StatusWord::INTERNAL)?;
        let theirs = domain.element(their_key).ok_or(StatusWord::WRONG_DATA)?;
        let shared = domain.power(&theirs, &key.private)?;
        let secret = match self.does(Misbehaviour::OtherKeysAgreed) {
            true => b"keys of its own".to_vec(),
            false => domain.secret(&shared)?,
        };
        let keys = SecureMessaging::new(key.offer.suite, &secret, 0);
        self.session.terminal_key = Some(domain.compressed(their_key));
        if !self.has(Quirk::KeepsOldKeys) {
            self.session.agreed = Some(keys);
        }
        if self.has(Quirk::LeavesAfterChipAuthentication) {
            self.answers_left = Some(12);
        }
        Ok(())
    }
}
