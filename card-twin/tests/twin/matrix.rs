//! Every protocol with every parameter, from access to a protected read.

use card_twin::card::Card;
use card_twin::pki::TestPki;
use card_twin::profile::{Hash, Profile};
use card_twin::protocol::{ChipKeyOffer, Mapping, PaceOffer, Suite};
use openssl::bn::BigNum;
use openssl::ecdsa::EcdsaSig;
use openssl::hash::MessageDigest;
use openssl::pkey::PKey;
use openssl::rsa::Padding;

use crate::access::{basic, pace_with};
use crate::bench::{bytes, now, person, profile};
use crate::group::Group;
use crate::terminal::{Session, cbc, object};
use openssl::symm::Mode;

const CAN: &[u8] = b"000018";
const MRZ: &str = "199000018499031593903157";

pub(crate) fn issue(pki: &TestPki, profile: &Profile) -> Card {
    Card::personalise(&person(), pki, profile, now()).expect("card")
}

fn select_and_read(card: &mut Card, session: &mut Session) {
    session.send(card, "00A4040C", &bytes("A0000002471001"), None);
    let (head, status) = session.send(card, "00B08100", &[], Some(95));
    assert_eq!((Some(head.as_slice()), status), (card.file(0x0101), 0x9000));
}

#[test]
fn pace_in_every_mapping_group_and_suite() {
    let pki = TestPki::mint(now()).expect("PKI");
    let offers = PaceOffer::all();
    assert_eq!(offers.len(), 56 + 52 + 33);
    for offer in offers.iter().filter(|offer| offer.mapping != Mapping::Im) {
        let profile = profile().with_pace(&[*offer]).expect("profile");
        let mut card = issue(&pki, &profile.with_buffers(2048, 2048));
        let opened = pace_with(&mut card, offer, 2, CAN, &[]).unwrap_or_else(|status| {
            panic!("{offer:?}: {status:04X}");
        });
        let mut session = opened.session;
        if offer.mapping == Mapping::Cam {
            let sealed = opened.chip_authentication.expect("DO 8A");
            let data = chip_authentication_data(&session, &sealed);
            let group = Group::standard(offer.parameters);
            let proven = group.power(&mapping_key(&card, &group), &data);
            assert_eq!(proven, opened.mapping_key, "{offer:?}");
        }
        select_and_read(&mut card, &mut session);
    }
}

fn chip_authentication_data(session: &Session, sealed: &[u8]) -> BigNum {
    let (suite, key) = (session.suite, &session.encryption_key);
    let vector = cbc(suite, Mode::Encrypt, key, &[0; 16], &[0xFF; 16]);
    let plain = cbc(suite, Mode::Decrypt, key, &vector, sealed);
    let end = plain
        .iter()
        .rposition(|byte| *byte == 0x80)
        .expect("padding");
    BigNum::from_slice(&plain[..end]).expect("number")
}

/// The last point in EF.CardSecurity's content that lies on the curve.
fn mapping_key(card: &Card, group: &Group) -> Vec<u8> {
    let file = card.master_file(0x011D).expect("EF.CardSecurity");
    let width = group.generator().len();
    let Group::Ec(curve) = group else {
        panic!("a curve")
    };
    let generator = group.generator();
    let mut context = openssl::bn::BigNumContext::new().expect("context");
    let mut found = file.windows(width).filter(|window| {
        window[0] == 4
            && *window != generator
            && openssl::ec::EcPoint::from_bytes(curve, window, &mut context).is_ok()
    });
    found.next().expect("a key").to_vec()
}

