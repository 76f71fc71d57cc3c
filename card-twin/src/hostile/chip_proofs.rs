//! Copies: the files are genuine, the chip is not. ICAO Doc 9303-11 §6.

use openssl::nid::Nid;

use super::evidence::{Attempt, CHALLENGE, Transcript};
use super::sign::Key;
use super::{Case, Expect, Maker, card_access, genuine, message_recovery, open, refuted};
use crate::Result;
use crate::chip::transcript;
use crate::der::{self, SEQUENCE};
use crate::issue::seeded_data_group_14;
use crate::profile::Hash;

pub(super) fn cases(maker: &mut Maker<'_>) -> Result<()> {
    copies(maker)?;
    agreements(maker)?;
    plain_signatures(maker)?;
    message_recovery::cases(maker)?;
    card_access::cases(maker)?;
    other_orders(maker)
}

const fn caught_by_agreement(rule: &'static str) -> Expect {
    refuted("chip.chip_authentication", "chip_proof_invalid", rule)
}

pub(super) const fn caught_by_signature(rule: &'static str) -> Expect {
    refuted("chip.active_authentication", "chip_proof_invalid", rule)
}

/// The honest files, and other evidence.
pub(super) fn add(
    maker: &mut Maker<'_>,
    (name, what): (&'static str, &'static str),
    expect: Expect,
    change: impl FnOnce(&mut Case),
) -> Result<()> {
    let sod = maker.base.object().file(&mut maker.random)?;
    let files = maker.base.files(sod);
    maker.add(name, what, files, expect);
    maker.last(change);
    Ok(())
}

fn copies(maker: &mut Maker<'_>) -> Result<()> {
    let answers = caught_by_agreement("chip.answers");
    add(
        maker,
        ("a11-both-refused", "the chip refuses both proofs"),
        answers,
        |case| {
            case.evidence.chip_authentication = Attempt::Failed;
            case.evidence.active_authentication = Attempt::Failed;
        },
    )?;
    let answers = caught_by_signature("chip.answers");
    add(
        maker,
        (
            "a11-signature-refused",
            "the chip refuses active authentication",
        ),
        answers,
        |case| {
            case.evidence.active_authentication = Attempt::Failed;
        },
    )?;
    let promised = open(
        "chip.chip_authentication",
        "aborted",
        "not_reached",
        "chip.promise",
    );
    add(
        maker,
        ("a11-not-asked", "no proof was asked for"),
        promised,
        |case| {
            case.evidence = case.evidence.clone().silent();
        },
    )?;
    let promised = open(
        "chip.active_authentication",
        "undetermined",
        "chip_proof_missing",
        "chip.promise",
    );
    add(
        maker,
        (
            "a11-promise-not-kept",
            "DG15 is signed, the answer was never given",
        ),
        promised,
        |case| {
            case.evidence.active_authentication = Attempt::NotOffered;
        },
    )
}

fn agreements(maker: &mut Maker<'_>) -> Result<()> {
    let (foreign, key) = seeded_data_group_14(&mut maker.random)?;
    let other = transcript::of(&key, &mut maker.random)?;
    let rule = caught_by_agreement("chip.ca");
    let answered = other.clone();
    add(
        maker,
        (
            "a12-other-key",
            "the chip resumes with keys that are not those of DG14",
        ),
        rule,
        |case| {
            case.evidence.chip_authentication = Attempt::Answered(answered);
        },
    )?;
    let spoiled = |change: &dyn Fn(&mut Transcript), maker: &Maker<'_>| {
        let mut attempt = maker.base.evidence.chip_authentication.clone();
        if let Attempt::Answered(transcript) = &mut attempt {
            change(transcript);
        }
        attempt
    };
    let bare = spoiled(&|one| one.response = vec![0x90, 0x00], maker);
    add(
        maker,
        (
            "a13-bare-status",
            "the chip answers 9000 without protection",
        ),
        rule,
        |case| {
            case.evidence.chip_authentication = bare;
        },
    )?;
    let response = |one: &mut Transcript| {
        if let Some(octet) = one.response.get_mut(8) {
            *octet ^= 1;
        }
    };
    let old = spoiled(&response, maker);
    add(
        maker,
        (
            "a13-wrong-checksum",
            "the chip's first answer has another checksum",
        ),
        rule,
        |case| {
            case.evidence.chip_authentication = old;
        },
    )?;
    let hash = refuted("passive.hash.dg14", "hash_mismatch", "hash.value");
    add(
        maker,
        (
            "a06-own-dg14",
            "DG14 replaced, chip authentication works with it",
        ),
        hash,
        |case| {
            case.files.insert("DG14".into(), foreign);
            case.evidence.chip_authentication = Attempt::Answered(other);
        },
    )?;
    let own = Key::on_curve(Nid::BRAINPOOL_P256R1, &mut maker.random)?;
    let answer = own.sign_plain(Hash::Sha256, &CHALLENGE, &mut maker.random)?;
    let hash = refuted("passive.hash.dg15", "hash_mismatch", "hash.value");
    add(
        maker,
        (
            "a07-own-dg15",
            "DG15 replaced, active authentication works with it",
        ),
        hash,
        |case| {
            case.files
                .insert("DG15".into(), der::group(0x6F, [own.public_info()]));
            case.evidence = case.evidence.clone().signed(answer);
        },
    )
}

