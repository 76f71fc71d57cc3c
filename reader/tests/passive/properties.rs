//! No bytes make a parser panic, and what is parsed was well formed.

use proptest::prelude::*;
use reader::files::{DataGroupNumber, FileId};
use reader::lds::{CardAccess, Com, Dg13, LdsSecurityObject, SecurityInfos, dg1, dg2, dg14, dg15};
use reader::mrz::{MrzText, PersonalNumber, Td1};
use reader::qr::QrText;
use reader::read_out::ReadOut;
use reader::trust::TrustAnchors;
use reader::verdict::Verdict;
use reader::wire::tlv::DataObject;

use crate::issued::{healthy, judge};

fn parse_everything(bytes: &[u8]) {
    let _ = CardAccess::parse(bytes).is_ok();
    let _ = Com::parse(bytes).is_ok();
    let _ = Dg13::parse(bytes).is_ok();
    let _ = LdsSecurityObject::parse(bytes).is_ok();
    let _ = SecurityInfos::parse(bytes).is_ok();
    let _ = dg1::parse(bytes).is_ok();
    let _ = dg2::parse(bytes).is_ok();
    let _ = dg14::parse(bytes).is_ok();
    let _ = dg15::parse(bytes).is_ok();
    let (trust, _) = TrustAnchors::from_certificates([bytes.to_vec()]);
    assert!(trust.is_empty());
}

fn any_file() -> impl Strategy<Value = FileId> {
    prop::sample::select(vec![
        FileId::CardAccess,
        FileId::Com,
        FileId::Sod,
        FileId::DataGroup(DataGroupNumber::MRZ),
        FileId::DataGroup(DataGroupNumber::FACE),
        FileId::DataGroup(DataGroupNumber::DETAILS),
        FileId::DataGroup(DataGroupNumber::SECURITY_OPTIONS),
        FileId::DataGroup(DataGroupNumber::ACTIVE_AUTHENTICATION_KEY),
    ])
}

/// A healthy file with some octets replaced, cut off or repeated.
fn mutated() -> impl Strategy<Value = (FileId, Vec<u8>)> {
    let changes = prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6);
    (
        any_file(),
        changes,
        any::<prop::sample::Index>(),
        any::<bool>(),
    )
        .prop_map(|(file, changes, cut, cuts)| {
            let mut bytes = healthy().files.bytes(file).unwrap().to_vec();
            for (at, octet) in changes {
                // The structure stands at the front; the portrait behind it is opaque.
                let at = at.index(bytes.len().min(600));
                bytes[at] = octet;
            }
            if cuts {
                bytes.truncate(cut.index(bytes.len()));
            }
            (file, bytes)
        })
}

proptest! {
    #[test]
    fn random_bytes_are_parsed_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        parse_everything(&bytes);
    }

    #[test]
    fn bytes_that_begin_like_a_file_are_parsed_or_refused(
        tag in prop::sample::select(vec![0x31_u8, 0x60, 0x61, 0x75, 0x6D, 0x6E, 0x6F, 0x30, 0x77]),
        inside in prop::collection::vec(any::<u8>(), 0..120),
    ) {
        let length = u8::try_from(inside.len()).unwrap();
        parse_everything(&[&[tag, length][..], &inside].concat());
    }

    #[test]
    fn parsed_objects_come_back_as_der(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        if let Ok(object) = DataObject::parse(&bytes) {
            let der = object.node().to_der();
            prop_assert!(der.len() <= bytes.len());
            let again = DataObject::parse(&der).ok().unwrap();
            prop_assert_eq!(again.node().to_der(), der);
        }
    }

    #[test]
    fn typed_and_scanned_texts_are_parsed_or_refused(text in "\\PC{0,120}", zone in "[A-Z0-9<]{90}") {
        let _ = (MrzText::parse(&text).is_ok(), Td1::parse(&text).is_ok(), QrText::parse(&text).is_ok());
        let _ = (MrzText::parse(&zone).is_ok(), Td1::parse(&zone).is_ok());
        let _ = PersonalNumber::new(&text).is_ok();
    }

    #[test]
    fn no_changed_file_is_genuine((file, bytes) in mutated()) {
        let mut read_out = healthy();
        let unchanged = read_out.files.bytes(file) == Some(bytes.as_slice());
        read_out.files.insert(file, bytes);
        let signed = !matches!(file, FileId::CardAccess | FileId::Com);
        prop_assert!(unchanged || !signed || judge(&read_out).verdict() != Verdict::Genuine);
    }

    #[test]
    fn random_files_are_never_genuine(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let mut read_out = ReadOut::default();
        for (file, _) in healthy().files.iter() {
            read_out.files.insert(file, bytes.clone());
        }
        prop_assert!(judge(&read_out).verdict() != Verdict::Genuine);
    }
}
