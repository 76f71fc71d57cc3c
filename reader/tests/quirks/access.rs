//! Quirks 1 to 18: finding EF.CardAccess, SELECT and PACE.

use card_twin::fault::Fault;
use card_twin::protocol::{Mapping, PaceOffer, Suite};
use card_twin::quirk::Quirk;
use reader::access::AccessError;
use reader::files::{DataGroupNumber, FileId};
use reader::read_out::{AccessProtocol, ReadOut};
use reader::reading::{CardAccessRoute, ReadAids, ReadError, ReadFailure};

use crate::table::{Slot, assert_genuine, can, card, mrz, odd, profile};

fn error(outcome: Result<ReadOut, ReadFailure>) -> ReadError {
    match outcome {
        Ok(_) => panic!("the card was read"),
        Err(failure) => failure.error,
    }
}

#[test]
fn quirk_01_select_of_the_master_file_is_refused() {
    for status in [0x6D00, 0x6700, 0x6982, 0x6A82, 0x6A86, 0x6A87, 0x6985] {
        let odd = [
            Fault::SelectMasterFile(status),
            Fault::Quirk(Quirk::NoShortIdentifier),
        ];
        let mut slot = Slot::new(card(&profile(), &odd));
        assert_genuine(&mut slot, &can());
    }
}

#[test]
fn quirk_02_card_access_is_locked_and_only_basic_access_control_works() {
    let mut slot = Slot::new(odd(&[Quirk::CardAccessLocked]));
    let refused = error(slot.read(&can()));
    assert!(matches!(
        refused,
        ReadError::Access(AccessError::NotSupported(_))
    ));
    let mut slot = Slot::new(odd(&[Quirk::CardAccessLocked]));
    let out = slot.read(&mrz(true)).unwrap();
    let access = out.evidence.access.unwrap();
    assert_eq!(access.protocol, AccessProtocol::Bac);
    assert!(out.files.data_group(DataGroupNumber::FACE).is_some());
}

#[test]
fn quirk_03_locked_and_absent_groups_are_not_asked_for() {
    let mut slot = Slot::new(odd(&[Quirk::ErrorEndsSession]));
    let out = assert_genuine(&mut slot, &can());
    assert_eq!(out.files.data_group(DataGroupNumber::FINGERS), None);
    assert_eq!(slot.restarts, 0, "no error was provoked");
}

#[test]
fn quirk_04_the_document_number_has_nine_digits() {
    assert_genuine(&mut Slot::new(odd(&[])), &mrz(false));
}

#[test]
fn quirk_05_an_unlisted_province_is_no_gate() {
    // The number has other first digits and the same last ones, so that the access keys are the same.
    assert_genuine(&mut Slot::new(odd(&[Quirk::UnlistedProvince])), &can());
    assert_genuine(&mut Slot::new(odd(&[Quirk::UnlistedProvince])), &mrz(false));
}

#[test]
fn quirk_06_the_master_file_must_be_selected() {
    let mut slot = Slot::new(odd(&[Quirk::MasterFileMustBeSelected]));
    let mut aids = ReadAids::default();
    slot.read_with(&can(), &mut aids).unwrap();
    assert_eq!(aids.profile.card_access, CardAccessRoute::MasterFile);
    let first = slot.commands();
    let mut slot = Slot::new(odd(&[Quirk::MasterFileMustBeSelected]));
    slot.read_with(&can(), &mut aids).unwrap();
    assert!(slot.commands() < first, "the way is remembered");
}

#[test]
fn quirk_07_select_warns_and_the_file_is_readable() {
    let mut slot = Slot::new(odd(&[Quirk::CardAccessWarning, Quirk::NoShortIdentifier]));
    assert_genuine(&mut slot, &can());
}

#[test]
fn quirk_08_select_and_mse_go_without_le() {
    assert_genuine(&mut Slot::new(odd(&[Quirk::NoLeOnSelect])), &can());
}

#[test]
fn quirk_09_the_parameter_goes_along_only_when_it_is_ambiguous() {
    assert_genuine(&mut Slot::new(odd(&[Quirk::SeveralPaceInfos])), &can());
    assert_genuine(&mut Slot::new(odd(&[Quirk::ParametersRefused])), &can());
}

#[test]
fn quirk_10_a_pace_info_without_parameter_is_an_error_with_a_name_or_read() {
    match Slot::new(odd(&[Quirk::NoParameterId])).read(&can()) {
        Ok(out) => assert!(out.files.data_group(DataGroupNumber::MRZ).is_some()),
        Err(failure) => {
            let named = matches!(
                failure.error,
                ReadError::Access(AccessError::NotSupported(_))
            );
            assert!(named, "{failure}");
        }
    }
}

#[test]
fn quirk_11_integrated_mapping_is_all_there_is() {
    assert_genuine(&mut Slot::new(odd(&[Quirk::IntegratedOnly])), &can());
}

#[test]
fn quirk_12_the_token_is_refused_and_long_le_is_not_used() {
    let mut slot = Slot::new(odd(&[Quirk::TokenRefused]));
    assert!(slot.read(&can()).err().unwrap().is_wrong_password());
    assert_eq!(slot.count(0x22), 1, "a refused password is not tried again");
    assert_genuine(&mut Slot::new(odd(&[Quirk::LongLeRefused])), &can());
}

#[test]
fn quirk_13_the_mapping_key_is_in_card_security_and_ef_dir_is_locked() {
    let offer = PaceOffer::new(Mapping::Cam, Suite::Aes128, 13);
    let profile = profile().with_pace(&[offer]).unwrap();
    let elsewhere = Fault::Quirk(Quirk::CamKeyInCardSecurity);
    let mut slot = Slot::new(card(&profile, &[elsewhere]));
    let out = assert_genuine(&mut slot, &can());
    assert!(out.files.bytes(FileId::CardSecurity).is_some());
    assert_genuine(&mut Slot::new(odd(&[Quirk::DirectoryLocked])), &can());
}

#[test]
fn quirk_14_pace_comes_before_the_application_also_the_second_time() {
    assert_genuine(&mut Slot::new(odd(&[Quirk::MasterFileAfterAccess])), &can());
    assert_genuine(&mut Slot::new(odd(&[Quirk::PaceBeforeApplication])), &can());
    let mut slot = Slot::new(odd(&[Quirk::PaceBeforeApplication, Quirk::ShortSession]));
    assert_genuine(&mut slot, &can());
    assert!(slot.restarts > 0);
}

#[test]
fn quirk_15_a_card_with_pace_is_never_asked_for_basic_access_control() {
    let mut slot = Slot::new(odd(&[Quirk::PaceOnly]));
    assert_genuine(&mut slot, &mrz(true));
    assert_eq!(slot.count(0x84), 0);
}

#[test]
fn quirk_16_a_broken_pace_is_shown_and_not_replaced() {
    let mut slot = Slot::new(odd(&[Quirk::PaceBroken]));
    let refused = error(slot.read(&mrz(true)));
    assert!(matches!(
        refused,
        ReadError::Access(AccessError::Refused { .. })
    ));
    assert_eq!(slot.count(0x84), 0, "no GET CHALLENGE");
}

#[test]
fn quirk_17_a_card_without_the_application_is_no_travel_document() {
    let mut slot = Slot::new(odd(&[Quirk::NotTravelDocument]));
    let answer = slot.read(&can());
    match answer {
        // The twin keeps its data groups: they are read, and nothing signs them.
        Ok(out) => assert!(out.files.bytes(FileId::Sod).is_none()),
        Err(failure) => assert!(matches!(
            failure.error,
            ReadError::Access(AccessError::NotSupported(_))
        )),
    }
}
