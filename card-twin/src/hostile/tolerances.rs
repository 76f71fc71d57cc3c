//! Deviations that a believed list allows documents of one state. BSI TR-03129-2 §7, ICAO Doc 9303-10 §4.6.2.2.

use openssl::nid::Nid;

use super::base::authority;
use super::certificate::Authority;
use super::lists::{self, DEFECTS, ListSigner};
use super::security_object::SecurityObject;
use super::{Expect, Maker, Policy, genuine, open, refuted};
use crate::Result;
use crate::issue::signed_data::hash_algorithm;
use crate::profile::Hash;

pub(super) const DATA: [u8; 9] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x01];
const DIGESTED: [u8; 9] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x05];

type Change<'a> = &'a dyn Fn(&mut SecurityObject<'_>);

pub(super) fn cases(maker: &mut Maker<'_>) -> Result<()> {
    listed(maker)?;
    demanded(maker)
}

/// Content types and signatures without attributes.
fn listed(maker: &mut Maker<'_>) -> Result<()> {
    let taken = genuine("passive.signature", "successful", "listed_defect");
    let type_refused = refuted(
        "passive.signature",
        "wrong_content_type",
        "cms.content-type",
    );
    let bare_refused = refuted(
        "passive.signature",
        "signed_attributes",
        "cms.attributes-present",
    );
    let as_data: Change<'_> = &|object| {
        object.content_type = DATA.to_vec();
        object.attributes.content_type = Some(DATA.to_vec());
    };
    let bare: Change<'_> = &|object| object.attributes.absent = true;
    let base = maker.base;
    let stranger = authority(
        "VN",
        "CSCA ELSEWHERE",
        Nid::BRAINPOOL_P256R1,
        &mut maker.random,
    )?;
    let own = &base.authority;
    type Listed<'a> = (
        &'static str,
        &'static str,
        Expect,
        Change<'a>,
        Vec<u8>,
        &'a Authority,
    );
    let cases: [Listed<'_>; 7] = [
        (
            "a37-listed-for-the-state",
            "content is id-data, which a list allows Vietnam",
            taken,
            as_data,
            lists::tolerance("VN", &[&DATA], false),
            own,
        ),
        (
            "a37-listed-for-another-state",
            "content is id-data, which a list allows China",
            type_refused,
            as_data,
            lists::tolerance("CN", &[&DATA], false),
            own,
        ),
        (
            "a37-other-type-listed",
            "content is id-data, a list allows Vietnam id-digestedData",
            type_refused,
            as_data,
            lists::tolerance("VN", &[&DIGESTED], true),
            own,
        ),
        (
            "a37-list-of-a-stranger",
            "content is id-data, which a list of an unknown signer allows Vietnam",
            type_refused,
            as_data,
            lists::tolerance("VN", &[&DATA], false),
            &stranger,
        ),
        (
            "a33-bare-listed-for-the-state",
            "the signature covers the content only, which a list allows Vietnam",
            taken,
            bare,
            lists::tolerance("VN", &[], true),
            own,
        ),
        (
            "a33-bare-listed-for-another-state",
            "the signature covers the content only, which a list allows China",
            bare_refused,
            bare,
            lists::tolerance("CN", &[], true),
            own,
        ),
        (
            "a33-bare-not-listed",
            "the signature covers the content only, a list allows Vietnam id-data",
            bare_refused,
            bare,
            lists::tolerance("VN", &[&DATA], false),
            own,
        ),
    ];
    for (name, what, expect, change, entry, issuer) in cases {
        let signer = ListSigner::of(issuer, "VN", DEFECTS, &mut maker.random)?;
        let content = lists::defects(&[entry]);
        let list = signer.sign(issuer, DEFECTS, content, &mut maker.random)?;
        let mut object = base.object();
        change(&mut object);
        let sod = object.file(&mut maker.random)?;
        maker.add(name, what, base.files(sod), expect);
        let anchor = base.authority.der.clone();
        maker.last(|case| case.trust = Some(vec![("csca.cer", anchor), ("defects.dl", list)]));
    }
    Ok(())
}

/// What the operator demands beyond the standard, or takes below it.
fn demanded(maker: &mut Maker<'_>) -> Result<()> {
    let base = maker.base;
    let anchor = vec![("csca.cer", base.authority.der.clone())];
    let sod = base.object().file(&mut maker.random)?;
    let missing = open(
        "passive.revocation",
        "undetermined",
        "no_revocation_list",
        "policy.revocation",
    );
    maker.add(
        "a25-missing-and-required",
        "no revocation list, and the operator demands one",
        base.files(sod),
        missing,
    );
    maker.last(|case| {
        case.trust = Some(anchor.clone());
        case.policy = Policy::RevocationRequired;
    });
    let mut object = base.object();
    object.digest = Hash::Sha1;
    object.signature_hash = Hash::Sha1;
    object.digests = vec![hash_algorithm(Hash::Sha1)];
    let sod = object.file(&mut maker.random)?;
    let flagged = genuine("passive.signature", "successful", "hash_weak");
    maker.add(
        "a41-sha-1-flagged",
        "content and attributes hashed with SHA-1, which the operator takes",
        base.files(sod),
        flagged,
    );
    maker.last(|case| {
        case.trust = Some(anchor);
        case.policy = Policy::Sha1Flagged;
    });
    Ok(())
}
