//! A simulated EF01 fingerprint sensor, written without the terminal's own codec.
//!
//! [`Sensor`] is the module itself: bytes in, bytes out. [`pty`] puts it on a pseudo-terminal, so
//! that a driver meets it through the operating system's serial port. Its fingers are generated
//! from a seed and belong to nobody.

mod fault;
mod frame;
pub mod pty;
mod ridges;
mod sensor;
pub mod synthetic;

pub use fault::{Fault, UnknownFault};
pub use ridges::{Impression, ridge_levels};
pub use sensor::{Sensor, SensorConfig};
