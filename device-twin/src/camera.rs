//! A network camera on loopback: M-JPEG over HTTP (`multipart/x-mixed-replace`, RFC 2046), with faults of the
//! picture and faults of the line.

mod fault;
mod picture;
mod server;

pub use fault::{CameraFault, UnknownCameraFault};
pub use picture::{Film, PictureUnreadable};
pub use server::Camera;
