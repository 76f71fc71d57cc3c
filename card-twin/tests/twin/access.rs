//! PACE and Basic Access Control with any parameters, from the terminal's side.

use card_twin::card::Card;
use card_twin::protocol::{Mapping, PaceOffer, Suite};
use openssl::bn::BigNum;
use openssl::sha::sha1;
use openssl::symm::Mode;

use crate::bench::bytes;
use crate::group::Group;
use crate::terminal::{Session, block, cbc, kdf, mac, object, pad};

/// What PACE leaves behind.
pub(crate) struct Opened {
    pub(crate) session: Session,
    /// The chip's ephemeral key.
    pub(crate) chip_key: Vec<u8>,
    /// The chip's key of the mapping.
    pub(crate) mapping_key: Vec<u8>,
    /// DO 87 and DO 88 of the last answer.
    pub(crate) references: Vec<Vec<u8>>,
    /// DO 8A of the last answer.
    pub(crate) chip_authentication: Option<Vec<u8>>,
}

/// PACE with generic or chip authentication mapping; `Err` holds the status word that ended it.
pub(crate) fn pace_with(
    card: &mut Card,
    offer: &PaceOffer,
    reference: u8,
    password: &[u8],
    extra: &[u8],
) -> Result<Opened, u16> {
    assert_ne!(offer.mapping, Mapping::Im, "covered by the worked examples");
    let group = Group::standard(offer.parameters);
    let suite = offer.suite;
    let template = [
        object(0x80, &offer.oid()),
        object(0x83, &[reference]),
        extra.to_vec(),
    ]
    .concat();
    exchange(card, 0x00, "22C1A4", &template, false)?;
    let sealed = authenticate(card, 0x10, &[])?.remove(0).1;
    let password_key = kdf(suite, password, 3);
    let nonce = cbc(
        suite,
        Mode::Decrypt,
        &password_key,
        &vec![0; block(suite)],
        &sealed,
    );
    let private = group.private();
    let ours = group.power(&group.generator(), &private);
    let mapping_key = authenticate(card, 0x10, &object(0x81, &ours))?.remove(0).1;
    let shared = group.power(&mapping_key, &private);
    let nonce = BigNum::from_slice(&nonce).expect("nonce");
    let mapped = group.combine(&group.power(&group.generator(), &nonce), &shared);
    let private = group.private();
    let ours = group.power(&mapped, &private);
    let chip_key = authenticate(card, 0x10, &object(0x83, &ours))?.remove(0).1;
    let secret = group.secret(&group.power(&chip_key, &private));
    let session = Session::with(suite, &secret, 0);
    let token = |key: &[u8]| token(offer, &group, &session, key);
    let mut objects = authenticate(card, 0x00, &object(0x85, &token(&chip_key)))?;
    assert_eq!(objects.remove(0), (0x86, token(&ours)), "the chip's token");
    let references = objects
        .iter()
        .filter(|(tag, _)| matches!(tag, 0x87 | 0x88))
        .map(|(_, value)| value.clone())
        .collect();
    let chip_authentication = objects.into_iter().find(|(tag, _)| *tag == 0x8A);
    Ok(Opened {
        session,
        chip_key,
        mapping_key,
        references,
        chip_authentication: chip_authentication.map(|(_, value)| value),
    })
}

/// Basic Access Control with the standard person's MRZ information.
pub(crate) fn basic(card: &mut Card, mrz_information: &str) -> Result<Session, u16> {
    exchange(card, 0x00, "A4040C", &bytes("A0000002471001"), false)?;
    let challenge = exchange(card, 0x00, "840000", &[], true)?;
    let seed = &sha1(mrz_information.as_bytes())[..16];
    let (encryption_key, mac_key) = (
        kdf(Suite::TripleDes, seed, 1),
        kdf(Suite::TripleDes, seed, 2),
    );
    let ours = [0x11; 8];
    let plain = [&ours, challenge.as_slice(), &[0x22; 16]].concat();
    let zero = [0; 8];
    let cipher = |mode, data: &[u8]| cbc(Suite::TripleDes, mode, &encryption_key, &zero, data);
    let sealed = cipher(Mode::Encrypt, &plain);
    let proof = mac(Suite::TripleDes, &mac_key, &pad(&sealed, 8));
    let answer = exchange(card, 0x00, "820000", &[sealed, proof].concat(), true)?;
    let plain = cipher(Mode::Decrypt, &answer[..32]);
    assert_eq!(
        (&plain[..8], &plain[8..16]),
        (challenge.as_slice(), &ours[..])
    );
    let seed: Vec<u8> = plain[16..].iter().map(|byte| byte ^ 0x22).collect();
    let counter = [&challenge[4..], &ours[4..]].concat();
    let counter = counter
        .iter()
        .fold(0, |sum, byte| sum << 8 | u128::from(*byte));
    Ok(Session::with(Suite::TripleDes, &seed, counter))
}

fn token(offer: &PaceOffer, group: &Group, session: &Session, key: &[u8]) -> Vec<u8> {
    let body = [object(0x06, &offer.oid()), object(group.key_tag(), key)].concat();
    let body = [&[0x7F], object(0x49, &body).as_slice()].concat();
    let input = match offer.suite {
        Suite::TripleDes => pad(&body, 8),
        _ => body,
    };
    mac(offer.suite, &session.mac_key, &input)
}

/// GENERAL AUTHENTICATE; gives the objects of the answer's template.
pub(crate) fn authenticate(
    card: &mut Card,
    class: u8,
    inside: &[u8],
) -> Result<Vec<(u8, Vec<u8>)>, u16> {
    let answer = exchange(card, class, "860000", &object(0x7C, inside), true)?;
    let template = objects(&answer);
    assert_eq!(template[0].0, 0x7C);
    Ok(objects(&template[0].1))
}

/// Objects with one-byte tags.
pub(crate) fn objects(mut data: &[u8]) -> Vec<(u8, Vec<u8>)> {
    let mut found = Vec::new();
    while let [tag, rest @ ..] = data {
        let (length, rest) = match rest {
            [0x82, high, low, rest @ ..] => (usize::from(u16::from_be_bytes([*high, *low])), rest),
            [0x81, length, rest @ ..] | [length, rest @ ..] => (usize::from(*length), rest),
            [] => panic!("cut short"),
        };
        found.push((*tag, rest[..length].to_vec()));
        data = &rest[length..];
    }
    found
}

/// Sends plainly, in extended length where the data need it.
fn exchange(
    card: &mut Card,
    class: u8,
    header: &str,
    data: &[u8],
    answer: bool,
) -> Result<Vec<u8>, u16> {
    let header = [vec![class], bytes(header)].concat();
    let length = u16::try_from(data.len()).expect("length").to_be_bytes();
    let command = match (length, answer) {
        ([0, 0], _) => [header, vec![8]].concat(),
        ([0, length], true) => [header, vec![length], data.to_vec(), vec![0]].concat(),
        ([0, length], false) => [header, vec![length], data.to_vec()].concat(),
        (length, _) => [header, vec![0], length.to_vec(), data.to_vec(), vec![0, 0]].concat(),
    };
    let answer = card.transmit(&command);
    let (data, status) = answer.split_at(answer.len() - 2);
    match u16::from_be_bytes([status[0], status[1]]) {
        0x9000 => Ok(data.to_vec()),
        status => Err(status),
    }
}
