//! RSA signatures with message recovery over a challenge, and keys that anyone could find.
//! ICAO Doc 9303-11 §6.1, ISO/IEC 9796-2.

use super::base::{files_of, hashes_of};
use super::chip_proofs::caught_by_signature;
use super::evidence::CHALLENGE;
use super::security_object::{SecurityObject, lds};
use super::sign::Key;
use super::{Expect, Maker, genuine, refuted};
use crate::Result;
use crate::der;
use crate::issue::signed_data::hash_algorithm;
use crate::profile::Hash;

pub(super) fn cases(maker: &mut Maker<'_>) -> Result<()> {
    recovered_messages(maker)?;
    weak_keys(maker)
}

/// A card whose DG15 holds this key, and this answer.
fn with_key(
    maker: &mut Maker<'_>,
    (name, what): (&'static str, &'static str),
    expect: Expect,
    key: &Key,
    answer: Vec<u8>,
) -> Result<()> {
    let base = maker.base;
    let mut groups = base.groups.clone();
    groups.insert(15, der::group(0x6F, [key.public_info()]));
    let content = lds(&[0], hash_algorithm(Hash::Sha256), &hashes_of(&groups));
    let object = SecurityObject::new(content, base.signer.clone(), &base.signer_key);
    let sod = object.file(&mut maker.random)?;
    maker.add(
        name,
        what,
        files_of(&groups, &base.card_access, sod),
        expect,
    );
    maker.last(|case| case.evidence = case.evidence.clone().signed(answer));
    Ok(())
}

/// Header, recovered message, hash and trailer of ISO/IEC 9796-2.
fn block(header: u8, length: usize, hash: Hash, trailer: &[u8]) -> Result<Vec<u8>> {
    let digest_len = openssl::hash::hash(hash.digest(), &[])?.len();
    let message = vec![0x5A; length.saturating_sub(1 + digest_len + trailer.len())];
    let digest = openssl::hash::hash(hash.digest(), &[&message, &CHALLENGE[..]].concat())?;
    Ok([&[header], message.as_slice(), &digest, trailer].concat())
}

fn recovered_messages(maker: &mut Maker<'_>) -> Result<()> {
    let key = Key::rsa(2048, 65537, None, &mut maker.random)?;
    let length = key.modulus_len();
    let fine = genuine(
        "chip.active_authentication",
        "successful",
        "challenge_not_fresh",
    );
    let rule = caught_by_signature("chip.aa");
    let blocks: [(&'static str, &'static str, Expect, Vec<u8>); 5] = [
        (
            "rsa-sha-256",
            "RSA with message recovery",
            fine,
            block(0x6A, length, Hash::Sha256, &[0x34, 0xCC])?,
        ),
        (
            "a15-trailer-bc-sha-256",
            "trailer BC with a hash of 32 octets",
            rule,
            block(0x6A, length, Hash::Sha256, &[0xBC])?,
        ),
        (
            "a15-unknown-trailer",
            "trailer of no hash function",
            rule,
            block(0x6A, length, Hash::Sha256, &[0x99, 0xCC])?,
        ),
        (
            "a15-no-header",
            "header 4A instead of 6A",
            rule,
            block(0x4A, length, Hash::Sha256, &[0x34, 0xCC])?,
        ),
        (
            "a15-short-message",
            "recovered message of one octet after zeros",
            rule,
            {
                let short = block(0x6A, 36, Hash::Sha256, &[0x34, 0xCC])?;
                [vec![0; length - short.len()], short].concat()
            },
        ),
    ];
    for (name, what, expect, block) in blocks {
        let answer = key.raw(&block)?;
        with_key(maker, (name, what), expect, &key, answer)?;
    }
    Ok(())
}

fn weak_keys(maker: &mut Maker<'_>) -> Result<()> {
    let weak = refuted("chip.active_authentication", "key_refused", "chip.aa-key");
    let beyond = refuted("chip.active_authentication", "key_refused", "structure");
    let keys = [
        (
            "a17-exponent-1",
            "RSA with exponent 1",
            weak,
            Key::rsa(1024, 1, None, &mut maker.random)?,
        ),
        (
            "a17-exponent-even",
            "RSA with exponent 4",
            beyond,
            Key::rsa(1024, 4, None, &mut maker.random)?,
        ),
        (
            "a17-rsa-512",
            "RSA of 512 bits",
            weak,
            Key::rsa(512, 65537, None, &mut maker.random)?,
        ),
        (
            "a17-small-factor",
            "RSA whose modulus 257 divides",
            weak,
            Key::rsa(1024, 65537, Some(257), &mut maker.random)?,
        ),
    ];
    for (name, what, expect, key) in keys {
        let answer = key.raw(&block(
            0x6A,
            key.modulus_len(),
            Hash::Sha256,
            &[0x34, 0xCC],
        )?)?;
        with_key(maker, (name, what), expect, &key, answer)?;
    }
    Ok(())
}
