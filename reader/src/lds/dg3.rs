//! EF.DG3: the encoded fingers. ICAO Doc 9303-10 §4.7.3, ISO/IEC 19794-4:2005 §7.
//!
//! | part | bytes |
//! |---|---|
//! | general header, 32 | `FIR\0` `010\0`, record length 6, device 2, level 2, fingers 1, units 1, |
//! |  | scan resolution 2 and 2, image resolution 2 and 2, depth 1, compression 1, reserved 2 |
//! | finger header, 14 | block length 4, position 1, views 1, view 1, quality 1, impression 1, |
//! |  | width 2, height 2, reserved 1 |
//! | image data | the rest of the block |

use zeroize::{Zeroize, ZeroizeOnDrop};

use super::biometric_group::{Record, records};
use super::octets::{Octets, number, number16};
use super::{LdsError, open};

#[cfg(test)]
mod tests;

const FILE: &str = "EF.DG3";
const RECORD_HEADER: &[u8] = b"FIR\x00010\x00";
const RECORD_HEADER_LEN: usize = 32;
const FINGER_HEADER_LEN: usize = 14;
/// Ten fingers and the plain impressions beside them.
const MOST_VIEWS: usize = 16;
/// The last position of Table 5: all four fingers of the left hand.
const LAST_POSITION: u8 = 14;

/// One finger image of DG3, still encoded. No `Debug`, wiped when dropped.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct EncodedFinger {
    /// Finger position: 0 unknown, 1 right thumb to 10 left little finger, 11 to 14 several fingers.
    pub position: u8,
    /// How the image is encoded.
    #[zeroize(skip)]
    pub format: FingerFormat,
    /// Width that the record claims, in pixels.
    pub claimed_width: u16,
    /// Height that the record claims, in pixels.
    pub claimed_height: u16,
    /// Bits of one pixel.
    pub depth: u8,
    /// Pixels per inch across.
    pub pixels_per_inch: u16,
    /// Impression type, Table 7.
    pub impression: u8,
    /// The image.
    pub image: Vec<u8>,
}

/// Image encodings of ISO/IEC 19794-4 Table 4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FingerFormat {
    /// Pixels one after another, each in whole bytes.
    Raw,
    /// Pixels one after another, without gaps between their bits.
    PackedRaw,
    /// Wavelet scalar quantization.
    Wsq,
    /// JPEG.
    Jpeg,
    /// JPEG 2000.
    Jpeg2000,
    /// PNG.
    Png,
}

/// Every finger image of the file, in its order; none for a person without fingers.
///
/// # Errors
/// [`LdsError`] when the file or a record in it breaks its standard.
pub fn parse(bytes: &[u8]) -> Result<Vec<EncodedFinger>, LdsError> {
    let file = open(bytes, FILE, 0x63)?;
    let mut fingers = Vec::new();
    for record in records(file.node(), FILE)? {
        match record {
            Record::Octets(octets) => finger_record(octets, &mut fingers)?,
            Record::Objects(block) => {
                return Err(LdsError::Tag {
                    file: FILE,
                    expected: 0x5F2E,
                    found: block.tag(),
                });
            }
        }
    }
    Ok(fingers)
}

/// Every finger image of one record, as it stands outside of a chip too.
///
/// # Errors
/// [`LdsError`] when the record breaks its standard.
pub fn parse_record(record: &[u8]) -> Result<Vec<EncodedFinger>, LdsError> {
    let mut fingers = Vec::new();
    finger_record(record, &mut fingers)?;
    Ok(fingers)
}

fn finger_record(record: &[u8], into: &mut Vec<EncodedFinger>) -> Result<(), LdsError> {
    let mut rest = Octets::new(record, FILE);
    let header = rest.take(RECORD_HEADER_LEN, "general record header")?;
    if !header.starts_with(RECORD_HEADER) || number(header, 8, 14) != record.len() {
        return Err(wrong("general record header"));
    }
    let shared = Shared::of(header)?;
    for _ in 0..number(header, 18, 19) {
        shared.finger(&mut rest, into)?;
    }
    if rest.remaining() == 0 {
        Ok(())
    } else {
        Err(wrong("number of fingers"))
    }
}

