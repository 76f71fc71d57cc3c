//! Cards that answer anything at all: a reading ends, within bounds, and proves nothing.

use std::cell::Cell;

use proptest::prelude::*;
use reader::channel::ChannelError;
use reader::files::FileId;
use reader::read_out::ReadOut;
use reader::reading::{ReadRequest, read};

use crate::desk::{can, card_with, counting, mrz, profile};

const MAX_COMMANDS: u32 = 4096;

/// A reading against any behaviour; whatever came, failed or not.
fn outcome(request: &ReadRequest, mut answer: impl FnMut(&[u8]) -> Vec<u8>) -> (ReadOut, u32) {
    let sent = Cell::new(0);
    let channel = |command: &[u8]| {
        sent.set(sent.get() + 1);
        Ok::<_, ChannelError>(answer(command))
    };
    let out = match read(channel, request, &mut counting(), &mut |_| ()) {
        Ok(out) => out,
        Err(failure) => *failure.partial,
    };
    (out, sent.get())
}

/// What happens to one answer on its way.
#[derive(Clone, Debug)]
enum Damage {
    Flip(usize, u8),
    Truncate(usize),
    Replace(Vec<u8>),
    Repeat,
}

impl Damage {
    fn apply(&self, answer: &mut Vec<u8>, previous: &Vec<u8>) {
        match self {
            Self::Flip(index, mask) => {
                let index = index % answer.len();
                answer[index] ^= mask;
            }
            Self::Truncate(len) => answer.truncate(*len),
            Self::Replace(bytes) => answer.clone_from(bytes),
            Self::Repeat => answer.clone_from(previous),
        }
    }
}

fn damage() -> impl Strategy<Value = Damage> {
    prop_oneof![
        (0..300_usize, 1..=255_u8).prop_map(|(at, mask)| Damage::Flip(at, mask)),
        (0..300_usize).prop_map(Damage::Truncate),
        prop::collection::vec(any::<u8>(), 0..80).prop_map(Damage::Replace),
        Just(Damage::Repeat),
    ]
}

/// ISO/IEC 7816-4 §5.3.4: 61xx promises bytes; a chip that promises for ever, with and without bringing some.
#[test]
fn a_promise_of_more_that_never_ends_ends_the_reading() {
    for promise in [vec![0x61, 0x00], vec![0x61, 0x01], vec![0x05, 0x61, 0x00]] {
        for healthy in [0, 1, 4, 9, 20] {
            let mut card = card_with(&profile(), &[]);
            let mut count = 0;
            let (_, sent) = outcome(&can("000018"), |command| {
                count += 1;
                let answer = card.transmit(command);
                if count > healthy {
                    promise.clone()
                } else {
                    answer
                }
            });
            assert!(
                sent <= 400,
                "{promise:02X?} after {healthy}: {sent} commands"
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn answers_of_random_bytes_end(
        answers in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..300), 1..20),
        success in any::<bool>(),
    ) {
        let mut turn = answers.iter().cycle();
        let (_, sent) = outcome(&mrz(true), |_| {
            let mut answer = turn.next().cloned().unwrap_or_default();
            if success {
                answer.extend_from_slice(&[0x90, 0x00]);
            }
            answer
        });
        prop_assert!(sent <= MAX_COMMANDS);
    }

    #[test]
    fn one_damaged_answer_never_changes_a_protected_file(at in 0..110_u32, damage in damage()) {
        let mut card = card_with(&profile(), &[]);
        let (mut count, mut previous) = (0, Vec::new());
        let (out, sent) = outcome(&can("000018"), |command| {
            let mut answer = card.transmit(command);
            if count == at {
                damage.apply(&mut answer, &previous);
            }
            count += 1;
            previous.clone_from(&answer);
            answer
        });
        prop_assert!(sent <= MAX_COMMANDS);
        for (file, bytes) in out.files.iter().filter(|(file, _)| *file != FileId::CardAccess) {
            prop_assert!(card.file(file.fid()) == Some(bytes), "{} changed", file.name());
        }
    }

    #[test]
    fn damage_that_never_ends_ends_the_reading(at in 0..60_u32, every in 1..5_u32, damage in damage()) {
        let mut card = card_with(&profile(), &[]);
        let (mut count, mut previous) = (0, Vec::new());
        let (out, sent) = outcome(&can("000018"), |command| {
            let mut answer = card.transmit(command);
            if count >= at && (count - at).is_multiple_of(every) {
                damage.apply(&mut answer, &previous);
            }
            count += 1;
            previous.clone_from(&answer);
            answer
        });
        prop_assert!(sent <= 400, "{sent} commands");
        for (file, bytes) in out.files.iter().filter(|(file, _)| !file.is_of_master_file()) {
            prop_assert!(card.file(file.fid()) == Some(bytes), "{} changed", file.name());
        }
    }
}
