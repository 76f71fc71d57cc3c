//! The card that the targets and the corpus start from: every file, small images, the fictitious person.

use std::path::Path;

use card_twin::card::Card;
use card_twin::person::Person;
use card_twin::pki::TestPki;
use card_twin::profile::Profile;
use time::OffsetDateTime;
use time::macros::datetime;

const NOW: OffsetDateTime = datetime!(2026-11-20 03:00 UTC);
/// A JPEG of 32 by 40 pixels.
pub const PORTRAIT: &[u8] = include_bytes!("../../capture/tests/data/gradient-32x40.jpg");

/// A card with every file and images of a few hundred bytes.
///
/// # Panics
/// When the twin cannot make the card: there is nothing to fuzz then.
#[must_use]
pub fn small_card() -> Card {
    let file =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../card-twin/persons/nguyen-thi-vi-du.toml");
    let person = Person::load(&file).expect("the person file");
    let pki = TestPki::mint(NOW).expect("the issuer");
    let mut profile = Profile::built_in("eac-full").expect("the profile");
    for finger in &mut profile.fingers {
        (finger.width, finger.height) = (16, 16);
    }
    let profile = profile.with_portrait(PORTRAIT.to_vec());
    Card::personalise(&person, &pki, &profile, NOW).expect("the card")
}
