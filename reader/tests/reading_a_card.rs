//! Whole readings of the software card, which was written without this crate.

use std::cell::Cell;
use std::path::Path;
use std::sync::OnceLock;

use card_twin::card::Card;
use card_twin::fault::Fault;
use card_twin::person::Person;
use card_twin::pki::TestPki;
use card_twin::profile::{ActiveAuthenticationKey, Profile};
use reader::access::{AccessError, AccessKey, CardAccessNumber};
use reader::channel::{ChannelError, Metered};
use reader::chip::ChallengeExpectation;
use reader::files::{DataGroupNumber, FileId};
use reader::mrz::MrzKey;
use reader::read_out::{
    AccessProtocol, ActiveAuthenticationChallenge, Attempt, PasswordKind, ReadOut,
};
use reader::reading::{ReadError, ReadEvent, ReadFailure, ReadRequest, ReadStep, read};
use reader::trust::{ReferenceTime, TrustAnchors};
use reader::verdict::{CheckId, CheckResult, Reason, Verdict, assess};
use time::macros::datetime;

const NOW: time::OffsetDateTime = datetime!(2026-06-01 09:00 +7);
const CHALLENGE: ActiveAuthenticationChallenge = ActiveAuthenticationChallenge([7; 8]);

fn pki() -> &'static TestPki {
    static PKI: OnceLock<TestPki> = OnceLock::new();
    PKI.get_or_init(|| TestPki::mint(NOW).unwrap())
}

fn profile() -> Profile {
    Profile::built_in("cccd-2021").unwrap()
}

fn card_with(profile: &Profile, faults: &[Fault]) -> Card {
    let person =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../card-twin/persons/nguyen-thi-vi-du.toml");
    let person = Person::load(&person).unwrap();
    Card::personalise_with(&person, pki(), profile, NOW, faults).unwrap()
}

fn can(digits: &str) -> ReadRequest {
    let key = AccessKey::Can(CardAccessNumber::new(digits).unwrap());
    ReadRequest {
        key,
        challenge: CHALLENGE,
        allow_bac: false,
    }
}

fn mrz(allow_bac: bool) -> ReadRequest {
    let key = MrzKey::from_fields("199000018", "990315", "390315").unwrap();
    ReadRequest {
        key: AccessKey::Mrz(key),
        challenge: CHALLENGE,
        allow_bac,
    }
}

/// Numbers that never repeat are all that a reading against a test card needs.
fn counting() -> impl FnMut(&mut [u8]) {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    move |buffer| {
        for byte in buffer {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            *byte = state.to_be_bytes()[0];
        }
    }
}

fn read_card(card: &mut Card, request: &ReadRequest) -> Result<ReadOut, ReadFailure> {
    let channel = |command: &[u8]| Ok::<_, ChannelError>(card.transmit(command));
    read(channel, request, &mut counting(), &mut |_| ())
}

fn verdict(out: &ReadOut) -> (Verdict, Vec<(CheckId, CheckResult, Reason)>) {
    let csca = pki().csca().to_der().unwrap();
    let (trust, refused) = TrustAnchors::from_certificates([csca]);
    assert!(refused.is_empty());
    let expected = ChallengeExpectation::Exactly(CHALLENGE);
    let assessment = assess(out, &trust, ReferenceTime(NOW), expected);
    let checks = assessment
        .checks
        .iter()
        .map(|check| (check.id, check.result, check.reason));
    (assessment.verdict(), checks.collect())
}

fn result_of(out: &ReadOut, id: CheckId) -> (CheckResult, Reason) {
    let (_, checks) = verdict(out);
    checks
        .iter()
        .find(|check| check.0 == id)
        .map(|check| (check.1, check.2))
        .unwrap()
}

#[test]
fn a_healthy_card_is_read_whole_and_proven_genuine() {
    for request in [can("000018"), mrz(false)] {
        let mut card = card_with(&profile(), &[]);
        let kind = request.key.kind();
        let out = read_card(&mut card, &request).unwrap();
        for file in [0x011E, 0x011D, 0x0101, 0x0102, 0x010D, 0x010E, 0x010F] {
            let id = FileId::all()
                .filter(|id| *id != FileId::CardSecurity)
                .find(|id| id.fid() == file);
            assert_eq!(out.files.bytes(id.unwrap()), card.file(file), "{file:04X}");
        }
        assert_eq!(out.files.data_group(DataGroupNumber::FINGERS), None);
        let access = out.evidence.access.unwrap();
        assert_eq!(access.protocol, AccessProtocol::Pace { parameter_id: 13 });
        assert_eq!(access.password, kind);
        assert_eq!(verdict(&out).0, Verdict::Genuine);
        let chip = result_of(&out, CheckId::ChipAuthentication);
        assert_eq!(
            chip,
            (CheckResult::Successful, Reason::ConvincesTerminalOnly)
        );
        let chip = result_of(&out, CheckId::ActiveAuthentication);
        assert_eq!(chip, (CheckResult::Successful, Reason::AsRequired));
    }
}

