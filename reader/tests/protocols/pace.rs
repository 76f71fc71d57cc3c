//! PACE: mappings, groups, ciphers and passwords. ICAO Doc 9303-11 §4.4.

use card_twin::fault::Fault;
use card_twin::profile::Profile;
use card_twin::protocol::{Mapping, PaceOffer, Suite};
use card_twin::quirk::Quirk;
use reader::access::AccessKey;
use reader::files::FileId;
use reader::read_out::{AccessProtocol, Attempt};
use reader::verdict::{CheckId, CheckResult, Reason, Verdict};

use crate::bench::{PIN, assessed, can, card, card_of, light_profile, mrz, pin, pki, proves, read};

fn opened(offer: PaceOffer, key: AccessKey, profile: &Profile) {
    let what = format!("{offer:?} {:?}", key.kind());
    let kind = key.kind();
    let profile = profile.clone().with_pace(&[offer]).unwrap();
    let out = read(&mut card(&profile), key).unwrap_or_else(|error| panic!("{what}: {error}"));
    let access = out.evidence.access.unwrap();
    let parameter_id = offer.parameters;
    assert_eq!(
        access.protocol,
        AccessProtocol::Pace { parameter_id },
        "{what}"
    );
    assert_eq!(access.password, kind, "{what}");
    proves(&out, CheckId::AccessPace, Reason::AsRequired, &what);
    if offer.mapping == Mapping::Cam {
        proves(&out, CheckId::PaceCam, Reason::ConvincesTerminalOnly, &what);
    }
}

#[test]
fn every_mapping_group_and_cipher_opens_with_every_password() {
    let profile = light_profile();
    let passwords: [fn() -> AccessKey; 3] = [can, mrz, || pin(PIN)];
    let all = PaceOffer::all();
    // GM: 14 groups, 4 ciphers; IM: one curve less; CAM: 11 curves, 3 ciphers.
    assert_eq!(all.len(), 14 * 4 + 13 * 4 + 11 * 3);
    for (index, offer) in all.iter().enumerate() {
        opened(*offer, passwords[index % 3](), &profile);
    }
    let every_password = [
        PaceOffer::new(Mapping::Gm, Suite::Aes128, 13),
        PaceOffer::new(Mapping::Im, Suite::Aes256, 2),
        PaceOffer::new(Mapping::Cam, Suite::Aes192, 16),
    ];
    for offer in every_password {
        for password in passwords {
            opened(offer, password(), &profile);
        }
    }
    println!("{} combinations of PACE read", all.len() + 9);
}

#[test]
fn long_keys_go_in_parts_to_cards_with_short_commands_only() {
    let mut profile = light_profile();
    profile.extended_length = false;
    for parameters in [0, 1, 2, 17, 18] {
        opened(
            PaceOffer::new(Mapping::Gm, Suite::Aes128, parameters),
            can(),
            &profile,
        );
    }
}

#[test]
fn several_offers_are_answered_with_the_strongest() {
    let offers = [
        PaceOffer::new(Mapping::Gm, Suite::TripleDes, 8),
        PaceOffer::new(Mapping::Gm, Suite::Aes128, 13),
        PaceOffer::new(Mapping::Gm, Suite::Aes256, 13),
        PaceOffer::new(Mapping::Gm, Suite::Aes256, 17),
        PaceOffer::new(Mapping::Im, Suite::Aes128, 2),
    ];
    let profile = light_profile().with_pace(&offers).unwrap();
    let out = read(&mut card(&profile), can()).unwrap();
    let protocol = out.evidence.access.unwrap().protocol;
    assert_eq!(protocol, AccessProtocol::Pace { parameter_id: 17 });
    proves(
        &out,
        CheckId::CardAccessConsistent,
        Reason::AsRequired,
        "all offers are signed",
    );
}

#[test]
fn a_wrong_password_is_named_for_each_mapping() {
    for offer in [
        PaceOffer::new(Mapping::Gm, Suite::TripleDes, 0),
        PaceOffer::new(Mapping::Im, Suite::Aes128, 12),
        PaceOffer::new(Mapping::Cam, Suite::Aes256, 17),
    ] {
        let profile = light_profile().with_pace(&[offer]).unwrap();
        let failure = read(&mut card(&profile), pin("000000")).err().unwrap();
        assert!(failure.is_wrong_password(), "{offer:?}: {}", failure.error);
    }
}

#[test]
fn a_mapping_key_in_card_security_alone_is_found_there() {
    let offer = PaceOffer::new(Mapping::Cam, Suite::Aes128, 13);
    let profile = light_profile().with_pace(&[offer]).unwrap();
    let quirk = Fault::Quirk(Quirk::CamKeyInCardSecurity);
    let out = read(&mut card_of(pki(), &profile, &[quirk]), can()).unwrap();
    assert!(out.files.bytes(FileId::CardSecurity).is_some());
    proves(
        &out,
        CheckId::PaceCam,
        Reason::ConvincesTerminalOnly,
        "EF.CardSecurity",
    );
}

#[test]
fn chip_authentication_mapping_without_proof_is_no_proof() {
    let offer = PaceOffer::new(Mapping::Cam, Suite::Aes128, 13);
    let profile = light_profile().with_pace(&[offer]).unwrap();
    let whole = read(&mut card(&profile), can()).unwrap();
    let judged = |edit: &dyn Fn(&mut reader::read_out::ReadOut)| {
        let mut out = whole.clone();
        edit(&mut out);
        let assessment = assessed(pki(), &out);
        let check = assessment.check(CheckId::PaceCam).unwrap();
        (check.result, check.reason, assessment.verdict())
    };
    let (result, _, verdict) = judged(&|out| {
        let Attempt::Answered(transcript) = &mut out.evidence.pace_cam else {
            panic!("the chip answered");
        };
        transcript.chip_authentication_data[0] ^= 1;
    });
    assert_eq!((result, verdict), (CheckResult::Failed, Verdict::Refuted));
    let (result, reason, _) = judged(&|out| {
        let mut changed = out.files.bytes(FileId::CardSecurity).unwrap().to_vec();
        let last = changed.len() - 1;
        changed[last] ^= 1;
        out.files.insert(FileId::CardSecurity, changed);
    });
    assert_eq!(
        (result, reason),
        (CheckResult::Failed, Reason::SignatureInvalid)
    );
    // DG14 of this card signs the key too.
    let (result, _, verdict) = judged(&|out| {
        out.files.insert(FileId::CardSecurity, Vec::new());
    });
    assert_eq!((result, verdict), (CheckResult::Failed, Verdict::Refuted));
}
