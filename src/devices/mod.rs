//! The devices of a counter, as this machine offers them.

pub mod camera;
pub mod ef01;
pub mod file_source;
pub mod finger_line;
pub mod finger_sensor;
pub mod identity;
pub mod pcsc;
pub mod sbi;
pub mod sbi_device;
pub mod scanner;
mod serial_line;
pub mod sfm;
