//! Quirks 37 to 45: EF.SOD, data groups and pictures, as far as they decide whether a card is read.

use card_twin::quirk::Quirk;
use reader::files::{DataGroupNumber, FileId};
use reader::trust::{TrustAnchors, TrustFile};
use reader::verdict::Verdict;

use crate::table::{Slot, assert_genuine, assert_same_files, can, odd, verdict};

#[test]
fn quirk_37_the_security_object_has_indefinite_lengths() {
    assert_genuine(&mut Slot::new(odd(&[Quirk::IndefiniteSod])), &can());
}

#[test]
fn quirk_38_files_and_signature_have_different_digests() {
    assert_genuine(&mut Slot::new(odd(&[Quirk::DigestsDiffer])), &can());
}

#[test]
fn quirk_39_and_40_signatures_and_contents_that_say_otherwise_are_never_taken_for_forged_files() {
    for quirk in [Quirk::Pkcs1UnderPss, Quirk::LegacyContentType] {
        let mut slot = Slot::new(odd(&[quirk]));
        let out = slot.read(&can()).unwrap();
        assert_same_files(&out, &slot.card);
        let face = out.files.data_group(DataGroupNumber::FACE);
        assert!(
            face.is_some(),
            "EF.COM lists what EF.SOD does not say: {quirk:?}"
        );
    }
}

#[test]
fn quirk_45_long_numbers_and_fillers_open_and_are_read() {
    for quirk in [Quirk::OptionalFiller, Quirk::LongDocumentNumber] {
        let mut slot = Slot::new(odd(&[quirk]));
        let out = slot.read(&can()).unwrap();
        assert_same_files(&out, &slot.card);
        assert!(
            out.files.data_group(DataGroupNumber::MRZ).is_some(),
            "{quirk:?}"
        );
    }
}

#[test]
fn quirk_40_the_signer_is_named_by_its_key() {
    assert_genuine(&mut Slot::new(odd(&[Quirk::SignerKeyIdentifier])), &can());
}

#[test]
fn quirk_40_a_signer_named_in_other_string_types_is_no_forger() {
    let mut slot = Slot::new(odd(&[Quirk::SignerNameStrings]));
    let out = slot.read(&can()).unwrap();
    assert_same_files(&out, &slot.card);
    assert_ne!(verdict(&out), Verdict::Refuted);
}

#[test]
fn quirk_41_another_issuing_state_is_refuted() {
    let mut slot = Slot::new(odd(&[Quirk::RogueCountry]));
    let out = slot.read(&can()).unwrap();
    assert_eq!(verdict(&out), Verdict::Refuted);
}

#[test]
fn quirk_42_a_security_object_that_cannot_be_parsed_costs_no_file() {
    let mut slot = Slot::new(odd(&[]));
    let mut out = slot.read(&can()).unwrap();
    let whole = out.files.bytes(FileId::Sod).unwrap().to_vec();
    out.files
        .insert(FileId::Sod, whole[..whole.len() / 2].to_vec());
    assert_eq!(verdict(&out), Verdict::Refuted);
    let face = out.files.data_group(DataGroupNumber::FACE);
    assert!(face.is_some(), "shown as unproven, not lost");
}

#[test]
fn quirk_42_a_directory_export_is_no_list_and_changes_no_trust() {
    let export = "dn: cn=CSCA,o=ml,c=DE,dc=data,dc=download,dc=pkd,dc=icao,dc=int\npkdMasterListContent:: MIIB";
    let (trust, results) = TrustAnchors::from_files(&[TrustFile {
        name: "icaopkd-002-ml-000001.ldif".into(),
        bytes: export.into(),
        ..TrustFile::default()
    }]);
    assert!(trust.is_empty());
    assert!(results.iter().all(Result::is_err));
}

#[test]
fn quirk_43_bytes_after_the_end_of_a_file_are_not_read() {
    let mut slot = Slot::new(odd(&[Quirk::Dg14Trailing]));
    let out = slot.read(&can()).unwrap();
    let file = out
        .files
        .data_group(DataGroupNumber::SECURITY_OPTIONS)
        .unwrap();
    assert!(slot.card.file(0x010E).unwrap().starts_with(file));
}

#[test]
fn quirk_44_pictures_with_extras_are_read_whole() {
    for quirk in [Quirk::PortraitTrailing, Quirk::FeaturePoints] {
        let mut slot = Slot::new(odd(&[quirk]));
        let out = slot.read(&can()).unwrap();
        assert_same_files(&out, &slot.card);
    }
}
