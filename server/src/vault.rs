//! Keys on disk, and sealing of citizens' data at rest: AES-256-GCM, one key per case, each wrapped
//! by the data key. Forgetting a case's key forgets the case. NIST SP 800-38D.

use openssl::{
    hash::MessageDigest,
    pkey::PKey,
    rand::rand_bytes,
    sign::Signer,
    symm::{Cipher, decrypt_aead, encrypt_aead},
};
use uuid::Uuid;
use zeroize::Zeroizing;

const NONCE: usize = 12;
const TAG: usize = 16;
const KEY: usize = 32;

/// The data key, from which everything sealed can be opened. No `Debug`.
pub struct Vault {
    data_key: Zeroizing<[u8; KEY]>,
}

/// The key of one case. No `Debug`.
pub struct CaseKey(Zeroizing<[u8; KEY]>);

/// Why something could not be sealed or opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// Changed at rest, or sealed for something else.
    #[error("sealed data does not open")]
    NotOpened,
    /// OpenSSL refused.
    #[error("sealing failed")]
    NotSealed,
    /// A data key of another length.
    #[error("the data key has {0} bytes, not 32")]
    KeyLength(usize),
}

impl Vault {
    /// From the 32 bytes of `data.key`.
    ///
    /// # Errors
    /// [`VaultError::KeyLength`] for any other length.
    pub fn new(data_key: &[u8]) -> Result<Self, VaultError> {
        let data_key = data_key
            .try_into()
            .map_err(|_| VaultError::KeyLength(data_key.len()))?;
        Ok(Self {
            data_key: Zeroizing::new(data_key),
        })
    }

    /// A new case key, and its wrapping to be stored beside the case.
    ///
    /// # Errors
    /// [`VaultError::NotSealed`] when the operating system gives no randomness.
    pub fn new_case_key(&self, case: Uuid) -> Result<(CaseKey, Vec<u8>), VaultError> {
        let mut key = Zeroizing::new([0_u8; KEY]);
        rand_bytes(key.as_mut_slice()).map_err(|_| VaultError::NotSealed)?;
        let wrapped = seal(&self.data_key, &label(case, "key"), key.as_slice())?;
        Ok((CaseKey(key), wrapped))
    }

    /// The reverse of [`Vault::new_case_key`].
    ///
    /// # Errors
    /// [`VaultError::NotOpened`] when it was wrapped for another case or by another data key.
    pub fn case_key(&self, case: Uuid, wrapped: &[u8]) -> Result<CaseKey, VaultError> {
        let key = open(&self.data_key, &label(case, "key"), wrapped)?;
        let key = key
            .as_slice()
            .try_into()
            .map_err(|_| VaultError::NotOpened)?;
        Ok(CaseKey(Zeroizing::new(key)))
    }

    /// Seals a secret of the backend's own for one place, which `label` names.
    ///
    /// # Errors
    /// [`VaultError::NotSealed`] when OpenSSL refuses.
    pub fn seal_for(&self, label: &str, bytes: &[u8]) -> Result<Vec<u8>, VaultError> {
        seal(&self.data_key, label.as_bytes(), bytes)
    }

    /// The reverse of [`Vault::seal_for`].
    ///
    /// # Errors
    /// [`VaultError::NotOpened`] when it was changed or belongs elsewhere.
    pub fn open_for(&self, label: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        open(&self.data_key, label.as_bytes(), sealed)
    }

    /// A stand-in for a number that finds the same person again and says nothing without the key.
    ///
    /// # Errors
    /// [`VaultError::NotSealed`] when OpenSSL refuses.
    pub fn pseudonym(&self, number: &str) -> Result<Vec<u8>, VaultError> {
        let mac = || -> Result<Vec<u8>, openssl::error::ErrorStack> {
            let key = PKey::hmac(self.data_key.as_slice())?;
            let mut signer = Signer::new(MessageDigest::sha256(), &key)?;
            signer.update(b"subject\0")?;
            signer.update(number.as_bytes())?;
            signer.sign_to_vec()
        };
        mac().map_err(|_| VaultError::NotSealed)
    }
}

impl CaseKey {
    /// Seals one part of the case.
    ///
    /// # Errors
    /// [`VaultError::NotSealed`] when OpenSSL refuses.
    pub fn seal(&self, case: Uuid, part: &str, bytes: &[u8]) -> Result<Vec<u8>, VaultError> {
        seal(&self.0, &label(case, part), bytes)
    }

    /// Opens one part of the case.
    ///
    /// # Errors
    /// [`VaultError::NotOpened`] when it was changed or belongs elsewhere.
    pub fn open(
        &self,
        case: Uuid,
        part: &str,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        open(&self.0, &label(case, part), sealed)
    }
}

/// Binds what is sealed to its place, so that parts cannot be swapped at rest.
fn label(case: Uuid, part: &str) -> Vec<u8> {
    format!("{case}/{part}").into_bytes()
}

fn seal(key: &[u8; KEY], label: &[u8], bytes: &[u8]) -> Result<Vec<u8>, VaultError> {
    let (mut nonce, mut tag) = ([0_u8; NONCE], [0_u8; TAG]);
    rand_bytes(&mut nonce).map_err(|_| VaultError::NotSealed)?;
    let body = encrypt_aead(
        Cipher::aes_256_gcm(),
        key,
        Some(&nonce),
        label,
        bytes,
        &mut tag,
    )
    .map_err(|_| VaultError::NotSealed)?;
    Ok([&nonce[..], &body, &tag].concat())
}

fn open(key: &[u8; KEY], label: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    let (nonce, rest) = sealed
        .split_at_checked(NONCE)
        .ok_or(VaultError::NotOpened)?;
    let at = rest.len().checked_sub(TAG).ok_or(VaultError::NotOpened)?;
    let (body, tag) = rest.split_at(at);
    decrypt_aead(Cipher::aes_256_gcm(), key, Some(nonce), label, body, tag)
        .map(Zeroizing::new)
        .map_err(|_| VaultError::NotOpened)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_opens_only_in_its_place() {
        let vault = Vault::new(&[7; 32]).unwrap();
        let (case, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let (key, wrapped) = vault.new_case_key(case).unwrap();
        let sealed = key.seal(case, "submission", b"content").unwrap();
        let again = vault.case_key(case, &wrapped).unwrap();
        assert_eq!(
            again.open(case, "submission", &sealed).unwrap().as_slice(),
            b"content"
        );
        assert_eq!(
            again.open(case, "presentation", &sealed).err(),
            Some(VaultError::NotOpened)
        );
        assert_eq!(
            again.open(other, "submission", &sealed).err(),
            Some(VaultError::NotOpened)
        );
        assert_eq!(
            vault.case_key(other, &wrapped).err(),
            Some(VaultError::NotOpened)
        );
        let mut changed = sealed.clone();
        changed[NONCE] ^= 1;
        assert_eq!(
            again.open(case, "submission", &changed).err(),
            Some(VaultError::NotOpened)
        );
        assert_eq!(
            again.open(case, "submission", &sealed[..20]).err(),
            Some(VaultError::NotOpened)
        );
    }

    #[test]
    fn a_pseudonym_is_stable_and_keyed() {
        let (one, two) = (Vault::new(&[1; 32]).unwrap(), Vault::new(&[2; 32]).unwrap());
        assert_eq!(one.pseudonym("001199000018"), one.pseudonym("001199000018"));
        assert_ne!(one.pseudonym("001199000018"), two.pseudonym("001199000018"));
        assert_eq!(Vault::new(&[0; 31]).err(), Some(VaultError::KeyLength(31)));
    }
}
