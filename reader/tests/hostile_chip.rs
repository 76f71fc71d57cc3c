//! Cards that answer anything at all: a reading ends, within bounds, and proves nothing.

use std::cell::Cell;
use std::path::Path;
use std::sync::OnceLock;

use card_twin::card::Card;
use card_twin::person::Person;
use card_twin::pki::TestPki;
use card_twin::profile::Profile;
use proptest::prelude::*;
use reader::access::{AccessKey, CardAccessNumber};
use reader::channel::ChannelError;
use reader::files::FileId;
use reader::mrz::MrzKey;
use reader::read_out::{ActiveAuthenticationChallenge, ReadOut};
use reader::reading::{ReadRequest, read};

const NOW: time::OffsetDateTime = time::macros::datetime!(2026-06-01 09:00 +7);
const MAX_COMMANDS: u32 = 4096;

fn request(key: AccessKey) -> ReadRequest {
    let challenge = ActiveAuthenticationChallenge([1; 8]);
    ReadRequest {
        key,
        challenge,
        allow_bac: true,
    }
}

fn can() -> ReadRequest {
    request(AccessKey::Can(CardAccessNumber::new("000018").unwrap()))
}

fn mrz() -> ReadRequest {
    request(AccessKey::Mrz(
        MrzKey::from_fields("199000018", "990315", "390315").unwrap(),
    ))
}

/// A reading against any behaviour; whatever came, failed or not.
fn outcome(request: &ReadRequest, mut answer: impl FnMut(&[u8]) -> Vec<u8>) -> (ReadOut, u32) {
    let sent = Cell::new(0);
    let channel = |command: &[u8]| {
        sent.set(sent.get() + 1);
        Ok::<_, ChannelError>(answer(command))
    };
    let mut draw = 0_u8;
    let mut rng = |buffer: &mut [u8]| {
        draw = draw.wrapping_add(1);
        buffer.fill(draw);
    };
    let out = match read(channel, request, &mut rng, &mut |_| ()) {
        Ok(out) => out,
        Err(failure) => *failure.partial,
    };
    (out, sent.get())
}

fn card() -> Card {
    static PKI: OnceLock<TestPki> = OnceLock::new();
    let pki = PKI.get_or_init(|| TestPki::mint(NOW).unwrap());
    let person =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../card-twin/persons/nguyen-thi-vi-du.toml");
    let profile = Profile::built_in("cccd-2021").unwrap();
    Card::personalise(&Person::load(&person).unwrap(), pki, &profile, NOW).unwrap()
}

/// What happens to one answer on its way.
#[derive(Clone, Debug)]
enum Damage {
    Flip(usize, u8),
    Truncate(usize),
    Replace(Vec<u8>),
    Repeat,
}

fn damage() -> impl Strategy<Value = Damage> {
    prop_oneof![
        (0..300_usize, 1..=255_u8).prop_map(|(at, mask)| Damage::Flip(at, mask)),
        (0..300_usize).prop_map(Damage::Truncate),
        prop::collection::vec(any::<u8>(), 0..80).prop_map(Damage::Replace),
        Just(Damage::Repeat),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn answers_of_random_bytes_end(
        answers in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..300), 1..20),
        success in any::<bool>(),
    ) {
        let mut turn = answers.iter().cycle();
        let (_, sent) = outcome(&mrz(), |_| {
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
        let mut card = card();
        let (mut count, mut previous) = (0, Vec::new());
        let (out, sent) = outcome(&can(), |command| {
            let mut answer = card.transmit(command);
            if count == at {
                match &damage {
                    Damage::Flip(index, mask) => {
                        let index = index % answer.len();
                        answer[index] ^= mask;
                    }
                    Damage::Truncate(len) => answer.truncate(*len),
                    Damage::Replace(bytes) => answer.clone_from(bytes),
                    Damage::Repeat => answer.clone_from(&previous),
                }
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
}
