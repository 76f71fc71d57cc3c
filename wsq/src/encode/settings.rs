//! What a caller chooses about a stream.

use crate::error::WsqError;
use crate::frame::EncoderIdentity;

/// Bits per pixel that the bit allocation aims at; the stream may come out smaller or larger.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bitrate(f64);

impl Bitrate {
    /// 0.75 bits per pixel, about 15 : 1: the rate of the FBI for 500 pixels per inch.
    pub const FIFTEEN_TO_ONE: Self = Self(0.75);
    /// 2.25 bits per pixel, about 5 : 1: the rate for what is kept or compared again and again.
    pub const ARCHIVE: Self = Self(2.25);

    /// Another rate, from 0.1 to 8.
    ///
    /// # Errors
    /// [`WsqError::BitrateRange`].
    pub fn new(bits_per_pixel: f64) -> Result<Self, WsqError> {
        if (0.1..=8.0).contains(&bits_per_pixel) {
            Ok(Self(bits_per_pixel))
        } else {
            Err(WsqError::BitrateRange)
        }
    }

    /// The rate as a number.
    #[must_use]
    pub const fn bits_per_pixel(self) -> f64 {
        self.0
    }
}

/// How to encode.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EncodeSettings {
    pub(crate) bitrate: Bitrate,
    pub(crate) ppi: Option<u16>,
    pub(crate) encoder: EncoderIdentity,
}

impl EncodeSettings {
    /// At this rate, resolution unknown, by an encoder without certification.
    #[must_use]
    pub fn new(bitrate: Bitrate) -> Self {
        Self {
            bitrate,
            ppi: None,
            encoder: EncoderIdentity::default(),
        }
    }

    /// States the resolution in the NISTCOM comment.
    #[must_use]
    pub const fn with_ppi(self, ppi: u16) -> Self {
        Self {
            ppi: Some(ppi),
            ..self
        }
    }

    /// States the numbers that a certification assigned.
    #[must_use]
    pub const fn with_encoder(self, encoder: EncoderIdentity) -> Self {
        Self { encoder, ..self }
    }
}
