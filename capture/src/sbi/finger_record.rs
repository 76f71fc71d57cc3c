//! One finger image of ISO/IEC 19794-4:2011, the record inside a capture. Clause 8.

use crate::image::{FingerEncoding, GreyImage, Limits, RawPixels, decode_finger};

use super::SbiError;

const FORMAT: &[u8] = b"FIR\0";
const VERSION: &[u8] = b"020\0";
/// Capture date and time, device technology, vendor, type.
const SKIPPED_OF_REPRESENTATION: usize = 9 + 1 + 2 + 2;
const QUALITY_BLOCK: usize = 5;
const CERTIFICATION_BLOCK: usize = 3;

pub(super) struct FingerRecord {
    pub(super) position: u8,
    pub(super) dpi: u16,
    pub(super) image: GreyImage,
}

/// Reads a record of exactly one representation.
pub(super) fn read(record: &[u8]) -> Result<FingerRecord, SbiError> {
    let mut bytes = Bytes(record);
    if bytes.take(4)? != FORMAT || bytes.take(4)? != VERSION {
        return Err(bad("format or version"));
    }
    if usize::try_from(bytes.u32()?) != Ok(record.len()) {
        return Err(bad("length"));
    }
    if bytes.u16()? != 1 {
        return Err(bad("number of representations"));
    }
    let certified = bytes.u8()? != 0;
    bytes.u8()?;
    let length = usize::try_from(bytes.u32()?).map_err(|_| bad("length"))?;
    if bytes.0.len().checked_add(4) != Some(length) {
        return Err(bad("length of the representation"));
    }
    bytes.take(SKIPPED_OF_REPRESENTATION)?;
    let qualities = usize::from(bytes.u8()?);
    bytes.take(qualities * QUALITY_BLOCK)?;
    if certified {
        let certifications = usize::from(bytes.u8()?);
        bytes.take(certifications * CERTIFICATION_BLOCK)?;
    }
    let position = bytes.u8()?;
    bytes.u8()?;
    let per_inch = match bytes.u8()? {
        1 => true,
        2 => false,
        _ => return Err(bad("scale units")),
    };
    bytes.take(4)?;
    let (across, down) = (bytes.u16()?, bytes.u16()?);
    if across != down {
        return Err(bad("unequal sampling rates"));
    }
    let dpi = if per_inch {
        across
    } else {
        u16::try_from(u32::from(across) * 254 / 100).map_err(|_| bad("sampling rate"))?
    };
    let depth = bytes.u8()?;
    let compression = bytes.u8()?;
    bytes.u8()?;
    let pixels = RawPixels {
        width: bytes.u16()?,
        height: bytes.u16()?,
        depth,
    };
    let encoding = match compression {
        0 => FingerEncoding::Raw(pixels),
        1 => FingerEncoding::PackedRaw(pixels),
        2..=6 => FingerEncoding::Compressed,
        _ => return Err(bad("compression")),
    };
    let image_length = usize::try_from(bytes.u32()?).map_err(|_| bad("image length"))?;
    let image = decode(bytes.take(image_length)?, encoding)?;
    if (image.width(), image.height()) != (pixels.width.into(), pixels.height.into()) {
        return Err(bad("image of another size than stated"));
    }
    Ok(FingerRecord {
        position,
        dpi,
        image,
    })
}

fn decode(bytes: &[u8], encoding: FingerEncoding) -> Result<GreyImage, SbiError> {
    decode_finger(bytes, encoding, Limits::FINGERPRINT).map_err(|_| SbiError::Image)
}

fn bad(what: &'static str) -> SbiError {
    SbiError::Record { what }
}

struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], SbiError> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(bad("truncated"))?;
        self.0 = rest;
        Ok(taken)
    }

    fn u8(&mut self) -> Result<u8, SbiError> {
        let taken = self.take(1)?;
        taken.first().copied().ok_or(bad("truncated"))
    }

    fn u16(&mut self) -> Result<u16, SbiError> {
        let taken = self.take(2)?.try_into().map_err(|_| bad("truncated"))?;
        Ok(u16::from_be_bytes(taken))
    }

    fn u32(&mut self) -> Result<u32, SbiError> {
        let taken = self.take(4)?.try_into().map_err(|_| bad("truncated"))?;
        Ok(u32::from_be_bytes(taken))
    }
}