fn plain_signatures(maker: &mut Maker<'_>) -> Result<()> {
    let base = maker.base;
    let rule = caught_by_signature("chip.aa");
    let replayed = base
        .chip_key
        .sign_plain(Hash::Sha256, b"8 others", &mut maker.random)?;
    let good = base
        .chip_key
        .sign_plain(Hash::Sha256, &CHALLENGE, &mut maker.random)?;
    let (r, s) = good.split_at(good.len() / 2);
    let order = order_of_curve()?;
    let answers: [(&'static str, &'static str, Vec<u8>); 7] = [
        (
            "a14-replayed",
            "a signature over another challenge",
            replayed,
        ),
        ("a16-r-zero", "r is 0", [&[0; 32], s].concat()),
        ("a16-s-zero", "s is 0", [r, &[0; 32]].concat()),
        ("a16-r-order", "r is the order", [&order, s].concat()),
        (
            "a16-r-beyond-order",
            "r is beyond the order",
            [&[0xFF; 32], s].concat(),
        ),
        (
            "a16-short",
            "one octet is missing",
            good.get(1..).unwrap_or_default().to_vec(),
        ),
        ("a16-empty", "nothing was signed", Vec::new()),
    ];
    for (name, what, answer) in answers {
        add(maker, (name, what), rule, |case| {
            case.evidence = case.evidence.clone().signed(answer)
        })?;
    }
    let other = *b"8 others";
    let answer = base
        .chip_key
        .sign_plain(Hash::Sha256, &other, &mut maker.random)?;
    let stale = genuine(
        "chip.active_authentication",
        "successful",
        "challenge_not_fresh",
    );
    add(
        maker,
        (
            "a14-other-challenge",
            "an honest answer to a challenge of another day",
        ),
        stale,
        |case| {
            case.evidence.active_authentication = Attempt::Answered((other, answer));
        },
    )?;
    let numbers = [der::number(r), der::number(s)];
    let encoded = der::group(SEQUENCE, numbers);
    let taken = genuine(
        "chip.active_authentication",
        "successful",
        "challenge_not_fresh",
    );
    add(
        maker,
        ("a16-der", "r and s in DER, as some chips answer"),
        taken,
        |case| {
            case.evidence = case.evidence.clone().signed(encoded);
        },
    )
}

/// s as it is in no signature.
fn other_orders(maker: &mut Maker<'_>) -> Result<()> {
    let base = maker.base;
    let good = base
        .chip_key
        .sign_plain(Hash::Sha256, &CHALLENGE, &mut maker.random)?;
    let (r, _) = good.split_at(good.len() / 2);
    let order = order_of_curve()?;
    let answers = [
        ("a16-s-order", "s is the order", [r, &order].concat()),
        (
            "a16-s-beyond-order",
            "s is beyond the order",
            [r, &[0xFF; 32]].concat(),
        ),
    ];
    for (name, what, answer) in answers {
        add(
            maker,
            (name, what),
            caught_by_signature("chip.aa"),
            |case| case.evidence = case.evidence.clone().signed(answer),
        )?;
    }
    Ok(())
}

fn order_of_curve() -> Result<Vec<u8>> {
    let group = openssl::ec::EcGroup::from_curve_name(Nid::BRAINPOOL_P256R1)?;
    let mut order = openssl::bn::BigNum::new()?;
    group.order(&mut order, &mut *openssl::bn::BigNumContext::new()?)?;
    Ok(order.to_vec())
}
