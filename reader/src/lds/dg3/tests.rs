//! Finger records in every encoding, whole, lying and cut. BSI TR-03105-5.1 LDS_D.

use super::*;
use crate::wire::tlv::encode;

const WSQ: &[u8] = b"\xFF\xA0\xFF\xA4finger";

fn finger(position: u8, views: u8, view: u8, image: &[u8]) -> Vec<u8> {
    let length = u32::try_from(FINGER_HEADER_LEN + image.len()).unwrap();
    let mut finger = length.to_be_bytes().to_vec();
    finger.extend([position, views, view, 100, 0, 0, 4, 0, 3, 0]);
    finger.extend(image);
    finger
}

/// A record with this number of fingers, units, depth and compression.
fn record([fingers, units, depth, compression]: [u8; 4], images: &[Vec<u8>]) -> Vec<u8> {
    let images = images.concat();
    let length = u32::try_from(RECORD_HEADER_LEN + images.len()).unwrap();
    let mut record = RECORD_HEADER.to_vec();
    record.extend([0, 0]);
    record.extend(length.to_be_bytes());
    record.extend([0, 0, 0, 31, fingers, units]);
    let resolution: u16 = if units == 2 { 197 } else { 500 };
    for _ in 0..4 {
        record.extend(resolution.to_be_bytes());
    }
    record.extend([depth, compression, 0, 0]);
    record.extend(images);
    record
}

fn file(records: &[Vec<u8>]) -> Vec<u8> {
    let templates: Vec<u8> = records
        .iter()
        .flat_map(|record| {
            let header = encode(0xA1, &encode(0x81, &[8]));
            encode(0x7F60, &[header, encode(0x5F2E, record)].concat())
        })
        .collect();
    let instances = encode(0x02, &[u8::try_from(records.len()).unwrap()]);
    encode(0x63, &encode(0x7F61, &[instances, templates].concat()))
}

#[test]
fn every_encoding_is_told() {
    for (compression, format, image) in [
        (0, FingerFormat::Raw, &[7; 12][..]),
        (2, FingerFormat::Wsq, WSQ),
        (3, FingerFormat::Jpeg, b"\xFF\xD8\xFF\xE0"),
        (4, FingerFormat::Jpeg2000, b"\xFF\x4F\xFF\x51"),
        (4, FingerFormat::Jpeg2000, b"\x00\x00\x00\x0CjP  "),
        (5, FingerFormat::Png, b"\x89PNG\r\n\x1A\n"),
    ] {
        let one = record([1, 1, 8, compression], &[finger(7, 1, 1, image)]);
        let fingers = parse(&file(&[one])).ok().unwrap();
        let [found] = fingers.as_slice() else {
            panic!("one finger")
        };
        assert_eq!((found.format, found.position), (format, 7));
        assert_eq!((found.claimed_width, found.claimed_height), (4, 3));
        assert_eq!((found.depth, found.pixels_per_inch), (8, 500));
        assert_eq!(found.image, image);
    }
    let packed = record([1, 2, 4, 1], &[finger(2, 1, 1, &[0; 6])]);
    let fingers = parse(&file(&[packed])).ok().unwrap();
    assert_eq!(fingers[0].format, FingerFormat::PackedRaw);
    assert_eq!(fingers[0].pixels_per_inch, 500);
}

#[test]
fn fingers_of_several_records_and_views_come_in_order() {
    let two = record([1, 1, 8, 2], &[finger(2, 2, 1, WSQ), finger(2, 2, 2, WSQ)]);
    let both = record([2, 1, 8, 2], &[finger(7, 1, 1, WSQ), finger(8, 1, 1, WSQ)]);
    let fingers = parse(&file(&[two, both])).ok().unwrap();
    let positions: Vec<u8> = fingers.iter().map(|finger| finger.position).collect();
    assert_eq!(positions, [2, 2, 7, 8]);
}

#[test]
fn a_person_without_fingers_has_none() {
    let random = encode(0x53, b"random");
    let empty = [encode(0x02, &[0]), random].concat();
    let fingers = parse(&encode(0x63, &encode(0x7F61, &empty)));
    assert_eq!(fingers.ok().map(|fingers| fingers.len()), Some(0));
}

#[test]
fn records_that_lie_are_refused() {
    let good = || finger(7, 1, 1, WSQ);
    let raw = |length: usize| finger(7, 1, 1, &vec![0; length]);
    for (record, element) in [
        (
            record([1, 1, 8, 6], &[good()]),
            "image compression algorithm",
        ),
        (
            record([1, 1, 8, 3], &[good()]),
            "image compression algorithm",
        ),
        (
            record([1, 1, 8, 0], &[raw(11)]),
            "image compression algorithm",
        ),
        (record([1, 1, 0, 2], &[good()]), "pixel depth"),
        (record([1, 3, 8, 2], &[good()]), "scale units"),
        (record([2, 1, 8, 2], &[good()]), "finger image header"),
        (record([0, 1, 8, 2], &[good()]), "number of fingers"),
        (
            record([1, 1, 8, 2], &[finger(15, 1, 1, WSQ)]),
            "finger image header",
        ),
        (
            record([1, 1, 8, 2], &[finger(1, 0, 1, WSQ)]),
            "finger image header",
        ),
        (
            record([1, 1, 8, 2], &[finger(1, 255, 1, WSQ)]),
            "finger image header",
        ),
        (
            record(
                [1, 1, 8, 2],
                &[[&[0, 0, 0, 5, 1, 1, 1][..], &[0; 7]].concat()],
            ),
            "finger data block length",
        ),
        (
            record([1, 1, 8, 2], &[vec![0xFF; 14]]),
            "finger image header",
        ),
    ] {
        assert_eq!(parse(&file(&[record])).err(), Some(wrong(element)));
    }
    let many: Vec<_> = (0..17).map(|_| good()).collect();
    let refused = parse(&file(&[record([17, 1, 8, 2], &many)])).err();
    assert_eq!(refused, Some(wrong("finger image header")));
}

#[test]
fn a_record_cut_anywhere_is_refused() {
    let whole = record([1, 1, 8, 2], &[finger(7, 1, 1, WSQ)]);
    for end in 0..whole.len() {
        assert!(parse(&file(&[whole[..end].to_vec()])).is_err(), "{end}");
    }
}
