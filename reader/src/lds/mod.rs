//! The logical data structure: one module per elementary file. ICAO Doc 9303-10 §4.

pub mod card_access;
pub mod com;
pub mod dg1;
pub mod dg13;
pub mod dg14;
pub mod dg15;
pub mod dg2;
mod error;
pub mod security_infos;
pub mod sod;

pub use card_access::CardAccess;
pub use com::Com;
pub use dg2::{EncodedFace, FaceFormat};
pub use dg13::Dg13;
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
