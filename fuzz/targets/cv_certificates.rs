//! Certificates of terminals and the chain to what a chip trusts. BSI TR-03110-3 §C.1, §D.
#![no_main]

use reader::terminal_authentication::{CvCertificate, chain_to};
use time::macros::date;

/// An authority and its verifier, so that a certificate may find its place in a chain.
const KNOWN: [&[u8]; 2] = [
    include_bytes!("../corpus/cv_certificates/cvca.cvcert"),
    include_bytes!("../corpus/cv_certificates/dv.cvcert"),
];

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Ok(one) = CvCertificate::parse(bytes) else {
        return;
    };
    assert!(
        one.expires() >= one.effective(),
        "a certificate lives forward"
    );
    let mut all = vec![one];
    all.extend(
        KNOWN
            .iter()
            .filter_map(|known| CvCertificate::parse(known).ok()),
    );
    let authorities = [b"VNCVCATEST00001".to_vec()];
    if let Ok(path) = chain_to(&all, &authorities, Some(date!(2026 - 11 - 20))) {
        assert!(path.len() <= all.len());
    }
});
