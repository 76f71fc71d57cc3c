//! Portraits and finger images by their magic, within 1 megapixel. ISO/IEC 19794-5 §5.7, 19794-4 Table 4.
#![no_main]

use capture::image::{FingerEncoding, Limits, decode, decode_finger};

const LIMITS: Limits = Limits {
    file_bytes: 1 << 20,
    pixels: 1 << 20,
};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(image) = decode(bytes, LIMITS) {
        assert!(u64::from(image.width()) * u64::from(image.height()) <= LIMITS.pixels);
    }
    let _ = decode_finger(bytes, FingerEncoding::Compressed, LIMITS).is_ok();
});
