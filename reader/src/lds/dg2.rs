//! EF.DG2: the encoded face. ICAO Doc 9303-10 §4.7.2, ISO/IEC 19794-5:2005 §5.
//!
//! | part | bytes |
//! |---|---|
//! | facial record header | `FAC\0` `010\0`, record length 4, number of images 2 |
//! | facial information | block length 4, feature points 2, then 14 more |
//! | feature points | 8 each |
//! | image information | type 1, data type 1, width 2, height 2, then 6 more |
//! | image data | the rest of the block |

use zeroize::{Zeroize, ZeroizeOnDrop};

use super::{LdsError, open};
use crate::wire::tlv::Node;

const FILE: &str = "EF.DG2";
const GROUP_TEMPLATE: u32 = 0x7F61;
const TEMPLATE: u32 = 0x7F60;
const BIOMETRIC_DATA: u32 = 0x5F2E;
const RECORD_HEADER: &[u8] = b"FAC\x00010\x00";
const RECORD_HEADER_LEN: usize = 14;
const FACIAL_INFORMATION_LEN: usize = 20;
const FEATURE_POINT_LEN: usize = 8;
const IMAGE_INFORMATION_LEN: usize = 12;

/// The first portrait in DG2, still encoded. No `Debug`, wiped when dropped.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct EncodedFace {
    /// How the image is encoded.
    #[zeroize(skip)]
    pub format: FaceFormat,
    /// Width that the record claims, in pixels; the image itself may differ.
    pub claimed_width: u16,
    /// Height that the record claims, in pixels.
    pub claimed_height: u16,
    /// The image.
    pub image: Vec<u8>,
}

/// Image encodings that ISO/IEC 19794-5 allows.
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
    let record = file
        .node()
        .child(GROUP_TEMPLATE)
        .and_then(|group| group.child(TEMPLATE));
    let record = record
        .and_then(|template| template.child(BIOMETRIC_DATA))
        .map(Node::value);
    face(record.ok_or(LdsError::Missing {
        file: FILE,
        element: "biometric data block",
    })?)
}

fn face(record: &[u8]) -> Result<EncodedFace, LdsError> {
    let mut rest = record;
    let header = take(&mut rest, RECORD_HEADER_LEN, "facial record header")?;
    let record_length = number(header.get(8..12));
    let images = number(header.get(12..14));
    if !header.starts_with(RECORD_HEADER) || record_length != record.len() || images == 0 {
        return Err(wrong("facial record header"));
    }
    let block = rest.len();
    let information = take(&mut rest, FACIAL_INFORMATION_LEN, "facial information")?;
    let block_length = number(information.get(0..4));
    let points = number(information.get(4..6));
    take(&mut rest, points * FEATURE_POINT_LEN, "feature points")?;
    let image_information = take(&mut rest, IMAGE_INFORMATION_LEN, "image information")?;
    let image_len = block_length
        .checked_sub(block - rest.len())
        .ok_or(wrong("facial record data length"))?;
    let image = take(&mut rest, image_len, "image data")?;
    let format = match (image_information.get(1), format(image)) {
        (Some(0), Some(FaceFormat::Jpeg)) => FaceFormat::Jpeg,
        (Some(1), Some(FaceFormat::Jpeg2000)) => FaceFormat::Jpeg2000,
        _ => return Err(wrong("image data type")),
    };
    Ok(EncodedFace {
        format,
        claimed_width: u16::try_from(number(image_information.get(2..4))).unwrap_or(0),
        claimed_height: u16::try_from(number(image_information.get(4..6))).unwrap_or(0),
        image: image.to_vec(),
    })
}

fn format(image: &[u8]) -> Option<FaceFormat> {
    match image {
        [0xFF, 0xD8, 0xFF, ..] => Some(FaceFormat::Jpeg),
        [0, 0, 0, 0x0C, b'j', b'P', b' ', b' ', ..] | [0xFF, 0x4F, 0xFF, 0x51, ..] => {
            Some(FaceFormat::Jpeg2000)
        }
        _ => None,
    }
}

fn take<'a>(
    rest: &mut &'a [u8],
    length: usize,
    element: &'static str,
) -> Result<&'a [u8], LdsError> {
    let (taken, after) = rest.split_at_checked(length).ok_or(wrong(element))?;
    *rest = after;
    Ok(taken)
}

/// Up to four octets, big-endian.
fn number(octets: Option<&[u8]>) -> usize {
    octets
        .unwrap_or_default()
        .iter()
        .fold(0, |number, octet| (number << 8) | usize::from(*octet))
}

fn wrong(element: &'static str) -> LdsError {
    LdsError::Value {
        file: FILE,
        element,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::tlv::encode;

    fn file(data_type: u8, images: u16, length_error: u32, image: &[u8]) -> Vec<u8> {
        let block = u32::try_from(
            FACIAL_INFORMATION_LEN + FEATURE_POINT_LEN + IMAGE_INFORMATION_LEN + image.len(),
        );
        let block = block.unwrap();
        let mut record = RECORD_HEADER.to_vec();
        record.extend((block + 14 + length_error).to_be_bytes());
        record.extend(images.to_be_bytes());
        record.extend(block.to_be_bytes());
        record.extend([0, 1]);
        record.extend([0; 14]);
        record.extend([0; FEATURE_POINT_LEN]);
        record.extend([1, data_type, 0x01, 0x9D, 0x02, 0x13, 1, 0, 0, 0, 0, 0]);
        record.extend(image);
        let template = encode(
            0x7F60,
            &[encode(0xA1, &encode(0x80, &[1])), encode(0x5F2E, &record)].concat(),
        );
        encode(
            0x75,
            &encode(0x7F61, &[encode(0x02, &[1]), template].concat()),
        )
    }

    #[test]
    fn the_image_behind_the_headers_is_found() {
        let face = parse(&file(0, 1, 0, b"\xFF\xD8\xFF\xE0image"))
            .ok()
            .unwrap();
        assert_eq!(
            (face.format, face.claimed_width, face.claimed_height),
            (FaceFormat::Jpeg, 413, 531)
        );
        assert_eq!(face.image, b"\xFF\xD8\xFF\xE0image");
        let code_stream = parse(&file(1, 1, 0, b"\xFF\x4F\xFF\x51")).ok().unwrap();
        assert_eq!(code_stream.format, FaceFormat::Jpeg2000);
    }

    #[test]
    fn records_that_lie_are_refused() {
        assert_eq!(
            parse(&file(1, 1, 0, b"\xFF\xD8\xFF\xE0")).err(),
            Some(wrong("image data type"))
        );
        assert_eq!(
            parse(&file(0, 1, 0, b"")).err(),
            Some(wrong("image data type"))
        );
        assert_eq!(
            parse(&file(0, 0, 0, b"\xFF\xD8\xFF")).err(),
            Some(wrong("facial record header"))
        );
        assert_eq!(
            parse(&file(0, 1, 9, b"\xFF\xD8\xFF")).err(),
            Some(wrong("facial record header"))
        );
    }

    #[test]
    fn a_record_cut_anywhere_is_refused() {
        let whole = file(0, 1, 0, b"\xFF\xD8\xFF\xE0image");
        let object = crate::wire::tlv::DataObject::parse(&whole).unwrap();
        let group = object.node().child(GROUP_TEMPLATE).unwrap();
        let record = group
            .child(TEMPLATE)
            .unwrap()
            .child(BIOMETRIC_DATA)
            .unwrap()
            .value();
        for end in 0..record.len() {
            assert!(face(&record[..end]).is_err(), "{end}");
        }
    }
}
