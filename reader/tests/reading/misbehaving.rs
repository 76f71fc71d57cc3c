//! Chips that break the protocols, each in one way: a reading ends, and nothing about them is genuine.

use std::cell::Cell;

use card_twin::card::Card;
use card_twin::fault::Fault;
use card_twin::hostile::{self, ChipCase};
use card_twin::misbehaviour::Misbehaviour as M;
use card_twin::profile::Profile;
use reader::channel::ChannelError;
use reader::files::DataGroupNumber;
use reader::read_out::ReadOut;
use reader::reading::{ReadFailure, ReadRequest, read};
use reader::verdict::{CheckId, CheckResult, Reason, Verdict, unread};

use crate::desk::{
    assessment, can, card_with, counting, mrz, profile, read_card, result_of, verdict,
};

/// Commands that the longest honest reading needs, several times over.
const MAX_COMMANDS: u32 = 1000;

fn card(misbehaviour: M) -> Card {
    card_with(&profile(), &[Fault::Misbehaviour(misbehaviour)])
}

fn reading(card: &mut Card, request: &ReadRequest) -> (Result<ReadOut, ReadFailure>, u32) {
    let sent = Cell::new(0);
    let channel = |command: &[u8]| {
        sent.set(sent.get() + 1);
        Ok::<_, ChannelError>(card.transmit(command))
    };
    let out = read(channel, request, &mut counting(), &mut |_| ());
    (out, sent.get())
}

#[test]
fn access_that_breaks_its_protocol_opens_nothing() {
    let by_pace = [
        M::ShortNonce,
        M::NoNonce,
        M::MappingReflected,
        M::KeyReflected,
        M::KeyAtInfinity,
        M::KeyOffCurve,
        M::MappingIsGenerator,
        M::TokenWrong,
        M::TokenShort,
    ];
    for misbehaviour in by_pace {
        let (out, sent) = reading(&mut card(misbehaviour), &can("000018"));
        let failure = out.err();
        let files = failure.map(|failure| failure.partial.files.iter().count());
        assert_eq!(
            files,
            Some(1),
            "{misbehaviour:?}: EF.CardAccess alone was read"
        );
        assert!(sent <= MAX_COMMANDS, "{misbehaviour:?}: {sent}");
    }
    let mut only_bac = profile();
    only_bac.pace = false;
    for misbehaviour in [
        M::ChallengeNotEchoed,
        M::ChallengeReplaced,
        M::KeyMaterialShort,
        M::AnswerUnauthentic,
        M::AnswerShort,
    ] {
        let mut card = card_with(&only_bac, &[Fault::Misbehaviour(misbehaviour)]);
        let (out, sent) = reading(&mut card, &mrz(true));
        let files = out
            .err()
            .map(|failure| failure.partial.files.iter().count());
        assert_eq!(files, Some(0), "{misbehaviour:?}");
        assert!(sent <= MAX_COMMANDS, "{misbehaviour:?}: {sent}");
    }
}

#[test]
fn sessions_that_break_their_protection_give_no_file_that_is_not_the_cards() {
    for misbehaviour in [
        M::ChecksumWrong,
        M::ChecksumMissing,
        M::StatusMissing,
        M::PaddingMissing,
        M::Plain,
        M::Replayed,
        M::Reordered,
        M::EndlessMore,
        M::EndlessLength,
        M::OneAtATime,
        M::HeaderGrows,
        M::MoreThanAsked,
    ] {
        let mut card = card(misbehaviour);
        let (out, sent) = reading(&mut card, &can("000018"));
        assert!(sent <= MAX_COMMANDS, "{misbehaviour:?}: {sent}");
        let out = out.unwrap_or_else(|failure| *failure.partial);
        for (file, bytes) in out
            .files
            .iter()
            .filter(|(file, _)| !file.is_of_master_file())
        {
            let same = card.file(file.fid()) == Some(bytes);
            assert!(same, "{misbehaviour:?}: {}", file.name());
        }
        // Octets that nobody asked for are left out; everything else ends the reading before the portrait.
        let whole = out.files.data_group(DataGroupNumber::FACE).is_some();
        assert_eq!(whole, misbehaviour == M::MoreThanAsked, "{misbehaviour:?}");
    }
}

#[test]
fn copies_are_told_by_the_proof_that_they_cannot_give() {
    let failed = (CheckResult::Failed, Reason::ChipProofInvalid);
    for (misbehaviour, check) in [
        (M::SignatureReplayed, CheckId::ActiveAuthentication),
        (M::SignatureZero, CheckId::ActiveAuthentication),
        (M::SignatureRefused, CheckId::ActiveAuthentication),
        (M::AgreementRefused, CheckId::ChipAuthentication),
    ] {
        let out = read_card(&mut card(misbehaviour), &can("000018")).unwrap();
        assert_eq!(result_of(&out, check), failed, "{misbehaviour:?}");
        assert_eq!(verdict(&out).0, Verdict::Refuted, "{misbehaviour:?}");
    }
}

#[test]
fn what_nobody_signed_cannot_hide_what_somebody_did() {
    let out = read_card(&mut card(M::KeysHidden), &can("000018")).unwrap();
    for proof in [CheckId::ChipAuthentication, CheckId::ActiveAuthentication] {
        assert_eq!(result_of(&out, proof).0, CheckResult::Successful);
    }
    assert_eq!(
        result_of(&out, CheckId::DocumentConsistent).1,
        Reason::ComDiffers
    );
    let out = read_card(&mut card(M::KeysRemoved), &can("000018")).unwrap();
    assert_eq!(verdict(&out).0, Verdict::Refuted);
    let weaker = read_card(&mut card(M::WeakerAccess), &can("000018")).unwrap();
    let by_bac = read_card(&mut card(M::NoPaceOffered), &mrz(true)).unwrap();
    for out in [weaker, by_bac] {
        let access = result_of(&out, CheckId::CardAccessConsistent);
        assert_eq!(access, (CheckResult::Failed, Reason::CardAccessDiffers));
        assert_eq!(verdict(&out).0, Verdict::Refuted);
    }
}

/// What a chip of the hostile deck must come to, and what it came to.
fn ends(case: &ChipCase) -> ([&'static str; 4], [String; 4]) {
    let fault: Fault = case.name.parse().unwrap();
    let mut card = card_with(&Profile::built_in(case.profile).unwrap(), &[fault]);
    let request = match case.key {
        "can" => can("000018"),
        _ => mrz(true),
    };
    let (out, sent) = reading(&mut card, &request);
    assert!(sent <= MAX_COMMANDS, "{}: {sent}", case.name);
    let assessment = match out {
        Ok(out) => assessment(&out),
        Err(failure) => unread(&failure),
    };
    let mut checks = assessment.checks.iter();
    let check = checks.find(|check| check.id.name() == case.check).unwrap();
    let found = [
        assessment.verdict().word().to_owned(),
        check.id.name(),
        check.result.word().to_owned(),
        check.reason.code(),
    ];
    let wanted = [case.verdict, case.check, case.result, case.reason];
    (wanted, found)
}

#[test]
fn every_chip_of_the_deck_ends_as_it_must() {
    let mut wrong = Vec::new();
    for case in hostile::chips() {
        let (wanted, found) = ends(&case);
        if wanted.map(str::to_owned) != found {
            wrong.push(format!("{}: {found:?}, not {wanted:?}", case.name));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn every_way_to_break_a_protocol_is_a_chip_of_the_deck() {
    let chips = hostile::chips();
    for way in M::ALL {
        let named = chips.iter().any(|chip| chip.name == way.name);
        assert!(named, "{}", way.name);
    }
}
