//! Commands, dynamic authentication data and tokens of PACE. ICAO Doc 9303-11 §4.4.4, §4.4.3.4.

use super::{PaceSuite, ProtocolStep, malformed};
use crate::access::AccessError;
use crate::crypto::CryptoError;
use crate::crypto::agreement::DomainParameters;
use crate::crypto::cipher::{BlockCipher, pad};
use crate::crypto::mac::{Mac, MacKey};
use crate::wire::{CommandApdu, ResponseApdu, data_object};

const DYNAMIC_AUTHENTICATION_DATA: u8 = 0x7C;

/// MSE:Set AT. The parameter goes along only when the protocol alone is ambiguous: some cards
/// refuse it otherwise.
pub(super) fn set_authentication_template(suite: &PaceSuite, password: u8) -> CommandApdu {
    let mut data = Vec::new();
    data_object::append(&mut data, 0x80, suite.protocol().content());
    data_object::append(&mut data, 0x83, &[password]);
    if suite.is_ambiguous() {
        data_object::append(&mut data, 0x84, &[suite.parameter_id()]);
    }
    CommandApdu::new([0x00, 0x22, 0xC1, 0xA4]).with_data(data)
}

/// GENERAL AUTHENTICATE; all but the last are chained.
pub(super) fn general_authenticate(chained: bool, object: &[u8]) -> CommandApdu {
    let class = if chained { 0x10 } else { 0x00 };
    let mut data = Vec::new();
    data_object::append(&mut data, DYNAMIC_AUTHENTICATION_DATA, object);
    CommandApdu::new([class, 0x86, 0x00, 0x00])
        .with_data(data)
        .expecting(CommandApdu::SHORT_MAXIMUM)
}

/// The objects of a step's answer.
pub(super) fn dynamic_objects(
    response: &ResponseApdu,
    step: ProtocolStep,
) -> Result<&[u8], AccessError> {
    if !response.status().is_success() {
        return Err(AccessError::Refused {
            step,
            status: response.status(),
        });
    }
    data_object::sole(response.data(), DYNAMIC_AUTHENTICATION_DATA).ok_or_else(|| malformed(step))
}

/// The one object of a step's answer.
pub(super) fn dynamic_data(
    response: &ResponseApdu,
    step: ProtocolStep,
    tag: u8,
) -> Result<&[u8], AccessError> {
    data_object::find(dynamic_objects(response, step)?, tag)
        .filter(|value| !value.is_empty())
        .ok_or_else(|| malformed(step))
}

/// The authentication token: a code over 7F49 { 06 protocol, public key of the other side }, which is
/// tagged 86 when it is a point and 84 when it is a number.
pub(super) fn token(key: &MacKey, suite: &PaceSuite, public: &[u8]) -> Result<Mac, CryptoError> {
    let tag = match suite.domain() {
        DomainParameters::Elliptic(_) => 0x86,
        DomainParameters::Modular(_) => 0x84,
    };
    let mut objects = Vec::new();
    data_object::append(&mut objects, 0x06, suite.protocol().content());
    data_object::append(&mut objects, tag, public);
    let mut input = vec![0x7F];
    data_object::append(&mut input, 0x49, &objects);
    if key.cipher() == BlockCipher::TripleDes {
        pad(&mut input, key.cipher().block_len());
    }
    key.mac(&input)
}
