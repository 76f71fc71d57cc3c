//! The content of a defect list. BSI TR-03129-2 §8.
#![no_main]

use reader::trust::DefectList;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Some(list) = DefectList::parse(bytes) {
        assert!(list.entries().iter().all(|entry| !entry.defects.is_empty()));
    }
});
