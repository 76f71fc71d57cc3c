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

/// Files of trust that belong together, by name: a CSCA, its successor and link, its lists.
///
/// # Panics
/// When the twin cannot make them.
#[must_use]
pub fn trust_files() -> Vec<(&'static str, Vec<u8>)> {
    let pki = TestPki::mint(NOW).expect("the issuer");
    let (next, link) = pki.successor().expect("a successor");
    let (_, master_list) = pki.lists().expect("lists");
    vec![
        ("csca.cer", pki.csca().to_der().expect("DER")),
        ("next.cer", next.to_der().expect("DER")),
        ("link.cer", link.to_der().expect("DER")),
        ("signer.cer", pki.document_signer().to_der().expect("DER")),
        ("csca.pem", pki.csca().to_pem().expect("PEM")),
        ("list.ml", master_list.to_vec()),
        ("csca.crl", pki.revoked(NOW).expect("a revocation list")),
        ("defects", defects()),
    ]
}

/// Certificates of terminals and of who issues them, by name.
///
/// # Panics
/// When the twin cannot make them.
#[must_use]
pub fn terminal_files() -> Vec<(&'static str, Vec<u8>)> {
    let pki = TestPki::mint(NOW).expect("the issuer");
    let terminals = pki.terminals().expect("terminals");
    let [verifier, terminal] = terminals.chain();
    let files = [
        ("cvca.cvcert", terminals.authority()),
        ("cvca-link.cvcert", terminals.link()),
        ("dv.cvcert", verifier),
        ("is.cvcert", terminal),
    ];
    files.map(|(name, one)| (name, one.to_bytes())).to_vec()
}

/// DefectList with one entry: the signer of key 07.. is revoked by its issuer.
fn defects() -> Vec<u8> {
    let sha256 = [0x06, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1];
    let kind = [0x06, 10, 4, 0, 0x7F, 0, 7, 3, 1, 5, 1, 1, 0x0A, 1, 3];
    let within =
        |tag: u8, value: &[u8]| [&[tag, u8::try_from(value.len()).expect("short")], value].concat();
    let signer = within(0x80, &[7; 20]);
    let entry = within(0x30, &[signer, within(0x31, &within(0x30, &kind))].concat());
    within(
        0x30,
        &[&[2, 1, 0][..], &sha256, &within(0x31, &entry)].concat(),
    )
}

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
