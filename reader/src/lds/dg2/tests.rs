//! Faces of both record standards, whole, lying and cut. ICAO Doc 9303-10 §4.7.2.

use super::facial_record::*;
use super::*;
use crate::wire::tlv::{DataObject, encode};

const JPEG: &[u8] = b"\xFF\xD8\xFF\xE0image";
const CODE_STREAM: &[u8] = b"\xFF\x4F\xFF\x51stream";

fn group(instances: u8, templates: &[Vec<u8>]) -> Vec<u8> {
    let inside = [encode(0x02, &[instances]), templates.concat()].concat();
    encode(0x75, &encode(0x7F61, &inside))
}

fn template(record: Vec<u8>) -> Vec<u8> {
    let header = encode(0xA1, &encode(0x80, &[1]));
    encode(0x7F60, &[header, record].concat())
}

fn record(data_type: u8, images: u16, length_error: u32, image: &[u8]) -> Vec<u8> {
    let block = FACIAL_INFORMATION_LEN + FEATURE_POINT_LEN + IMAGE_INFORMATION_LEN + image.len();
    let block = u32::try_from(block).unwrap();
    let mut record = RECORD_HEADER.to_vec();
    record.extend((block + 14 + length_error).to_be_bytes());
    record.extend(images.to_be_bytes());
    record.extend(block.to_be_bytes());
    record.extend([0, 1]);
    record.extend([0; 14]);
    record.extend([0; FEATURE_POINT_LEN]);
    record.extend([1, data_type, 0x01, 0x9D, 0x02, 0x13, 1, 0, 0, 0, 0, 0]);
    record.extend(image);
    record
}

fn file(data_type: u8, images: u16, length_error: u32, image: &[u8]) -> Vec<u8> {
    let record = record(data_type, images, length_error, image);
    group(1, &[template(encode(0x5F2E, &record))])
}

/// ISO/IEC 39794-5 with width and height as given.
fn block(image: &[u8], width: &[u8], height: &[u8]) -> Vec<u8> {
    let size = encode(0xA7, &[encode(0x80, width), encode(0x81, height)].concat());
    let information = encode(0xA1, &[encode(0xA0, &encode(0x80, &[2])), size].concat());
    let image = encode(0xA0, &[encode(0x80, image), information].concat());
    let representation = encode(0xA1, &encode(0xA0, &image));
    let representation = encode(0x30, &[encode(0x80, &[0]), representation].concat());
    let version = [encode(0x80, &[3]), encode(0x81, &[0x07, 0xE3])].concat();
    let inside = [encode(0xA0, &version), encode(0xA1, &representation)].concat();
    encode(0x65, &inside)
}

#[test]
fn the_image_behind_the_headers_is_found() {
    let face = parse(&file(0, 1, 0, JPEG)).ok().unwrap();
    assert_eq!(
        (face.format, face.claimed_width, face.claimed_height),
        (FaceFormat::Jpeg, 413, 531)
    );
    assert_eq!(face.image, JPEG);
    let code_stream = parse(&file(1, 1, 0, b"\xFF\x4F\xFF\x51")).ok().unwrap();
    assert_eq!(code_stream.format, FaceFormat::Jpeg2000);
}

#[test]
fn an_image_of_iso_39794_is_found_with_and_without_a_wrapper() {
    let inside = block(JPEG, &[0x01, 0x9D], &[0x02, 0x13]);
    for value in [encode(0xA1, &inside), inside] {
        let file = group(1, &[template(encode(0x7F2E, &value))]);
        let face = parse(&file).ok().unwrap();
        assert_eq!(
            (face.format, face.claimed_width, face.claimed_height),
            (FaceFormat::Jpeg, 413, 531)
        );
        assert_eq!(face.image, JPEG);
    }
}

#[test]
fn blocks_of_iso_39794_that_lie_are_refused() {
    let of = |inside: &[u8]| {
        let block = encode(0x7F2E, &encode(0xA1, inside));
        parse(&group(1, &[template(block)])).err()
    };
    let good = block(CODE_STREAM, &[0x40], &[0, 0xFF, 0xFF]);
    assert_eq!(of(&good), None);
    assert_eq!(
        of(&block(b"GIF89a", &[1], &[1])),
        Some(wrong("image data format"))
    );
    for size in [&[][..], &[0x80], &[0x80, 0], &[1, 0, 0]] {
        assert_eq!(
            of(&block(JPEG, size, &[1])),
            Some(wrong("image size")),
            "{size:?}"
        );
    }
    let tag = encode(0x66, &[0xA0, 0]);
    assert!(matches!(of(&tag), Some(LdsError::Tag { found: 0x66, .. })));
    let empty = encode(0x65, &[encode(0xA0, &[]), encode(0xA1, &[])].concat());
    assert!(matches!(of(&empty), Some(LdsError::Missing { .. })));
}

#[test]
fn records_that_lie_are_refused() {
    for (bytes, element) in [
        (file(1, 1, 0, JPEG), "image data type"),
        (file(0, 1, 0, b""), "image data type"),
        (file(0, 0, 0, JPEG), "facial record header"),
        (file(0, 1, 9, JPEG), "facial record header"),
    ] {
        assert_eq!(parse(&bytes).err(), Some(wrong(element)));
    }
}

#[test]
fn a_number_of_instances_that_lies_is_refused() {
    let one = || template(encode(0x5F2E, &record(0, 1, 0, JPEG)));
    assert!(parse(&group(2, &[one(), one()])).is_ok());
    for (announced, templates) in [(0, 1), (2, 1), (255, 1), (1, 2), (17, 17)] {
        let templates: Vec<_> = (0..templates).map(|_| one()).collect();
        let refused = parse(&group(announced, &templates)).err();
        assert_eq!(refused, Some(wrong("number of instances")), "{announced}");
    }
    let none = Some(LdsError::Missing {
        file: FILE,
        element: "biometric data block",
    });
    assert_eq!(parse(&group(0, &[])).err(), none);
    assert_eq!(parse(&group(1, &[template(Vec::new())])).err(), none);
}

#[test]
fn a_record_cut_anywhere_is_refused() {
    let whole = record(0, 1, 0, JPEG);
    for end in 0..whole.len() {
        let cut = group(1, &[template(encode(0x5F2E, &whole[..end]))]);
        assert!(
            DataObject::parse(&cut).is_ok() && parse(&cut).is_err(),
            "{end}"
        );
    }
}
