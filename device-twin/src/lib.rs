//! Simulated capture devices, written without the terminal's own codecs.
//!
//! [`Sensor`] is the EF01 module itself: bytes in, bytes out. [`pty`] puts it on a pseudo-terminal,
//! so that a driver meets it through the operating system's serial port. [`sbi`] is a device service
//! on loopback, [`camera`] a network camera. Their fingers are generated from a seed and belong to nobody.

pub mod camera;
mod fault;
mod frame;
pub mod pty;
mod ridges;
pub mod sbi;
pub mod scanner;
mod sensor;
pub mod sfm;
pub mod synthetic;

pub use fault::{Fault, UnknownFault};
pub use ridges::{Impression, ridge_levels};
pub use sensor::{Sensor, SensorConfig};