/// What the general header says of all its fingers.
struct Shared {
    format: FingerFormat,
    depth: u8,
    pixels_per_inch: u16,
}

impl Shared {
    fn of(header: &[u8]) -> Result<Self, LdsError> {
        let format = match header.get(29) {
            Some(0) => FingerFormat::Raw,
            Some(1) => FingerFormat::PackedRaw,
            Some(2) => FingerFormat::Wsq,
            Some(3) => FingerFormat::Jpeg,
            Some(4) => FingerFormat::Jpeg2000,
            Some(5) => FingerFormat::Png,
            _ => return Err(wrong("image compression algorithm")),
        };
        let depth = match header.get(28) {
            Some(depth @ 1..=16) => *depth,
            _ => return Err(wrong("pixel depth")),
        };
        let resolution = number(header, 24, 26);
        let per_inch = match header.get(19) {
            Some(1) => resolution,
            // Pixels per centimetre.
            Some(2) => (resolution * 254 + 50) / 100,
            _ => return Err(wrong("scale units")),
        };
        Ok(Self {
            format,
            depth,
            pixels_per_inch: u16::try_from(per_inch).map_err(|_| wrong("image resolution"))?,
        })
    }

    /// One finger with all its views.
    fn finger(&self, rest: &mut Octets<'_>, into: &mut Vec<EncodedFinger>) -> Result<(), LdsError> {
        let (mut view, mut views) = (0, 1);
        while view < views {
            let header = rest.take(FINGER_HEADER_LEN, "finger image header")?;
            view += 1;
            if view == 1 {
                views = number(header, 5, 6);
            }
            let position = header.get(4).copied().unwrap_or(u8::MAX);
            if position > LAST_POSITION || views == 0 || into.len() >= MOST_VIEWS {
                return Err(wrong("finger image header"));
            }
            let length = number(header, 0, 4)
                .checked_sub(FINGER_HEADER_LEN)
                .ok_or(wrong("finger data block length"))?;
            let image = rest.take(length, "finger image data")?;
            let finger = EncodedFinger {
                position,
                format: self.format,
                claimed_width: number16(header, 9),
                claimed_height: number16(header, 11),
                depth: self.depth,
                pixels_per_inch: self.pixels_per_inch,
                impression: header.get(8).copied().unwrap_or_default(),
                image: image.to_vec(),
            };
            if !finger.image_fits() {
                return Err(wrong("image compression algorithm"));
            }
            into.push(finger);
        }
        Ok(())
    }
}

impl EncodedFinger {
    /// Whether the image begins like its encoding, or has as many octets as its pixels need.
    fn image_fits(&self) -> bool {
        let pixels = usize::from(self.claimed_width) * usize::from(self.claimed_height);
        let depth = usize::from(self.depth);
        match self.format {
            FingerFormat::Raw => pixels > 0 && self.image.len() == pixels * depth.div_ceil(8),
            FingerFormat::PackedRaw => {
                pixels > 0 && self.image.len() == (pixels * depth).div_ceil(8)
            }
            FingerFormat::Wsq => self.image.starts_with(&[0xFF, 0xA0]),
            FingerFormat::Jpeg => self.image.starts_with(&[0xFF, 0xD8, 0xFF]),
            FingerFormat::Jpeg2000 => {
                self.image.starts_with(b"\x00\x00\x00\x0CjP  ")
                    || self.image.starts_with(&[0xFF, 0x4F, 0xFF, 0x51])
            }
            FingerFormat::Png => self.image.starts_with(b"\x89PNG\r\n\x1A\n"),
        }
    }
}

fn wrong(element: &'static str) -> LdsError {
    LdsError::Value {
        file: FILE,
        element,
    }
}
