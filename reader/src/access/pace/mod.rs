//! Password Authenticated Connection Establishment. ICAO Doc 9303-11 §4.4.

mod cam;
mod session;
mod suite;
mod template;

use zeroize::Zeroizing;

pub use session::PaceSession;
pub(crate) use session::PaceTrail;
pub use suite::{Mapping, PaceSuite};

use super::{AccessError, AccessKey, ProtocolStep, SecureMessaging, Violation};
use crate::crypto::CryptoError;
use crate::crypto::agreement::{Domain, KeyPair};
use crate::crypto::kdf::{self, Purpose};
use crate::crypto::mac;
use crate::randomness::Randomness;
use crate::read_out::PasswordKind;
use crate::wire::{CommandApdu, ResponseApdu, data_object};

/// Starts PACE: the first command, and the state that takes its answer.
///
/// # Errors
/// Only when a computation fails.
pub fn begin(
    suite: &PaceSuite,
    key: &AccessKey,
) -> Result<(CommandApdu, AwaitTemplate), AccessError> {
    let password = match key.kind() {
        PasswordKind::Mrz => 1,
        PasswordKind::Can => 2,
        PasswordKind::Pin => 3,
    };
    let command = template::set_authentication_template(suite, password);
    let state = AwaitTemplate {
        suite: suite.clone(),
        secret: key.pace_secret()?,
    };
    Ok((command, state))
}

/// MSE:Set AT was sent.
pub struct AwaitTemplate {
    suite: PaceSuite,
    secret: Zeroizing<Vec<u8>>,
}

impl AwaitTemplate {
    /// Takes the answer to MSE:Set AT and asks for the encrypted nonce.
    ///
    /// # Errors
    /// [`AccessError`] when the card refuses the protocol or has blocked the password.
    pub fn receive(
        self,
        response: &ResponseApdu,
    ) -> Result<(CommandApdu, AwaitNonce), AccessError> {
        // 63Cx names the tries that are left; the card goes on.
        let status = response.status();
        if !status.is_success() && status.value() >> 8 != 0x63 {
            let step = ProtocolStep::SetAuthenticationTemplate;
            return Err(AccessError::Refused { step, status });
        }
        let command = template::general_authenticate(true, &[]);
        Ok((
            command,
            AwaitNonce {
                suite: self.suite,
                secret: self.secret,
            },
        ))
    }
}

/// The nonce was asked for.
pub struct AwaitNonce {
    suite: PaceSuite,
    secret: Zeroizing<Vec<u8>>,
}

impl AwaitNonce {
    const STEP: ProtocolStep = ProtocolStep::Nonce;

    /// Opens the nonce with the password and sends the mapping key.
    ///
    /// # Errors
    /// [`AccessError`] when the card's answer is no encrypted nonce.
    pub fn receive(
        self,
        response: &ResponseApdu,
        rng: &mut dyn Randomness,
    ) -> Result<(CommandApdu, AwaitMapping), AccessError> {
        let encrypted = template::dynamic_data(response, Self::STEP, 0x80)?;
        let cipher = self.suite.cipher();
        if !self.suite.accepts_nonce(encrypted.len()) {
            return Err(malformed(Self::STEP));
        }
        let password = kdf::derive(&self.secret, Purpose::Password, cipher)?;
        let nonce = password.decrypt(&password.zero_iv(), encrypted)?;
        let domain = Domain::standard(self.suite.domain())?;
        let contribution = match self.suite.mapping() {
            Mapping::Integrated => {
                let mut terminal_nonce = vec![0; cipher.key_len()];
                rng.fill(&mut terminal_nonce);
                Contribution::Nonce(terminal_nonce)
            }
            Mapping::Generic | Mapping::ChipAuthentication => {
                Contribution::Key(domain.generate(rng)?)
            }
        };
        let object = data_object::object(0x81, contribution.bytes());
        let command = template::general_authenticate(true, &object);
        let state = AwaitMapping {
            suite: self.suite,
            nonce,
            domain,
            contribution,
        };
        Ok((command, state))
    }
}

/// What the terminal brings to the mapping.
enum Contribution {
    Key(KeyPair),
    Nonce(Vec<u8>),
}

impl Contribution {
    fn bytes(&self) -> &[u8] {
        match self {
            Self::Key(pair) => pair.public_bytes(),
            Self::Nonce(nonce) => nonce,
        }
    }
}

/// The mapping key was sent.
pub struct AwaitMapping {
    suite: PaceSuite,
    nonce: Zeroizing<Vec<u8>>,
    domain: Domain,
    contribution: Contribution,
}

impl AwaitMapping {
    const STEP: ProtocolStep = ProtocolStep::Mapping;

