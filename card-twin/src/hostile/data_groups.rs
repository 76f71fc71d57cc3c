//! Lists of hashes, and data groups that do not have them. ICAO Doc 9303-10 §4.6.2.3, 9303-11 §5.1.

use super::base::Files;
use super::security_object::{SecurityObject, lds};
use super::{Maker, genuine, refuted};
use crate::Result;
use crate::der;
use crate::issue::signed_data::hash_algorithm;
use crate::profile::Hash;

pub(super) fn cases(maker: &mut Maker<'_>) -> Result<()> {
    changed(maker)?;
    missing(maker)?;
    lists(maker)
}

fn honest(maker: &mut Maker<'_>) -> Result<Files> {
    let sod = maker.base.object().file(&mut maker.random)?;
    Ok(maker.base.files(sod))
}

/// A security object over this content.
fn signing(maker: &mut Maker<'_>, content: Vec<u8>) -> Result<Files> {
    let base = maker.base;
    let object = SecurityObject::new(content, base.signer.clone(), &base.signer_key);
    let sod = object.file(&mut maker.random)?;
    Ok(base.files(sod))
}

fn changed(maker: &mut Maker<'_>) -> Result<()> {
    let alone = "hash.value";
    // A changed DG15 is no key any more, or another one.
    let cases = [
        ("a01-dg1", "DG1", "passive.hash.dg1", alone),
        ("a01-dg2", "DG2", "passive.hash.dg2", alone),
        ("a01-dg13", "DG13", "passive.hash.dg13", alone),
        ("a01-dg14", "DG14", "passive.hash.dg14", alone),
        ("a01-dg15", "DG15", "passive.hash.dg15", "several"),
    ];
    for (name, file, check, rule) in cases {
        let mut files = honest(maker)?;
        if let Some(last) = files.get_mut(file).and_then(|bytes| bytes.last_mut()) {
            *last ^= 1;
        }
        maker.add(
            name,
            "one bit changed after signing",
            files,
            refuted(check, "hash_mismatch", rule),
        );
    }
    Ok(())
}

