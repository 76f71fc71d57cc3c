//! Suprema SFM (UniFinger) modules: 13-byte packets, 256 grey levels, raw or WSQ images.
//!
//! ```text
//! 40 | command | param 4 | size 4 | flag or error | sum 1 | 0A     integers little-endian
//! ```
//!
//! Binary data follow a packet and are closed by 0A. What is taken from memory of the manual and not
//! from its text is marked `assumed` here and in docs/devices.md: the error bytes and the image's header.

mod image;
mod inquiry;
mod packet;
mod session;

pub use image::{IMAGE_HEADER_BYTES, ImageHeader, MAX_IMAGE_BYTES};
pub use inquiry::Inquiry;
pub use packet::{Command, ErrorByte, Packet, PacketDecoder, Parameter};
pub use session::{ImageFormat, Session};
