//! Revocation lists before their signature is looked at. ICAO Doc 9303-12 §7.1.4, RFC 5280 §5.
#![no_main]

use reader::trust::RevocationList;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Ok(list) = RevocationList::parse(bytes) else {
        return;
    };
    assert!(list.next_update() > list.this_update());
    assert!(list.revoked_count() <= bytes.len());
    let again = RevocationList::parse(list.der());
    assert!(
        again.is_ok_and(|again| again.issuer() == list.issuer()),
        "what is kept is the list"
    );
});
