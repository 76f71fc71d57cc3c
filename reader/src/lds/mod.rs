//! The logical data structure: one module per elementary file. ICAO Doc 9303-10 §4.

pub mod atr_info;
mod biometric_group;
pub mod card_access;
pub mod card_security;
pub mod com;
pub mod cvca;
pub mod dg1;
pub mod dg11;
pub mod dg12;
pub mod dg13;
pub mod dg14;
pub mod dg15;
pub mod dg16;
pub mod dg2;
pub mod dg3;
pub mod dg7;
pub mod dir;
mod elements;
mod error;
mod octets;
pub mod security_infos;
mod shown_text;
pub mod sod;

pub use atr_info::{AtrInfo, ExtendedLengthInformation};
pub use card_access::CardAccess;
pub use com::Com;
pub use cvca::Cvca;
pub use dg2::{EncodedFace, FaceFormat};
pub use dg3::{EncodedFinger, FingerFormat};
pub use dg7::DisplayedSignature;
pub use dg11::Dg11;
pub use dg12::Dg12;
pub use dg13::Dg13;
pub use dg16::PersonToNotify;
pub use dir::Dir;
pub use error::LdsError;
pub use security_infos::SecurityInfos;
pub use sod::{DataGroupHash, LdsSecurityObject};

use crate::wire::tlv::DataObject;

/// One file that is one data object with the tag of its kind.
fn open(bytes: &[u8], file: &'static str, expected: u32) -> Result<DataObject, LdsError> {
    let object = DataObject::parse(bytes).map_err(|error| LdsError::Tlv { file, error })?;
    match object.node().tag() {
        found if found == expected => Ok(object),
        found => Err(LdsError::Tag {
            file,
            expected,
            found,
        }),
    }
}
