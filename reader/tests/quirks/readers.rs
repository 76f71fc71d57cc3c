//! Quirks 18 and 46 to 49: readers, drivers and other programs.

use card_twin::fault::Fault;
use card_twin::profile::Profile;
use card_twin::quirk::Quirk;
use reader::channel::ChannelError;
use reader::files::DataGroupNumber;
use reader::reading::{ExtendedLength, ProfileMemory, ReadAids, ReadError};
use reader::verdict::Verdict;

use crate::table::{Slot, assert_genuine, can, card, odd, profile, verdict};

fn long() -> Profile {
    profile().with_buffers(1920, 1920)
}

/// As a driver that has a buffer of 261 bytes.
fn short_driver(command: &[u8]) -> Result<(), ChannelError> {
    if command.len() > 5 && command[4] == 0 {
        Err(ChannelError::Refused(0x8010_002F))
    } else {
        Ok(())
    }
}

#[test]
fn quirk_18_each_model_of_reader_has_its_own_profile() {
    let mut memory = ProfileMemory::default();
    for (model, gate) in [
        (
            "Good 00 00",
            (|_| Ok(())) as fn(&[u8]) -> Result<(), ChannelError>,
        ),
        ("Poor 00 00", short_driver),
    ] {
        let mut slot = Slot::new(card(&long(), &[]));
        slot.gate = gate;
        let mut aids = ReadAids {
            profile: Default::default(),
            ..ReadAids::default()
        };
        let out = slot.read_with(&can(), &mut aids).unwrap();
        assert_eq!(verdict(&out), Verdict::Genuine);
        memory.remember(model, slot.card.atr(), aids.profile);
    }
    let memory = ProfileMemory::parse(&memory.to_text()).unwrap();
    let atr = card(&long(), &[]).atr().to_vec();
    let good = memory.profile("Good 01 00", &atr).extended_length;
    let poor = memory.profile("Poor 02 00", &atr).extended_length;
    assert_eq!(
        (good, poor),
        (ExtendedLength::UpTo(1920), ExtendedLength::Refused)
    );
}

#[test]
fn quirk_46_the_advertised_length_is_probed_once_and_the_session_survives() {
    let mut slot = Slot::new(card(&long(), &[]));
    slot.gate = short_driver;
    let mut aids = ReadAids::default();
    let out = slot.read_with(&can(), &mut aids).unwrap();
    assert_eq!(verdict(&out), Verdict::Genuine);
    assert_eq!(
        slot.restarts, 0,
        "the driver's refusal never reached the card"
    );
    assert_eq!(aids.profile.extended_length, ExtendedLength::Refused);
}

#[test]
fn quirk_47_a_reset_on_the_bus_keeps_what_was_read() {
    let mut slot = Slot::new(card(&profile(), &[]));
    let mut left = 40;
    let mut read = |slot: &mut Slot, aids: &mut ReadAids| {
        let channel = |command: &[u8]| {
            left -= 1;
            if left == 0 {
                return Err(ChannelError::CardReset);
            }
            Ok(slot.card.transmit(command))
        };
        let mut rng = |buffer: &mut [u8]| buffer.fill(0x5A);
        reader::reading::read_with(channel, &can(), aids, &mut rng, &mut |_| ())
    };
    let mut aids = ReadAids::default();
    let failure = read(&mut slot, &mut aids).err().unwrap();
    assert_eq!(failure.error.channel(), Some(&ChannelError::CardReset));
    let kept = failure.partial.files.unfinished().unwrap().bytes.len();
    assert!(kept > 1000);
    slot.card.reset();
    aids.partial = Some(*failure.partial);
    let out = slot.read_with(&can(), &mut aids).unwrap();
    assert_eq!(verdict(&out), Verdict::Genuine);
}

#[test]
fn quirk_48_another_program_resets_the_card_on_the_way() {
    for after in [9, 15, 40, 90] {
        let mut slot = Slot::new(card(&profile(), &[Fault::ResetAfter(after)]));
        match slot.read(&can()) {
            Ok(out) => assert_eq!(verdict(&out), Verdict::Genuine, "after {after}"),
            Err(failure) => assert!(
                !matches!(failure.error, ReadError::File { .. }),
                "after {after}: {failure}"
            ),
        }
    }
}

#[test]
fn quirk_48_a_session_left_behind_is_ended_by_power() {
    let mut slot = Slot::new(odd(&[Quirk::LeftoverSession]));
    assert_genuine(&mut slot, &can());
    assert_eq!(slot.restarts, 1);
    let mut slot = Slot::new(odd(&[Quirk::LeftoverSession]));
    slot.can_restart = false;
    assert!(slot.read(&can()).is_err());
    assert!(
        slot.commands() < 20,
        "said, not looped over: {}",
        slot.commands()
    );
}

#[test]
fn quirk_49_fingers_stay_closed_without_a_certificate() {
    let out = assert_genuine(&mut Slot::new(odd(&[])), &can());
    assert_eq!(out.files.data_group(DataGroupNumber::FINGERS), None);
}
