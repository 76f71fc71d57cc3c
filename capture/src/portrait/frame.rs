//! A frame as a camera delivered it, before anything is believed of it.

use zeroize::Zeroizing;

use super::motion_jpeg_tables::with_tables;
use super::{to_jpeg, yuyv_to_rgba};
use crate::image::{ImageError, Limits, MediaType, RgbaImage, decode};

/// One frame. Neither printed nor copied.
pub enum Frame {
    /// An image file, of M-JPEG one without Huffman tables too.
    Encoded(Zeroizing<Vec<u8>>),
    /// 4:2:2 without gaps between the rows.
    Yuyv {
        /// Pixels across.
        width: u32,
        /// Pixels down.
        height: u32,
        /// Two bytes for each pixel.
        bytes: Zeroizing<Vec<u8>>,
    },
}

impl Frame {
    /// A file's or a stream's bytes.
    pub fn encoded(bytes: &[u8]) -> Self {
        Self::Encoded(Zeroizing::new(bytes.to_vec()))
    }

    /// A YUYV frame whose rows are `stride` bytes apart.
    ///
    /// # Errors
    /// [`ImageError::PixelCount`] when the bytes are too few for that.
    pub fn yuyv(width: u32, height: u32, stride: u32, bytes: &[u8]) -> Result<Self, ImageError> {
        let wrong = ImageError::PixelCount {
            width,
            height,
            pixels: bytes.len(),
        };
        let size = |side: u32| usize::try_from(side).unwrap_or(usize::MAX);
        let row = size(width).saturating_mul(2);
        let stride = size(stride).max(row).max(1);
        let rows: Vec<&[u8]> = bytes
            .chunks(stride)
            .take(size(height))
            .filter_map(|line| line.get(..row))
            .collect();
        if rows.len() != size(height) || row == 0 {
            return Err(wrong);
        }
        Ok(Self::Yuyv {
            width,
            height,
            bytes: Zeroizing::new(rows.concat()),
        })
    }

    /// Whether both are the same to the byte.
    pub fn is_same_as(&self, other: &Self) -> bool {
        self.bytes() == other.bytes()
    }

    /// The pixels.
    ///
    /// # Errors
    /// [`ImageError`] when it is no image, or larger than a portrait may be.
    pub fn decode(&self) -> Result<RgbaImage, ImageError> {
        match self {
            Self::Encoded(bytes) => {
                whole(bytes)?;
                decode(&with_tables(bytes), Limits::PORTRAIT)
            }
            Self::Yuyv {
                width,
                height,
                bytes,
            } => {
                Limits::PORTRAIT.allow(*width, *height)?;
                yuyv_to_rgba(*width, *height, bytes)
            }
        }
    }

    /// The frame as an image file for the dossier: what came encoded stays as it came, except for tables that
    /// other programs would miss.
    ///
    /// # Errors
    /// [`ImageError`] when it is no image.
    pub fn to_file(&self) -> Result<(MediaType, Zeroizing<Vec<u8>>), ImageError> {
        match self {
            Self::Encoded(bytes) => {
                let media_type = MediaType::of(bytes).ok_or(ImageError::UnknownFormat)?;
                whole(bytes)?;
                Ok((media_type, with_tables(bytes)))
            }
            Self::Yuyv { .. } => Ok((MediaType::Jpeg, to_jpeg(&self.decode()?)?)),
        }
    }

    fn bytes(&self) -> &[u8] {
        match self {
            Self::Encoded(bytes) | Self::Yuyv { bytes, .. } => bytes,
        }
    }
}

/// Decoders fill the lower half of a JPEG that was cut off with grey; without its end it is none. Cameras pad
/// behind the end.
fn whole(file: &[u8]) -> Result<(), ImageError> {
    if MediaType::of(file) != Some(MediaType::Jpeg) {
        return Ok(());
    }
    let used = file.iter().rposition(|byte| *byte != 0).map(|last| ..=last);
    match used.and_then(|used| file.get(used)) {
        Some([.., 0xff, 0xd9]) => Ok(()),
        _ => Err(ImageError::Damaged {
            media_type: MediaType::Jpeg.name(),
        }),
    }
}

/// Notices a camera that repeats one frame.
#[derive(Default)]
pub struct Repetition {
    count: u32,
}

impl Repetition {
    /// So many equal frames in a row are no sensor's work: two seconds at 15 frames a second.
    pub const MOST: u32 = 30;

    /// Counts one frame beside the one before it; true when the camera stands still.
    pub fn is_frozen(&mut self, before: Option<&Frame>, now: &Frame) -> bool {
        if before.is_some_and(|before| before.is_same_as(now)) {
            self.count += 1;
        } else {
            self.count = 0;
        }
        self.count >= Self::MOST
    }
}
