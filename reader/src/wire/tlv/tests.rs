//! Data objects within and outside the bounds. ISO/IEC 7816-4 §6.3.

use super::*;

fn error(bytes: &[u8]) -> TlvError {
    DataObject::parse(bytes).err().unwrap()
}

#[test]
fn multi_octet_tags_and_nested_objects_are_read() {
    let object = DataObject::parse(&test_vectors::unhex("7F61 08 02 01 01 7F60 02 5F2E 00")).err();
    assert_eq!(object, Some(TlvError::Truncated { offset: 9 }));
    let object = DataObject::parse(&test_vectors::unhex("7F61 09 02 01 01 7F60 03 5F2E 00"))
        .ok()
        .unwrap();
    let tags: Vec<u32> = object.node().children().map(Node::tag).collect();
    assert_eq!(
        (object.node().tag(), tags.as_slice()),
        (0x7F61, [0x02, 0x7F60].as_slice())
    );
    assert_eq!(
        object.node().child(0x02).map(Node::value),
        Some([1].as_slice())
    );
}

#[test]
fn long_length_forms_are_read_as_the_short_ones() {
    let padded = test_vectors::unhex("30 82 0007 04 82 0001 AA 04 81 01 BB");
    assert_eq!(error(&padded), TlvError::Truncated { offset: 9 });
    let padded = test_vectors::unhex("30 82 0009 04 82 0001 AA 04 81 01 BB");
    let object = DataObject::parse(&padded).ok().unwrap();
    let values: Vec<&[u8]> = object.node().children().map(Node::value).collect();
    assert_eq!(values, [[0xAA].as_slice(), &[0xBB]]);
    assert_eq!(
        object.node().to_der(),
        test_vectors::unhex("30 06 04 01 AA 04 01 BB")
    );
}

#[test]
fn lengths_around_every_form_survive() {
    for length in [0, 1, 0x7E, 0x7F, 0x80, 0xFF, 0x100, 0xFFFF, 0x1_0000] {
        let encoded = encode(0x30, &encode(0x5F1F, &vec![7; length]));
        let object = DataObject::parse(&encoded).ok().unwrap();
        assert_eq!(object.node().child(0x5F1F).unwrap().value().len(), length);
        assert_eq!(object.node().to_der(), encoded);
    }
}

#[test]
fn hostile_lengths_and_tags_are_refused() {
    assert_eq!(error(&[]), TlvError::Truncated { offset: 0 });
    assert_eq!(error(&[0x30]), TlvError::Truncated { offset: 0 });
    assert_eq!(
        error(&[0x30, 0x80, 0, 0]),
        TlvError::IndefiniteLength { offset: 0 }
    );
    assert_eq!(
        error(&[0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF]),
        TlvError::Truncated { offset: 0 }
    );
    assert_eq!(
        error(&[0x30, 0x85, 0, 0, 0, 0, 0]),
        TlvError::LengthTooLong { offset: 0 }
    );
    assert_eq!(
        error(&[0x30, 0x03, 0x04, 0x02, 0x00]),
        TlvError::Truncated { offset: 2 }
    );
    assert_eq!(error(&[0x04, 0x00, 0x00]), TlvError::Tag { offset: 2 });
    assert_eq!(error(&[0x04, 0x00, 0x04, 0x00]), TlvError::TrailingBytes);
    assert_eq!(
        error(&[0x5F, 0x81, 0x82, 0x83, 0x04, 0x00]),
        TlvError::Tag { offset: 0 }
    );
}

#[test]
fn ten_thousand_levels_are_refused() {
    let mut nested = vec![0x04, 0x00];
    for _ in 0..10_000 {
        nested = encode(0x30, &nested);
    }
    assert!(matches!(error(&nested), TlvError::TooDeep { .. }));
    assert!(matches!(
        check_bounds_of_ber(&nested),
        Err(TlvError::TooDeep { .. })
    ));
    let indefinite = [0x30, 0x80].repeat(100_000);
    assert!(matches!(
        check_bounds_of_ber(&indefinite),
        Err(TlvError::TooDeep { .. })
    ));
}

#[test]
fn too_many_objects_are_refused() {
    let many = encode(0x30, &[0x04, 0x00].repeat(MAX_OBJECTS));
    assert_eq!(error(&many), TlvError::TooMany);
    let allowed = encode(0x30, &[0x04, 0x00].repeat(MAX_OBJECTS - 1));
    assert_eq!(
        DataObject::parse(&allowed)
            .ok()
            .unwrap()
            .node()
            .children()
            .len(),
        MAX_OBJECTS - 1
    );
}

#[test]
fn indefinite_lengths_end_with_two_zero_octets() {
    assert_eq!(
        check_bounds_of_ber(&[0x30, 0x80, 0x04, 0x01, 0x00, 0x00, 0x00]),
        Ok(())
    );
    let open = check_bounds_of_ber(&[0x30, 0x80, 0x04, 0x01, 0x00, 0x30, 0x00]);
    assert!(matches!(open, Err(TlvError::Truncated { .. })));
    assert!(matches!(
        check_bounds_of_ber(&[0x04, 0x80, 0, 0]),
        Err(TlvError::IndefiniteLength { .. })
    ));
}
