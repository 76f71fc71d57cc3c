//! The only place that names OpenSSL: algorithms of ICAO Doc 9303-11 §9 and 9303-12 §4.

pub(crate) mod agreement;
pub(crate) mod agreement_key;
pub(crate) mod certificate;
pub(crate) mod cipher;
pub(crate) mod cms;
pub(crate) mod cv_public_key;
pub(crate) mod digest;
mod explicit_curve;
pub(crate) mod issuer_signature;
pub(crate) mod kdf;
pub(crate) mod mac;
pub(crate) mod public_key;
pub(crate) mod revocation_list;
pub(crate) mod signature;
pub(crate) mod terminal_key;

use openssl::error::ErrorStack;

/// Why a computation gave no result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CryptoError {
    /// A public key or point that the standard forbids.
    #[error("the public key is not acceptable: {0}")]
    KeyRefused(&'static str),
    /// Data whose length the algorithm cannot take.
    #[error("{0} bytes are no whole number of cipher blocks")]
    Length(usize),
    /// The random source gave no usable number in many tries.
    #[error("the random source gives no usable number")]
    Randomness,
    /// OpenSSL refused; its own reason, which names no data.
    #[error("the cryptographic library refused: {}", .0.unwrap_or("no reason given"))]
    Library(Option<&'static str>),
}

impl From<ErrorStack> for CryptoError {
    fn from(stack: ErrorStack) -> Self {
        Self::Library(stack.errors().first().and_then(|error| error.reason()))
    }
}