#[test]
fn few_commands_are_sent() {
    let mut card = card_with(&profile(), &[]);
    let exchanges = Cell::new(0);
    let channel = |command: &[u8]| Ok::<_, ChannelError>(card.transmit(command));
    let metered = Metered::new(channel, |_| exchanges.set(exchanges.get() + 1));
    let out = read(metered, &can("000018"), &mut counting(), &mut |_| ()).unwrap();
    let bytes: usize = out.files.iter().map(|(_, bytes)| bytes.len()).sum();
    // One command for EF.CardAccess, five for PACE, one SELECT, two for CA, one for AA; every file
    // ends in a part of a command.
    let least = 10 + bytes.div_ceil(223);
    println!("{} commands for {bytes} bytes", exchanges.get());
    assert!(
        exchanges.get() <= least + out.files.iter().count(),
        "{} of {least}",
        exchanges.get()
    );
}

#[test]
fn events_tell_the_steps_and_every_file_once() {
    let mut card = card_with(&profile(), &[]);
    let (mut steps, mut done, mut last) = (Vec::new(), Vec::new(), 0);
    let channel = |command: &[u8]| Ok::<_, ChannelError>(card.transmit(command));
    let mut watch = |event: ReadEvent<'_>| match event {
        ReadEvent::Step(step) => steps.push(step),
        ReadEvent::File {
            received, expected, ..
        } => {
            assert!(Some(received) <= expected);
            last = received;
        }
        ReadEvent::FileDone { file, bytes } => {
            assert_eq!(bytes.len(), last);
            done.push(file.name());
        }
    };
    read(channel, &can("000018"), &mut counting(), &mut watch).unwrap();
    assert_eq!(
        done,
        [
            "CardAccess",
            "COM",
            "SOD",
            "DG14",
            "DG1",
            "DG13",
            "DG15",
            "DG2"
        ]
    );
    assert_eq!(
        steps,
        [
            ReadStep::CardAccess,
            ReadStep::Access,
            ReadStep::Files,
            ReadStep::ChipAuthentication,
            ReadStep::Files,
            ReadStep::ActiveAuthentication,
        ]
    );
}

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
fn a_card_without_pace_opens_with_the_mrz_only_when_allowed() {
    let profile = Profile {
        pace: false,
        ..profile()
    };
    let out = read_card(&mut card_with(&profile, &[]), &mrz(true)).unwrap();
    let access = out.evidence.access.unwrap();
    assert_eq!(
        (access.protocol, access.password),
        (AccessProtocol::Bac, PasswordKind::Mrz)
    );
    assert!(out.files.data_group(DataGroupNumber::FACE).is_some());
    assert!(matches!(
        out.evidence.chip_authentication,
        Attempt::Answered(_)
    ));
    for request in [
        mrz(false),
        ReadRequest {
            allow_bac: true,
            ..can("000018")
        },
    ] {
        let failure = read_card(&mut card_with(&profile, &[]), &request)
            .err()
            .unwrap();
        assert!(matches!(
            failure.error,
            ReadError::Access(AccessError::NotSupported(_))
        ));
    }
    let key = MrzKey::from_fields("199000018", "990315", "390316").unwrap();
    let wrong = ReadRequest {
        key: AccessKey::Mrz(key),
        ..mrz(true)
    };
    let failure = read_card(&mut card_with(&profile, &[]), &wrong)
        .err()
        .unwrap();
    assert!(failure.is_wrong_password());
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
fn long_rsa_signatures_come_over_an_extended_answer() {
    let active_authentication = ActiveAuthenticationKey::Rsa2048;
    let profile = Profile {
        active_authentication,
        extended_length: true,
        ..profile()
    };
    let out = read_card(&mut card_with(&profile, &[]), &can("000018")).unwrap();
    let proof = result_of(&out, CheckId::ActiveAuthentication);
    assert_eq!(proof, (CheckResult::Successful, Reason::AsRequired));
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
        assert_ne!(verdict(&out).0, Verdict::Genuine);
    }
}
