//! Revocation lists beside the trusted CSCA. ICAO Doc 9303-12 §7.1.4, RFC 5280 §5.

use openssl::nid::Nid;

use super::base::{authority, authority_with};
use super::certificate::{Authority, Certificate, authority_key, extension, key_id};
use super::security_object::SecurityObject;
use super::sign::Key;
use super::{Expect, Maker, Policy, genuine, open, refuted, silenced_lists};
use crate::Result;
use crate::der::{self, INTEGER, SEQUENCE};
use crate::profile::Hash;
use crate::random::Random;

/// Serial number of the deck's document signer.
pub(super) const SIGNER: u8 = 2;
/// Serial number of the deck's CSCA.
pub(super) const CSCA: u8 = 1;
/// Serial number of the link to the CSCA's next key.
pub(super) const LINK: u8 = 5;
/// thisUpdate and nextUpdate around the deck's day.
pub(super) const CURRENT: (&str, &str) = ("20261101000000Z", "20270201000000Z");
/// A period that has passed by then.
pub(super) const STALE: (&str, &str) = ("20260101000000Z", "20260401000000Z");

pub(super) fn cases(maker: &mut Maker<'_>) -> Result<()> {
    let base = maker.base;
    let own = &base.authority;
    let revoked = refuted("passive.revocation", "signer_revoked", "path.not-revoked");
    let shown = |reason| genuine("passive.revocation", "undetermined", reason);
    let cleared = genuine("passive.revocation", "successful", "as_required");
    let stranger = Key::on_curve(Nid::BRAINPOOL_P384R1, &mut maker.random)?;
    let lists: [(&'static str, &'static str, Expect, &Key, _, u8); 4] = [
        (
            "a24-revoked",
            "the signer is on its issuer's list",
            revoked,
            &own.key,
            CURRENT,
            SIGNER,
        ),
        (
            "a24-another-revoked",
            "another certificate is on the list",
            cleared,
            &own.key,
            CURRENT,
            9,
        ),
        (
            "a25-stale",
            "the list has passed its nextUpdate",
            shown("revocation_list_stale"),
            &own.key,
            STALE,
            9,
        ),
        (
            "a25-forged",
            "another key signed the list",
            shown("revocation_list_invalid"),
            &stranger,
            CURRENT,
            SIGNER,
        ),
    ];
    for (name, what, expect, key, period, serial) in lists {
        let list = list(own, key, period, serial, &mut maker.random)?;
        let sod = base.object().file(&mut maker.random)?;
        maker.add(name, what, base.files(sod), expect);
        let anchor = own.der.clone();
        maker.last(|case| case.trust = Some(vec![("csca.cer", anchor), ("csca.crl", list)]));
    }
    over_a_link(maker)?;
    others(maker)?;
    silenced_lists::cases(maker)
}

/// The issuer has taken a new key and certified it with the old one: both speak under one name.
fn over_a_link(maker: &mut Maker<'_>) -> Result<()> {
    let base = maker.base;
    let old = &base.authority;
    let (new, link) = successor(old, &mut maker.random)?;
    let of_new = Certificate::signer(&new, &base.signer_key);
    let of_new = of_new.sign(&new.key, &mut maker.random)?;
    let issuer_revoked = refuted(
        "passive.revocation",
        "issuer_revoked",
        "path.issuers-not-revoked",
    );
    for (name, what, expect, signer, issuer, serial) in [
        (
            "a24-link-revoked",
            "the old key's list names the link to the key that issued the signer",
            issuer_revoked,
            of_new.as_slice(),
            old,
            LINK,
        ),
        (
            "a24-csca-revoked",
            "the new key's list names the old CSCA, which issued the signer",
            issuer_revoked,
            base.signer.as_slice(),
            &new,
            CSCA,
        ),
        (
            "a24-revoked-by-successor",
            "the new key's list names a signer that the old key issued",
            refuted("passive.revocation", "signer_revoked", "path.not-revoked"),
            base.signer.as_slice(),
            &new,
            SIGNER,
        ),
        (
            "a24-another-revoked-by-successor",
            "the new key's list names another certificate",
            genuine("passive.revocation", "successful", "as_required"),
            base.signer.as_slice(),
            &new,
            9,
        ),
        (
            "a24-over-link",
            "the signer's path leads over a link that no list names",
            genuine("passive.revocation", "successful", "as_required"),
            of_new.as_slice(),
            &new,
            9,
        ),
    ] {
        let list = list(issuer, &issuer.key, CURRENT, serial, &mut maker.random)?;
        let object = SecurityObject::new(base.content(), signer.to_vec(), &base.signer_key);
        let sod = object.file(&mut maker.random)?;
        maker.add(name, what, base.files(sod), expect);
        let trusted = [
            ("csca.cer", &old.der),
            ("csca.crl", &list),
            ("link.cer", &link),
        ];
        let trusted = trusted.map(|(name, bytes)| (name, bytes.clone()));
        maker.last(|case| case.trust = Some(trusted.into()));
    }
    Ok(())
}

