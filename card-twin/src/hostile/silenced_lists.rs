//! Revocation lists whose key is revoked: they say nothing any more, neither of whom they name nor of whom they do
//! not. RFC 5280 §6.3.3 (f), ICAO Doc 9303-12 §7.1.4.

use openssl::nid::Nid;

use super::certificate::Certificate;
use super::revocation::{self, CSCA, CURRENT, LINK, SIGNER, STALE};
use super::security_object::SecurityObject;
use super::sign::Key;
use super::{Expect, Maker, Policy, genuine, open, refuted};
use crate::Result;

/// Serial numbers that nobody has, and that of the next CSCA's own certificate.
const NOBODY: u8 = 9;
const NEXT: u8 = 7;

type Trust = Vec<(&'static str, Vec<u8>)>;

pub(super) fn cases(maker: &mut Maker<'_>) -> Result<()> {
    of_a_revoked_link(maker)?;
    of_a_revoked_csca(maker)
}

fn add(
    maker: &mut Maker<'_>,
    (name, what): (&'static str, &'static str),
    (expect, policy): (Expect, Policy),
    signer: &[u8],
    trust: Trust,
) -> Result<()> {
    let base = maker.base;
    let object = SecurityObject::new(base.content(), signer.to_vec(), &base.signer_key);
    let sod = object.file(&mut maker.random)?;
    maker.add(name, what, base.files(sod), expect);
    maker.last(|case| {
        case.trust = Some(trust);
        case.policy = policy;
    });
    Ok(())
}

/// The old key certified the new one, and its list takes that back.
fn of_a_revoked_link(maker: &mut Maker<'_>) -> Result<()> {
    let base = maker.base;
    let old = &base.authority;
    let (new, link) = revocation::successor(old, &mut maker.random)?;
    let cleared = genuine("passive.revocation", "successful", "as_required");
    let ended = open(
        "passive.revocation",
        "undetermined",
        "revocation_list_stale",
        "policy.revocation",
    );
    let both = refuted(
        "passive.revocation",
        "issuer_revoked",
        "path.issuers-not-revoked",
    );
    for (name, what, expect, policy, period, named) in [
        (
            "a24-revoked-link-names-signer",
            "the old key's list names the link, and the new key's list the signer of an honest card",
            cleared,
            Policy::Usual,
            CURRENT,
            SIGNER,
        ),
        (
            "a24-revoked-link-clears-signer",
            "the old key's list names the link and has ended; the new key's list would do, and one is demanded",
            ended,
            Policy::RevocationRequired,
            STALE,
            NOBODY,
        ),
        (
            "a24-link-and-csca-revoked",
            "the old key's list names the link, and the new key's list the old CSCA: both are believed",
            both,
            Policy::Usual,
            CURRENT,
            CSCA,
        ),
    ] {
        let of_old = revocation::list(old, &old.key, period, LINK, &mut maker.random)?;
        let of_new = revocation::list(&new, &new.key, CURRENT, named, &mut maker.random)?;
        let trust = vec![
            ("csca.cer", old.der.clone()),
            ("link.cer", link.clone()),
            ("new.crl", of_new),
            ("old.crl", of_old),
        ];
        add(maker, (name, what), (expect, policy), &base.signer, trust)?;
    }
    Ok(())
}

/// The next CSCA, an anchor of its own, revokes the old one.
fn of_a_revoked_csca(maker: &mut Maker<'_>) -> Result<()> {
    let base = maker.base;
    let old = &base.authority;
    let key = Key::on_curve(Nid::BRAINPOOL_P384R1, &mut maker.random)?;
    let mut request = Certificate::authority(old.name.clone(), &key);
    request.serial = vec![NEXT];
    let next = super::certificate::Authority {
        name: old.name.clone(),
        der: request.sign(&key, &mut maker.random)?,
        key,
    };
    let signer = Certificate::signer(&next, &base.signer_key);
    let signer = signer.sign(&next.key, &mut maker.random)?;
    let of_old = revocation::list(old, &old.key, CURRENT, SIGNER, &mut maker.random)?;
    let of_next = revocation::list(&next, &next.key, CURRENT, CSCA, &mut maker.random)?;
    let trust = vec![
        ("csca.cer", old.der.clone()),
        ("next.cer", next.der.clone()),
        ("next.crl", of_next),
        ("old.crl", of_old),
    ];
    let cleared = genuine("passive.revocation", "successful", "as_required");
    add(
        maker,
        (
            "a24-revoked-csca-names-signer",
            "the next CSCA's list names the old one, whose list names a signer of the next",
        ),
        (cleared, Policy::Usual),
        &signer,
        trust,
    )
}
