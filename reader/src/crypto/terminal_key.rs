//! The private key of a terminal in memory. PKCS #8, BSI TR-03110-3 §A.6.

use openssl::bn::BigNum;
use openssl::ecdsa::EcdsaSig;
use openssl::pkey::{Id, PKey, Private};
use openssl::rsa::Padding;
use openssl::sign::{RsaPssSaltlen, Signer};

use super::CryptoError;
use super::cv_public_key::SignatureScheme;
use super::digest::DigestAlgorithm;

/// A private key; wiped by OpenSSL when dropped, never printed.
pub(crate) struct TerminalKey(PKey<Private>);

impl TerminalKey {
    /// From PEM (PKCS #8 or traditional) or DER (PKCS #8).
    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Self, CryptoError> {
        let key = match bytes.first() {
            Some(0x30) => PKey::private_key_from_der(bytes)?,
            _ => PKey::private_key_from_pem(bytes)?,
        };
        match key.id() {
            Id::RSA | Id::EC => Ok(Self(key)),
            _ => Err(CryptoError::KeyRefused("neither RSA nor an elliptic curve")),
        }
    }

    /// Signs as the certificate of the terminal says; ECDSA in plain form.
    pub(crate) fn sign(
        &self,
        scheme: SignatureScheme,
        digest: DigestAlgorithm,
        message: &[u8],
    ) -> Result<Vec<u8>, CryptoError> {
        let fits = match scheme {
            SignatureScheme::Ecdsa => self.0.id() == Id::EC,
            SignatureScheme::RsaPkcs1 | SignatureScheme::RsaPss => self.0.id() == Id::RSA,
        };
        if !fits {
            return Err(CryptoError::KeyRefused(
                "the key is of another kind than the certificate",
            ));
        }
        if scheme == SignatureScheme::Ecdsa {
            return self.sign_plain(digest, message);
        }
        let mut signer = Signer::new(digest.message_digest(), &self.0)?;
        if scheme == SignatureScheme::RsaPss {
            signer.set_rsa_padding(Padding::PKCS1_PSS)?;
            signer.set_rsa_pss_saltlen(RsaPssSaltlen::DIGEST_LENGTH)?;
        }
        Ok(signer.sign_oneshot_to_vec(message)?)
    }

    fn sign_plain(&self, digest: DigestAlgorithm, message: &[u8]) -> Result<Vec<u8>, CryptoError> {
        let key = self.0.ec_key()?;
        let mut order = BigNum::new()?;
        let mut context = openssl::bn::BigNumContext::new()?;
        key.group().order(&mut order, &mut context)?;
        let signature = EcdsaSig::sign(&digest.digest(&[message])?, &key)?;
        let len = order.num_bytes();
        let mut plain = signature.r().to_vec_padded(len)?;
        plain.extend(signature.s().to_vec_padded(len)?);
        Ok(plain)
    }
}
