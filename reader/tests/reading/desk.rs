//! A card on the desk: the software card, which was written without this crate, and its issuer.

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
use reader::mrz::MrzKey;
use reader::read_out::{ActiveAuthenticationChallenge, ReadOut};
use reader::reading::{ReadFailure, ReadRequest, read};
use reader::trust::{ReferenceTime, TrustAnchors};
use reader::verdict::{Assessment, CheckId, CheckResult, Reason, Verdict, assess};
use time::macros::datetime;

pub(crate) const NOW: time::OffsetDateTime = datetime!(2026-06-01 09:00 +7);
pub(crate) const CHALLENGE: ActiveAuthenticationChallenge = ActiveAuthenticationChallenge([7; 8]);

pub(crate) fn pki() -> &'static TestPki {
    static PKI: OnceLock<TestPki> = OnceLock::new();
    PKI.get_or_init(|| TestPki::mint(NOW).unwrap())
}

pub(crate) fn profile() -> Profile {
    Profile::built_in("cccd-2021").unwrap()
}

pub(crate) fn card_with(profile: &Profile, faults: &[Fault]) -> Card {
    let person =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../card-twin/persons/nguyen-thi-vi-du.toml");
    let person = Person::load(&person).unwrap();
    Card::personalise_with(&person, pki(), profile, NOW, faults).unwrap()
}

pub(crate) fn can(digits: &str) -> ReadRequest {
    let key = AccessKey::Can(CardAccessNumber::new(digits).unwrap());
    ReadRequest {
        key,
        challenge: CHALLENGE,
        allow_bac: false,
    }
}

pub(crate) fn mrz(allow_bac: bool) -> ReadRequest {
    let key = MrzKey::from_fields("199000018", "990315", "390315").unwrap();
    ReadRequest {
        key: AccessKey::Mrz(key),
        challenge: CHALLENGE,
        allow_bac,
    }
}

/// Numbers that never repeat are all that a reading against a test card needs.
pub(crate) fn counting() -> impl FnMut(&mut [u8]) {
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

pub(crate) fn read_card(card: &mut Card, request: &ReadRequest) -> Result<ReadOut, ReadFailure> {
    let channel = |command: &[u8]| Ok::<_, ChannelError>(card.transmit(command));
    read(channel, request, &mut counting(), &mut |_| ())
}

pub(crate) fn assessment(out: &ReadOut) -> Assessment {
    let csca = pki().csca().to_der().unwrap();
    let (trust, refused) = TrustAnchors::from_certificates([csca]);
    assert!(refused.is_empty());
    let expected = ChallengeExpectation::Exactly(CHALLENGE);
    assess(out, &trust, ReferenceTime(NOW), expected)
}

pub(crate) fn verdict(out: &ReadOut) -> (Verdict, Vec<(CheckId, CheckResult, Reason)>) {
    let assessment = assessment(out);
    let checks = assessment
        .checks
        .iter()
        .map(|check| (check.id, check.result, check.reason));
    (assessment.verdict(), checks.collect())
}

pub(crate) fn result_of(out: &ReadOut, id: CheckId) -> (CheckResult, Reason) {
    let (_, checks) = verdict(out);
    checks
        .iter()
        .find(|check| check.0 == id)
        .map(|check| (check.1, check.2))
        .unwrap()
}
