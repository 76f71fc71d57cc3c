//! A card in hand for a test.

use std::path::Path;

use card_twin::card::Card;
use card_twin::fault::Fault;
use card_twin::person::{EXAMPLE_FILE, Person};
use card_twin::pki::TestPki;
use card_twin::profile::Profile;
use time::OffsetDateTime;

pub(crate) const APPLICATION: &str = "00A4040C07A0000002471001";

pub(crate) fn person_file() -> &'static Path {
    Path::new(EXAMPLE_FILE)
}

pub(crate) fn person() -> Person {
    Person::load(person_file()).expect("person file")
}

pub(crate) fn profile() -> Profile {
    Profile::built_in("cccd-2021").expect("profile")
}

pub(crate) fn now() -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(1_795_000_000).expect("an instant of 2026")
}

pub(crate) fn card(faults: &[Fault]) -> (Card, TestPki) {
    card_of(&profile(), faults)
}

pub(crate) fn card_of(profile: &Profile, faults: &[Fault]) -> (Card, TestPki) {
    let pki = TestPki::mint(now()).expect("PKI");
    let card = Card::personalise_with(&person(), &pki, profile, now(), faults).expect("card");
    (card, pki)
}

pub(crate) fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).expect("hex"))
        .collect()
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}

/// Sends hex, gets hex.
pub(crate) fn send(card: &mut Card, command: &str) -> String {
    hex(&card.transmit(&bytes(command)))
}
