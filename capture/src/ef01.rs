//! EF01 family of serial fingerprint modules (ZFM, R30x, AS608, R503): packets, every operation, one capture.
//!
//! ```text
//! EF 01 | address 4 | PID 1 | LENGTH 2 | payload LENGTH-2 | SUM 2     all integers big-endian
//! ```
//!
//! Half duplex, the host always starts. [`Exchange`] is one [`Operation`], [`Session`] is the whole dialogue of one finger image
//! without a line: bytes go in, [`Step`](crate::dialogue::Step)s come out, and the driver owns port and clock.

mod answer;
mod arguments;
mod assembler;
mod confirmation;
mod decoder;
mod exchange;
mod inquiry;
mod module_info;
mod operation;
mod packet;
mod session;

pub use answer::{Answer, IndexTable};
pub use arguments::{
    Buffer, Light, LightColour, LightPattern, NOTE_BYTES, NotePage, Pages, Parameter, Sample,
};
pub use assembler::ImageAssembler;
pub use confirmation::Confirmation;
pub use decoder::{MAX_FRAME_BYTES, PacketDecoder};
pub use exchange::{Exchange, ExchangeStep};
pub use inquiry::Inquiry;
pub use module_info::{ProductInfo, SensorGeometry, SystemParameters};
pub use operation::{AutoEnrolment, AutoIdentification, Operation, Switch};
pub use packet::{Address, MAX_PAYLOAD_BYTES, Packet, PacketError, PacketKind};
pub use session::{Session, SessionConfig};
