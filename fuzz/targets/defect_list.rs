//! The content of a defect list and of a deviation list. BSI TR-03129-2 §7, ICAO Doc 9303-12 §10.
#![no_main]

use reader::trust::DefectList;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let lists = [DefectList::parse(bytes), DefectList::parse_deviations(bytes)];
    for list in lists.into_iter().flatten() {
        assert!(list.entries().iter().all(|entry| !entry.defects.is_empty()));
    }
});
