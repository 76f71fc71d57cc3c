//! Terminal Authentication, and the fingerprints that it unlocks.

use card_twin::card::Card;
use card_twin::fault::Fault;
use card_twin::pki::{MintOptions, TerminalAlgorithm, TestPki};
use card_twin::profile::{Finger, Profile};
use card_twin::protocol::{ChipKeyOffer, Mapping, PaceOffer, Suite};
use card_twin::quirk::Quirk;

use crate::access::{basic, pace_with};
use crate::bench::{bytes, now, person};
use crate::group::Group;
use crate::matrix::{issue, long};
use crate::terminal::{Session, object};

const MRZ: &str = "199000018499031593903157";

/// A session after Chip Authentication, and what Terminal Authentication signs.
struct Inspected {
    session: Session,
    chip_name: Vec<u8>,
    terminal_key: Vec<u8>,
}

fn profile() -> Profile {
    Profile::built_in("eac-full").expect("profile")
}

fn inspect(card: &mut Card, session: Session, chip_name: Vec<u8>, key: &ChipKeyOffer) -> Inspected {
    let group = Group::standard(key.parameters);
    let mut session = session;
    session.send(card, "00A4040C", &bytes("A0000002471001"), None);
    let private = group.private();
    let ours = group.power(&group.generator(), &private);
    let id = object(0x84, &[key.id.expect("id")]);
    let template = [object(0x80, &key.oid()), id].concat();
    let (_, status) = session.send(card, "002241A4", &template, None);
    assert_eq!(status, 0x9000);
    let data = object(0x7C, &object(0x80, &ours));
    assert_eq!(long(&mut session, card, "00860000", &data), 0x9000);
    // The card's static key was set to seven: its public key is seven times the generator.
    let seven = openssl::bn::BigNum::from_u32(7).expect("seven");
    let public = group.power(&group.generator(), &seven);
    let secret = group.secret(&group.power(&public, &private));
    Inspected {
        session: Session::with(key.suite, &secret, 0),
        chip_name,
        terminal_key: group.compressed(&ours),
    }
}

fn inspected_after_bac(card: &mut Card) -> Inspected {
    let session = basic(card, MRZ).expect("BAC");
    let key = ChipKeyOffer::new(Suite::Aes256, 13).with_id(1);
    inspect(card, session, b"1990000184".to_vec(), &key)
}

fn card_with_seven(pki: &TestPki, faults: &[Fault]) -> Card {
    Card::personalise_with(&person(), pki, &profile(), now(), faults)
        .and_then(|card| card.with_static_key(13, &[7]))
        .expect("card")
}

/// Sends a chain and the proof; gives the status word of the last command.
fn authenticate(card: &mut Card, pki: &TestPki, inspected: &mut Inspected, linked: bool) -> u16 {
    let terminals = pki.terminals().expect("terminals");
    let chain = if linked {
        terminals.linked_chain().to_vec()
    } else {
        terminals.chain().to_vec()
    };
    for certificate in chain {
        let session = &mut inspected.session;
        let name = object(0x83, &certificate.authority);
        let (_, status) = session.send(card, "002281B6", &name, None);
        assert_eq!(status, 0x9000, "MSE:SET DST");
        let whole = certificate.to_bytes();
        let header = if whole[2] == 0x82 { 5 } else { 4 };
        let status = long(session, card, "002A00BE", &whole[header..]);
        assert_eq!(status, 0x9000, "PSO:VERIFY CERTIFICATE");
    }
    prove(card, pki, inspected)
}

fn prove(card: &mut Card, pki: &TestPki, inspected: &mut Inspected) -> u16 {
    let terminals = pki.terminals().expect("terminals");
    let session = &mut inspected.session;
    let holder = &terminals.chain()[1].holder;
    let (_, status) = session.send(card, "002281A4", &object(0x83, holder), None);
    if status != 0x9000 {
        return status;
    }
    let (challenge, status) = session.send(card, "00840000", &[], Some(8));
    assert_eq!(status, 0x9000);
    let message = [
        inspected.chip_name.as_slice(),
        &challenge,
        &inspected.terminal_key,
    ]
    .concat();
    let signature = terminals
        .algorithm()
        .sign(terminals.terminal_key(), &message)
        .expect("signs");
    long(session, card, "00820000", &signature)
}

#[test]
fn every_algorithm_unlocks_dg3_after_bac() {
    for algorithm in TerminalAlgorithm::ALL {
        let options = MintOptions {
            terminal_algorithm: algorithm,
            seed: Some(3),
            ..MintOptions::default()
        };
        let pki = TestPki::mint_with(now(), options).expect("PKI");
        let mut card = card_with_seven(&pki, &[]);
        let mut inspected = inspected_after_bac(&mut card);
        let (_, locked) = inspected
            .session
            .send(&mut card, "00A4020C", &[0x01, 0x03], None);
        assert_eq!(locked, 0x6982);
        let status = authenticate(&mut card, &pki, &mut inspected, false);
        assert_eq!(status, 0x9000, "{algorithm:?}");
        let session = &mut inspected.session;
        let (_, status) = session.send(&mut card, "00A4020C", &[0x01, 0x03], None);
        assert_eq!(status, 0x9000, "{algorithm:?}");
        // Beyond 32 KB: only the odd instruction reaches.
        let (part, status) = session.send(&mut card, "00B10000", &bytes("5403010000"), Some(200));
        let dg3 = card.file(0x0103).expect("DG3");
        assert_eq!((part[3..].len(), status), (197, 0x9000));
        assert_eq!(part[3..], dg3[0x10000..0x10000 + 197]);
    }
}

