//! Files of trust: certificates, signed lists, revocation lists, the content of defect lists.
//! ICAO Doc 9303-12 §7, §9; BSI TR-03129-2 §7.
#![no_main]

use reader::trust::{DefectList, SeveralCertificates, TrustAnchors, TrustFile};

/// A pinned certificate, so that lists get as far as their signer.
fn pinned() -> TrustFile {
    TrustFile {
        name: "csca.cer".into(),
        bytes: include_bytes!("../corpus/trust_files/csca.cer").to_vec(),
        ..TrustFile::default()
    }
}

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let file = TrustFile {
        name: "file".into(),
        bytes: bytes.to_vec(),
        several: SeveralCertificates::Accepted,
        ..TrustFile::default()
    };
    let (trust, _) = TrustAnchors::from_files(&[pinned(), file]);
    for one in trust.certificates() {
        let _ = one.standing();
        let _ = one.breaches();
    }
    if let Some(list) = DefectList::parse(bytes) {
        assert!(list.entries().iter().all(|entry| !entry.defects.is_empty()));
    }
});
