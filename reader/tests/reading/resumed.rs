//! Cards that leave and come back: what was read stays, what proves the chip is done again.

use card_twin::fault::Fault;
use reader::channel::ChannelError;
use reader::files::{DataGroupNumber, FileId};
use reader::read_out::{Attempt, ReadOut};
use reader::reading::{ReadAids, ReadFailure, read_with, resume};
use reader::verdict::{CheckId, CheckResult, Verdict};

use crate::desk::{can, card_with, counting, profile, read_card, result_of, verdict};

/// Commands until the card leaves; the partial reading, or all of it.
fn leaving_after(count: u32) -> Result<ReadOut, ReadFailure> {
    read_card(
        &mut card_with(&profile(), &[Fault::RemoveAfter(count)]),
        &can("000018"),
    )
}

/// The same chip put back: it has the same keys.
fn both_contacts(count: u32) -> (ReadFailure, ReadOut, u32) {
    let mut card = card_with(&profile(), &[]);
    let mut left = count;
    let channel = |command: &[u8]| {
        if left == 0 {
            return Err(ChannelError::CardRemoved);
        }
        left -= 1;
        Ok(card.transmit(command))
    };
    let aids = &mut ReadAids::default();
    let failure = read_with(channel, &can("000018"), aids, &mut counting(), &mut |_| ());
    let failure = failure.err().unwrap();
    card.reset();
    let mut commands = 0;
    let channel = |command: &[u8]| {
        commands += 1;
        Ok::<_, ChannelError>(card.transmit(command))
    };
    let partial = (*failure.partial).clone();
    let request = can("000018");
    let out = resume(partial, channel, &request, &mut counting(), &mut |_| ());
    let out = out.unwrap_or_else(|failure| panic!("resumed after {count}: {failure}"));
    for (file, bytes) in out
        .files
        .iter()
        .filter(|(file, _)| !file.is_of_master_file())
    {
        assert_eq!(
            Some(bytes),
            card.file(file.fid()),
            "{} after {count}",
            file.name()
        );
    }
    (failure, out, commands)
}

#[test]
fn a_reading_goes_on_where_it_ended() {
    for count in [1, 5, 8, 9, 12, 18, 22, 25, 30, 60, 100] {
        let (failure, out, commands) = both_contacts(count);
        assert!(failure.is_card_removed());
        assert_eq!(verdict(&out).0, Verdict::Genuine, "after {count}");
        assert!(matches!(
            out.evidence.chip_authentication,
            Attempt::Answered(_)
        ));
        assert!(out.files.unfinished().is_none());
        if count == 100 {
            let kept = failure.partial.files.unfinished().unwrap();
            assert_eq!(kept.file, FileId::DataGroup(DataGroupNumber::FACE));
            assert!(kept.bytes.len() > 10_000);
            assert!(commands < 40, "{commands} commands to finish");
        }
    }
}

#[test]
fn a_resumed_reading_can_be_resumed() {
    let mut card = card_with(&profile(), &[]);
    let mut partial = ReadOut::default();
    let mut contacts = 0;
    let out = loop {
        contacts += 1;
        card.reset();
        let mut left = 30;
        let channel = |command: &[u8]| {
            left -= 1;
            if left == 0 {
                return Err(ChannelError::CardRemoved);
            }
            Ok(card.transmit(command))
        };
        match resume(
            partial,
            channel,
            &can("000018"),
            &mut counting(),
            &mut |_| (),
        ) {
            Ok(out) => break out,
            Err(failure) => partial = *failure.partial,
        }
        assert!(contacts < 20);
    };
    assert!(contacts > 3);
    assert_eq!(verdict(&out).0, Verdict::Genuine);
}

#[test]
fn the_chip_that_comes_back_must_prove_itself() {
    let failure = leaving_after(60).err().unwrap();
    assert!(matches!(
        failure.partial.evidence.chip_authentication,
        Attempt::Answered(_)
    ));
    let mut clone = card_with(&profile(), &[Fault::Clone]);
    let channel = |command: &[u8]| Ok::<_, ChannelError>(clone.transmit(command));
    let request = can("000018");
    let out = resume(
        *failure.partial,
        channel,
        &request,
        &mut counting(),
        &mut |_| (),
    )
    .unwrap();
    assert_eq!(verdict(&out).0, Verdict::Refuted);
    assert_eq!(
        result_of(&out, CheckId::ChipAuthentication).0,
        CheckResult::Failed
    );
}

#[test]
fn bytes_that_do_not_fit_the_signature_are_read_anew() {
    let failure = leaving_after(60).err().unwrap();
    let mut partial = *failure.partial;
    let mut kept = partial.files.unfinished().unwrap().clone();
    kept.bytes[2000] ^= 1;
    partial.files.set_unfinished(Some(kept));
    let mut card = card_with(&profile(), &[]);
    let channel = |command: &[u8]| Ok::<_, ChannelError>(card.transmit(command));
    let request = can("000018");
    let out = resume(partial, channel, &request, &mut counting(), &mut |_| ()).unwrap();
    let face = out.files.data_group(DataGroupNumber::FACE);
    assert_eq!(face, card.file(0x0102));
}

#[test]
fn a_card_of_another_kind_is_read_from_its_begin() {
    let failure = leaving_after(60).err().unwrap();
    let other = card_twin::profile::Profile::built_in("eac-full").unwrap();
    let mut card = card_with(&other, &[]);
    let channel = |command: &[u8]| Ok::<_, ChannelError>(card.transmit(command));
    let request = can("000018");
    if let Ok(out) = resume(
        *failure.partial,
        channel,
        &request,
        &mut counting(),
        &mut |_| (),
    ) {
        for (file, bytes) in out
            .files
            .iter()
            .filter(|(file, _)| !file.is_of_master_file())
        {
            assert_eq!(Some(bytes), card.file(file.fid()), "{}", file.name());
        }
    }
}
