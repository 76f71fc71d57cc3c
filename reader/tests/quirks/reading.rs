//! Quirks 19 to 30: READ BINARY and secure messaging.

use card_twin::fault::Fault;
use card_twin::quirk::Quirk;
use reader::channel::ChannelError;
use reader::files::DataGroupNumber;
use reader::reading::{ExtendedLength, PastEnd, ReadAids, read_with};

use crate::table::{Slot, assert_genuine, assert_same_files, can, card, odd, profile, verdict};
use reader::verdict::Verdict;

#[test]
fn quirk_19_the_exact_length_is_asked_for_again() {
    let mut slot = Slot::new(odd(&[Quirk::ExactLe]));
    assert_genuine(&mut slot, &can());
    assert_eq!(slot.restarts, 0);
}

#[test]
fn quirk_20_the_end_of_the_file_is_a_warning_and_160_bytes_are_the_most() {
    assert_genuine(&mut Slot::new(odd(&[Quirk::EndOfFileWarning])), &can());
    let mut slot = Slot::new(card(&profile(), &[Fault::LongestRead(160)]));
    let mut aids = ReadAids::default();
    let out = slot.read_with(&can(), &mut aids).unwrap();
    assert_eq!(verdict(&out), Verdict::Genuine);
    assert_eq!(aids.profile.short_limit, Some(160));
}

#[test]
fn quirk_21_192_bytes_are_the_most_and_extended_length_is_refused() {
    let mut slot = Slot::new(card(&profile(), &[Fault::LongestRead(192)]));
    let mut aids = ReadAids::default();
    slot.read_with(&can(), &mut aids).unwrap();
    assert_eq!(aids.profile.short_limit, Some(192));
    assert_eq!(aids.profile.extended_length, ExtendedLength::Refused);
}

#[test]
fn quirk_22_reading_past_the_end_costs_one_session_and_is_remembered() {
    let mut slot = Slot::new(odd(&[Quirk::EndOfFileOutside]));
    let mut aids = ReadAids::default();
    let out = slot.read_with(&can(), &mut aids).unwrap();
    assert_eq!(verdict(&out), Verdict::Genuine);
    assert_same_files(&out, &slot.card);
    assert_eq!(aids.profile.past_end, PastEnd::Forbidden);
    assert!(slot.restarts <= 1, "{}", slot.restarts);
    let mut slot = Slot::new(odd(&[Quirk::EndOfFileOutside]));
    slot.read_with(&can(), &mut aids).unwrap();
    assert_eq!(
        slot.restarts, 0,
        "the second card of the kind loses nothing"
    );
}

#[test]
fn quirk_23_bare_errors_leave_both_sides_counting_alike() {
    let most = Fault::LongestRead(160);
    let mut slot = Slot::new(card(&profile(), &[Fault::Quirk(Quirk::PlainErrors), most]));
    slot.can_restart = false;
    assert_genuine(&mut slot, &can());
    assert_eq!(
        slot.count(0x86),
        4 + 1,
        "one PACE and one chip authentication"
    );
    let faults = [Fault::Quirk(Quirk::PlainErrorsCounted), most];
    let mut slot = Slot::new(card(&profile(), &faults));
    let mut aids = ReadAids::default();
    let out = slot.read_with(&can(), &mut aids).unwrap();
    assert_eq!(verdict(&out), Verdict::Genuine);
    assert_eq!(
        slot.restarts, 1,
        "the other way of counting is found by losing one session"
    );
    // A card of the same kind that meets a bare error again keeps its session.
    aids.profile.short_limit = None;
    let mut slot = Slot::new(card(&profile(), &faults));
    slot.read_with(&can(), &mut aids).unwrap();
    assert_eq!(slot.restarts, 0);
}

#[test]
fn quirk_24_an_error_ends_the_session_and_access_is_gained_again() {
    let ends = Fault::Quirk(Quirk::ErrorEndsSession);
    let mut slot = Slot::new(card(&profile(), &[ends, Fault::LongestRead(160)]));
    assert_genuine(&mut slot, &can());
    assert!(slot.restarts >= 1);
    let mut slot = Slot::new(odd(&[Quirk::ErrorEndsSession, Quirk::NoCommon]));
    let out = slot.read(&can()).unwrap();
    assert_same_files(&out, &slot.card);
    assert!(out.files.data_group(DataGroupNumber::FACE).is_some());
    assert!(slot.restarts <= 3, "{}", slot.restarts);
}

#[test]
fn quirk_25_zeros_before_the_padding_byte_are_padding() {
    assert_genuine(&mut Slot::new(odd(&[Quirk::BadPadding])), &can());
}

#[test]
fn quirk_26_a_truncated_status_object_ends_the_reading_without_data() {
    let mut slot = Slot::new(odd(&[Quirk::TruncatedStatus]));
    let failure = slot.read(&can()).err().unwrap();
    assert!(!failure.is_card_removed());
    assert!(
        failure
            .partial
            .files
            .data_group(DataGroupNumber::MRZ)
            .is_none()
    );
    assert!(slot.commands() < 60, "{}", slot.commands());
}

