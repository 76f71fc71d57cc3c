//! Sensor frames, images and their quality: bytes in, values out.
//!
//! This crate has no clock, file, thread or device. The terminal's drivers own the line and the
//! deadlines; here are the packets, the images and what can be measured on them.

#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing
    )
)]

pub mod dialogue;
pub mod ef01;
pub mod fault;
pub mod fingerprint;
pub mod image;
pub mod inquiry;
pub mod portrait;
pub mod quality;
pub mod sbi;
pub mod scanner;
pub mod sfm;

pub use fault::{CaptureError, Fault};