fn missing(maker: &mut Maker<'_>) -> Result<()> {
    let cases: [(&'static str, &'static str, &[&str], &'static str); 4] = [
        (
            "a03-no-dg2",
            "DG2 is listed and absent",
            &["DG2"],
            "passive.hash.dg2",
        ),
        (
            "a03-no-dg13",
            "DG13 is listed and absent",
            &["DG13"],
            "passive.hash.dg13",
        ),
        (
            "a05-no-dg14-dg15",
            "DG14 and DG15 are listed and absent",
            &["DG14", "DG15"],
            "passive.hash.dg14",
        ),
        (
            "a05-no-dg15",
            "DG15 is listed and absent",
            &["DG15"],
            "passive.hash.dg15",
        ),
    ];
    for (name, what, gone, check) in cases {
        let mut files = honest(maker)?;
        files.retain(|name, _| !gone.contains(&name.as_str()));
        maker.add(
            name,
            what,
            files,
            refuted(check, "data_group_missing", "hash.present"),
        );
        maker.last(|case| case.evidence = case.evidence.clone().silent());
    }
    let empty = [
        ("a03-empty-dg2", "DG2 is empty", "DG2", "passive.hash.dg2"),
        (
            "a03-empty-dg13",
            "DG13 is empty",
            "DG13",
            "passive.hash.dg13",
        ),
    ];
    for (name, what, file, check) in empty {
        let mut files = honest(maker)?;
        files.insert(file.into(), Vec::new());
        let rule = refuted(check, "hash_mismatch", "hash.value");
        maker.add(name, what, files, rule);
    }
    let unsigned = genuine("passive.hash.dg11", "undetermined", "data_group_unsigned");
    let mut files = honest(maker)?;
    files.insert("DG11".into(), der::tlv(0x6B, &[]));
    maker.add(
        "a02-dg11-not-listed",
        "a data group that nobody signed; it is not used",
        files,
        unsigned,
    );
    let mut hashes = maker.base.hashes();
    hashes.retain(|(number, _)| *number != [15]);
    let files = signing(maker, lds(&[0], hash_algorithm(Hash::Sha256), &hashes))?;
    let unsigned = genuine(
        "chip.active_authentication",
        "undetermined",
        "key_not_signed",
    );
    maker.add(
        "a02-dg15-not-listed",
        "DG15 is not signed: its signature proves nothing",
        files,
        unsigned,
    );
    let files = honest(maker)?;
    let without: Files = files
        .into_iter()
        .filter(|(name, _)| name != "SOD")
        .collect();
    let none = refuted("passive.signature", "sod_missing", "structure");
    maker.add("a03-no-sod", "EF.SOD is absent", without, none);
    Ok(())
}

fn lists(maker: &mut Maker<'_>) -> Result<()> {
    let sha256 = || hash_algorithm(Hash::Sha256);
    let hashes = maker.base.hashes();
    let version = |rule| refuted("passive.signature", "sod_malformed", rule);
    for (name, number) in [("a38-lds-version-2", 2), ("a38-lds-version-minus-1", 0xFF)] {
        let files = signing(maker, lds(&[number], sha256(), &hashes))?;
        maker.add(
            name,
            "LDS security object of another version",
            files,
            version("lds.version"),
        );
    }
    let mut wrong = hashes.first().cloned().unwrap_or_default();
    wrong.1 = vec![7; 32];
    let mut first = hashes.clone();
    first.insert(1, wrong.clone());
    let files = signing(maker, lds(&[0], sha256(), &first))?;
    let once = version("lds.number-once");
    maker.add(
        "a39-right-then-wrong",
        "DG1 is listed twice, the second hash is wrong",
        files,
        once,
    );
    let mut second = hashes.clone();
    second.insert(0, wrong);
    let files = signing(maker, lds(&[0], sha256(), &second))?;
    maker.add(
        "a39-wrong-then-right",
        "DG1 is listed twice, the first hash is wrong",
        files,
        version("structure"),
    );
    let numbers: [(&'static str, &[u8]); 4] = [
        ("a40-number-0", &[0]),
        ("a40-number-17", &[17]),
        ("a40-number-minus-1", &[0xFF]),
        ("a40-number-beyond-32-bits", &[1, 0, 0, 0, 1]),
    ];
    for (name, number) in numbers {
        let mut list = hashes.clone();
        list.push((number.to_vec(), vec![0; 32]));
        let files = signing(maker, lds(&[0], sha256(), &list))?;
        maker.add(
            name,
            "a data group number outside 1 to 16",
            files,
            version("structure"),
        );
    }
    let files = signing(maker, lds(&[0], sha256(), &[]))?;
    maker.add(
        "a40-empty-list",
        "no hash at all",
        files,
        version("structure"),
    );
    let mut short = hashes.clone();
    if let Some((_, hash)) = short.first_mut() {
        hash.truncate(16);
    }
    let files = signing(maker, lds(&[0], sha256(), &short))?;
    let value = refuted("passive.hash.dg1", "hash_mismatch", "hash.value");
    maker.add("a40-short-hash", "a hash of half the length", files, value);
    algorithms(maker)
}

fn algorithms(maker: &mut Maker<'_>) -> Result<()> {
    let refused = |rule| refuted("passive.hash.dg1", "algorithm_refused", rule);
    let named = |oid: &[u8]| der::group(der::SEQUENCE, [der::tlv(der::OID, oid)]);
    let hashed = |maker: &Maker<'_>, hash: Hash| -> Result<Vec<(Vec<u8>, Vec<u8>)>> {
        let groups = maker.base.groups.iter();
        groups
            .map(|(number, file)| {
                Ok((
                    vec![*number],
                    openssl::hash::hash(hash.digest(), file)?.to_vec(),
                ))
            })
            .collect()
    };
    let list = hashed(maker, Hash::Sha1)?;
    let files = signing(maker, lds(&[0], hash_algorithm(Hash::Sha1), &list))?;
    maker.add(
        "a41-hashes-sha-1",
        "data groups hashed with SHA-1",
        files,
        refused("hash.algorithm"),
    );
    let list = maker.base.hashes();
    let files = signing(
        maker,
        lds(
            &[0],
            named(&[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x02, 0x05]),
            &list,
        ),
    )?;
    maker.add(
        "a41-hashes-md5",
        "data groups hashed with MD5",
        files,
        refused("structure"),
    );
    let files = signing(maker, lds(&[0], named(&[0x2A, 0x03, 0x04]), &list))?;
    maker.add(
        "a41-hashes-unknown",
        "data groups hashed with a function that nobody knows",
        files,
        refused("structure"),
    );
    Ok(())
}
