//! ISO/IEC 19794-4 records: what is written, and what is refused.

use capture::fingerprint::record::{FingerView, ImpressionType, RecordRefused, write};
use capture::fingerprint::{Finger, FingerprintImage, GreyDepth};
use device_twin::synthetic::Condition;

use super::touch;

fn image(finger: Finger, dpi: u16) -> FingerprintImage {
    let grey = touch(9, 2, Condition::Good);
    FingerprintImage::new(grey, GreyDepth::Levels256, dpi, finger).unwrap()
}

fn view(image: &FingerprintImage) -> FingerView<'_> {
    FingerView {
        image,
        impression: ImpressionType::LiveScanPlain,
    }
}

#[test]
fn headers_are_where_the_standard_has_them() {
    let (one, other) = (
        image(Finger::RightIndex, 500),
        image(Finger::LeftIndex, 500),
    );
    let record = write(&[view(&one), view(&other)]).unwrap();
    assert_eq!(&record[..8], b"FIR\x00010\x00");
    let length = u64::try_from(record.len()).unwrap().to_be_bytes();
    assert_eq!(record[8..14], length[2..]);
    assert_eq!(record[16..18], [0, 31]);
    assert_eq!(record[18..20], [2, 1]);
    assert_eq!(record[20..28], [1, 244, 1, 244, 1, 244, 1, 244]);
    assert_eq!(record[28..32], [8, 2, 0, 0]);
    let block = u32::from_be_bytes(record[32..36].try_into().unwrap());
    assert_eq!(record[36..39], [2, 1, 1]);
    assert_eq!(record[39], one.quality().score());
    assert_eq!(record[41..45], [1, 144, 1, 244]);
    assert_eq!(record[46..48], [0xFF, 0xA0]);
    let second = 32 + usize::try_from(block).unwrap();
    assert_eq!(record[second + 4], Finger::LeftIndex.position());
}

#[test]
fn what_one_header_cannot_say_is_refused() {
    let one = image(Finger::RightIndex, 500);
    assert_eq!(write(&[]).err(), Some(RecordRefused::Count { count: 0 }));
    let twice = RecordRefused::Twice {
        finger: Finger::RightIndex,
    };
    assert_eq!(write(&[view(&one), view(&one)]).err(), Some(twice));
    let coarse = image(Finger::LeftIndex, 400);
    let mixed = RecordRefused::Resolutions {
        one: 500,
        other: 400,
    };
    assert_eq!(write(&[view(&one), view(&coarse)]).err(), Some(mixed));
}
