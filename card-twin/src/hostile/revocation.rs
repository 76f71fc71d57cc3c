//! Revocation lists beside the trusted CSCA. ICAO Doc 9303-12 §7.1.4, RFC 5280 §5.

use openssl::nid::Nid;

use super::base::authority;
use super::certificate::{Authority, authority_key, extension, key_id};
use super::sign::Key;
use super::{Expect, Maker, Policy, genuine, open, refuted};
use crate::Result;
use crate::der::{self, INTEGER, SEQUENCE};
use crate::profile::Hash;
use crate::random::Random;

/// Serial number of the deck's document signer.
const SIGNER: u8 = 2;

pub(super) fn cases(maker: &mut Maker<'_>) -> Result<()> {
    let base = maker.base;
    let own = &base.authority;
    let current = ("20261101000000Z", "20270201000000Z");
    let stale = ("20260101000000Z", "20260401000000Z");
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
            current,
            SIGNER,
        ),
        (
            "a24-another-revoked",
            "another certificate is on the list",
            cleared,
            &own.key,
            current,
            9,
        ),
        (
            "a25-stale",
            "the list has passed its nextUpdate",
            shown("revocation_list_stale"),
            &own.key,
            stale,
            9,
        ),
        (
            "a25-forged",
            "another key signed the list",
            shown("revocation_list_invalid"),
            &stranger,
            current,
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
    others(maker)
}

/// Lists that are not there for the signer's issuer, not any more, or not yet.
fn others(maker: &mut Maker<'_>) -> Result<()> {
    let base = maker.base;
    let own = &base.authority;
    let current = ("20261101000000Z", "20270201000000Z");
    let stale = ("20260101000000Z", "20260401000000Z");
    let curve = Nid::BRAINPOOL_P384R1;
    let other = authority("VN", "CSCA ELSEWHERE", curve, &mut maker.random)?;
    let of_other = list(&other, &other.key, current, SIGNER, &mut maker.random)?;
    let of_own = list(own, &own.key, current, 9, &mut maker.random)?;
    let ended = list(own, &own.key, stale, 9, &mut maker.random)?;
    let demanded = |reason| open("passive.revocation", "undetermined", reason, "policy");
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
