//! PACE with generic mapping over ECDH and AES-128. ICAO Doc 9303-11 §4.4.

use openssl::bn::BigNum;
use openssl::ec::EcPoint;
use openssl::memcmp;
use openssl::sha::sha1;
use openssl::symm::Mode;

use super::Chip;
use super::apdu::{Answer, Command, Reply, StatusWord};
use super::crypto;
use super::curve::Curve;
use super::messaging::SecureMessaging;
use crate::der::{self, OID};
use crate::random::Random;

/// id-PACE-ECDH-GM-AES-CBC-CMAC-128.
const PROTOCOL: [u8; 10] = [0x04, 0x00, 0x7F, 0x00, 0x07, 0x02, 0x02, 0x04, 0x02, 0x02];
/// Standardised domain parameters: brainpoolP256r1.
const PARAMETERS: u8 = 13;

/// A run of PACE between two commands.
pub(super) enum Pace {
    /// The password is chosen; the nonce is next.
    Chosen { password_key: [u8; 16] },
    /// The nonce went out enciphered; the mapping is next.
    NonceSent { nonce: BigNum },
    /// Both sides know the mapped generator; the key agreement is next.
    Mapped { generator: EcPoint },
    /// Keys are agreed; the terminal's token is next.
    Agreed {
        keys: SecureMessaging,
        our_key: Vec<u8>,
        their_key: Vec<u8>,
    },
}

impl Chip {
    /// MSE:SET AT. §4.4.4.1.
    pub(super) fn set_pace(&mut self, command: &Command) -> Reply {
        self.session.pace = None;
        let objects = der::all(&command.data).ok_or(StatusWord::WRONG_DATA)?;
        if self.card_access.is_none() || der::pick(&objects, 0x80) != Some(&PROTOCOL) {
            return Err(StatusWord::WRONG_DATA);
        }
        if der::pick(&objects, 0x84).is_some_and(|parameters| parameters != [PARAMETERS]) {
            return Err(StatusWord::REFERENCE_NOT_FOUND);
        }
        let password = match der::pick(&objects, 0x83) {
            Some([1]) => sha1(self.mrz_information.as_bytes()).to_vec(),
            Some([2]) => self.card_access_number.as_bytes().to_vec(),
            _ => return Err(StatusWord::REFERENCE_NOT_FOUND),
        };
        self.session.pace = Some(Pace::Chosen {
            password_key: crypto::derive_key(&password, crypto::PASSWORD),
        });
        Ok(Answer::ok(Vec::new()))
    }

    /// GENERAL AUTHENTICATE while PACE runs; a refused step ends the run. §4.4.4.2.
    pub(super) fn continue_pace(&mut self, pace: Pace, command: &Command) -> Reply {
        let outer =
            der::first(&command.data).filter(|object| object.tag == 0x7C && object.rest.is_empty());
        let objects = outer
            .and_then(|object| der::all(object.value))
            .ok_or(StatusWord::WRONG_DATA)?;
        let object = |tag| der::pick(&objects, tag).ok_or(StatusWord::WRONG_DATA);
        let (next, reply) = match pace {
            Pace::Chosen { password_key } => send_nonce(&password_key, &mut self.random)?,
            Pace::NonceSent { nonce } => map(&nonce, object(0x81)?, &mut self.random)?,
            Pace::Mapped { generator } => agree(&generator, object(0x83)?, &mut self.random)?,
            Pace::Agreed {
                keys,
                our_key,
                their_key,
            } => {
                let expected = keys.token(&token_input(&our_key))?;
                let token = object(0x85)?;
                if token.len() != expected.len() || !memcmp::eq(token, &expected) {
                    return Err(StatusWord::AUTHENTICATION_FAILED);
                }
                let ours = keys.token(&token_input(&their_key))?;
                self.session.agreed = Some(keys);
                return Ok(Answer::ok(dynamic_data(0x86, &ours)));
            }
        };
        self.session.pace = Some(next);
        Ok(Answer::ok(reply))
    }
}

fn send_nonce(password_key: &[u8; 16], random: &mut Random) -> Result<(Pace, Vec<u8>), StatusWord> {
    let mut nonce = [0; 16];
    random(&mut nonce);
    let sealed = crypto::aes_cbc(Mode::Encrypt, password_key, &[0; 16], &nonce)?;
    let nonce = BigNum::from_slice(&nonce)?;
    Ok((Pace::NonceSent { nonce }, dynamic_data(0x80, &sealed)))
}

/// Generic mapping: the new generator is nonce × G + H, H being an anonymous ECDH result. §4.4.3.3.1.
fn map(
    nonce: &BigNum,
    their_key: &[u8],
    random: &mut Random,
) -> Result<(Pace, Vec<u8>), StatusWord> {
    let mut curve = Curve::brainpool_p256r1()?;
    let theirs = curve.point(their_key)?;
    let private = curve.private_key(random)?;
    let ours = curve.times_generator(&private)?;
    let shared = curve.times(&theirs, &private)?;
    let nonce_point = curve.times_generator(nonce)?;
    let generator = curve.sum(&nonce_point, &shared)?;
    let reply = dynamic_data(0x82, &curve.encode(&ours)?);
    Ok((Pace::Mapped { generator }, reply))
}

fn agree(
    generator: &EcPoint,
    their_key: &[u8],
    random: &mut Random,
) -> Result<(Pace, Vec<u8>), StatusWord> {
    let mut curve = Curve::brainpool_p256r1()?;
    let theirs = curve.point(their_key)?;
    let private = curve.private_key(random)?;
    let ours = curve.times(generator, &private)?;
    let our_key = curve.encode(&ours)?;
    if our_key == their_key {
        return Err(StatusWord::WRONG_DATA);
    }
    let shared = curve.times(&theirs, &private)?;
    let keys = SecureMessaging::aes(&curve.x_coordinate(&shared)?);
    let reply = dynamic_data(0x84, &our_key);
    Ok((
        Pace::Agreed {
            keys,
            our_key,
            their_key: their_key.to_vec(),
        },
        reply,
    ))
}

/// What a token authenticates: the other side's ephemeral key as a public key object. §4.4.3.4.
fn token_input(key: &[u8]) -> Vec<u8> {
    der::group(0x7F49, [der::tlv(OID, &PROTOCOL), der::tlv(0x86, key)])
}

fn dynamic_data(tag: u32, value: &[u8]) -> Vec<u8> {
    der::group(0x7C, [der::tlv(tag, value)])
}
