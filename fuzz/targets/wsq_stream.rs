//! WSQ streams within 1 megapixel. IAFIS-IC-0110 v3.1.
#![no_main]

use wsq::{Limits, decode};

const MAX_PIXELS: u32 = 1 << 20;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let limits = Limits {
        max_pixels: MAX_PIXELS,
    };
    if let Ok(decoded) = decode(bytes, &limits) {
        assert!(decoded.image.pixels().len() <= 1 << 20);
    }
});
