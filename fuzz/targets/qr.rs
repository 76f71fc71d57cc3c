//! The printed QR code. Circular 16/2024/TT-BCA.
#![no_main]

use reader::qr::QrText;

libfuzzer_sys::fuzz_target!(|text: &str| {
    if let Ok(code) = QrText::parse(text) {
        assert_eq!(code.personal_number.as_str().len(), 12);
        assert!(code.warnings().len() < 16);
    }
});
