//! EF.CardAccess, which nobody signed, against DG14. ICAO Doc 9303-11 §9.2.

use super::base::{files_of, hashes_of};
use super::chip_proofs::add;
use super::security_object::{SecurityObject, lds};
use super::{Case, Expect, Maker, genuine, refuted};
use crate::Result;
use crate::der::{self, OID, SEQUENCE};
use crate::issue::signed_data::hash_algorithm;
use crate::profile::Hash;
use crate::protocol::{info, smartcard};

const CHECK: &str = "access.card_access_consistent";
const DIFFERS: Expect = refuted(CHECK, "card_access_differs", "access.card-access");
/// id-ecPublicKey, 1.2.840.10045.2.1.
const EC_PUBLIC_KEY: [u8; 7] = [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01];

pub(super) fn cases(maker: &mut Maker<'_>) -> Result<()> {
    altered(maker)?;
    more_than_signed(maker)?;
    less_than_signed(maker)
}

fn altered(maker: &mut Maker<'_>) -> Result<()> {
    let weaker = |octet: u8| {
        move |case: &mut Case| {
            if let Some(last) = case
                .files
                .get_mut("CardAccess")
                .and_then(|file| file.last_mut())
            {
                *last = octet;
            }
        }
    };
    add(
        maker,
        (
            "a57-other-parameters",
            "EF.CardAccess offers another curve than DG14",
        ),
        DIFFERS,
        weaker(12),
    )?;
    add(
        maker,
        ("a57-removed", "EF.CardAccess removed, opened by BAC"),
        DIFFERS,
        |case| {
            case.files.remove("CardAccess");
            case.evidence.by_pace = false;
        },
    )?;
    add(
        maker,
        ("a57-no-pace", "EF.CardAccess offers no PACE, opened by BAC"),
        DIFFERS,
        |case| {
            // Everything but the last SecurityInfo, which is PACE's.
            let file = case.files.get("CardAccess").cloned().unwrap_or_default();
            let inside = der::first(&file)
                .map(|set| set.value.to_vec())
                .unwrap_or_default();
            let infos = der::all(&inside).unwrap_or_default();
            let kept = infos.iter().rev().skip(1).rev();
            let kept = kept.map(|(tag, value)| der::tlv(*tag, value));
            case.files
                .insert("CardAccess".into(), der::group(0x31, kept));
            case.evidence.by_pace = false;
        },
    )
}

/// EF.CardAccess holds an entry that DG14 does not sign.
fn more_than_signed(maker: &mut Maker<'_>) -> Result<()> {
    let other_agreement = genuine(CHECK, "undetermined", "card_access_differs");
    let of_another_application = genuine(CHECK, "successful", "as_required");
    for (name, what, expect, entry) in [
        (
            "a57-weaker-added",
            "EF.CardAccess offers PACE with 3DES besides",
            DIFFERS,
            pace(1),
        ),
        (
            "a57-domain-parameters-added",
            "EF.CardAccess brings domain parameters for PACE that DG14 does not sign",
            DIFFERS,
            domain_parameters(),
        ),
        (
            "a57-other-agreement",
            "EF.CardAccess names a chip authentication that DG14 does not sign",
            other_agreement,
            chip_authentication(1),
        ),
        (
            "a57-agreement-of-another-application",
            "EF.CardAccess names version 2 of chip authentication, of another application on the chip",
            of_another_application,
            chip_authentication(2),
        ),
    ] {
        add(maker, (name, what), expect, |case| {
            if let Some(file) = case.files.get_mut("CardAccess") {
                *file = with_entry(file, entry);
            }
        })?;
    }
    Ok(())
}

/// DG14 signs an entry that EF.CardAccess must hold and does not.
fn less_than_signed(maker: &mut Maker<'_>) -> Result<()> {
    for (name, what, entry) in [
        (
            "a57-stronger-removed",
            "EF.CardAccess leaves out PACE with AES-256, which DG14 signs",
            pace(4),
        ),
        (
            "a57-domain-parameters-removed",
            "EF.CardAccess leaves out domain parameters for PACE that DG14 signs",
            domain_parameters(),
        ),
    ] {
        let base = maker.base;
        let mut groups = base.groups.clone();
        if let Some(file) = groups.get_mut(&14) {
            let set = der::first(file).map(|file| with_entry(file.value, entry));
            *file = der::group(0x6E, set);
        }
        let content = lds(&[0], hash_algorithm(Hash::Sha256), &hashes_of(&groups));
        let object = SecurityObject::new(content, base.signer.clone(), &base.signer_key);
        let sod = object.file(&mut maker.random)?;
        let files = files_of(&groups, &base.card_access, sod);
        maker.add(name, what, files, DIFFERS);
    }
    Ok(())
}

/// PACE with generic mapping over elliptic curves and this cipher, on the card's curve.
fn pace(cipher: u8) -> Vec<u8> {
    info(
        &smartcard(&[4, 2, cipher]),
        &[der::integer(2), der::integer(13)],
    )
}

/// PACEDomainParameterInfo: a curve by its name, under a number of the issuer's.
fn domain_parameters() -> Vec<u8> {
    let brainpool_p256r1 = [0x2B, 0x24, 0x03, 0x03, 0x02, 0x08, 0x01, 0x01, 0x07];
    let algorithm = [EC_PUBLIC_KEY.as_slice(), &brainpool_p256r1];
    let algorithm = algorithm.map(|identifier| der::tlv(OID, identifier));
    let rest = [der::group(SEQUENCE, algorithm), der::integer(33)];
    info(&smartcard(&[4, 2]), &rest)
}

fn chip_authentication(version: u8) -> Vec<u8> {
    info(&smartcard(&[3, 2, 1]), &[der::integer(version)])
}

/// The SET OF with one entry more, before all others: the last is PACE's.
fn with_entry(set: &[u8], entry: Vec<u8>) -> Vec<u8> {
    let inside = der::first(set).map_or(&[][..], |set| set.value);
    let inside = inside.to_vec();
    der::group(0x31, [entry, inside])
}
