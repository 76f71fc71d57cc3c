//! The facial record of octets. ISO/IEC 19794-5:2005 §5.
//!
//! | part | bytes |
//! |---|---|
//! | facial record header | `FAC\0` `010\0`, record length 4, number of images 2 |
//! | facial information | block length 4, feature points 2, then 14 more |
//! | feature points | 8 each |
//! | image information | type 1, data type 1, width 2, height 2, then 6 more |
//! | image data | the rest of the block |

use super::{EncodedFace, FILE, FaceFormat, format, wrong};
use crate::lds::LdsError;
use crate::lds::octets::{Octets, number, number16};

pub(super) const RECORD_HEADER: &[u8] = b"FAC\x00010\x00";
const RECORD_HEADER_LEN: usize = 14;
pub(super) const FACIAL_INFORMATION_LEN: usize = 20;
pub(super) const FEATURE_POINT_LEN: usize = 8;
pub(super) const IMAGE_INFORMATION_LEN: usize = 12;

pub(super) fn face(record: &[u8]) -> Result<EncodedFace, LdsError> {
    let mut rest = Octets::new(record, FILE);
    let header = rest.take(RECORD_HEADER_LEN, "facial record header")?;
    let images = number(header, 12, 14);
    if !header.starts_with(RECORD_HEADER) || number(header, 8, 12) != record.len() || images == 0 {
        return Err(wrong("facial record header"));
    }
    let block = rest.remaining();
    let information = rest.take(FACIAL_INFORMATION_LEN, "facial information")?;
    let points = number(information, 4, 6);
    rest.take(points * FEATURE_POINT_LEN, "feature points")?;
    let image_information = rest.take(IMAGE_INFORMATION_LEN, "image information")?;
    let image_len = number(information, 0, 4)
        .checked_sub(block - rest.remaining())
        .ok_or(wrong("facial record data length"))?;
    let image = rest.take(image_len, "image data")?;
    let format = match (image_information.get(1), format(image)) {
        (Some(0), Some(FaceFormat::Jpeg)) => FaceFormat::Jpeg,
        (Some(1), Some(FaceFormat::Jpeg2000)) => FaceFormat::Jpeg2000,
        _ => return Err(wrong("image data type")),
    };
    Ok(EncodedFace {
        format,
        claimed_width: number16(image_information, 2),
        claimed_height: number16(image_information, 4),
        image: image.to_vec(),
    })
}
