//! DG3: fingers in biometric information templates, ISO/IEC 19794-4. ICAO Doc 9303-10 §4.7.3.

use crate::profile::Finger;
use crate::{Error, Result, der};

/// Bytes before the image inside a record: general header and image header.
const HEADERS: usize = 32 + 14;

/// 500 dpi in pixels per centimetre.
const RESOLUTION: u16 = 197;

pub(super) fn build(fingers: &[Finger]) -> Result<Vec<u8>> {
    let too_many = |_| Error::Value {
        field: "fingers",
        reason: "at most 255",
    };
    let mut parts = vec![der::integer(u8::try_from(fingers.len()).map_err(too_many)?)];
    for finger in fingers {
        let header = der::group(
            0xA1,
            [
                der::tlv(0x81, &[0x08]), // fingerprint
                der::tlv(0x82, &[subtype(finger.position)]),
                der::tlv(0x87, &[0x01, 0x01]), // format owner: ISO/IEC JTC 1 SC 37
                der::tlv(0x88, &[0x00, 0x07]), // format: ISO/IEC 19794-4
            ],
        );
        let record = der::tlv(0x5F2E, &finger_record(finger)?);
        parts.push(der::group(0x7F60, [header, record]));
    }
    Ok(der::group(0x63, [der::group(0x7F61, parts)]))
}

/// Biometric subtype, ISO/IEC 7816-11: finger in bits 3 to 5, hand in bits 1 and 2.
fn subtype(position: u8) -> u8 {
    match position {
        1..=5 => position << 2 | 1,
        6..=10 => (position - 5) << 2 | 2,
        _ => 0,
    }
}

fn finger_record(finger: &Finger) -> Result<Vec<u8>> {
    let drawn;
    let image = if finger.image.is_empty() {
        drawn = ridges(finger.width, finger.height);
        &drawn
    } else {
        &finger.image
    };
    let too_large = |_| Error::Value {
        field: "fingers",
        reason: "at most 4 GB",
    };
    let length = u32::try_from(image.len() + HEADERS).map_err(too_large)?;
    let block = u32::try_from(image.len() + 14).map_err(too_large)?;
    let resolution = RESOLUTION.to_be_bytes();
    let mut record = b"FIR\x00010\x00\0\0".to_vec();
    record.extend(length.to_be_bytes());
    // Device unspecified, acquisition level 31, one finger, pixels per centimetre.
    record.extend([0, 0, 0, 31, 1, 2]);
    for _ in 0..4 {
        record.extend(resolution);
    }
    record.extend([8, finger.compression, 0, 0]);
    record.extend(block.to_be_bytes());
    // Position, one view of one, quality and impression unspecified (live plain).
    record.extend([finger.position, 1, 1, 0, 0]);
    record.extend(finger.width.to_be_bytes());
    record.extend(finger.height.to_be_bytes());
    record.push(0);
    record.extend_from_slice(image);
    Ok(record)
}

/// Concentric ridges nine pixels apart, a drawing and nobody's finger.
fn ridges(width: u16, height: u16) -> Vec<u8> {
    let centre = (i64::from(width) / 2, i64::from(height) / 2);
    let pixels = (0..i64::from(height)).flat_map(|y| {
        (0..i64::from(width)).map(move |x| {
            let (dx, dy) = (x - centre.0, (y - centre.1) * 3 / 4);
            let radius = (dx * dx + dy * dy).isqrt();
            // A triangle wave from 40 to 200 with a period of nine pixels.
            let phase = (radius + x / 16).rem_euclid(9);
            u8::try_from(40 + (phase - 4).abs() * 40).unwrap_or(u8::MAX)
        })
    });
    pixels.collect()
}
