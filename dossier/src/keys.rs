//! Signing keys of terminals and of the backend: ECDSA on P-256 (ES256, RFC 7518 §3.4).

use std::marker::PhantomData;

use openssl::{
    bn::{BigNum, BigNumContext},
    ec::{EcGroup, EcGroupRef, EcKey, EcPoint},
    error::ErrorStack,
    nid::Nid,
    pkey::{PKey, Private, Public},
    sha::sha256,
    symm::Cipher,
};
use reader::randomness::Randomness;
use zeroize::Zeroizing;

use crate::fault::Fault;

/// Marks keys of terminals.
#[derive(Clone, Copy)]
pub enum Terminal {}
/// Marks keys of backends.
#[derive(Clone, Copy)]
pub enum Backend {}
/// Marks keys that sign profiles and calendars.
#[derive(Clone, Copy)]
pub enum Publisher {}
/// Marks keys that sign a provider's reports.
#[derive(Clone, Copy)]
pub enum Provider {}

/// Marks keys of identity sources.
#[derive(Clone, Copy)]
pub enum SourceDatabase {}

/// Marks keys of relying parties.
#[derive(Clone, Copy)]
pub enum RelyingParty {}

/// Whose key it is. What it may sign is told by each kind of token, which names its one owner.
pub trait Signer {}

impl Signer for Terminal {}

impl Signer for Backend {}

impl Signer for Publisher {}

impl Signer for Provider {}

impl Signer for SourceDatabase {}

impl Signer for RelyingParty {}

/// Whose signatures stand beside a text. Each signs one kind of text.
pub trait DetachedSigner: Signer {
    /// `typ` of the JWS header, RFC 7515 §4.1.9.
    const TOKEN_TYPE: &'static str;
}

impl DetachedSigner for Terminal {
    const TOKEN_TYPE: &'static str = "cccd-enrolment+jws";
}

impl DetachedSigner for Publisher {
    const TOKEN_TYPE: &'static str = "cccd-policy+jws";
}

impl DetachedSigner for Provider {
    const TOKEN_TYPE: &'static str = "cccd-report+jws";
}

/// A private key. OpenSSL wipes it when it is dropped.
#[derive(Clone)]
pub struct PrivateKey<S> {
    pub(crate) key: PKey<Private>,
    signer: PhantomData<S>,
}

/// A public key.
#[derive(Clone)]
pub struct PublicKey<S> {
    pub(crate) key: PKey<Public>,
    signer: PhantomData<S>,
}

/// The terminal's private key.
pub type TerminalKey = PrivateKey<Terminal>;
/// The terminal's public key, as enrolled at the backend.
pub type TerminalPublicKey = PublicKey<Terminal>;
/// The backend's private key: it signs receipts, lists of devices and checkpoints.
pub type ReceiptKey = PrivateKey<Backend>;
/// The backend's public key, as given to terminals.
pub type ReceiptPublicKey = PublicKey<Backend>;

/// A relying party's private key: it signs what it asks.
pub type PartyKey = PrivateKey<RelyingParty>;
/// A relying party's public key, as registered.
pub type PartyPublicKey = PublicKey<RelyingParty>;
/// An identity source's private key: it signs what the source tells by itself.
pub type SourceKey = PrivateKey<SourceDatabase>;
/// An identity source's public key, as the backend's operator was given it.
pub type SourcePublicKey = PublicKey<SourceDatabase>;
/// The private key of who publishes profiles and calendars.
pub type PolicyKey = PrivateKey<Publisher>;
/// The public key of who publishes profiles and calendars, as an operator pins it.
pub type PolicyPublicKey = PublicKey<Publisher>;
/// The private key that signs a provider's reports.
pub type ReportKey = PrivateKey<Provider>;
/// The public key of a provider's reports.
pub type ReportPublicKey = PublicKey<Provider>;

