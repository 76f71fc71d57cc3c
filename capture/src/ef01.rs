//! EF01 family of serial fingerprint modules (ZFM, R30x, AS608, R503): packets and one capture.
//!
//! ```text
//! EF 01 | address 4 | PID 1 | LENGTH 2 | payload LENGTH-2 | SUM 2     all integers big-endian
//! ```
//!
//! Half duplex, the host always starts. [`Session`] is the whole dialogue of one finger image
//! without a line: bytes go in, [`Step`](crate::dialogue::Step)s come out, and the driver owns port and clock.

mod assembler;
mod command;
mod decoder;
mod inquiry;
mod module_info;
mod packet;
mod session;

pub use assembler::ImageAssembler;
pub use command::{Command, Confirmation};
pub use decoder::{MAX_FRAME_BYTES, PacketDecoder};
pub use inquiry::Inquiry;
pub use module_info::{ProductInfo, SensorGeometry, SystemParameters};
pub use packet::{Address, MAX_PAYLOAD_BYTES, Packet, PacketError, PacketKind};
pub use session::{Session, SessionConfig};
