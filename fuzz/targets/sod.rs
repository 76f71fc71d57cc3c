//! EF.SOD through passive authentication without any anchor: nothing is ever proven. ICAO Doc 9303-11 §5.1.
#![no_main]

use reader::files::FileId;
use reader::passive::{PassiveDocument, authenticate};
use reader::read_out::ReadOut;
use reader::trust::{ReferenceTime, TrustAnchors};
use time::macros::datetime;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let mut read_out = ReadOut::default();
    read_out.files.insert(FileId::Sod, bytes.to_vec());
    let (trust, _) = TrustAnchors::from_certificates([]);
    let result = authenticate(
        &read_out,
        &trust,
        ReferenceTime(datetime!(2026-11-20 03:00 UTC)),
    );
    assert!(!matches!(result.document, PassiveDocument::Verified(_)));
});