/// Why a key could not be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Not a PEM key, or another passphrase.
    #[error("the key cannot be opened: not PEM, or another passphrase")]
    NotOpened,
    /// A key of another kind than P-256.
    #[error("the key is not an elliptic-curve key on P-256")]
    WrongCurve,
    /// The source of randomness gave nothing usable.
    #[error("the source of randomness failed")]
    Randomness,
    /// OpenSSL refused.
    #[error("OpenSSL refused a key operation")]
    Refused,
}

impl KeyError {
    /// The clause that the key is measured against.
    #[must_use]
    pub fn clause(&self) -> &'static str {
        match self {
            Self::NotOpened => "RFC 5958",
            Self::WrongCurve | Self::Randomness | Self::Refused => "RFC 7518 §3.4",
        }
    }

    /// Who must act.
    #[must_use]
    pub fn who(&self) -> Fault {
        match self {
            Self::NotOpened | Self::WrongCurve => Fault::Trust,
            Self::Randomness | Self::Refused => Fault::Us,
        }
    }
}

impl<S: Signer> PrivateKey<S> {
    /// A new key from the randomness given.
    ///
    /// # Errors
    /// [`KeyError::Randomness`] when the source gives nothing but unusable numbers.
    pub fn generate(randomness: &mut dyn Randomness) -> Result<Self, KeyError> {
        let group = p256()?;
        let scalar = random_scalar(&group, randomness)?;
        let key = key_from_scalar(&group, &scalar).map_err(|_| KeyError::Refused)?;
        Ok(Self {
            key,
            signer: PhantomData,
        })
    }

    /// Opens a key that [`PrivateKey::to_pem_encrypted`] wrote.
    ///
    /// # Errors
    /// [`KeyError`] when the text or passphrase is wrong, or the key is of another kind.
    pub fn from_pem_encrypted(pem: &[u8], passphrase: &[u8]) -> Result<Self, KeyError> {
        let key = PKey::private_key_from_pem_passphrase(pem, passphrase)
            .map_err(|_| KeyError::NotOpened)?;
        let curve = key.ec_key().ok().and_then(|key| key.group().curve_name());
        if curve != Some(Nid::X9_62_PRIME256V1) {
            return Err(KeyError::WrongCurve);
        }
        Ok(Self {
            key,
            signer: PhantomData,
        })
    }

    /// PKCS #8 PEM under the passphrase (PBES2 with AES-256-CBC, RFC 8018).
    ///
    /// # Errors
    /// [`KeyError::Refused`] when OpenSSL does.
    pub fn to_pem_encrypted(&self, passphrase: &[u8]) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        self.key
            .private_key_to_pem_pkcs8_passphrase(Cipher::aes_256_cbc(), passphrase)
            .map(Zeroizing::new)
            .map_err(|_| KeyError::Refused)
    }

    /// The public half.
    ///
    /// # Errors
    /// [`KeyError::Refused`] when OpenSSL does.
    pub fn public(&self) -> Result<PublicKey<S>, KeyError> {
        let der = self
            .key
            .public_key_to_der()
            .map_err(|_| KeyError::Refused)?;
        let key = PKey::public_key_from_der(&der).map_err(|_| KeyError::Refused)?;
        Ok(PublicKey {
            key,
            signer: PhantomData,
        })
    }
}

impl<S: Signer> PublicKey<S> {
    /// Reads a PEM SubjectPublicKeyInfo (RFC 5480).
    ///
    /// # Errors
    /// [`KeyError`] when the text is no key or of another kind.
    pub fn from_pem(pem: &[u8]) -> Result<Self, KeyError> {
        let key = PKey::public_key_from_pem(pem).map_err(|_| KeyError::NotOpened)?;
        let curve = key.ec_key().ok().and_then(|key| key.group().curve_name());
        if curve != Some(Nid::X9_62_PRIME256V1) {
            return Err(KeyError::WrongCurve);
        }
        Ok(Self {
            key,
            signer: PhantomData,
        })
    }

    /// SHA-256 of the SubjectPublicKeyInfo in hexadecimal: the key's name.
    ///
    /// # Errors
    /// [`KeyError::Refused`] when OpenSSL does.
    pub fn id(&self) -> Result<String, KeyError> {
        let der = self
            .key
            .public_key_to_der()
            .map_err(|_| KeyError::Refused)?;
        let digits = sha256(&der).map(|octet| format!("{octet:02x}"));
        Ok(digits.concat())
    }

