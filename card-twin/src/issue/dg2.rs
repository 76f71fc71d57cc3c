//! DG2: one face in a biometric information template, ISO/IEC 19794-5. ICAO Doc 9303-10 §4.7.2.

use image::{ImageFormat, ImageReader};

use crate::person::{Person, Sex};
use crate::quirk::Quirk;
use crate::{Error, Result, der};

/// Bytes of the record's header, of facial information, of image information and of a feature point.
const RECORD_HEADER: usize = 14;
const FACIAL_INFORMATION: usize = 20;
const IMAGE_INFORMATION: usize = 12;
const FEATURE_POINT: usize = 8;
/// Marker and length of a comment in a JPEG, and the most that it holds. ITU-T T.81 §B.2.4.5.
const COMMENT_HEAD: usize = 4;
const LONGEST_COMMENT: usize = 65_533;

/// Signature box of a JP2 file, and start of a bare codestream.
const JP2: [u8; 8] = [0, 0, 0, 12, b'j', b'P', b' ', b' '];
const CODESTREAM: [u8; 4] = [0xFF, 0x4F, 0xFF, 0x51];

/// A picture and what its header says about it.
struct Picture {
    bytes: Vec<u8>,
    width: u16,
    height: u16,
    /// 0 JPEG, 1 JPEG 2000.
    kind: u8,
}

/// Wraps `portrait`, or else the person's own JPEG.
pub(super) fn build(person: &Person, portrait: Option<&[u8]>, quirks: &[Quirk]) -> Result<Vec<u8>> {
    let has = |quirk| quirks.contains(&quirk);
    let mut picture = if let Some(bytes) = portrait {
        Picture::of(bytes.to_vec())?
    } else {
        let path = person.portrait_path();
        Picture::of(std::fs::read(path).map_err(Error::file(path))?)?
    };
    if has(Quirk::PortraitTrailing) {
        picture.bytes.extend([0; 37]);
    }
    wrap(&picture, person.sex, quirks)
}

/// The group of the person's own picture, made `length` bytes long by comments in the picture. Where it needs more
/// already, or lacks less than a comment takes, it comes as it is.
pub(super) fn build_of_length(person: &Person, length: usize, quirks: &[Quirk]) -> Result<Vec<u8>> {
    let path = person.portrait_path();
    let mut picture = Picture::of(std::fs::read(path).map_err(Error::file(path))?)?;
    let plain = wrap(&picture, person.sex, quirks)?;
    let mut missing = length.saturating_sub(plain.len());
    if picture.kind != 0 || missing < COMMENT_HEAD {
        return Ok(plain);
    }
    while missing >= COMMENT_HEAD {
        let segment = missing.min(COMMENT_HEAD + LONGEST_COMMENT);
        // What is left must hold a comment of its own.
        let segment = match missing - segment {
            1..COMMENT_HEAD => segment - COMMENT_HEAD,
            _ => segment,
        };
        let stated = u16::try_from(segment - 2).map_err(unsuited)?;
        let mut comment = vec![0xFF, 0xFE];
        comment.extend_from_slice(&stated.to_be_bytes());
        comment.resize(segment, b' ');
        // Behind the start of image.
        picture.bytes.splice(2..2, comment);
        missing -= segment;
    }
    wrap(&picture, person.sex, quirks)
}

fn wrap(picture: &Picture, sex: Sex, quirks: &[Quirk]) -> Result<Vec<u8>> {
    let has = |quirk| quirks.contains(&quirk);
    let points = if has(Quirk::FeaturePoints) { 3 } else { 0 };
    let record = facial_record(picture, sex, points)?;
    let header = der::group(
        0xA1,
        [
            der::tlv(0x81, &[0x02]),       // facial features
            der::tlv(0x82, &[0x00]),       // no subtype
            der::tlv(0x87, &[0x01, 0x01]), // format owner: ISO/IEC JTC 1 SC 37
            der::tlv(0x88, &[0x00, 0x08]), // format: ISO/IEC 19794-5
        ],
    );
    let template = der::group(0x7F60, [header, der::tlv(0x5F2E, &record)]);
    let count = if has(Quirk::HugeCount) {
        der::tlv(der::INTEGER, &[0x7F, 0xFF, 0xFF, 0xFF])
    } else {
        der::integer(1)
    };
    Ok(der::group(0x75, [der::group(0x7F61, [count, template])]))
}

impl Picture {
    fn of(bytes: Vec<u8>) -> Result<Self> {
        let (size, kind) = if bytes.starts_with(&JP2) || bytes.starts_with(&CODESTREAM) {
            (codestream_size(&bytes), 1)
        } else {
            let reader = ImageReader::with_format(std::io::Cursor::new(&bytes), ImageFormat::Jpeg);
            (Some(reader.into_dimensions()?), 0)
        };
        let (width, height) = size.ok_or_else(|| unsuited(()))?;
        Ok(Self {
            width: u16::try_from(width).map_err(unsuited)?,
            height: u16::try_from(height).map_err(unsuited)?,
            bytes,
            kind,
        })
    }
}

fn unsuited<T>(_: T) -> Error {
    Error::Value {
        field: "portrait",
        reason: "JPEG or JPEG 2000, at most 65535 pixels each way and 4 GB",
    }
}

/// Width and height from the SIZ segment, which starts a JPEG 2000 codestream.
fn codestream_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let at = bytes.windows(4).position(|window| window == CODESTREAM)?;
    // After SOC, SIZ, its length and its capabilities: width, height, and the offsets of the image.
    let fields = bytes.get(at + 8..at + 24)?;
    let mut numbers = fields.chunks_exact(4).map(|chunk| {
        chunk
            .iter()
            .fold(0_u32, |sum, byte| sum << 8 | u32::from(*byte))
    });
    let (width, height) = (numbers.next()?, numbers.next()?);
    let (left, top) = (numbers.next()?, numbers.next()?);
    Some((width.checked_sub(left)?, height.checked_sub(top)?))
}

fn facial_record(picture: &Picture, sex: Sex, points: u8) -> Result<Vec<u8>> {
    let inner = FACIAL_INFORMATION + usize::from(points) * FEATURE_POINT + IMAGE_INFORMATION;
    let block = u32::try_from(picture.bytes.len() + inner).map_err(unsuited)?;
    let length = u32::try_from(picture.bytes.len() + inner + RECORD_HEADER).map_err(unsuited)?;
    let mut record = b"FAC\x00010\x00".to_vec();
    record.extend_from_slice(&length.to_be_bytes());
    record.extend_from_slice(&1_u16.to_be_bytes());
    // Facial information: colours, features, expression and pose unspecified.
    record.extend_from_slice(&block.to_be_bytes());
    record.extend_from_slice(&[0, points]);
    record.push(match sex {
        Sex::Male => 1,
        Sex::Female => 2,
    });
    record.extend_from_slice(&[0; 13]);
    for point in 0..points {
        // MPEG-4 features 3.1 onwards, the eyes, in the picture's middle.
        record.extend_from_slice(&[1, 0x31 + point, 0, 100 + point, 0, 120, 0, 0]);
    }
    // Image information: full frontal, sRGB, source and device unspecified.
    record.extend_from_slice(&[1, picture.kind]);
    record.extend_from_slice(&picture.width.to_be_bytes());
    record.extend_from_slice(&picture.height.to_be_bytes());
    record.extend_from_slice(&[1, 0, 0, 0, 0, 0]);
    record.extend_from_slice(&picture.bytes);
    Ok(record)
}
