//! The devices of a counter, as this machine offers them.

pub mod ef01;
pub mod file_source;
pub mod pcsc;
pub mod sbi;
