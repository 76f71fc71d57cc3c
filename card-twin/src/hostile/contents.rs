//! Data groups that an issuer signed as they are: they prove no forgery, and what cannot be read is not
//! shown. ICAO Doc 9303-10 §4.7.

use super::base::{files_of, hashes_of};
use super::identity::replaced;
use super::security_object::{SecurityObject, lds};
use super::{Expect, Maker, genuine, refuted};
use crate::Result;
use crate::der::{self, INTEGER};
use crate::issue::signed_data::hash_algorithm;
use crate::profile::Hash;

pub(super) fn cases(maker: &mut Maker<'_>) -> Result<()> {
    details(maker)?;
    additional(maker)?;
    tails(maker)
}

/// DG13 that is no text, or too much of it.
fn details(maker: &mut Maker<'_>) -> Result<()> {
    let shown = genuine("passive.hash.dg13", "successful", "as_required");
    let honest = maker.base.groups.get(&13).cloned().unwrap_or_default();
    let address = "Số 1 Phố".as_bytes();
    let long = der::group(
        0x6D,
        [der::group(
            der::SEQUENCE,
            [
                der::integer(1),
                der::tlv(der::UTF8_STRING, &[b'A'; 100_000]),
            ],
        )],
    );
    let files: [(&'static str, &'static str, Vec<u8>); 4] = [
        (
            "a65-not-utf-8",
            "DG13 with octets that are no UTF-8",
            replaced(&honest, address, &[0xFF; 12]),
        ),
        (
            "a65-mark-up",
            "DG13 with mark-up in the address",
            replaced(&honest, address, b"<b>x</b>&lt;"),
        ),
        (
            "a65-right-to-left",
            "DG13 with overrides of direction",
            replaced(&honest, address, "\u{202E}\u{202E}\u{202E}abc".as_bytes()),
        ),
        (
            "a65-long-text",
            "DG13 with one text of 100,000 letters",
            long,
        ),
    ];
    for (name, what, file) in files {
        signed_with(maker, (name, what), 13, file, shown)?;
    }
    Ok(())
}

/// DG11, DG12 and DG16 whose counts and nesting are without measure.
fn additional(maker: &mut Maker<'_>) -> Result<()> {
    let count = || der::tlv(INTEGER, &[0x7F, 0xFF, 0xFF, 0xFF]);
    let names = der::group(0xA0, [count(), der::tlv(0x5F0F, b"VI<DU")]);
    let others = der::group(0xA0, [count(), der::tlv(0x5F1A, b"VI<DU")]);
    let nested = (0..200).fold(der::tlv(0x5F51, b"VI<DU"), |inside, _| {
        der::tlv(0xA1, &inside)
    });
    type Named = (&'static str, &'static str, u8, &'static str, Vec<u8>);
    let files: [Named; 3] = [
        (
            "a65-dg11-count",
            "DG11 that announces 2,147,483,647 other names",
            11,
            "passive.hash.dg11",
            der::group(0x6B, [der::tlv(0x5C, &[0x5F, 0x0F]), names]),
        ),
        (
            "a65-dg12-count",
            "DG12 that announces 2,147,483,647 other persons",
            12,
            "passive.hash.dg12",
            der::group(0x6C, [der::tlv(0x5C, &[0x5F, 0x1A]), others]),
        ),
        (
            "a65-dg16-nested",
            "DG16 of 200 templates, each inside the other",
            16,
            "passive.hash.dg16",
            der::group(0x70, [der::integer(1), nested]),
        ),
    ];
    for (name, what, number, check, file) in files {
        let shown = genuine(check, "successful", "as_required");
        signed_with(maker, (name, what), number, file, shown)?;
    }
    Ok(())
}

/// Octets after a data group that its issuer did not sign with it.
fn tails(maker: &mut Maker<'_>) -> Result<()> {
    let sod = maker.base.object().file(&mut maker.random)?;
    let mut files = maker.base.files(sod);
    if let Some(file) = files.get_mut("DG13") {
        file.push(0);
    }
    let value = refuted("passive.hash.dg13", "hash_mismatch", "hash.value");
    maker.add("a50-dg13-tail", "an octet after DG13", files, value);
    Ok(())
}

/// The honest card with this data group, signed.
pub(super) fn signed_with(
    maker: &mut Maker<'_>,
    (name, what): (&'static str, &'static str),
    number: u8,
    file: Vec<u8>,
    expect: Expect,
) -> Result<()> {
    let base = maker.base;
    let mut groups = base.groups.clone();
    groups.insert(number, file);
    let content = lds(&[0], hash_algorithm(Hash::Sha256), &hashes_of(&groups));
    let object = SecurityObject::new(content, base.signer.clone(), &base.signer_key);
    let sod = object.file(&mut maker.random)?;
    maker.add(
        name,
        what,
        files_of(&groups, &base.card_access, sod),
        expect,
    );
    Ok(())
}
