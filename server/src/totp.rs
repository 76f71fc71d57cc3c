//! The second factor: codes of six digits from a secret and the time, RFC 6238 with HMAC-SHA-1, which every
//! authenticator knows. A code of the step before or after counts too; none counts twice.

use dossier::api::Officer;
use openssl::rand::rand_bytes;
use time::OffsetDateTime;
use totp_rs::{Builder, Secret, Totp};
use zeroize::Zeroizing;

use crate::vault::{Vault, VaultError};

/// RFC 4226 §4 recommends 160 bits.
const SECRET: usize = 20;
/// As authenticators show who asks.
const ISSUER: &str = "CCCD";

/// An officer's secret. No `Debug`.
pub struct SecondFactor(Totp);

/// Why there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoSecondFactor {
    /// What is kept does not open.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The operating system gives no randomness, or the secret has another length.
    #[error("there is no usable secret (RFC 4226 §4)")]
    Secret,
}

impl SecondFactor {
    /// A new secret.
    ///
    /// # Errors
    /// [`NoSecondFactor::Secret`].
    pub fn generate() -> Result<Self, NoSecondFactor> {
        let mut octets = Zeroizing::new(vec![0_u8; SECRET]);
        rand_bytes(&mut octets).map_err(|_| NoSecondFactor::Secret)?;
        Self::of(&octets)
    }

    fn of(octets: &[u8]) -> Result<Self, NoSecondFactor> {
        let secret = Secret::new(octets.to_vec().into_boxed_slice());
        let built = Builder::new().with_secret(secret).build();
        built.map(Self).map_err(|_| NoSecondFactor::Secret)
    }

    /// Sealed for one officer.
    ///
    /// # Errors
    /// [`VaultError::NotSealed`].
    pub fn seal(&self, vault: &Vault, officer: &str) -> Result<Vec<u8>, VaultError> {
        vault.seal_for(&label(officer), self.0.secret().as_bytes())
    }

    /// The reverse.
    ///
    /// # Errors
    /// [`NoSecondFactor`] when it was changed at rest or sealed for another officer.
    pub fn open(vault: &Vault, officer: &str, sealed: &[u8]) -> Result<Self, NoSecondFactor> {
        Self::of(&vault.open_for(&label(officer), sealed)?)
    }

    /// The step of time that a code is of, when it is of this moment or its neighbours.
    #[must_use]
    pub fn step(&self, code: &str, now: OffsetDateTime) -> Option<i64> {
        let now = u64::try_from(now.unix_timestamp()).ok()?;
        let step = self.0.check(code.trim(), now)?;
        i64::try_from(step).ok()
    }

    /// What an authenticator takes: a key URI, with the secret in Base32.
    #[must_use]
    pub fn uri(&self, officer: &Officer) -> Zeroizing<String> {
        // Identifiers of officers have no letter that a URI would escape.
        let secret = Zeroizing::new(self.0.secret().to_base32());
        Zeroizing::new(format!(
            "otpauth://totp/{ISSUER}:{}?secret={}&issuer={ISSUER}",
            officer.id, *secret
        ))
    }
}

fn label(officer: &str) -> String {
    format!("officer/{officer}/totp")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238 Appendix B, SHA-1: the last six of the eight digits.
    const VECTORS: [(i64, &str); 6] = [
        (59, "287082"),
        (1_111_111_109, "081804"),
        (1_111_111_111, "050471"),
        (1_234_567_890, "005924"),
        (2_000_000_000, "279037"),
        (20_000_000_000, "353130"),
    ];

    #[test]
    fn the_published_codes_are_of_their_step_and_its_neighbours_only() {
        let factor = SecondFactor::of(b"12345678901234567890").unwrap();
        for (seconds, code) in VECTORS {
            let at = |offset| OffsetDateTime::from_unix_timestamp(seconds + offset).unwrap();
            let step = Some(seconds / 30);
            assert_eq!(factor.step(code, at(0)), step, "{code}");
            assert_eq!(factor.step(code, at(30)), step, "{code}");
            assert_eq!(factor.step(code, at(-30)), step, "{code}");
            assert_eq!(factor.step(code, at(60)), None, "{code}");
            assert_eq!(factor.step("000000", at(0)), None);
            assert_eq!(factor.step("28708x", at(0)), None);
        }
    }

    #[test]
    fn a_secret_is_sealed_for_its_officer() {
        let vault = Vault::new(&[7; 32]).unwrap();
        let factor = SecondFactor::generate().unwrap();
        let sealed = factor.seal(&vault, "nhan").unwrap();
        let opened = SecondFactor::open(&vault, "nhan", &sealed).unwrap();
        assert_eq!(opened.0.secret().as_bytes(), factor.0.secret().as_bytes());
        assert!(SecondFactor::open(&vault, "duyet", &sealed).is_err());
        assert!(SecondFactor::open(&Vault::new(&[8; 32]).unwrap(), "nhan", &sealed).is_err());
    }
}
