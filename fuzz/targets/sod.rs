//! EF.SOD and EF.CardSecurity through passive authentication without any anchor: nothing is ever proven. ICAO Doc 9303-11 §5.1.
#![no_main]

use reader::files::FileId;
use reader::passive::{PassiveDocument, authenticate, authenticate_card_security};
use reader::read_out::ReadOut;
use reader::trust::{ReferenceTime, TrustAnchors};
use reader::verdict::Outcome;
use time::macros::datetime;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let mut read_out = ReadOut::default();
    read_out.files.insert(FileId::Sod, bytes.to_vec());
    read_out.files.insert(FileId::CardSecurity, bytes.to_vec());
    let (trust, _) = TrustAnchors::from_certificates([]);
    let at = ReferenceTime(datetime!(2026-11-20 03:00 UTC));
    let result = authenticate(&read_out, &trust, at);
    let infos = authenticate_card_security(&read_out, &trust, at);
    assert!(!matches!(infos, Outcome::Proven(_)));
    assert!(!matches!(result.document, PassiveDocument::Verified(_)));
});
