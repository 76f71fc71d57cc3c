//! The facial record of one full frontal image. ISO/IEC 19794-5:2005 §5.
//!
//! | part | bytes |
//! |---|---|
//! | facial record header | `FAC\0` `010\0`, record length 4, number of images 2 |
//! | facial information | block length 4, feature points 2 (none), 14 of what was not determined (0) |
//! | image information | type 1 (full frontal), data type 1, width 2, height 2, colour 1 (sRGB24), source 1, device 2, quality 2 |
//! | image data | JPEG |

use zeroize::Zeroizing;

use crate::image::MediaType;

const RECORD_HEADER_LEN: usize = 14;
const BLOCK_HEADER_LEN: usize = 20 + 12;
const FULL_FRONTAL: u8 = 1;
const SRGB24: u8 = 1;
/// A static photograph of a digital camera.
const SOURCE_DIGITAL_CAMERA: u8 = 2;

/// Why there is no record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RecordError {
    /// The record holds JPEG and JPEG 2000 only.
    #[error("a facial record holds JPEG or JPEG 2000")]
    Format,
    /// A size that its field cannot state.
    #[error("the image does not fit a facial record")]
    TooLarge,
    /// Bytes that are no record of one full frontal image as written here.
    #[error("not a facial record of one full frontal image")]
    NoRecord,
}

/// What a record holds.
pub struct FacialRecord<'a> {
    /// The image's format.
    pub media_type: MediaType,
    /// Width and height that the record states.
    pub size: (u32, u32),
    /// The encoded image.
    pub image: &'a [u8],
}

/// Takes a record apart that [`facial_record`] wrote: one image, every length as it is.
///
/// # Errors
/// [`RecordError::NoRecord`] for anything else.
pub fn read_facial_record(record: &[u8]) -> Result<FacialRecord<'_>, RecordError> {
    let (head, image) = record
        .split_at_checked(RECORD_HEADER_LEN + BLOCK_HEADER_LEN)
        .ok_or(RecordError::NoRecord)?;
    let side = |at: usize| {
        let bytes = head.get(at..at + 2)?;
        Some(u32::from(u16::from_be_bytes(bytes.try_into().ok()?)))
    };
    // Width and height stand behind both headers' lengths, 16 empty bytes, type and data type.
    let (Some(width), Some(height)) = (side(36), side(38)) else {
        return Err(RecordError::NoRecord);
    };
    let media_type = match head.get(35) {
        Some(0) => MediaType::Jpeg,
        Some(1) => MediaType::Jp2,
        _ => return Err(RecordError::NoRecord),
    };
    let size = (width, height);
    let again = facial_record(media_type, size, image)?;
    if again.as_slice() != record {
        return Err(RecordError::NoRecord);
    }
    Ok(FacialRecord {
        media_type,
        size,
        image,
    })
}

/// Wraps an encoded image.
///
/// # Errors
/// [`RecordError`] when the standard has no place for the image.
pub fn facial_record(
    media_type: MediaType,
    (width, height): (u32, u32),
    image: &[u8],
) -> Result<Zeroizing<Vec<u8>>, RecordError> {
    let data_type = match media_type {
        MediaType::Jpeg => 0,
        MediaType::Jp2 => 1,
        MediaType::Png => return Err(RecordError::Format),
    };
    let side = |side: u32| u16::try_from(side).map_err(|_| RecordError::TooLarge);
    let length = |length: usize| u32::try_from(length).map_err(|_| RecordError::TooLarge);
    let block = BLOCK_HEADER_LEN + image.len();
    let mut record = Zeroizing::new(Vec::with_capacity(RECORD_HEADER_LEN + block));
    record.extend(b"FAC\x00010\x00");
    record.extend(length(RECORD_HEADER_LEN + block)?.to_be_bytes());
    record.extend(1_u16.to_be_bytes());
    record.extend(length(block)?.to_be_bytes());
    record.extend([0; 16]);
    record.extend([FULL_FRONTAL, data_type]);
    record.extend(side(width)?.to_be_bytes());
    record.extend(side(height)?.to_be_bytes());
    record.extend([SRGB24, SOURCE_DIGITAL_CAMERA, 0, 0, 0, 0]);
    record.extend(image);
    Ok(record)
}
