//! Basic Access Control. ICAO Doc 9303-11 §4.3.

use openssl::memcmp;
use openssl::sha::sha1;
use openssl::symm::Mode;

use super::Chip;
use super::apdu::{Answer, Command, Reply, StatusWord};
use super::crypto;
use super::messaging::SecureMessaging;

impl Chip {
    /// GET CHALLENGE: eight random bytes, valid for one attempt.
    pub(super) fn challenge(&mut self, command: &Command) -> Reply {
        if command
            .expected
            .is_none_or(|expected| expected != 8 && expected != 256)
        {
            return Err(StatusWord::WRONG_LENGTH);
        }
        let mut challenge = [0; 8];
        (self.random)(&mut challenge);
        self.session.challenge = Some(challenge);
        Ok(Answer::ok(challenge.to_vec()))
    }

    /// EXTERNAL AUTHENTICATE, mutual: proves both sides know the MRZ and agrees the session.
    pub(super) fn external_authenticate(&mut self, command: &Command) -> Reply {
        if !self.basic_access_control {
            return Err(StatusWord::INSTRUCTION_NOT_SUPPORTED);
        }
        let challenge = self.session.challenge.take();
        let ours = challenge.filter(|_| self.session.application_selected);
        let ours = ours.ok_or(StatusWord::CONDITIONS_NOT_SATISFIED)?;
        let (cryptogram, mac) = command
            .data
            .split_first_chunk::<32>()
            .ok_or(StatusWord::WRONG_LENGTH)?;
        let seed = sha1(self.mrz_information.as_bytes());
        let seed = seed.get(..16).unwrap_or_default();
        let encryption_key = crypto::derive_key(seed, crypto::ENCRYPTION);
        let mac_key = crypto::derive_key(seed, crypto::AUTHENTICATION);
        let expected = crypto::retail_mac(&mac_key, &crypto::pad(cryptogram, 8))?;
        if mac.len() != expected.len() || !memcmp::eq(mac, &expected) {
            return Err(StatusWord::AUTHENTICATION_FAILED);
        }
        let plain = crypto::triple_des_cbc(Mode::Decrypt, &encryption_key, cryptogram)?;
        let (theirs, rest) = plain.split_first_chunk::<8>().ok_or(StatusWord::INTERNAL)?;
        let (echo, their_part) = rest.split_at_checked(8).ok_or(StatusWord::INTERNAL)?;
        if echo != ours {
            return Err(StatusWord::AUTHENTICATION_FAILED);
        }
        let mut our_part = [0; 16];
        (self.random)(&mut our_part);
        let reply = [ours.as_slice(), theirs, &our_part].concat();
        let reply = crypto::triple_des_cbc(Mode::Encrypt, &encryption_key, &reply)?;
        let mac = crypto::retail_mac(&mac_key, &crypto::pad(&reply, 8))?;
        let seed: Vec<u8> = their_part
            .iter()
            .zip(our_part)
            .map(|(left, right)| left ^ right)
            .collect();
        self.session.agreed = Some(SecureMessaging::triple_des(
            &seed,
            starting_counter(&ours, theirs),
        ));
        Ok(Answer::ok([reply.as_slice(), &mac].concat()))
    }
}

/// Low halves of the chip's and then the terminal's challenge. §9.8.6.3.
fn starting_counter(ours: &[u8; 8], theirs: &[u8; 8]) -> [u8; 8] {
    let [_, _, _, _, a, b, c, d] = *ours;
    let [_, _, _, _, e, f, g, h] = *theirs;
    [a, b, c, d, e, f, g, h]
}
