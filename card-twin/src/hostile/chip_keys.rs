//! DG14 that announces chip authentication oddly: what is announced is tried or left open, never passed
//! over. ICAO Doc 9303-11 §9.2.5, §9.2.6.

use super::base::{Files, files_of, hashes_of};
use super::evidence::Attempt;
use super::security_object::{SecurityObject, lds};
use super::{Case, Expect, Maker, genuine, open, refuted};
use crate::chip::transcript;
use crate::der;
use crate::issue::signed_data::hash_algorithm;
use crate::issue::{AgreementKey, seeded_data_group_14};
use crate::profile::Hash;
use crate::protocol::{ChipKeyOffer, Suite, info, smartcard};
use crate::{Result, der::SEQUENCE};

/// id-CA-DH-AES-CBC-CMAC-128 among the protocols of chip authentication.
const DH_AES_128: [u8; 3] = [3, 1, 2];

pub(super) fn cases(maker: &mut Maker<'_>) -> Result<()> {
    let proven = genuine(
        "chip.chip_authentication",
        "successful",
        "convinces_terminal_only",
    );
    let missing = open(
        "chip.chip_authentication",
        "undetermined",
        "chip_proof_missing",
        "chip.promise",
    );
    let base = maker.base;
    let announced = base.agreement.offer.info();
    let own = public_key(&base.agreement)?;
    let (_, foreign) = seeded_data_group_14(&mut maker.random)?;
    let (_, third) = seeded_data_group_14(&mut maker.random)?;
    let other = public_key(&foreign)?;

    let infos = [announced.clone(), other.clone(), own.clone()];
    let what = "two keys without identifiers, the chip holds the second";
    add(maker, ("a60-two-keys-no-id", what), proven, &infos, |_| {})?;
    let what = "two keys without identifiers, the chip holds neither";
    let copied = transcript::of(&third, &mut maker.random)?;
    let invalid = refuted("chip.chip_authentication", "chip_proof_invalid", "chip.ca");
    add(maker, ("a60-neither-key", what), invalid, &infos, |case| {
        case.evidence.chip_authentication = Attempt::Answered(copied);
    })?;

    let stronger = ChipKeyOffer::new(Suite::Aes256, base.agreement.offer.parameters);
    let key = AgreementKey::of(stronger, base.agreement.private.to_owned()?)?;
    let strong = transcript::of(&key, &mut maker.random)?;
    let infos = [announced, stronger.info(), own.clone()];
    let what = "one key announced for AES-128 and AES-256: the stronger counts";
    add(maker, ("a60-two-infos", what), proven, &infos, |case| {
        case.evidence.chip_authentication = Attempt::Answered(strong);
    })?;
    let what = "one key announced for AES-128 and AES-256, answered with AES-128";
    add(maker, ("a60-weaker-info", what), invalid, &infos, |_| {})?;

    let unasked = |case: &mut Case| case.evidence.chip_authentication = Attempt::NotOffered;
    let version_2 = info(&base.agreement.offer.oid(), &[der::integer(2)]);
    let what = "chip authentication announced in version 2 only";
    add(
        maker,
        ("a60-version-2", what),
        missing,
        &[version_2, own.clone()],
        unasked,
    )?;
    let modular = info(&smartcard(&DH_AES_128), &[der::integer(1)]);
    let what = "chip authentication announced over DH, the key is on a curve";
    add(
        maker,
        ("a60-other-family", what),
        missing,
        &[modular, own],
        unasked,
    )?;
    let what = "chip authentication announced, the key is nowhere";
    let alone = [base.agreement.offer.info()];
    add(maker, ("a60-no-key", what), missing, &alone, unasked)?;

    let strange = der::tlv(der::OID, &[0x2A, 0x03, 0x04]);
    let strange = der::group(
        SEQUENCE,
        [der::group(SEQUENCE, [strange]), der::bit_string(&[4])],
    );
    let key = info(&smartcard(&[1, 2]), &[strange]);
    let refused = refuted(
        "chip.chip_authentication",
        "chip_proof_invalid",
        "chip.answers",
    );
    let what = "the key is on a curve that no standard has";
    let infos = [base.agreement.offer.info(), key];
    add(
        maker,
        ("a60-unknown-curve", what),
        refused,
        &infos,
        |case| {
            case.evidence.chip_authentication = Attempt::Failed;
        },
    )
}

/// The honest card whose DG14 announces this of chip authentication.
fn add(
    maker: &mut Maker<'_>,
    (name, what): (&'static str, &'static str),
    expect: Expect,
    infos: &[Vec<u8>],
    change: impl FnOnce(&mut Case),
) -> Result<()> {
    let files = files(maker, infos)?;
    maker.add(name, what, files, expect);
    maker.last(change);
    Ok(())
}

fn files(maker: &mut Maker<'_>, infos: &[Vec<u8>]) -> Result<Files> {
    let base = maker.base;
    let mut groups = base.groups.clone();
    let before = groups.remove(&14).unwrap_or_default();
    groups.insert(
        14,
        der::group(0x6E, [der::set_of(announcing(&before, infos))]),
    );
    let content = lds(&[0], hash_algorithm(Hash::Sha256), &hashes_of(&groups));
    let object = SecurityObject::new(content, base.signer.clone(), &base.signer_key);
    let sod = object.file(&mut maker.random)?;
    Ok(files_of(&groups, &base.card_access, sod))
}

/// The infos of a DG14 with these in place of its own of chip authentication.
fn announcing(before: &[u8], infos: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let all = || {
        let set = der::first(der::first(before)?.value)?;
        der::all(set.value)
    };
    let own = [smartcard(&[1]), smartcard(&[3])];
    let is_own = |info: &[u8]| {
        let identifier = der::first(info).map(|object| object.value);
        identifier.is_some_and(|identifier| own.iter().any(|arc| identifier.starts_with(arc)))
    };
    let kept = all().unwrap_or_default().into_iter();
    let kept = kept
        .filter(|(_, info)| !is_own(info))
        .map(|(tag, info)| der::tlv(tag, info));
    kept.chain(infos.iter().cloned()).collect()
}

/// ChipAuthenticationPublicKeyInfo without an identifier.
pub(super) fn public_key(key: &AgreementKey) -> Result<Vec<u8>> {
    Ok(info(&smartcard(&[1, 2]), &[key.public_key_info()?]))
}