#[test]
fn pace_names_the_authorities_and_its_ephemeral_key_names_the_chip() {
    let pki = TestPki::mint(now()).expect("PKI");
    let mut card = card_with_seven(&pki, &[]);
    let offer = PaceOffer::new(Mapping::Gm, Suite::Aes128, 13);
    let rights = [
        object(0x06, &bytes("04007F000703010201")),
        object(0x53, &[0x3F]),
    ]
    .concat();
    let template = [&[0x7F], object(0x4C, &rights).as_slice()].concat();
    let opened = pace_with(&mut card, &offer, 3, b"135790", &template).expect("PACE");
    assert_eq!(opened.references, [b"VNCVCATEST00001".to_vec()]);
    let name = Group::standard(13).compressed(&opened.chip_key);
    let key = ChipKeyOffer::new(Suite::Aes256, 13).with_id(1);
    let mut inspected = inspect(&mut card, opened.session, name, &key);
    assert_eq!(authenticate(&mut card, &pki, &mut inspected, false), 0x9000);
}

#[test]
fn a_link_certificate_moves_the_trust_point_and_ef_cvca() {
    let pki = TestPki::mint(now()).expect("PKI");
    let mut card = card_with_seven(&pki, &[]);
    let cvca = |card: &Card| card.file(0x011C).expect("EF.CVCA").to_vec();
    let before = [object(0x42, b"VNCVCATEST00001"), vec![0; 19]].concat();
    assert_eq!(cvca(&card), before);
    let mut inspected = inspected_after_bac(&mut card);
    assert_eq!(authenticate(&mut card, &pki, &mut inspected, true), 0x9000);
    let names = [b"VNCVCATEST00002", b"VNCVCATEST00001"];
    let after = [object(0x42, names[0]), object(0x42, names[1]), vec![0; 2]].concat();
    assert_eq!(cvca(&card), after);
}

#[test]
fn foreign_chains_wrong_order_and_wrong_proofs_are_refused() {
    let pki = TestPki::mint(now()).expect("PKI");
    let other = TestPki::mint(now()).expect("PKI");
    let mut card = card_with_seven(&pki, &[]);
    let mut inspected = inspected_after_bac(&mut card);
    assert_eq!(prove(&mut card, &pki, &mut inspected), 0x6A88, "no chain");
    let session = &mut inspected.session;
    let (_, unknown) = session.send(&mut card, "002281B6", &object(0x83, b"XX"), None);
    assert_eq!(unknown, 0x6A88);
    let name = object(0x83, b"VNCVCATEST00001");
    session.send(&mut card, "002281B6", &name, None);
    let forged = other.terminals().expect("terminals").chain()[0].to_bytes();
    assert_eq!(long(session, &mut card, "002A00BE", &forged), 0x6300);
    inspected.terminal_key[0] ^= 1;
    assert_eq!(authenticate(&mut card, &pki, &mut inspected, false), 0x6300);
    let (_, locked) = inspected
        .session
        .send(&mut card, "00A4020C", &[0x01, 0x03], None);
    assert_eq!(locked, 0x6982);
    // Without Chip Authentication there is no terminal's key to bind to.
    card.reset();
    let mut session = basic(&mut card, MRZ).expect("BAC");
    assert_eq!(session.send(&mut card, "002281B6", &name, None).1, 0x6982);
}

#[test]
fn challenges_and_references_may_be_odd() {
    let pki = TestPki::mint(now()).expect("PKI");
    for (quirk, length) in [(Quirk::ShortChallenge, 7), (Quirk::LongChallenge, 9)] {
        let mut card = card_with_seven(&pki, &[Fault::Quirk(quirk)]);
        let mut inspected = inspected_after_bac(&mut card);
        let status = authenticate(&mut card, &pki, &mut inspected, false);
        assert_eq!(status, 0x9000, "{length}");
    }
    let file = |quirk| {
        let card = card_with_seven(&pki, &[Fault::Quirk(quirk)]);
        card.file(0x011C).expect("EF.CVCA").to_vec()
    };
    assert_eq!(file(Quirk::NoReference), [0; 36]);
    let three = file(Quirk::ThreeReferences);
    assert_eq!(three.iter().filter(|byte| **byte == 0x42).count(), 3);
}

#[test]
fn fingers_are_the_image_that_the_profile_gives() {
    let pki = TestPki::mint(now()).expect("PKI");
    let finger = Finger {
        position: 1,
        width: 300,
        height: 400,
        compression: 2,
        image: vec![0xFF, 0xA0, 1, 2, 3],
    };
    let mut profile = profile();
    profile.fingers.clear();
    let card = issue(&pki, &profile.with_finger(finger));
    let dg3 = card.file(0x0103).expect("DG3");
    let at = dg3.windows(4).position(|window| window == b"FIR\0");
    let record = &dg3[at.expect("record")..];
    assert_eq!(record.len(), 46 + 5);
    assert_eq!(record[8..14], [0, 0, 0, 0, 0, 51], "length of the record");
    assert_eq!((record[18], record[28], record[29]), (1, 8, 2));
    assert_eq!(record[32..36], [0, 0, 0, 19], "length of the image block");
    assert_eq!(record[41..45], [1, 44, 1, 144], "300 by 400");
    assert_eq!(record[46..], [0xFF, 0xA0, 1, 2, 3]);
}
