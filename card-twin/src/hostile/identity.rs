//! A printed card and a chip of two documents, or a chip that contradicts itself. ICAO Doc 9303-11 §3, §4.2.

use super::base::{Files, files_of, hashes_of};
use super::security_object::{SecurityObject, lds};
use super::{Expect, Maker, genuine, refuted};
use crate::Result;
use crate::issue::mrz::Zone;
use crate::issue::signed_data::hash_algorithm;
use crate::profile::Hash;

/// Last six digits of the number in DG1, and those of another card.
const CAN: &str = "000018";
const OTHER_CAN: &str = "000026";

pub(super) fn cases(maker: &mut Maker<'_>) -> Result<()> {
    printed(maker)?;
    opened(maker)?;
    contradicting(maker)
}

fn honest(maker: &mut Maker<'_>) -> Result<Files> {
    let sod = maker.base.object().file(&mut maker.random)?;
    Ok(maker.base.files(sod))
}

fn add(
    maker: &mut Maker<'_>,
    (name, what): (&'static str, &'static str),
    expect: Expect,
    presented: &[(&'static str, String)],
) -> Result<()> {
    let files = honest(maker)?;
    maker.add(name, what, files, expect);
    maker.last(|case| case.presented = presented.to_vec());
    Ok(())
}

/// The chip's files are those of another genuine document than the printed card.
fn printed(maker: &mut Maker<'_>) -> Result<()> {
    let fine = genuine("identity.presented", "successful", "as_required");
    let person = maker.base.person.clone();
    let qr = person.qr_text();
    let zone = Zone::default().text(&person);
    let both = [("qr", qr.clone()), ("mrz", lines(&zone))];
    add(
        maker,
        ("a08-printed-agrees", "QR code and MRZ are the chip's"),
        fine,
        &both,
    )?;
    let other = refuted(
        "identity.presented",
        "presented_of_another_document",
        "identity.presented",
    );
    // The last six digits are the same, so that the chip opens.
    let of_another = qr.replacen(&person.number, "079199000018", 1);
    add(
        maker,
        (
            "a08-printed-code",
            "the QR code is another citizen's, whose card access number is the same",
        ),
        other,
        &[("qr", of_another)],
    )?;
    let mut born = person.clone();
    born.born = time::macros::date!(1999 - 03 - 16);
    let zone = Zone::default().text(&born);
    add(
        maker,
        (
            "a08-printed-zone",
            "the printed MRZ has another date of birth",
        ),
        other,
        &[("can", CAN.into()), ("mrz", lines(&zone))],
    )
}

/// The chip answers to another document's key than the one that its DG1 gives.
fn opened(maker: &mut Maker<'_>) -> Result<()> {
    let fine = genuine("access.key_fits", "successful", "as_required");
    let other = |rule| refuted("access.key_fits", "access_key_differs", rule);
    add(
        maker,
        ("a10-key-fits", "the card access number is DG1's"),
        fine,
        &[("can", CAN.into())],
    )?;
    add(
        maker,
        (
            "a10-number-of-another",
            "opened by the card access number of another card",
        ),
        other("access.key"),
        &[("can", OTHER_CAN.into())],
    )?;
    let mut person = maker.base.person.clone();
    person.number = "001199000026".into();
    let zone = lines(&Zone::default().text(&person));
    add(
        maker,
        ("a10-zone-of-another", "opened by the MRZ of another card"),
        other("several"),
        &[("mrz", zone)],
    )?;
    maker.last(|case| case.evidence.by_zone = true);
    Ok(())
}

/// DG13 tells another story than DG1, both under one right signature.
fn contradicting(maker: &mut Maker<'_>) -> Result<()> {
    let shown = genuine("document.consistent", "undetermined", "details_differ");
    let honest = maker.base.groups.get(&13).cloned().unwrap_or_default();
    let cases: [(&'static str, &'static str, &[u8], &[u8]); 4] = [
        (
            "a66-other-birth",
            "DG13 gives another date of birth than DG1",
            b"15/03/1999",
            b"16/03/1999",
        ),
        (
            "a66-other-name",
            "DG13 gives another name than DG1",
            "Dụ".as_bytes(),
            "Tụ".as_bytes(),
        ),
        (
            "a66-other-number",
            "DG13 gives another number than DG1",
            b"001199000018",
            b"001199000026",
        ),
        (
            "a67-born-in-the-future",
            "DG13 gives a date of birth that has not come",
            b"15/03/1999",
            b"15/03/2099",
        ),
    ];
    for (name, what, from, to) in cases {
        let file = replaced(&honest, from, to);
        let base = maker.base;
        let mut groups = base.groups.clone();
        groups.insert(13, file);
        let content = lds(&[0], hash_algorithm(Hash::Sha256), &hashes_of(&groups));
        let object = SecurityObject::new(content, base.signer.clone(), &base.signer_key);
        let sod = object.file(&mut maker.random)?;
        maker.add(name, what, files_of(&groups, &base.card_access, sod), shown);
    }
    Ok(())
}

/// The first occurrence of these octets changed to as many others.
pub(super) fn replaced(file: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let at = file.windows(from.len()).position(|part| part == from);
    let mut file = file.to_vec();
    if let Some(range) = at.and_then(|at| file.get_mut(at..at + to.len())) {
        range.copy_from_slice(to);
    }
    file
}

/// A zone of 90 characters as it is printed.
fn lines(zone: &str) -> String {
    let (first, rest) = zone.split_at_checked(30).unwrap_or((zone, ""));
    let (second, third) = rest.split_at_checked(30).unwrap_or((rest, ""));
    [first, second, third].join("\n")
}
