//! Every frame of the manuals' table, byte for byte, at the factory address.

use super::*;
use crate::ef01::arguments::{LightColour, LightPattern};

/// Behind `EF01FFFFFFFF`.
fn tail(operation: &Operation) -> Vec<u8> {
    operation.encode(Address::default()).split_off(6)
}

const ALL: Pages = Pages {
    first: 0,
    count: 200,
};

#[test]
fn the_header_is_the_manuals() {
    assert_eq!(
        **Operation::VerifyPassword(0).encode(Address::default()),
        [
            0xEF, 0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0x01, 0, 0x07, 0x13, 0, 0, 0, 0, 0, 0x1B
        ]
    );
}

#[test]
fn frames_equal_the_manuals_bytes() {
    let page = Pages { first: 1, count: 1 };
    let rate = Parameter::line_rate(115_200).unwrap();
    let table: [(Operation, &[u8]); 15] = [
        (Operation::ReadSystemParameters, &[1, 0, 3, 0x0F, 0, 0x13]),
        (Operation::GenerateImage, &[1, 0, 3, 1, 0, 5]),
        (
            Operation::ImageToFeatures(Buffer::ONE),
            &[1, 0, 4, 2, 1, 0, 8],
        ),
        (Operation::CombineModel, &[1, 0, 3, 5, 0, 9]),
        (Operation::Match, &[1, 0, 3, 3, 0, 7]),
        (
            Operation::Search(Buffer::ONE, ALL),
            &[1, 0, 8, 4, 1, 0, 0, 0, 0xC8, 0, 0xD6],
        ),
        (
            Operation::Store(Buffer::ONE, 1),
            &[1, 0, 6, 6, 1, 0, 1, 0, 0x0F],
        ),
        (
            Operation::UploadFeatures(Buffer::ONE),
            &[1, 0, 4, 8, 1, 0, 0x0E],
        ),
        (Operation::UploadImage, &[1, 0, 3, 0x0A, 0, 0x0E]),
        (
            Operation::Delete(page),
            &[1, 0, 7, 0x0C, 0, 1, 0, 1, 0, 0x16],
        ),
        (Operation::EmptyLibrary, &[1, 0, 3, 0x0D, 0, 0x11]),
        (
            Operation::SetParameter(rate),
            &[1, 0, 5, 0x0E, 4, 0x0C, 0, 0x24],
        ),
        (Operation::CountTemplates, &[1, 0, 3, 0x1D, 0, 0x21]),
        (Operation::ReadProductInfo, &[1, 0, 3, 0x3C, 0, 0x40]),
        (
            Operation::VerifyPassword(0),
            &[1, 0, 7, 0x13, 0, 0, 0, 0, 0, 0x1B],
        ),
    ];
    for (operation, bytes) in table {
        assert_eq!(tail(&operation), bytes, "{}", operation.name());
    }
}

/// Operation, code and arguments where the manuals print no whole frame.
#[test]
fn arguments_stand_in_the_manuals_order() {
    let template = Sample::new(vec![7; 512].into()).unwrap();
    let light = Light {
        pattern: LightPattern::Breathing,
        speed: 0x80,
        colour: LightColour::Green,
        cycles: 5,
    };
    let note = NotePage::new(3).unwrap();
    let mut noted = vec![0x18, 3];
    noted.extend([0xAB; NOTE_BYTES]);
    let enrolment = AutoEnrolment {
        page: 9,
        replace: true,
        again: false,
        lift: true,
    };
    let identification = AutoIdentification {
        security_level: 3,
        first: 0,
        count: 100,
        tries: 2,
    };
    let six = Buffer::new(6).unwrap();
    let table: [(Operation, &[u8]); 20] = [
        (Operation::Load(six, 0x0102), &[0x07, 6, 1, 2]),
        (
            Operation::DownloadFeatures(Buffer::TWO, template.clone()),
            &[0x09, 2],
        ),
        (Operation::DownloadImage(template), &[0x0B]),
        (Operation::SetPassword(0x0102_0304), &[0x12, 1, 2, 3, 4]),
        (Operation::Random, &[0x14]),
        (
            Operation::SetAddress(Address([1, 2, 3, 4])),
            &[0x15, 1, 2, 3, 4],
        ),
        (Operation::ControlPort(Switch::On), &[0x17, 1]),
        (Operation::ControlPort(Switch::Off), &[0x17, 0]),
        (Operation::WriteNotes(note, [0xAB; NOTE_BYTES]), &noted),
        (Operation::ReadNotes(note), &[0x19, 3]),
        (
            Operation::FastSearch(Buffer::TWO, ALL),
            &[0x1B, 2, 0, 0, 0, 0xC8],
        ),
        (Operation::ReadIndex(1), &[0x1F, 1]),
        (Operation::AutoEnrol(enrolment), &[0x31, 9, 1, 0, 1, 1]),
        (
            Operation::AutoIdentify(identification),
            &[0x32, 3, 0, 100, 1, 2],
        ),
        (Operation::SetLight(light), &[0x35, 1, 0x80, 4, 5]),
        (Operation::SoftReset, &[0x3D]),
        (Operation::Handshake, &[0x40]),
        (Operation::WindowLight(Switch::On), &[0x50]),
        (Operation::WindowLight(Switch::Off), &[0x51]),
        (
            Operation::SetParameter(Parameter::packet_bytes(256).unwrap()),
            &[0x0E, 6, 3],
        ),
    ];
    for (operation, payload) in table {
        let frame = tail(&operation);
        let named = operation.name();
        assert_eq!(&frame[3..frame.len() - 2], payload, "{named}");
    }
}

#[test]
fn what_a_module_would_refuse_cannot_be_asked() {
    assert_eq!(Buffer::new(0), None);
    assert_eq!(Buffer::new(7), None);
    assert_eq!(Parameter::line_rate(57_601), None);
    assert_eq!(Parameter::line_rate(124_800), None);
    assert_eq!(Parameter::security_level(6), None);
    assert_eq!(Parameter::packet_bytes(100), None);
    assert_eq!(NotePage::new(16), None);
    assert!(Sample::new(Vec::new().into()).is_none());
    assert!(Sample::new(vec![0; Sample::MAX_BYTES + 1].into()).is_none());
}
