//! Portraits and finger images of the deck: nothing of what is wrong is ever shown, within bounds.

use capture::image::{Limits, decode};
use reader::passive::Document;
use reader::read_out::ReadOut;
use reader::trust::{ReferenceTime, TrustAnchors};
use reader::verdict::assess;
use terminal::saved_reading;
use test_vectors::hostile;

/// Fingers that are right: a comment is skipped, however long it is.
const FINGERS: [&str; 2] = ["a64-long-comment", "finger"];
/// Portraits that are right, whatever the record around them says.
const PORTRAITS: [&str; 1] = ["a63-huge-image"];

#[test]
fn what_no_decoder_may_follow_is_not_shown() {
    let cases = hostile::cases("images");
    for case in &cases {
        let read_out = saved_reading::load(&case.folder).expect("saved reading");
        let document = document_of(&read_out);
        let portrait = document
            .face
            .as_ref()
            .is_some_and(|face| decode(&face.image, Limits::PORTRAIT).is_ok());
        let fingers = document.fingers.iter();
        let finger = fingers
            .clone()
            .any(|finger| decode(&finger.image, Limits::FINGERPRINT).is_ok());
        let name = case.name.as_str();
        let of_fingers = case.folder.join("DG3.bin").exists();
        let right = of_fingers || PORTRAITS.contains(&name);
        assert_eq!(portrait, right, "{name}: portrait");
        assert_eq!(finger, FINGERS.contains(&name), "{name}: finger");
    }
    assert!(cases.len() > 12);
}

fn document_of(read_out: &ReadOut) -> Document {
    let at = ReferenceTime(time::OffsetDateTime::UNIX_EPOCH);
    let expected = reader::chip::ChallengeExpectation::Any;
    let assessment = assess(read_out, &TrustAnchors::default(), at, expected);
    assessment.document().expect("document").clone()
}
