//! From the nonce to the generator of a PACE session. ICAO Doc 9303-11 §4.4.3.3.

use openssl::bn::{BigNum, BigNumContext};
use openssl::error::ErrorStack;
use openssl::symm::Mode;

use super::super::apdu::StatusWord;
use super::super::crypto;
use super::Mapped;
use crate::domain::Domain;
use crate::protocol::{Mapping, PaceOffer, Suite};

/// Constants of the pseudo-random function, for 128 and for 256 bits. §4.4.3.3.2.
const SHORT: [&str; 2] = [
    "A668892A7C41E3CA739F40B057D85904",
    "A4E136AC725F738B01C1F60217C188AD",
];
const LONG: [&str; 2] = [
    "D463D65234124EF7897054986DCA0A174E28DF758CBAA03F240616414D5A1676",
    "54BD7255F0AAF831BEC3423FCF39D69B6CBF066677D0FAAE5AADD99DF8E53517",
];

/// Bytes of the chip's nonce: integrated mapping with a longer key needs a longer one.
pub(super) fn nonce_bytes(offer: &PaceOffer) -> usize {
    match (offer.mapping, offer.suite) {
        (Mapping::Im, Suite::Aes192 | Suite::Aes256) => 32,
        _ => 16,
    }
}

/// Generic mapping: nonce times the generator, plus an anonymous key agreement. §4.4.3.3.1.
pub(super) fn generic(
    domain: &mut Domain,
    nonce: &[u8],
    their_key: &[u8],
    private: BigNum,
) -> Result<(Mapped, Vec<u8>), StatusWord> {
    let theirs = domain.element(their_key).ok_or(StatusWord::WRONG_DATA)?;
    let standard = domain.generator()?;
    let ours = domain.power(&standard, &private)?;
    let shared = domain.power(&theirs, &private)?;
    let nonce = domain.power(&standard, &*BigNum::from_slice(nonce)?)?;
    let generator = domain.combine(&nonce, &shared)?;
    let public = domain.encode(&ours)?;
    let private = Some(private);
    Ok((Mapped { generator, private }, public))
}

/// Integrated mapping: a pseudo-random function of both nonces; the chip has nothing to send.
pub(super) fn integrated(
    domain: &mut Domain,
    suite: Suite,
    ours: &[u8],
    theirs: &[u8],
) -> Result<(Mapped, Vec<u8>), StatusWord> {
    if theirs.len() != suite.key_bytes() {
        return Err(StatusWord::WRONG_DATA);
    }
    let bits = domain.prime_bits()? + 64;
    let string = pseudo_random(suite, ours, theirs, bits)?;
    let generator = domain.generator_from(&string)?;
    let private = None;
    Ok((Mapped { generator, private }, Vec::new()))
}

/// R(s,t), at least `bits` long.
fn pseudo_random(suite: Suite, s: &[u8], t: &[u8], bits: usize) -> Result<Vec<u8>, ErrorStack> {
    let [c0, c1] = match suite {
        Suite::TripleDes | Suite::Aes128 => SHORT,
        Suite::Aes192 | Suite::Aes256 => LONG,
    };
    let (c0, c1) = (
        BigNum::from_hex_str(c0)?.to_vec(),
        BigNum::from_hex_str(c1)?.to_vec(),
    );
    let vector = vec![0; suite.block()];
    let encrypt = |key: &[u8], data: &[u8]| {
        let key = key.get(..suite.key_bytes()).unwrap_or(key);
        crypto::cbc(suite, Mode::Encrypt, key, &vector, data)
    };
    let mut key = encrypt(t, s)?;
    let mut string = Vec::new();
    while string.len() * 8 < bits {
        string.extend(encrypt(&key, &c1)?);
        key = encrypt(&key, &c0)?;
    }
    Ok(string)
}

/// `dividend` over `divisor` modulo the order, as wide as the order.
pub(super) fn quotient(
    domain: &mut Domain,
    dividend: &BigNum,
    divisor: &BigNum,
) -> Result<Vec<u8>, StatusWord> {
    let order = domain.order()?;
    let mut context = BigNumContext::new()?;
    let mut inverse = BigNum::new()?;
    inverse.mod_inverse(divisor, &order, &mut context)?;
    let mut result = BigNum::new()?;
    result.mod_mul(dividend, &inverse, &order, &mut context)?;
    Ok(result.to_vec_padded(order.num_bytes())?)
}
