//! Signatures of chips over a challenge. ICAO Doc 9303-11 §6.1; BSI TR-03111 §5.2.1.

use openssl::bn::BigNum;
use openssl::ecdsa::EcdsaSig;
use openssl::error::ErrorStack;
use openssl::rsa::Padding;
use zeroize::Zeroizing;

use super::CryptoError;
use super::digest::DigestAlgorithm;
use super::public_key::{EcPublicKey, PublicKey};

/// Why a signature does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum SignatureError {
    /// It was not made with this key over this message.
    #[error("the signature does not fit key and message")]
    Invalid,
    /// The key is of another kind than the signature.
    #[error("the signature does not belong to this kind of key")]
    WrongKey,
    /// The computation could not be done.
    #[error(transparent)]
    Crypto(#[from] CryptoError),
}

impl From<ErrorStack> for SignatureError {
    fn from(stack: ErrorStack) -> Self {
        Self::Crypto(stack.into())
    }
}

impl EcPublicKey {
    /// Checks a plain signature r | s, both as long as the curve's order, over a message.
    pub(crate) fn verify_plain(
        &self,
        digest: DigestAlgorithm,
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), SignatureError> {
        let len = usize::try_from(self.key.group().order_bits().div_ceil(8)).unwrap_or(0);
        if signature.len() != 2 * len {
            return Err(SignatureError::Invalid);
        }
        let (r, s) = signature
            .split_at_checked(len)
            .ok_or(SignatureError::Invalid)?;
        let plain =
            EcdsaSig::from_private_components(BigNum::from_slice(r)?, BigNum::from_slice(s)?)?;
        self.verify_digest(&digest.digest(&[message])?, &plain)
    }

    /// Checks a signature SEQUENCE { r, s } in DER, which fills `signature`.
    pub(crate) fn verify_der(
        &self,
        digest: DigestAlgorithm,
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), SignatureError> {
        let parsed = EcdsaSig::from_der(signature).map_err(|_| SignatureError::Invalid)?;
        // One encoding only: OpenSSL takes others too.
        if parsed.to_der()? != signature {
            return Err(SignatureError::Invalid);
        }
        self.verify_digest(&digest.digest(&[message])?, &parsed)
    }

    fn verify_digest(&self, digest: &[u8], signature: &EcdsaSig) -> Result<(), SignatureError> {
        // OpenSSL itself refuses r and s outside 1..n; that is a bad signature, not a broken library.
        match signature.verify(digest, &self.key) {
            Ok(true) => Ok(()),
            Ok(false) | Err(_) => Err(SignatureError::Invalid),
        }
    }
}

/// The two readings of an RSA signature with message recovery: s^e mod n, and n minus it.
pub(crate) fn recover(
    key: &PublicKey,
    signature: &[u8],
) -> Result<[Zeroizing<Vec<u8>>; 2], SignatureError> {
    let PublicKey::Rsa(key) = key else {
        return Err(SignatureError::WrongKey);
    };
    let rsa = key.rsa()?;
    let len = usize::try_from(rsa.size()).unwrap_or(0);
    if signature.len() != len {
        return Err(SignatureError::Invalid);
    }
    let mut block = Zeroizing::new(vec![0; len]);
    rsa.public_decrypt(signature, &mut block, Padding::NONE)
        .map_err(|_| SignatureError::Invalid)?;
    let mut other = BigNum::new()?;
    other.checked_sub(rsa.n(), &*BigNum::from_slice(&block)?)?;
    let other = other.to_vec_padded(i32::try_from(len).map_err(|_| SignatureError::Invalid)?)?;
    Ok([block, Zeroizing::new(other)])
}

#[cfg(test)]
mod tests {
    use openssl::ec::{EcGroup, EcKey};
    use openssl::nid::Nid;
    use openssl::pkey::PKey;

    use super::*;

    fn plain_signature(message: &[u8]) -> (EcPublicKey, Vec<u8>) {
        let group = EcGroup::from_curve_name(Nid::BRAINPOOL_P256R1).unwrap();
        let key = EcKey::generate(&group).unwrap();
        let digest = DigestAlgorithm::Sha256.digest(&[message]).unwrap();
        let signature = EcdsaSig::sign(&digest, &key).unwrap();
        let mut plain = signature.r().to_vec_padded(32).unwrap();
        plain.extend(signature.s().to_vec_padded(32).unwrap());
        let der = PKey::from_ec_key(key).unwrap().public_key_to_der().unwrap();
        match PublicKey::from_subject_public_key_info(&der).unwrap() {
            PublicKey::Ec(key) => (key, plain),
            PublicKey::Rsa(_) => panic!("an elliptic curve"),
        }
    }

    #[test]
    fn plain_signatures_need_exact_halves_in_range() {
        let (key, signature) = plain_signature(b"challenge");
        let verify =
            |signature: &[u8]| key.verify_plain(DigestAlgorithm::Sha256, b"challenge", signature);
        assert_eq!(verify(&signature), Ok(()));
        let halves = |r: &[u8], s: &[u8]| [r, s].concat();
        let (r, s) = signature.split_at(32);
        for wrong in [
            halves(&[0; 32], s),
            halves(r, &[0; 32]),
            halves(&[0xFF; 32], s),
            halves(s, r),
            halves(&[0], &signature),
            signature[..63].to_vec(),
            vec![],
        ] {
            assert_eq!(verify(&wrong), Err(SignatureError::Invalid));
        }
        let parsed = EcdsaSig::from_private_components(
            BigNum::from_slice(r).unwrap(),
            BigNum::from_slice(s).unwrap(),
        );
        let mut der = parsed.unwrap().to_der().unwrap();
        let verify_der = |der: &[u8]| key.verify_der(DigestAlgorithm::Sha256, b"challenge", der);
        assert_eq!(verify_der(&der), Ok(()));
        assert_eq!(verify_der(&signature), Err(SignatureError::Invalid));
        der.push(0);
        assert_eq!(verify_der(&der), Err(SignatureError::Invalid));
        let other = key.verify_plain(DigestAlgorithm::Sha256, b"other", &signature);
        assert_eq!(other, Err(SignatureError::Invalid));
    }
}
