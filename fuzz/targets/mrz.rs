//! Typed and scanned zones of every size. ICAO Doc 9303-3 §4.
#![no_main]

use reader::mrz::{MachineReadableZone, MrzText, PersonalNumber};

libfuzzer_sys::fuzz_target!(|text: &str| {
    if let Ok(zone) = MachineReadableZone::from_scan(text) {
        assert!(zone.key().is_some(), "a zone that is parsed opens its chip");
    }
    let _ = (
        MrzText::wrong_fields(text).is_ok(),
        MrzText::look_alikes(text).len(),
    );
    let _ = PersonalNumber::look_alike(text);
});
