//! A finger image as ISO/IEC 19794-4:2011 has it: one representation, raw pixels.

use crate::synthetic::{Image, PPI};

/// The record of a finger at this position.
pub(super) fn record(image: &Image, position: u8, quality: u8) -> Vec<u8> {
    let representation = representation(image, position, quality);
    let total = 16 + representation.len();
    let mut record = Vec::with_capacity(total);
    record.extend_from_slice(b"FIR\x00020\x00");
    record.extend_from_slice(&length(total));
    record.extend_from_slice(&1_u16.to_be_bytes());
    record.push(0); // no certification information
    record.push(1); // distinct positions
    record.extend_from_slice(&representation);
    record
}

fn representation(image: &Image, position: u8, quality: u8) -> Vec<u8> {
    let mut body = Vec::new();
    body.extend_from_slice(&[0x07, 0xEA, 11, 25, 9, 0, 0, 0, 0]); // 2026-11-25 09:00:00.000
    body.push(0); // technology unknown
    body.extend_from_slice(&[0; 4]); // vendor, type
    body.push(1); // one quality block
    body.push(quality);
    body.extend_from_slice(&[0; 4]);
    body.push(position);
    body.push(0); // first representation
    body.push(1); // pixels per inch
    for _ in 0..4 {
        body.extend_from_slice(&PPI.to_be_bytes());
    }
    body.push(8); // bits
    body.push(0); // not compressed
    body.push(0); // live-scan plain
    body.extend_from_slice(&image.width.to_be_bytes());
    body.extend_from_slice(&image.height.to_be_bytes());
    body.extend_from_slice(&length(image.pixels.len()));
    body.extend_from_slice(&image.pixels);
    let mut whole = length(body.len() + 4).to_vec();
    whole.extend_from_slice(&body);
    whole
}

fn length(bytes: usize) -> [u8; 4] {
    u32::try_from(bytes).unwrap_or(u32::MAX).to_be_bytes()
}
