//! Chip proofs, and the faults that they and the hashes give away.

use card_twin::card::Card;
use card_twin::fault::Fault;
use card_twin::profile::Profile;
use openssl::bn::BigNum;
use openssl::ecdsa::EcdsaSig;
use openssl::pkey::PKey;
use openssl::rsa::Padding;
use openssl::sha::sha256;

use crate::bench::{bytes, card, card_of, hex};
use crate::reading::opened;
use crate::terminal::{Curve, Session, object};

#[test]
fn chip_authentication_renews_the_session_both_ways() {
    let (mut card, _) = card(&[]);
    let mut session = opened(&mut card);
    let secret =
        set_and_authenticate(&mut card, &mut session).expect("MSE:SET AT and GENERAL AUTHENTICATE");
    let mut session = Session::new(&secret);
    assert_eq!(
        Some(session.read(&mut card, 0x0101).as_slice()),
        card.file(0x0101)
    );

    let mut curve = Curve::new();
    let private = curve.private();
    let ours = curve.generator_times(&private);
    let (_, status) = session.send(&mut card, "002241A6", &object(0x91, &ours), None);
    assert_eq!(status, 0x9000);
    let theirs = agreement_key(&card);
    let mut session = Session::new(&curve.times(&theirs, &private)[1..33]);
    assert_eq!(
        Some(session.read(&mut card, 0x010D).as_slice()),
        card.file(0x010D)
    );
}

#[test]
fn a_clone_loses_the_session_at_chip_authentication_and_signs_with_another_key() {
    let (mut card, _) = card(&[Fault::Clone]);
    let mut session = opened(&mut card);
    assert!(!active_authentication_holds(&mut card, &mut session));
    let secret = set_and_authenticate(&mut card, &mut session).expect("the clone answers");
    let (_, status) = Session::new(&secret).send(&mut card, "00A4020C", &[0x01, 0x01], None);
    assert_eq!(status, 0x6988);
}

#[test]
fn a_clone_with_its_own_keys_proves_them_but_not_the_document() {
    let (mut card, _) = card(&[Fault::CloneOwnKeys]);
    let mut session = opened(&mut card);
    assert!(active_authentication_holds(&mut card, &mut session));
    let secret = set_and_authenticate(&mut card, &mut session).expect("answers");
    let mut session = Session::new(&secret);
    let sod = session.read(&mut card, 0x011D);
    assert!(listed(&sod, &card, 0x0101));
    assert!(!listed(&sod, &card, 0x010E) && !listed(&sod, &card, 0x010F));
}

#[test]
fn active_authentication_signs_the_challenge() {
    let (mut card, _) = card(&[]);
    let mut session = opened(&mut card);
    assert!(active_authentication_holds(&mut card, &mut session));
}

#[test]
fn active_authentication_with_rsa_recovers_the_message() {
    let text = include_str!("../../profiles/cccd-2021.toml").replace("\"ecdsa\"", "\"rsa-2048\"");
    let (mut card, _) = card_of(&Profile::from_toml(&text).expect("profile"), &[]);
    let mut session = opened(&mut card);
    let (signature, status) = session.send(&mut card, "00880000", &[7; 8], Some(0));
    assert_eq!((signature.len(), status), (256, 0x9000));
    let key =
        PKey::public_key_from_der(&card.file(0x010F).expect("DG15")[4..]).and_then(|key| key.rsa());
    let mut message = vec![0; 256];
    key.expect("RSA key")
        .public_decrypt(&signature, &mut message, Padding::NONE)
        .expect("opens");
    assert_eq!(
        (message[0], &message[254..]),
        (0x6A, [0x34, 0xCC].as_slice())
    );
    assert_eq!(
        message[222..254],
        sha256(&[&message[1..222], &[7; 8]].concat())
    );
}

#[test]
fn faults_of_the_files_are_seen_in_the_hashes() {
    let (changed, _) = card(&[Fault::ChangedDg2]);
    let sod = changed.file(0x011D).expect("SOD").to_vec();
    assert!(!listed(&sod, &changed, 0x0102) && listed(&sod, &changed, 0x010D));
    // The picture still opens: only the hash gives it away.
    assert!(image::load_from_memory(&changed.file(0x0102).expect("DG2")[84..]).is_ok());
    let (bare, _) = card(&[Fault::NoDg15]);
    assert!(bare.file(0x010F).is_none());
    assert!(hex(bare.file(0x011D).expect("SOD")).contains("302502010F0420"));
}

#[test]
fn an_unknown_issuer_has_another_name_and_key() {
    let (card, pki) = card(&[Fault::UnknownIssuer]);
    let sod = card.file(0x011D).expect("SOD");
    let name = b"CSCA Vietnam TEST UNKNOWN";
    assert!(sod.windows(name.len()).any(|window| window == name));
    let certificate = pki.document_signer().to_der().expect("DER");
    assert!(
        !sod.windows(certificate.len())
            .any(|window| window == certificate)
    );
}

fn set_and_authenticate(card: &mut Card, session: &mut Session) -> Option<Vec<u8>> {
    let (_, status) = session.send(card, "002241A4", &bytes("800A04007F00070202030202"), None);
    assert_eq!(status, 0x9000);
    let mut curve = Curve::new();
    let private = curve.private();
    let ours = curve.generator_times(&private);
    let data = object(0x7C, &object(0x80, &ours));
    let (answer, status) = session.send(card, "00860000", &data, Some(0));
    let secret = curve.times(&agreement_key(card), &private)[1..33].to_vec();
    (status == 0x9000 && hex(&answer) == "7C00").then_some(secret)
}

/// The public point in DG14: the only uncompressed point that ends a BIT STRING of 66 bytes.
fn agreement_key(card: &Card) -> Vec<u8> {
    let dg14 = card.file(0x010E).expect("DG14");
    let at = dg14
        .windows(4)
        .position(|window| window == [0x03, 0x42, 0x00, 0x04])
        .expect("key");
    dg14[at + 3..at + 68].to_vec()
}

fn active_authentication_holds(card: &mut Card, session: &mut Session) -> bool {
    let challenge = bytes("0102030405060708");
    let (signature, status) = session.send(card, "00880000", &challenge, Some(0));
    assert_eq!((signature.len(), status), (64, 0x9000));
    let dg15 = card.file(0x010F).expect("DG15");
    let header = if dg15[1] < 0x80 {
        2
    } else {
        2 + usize::from(dg15[1] & 0x7F)
    };
    let key = PKey::public_key_from_der(&dg15[header..])
        .and_then(|key| key.ec_key())
        .expect("EC key");
    let (r, s) = signature.split_at(32);
    let number = |bytes: &[u8]| BigNum::from_slice(bytes).expect("number");
    let signature = EcdsaSig::from_private_components(number(r), number(s)).expect("signature");
    signature
        .verify(&sha256(&challenge), &key)
        .expect("verifies or not")
}

fn listed(sod: &[u8], card: &Card, file: u16) -> bool {
    let hash = sha256(card.file(file).expect("file"));
    sod.windows(32).any(|window| window == hash)
}
