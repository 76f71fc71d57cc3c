//! BER-TLV of cards, strict and flat. ISO/IEC 7816-4 §6.3.
#![no_main]

use reader::wire::tlv::DataObject;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(object) = DataObject::parse(bytes) {
        let der = object.node().to_der();
        let again = DataObject::parse(&der).map(|object| object.node().to_der());
        assert_eq!(again.ok(), Some(der), "DER comes back as DER");
    }
    let _ = DataObject::parse_all(bytes).is_ok();
});
