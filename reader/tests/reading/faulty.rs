//! Wrong passwords, clones, cards that leave and answers that change on the way.

use std::cell::Cell;

use card_twin::card::Card;
use card_twin::fault::Fault;
use reader::channel::ChannelError;
use reader::files::{DataGroupNumber, FileId};
use reader::read_out::ReadOut;
use reader::reading::{ReadFailure, ReadRequest, read};
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

/// A whole reading that ends before command `count`, of a card that need not be issued each time.
fn read_until(card: &mut Card, count: u32) -> Result<ReadOut, ReadFailure> {
    card.reset();
    let mut left = count;
    let channel = |command: &[u8]| {
        // Nothing at all is what a virtual reader answers for a card that left.
        left = left.saturating_sub(1);
        Ok::<_, ChannelError>(if left == 0 {
            Vec::new()
        } else {
            card.transmit(command)
        })
    };
    read(channel, &can("000018"), &mut counting(), &mut |_| ())
}

#[test]
fn a_card_removed_at_any_command_is_told_and_keeps_what_was_read() {
    for profile in [profile(), profile().with_buffers(1920, 1920)] {
        let mut card = card_with(&profile, &[]);
        let mut count = 1;
        let mut before = 0;
        while let Err(failure) = read_until(&mut card, count) {
            assert!(failure.is_card_removed(), "after {count}: {failure}");
            let files = &failure.partial.files;
            let mut kept = files.unfinished().map_or(0, |part| part.bytes.len());
            for (file, bytes) in files.iter() {
                kept += bytes.len();
                let same = file.is_of_master_file() || Some(bytes) == card.file(file.fid());
                assert!(same, "{} after {count}", file.name());
            }
            assert!(kept >= before, "after {count} less was kept than before");
            (before, count) = (kept, count + 1);
        }
        println!("removed at each of {} commands", count - 1);
        assert!(count > 28, "{count}");
    }
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
