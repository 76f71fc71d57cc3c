//! Wrong passwords, clones, cards that leave and answers that change on the way.

use std::cell::Cell;

use card_twin::fault::Fault;
use reader::channel::ChannelError;
use reader::files::{DataGroupNumber, FileId};
use reader::reading::{ReadRequest, read};
use reader::verdict::{CheckId, CheckResult, Reason, Verdict};

use crate::desk::{can, card_with, counting, mrz, profile, read_card, result_of, verdict};

#[test]
fn a_wrong_can_says_so_and_basic_access_control_is_not_tried() {
    let mut card = card_with(&profile(), &[]);
    let mut instructions = Vec::new();
    let channel = |command: &[u8]| {
        instructions.push(command[1]);
        Ok::<_, ChannelError>(card.transmit(command))
    };
    let request = ReadRequest {
        allow_bac: true,
        ..can("000019")
    };
    let failure = read(channel, &request, &mut counting(), &mut |_| ())
        .err()
        .unwrap();
    assert!(failure.is_wrong_password() && !failure.is_card_removed());
    assert!(!instructions.contains(&0x84), "no GET CHALLENGE");
    assert_eq!(
        instructions
            .iter()
            .filter(|instruction| **instruction == 0x22)
            .count(),
        1
    );
    assert!(failure.partial.files.bytes(FileId::CardAccess).is_some());
    assert!(failure.partial.files.bytes(FileId::Com).is_none());
}

#[test]
fn a_clone_without_keys_is_read_and_refuted() {
    let out = read_card(&mut card_with(&profile(), &[Fault::Clone]), &can("000018")).unwrap();
    assert!(
        out.files.data_group(DataGroupNumber::FACE).is_some(),
        "read on after the failed proof"
    );
    assert_eq!(verdict(&out).0, Verdict::Refuted);
    let failed = (CheckResult::Failed, Reason::ChipProofInvalid);
    assert_eq!(result_of(&out, CheckId::ChipAuthentication), failed);
    assert_eq!(result_of(&out, CheckId::ActiveAuthentication), failed);
}

#[test]
fn a_clone_with_its_own_keys_is_refuted() {
    let out = read_card(
        &mut card_with(&profile(), &[Fault::CloneOwnKeys]),
        &can("000018"),
    )
    .unwrap();
    assert_eq!(verdict(&out).0, Verdict::Refuted);
    let key = CheckId::PassiveHash(DataGroupNumber::SECURITY_OPTIONS);
    assert_eq!(
        result_of(&out, key),
        (CheckResult::Failed, Reason::HashMismatch)
    );
    assert_ne!(
        result_of(&out, CheckId::ChipAuthentication).0,
        CheckResult::Successful
    );
}

#[test]
fn a_data_group_that_ef_com_hides_is_still_asked_for() {
    let out = read_card(&mut card_with(&profile(), &[Fault::NoDg15]), &can("000018")).unwrap();
    assert_eq!(
        out.files
            .data_group(DataGroupNumber::ACTIVE_AUTHENTICATION_KEY),
        None
    );
    assert_eq!(verdict(&out).0, Verdict::Refuted);
}

#[test]
fn a_card_removed_at_any_command_is_told_and_keeps_what_was_read() {
    let mut count = 0;
    loop {
        let mut card = card_with(&profile(), &[Fault::RemoveAfter(count)]);
        match read_card(&mut card, &can("000018")) {
            Ok(out) => {
                assert_eq!(verdict(&out).0, Verdict::Genuine);
                break;
            }
            Err(failure) => {
                assert!(failure.is_card_removed(), "after {count}: {failure}");
                let read = failure
                    .partial
                    .files
                    .iter()
                    .filter(|(file, _)| *file != FileId::CardAccess);
                for (file, bytes) in read {
                    assert_eq!(Some(bytes), card.file(file.fid()), "{}", file.name());
                }
            }
        }
        count += if count < 25 { 1 } else { 13 };
    }
    assert!(count > 80, "{count}");
}

#[test]
fn a_card_that_answers_without_end_is_stopped() {
    let answers: [&[u8]; 5] = [
        &[0x61, 0x00],
        &[0x90, 0x00],
        &[0x67, 0x00],
        &[0x6C, 0x01],
        &[0x31, 0x90, 0x00],
    ];
    for answer in answers {
        let sent = Cell::new(0_u32);
        let channel = |_: &[u8]| {
            sent.set(sent.get() + 1);
            Ok::<_, ChannelError>(answer.to_vec())
        };
        let failure = read(channel, &mrz(true), &mut counting(), &mut |_| ())
            .err()
            .unwrap();
        assert!(sent.get() <= 4096, "{answer:02X?}");
        assert!(!failure.is_card_removed());
    }
}

#[test]
fn a_changed_answer_inside_the_session_never_becomes_a_file() {
    for at in [8, 9, 10, 11, 12, 20, 40, 90] {
        let mut card = card_with(&profile(), &[]);
        let mut count = 0;
        let channel = |command: &[u8]| {
            count += 1;
            let mut answer = card.transmit(command);
            if count == at {
                let middle = answer.len() / 2;
                answer[middle] ^= 1;
            }
            Ok::<_, ChannelError>(answer)
        };
        let out = match read(channel, &can("000018"), &mut counting(), &mut |_| ()) {
            Ok(out) => out,
            Err(failure) => *failure.partial,
        };
        assert!(count >= at, "answer {at} was changed");
        for (file, bytes) in out
            .files
            .iter()
            .filter(|(file, _)| *file != FileId::CardAccess)
        {
            assert_eq!(
                Some(bytes),
                card.file(file.fid()),
                "{} at {at}",
                file.name()
            );
        }
        // The session was lost and access gained again: all that is believed came unchanged.
        let whole = out.files.data_group(DataGroupNumber::FACE).is_some();
        assert!(verdict(&out).0 != Verdict::Genuine || whole, "{at}");
    }
}
