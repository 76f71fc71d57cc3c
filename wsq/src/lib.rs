//! Wavelet Scalar Quantization (WSQ), the FBI's compression of grey fingerprint images.
//!
//! Specification: IAFIS-IC-0110 version 3.1. [`decode`] turns a stream of any conforming encoder into 8-bit grey
//! pixels; [`encode`] makes a stream at a wanted bit rate. Nothing here reads a file, a clock or a random number, and
//! nothing is allocated before the size that the stream declares was held against [`Limits`].
//!
//! ```
//! use wsq::{Bitrate, EncodeSettings, GreyImage, Limits};
//!
//! let image = GreyImage::new(64, 64, (0..64 * 64).map(|at| if at / 4 % 2 == 0 { 40 } else { 220 }).collect())?;
//! let stream = wsq::encode(&image, &EncodeSettings::new(Bitrate::ARCHIVE).with_ppi(500))?;
//! let decoded = wsq::decode(&stream, &Limits::default())?;
//! assert_eq!((decoded.image.width(), decoded.image.height()), (64, 64));
//! assert_eq!(decoded.ppi(), Some(500));
//! # Ok::<(), wsq::WsqError>(())
//! ```
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing
    )
)]

mod bytes;
mod comment;
mod decode;
mod encode;
mod error;
mod frame;
mod huffman;
mod image;
mod quantization;
mod scaled;
mod subbands;
mod tables;
mod wavelet;

pub use comment::NistCom;
pub use decode::{Decoded, EndOfImage, Limits, decode, dimensions};
pub use encode::{Bitrate, EncodeSettings, encode};
pub use error::WsqError;
pub use frame::EncoderIdentity;
pub use image::GreyImage;
