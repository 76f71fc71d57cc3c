//! PACE. ICAO Doc 9303-11 §4.4.

mod mapping;

use openssl::bn::BigNum;
use openssl::memcmp;
use openssl::sha::sha1;
use openssl::symm::Mode;

use super::Chip;
use super::apdu::{Answer, Command, Reply, StatusWord};
use super::crypto;
use super::messaging::SecureMessaging;
use crate::der::{self, OID};
use crate::domain::{Domain, Element};
use crate::misbehaviour::Misbehaviour;
use crate::protocol::{Mapping, PaceOffer};
use crate::quirk::Quirk;

/// A run of PACE between two commands.
pub(super) struct Pace {
    offer: PaceOffer,
    /// Whether the terminal asked for the authorities of Terminal Authentication.
    references: bool,
    step: Step,
}

enum Step {
    /// The password is chosen; the nonce is next.
    Chosen { password_key: Vec<u8> },
    /// The nonce went out enciphered; the mapping is next.
    NonceSent { nonce: Vec<u8> },
    /// Both sides know the mapped generator; the key agreement is next.
    Mapped(Mapped),
    /// Keys are agreed; the terminal's token is next.
    Agreed(Box<Agreed>),
}

/// The mapped generator, and our private key of the mapping where chip authentication needs it.
struct Mapped {
    generator: Element,
    private: Option<BigNum>,
}

struct Agreed {
    keys: SecureMessaging,
    our_key: Vec<u8>,
    their_key: Vec<u8>,
    mapping_private: Option<BigNum>,
}

impl Chip {
    /// MSE:SET AT. §4.4.4.1.
    pub(super) fn set_pace(&mut self, command: &Command) -> Reply {
        self.session.pace = None;
        if self.session.application_selected && self.has(Quirk::PaceBeforeApplication) {
            return Err(StatusWord::CONDITIONS_NOT_SATISFIED);
        }
        if self.has(Quirk::PaceBroken) {
            return Err(StatusWord::INTERNAL);
        }
        let objects = der::all(&command.data).ok_or(StatusWord::WRONG_DATA)?;
        let offer = self.chosen_offer(&objects)?;
        let password = match der::pick(&objects, 0x83) {
            Some([1]) => sha1(self.mrz_information.as_bytes()).to_vec(),
            Some([2]) => self.card_access_number.as_bytes().to_vec(),
            Some([3]) => {
                let number = self.personal_identification_number.as_ref();
                number
                    .ok_or(StatusWord::REFERENCE_NOT_FOUND)?
                    .as_bytes()
                    .to_vec()
            }
            _ => return Err(StatusWord::REFERENCE_NOT_FOUND),
        };
        let password_key = crypto::derive_key(offer.suite, &password, crypto::PASSWORD);
        self.session.pace = Some(Pace {
            offer,
            references: der::pick(&objects, 0x7F4C).is_some(),
            step: Step::Chosen { password_key },
        });
        Ok(Answer::ok(Vec::new()))
    }

    fn chosen_offer(&self, objects: &[(u32, &[u8])]) -> Result<PaceOffer, StatusWord> {
        let oid = der::pick(objects, 0x80).ok_or(StatusWord::WRONG_DATA)?;
        let parameters = der::pick(objects, 0x84);
        if parameters.is_some() && self.has(Quirk::ParametersRefused) {
            return Err(StatusWord::WRONG_DATA);
        }
        let offers: Vec<&PaceOffer> = self
            .pace_offers
            .iter()
            .filter(|offer| offer.oid() == oid)
            .collect();
        if offers.is_empty() {
            return Err(StatusWord::WRONG_DATA);
        }
        let chosen = match (parameters, offers.as_slice()) {
            (None, [only]) => Some(*only),
            (Some(id), offers) => offers
                .iter()
                .copied()
                .find(|offer| [offer.parameters] == id),
            (None, _) => None,
        };
        chosen.copied().ok_or(StatusWord::REFERENCE_NOT_FOUND)
    }

    /// GENERAL AUTHENTICATE while PACE runs; a refused step ends the run. §4.4.4.2.
    pub(super) fn continue_pace(&mut self, pace: Pace, command: &Command) -> Reply {
        if command.expected.is_some_and(|le| le > 256) && self.has(Quirk::LongLeRefused) {
            return Err(StatusWord::SECURITY_NOT_SATISFIED);
        }
        let outer =
            der::first(&command.data).filter(|object| object.tag == 0x7C && object.rest.is_empty());
        let objects = outer
            .and_then(|object| der::all(object.value))
            .ok_or(StatusWord::WRONG_DATA)?;
        let object = |tag| der::pick(&objects, tag).ok_or(StatusWord::WRONG_DATA);
        let (offer, references) = (pace.offer, pace.references);
        let (step, reply) = match pace.step {
            Step::Chosen { password_key } => self.send_nonce(&offer, &password_key)?,
            Step::NonceSent { nonce } => self.map(&offer, &nonce, object(0x81)?)?,
            Step::Mapped(mapped) => self.agree(&offer, mapped, object(0x83)?)?,
            Step::Agreed(agreed) => {
                let mut objects = self.finish_pace(&offer, *agreed, object(0x85)?)?;
                if references {
                    objects.splice(10..10, self.references());
                }
                return Ok(Answer::ok(der::tlv(0x7C, &objects)));
            }
        };
        self.session.pace = Some(Pace {
            offer,
            references,
            step,
        });
        Ok(Answer::ok(reply))
    }

