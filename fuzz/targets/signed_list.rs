//! Master lists, document signer lists and defect lists whose signer nobody pinned: as far as the search for
//! a path. ICAO Doc 9303-12 §9; BSI TR-03129-2 §7.
#![no_main]

use reader::trust::{SeveralCertificates, TrustAnchors, TrustFile};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let file = TrustFile {
        name: "list.ml".into(),
        bytes: bytes.to_vec(),
        several: SeveralCertificates::Refused,
        ..TrustFile::default()
    };
    let (trust, _) = TrustAnchors::from_files(&[file]);
    assert!(trust.len() <= 1, "nobody vouched for what is in a list");
});