    /// PEM SubjectPublicKeyInfo.
    ///
    /// # Errors
    /// [`KeyError::Refused`] when OpenSSL does.
    pub fn to_pem(&self) -> Result<Vec<u8>, KeyError> {
        self.key.public_key_to_pem().map_err(|_| KeyError::Refused)
    }
}

fn p256() -> Result<EcGroup, KeyError> {
    EcGroup::from_curve_name(Nid::X9_62_PRIME256V1).map_err(|_| KeyError::Refused)
}

/// A number from 1 to n-1 by rejection; for P-256 the first draw fails once in 2^32.
fn random_scalar(group: &EcGroupRef, randomness: &mut dyn Randomness) -> Result<BigNum, KeyError> {
    let draw = |randomness: &mut dyn Randomness| -> Result<Option<BigNum>, ErrorStack> {
        let (mut order, mut context) = (BigNum::new()?, BigNumContext::new()?);
        group.order(&mut order, &mut context)?;
        let mut octets = Zeroizing::new([0_u8; 32]);
        randomness.fill(octets.as_mut_slice());
        let mut scalar = BigNum::new_secure()?;
        scalar.copy_from_slice(octets.as_slice())?;
        Ok((scalar.num_bits() > 0 && scalar < order).then_some(scalar))
    };
    for _ in 0..8 {
        if let Some(scalar) = draw(randomness).map_err(|_| KeyError::Refused)? {
            return Ok(scalar);
        }
    }
    Err(KeyError::Randomness)
}

fn key_from_scalar(group: &EcGroupRef, scalar: &BigNum) -> Result<PKey<Private>, ErrorStack> {
    let mut point = EcPoint::new(group)?;
    let mut context = BigNumContext::new_secure()?;
    point.mul_generator2(group, scalar, &mut context)?;
    let key = EcKey::from_private_components(group, scalar, &point)?;
    key.check_key()?;
    PKey::from_ec_key(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counting(start: u8) -> impl FnMut(&mut [u8]) {
        let mut next = start;
        move |buffer: &mut [u8]| {
            for octet in buffer {
                *octet = next;
                next = next.wrapping_add(1);
            }
        }
    }

    #[test]
    fn a_key_comes_back_only_with_its_passphrase() {
        let key = TerminalKey::generate(&mut counting(1)).unwrap();
        let pem = key.to_pem_encrypted(b"a long passphrase").unwrap();
        assert!(pem.starts_with(b"-----BEGIN ENCRYPTED PRIVATE KEY-----"));
        let again = TerminalKey::from_pem_encrypted(&pem, b"a long passphrase").unwrap();
        assert_eq!(
            key.public().unwrap().to_pem().unwrap(),
            again.public().unwrap().to_pem().unwrap()
        );
        assert_eq!(
            TerminalKey::from_pem_encrypted(&pem, b"another").err(),
            Some(KeyError::NotOpened)
        );
    }

    #[test]
    fn randomness_that_gives_only_zero_or_only_ones_is_refused() {
        for octet in [0, 0xFF] {
            let broken = TerminalKey::generate(&mut |buffer: &mut [u8]| buffer.fill(octet));
            assert_eq!(broken.err(), Some(KeyError::Randomness));
        }
    }

    #[test]
    fn a_key_on_another_curve_is_refused() {
        let group = EcGroup::from_curve_name(Nid::SECP384R1).unwrap();
        let other = PKey::from_ec_key(EcKey::generate(&group).unwrap()).unwrap();
        let pem = other.public_key_to_pem().unwrap();
        assert_eq!(
            TerminalPublicKey::from_pem(&pem).err(),
            Some(KeyError::WrongCurve)
        );
        assert_eq!(
            TerminalPublicKey::from_pem(b"no key").err(),
            Some(KeyError::NotOpened)
        );
    }
}