/// The deck's issuer with a new key under its name, and the link that the old key signed.
pub(super) fn successor(old: &Authority, random: &mut Random) -> Result<(Authority, Vec<u8>)> {
    let key = Key::on_curve(Nid::BRAINPOOL_P384R1, random)?;
    let new = authority_with("VN", "CSCA TEST", key, random)?;
    let mut link = Certificate::authority(old.name.clone(), &new.key);
    link.serial = vec![LINK];
    let old_key = key_id(&old.key.public_info());
    link.extensions.push(authority_key(&old_key));
    let link = link.sign(&old.key, random)?;
    Ok((new, link))
}

/// Lists that are not there for the signer's issuer, not any more, or not yet.
fn others(maker: &mut Maker<'_>) -> Result<()> {
    let base = maker.base;
    let own = &base.authority;
    let curve = Nid::BRAINPOOL_P384R1;
    let other = authority("VN", "CSCA ELSEWHERE", curve, &mut maker.random)?;
    let of_other = list(&other, &other.key, CURRENT, SIGNER, &mut maker.random)?;
    let of_own = list(own, &own.key, CURRENT, 9, &mut maker.random)?;
    let ended = list(own, &own.key, STALE, 9, &mut maker.random)?;
    let demanded = |reason| {
        let rule = "policy.revocation";
        open("passive.revocation", "undetermined", reason, rule)
    };
    type Beside = (
        &'static str,
        &'static str,
        Expect,
        Policy,
        Vec<(&'static str, Vec<u8>)>,
    );
    let cases: [Beside; 4] = [
        (
            "a25-other-issuer",
            "a list of another trusted CSCA names this serial number",
            genuine("passive.revocation", "undetermined", "no_revocation_list"),
            Policy::Usual,
            vec![("other.cer", other.der), ("other.crl", of_other)],
        ),
        (
            "a25-stale-and-required",
            "the list has passed its nextUpdate, and the operator demands one",
            demanded("revocation_list_stale"),
            Policy::RevocationRequired,
            vec![("csca.crl", ended)],
        ),
        (
            "a25-current-and-required",
            "the list is current, and the operator demands one",
            genuine("passive.revocation", "successful", "as_required"),
            Policy::RevocationRequired,
            vec![("csca.crl", of_own.clone())],
        ),
        (
            "a67-clock-behind",
            "the clock is set back to before the issue of the list",
            genuine("clock.plausible", "undetermined", "clock_doubtful").on("2026-10-01"),
            Policy::Usual,
            vec![("csca.crl", of_own)],
        ),
    ];
    for (name, what, expect, policy, mut trust) in cases {
        let sod = base.object().file(&mut maker.random)?;
        maker.add(name, what, base.files(sod), expect);
        trust.insert(0, ("csca.cer", own.der.clone()));
        maker.last(|case| {
            case.trust = Some(trust);
            case.policy = policy;
        });
    }
    Ok(())
}

/// A CertificateList of this issuer that names one serial number, signed by this key.
pub(super) fn list(
    issuer: &Authority,
    key: &Key,
    (from, to): (&str, &str),
    serial: u8,
    random: &mut Random,
) -> Result<Vec<u8>> {
    let time = |text: &str| der::tlv(0x18, text.as_bytes());
    let entry = der::group(SEQUENCE, [der::tlv(INTEGER, &[serial]), time(from)]);
    let number = extension(&[0x55, 0x1D, 0x14], false, &der::integer(1));
    let extensions = [authority_key(&key_id(&issuer.key.public_info())), number];
    let algorithm = key.algorithm(Hash::Sha384);
    let parts = [
        der::integer(1),
        algorithm.clone(),
        issuer.name.clone(),
        time(from),
        time(to),
        der::group(SEQUENCE, [entry]),
        der::group(0xA0, [der::group(SEQUENCE, extensions)]),
    ];
    let body = der::group(SEQUENCE, parts);
    let signature = key.sign(Hash::Sha384, &body, random)?;
    Ok(der::group(
        SEQUENCE,
        [body, algorithm, der::bit_string(&signature)],
    ))
}