    /// Maps the generator and sends a key over it.
    ///
    /// # Errors
    /// [`AccessError`] when the card's mapping key must not be used.
    pub fn receive(
        self,
        response: &ResponseApdu,
        rng: &mut dyn Randomness,
    ) -> Result<(CommandApdu, AwaitAgreement), AccessError> {
        let (domain, mapping_key) = match &self.contribution {
            Contribution::Key(pair) => {
                let peer = template::dynamic_data(response, Self::STEP, 0x82)?;
                let mapped = self.domain.mapped(pair, peer, &self.nonce);
                (mapped, peer.to_vec())
            }
            Contribution::Nonce(ours) => {
                // The chip has nothing to say, in an empty object 82 or none at all.
                let objects = template::dynamic_objects(response, Self::STEP)?;
                if data_object::find(objects, 0x82).is_some_and(|value| !value.is_empty()) {
                    return Err(malformed(Self::STEP));
                }
                let cipher = self.suite.cipher();
                (
                    self.domain.integrated(cipher, &self.nonce, ours),
                    Vec::new(),
                )
            }
        };
        let domain = domain.map_err(|error| refused_key(error, Self::STEP))?;
        let pair = domain.generate(rng)?;
        let object = data_object::object(0x83, pair.public_bytes());
        let command = template::general_authenticate(true, &object);
        let state = AwaitAgreement {
            suite: self.suite,
            domain,
            pair,
            mapping_key,
        };
        Ok((command, state))
    }
}

/// The agreement key was sent.
pub struct AwaitAgreement {
    suite: PaceSuite,
    domain: Domain,
    pair: KeyPair,
    mapping_key: Vec<u8>,
}

impl AwaitAgreement {
    const STEP: ProtocolStep = ProtocolStep::KeyAgreement;

    /// Derives the session keys and sends the token over the card's key.
    ///
    /// # Errors
    /// [`AccessError`] when the card's key must not be used.
    pub fn receive(
        self,
        response: &ResponseApdu,
    ) -> Result<(CommandApdu, AwaitToken), AccessError> {
        let peer = template::dynamic_data(response, Self::STEP, 0x84)?;
        let secret = self
            .domain
            .shared_secret(&self.pair, peer)
            .map_err(|error| refused_key(error, Self::STEP))?;
        let cipher = self.suite.cipher();
        let (_, authentication) = kdf::session_keys(&secret, cipher)?;
        let token = template::token(&authentication, &self.suite, peer)?;
        let expected = template::token(&authentication, &self.suite, self.pair.public_bytes())?;
        let command = template::general_authenticate(false, &data_object::object(0x85, &token));
        let session = PaceSession {
            messaging: SecureMessaging::from_secret(&secret, cipher)?,
            trail: PaceTrail {
                chip_name: self.domain.compressed(peer)?,
                terminal_name: self.domain.compressed(self.pair.public_bytes())?,
                authorities: Vec::new(),
                chip_authentication: None,
            },
        };
        let awaiting = AwaitToken {
            session,
            expected,
            sealed: cam::Sealed::expected_by(&self.suite, &secret, self.mapping_key),
        };
        Ok((command, awaiting))
    }
}

/// Our token was sent.
pub struct AwaitToken {
    session: PaceSession,
    expected: mac::Mac,
    sealed: Option<cam::Sealed>,
}

impl AwaitToken {
    const STEP: ProtocolStep = ProtocolStep::Token;

    /// Checks the card's token: only then the secure channel exists.
    ///
    /// # Errors
    /// [`AccessError::WrongPassword`] when the card refuses ours.
    pub fn receive(mut self, response: &ResponseApdu) -> Result<PaceSession, AccessError> {
        let status = response.status();
        if status.refuses_password() {
            return Err(AccessError::WrongPassword {
                step: Self::STEP,
                status,
            });
        }
        let token = template::dynamic_data(response, Self::STEP, 0x86)?;
        if !mac::equal(token, &self.expected) {
            let violation = Violation::Authentication;
            return Err(AccessError::Protocol {
                step: Self::STEP,
                violation,
            });
        }
        let objects = template::dynamic_objects(response, Self::STEP)?;
        let trail = &mut self.session.trail;
        trail.authorities = [0x87, 0x88]
            .into_iter()
            .filter_map(|tag| data_object::find(objects, tag))
            .map(<[u8]>::to_vec)
            .collect();
        if let Some(sealed) = self.sealed {
            let data = data_object::find(objects, 0x8A).ok_or_else(|| malformed(Self::STEP))?;
            trail.chip_authentication = Some(sealed.open(data)?);
        }
        Ok(self.session)
    }
}

fn malformed(step: ProtocolStep) -> AccessError {
    AccessError::Protocol {
        step,
        violation: Violation::Malformed,
    }
}

fn refused_key(error: CryptoError, step: ProtocolStep) -> AccessError {
    match error {
        CryptoError::KeyRefused(_) => AccessError::Protocol {
            step,
            violation: Violation::PublicKey,
        },
        other => AccessError::Crypto(other),
    }
}

#[cfg(test)]
mod tests;
