//! EF.DG2: the encoded face. ICAO Doc 9303-10 §4.7.2, ISO/IEC 19794-5:2005 §5, ISO/IEC 39794-5:2019 §7.

use zeroize::{Zeroize, ZeroizeOnDrop};

use super::biometric_group::{Record, records};
use super::{LdsError, open};

mod face_image_data_block;
mod facial_record;
#[cfg(test)]
mod tests;

const FILE: &str = "EF.DG2";

/// The first portrait in DG2, still encoded. No `Debug`, wiped when dropped.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct EncodedFace {
    /// How the image is encoded.
    #[zeroize(skip)]
    pub format: FaceFormat,
    /// Width that the record claims, in pixels; the image itself may differ. 0 when it claims none.
    pub claimed_width: u16,
    /// Height that the record claims, in pixels; 0 when it claims none.
    pub claimed_height: u16,
    /// The image.
    pub image: Vec<u8>,
}

/// Image encodings that ISO/IEC 19794-5 and 39794-5 allow in a travel document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FaceFormat {
    /// JPEG.
    Jpeg,
    /// JPEG 2000, file or bare code stream.
    Jpeg2000,
}

/// The first face of the file.
///
/// # Errors
/// [`LdsError`] when the file or the record in it breaks its standard.
pub fn parse(bytes: &[u8]) -> Result<EncodedFace, LdsError> {
    let file = open(bytes, FILE, 0x75)?;
    let first = records(file.node(), FILE)?.into_iter().next();
    match first {
        Some(Record::Octets(record)) => facial_record::face(record),
        Some(Record::Objects(block)) => face_image_data_block::face(block),
        None => Err(LdsError::Missing {
            file: FILE,
            element: "biometric data block",
        }),
    }
}

/// The encoding by the image's first octets.
fn format(image: &[u8]) -> Option<FaceFormat> {
    match image {
        [0xFF, 0xD8, 0xFF, ..] => Some(FaceFormat::Jpeg),
        [0, 0, 0, 0x0C, b'j', b'P', b' ', b' ', ..] | [0xFF, 0x4F, 0xFF, 0x51, ..] => {
            Some(FaceFormat::Jpeg2000)
        }
        _ => None,
    }
}

fn wrong(element: &'static str) -> LdsError {
    LdsError::Value {
        file: FILE,
        element,
    }
}
