//! What a chip that breaks the protocols answers instead. ICAO Doc 9303-11 §4, §9.8.

use openssl::bn::BigNum;
use openssl::error::ErrorStack;

use super::Chip;
use super::apdu::{Answer, Command, StatusWord};
use crate::der;
use crate::domain::Domain;
use crate::misbehaviour::Misbehaviour as M;

/// The protected answers that come right, so that a session is there to be broken.
const HONEST_ANSWERS: u32 = 4;

impl Chip {
    /// Whether the chip breaks a protocol in this way.
    pub(super) fn does(&self, misbehaviour: M) -> bool {
        self.misbehaviours.contains(&misbehaviour)
    }

    /// The answer as it leaves the chip.
    pub(super) fn distorted(&mut self, command: &Command, answer: Vec<u8>) -> Vec<u8> {
        if self.misbehaviours.is_empty() {
            return answer;
        }
        match (command.class & 0x0C, command.instruction) {
            (0x0C, instruction) => self.distorted_session(instruction, answer),
            (_, 0x86) => self.distorted_pace(command, answer),
            (_, 0x82) => self.distorted_bac(answer),
            _ => answer,
        }
    }

    /// One step of PACE: 7C with one data object.
    fn distorted_pace(&self, command: &Command, answer: Vec<u8>) -> Vec<u8> {
        let theirs = inside(&command.data);
        let Some((tag, value)) = inside(&answer) else {
            return answer;
        };
        let reflected = theirs.map_or_else(Vec::new, |(_, value)| value);
        let shorter = |length: usize| value.get(..length).unwrap_or_default().to_vec();
        let flipped = || {
            let mut value = value.clone();
            if let Some(last) = value.last_mut() {
                *last ^= 1;
            }
            value
        };
        let value = match tag {
            0x80 if self.does(M::ShortNonce) => shorter(15),
            0x80 if self.does(M::NoNonce) => Vec::new(),
            0x82 if self.does(M::MappingReflected) => reflected,
            0x84 if self.does(M::KeyReflected) => reflected,
            0x84 if self.does(M::KeyAtInfinity) => vec![0],
            0x84 if self.does(M::KeyOffCurve) => flipped(),
            0x84 if self.is_of_trivial_key() => self.trivial_key(value.len()).unwrap_or_default(),
            0x86 if self.does(M::TokenWrong) => flipped(),
            0x86 if self.does(M::TokenShort) => shorter(7),
            _ => return answer,
        };
        Answer::ok(der::group(0x7C, [der::tlv(tag, &value)])).into_bytes()
    }

    fn is_of_trivial_key(&self) -> bool {
        let ways = [M::KeyZero, M::KeyOne, M::KeyLast, M::KeyBeyond];
        ways.into_iter().any(|way| self.does(way))
    }

    /// A number of the field in which everyone knows every power, or one outside it.
    fn trivial_key(&self, len: usize) -> Result<Vec<u8>, ErrorStack> {
        let offer = self.pace_offers.first();
        let domain = offer.and_then(|offer| Domain::standard(offer.parameters).ok()?);
        let prime = domain.and_then(|domain| domain.dh()?.prime_p().to_owned().ok());
        let mut number = match prime {
            Some(prime) if self.does(M::KeyLast) || self.does(M::KeyBeyond) => prime,
            _ => BigNum::from_u32(u32::from(self.does(M::KeyOne)))?,
        };
        if self.does(M::KeyLast) {
            number.sub_word(1)?;
        } else if self.does(M::KeyBeyond) {
            number.add_word(2)?;
        }
        number.to_vec_padded(i32::try_from(len).unwrap_or(0))
    }

    /// EXTERNAL AUTHENTICATE: 32 octets of cryptogram, MAC, status word.
    fn distorted_bac(&self, mut answer: Vec<u8>) -> Vec<u8> {
        let flip = |answer: &mut Vec<u8>, at: usize| {
            if let Some(octet) = answer.get_mut(at) {
                *octet ^= 1;
            }
        };
        if self.does(M::AnswerUnauthentic) {
            flip(&mut answer, 39);
        }
        if self.does(M::AnswerShort) && answer.len() > 2 {
            answer.remove(0);
        }
        answer
    }

    fn distorted_session(&mut self, instruction: u8, answer: Vec<u8>) -> Vec<u8> {
        self.session.protected_answers += 1;
        let before = self.session.last_answer.replace(answer.clone());
        if self.session.protected_answers <= HONEST_ANSWERS {
            return answer;
        }
        let reads = instruction & 0xFE == 0xB0;
        if reads && self.does(M::EndlessMore) {
            return Answer::from(StatusWord(0x61FF)).into_bytes();
        }
        if reads && self.does(M::EndlessLength) {
            return Answer::from(StatusWord(0x6C10)).into_bytes();
        }
        if self.does(M::Plain) {
            return Answer::ok(Vec::new()).into_bytes();
        }
        if let (true, Some(before)) = (self.does(M::Replayed), before) {
            return before;
        }
        let Some((objects, status)) = answer.split_last_chunk::<2>() else {
            return answer;
        };
        let mut objects = der::all(objects).unwrap_or_default();
        if self.does(M::ChecksumMissing) {
            objects.retain(|(tag, _)| *tag != 0x8E);
        }
        if self.does(M::StatusMissing) {
            objects.retain(|(tag, _)| *tag != 0x99);
        }
        if self.does(M::Reordered) {
            objects.sort_by_key(|(tag, _)| match tag {
                0x99 => 0,
                0x8E => 2,
                _ => 1,
            });
        }
        let mut bytes: Vec<u8> = objects
            .iter()
            .flat_map(|(tag, value)| der::tlv(*tag, value))
            .collect();
        if let (true, Some(last)) = (self.does(M::ChecksumWrong), bytes.last_mut()) {
            *last ^= 1;
        }
        bytes.extend_from_slice(status);
        bytes
    }
}

/// The one data object inside 7C.
fn inside(data: &[u8]) -> Option<(u32, Vec<u8>)> {
    let outer = der::first(data).filter(|object| object.tag == 0x7C)?;
    let object = der::first(outer.value)?;
    Some((object.tag, object.value.to_vec()))
}
