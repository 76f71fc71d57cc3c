//! Finger image record, written. ISO/IEC 19794-4:2005 §7; `reader::lds::dg3` reads it.
//!
//! | part | bytes |
//! |---|---|
//! | general header, 32 | `FIR\0` `010\0`, record length 6, device 2, acquisition level 2, fingers 1, units 1, |
//! |  | scan resolution 2 and 2, image resolution 2 and 2, depth 1, compression 1, reserved 2 |
//! | finger header, 14 | block length 4, position 1, views 1, view 1, quality 1, impression 1, |
//! |  | width 2, height 2, reserved 1 |
//! | image data | WSQ |

use zeroize::Zeroizing;

use super::finger::Finger;
use super::frame::{FingerprintImage, GreyDepth};
use crate::fault::Fault;

/// WSQ, Table 4.
const COMPRESSION_WSQ: u8 = 2;
/// Table 1: 500 ppi, 8 bits, 200 grey levels used.
const LEVEL_31: u16 = 31;
const GENERAL_HEADER: usize = 32;
const FINGER_HEADER: usize = 14;

/// How the finger was laid on the glass, Table 7.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ImpressionType {
    /// 0: live-scan plain.
    LiveScanPlain,
    /// 1: live-scan rolled.
    LiveScanRolled,
}

/// One image to write.
pub struct FingerView<'a> {
    /// The image.
    pub image: &'a FingerprintImage,
    /// Its impression type.
    pub impression: ImpressionType,
}

/// Why a record is not written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RecordRefused {
    /// A record holds 1 to 10 fingers here.
    #[error("{count} fingers")]
    Count {
        /// How many were given.
        count: usize,
    },
    /// One header speaks for all images.
    #[error("{one} and {other} ppi in one record")]
    Resolutions {
        /// Of the first.
        one: u16,
        /// Of another.
        other: u16,
    },
    /// One finger twice.
    #[error("position {} twice", .finger.position())]
    Twice {
        /// Which.
        finger: Finger,
    },
    /// The image does not go into WSQ.
    #[error("the image does not go into WSQ")]
    Encode,
}

impl RecordRefused {
    /// The part of the standard.
    pub fn clause(&self) -> &'static str {
        match self {
            Self::Count { .. } | Self::Resolutions { .. } => "ISO/IEC 19794-4 §7.1",
            Self::Twice { .. } => "ISO/IEC 19794-4 §7.2",
            Self::Encode => "IAFIS-IC-0110",
        }
    }

    /// Who has to act.
    pub fn who(&self) -> Fault {
        Fault::Us
    }
}

/// One record of all images, each in WSQ at 0.75 bits per pixel (about 15 to 1).
///
/// # Errors
/// [`RecordRefused`].
pub fn write(views: &[FingerView<'_>]) -> Result<Zeroizing<Vec<u8>>, RecordRefused> {
    let count = views.len();
    let (Some(first), Ok(fingers @ 1..=10)) = (views.first(), u8::try_from(count)) else {
        return Err(RecordRefused::Count { count });
    };
    let dpi = first.image.dpi();
    let mut images = Vec::with_capacity(count);
    for (at, view) in views.iter().enumerate() {
        let (image, finger) = (view.image, view.image.finger());
        if image.dpi() != dpi {
            return Err(RecordRefused::Resolutions {
                one: dpi,
                other: image.dpi(),
            });
        }
        if views.iter().take(at).any(|v| v.image.finger() == finger) {
            return Err(RecordRefused::Twice { finger });
        }
        images.push(compressed(image)?);
    }
    let length: usize = images.iter().map(|image| FINGER_HEADER + image.len()).sum();
    let mut record = Zeroizing::new(Vec::with_capacity(GENERAL_HEADER + length));
    let level = match views
        .iter()
        .all(|v| v.image.depth() == GreyDepth::Levels256)
    {
        true if dpi >= 490 => LEVEL_31,
        _ => 0,
    };
    general_header(&mut record, GENERAL_HEADER + length, (level, fingers, dpi))?;
    for (view, image) in views.iter().zip(&images) {
        finger_header(&mut record, view, image.len())?;
        record.extend_from_slice(image);
    }
    Ok(record)
}

fn general_header(
    record: &mut Vec<u8>,
    length: usize,
    (level, fingers, dpi): (u16, u8, u16),
) -> Result<(), RecordRefused> {
    record.extend(b"FIR\x00010\x00\0\0");
    record.extend(octets(length)?);
    // Device without a number; units: pixels per inch.
    record.extend([0, 0]);
    record.extend(level.to_be_bytes());
    record.extend([fingers, 1]);
    for _ in 0..4 {
        record.extend(dpi.to_be_bytes());
    }
    record.extend([8, COMPRESSION_WSQ, 0, 0]);
    Ok(())
}

fn finger_header(
    record: &mut Vec<u8>,
    view: &FingerView<'_>,
    image: usize,
) -> Result<(), RecordRefused> {
    let side = |pixels: u32| u16::try_from(pixels).map_err(|_| RecordRefused::Encode);
    let impression = match view.impression {
        ImpressionType::LiveScanPlain => 0,
        ImpressionType::LiveScanRolled => 1,
    };
    record.extend(octets(FINGER_HEADER + image)?);
    record.extend([view.image.finger().position(), 1, 1]);
    record.extend([view.image.quality().score(), impression]);
    record.extend(side(view.image.grey().width())?.to_be_bytes());
    record.extend(side(view.image.grey().height())?.to_be_bytes());
    record.push(0);
    Ok(())
}

fn octets(length: usize) -> Result<[u8; 4], RecordRefused> {
    let length = u32::try_from(length).map_err(|_| RecordRefused::Encode)?;
    Ok(length.to_be_bytes())
}

fn compressed(image: &FingerprintImage) -> Result<Zeroizing<Vec<u8>>, RecordRefused> {
    let grey = image.grey();
    let side = |pixels: u32| u16::try_from(pixels).map_err(|_| RecordRefused::Encode);
    let plain = wsq::GreyImage::new(
        side(grey.width())?,
        side(grey.height())?,
        grey.pixels().to_vec(),
    )
    .map_err(|_| RecordRefused::Encode)?;
    let settings = wsq::EncodeSettings::new(wsq::Bitrate::FIFTEEN_TO_ONE).with_ppi(image.dpi());
    let stream = wsq::encode(&plain, &settings).map_err(|_| RecordRefused::Encode)?;
    // The copy that was encoded is a finger too.
    drop(Zeroizing::new(plain.into_pixels()));
    Ok(Zeroizing::new(stream))
}
