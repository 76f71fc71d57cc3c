//! Every file of every profile of the card twin is parsed, and says what the person file says.

use std::path::Path;
use std::sync::OnceLock;

use card_twin::card::Card;
use card_twin::fault::Fault;
use card_twin::person::Person;
use card_twin::pki::TestPki;
use card_twin::profile::Profile;
use card_twin::quirk::Quirk;
use reader::lds::{AtrInfo, CardAccess, Com, Cvca, Dg11, Dg12, Dg13, Dir, LdsError};
use reader::lds::{FingerFormat, dg1, dg2, dg3, dg14, dg15};
use reader::mrz::MachineReadableZone;
use time::OffsetDateTime;
use time::macros::{date, datetime};

const NOW: OffsetDateTime = datetime!(2026-11-20 03:00 UTC);

/// The profiles that a file may come from.
pub(crate) const PROFILES: [&str; 6] = [
    "cccd-2021",
    "can-cuoc-2024-assumed",
    "under-6",
    "passport-td3",
    "eac-full",
    "legacy-bac-3des",
];

/// A card of this profile for the standard person.
pub(crate) fn card(profile: &str, faults: &[Fault]) -> Card {
    personalise(&Profile::built_in(profile).unwrap(), faults)
}

/// Every file there is, with images of a few hundred bytes.
pub(crate) fn small_card() -> Card {
    const PORTRAIT: &[u8] = include_bytes!("../../../capture/tests/data/gradient-32x40.jpg");
    let mut profile = Profile::built_in("eac-full").unwrap();
    for finger in &mut profile.fingers {
        (finger.width, finger.height) = (16, 16);
    }
    personalise(&profile.with_portrait(PORTRAIT.to_vec()), &[])
}

fn personalise(profile: &Profile, faults: &[Fault]) -> Card {
    static PKI: OnceLock<TestPki> = OnceLock::new();
    let pki = PKI.get_or_init(|| TestPki::mint(NOW).unwrap());
    let file =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../card-twin/persons/nguyen-thi-vi-du.toml");
    let person = Person::load(&file).unwrap();
    Card::personalise_with(&person, pki, profile, NOW, faults).unwrap()
}

fn quirky(quirk: Quirk) -> Card {
    card("cccd-2021", &[Fault::Quirk(quirk)])
}

/// A data group that the profile has.
fn group<T>(
    card: &Card,
    number: u16,
    parse: impl FnOnce(&[u8]) -> Result<T, LdsError>,
) -> Option<T> {
    card.file(0x0100 | number)
        .map(|bytes| parse(bytes).unwrap_or_else(|error| panic!("DG{number}: {error}")))
}

#[test]
fn every_file_of_every_profile_is_parsed() {
    let mut parsed = 0;
    for profile in PROFILES {
        let card = card(profile, &[]);
        let zone = group(&card, 1, dg1::zone).unwrap();
        assert_eq!(
            (zone.surname(), zone.given_names()),
            ("NGUYEN", "THI VI DU"),
            "{profile}"
        );
        assert_eq!(zone.issuing_state(), "VNM");
        assert_eq!(
            matches!(zone, MachineReadableZone::Td3(_)),
            profile == "passport-td3"
        );
        let common = Com::parse(card.file(0x011E).unwrap()).unwrap();
        for number in common.data_groups {
            let number = u16::from(number.value());
            let known = match number {
                2 => group(&card, 2, dg2::parse).map(|face| assert!(!face.image.is_empty())),
                11 => group(&card, 11, Dg11::parse).map(drop),
                12 => group(&card, 12, Dg12::parse).map(drop),
                13 => group(&card, 13, Dg13::parse).map(drop),
                14 => group(&card, 14, dg14::parse).map(drop),
                15 => group(&card, 15, dg15::parse).map(drop),
                _ => None,
            };
            parsed += usize::from(known.is_some());
        }
        if let Some(bytes) = card.master_file(0x011C) {
            assert!(!CardAccess::parse(bytes).unwrap().0.pace.is_empty());
        }
        if let Some(bytes) = card.master_file(0x2F01) {
            AtrInfo::parse(bytes).unwrap();
        }
        if let Some(bytes) = card.master_file(0x2F00) {
            assert!(Dir::parse(bytes).unwrap().has_emrtd());
        }
    }
    assert!(parsed >= 20, "{parsed} files");
}

#[test]
fn additional_details_say_what_the_person_file_says() {
    let card = card("eac-full", &[]);
    let person = group(&card, 11, Dg11::parse).unwrap();
    assert_eq!(person.date_of_birth, Some(date!(1999 - 03 - 15)));
    let document = group(&card, 12, Dg12::parse).unwrap();
    assert!(document.date_of_issue.is_some());
    let details = group(&card, 13, Dg13::parse).unwrap();
    assert_eq!(details.full_name.as_deref(), Some("Nguyễn Thị Ví Dụ"));
    assert_eq!(details.personal_number.as_deref(), Some("001199000018"));
    assert!(details.father.is_some() && details.mother.is_some());
}

#[test]
fn fingers_are_found_behind_terminal_authentication() {
    let card = card("eac-full", &[]);
    let fingers = group(&card, 3, dg3::parse).unwrap();
    let positions: Vec<u8> = fingers.iter().map(|finger| finger.position).collect();
    assert_eq!(positions, [2, 7]);
    for finger in &fingers {
        assert_eq!((finger.claimed_width, finger.claimed_height), (192, 224));
        assert_eq!((finger.format, finger.depth), (FingerFormat::Raw, 8));
    }
}

#[test]
fn tr_03105_lds_k_lengths_of_the_card_are_read() {
    let card = card("passport-td3", &[]);
    let info = AtrInfo::parse(card.master_file(0x2F01).unwrap()).unwrap();
    let lengths = info.extended_length.unwrap();
    assert_eq!((lengths.command, lengths.response), (1920, 1920));
}

#[test]
fn quirk_30_a_huge_count_and_deep_nesting_are_refused() {
    let huge = quirky(Quirk::HugeCount);
    assert!(dg2::parse(huge.file(0x0102).unwrap()).is_err());
    let deep = quirky(Quirk::DeepNesting);
    assert!(Com::parse(deep.file(0x011E).unwrap()).is_err());
}

#[test]
fn quirk_36_lengths_that_der_would_shorten_are_read() {
    let card = quirky(Quirk::Dg14NotDer);
    let infos = group(&card, 14, dg14::parse).unwrap();
    assert!(!infos.chip_authentication_public_keys.is_empty());
}

#[test]
fn quirk_43_nested_other_names_and_empty_objects_are_read() {
    let names = quirky(Quirk::NestedNames);
    assert!(
        !group(&names, 11, Dg11::parse)
            .unwrap()
            .other_names
            .is_empty()
    );
    let empty = quirky(Quirk::EmptyObject);
    assert!(group(&empty, 12, Dg12::parse).is_some());
}

#[test]
fn quirk_50_a_certification_authority_reference_missing_or_thrice_is_refused() {
    let eac = |faults: &[Fault]| card("eac-full", faults);
    let whole = eac(&[]);
    if let Some(bytes) = whole.file(0x011C) {
        assert!(Cvca::parse(bytes).unwrap().previous.is_none());
        for quirk in [Quirk::NoReference, Quirk::ThreeReferences] {
            let odd = eac(&[Fault::Quirk(quirk)]);
            assert!(Cvca::parse(odd.file(0x011C).unwrap()).is_err());
        }
    } else {
        panic!("the profile has terminal authentication but no EF.CVCA");
    }
}