    fn send_nonce(
        &mut self,
        offer: &PaceOffer,
        password_key: &[u8],
    ) -> Result<(Step, Vec<u8>), StatusWord> {
        let mut nonce = vec![0; mapping::nonce_bytes(offer)];
        (self.random)(&mut nonce);
        let vector = vec![0; offer.suite.block()];
        let sealed = crypto::cbc(offer.suite, Mode::Encrypt, password_key, &vector, &nonce)?;
        Ok((Step::NonceSent { nonce }, dynamic_data(0x80, &sealed)))
    }

    fn map(
        &mut self,
        offer: &PaceOffer,
        nonce: &[u8],
        theirs: &[u8],
    ) -> Result<(Step, Vec<u8>), StatusWord> {
        let mut domain = domain_of(offer)?;
        let (mapped, ours) = match offer.mapping {
            Mapping::Im => mapping::integrated(&mut domain, offer.suite, nonce, theirs)?,
            Mapping::Gm | Mapping::Cam => {
                let private = if self.does(Misbehaviour::MappingIsGenerator) {
                    BigNum::from_u32(1)?
                } else {
                    domain.private_key(&mut self.random)?
                };
                mapping::generic(&mut domain, nonce, theirs, private)?
            }
        };
        Ok((Step::Mapped(mapped), dynamic_data(0x82, &ours)))
    }

    fn agree(
        &mut self,
        offer: &PaceOffer,
        mapped: Mapped,
        their_key: &[u8],
    ) -> Result<(Step, Vec<u8>), StatusWord> {
        let mut domain = domain_of(offer)?;
        let theirs = domain.element(their_key).ok_or(StatusWord::WRONG_DATA)?;
        let (our_key, secret) = loop {
            let private = domain.private_key(&mut self.random)?;
            let ours = domain.power(&mapped.generator, &private)?;
            let shared = domain.power(&theirs, &private)?;
            let secret = domain.secret(&shared)?;
            if secret.first() == Some(&0) || !self.has(Quirk::LeadingZero) {
                break (domain.encode(&ours)?, secret);
            }
        };
        if our_key == their_key {
            return Err(StatusWord::WRONG_DATA);
        }
        self.session.pace_identity = Some(domain.compressed(&our_key));
        let reply = dynamic_data(0x84, &our_key);
        let agreed = Agreed {
            keys: SecureMessaging::new(offer.suite, &secret, 0),
            our_key,
            their_key: their_key.to_vec(),
            mapping_private: mapped.private,
        };
        Ok((Step::Agreed(Box::new(agreed)), reply))
    }

    /// DO 87 and DO 88: whose certificates the chip verifies, newest first.
    fn references(&self) -> Vec<u8> {
        let points = self.terminal_trust.iter().flat_map(|trust| &trust.points);
        (0x87..=0x88)
            .zip(points)
            .flat_map(|(tag, point)| der::tlv(tag, &point.holder))
            .collect()
    }

    fn finish_pace(
        &mut self,
        offer: &PaceOffer,
        agreed: Agreed,
        token: &[u8],
    ) -> Result<Vec<u8>, StatusWord> {
        let keys = agreed.keys;
        let expected = keys.token(&token_input(offer, &agreed.our_key)?)?;
        let wrong = token.len() != expected.len() || !memcmp::eq(token, &expected);
        if wrong || self.has(Quirk::TokenRefused) {
            return Err(StatusWord::AUTHENTICATION_FAILED);
        }
        let mut objects = der::tlv(0x86, &keys.token(&token_input(offer, &agreed.their_key)?)?);
        if offer.mapping == Mapping::Cam {
            let private = agreed.mapping_private.ok_or(StatusWord::INTERNAL)?;
            let mut data = self.chip_authentication_data(offer, &private)?;
            if self.does(Misbehaviour::MappingFactorOne) {
                data =
                    BigNum::from_u32(1)?.to_vec_padded(i32::try_from(data.len()).unwrap_or(0))?;
            }
            let pads = !self.does(Misbehaviour::MappingUnpadded);
            let sealed = keys.seal_chip_authentication_data(&data, pads)?;
            objects.extend(der::tlv(0x8A, &sealed));
        }
        self.session.agreed = Some(keys);
        self.session.access = super::Access::Pace;
        Ok(objects)
    }

    /// CA_IC: the mapping key divided by the static key. §4.4.3.3.3.
    fn chip_authentication_data(
        &self,
        offer: &PaceOffer,
        mapping_private: &BigNum,
    ) -> Result<Vec<u8>, StatusWord> {
        let key = self
            .keys
            .mapping
            .iter()
            .find(|key| key.offer.parameters == offer.parameters)
            .ok_or(StatusWord::INTERNAL)?;
        mapping::quotient(&mut domain_of(offer)?, mapping_private, &key.private)
    }
}

fn domain_of(offer: &PaceOffer) -> Result<Domain, StatusWord> {
    Domain::standard(offer.parameters)?.ok_or(StatusWord::INTERNAL)
}

/// What a token authenticates: the other side's ephemeral key as a public key object. §4.4.3.4.
fn token_input(offer: &PaceOffer, key: &[u8]) -> Result<Vec<u8>, StatusWord> {
    let tag = domain_of(offer)?.public_key_tag();
    Ok(der::group(
        0x7F49,
        [der::tlv(OID, &offer.oid()), der::tlv(tag, key)],
    ))
}

fn dynamic_data(tag: u32, value: &[u8]) -> Vec<u8> {
    der::group(0x7C, [der::tlv(tag, value)])
}
