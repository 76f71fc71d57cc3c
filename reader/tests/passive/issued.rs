//! Cards of the software issuer, read in process.

use std::path::Path;
use std::sync::OnceLock;

use card_twin::card::Card;
use card_twin::fault::Fault;
use card_twin::person::Person;
use card_twin::pki::TestPki;
use card_twin::profile::Profile;
use reader::access::{AccessKey, CardAccessNumber};
use reader::channel::ChannelError;
use reader::chip::ChallengeExpectation;
use reader::presented::{Presented, PresentedKind};
use reader::read_out::{ActiveAuthenticationChallenge, ReadOut};
use reader::reading::{ReadFailure, ReadRequest, read};
use reader::trust::{ReferenceTime, TrustAnchors};
use reader::verdict::{Assessment, CheckId, CheckResult, Reason, assess};
use time::OffsetDateTime;
use time::macros::datetime;

pub(crate) const NOW: OffsetDateTime = datetime!(2026-11-20 03:00 UTC);
pub(crate) const CHALLENGE: ActiveAuthenticationChallenge =
    ActiveAuthenticationChallenge(*b"8 bytes!");

pub(crate) fn pki() -> &'static TestPki {
    static PKI: OnceLock<TestPki> = OnceLock::new();
    PKI.get_or_init(|| TestPki::mint(NOW).unwrap())
}

pub(crate) fn trust() -> TrustAnchors {
    let (trust, refused) = TrustAnchors::from_certificates([pki().csca().to_der().unwrap()]);
    assert_eq!(refused, []);
    trust
}

pub(crate) fn person() -> Person {
    let file =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../card-twin/persons/nguyen-thi-vi-du.toml");
    Person::load(&file).unwrap()
}

pub(crate) fn card(person: &Person, faults: &[Fault]) -> Card {
    let profile = Profile::built_in("cccd-2021").unwrap();
    Card::personalise_with(person, pki(), &profile, NOW, faults).unwrap()
}

/// A reading of the healthy card, made once.
pub(crate) fn healthy() -> ReadOut {
    static READ_OUT: OnceLock<ReadOut> = OnceLock::new();
    READ_OUT
        .get_or_init(|| read_card(card(&person(), &[]), "000018").unwrap())
        .clone()
}

pub(crate) fn read_faulty(fault: Fault) -> ReadOut {
    read_card(card(&person(), &[fault]), "000018").unwrap()
}

pub(crate) fn read_card(mut card: Card, can: &str) -> Result<ReadOut, ReadFailure> {
    let request = ReadRequest {
        key: AccessKey::Can(CardAccessNumber::new(can).unwrap()),
        challenge: CHALLENGE,
        allow_bac: false,
    };
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut random = move |buffer: &mut [u8]| {
        for octet in buffer {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            *octet = state.to_be_bytes()[0];
        }
    };
    let channel =
        move |command: &[u8]| -> Result<Vec<u8>, ChannelError> { Ok(card.transmit(command)) };
    let mut read_out = read(channel, &request, &mut random, &mut |_| {})?;
    read_out.presented = Presented::new(PresentedKind::Can, can)
        .into_iter()
        .collect();
    Ok(read_out)
}

pub(crate) fn judge(read_out: &ReadOut) -> Assessment {
    judge_at(read_out, NOW)
}

pub(crate) fn judge_with(read_out: &ReadOut, trust: &TrustAnchors) -> Assessment {
    let expected = ChallengeExpectation::Exactly(CHALLENGE);
    assess(read_out, trust, ReferenceTime(NOW), expected)
}

pub(crate) fn judge_at(read_out: &ReadOut, moment: OffsetDateTime) -> Assessment {
    assess(
        read_out,
        &trust(),
        ReferenceTime(moment),
        ChallengeExpectation::Exactly(CHALLENGE),
    )
}

/// Result and reason of one check.
pub(crate) fn ended(assessment: &Assessment, id: CheckId) -> (CheckResult, Reason) {
    let check = assessment
        .check(id)
        .unwrap_or_else(|| panic!("no check {}", id.name()));
    (check.result, check.reason)
}
