//! One certificate of a file, judged by the profile of a country signing CA. ICAO Doc 9303-12 §7.1.
#![no_main]

use reader::trust::{TrustAnchors, TrustFile, certificate_fingerprint};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let file = TrustFile {
        name: "file".into(),
        bytes: bytes.to_vec(),
        ..TrustFile::default()
    };
    let (trust, results) = TrustAnchors::from_files(&[file]);
    assert_eq!(results.len(), 1, "every file gets its result");
    for one in trust.certificates() {
        assert!(
            one.standing().is_ok(),
            "only accepted certificates are taken in"
        );
        let _ = (one.breaches(), certificate_fingerprint(bytes));
    }
});