#[test]
fn chip_authentication_in_every_group_and_suite_from_a_bac_session() {
    let pki = TestPki::mint(now()).expect("PKI");
    for parameters in (0..=2).chain(8..=18) {
        let keys: Vec<ChipKeyOffer> = (1..)
            .zip(Suite::ALL)
            .map(|(id, suite)| ChipKeyOffer {
                explicit: id % 2 == 0,
                ..ChipKeyOffer::new(suite, parameters).with_id(id)
            })
            .collect();
        let profile = profile().with_chip_keys(&keys).expect("profile");
        let profile = profile.with_buffers(2048, 2048);
        let group = Group::standard(parameters);
        for key in &keys {
            let mut card = issue(&pki, &profile);
            let static_private = group.private();
            card = card
                .with_static_key(parameters, &static_private.to_vec())
                .expect("key");
            let public = group.power(&group.generator(), &static_private);
            let mut session = basic(&mut card, MRZ).expect("BAC");
            let private = group.private();
            let ours = group.power(&group.generator(), &private);
            let id = object(0x84, &[key.id.expect("id")]);
            if key.suite == Suite::TripleDes {
                let template = [object(0x91, &ours), id].concat();
                assert_eq!(long(&mut session, &mut card, "002241A6", &template), 0x9000);
            } else {
                let template = [object(0x80, &key.oid()), id].concat();
                let (_, status) = session.send(&mut card, "002241A4", &template, None);
                assert_eq!(status, 0x9000);
                let data = object(0x7C, &object(0x80, &ours));
                assert_eq!(long(&mut session, &mut card, "00860000", &data), 0x9000);
            }
            let secret = group.secret(&group.power(&public, &private));
            let mut session = Session::with(key.suite, &secret, 0);
            select_and_read(&mut card, &mut session);
        }
    }
}

/// A protected command in as many chained parts as it needs.
pub(crate) fn long(session: &mut Session, card: &mut Card, header: &str, data: &[u8]) -> u16 {
    let mut parts = data.chunks(200).peekable();
    while let Some(part) = parts.next() {
        let header = if parts.peek().is_some() {
            format!("1{}", &header[1..])
        } else {
            header.to_owned()
        };
        let le = header.starts_with("0086").then_some(0);
        let (_, status) = session.send(card, &header, part, le);
        if status != 0x9000 {
            return status;
        }
    }
    0x9000
}

#[test]
fn active_authentication_with_every_hash_and_curve() {
    let pki = TestPki::mint(now()).expect("PKI");
    let digests = [
        MessageDigest::sha1(),
        MessageDigest::sha224(),
        MessageDigest::sha256(),
        MessageDigest::sha384(),
        MessageDigest::sha512(),
    ];
    for (hash, digest) in Hash::ALL.into_iter().zip(digests) {
        let mut card = issue(&pki, &profile().with_rsa(1536, hash));
        let signature = sign(&mut card);
        let key = dg15(&card).rsa().expect("RSA");
        let mut message = vec![0; 192];
        key.public_decrypt(&signature, &mut message, Padding::NONE)
            .expect("opens");
        let trailer: &[u8] = match hash {
            Hash::Sha1 => &[0xBC],
            Hash::Sha224 => &[0x38, 0xCC],
            Hash::Sha256 => &[0x34, 0xCC],
            Hash::Sha384 => &[0x36, 0xCC],
            Hash::Sha512 => &[0x35, 0xCC],
        };
        assert!(message[0] == 0x6A && message.ends_with(trailer), "{hash:?}");
        let end = message.len() - trailer.len();
        let (nonce, sum) = message[1..end].split_at(end - 1 - digest.size());
        let expected = openssl::hash::hash(digest, &[nonce, &[7; 8]].concat()).expect("hash");
        assert_eq!(sum, &*expected);
        for (parameters, der) in [(8, false), (12, true), (13, false), (17, true), (18, false)] {
            let mut card = issue(&pki, &profile().with_ecdsa(parameters, hash, der));
            let signature = sign(&mut card);
            let key = dg15(&card).ec_key().expect("EC");
            let signature = if der {
                EcdsaSig::from_der(&signature).expect("DER")
            } else {
                let (r, s) = signature.split_at(signature.len() / 2);
                let number = |bytes| BigNum::from_slice(bytes).expect("number");
                EcdsaSig::from_private_components(number(r), number(s)).expect("signature")
            };
            let sum = openssl::hash::hash(digest, &[7; 8]).expect("hash");
            assert!(
                signature.verify(&sum, &key).expect("verifies"),
                "{parameters} {hash:?}"
            );
        }
    }
}

fn sign(card: &mut Card) -> Vec<u8> {
    let mut session = basic(card, MRZ).expect("BAC");
    let (signature, status) = session.send(card, "00880000", &[7; 8], Some(0));
    assert_eq!(status, 0x9000);
    signature
}

fn dg15(card: &Card) -> PKey<openssl::pkey::Public> {
    let file = card.file(0x010F).expect("DG15");
    let header = if file[1] < 0x80 {
        2
    } else {
        2 + usize::from(file[1] & 0x7F)
    };
    PKey::public_key_from_der(&file[header..]).expect("key")
}
