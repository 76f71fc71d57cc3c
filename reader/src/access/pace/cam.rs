//! Chip authentication mapping: the data that tie the mapping to the chip's static key. ICAO Doc 9303-11 §4.4.3.3.3, §4.4.3.5.

use zeroize::Zeroizing;

use super::{Mapping, PaceSuite, ProtocolStep, malformed};
use crate::access::AccessError;
use crate::crypto::cipher::{BlockCipher, unpadded_len};
use crate::crypto::kdf::{self, Purpose};
use crate::read_out::PaceCamTranscript;

/// What is needed to open A_IC.
pub(super) struct Sealed {
    cipher: BlockCipher,
    secret: Zeroizing<Vec<u8>>,
    parameter_id: u8,
    mapping_key: Vec<u8>,
}

impl Sealed {
    /// Nothing when the mapping is another one.
    pub(super) fn expected_by(
        suite: &PaceSuite,
        secret: &Zeroizing<Vec<u8>>,
        mapping_key: Vec<u8>,
    ) -> Option<Self> {
        (suite.mapping() == Mapping::ChipAuthentication).then(|| Self {
            cipher: suite.cipher(),
            secret: secret.clone(),
            parameter_id: suite.parameter_id(),
            mapping_key,
        })
    }

    /// A_IC is CBC under KSEnc; its IV is the enciphered number -1.
    pub(super) fn open(self, data: &[u8]) -> Result<PaceCamTranscript, AccessError> {
        let key = kdf::derive(&self.secret, Purpose::Encryption, self.cipher)?;
        let iv = key.encrypt_block(&vec![0xFF; self.cipher.block_len()])?;
        let plain = key
            .decrypt(&iv, data)
            .map_err(|_| malformed(ProtocolStep::Token))?;
        let factor = unpadded_len(&plain)
            .and_then(|len| plain.get(..len))
            .ok_or_else(|| malformed(ProtocolStep::Token))?;
        Ok(PaceCamTranscript {
            parameter_id: self.parameter_id,
            mapping_key: self.mapping_key,
            chip_authentication_data: factor.to_vec(),
        })
    }
}
