//! A software card, which was written without this crate, and its issuer.

use std::path::Path;
use std::sync::OnceLock;

use card_twin::card::Card;
use card_twin::fault::Fault;
use card_twin::person::Person;
use card_twin::pki::TestPki;
use card_twin::profile::Profile;
use reader::access::{AccessKey, CardAccessNumber, PersonalIdentificationNumber};
use reader::channel::ChannelError;
use reader::chip::ChallengeExpectation;
use reader::mrz::MrzKey;
use reader::read_out::{ActiveAuthenticationChallenge, ReadOut};
use reader::reading::{ReadAids, ReadFailure, ReadRequest, read_with};
use reader::trust::{ReferenceTime, TrustAnchors};
use reader::verdict::{Assessment, CheckId, CheckResult, Reason, Verdict, assess};
use time::macros::datetime;

pub(crate) const NOW: time::OffsetDateTime = datetime!(2026-06-01 09:00 +7);
pub(crate) const CHALLENGE: ActiveAuthenticationChallenge = ActiveAuthenticationChallenge([7; 8]);
pub(crate) const PIN: &str = "135790";

pub(crate) fn pki() -> &'static TestPki {
    static PKI: OnceLock<TestPki> = OnceLock::new();
    PKI.get_or_init(|| TestPki::mint(NOW).unwrap())
}

/// A card without portrait: the protocols do not need its weight.
pub(crate) fn light_profile() -> Profile {
    let mut profile = Profile::built_in("cccd-2021").unwrap();
    profile.data_groups = vec![1, 13, 14];
    profile.active_authentication = card_twin::profile::ActiveAuthenticationKey::None;
    profile.extended_length = true;
    profile.with_pin(PIN)
}

pub(crate) fn person() -> Person {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../card-twin/persons/nguyen-thi-vi-du.toml");
    Person::load(&path).unwrap()
}

pub(crate) fn card_of(pki: &TestPki, profile: &Profile, faults: &[Fault]) -> Card {
    Card::personalise_with(&person(), pki, profile, NOW, faults).unwrap()
}

pub(crate) fn card(profile: &Profile) -> Card {
    card_of(pki(), profile, &[])
}

pub(crate) fn can() -> AccessKey {
    AccessKey::Can(CardAccessNumber::new("000018").unwrap())
}

pub(crate) fn mrz() -> AccessKey {
    AccessKey::Mrz(MrzKey::from_fields("199000018", "990315", "390315").unwrap())
}

pub(crate) fn pin(digits: &str) -> AccessKey {
    AccessKey::Pin(PersonalIdentificationNumber::new(digits).unwrap())
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

pub(crate) fn read(card: &mut Card, key: AccessKey) -> Result<ReadOut, ReadFailure> {
    read_aided(card, key, &mut ReadAids::default())
}

pub(crate) fn read_aided(
    card: &mut Card,
    key: AccessKey,
    aids: &mut ReadAids,
) -> Result<ReadOut, ReadFailure> {
    let channel = |command: &[u8]| Ok::<_, ChannelError>(card.transmit(command));
    let request = ReadRequest {
        key,
        challenge: CHALLENGE,
        allow_bac: true,
    };
    read_with(channel, &request, aids, &mut counting(), &mut |_| ())
}

pub(crate) fn assessed(pki: &TestPki, out: &ReadOut) -> Assessment {
    let (trust, refused) = TrustAnchors::from_certificates([pki.csca().to_der().unwrap()]);
    assert!(refused.is_empty());
    let expected = ChallengeExpectation::Exactly(CHALLENGE);
    assess(out, &trust, ReferenceTime(NOW), expected)
}

/// The reading must be genuine, and this check must have ended so.
pub(crate) fn proves(out: &ReadOut, id: CheckId, reason: Reason, what: &str) {
    let assessment = assessed(pki(), out);
    let check = assessment
        .check(id)
        .map(|check| (check.result, check.reason));
    assert_eq!(check, Some((CheckResult::Successful, reason)), "{what}");
    assert_eq!(assessment.verdict(), Verdict::Genuine, "{what}");
}
