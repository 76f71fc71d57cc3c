//! Chip authentication: groups, ciphers, key forms and identifiers. ICAO Doc 9303-11 §6.2.

use card_twin::fault::Fault;
use card_twin::protocol::{ChipKeyOffer, Suite};
use card_twin::quirk::Quirk;
use reader::read_out::Attempt;
use reader::verdict::{CheckId, Reason};

use crate::bench::{can, card, card_of, light_profile, mrz, pki, proves, read};

fn proven(keys: &[ChipKeyOffer], is_extended: bool) {
    let what = format!("{keys:?}");
    let mut profile = light_profile().with_chip_keys(keys).unwrap();
    profile.extended_length = is_extended;
    let out = read(&mut card(&profile), can()).unwrap_or_else(|error| panic!("{what}: {error}"));
    proves(
        &out,
        CheckId::ChipAuthentication,
        Reason::ConvincesTerminalOnly,
        &what,
    );
}

#[test]
fn every_group_and_cipher_with_and_without_key_identifier() {
    let mut count = 0;
    for parameters in (0..=2).chain(8..=18) {
        for suite in Suite::ALL {
            let explicit = ChipKeyOffer::new(suite, parameters);
            let by_number = ChipKeyOffer {
                explicit: false,
                ..explicit
            };
            for key in [explicit, by_number.with_id(parameters.max(1))] {
                proven(&[key], true);
                count += 1;
            }
        }
    }
    assert_eq!(count, 14 * 4 * 2);
    println!("{count} combinations of chip authentication read");
}

#[test]
fn the_strongest_of_several_keys_is_used() {
    let keys = [
        ChipKeyOffer::new(Suite::Aes128, 13).with_id(1),
        ChipKeyOffer::new(Suite::Aes256, 17).with_id(2),
        ChipKeyOffer::new(Suite::Aes256, 0).with_id(3),
        ChipKeyOffer::new(Suite::TripleDes, 12).with_id(4),
    ];
    proven(&keys, true);
    let profile = light_profile().with_chip_keys(&keys).unwrap();
    let out = read(&mut card(&profile), can()).unwrap();
    let Attempt::Answered(transcript) = out.evidence.chip_authentication else {
        panic!("the chip answered");
    };
    assert_eq!(transcript.key_id, Some(vec![2]));
}

#[test]
fn long_keys_go_in_parts_to_cards_with_short_commands_only() {
    for (suite, parameters) in [
        (Suite::TripleDes, 1),
        (Suite::Aes128, 2),
        (Suite::Aes256, 1),
        (Suite::Aes256, 18),
    ] {
        proven(&[ChipKeyOffer::new(suite, parameters)], false);
    }
}

#[test]
fn after_basic_access_control_too() {
    for suite in Suite::ALL {
        let mut profile = light_profile().with_pace(&[]).unwrap();
        profile = profile
            .with_chip_keys(&[ChipKeyOffer::new(suite, 12)])
            .unwrap();
        profile.basic_access_control = true;
        let out = read(&mut card(&profile), mrz()).unwrap();
        proves(&out, CheckId::AccessBac, Reason::AsRequired, "{suite:?}");
        let chip = CheckId::ChipAuthentication;
        proves(&out, chip, Reason::ConvincesTerminalOnly, "{suite:?}");
    }
}

#[test]
fn a_refused_key_identifier_is_left_out() {
    let key = ChipKeyOffer::new(Suite::Aes128, 13).with_id(1);
    let profile = light_profile().with_chip_keys(&[key]).unwrap();
    let quirk = Fault::Quirk(Quirk::KeyIdRefused);
    let out = read(&mut card_of(pki(), &profile, &[quirk]), can()).unwrap();
    let chip = CheckId::ChipAuthentication;
    proves(&out, chip, Reason::ConvincesTerminalOnly, "no DO 84");
}
