//! Commands, responses and data objects on the wire. ISO/IEC 7816-4 §5, §8; ITU-T X.690.

mod apdu;
pub(crate) mod data_object;
pub(crate) mod der;
pub mod oid;
mod status_word;
pub mod tlv;

pub use apdu::{CommandApdu, ResponseApdu};
pub use status_word::StatusWord;