#[test]
fn quirk_27_an_answer_of_no_bytes_is_neither_an_end_nor_a_loop() {
    let mut slot = Slot::new(odd(&[Quirk::EmptyAt236]));
    let mut aids = ReadAids::default();
    let out = slot.read_with(&can(), &mut aids).unwrap();
    assert_eq!(verdict(&out), Verdict::Genuine);
    assert_eq!(aids.profile.short_limit, Some(192));
    let mut slot = Slot::new(odd(&[Quirk::EmptyAnswers]));
    let mut aids = ReadAids::default();
    let out = slot.read_with(&can(), &mut aids).unwrap();
    assert_eq!(verdict(&out), Verdict::Genuine);
    assert_eq!(
        aids.profile.short_limit, None,
        "now and then an empty answer is no lesson"
    );
}

#[test]
fn quirk_28_a_session_that_ends_is_opened_again_and_the_file_continued() {
    let mut slot = Slot::new(odd(&[Quirk::ShortSession]));
    let out = assert_genuine(&mut slot, &can());
    assert!(out.files.data_group(DataGroupNumber::FACE).is_some());
    let reads = slot.count(0xB0);
    let bytes: usize = out.files.iter().map(|(_, bytes)| bytes.len()).sum();
    assert!(
        reads <= bytes.div_ceil(223) + 20,
        "nothing is read twice: {reads}"
    );
}

#[test]
fn quirk_28_a_card_that_leaves_after_chip_authentication_is_resumed() {
    let mut slot = Slot::new(odd(&[Quirk::LeavesAfterChipAuthentication]));
    let failure = slot.read(&can()).err().unwrap();
    assert!(failure.is_card_removed());
    let mut aids = ReadAids {
        partial: Some(*failure.partial),
        ..ReadAids::default()
    };
    // Another chip cannot take the place of the one that left.
    let out = Slot::new(odd(&[])).read_with(&can(), &mut aids).unwrap();
    assert_eq!(verdict(&out), Verdict::Refuted);
}

#[test]
fn quirk_28_a_card_that_always_leaves_is_read_in_several_contacts() {
    let mut card = odd(&[]);
    let mut aids = ReadAids::default();
    let mut contacts = 0;
    let out = loop {
        contacts += 1;
        card.reset();
        let mut left = None;
        let channel = |command: &[u8]| {
            // GENERAL AUTHENTICATE under protection is chip authentication.
            if command[..2] == [0x0C, 0x86] {
                left = Some(30);
            }
            if let Some(left) = left.as_mut() {
                *left -= 1;
                if *left == 0 {
                    return Err(ChannelError::CardRemoved);
                }
            }
            Ok(card.transmit(command))
        };
        let mut rng = |buffer: &mut [u8]| buffer.fill(contacts + 0x50);
        match read_with(channel, &can(), &mut aids, &mut rng, &mut |_| ()) {
            Ok(out) => break out,
            Err(failure) => aids.partial = Some(*failure.partial),
        }
        assert!(contacts < 10);
    };
    assert!(contacts > 2, "{contacts}");
    assert_eq!(verdict(&out), Verdict::Genuine);
}

#[test]
fn quirk_29_no_short_identifier_for_card_access() {
    assert_genuine(&mut Slot::new(odd(&[Quirk::NoShortIdentifier])), &can());
}

#[test]
fn quirk_30_a_hostile_chip_costs_no_more_than_a_reading() {
    for quirk in [Quirk::HugeCount, Quirk::DeepNesting, Quirk::Downgrade] {
        let mut slot = Slot::new(odd(&[quirk]));
        let out = match slot.read(&can()) {
            Ok(out) => out,
            Err(failure) => *failure.partial,
        };
        assert_same_files(&out, &slot.card);
        assert!(slot.commands() < 200, "{quirk:?}: {}", slot.commands());
    }
    let mut slot = Slot::new(odd(&[Quirk::Downgrade]));
    assert!(slot.read(&can()).is_err(), "unprotected data are no data");
}

#[test]
fn more_bytes_than_fit_a_short_answer_are_not_asked_for() {
    for quirk in [
        Quirk::LeZeroFull,
        Quirk::LeZeroRefused,
        Quirk::TruncatedAnswers,
        Quirk::GetResponse,
        Quirk::OpenSod,
        Quirk::UnknownInfos,
    ] {
        let mut slot = Slot::new(odd(&[quirk]));
        let out = slot
            .read(&can())
            .unwrap_or_else(|failure| panic!("{quirk:?}: {failure}"));
        assert_same_files(&out, &slot.card);
        assert!(
            out.files.data_group(DataGroupNumber::FACE).is_some(),
            "{quirk:?}"
        );
    }
}
