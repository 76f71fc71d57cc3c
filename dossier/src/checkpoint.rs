//! How far the backend's audit log had come, signed: kept elsewhere, it shows later that entries are missing.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::{
    jws::{self, CheckpointToken},
    keys::{ReceiptKey, ReceiptPublicKey},
};

/// `kid` of every checkpoint.
const AUDIT_LOG: &str = "audit-log";
/// The longest checkpoint that is looked at.
const MAX_LEN: usize = 2 * 1024;

/// The log's last entry at a moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checkpoint {
    /// The number of the last entry, and so how many there were.
    pub entries: i64,
    /// Its hash, which covers every entry before it; hexadecimal.
    pub hash: String,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
}

/// Why a text is no checkpoint of this backend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// Not signed by this backend, or not a checkpoint.
    #[error("this is no checkpoint that the backend signed")]
    Refused,
    /// Signing failed.
    #[error("the checkpoint could not be signed")]
    NotSigned,
}

impl Checkpoint {
    /// Signs the checkpoint with the backend's key (RFC 7515 §5.1).
    ///
    /// # Errors
    /// [`CheckpointError::NotSigned`] when OpenSSL refuses.
    pub fn sign(&self, key: &ReceiptKey) -> Result<String, CheckpointError> {
        let payload = serde_json::to_vec(self).map_err(|_| CheckpointError::NotSigned)?;
        jws::sign::<CheckpointToken>(&payload, AUDIT_LOG, key).ok_or(CheckpointError::NotSigned)
    }

    /// Verifies a checkpoint (RFC 7515 §5.2).
    ///
    /// # Errors
    /// [`CheckpointError::Refused`] when the backend did not sign it.
    pub fn open(jws: &str, key: &ReceiptPublicKey) -> Result<Self, CheckpointError> {
        if jws.len() > MAX_LEN {
            return Err(CheckpointError::Refused);
        }
        let lookup = |kid: &str| (kid == AUDIT_LOG).then(|| key.clone());
        let (payload, _) =
            jws::open::<CheckpointToken>(jws, lookup).map_err(|_| CheckpointError::Refused)?;
        serde_json::from_slice(&payload).map_err(|_| CheckpointError::Refused)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_backend_that_signed_it_opens_it() {
        let mut next = 0_u8;
        let mut rng = move |buffer: &mut [u8]| {
            for octet in buffer {
                next = next.wrapping_add(7);
                *octet = next;
            }
        };
        let key = ReceiptKey::generate(&mut rng).unwrap();
        let other = ReceiptKey::generate(&mut rng).unwrap();
        let checkpoint = Checkpoint {
            entries: 3,
            hash: "ab".repeat(32),
            at: OffsetDateTime::UNIX_EPOCH,
        };
        let signed = checkpoint.sign(&key).unwrap();
        let opened = |text: &str, key: &ReceiptKey| Checkpoint::open(text, &key.public().unwrap());
        assert_eq!(opened(&signed, &key), Ok(checkpoint));
        assert_eq!(opened(&signed, &other), Err(CheckpointError::Refused));
        assert_eq!(opened("a.b", &key), Err(CheckpointError::Refused));
    }
}
