//! Cards as they should be, in all the ways of opening them.

use card_twin::profile::{ActiveAuthenticationKey, Profile};
use reader::access::{AccessError, AccessKey};
use reader::channel::ChannelError;
use reader::files::{DataGroupNumber, FileId};
use reader::mrz::MrzKey;
use reader::read_out::{AccessProtocol, Attempt, PasswordKind};
use reader::reading::{IdentityWatch, ReadError, ReadEvent, ReadRequest, ReadStep, read};
use reader::verdict::{CheckId, CheckResult, Reason, Verdict};

use crate::desk::{can, card_with, counting, mrz, profile, read_card, result_of, verdict};

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
fn the_identity_is_known_before_the_portrait_is_in() {
    let mut card = card_with(&profile(), &[]);
    let (mut identity, mut known, mut face_at) = (IdentityWatch::default(), Vec::new(), None);
    let channel = |command: &[u8]| Ok::<_, ChannelError>(card.transmit(command));
    let mut watch = |event: ReadEvent<'_>| {
        if let ReadEvent::File { file, .. } = event
            && file == FileId::DataGroup(DataGroupNumber::FACE)
        {
            face_at.get_or_insert(known.len());
        }
        if let Some(document) = identity.observe(&event) {
            known.push(document.value().details.is_some());
        }
    };
    read(channel, &can("000018"), &mut counting(), &mut watch).unwrap();
    assert_eq!(known, [false, true], "the MRZ, then the details");
    assert_eq!(face_at, Some(2));
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
