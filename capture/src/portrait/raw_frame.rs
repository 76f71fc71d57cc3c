//! Frames of a video device: which mode to ask for, and YUYV to colours. Linux V4L2, ITU-R BT.601.

use zeroize::Zeroizing;

use crate::image::{ImageError, Limits, RgbaImage};

/// Pixel formats that we take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PixelFormat {
    /// JPEG frame by frame: fits 720p at 30 frames through USB 2.
    MotionJpeg,
    /// 4:2:2, not compressed.
    Yuyv,
}

/// One mode that a camera offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CameraMode {
    /// Its pixels.
    pub format: PixelFormat,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Frames a second.
    pub rate: u32,
}

/// Live hints come at this rate; a mode slower than it is taken only when there is no other.
const WANTED_RATE: u32 = 15;
/// Enough for a head of 500 pixels; more costs time and adds nothing.
const WANTED_HEIGHT: u32 = 720;

/// The mode to ask a camera for: fast enough first, then nearest to 720 lines from above, then uncompressed.
pub fn negotiate(offered: &[CameraMode]) -> Option<CameraMode> {
    // A frame that the decoder would refuse for its size is no use.
    let fits = |mode: &&CameraMode| Limits::PORTRAIT.allow(mode.width, mode.height).is_ok();
    let usable = offered.iter().filter(fits);
    usable
        .min_by_key(|mode| {
            let short = WANTED_HEIGHT.saturating_sub(mode.height);
            let beyond = mode.height.saturating_sub(WANTED_HEIGHT);
            let compressed = mode.format == PixelFormat::MotionJpeg;
            (mode.rate < WANTED_RATE, short, beyond, compressed)
        })
        .copied()
}

/// Colours of a YUYV frame, limited range.
///
/// # Errors
/// [`ImageError`] when the bytes are not those of a frame of this size.
pub fn yuyv_to_rgba(width: u32, height: u32, bytes: &[u8]) -> Result<RgbaImage, ImageError> {
    let (pairs, rest) = bytes.as_chunks::<4>();
    if !rest.is_empty() || !width.is_multiple_of(2) {
        return Err(ImageError::PixelCount {
            width,
            height,
            pixels: bytes.len(),
        });
    }
    let mut pixels = Zeroizing::new(Vec::with_capacity(pairs.len() * 8));
    for [first, u, second, v] in pairs {
        for luma in [first, second] {
            pixels.extend(colour(*luma, *u, *v));
        }
    }
    RgbaImage::new(width, height, pixels)
}

fn colour(luma: u8, u: u8, v: u8) -> [u8; 4] {
    let (c, d, e) = (i32::from(luma) - 16, i32::from(u) - 128, i32::from(v) - 128);
    let byte = |value: i32| u8::try_from(((value + 128) >> 8).clamp(0, 255)).unwrap_or(u8::MAX);
    [
        byte(298 * c + 409 * e),
        byte(298 * c - 100 * d - 208 * e),
        byte(298 * c + 516 * d),
        u8::MAX,
    ]
}
