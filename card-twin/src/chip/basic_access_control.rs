//! Basic Access Control. ICAO Doc 9303-11 §4.3.

use openssl::error::ErrorStack;
use openssl::memcmp;
use openssl::sha::sha1;
use openssl::symm::Mode;

use super::apdu::{Answer, Command, Reply, StatusWord};
use super::crypto;
use super::messaging::SecureMessaging;
use super::{Access, Chip};
use crate::misbehaviour::Misbehaviour;
use crate::protocol::Suite;
use crate::quirk::Quirk;

impl Chip {
    /// GET CHALLENGE: random bytes, valid for one attempt.
    pub(super) fn challenge(&mut self, command: &Command) -> Reply {
        if self.has(Quirk::PaceOnly) && !self.access_granted() {
            return Err(StatusWord::REFERENCE_NOT_FOUND);
        }
        if command
            .expected
            .is_none_or(|expected| expected != 8 && expected != 256)
        {
            return Err(StatusWord::WRONG_LENGTH);
        }
        let mut challenge = vec![0; self.challenge_bytes()];
        (self.random)(&mut challenge);
        self.session.challenge = Some(challenge.clone());
        Ok(Answer::ok(challenge))
    }

    /// EXTERNAL AUTHENTICATE, mutual: proves both sides know the MRZ and agrees the session.
    pub(super) fn mutual_authenticate(&mut self, command: &Command) -> Reply {
        if self.has(Quirk::PaceOnly) {
            return Err(StatusWord::REFERENCE_NOT_FOUND);
        }
        if !self.settings.basic_access_control {
            return Err(StatusWord::INSTRUCTION_NOT_SUPPORTED);
        }
        let challenge = self.session.challenge.take();
        let ours = challenge.filter(|_| self.session.application_selected);
        let ours = ours.ok_or(StatusWord::CONDITIONS_NOT_SATISFIED)?;
        let ours: [u8; 8] = ours.try_into().map_err(|_| StatusWord::INTERNAL)?;
        let (cryptogram, mac) = command
            .data
            .split_first_chunk::<32>()
            .ok_or(StatusWord::WRONG_LENGTH)?;
        let seed = sha1(self.mrz_information.as_bytes());
        let seed = seed.get(..16).unwrap_or_default();
        let encryption_key = crypto::derive_key(Suite::TripleDes, seed, crypto::ENCRYPTION);
        let mac_key = crypto::derive_key(Suite::TripleDes, seed, crypto::AUTHENTICATION);
        let expected = crypto::mac(Suite::TripleDes, &mac_key, cryptogram)?;
        if mac.len() != expected.len() || !memcmp::eq(mac, &expected) {
            return Err(StatusWord::AUTHENTICATION_FAILED);
        }
        let plain = triple_des(Mode::Decrypt, &encryption_key, cryptogram)?;
        let (theirs, rest) = plain.split_first_chunk::<8>().ok_or(StatusWord::INTERNAL)?;
        let (echo, their_part) = rest.split_at_checked(8).ok_or(StatusWord::INTERNAL)?;
        if echo != ours {
            return Err(StatusWord::AUTHENTICATION_FAILED);
        }
        let mut our_part = [0; 16];
        (self.random)(&mut our_part);
        let echo = if self.does(Misbehaviour::ChallengeNotEchoed) {
            [0; 8]
        } else {
            *theirs
        };
        let own = if self.does(Misbehaviour::ChallengeReplaced) {
            [0; 8]
        } else {
            ours
        };
        let given = match self.does(Misbehaviour::KeyMaterialShort) {
            true => our_part.get(..8).unwrap_or_default(),
            false => our_part.as_slice(),
        };
        let reply = [own.as_slice(), &echo, given].concat();
        let reply = triple_des(Mode::Encrypt, &encryption_key, &reply)?;
        let mac = crypto::mac(Suite::TripleDes, &mac_key, &reply)?;
        let seed: Vec<u8> = their_part
            .iter()
            .zip(our_part)
            .map(|(left, right)| left ^ right)
            .collect();
        self.session.agreed = Some(SecureMessaging::new(
            Suite::TripleDes,
            &seed,
            starting_counter(&ours, theirs),
        ));
        self.session.access = Access::Basic;
        Ok(Answer::ok([reply.as_slice(), &mac].concat()))
    }
}

/// Low halves of the chip's and then the terminal's challenge. §9.8.6.3.
fn starting_counter(ours: &[u8; 8], theirs: &[u8; 8]) -> u64 {
    let [_, _, _, _, a, b, c, d] = *ours;
    let [_, _, _, _, e, f, g, h] = *theirs;
    u64::from_be_bytes([a, b, c, d, e, f, g, h])
}

fn triple_des(mode: Mode, key: &[u8], data: &[u8]) -> Result<Vec<u8>, ErrorStack> {
    crypto::cbc(Suite::TripleDes, mode, key, &[0; 8], data)
}
