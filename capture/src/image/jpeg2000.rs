//! JPEG 2000 portraits: SIZ is read and bounded before the decoder sees the file. ISO/IEC 15444-1 A.5.1, I.4.

use hayro_jpeg2000::{ColorSpace, DecodeSettings, DecoderContext, Image};
use zeroize::Zeroizing;

use super::decode::{Limits, MediaType, Samples};
use super::{ImageError, RgbaImage};

pub(super) const JP2_SIGNATURE: &[u8] = b"\x00\x00\x00\x0CjP  ";
pub(super) const SOC_SIZ: &[u8] = &[0xFF, 0x4F, 0xFF, 0x51];

/// Red, green, blue, alpha; no portrait has more.
const MAX_COMPONENTS: u16 = 4;
/// A portrait is one tile; scanners that tile stay far below this.
const MAX_TILES: u64 = 1024;
/// The profile's deepest sample, as SIZ states it (bits - 1).
const MAX_DEPTH_CODE: u8 = 15;
/// Boxes of a JP2 file before we stop walking.
const MAX_BOXES: usize = 64;

pub(super) fn decode(bytes: &[u8], limits: Limits) -> Result<RgbaImage, ImageError> {
    if bytes.starts_with(SOC_SIZ) {
        check_siz(bytes, limits)?;
    } else {
        check_boxes(bytes, limits)?;
    }
    let settings = DecodeSettings::default();
    let image = Image::new(bytes, &settings).map_err(|_| damaged())?;
    let (width, height) = (image.width(), image.height());
    limits.allow(width, height)?;
    let colour = image.color_space().clone();
    let mut context = DecoderContext::default();
    let decoded = image.decode(&mut context).map_err(|_| damaged())?;
    let components = decoded.components();
    let wanted = u64::from(width) * u64::from(height);
    let uneven = |samples: usize| samples as u64 != wanted;
    if components.is_empty() || components.iter().any(|one| uneven(one.samples().len())) {
        return Err(ImageError::Structure {
            what: "component sizes",
        });
    }
    let channels = components.len();
    if channels > usize::from(MAX_COMPONENTS) {
        return Err(ImageError::Structure { what: "components" });
    }
    let mut buffer = Zeroizing::new(decoded.data_u8());
    if matches!(colour, ColorSpace::CMYK) {
        cmyk_to_rgba(&mut buffer);
    }
    let samples = Samples {
        channels,
        bytes_per_sample: 1,
    };
    RgbaImage::new(width, height, samples.to_rgba(&buffer))
}

/// Every contiguous codestream box of a JP2 file, whichever the decoder would take.
fn check_boxes(bytes: &[u8], limits: Limits) -> Result<(), ImageError> {
    let mut rest = bytes;
    let mut codestreams = 0;
    for _ in 0..MAX_BOXES {
        let Some((header, _)) = rest.split_first_chunk::<8>() else {
            break;
        };
        let [l0, l1, l2, l3, kind @ ..] = *header;
        let (header_bytes, length) = match u32::from_be_bytes([l0, l1, l2, l3]) {
            0 => (8, rest.len()),
            1 => (16, extended_length(rest).ok_or_else(damaged)?),
            // The codestream box of some cameras claims more than the file has: take what is there.
            length => (
                8,
                rest.len()
                    .min(usize::try_from(length).unwrap_or(usize::MAX)),
            ),
        };
        if length < header_bytes {
            return Err(damaged());
        }
        if kind == *b"jp2c" {
            let codestream = rest.get(header_bytes..length).unwrap_or_default();
            check_siz(codestream, limits)?;
            codestreams += 1;
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    if codestreams == 1 && rest.len() < 8 {
        Ok(())
    } else {
        Err(ImageError::Structure { what: "boxes" })
    }
}

fn damaged() -> ImageError {
    ImageError::Damaged {
        media_type: MediaType::Jp2.name(),
    }
}

fn extended_length(bytes: &[u8]) -> Option<usize> {
    let field: [u8; 8] = bytes.get(8..16)?.try_into().ok()?;
    let length = usize::try_from(u64::from_be_bytes(field)).ok()?;
    Some(length.min(bytes.len()))
}

/// SIZ: image area, tiles, components and their depth.
fn check_siz(codestream: &[u8], limits: Limits) -> Result<(), ImageError> {
    let word = |at: usize| {
        let field = codestream.get(at..at + 4)?;
        Some(u32::from_be_bytes(field.try_into().ok()?))
    };
    if !codestream.starts_with(SOC_SIZ) {
        return Err(damaged());
    }
    let fields = (word(8), word(12), word(16), word(20), word(24), word(28));
    let (Some(x), Some(y), Some(x0), Some(y0), Some(tile_x), Some(tile_y)) = fields else {
        return Err(damaged());
    };
    limits.allow(x.saturating_sub(x0), y.saturating_sub(y0))?;
    // The reference grid, not only the image area in it: tiles are counted over the whole grid.
    limits.allow(x, y)?;
    if tile_x == 0 || tile_y == 0 {
        return Err(damaged());
    }
    let tiles = u64::from(x.div_ceil(tile_x)) * u64::from(y.div_ceil(tile_y));
    if tiles > MAX_TILES {
        return Err(ImageError::Structure { what: "tiles" });
    }
    let components = match codestream.get(40..42) {
        Some([high, low]) => u16::from_be_bytes([*high, *low]),
        _ => return Err(damaged()),
    };
    if !(1..=MAX_COMPONENTS).contains(&components) {
        return Err(ImageError::Structure { what: "components" });
    }
    let each = codestream
        .get(42..42 + usize::from(components) * 3)
        .ok_or_else(damaged)?;
    let deep = |one: &[u8; 3]| {
        one.first()
            .is_none_or(|depth| depth & 0x7F > MAX_DEPTH_CODE)
    };
    if each.as_chunks::<3>().0.iter().any(deep) {
        return Err(ImageError::Structure {
            what: "sample depth",
        });
    }
    Ok(())
}

fn cmyk_to_rgba(buffer: &mut [u8]) {
    for [cyan, magenta, yellow, key] in buffer.as_chunks_mut::<4>().0 {
        let light = u16::from(u8::MAX - *key);
        for ink in [cyan, magenta, yellow] {
            let shade = u16::from(u8::MAX - *ink) * light / 255;
            *ink = u8::try_from(shade).unwrap_or(u8::MAX);
        }
        *key = u8::MAX;
    }
}
