//! Portraits: the face in a frame, its quality, the crop and the record. ISO/IEC 29794-5, 19794-5.

mod aligned;
mod attempts;
mod camera_error;
mod component;
mod control;
mod crop;
mod face;
mod face_region;
mod frame;
mod measure;
mod motion_jpeg;
mod motion_jpeg_tables;
mod offer;
mod profile;
mod quality;
mod raw_frame;
mod record;
mod stream_head;

use zeroize::Zeroizing;

use crate::image::{ImageError, Limits, MediaType, RgbaImage, decode};

pub use aligned::{aligned, cosine};
pub use attempts::{Attempts, TriesSpent};
pub use camera_error::CameraError;
pub use component::{Algorithm, Component, NotChecked};
pub use control::{Control, FixedControls, OfferedControl, Setting, settings};
pub use crop::{CropError, Print, crop, to_jpeg};
pub use face::{Face, FaceFinder, ModelUnreadable};
pub use frame::{Frame, Repetition};
pub use motion_jpeg::{MotionJpeg, StreamError};
pub use offer::{OfferedSizes, mode};
pub use profile::{PortraitProfile, Scale};
pub use quality::{Finding, Gate, PortraitQuality, WhyNot};
pub use raw_frame::{CameraMode, PixelFormat, negotiate, yuyv_to_rgba};
pub use record::{FacialRecord, RecordError, facial_record, read_facial_record};
pub use stream_head::{Opened, StreamHead};

/// An image file that decodes, as its bytes came from the source. Neither printed nor copied.
pub struct PortraitFrame {
    media_type: MediaType,
    bytes: Zeroizing<Vec<u8>>,
    width: u32,
    height: u32,
}

impl PortraitFrame {
    /// Decodes the file once, to know that it can be shown.
    ///
    /// # Errors
    /// [`ImageError`] of the decoder; nothing is kept of a file that does not decode.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ImageError> {
        let media_type = MediaType::of(bytes).ok_or(ImageError::UnknownFormat)?;
        let image = decode(bytes, Limits::PORTRAIT)?;
        Ok(Self {
            media_type,
            width: image.width(),
            height: image.height(),
            bytes: Zeroizing::new(bytes.to_vec()),
        })
    }

    /// The file's format.
    pub fn media_type(&self) -> MediaType {
        self.media_type
    }

    /// The file as it came.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Pixels across.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Pixels down.
    pub fn height(&self) -> u32 {
        self.height
    }

    /// The pixels, for the screen.
    ///
    /// # Errors
    /// [`ImageError`] of the decoder.
    pub fn decode(&self) -> Result<RgbaImage, ImageError> {
        decode(&self.bytes, Limits::PORTRAIT)
    }
}
