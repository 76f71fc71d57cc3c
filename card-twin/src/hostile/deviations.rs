//! Deviation lists beside the trusted CSCAs: they speak of documents of their own state, and of no others
//! than their conditions name. ICAO Doc 9303-12 §10, 9303-3 §7.3.

use openssl::nid::Nid;

use super::base::{Files, authority};
use super::certificate::Authority;
use super::lists::{self, DEVIATIONS, ListSigner, by_digest, numbers, period};
use super::{Expect, Maker, genuine, open, refuted};
use crate::Result;
use crate::der::{OID, SEQUENCE, group, tlv};

pub(super) const DSA_WITH_SHA256: [u8; 9] = [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x03, 0x02];
const HASH_WRONG: [u8; 2] = [2, 2];
const SIGNATURE_WRONG: [u8; 2] = [2, 3];

pub(super) fn cases(maker: &mut Maker<'_>) -> Result<()> {
    signatures(maker)?;
    hashes(maker)?;
    others(maker)
}

/// A case with a deviation list that `state` signed, beside its CSCA and Vietnam's.
fn add(
    maker: &mut Maker<'_>,
    (name, what): (&'static str, &'static str),
    expect: Expect,
    files: Files,
    (state, country): (&Authority, &str),
    content: Vec<u8>,
) -> Result<()> {
    maker.add(name, what, files, expect);
    let signer = ListSigner::of(state, country, DEVIATIONS, &mut maker.random)?;
    let list = signer.sign(state, DEVIATIONS, content, &mut maker.random)?;
    let mut trust = vec![("csca.cer", maker.base.authority.der.clone())];
    if country != "VN" {
        trust.push(("state.cer", state.der.clone()));
    }
    trust.push(("deviations.dvl", list));
    maker.last(|case| case.trust = Some(trust));
    Ok(())
}

/// EF.SOD is signed in a way that nobody accepts, and a list says that it is wrong.
fn signatures(maker: &mut Maker<'_>) -> Result<()> {
    let base = maker.base;
    let own = &base.authority;
    let utopia = authority(
        "UT",
        "CSCA UTOPIA",
        Nid::BRAINPOOL_P256R1,
        &mut maker.random,
    )?;
    let mut object = base.object();
    object.signature_algorithm = Some(group(SEQUENCE, [tlv(OID, &DSA_WITH_SHA256)]));
    let files = base.files(object.file(&mut maker.random)?);
    let left_open = open(
        "passive.signature",
        "undetermined",
        "listed_defect",
        "listed",
    );
    let refused = |rule| refuted("passive.signature", "algorithm_refused", rule);
    let documents = || vec![by_digest(&base.signer)];
    let code = |code: &str| tlv(0x80, code.as_bytes());
    type Listed<'a> = (
        &'static str,
        &'static str,
        Expect,
        (&'a Authority, &'static str),
        Vec<Vec<u8>>,
    );
    let cases: [Listed<'_>; 9] = [
        (
            "signature-wrong",
            "Vietnam's list: signatures of this signer are wrong",
            left_open,
            (own, "VN"),
            documents(),
        ),
        (
            "signature-wrong-of-the-state",
            "Vietnam's list: signatures of all its documents are wrong",
            left_open,
            (own, "VN"),
            Vec::new(),
        ),
        (
            "signature-wrong-by-another-state",
            "the same words in another state's list",
            refused("defect.own-state"),
            (&utopia, "UT"),
            documents(),
        ),
        (
            "signature-wrong-of-this-number",
            "Vietnam's list, which names this document's number and kind",
            left_open,
            (own, "VN"),
            vec![code("ID"), numbers(&["199000010", "199000018"])],
        ),
        (
            "signature-wrong-of-other-numbers",
            "Vietnam's list, which names other documents' numbers",
            refused("deviation.documents"),
            (own, "VN"),
            vec![
                by_digest(&base.signer),
                numbers(&["199000010", "199000026"]),
            ],
        ),
        (
            "signature-wrong-of-passports",
            "Vietnam's list, which names passports",
            refused("deviation.documents"),
            (own, "VN"),
            vec![code("P<"), by_digest(&base.signer)],
        ),
        (
            "signature-wrong-in-this-month",
            "Vietnam's list, which names the month in which it was signed",
            left_open,
            (own, "VN"),
            vec![period("20210401000000Z", "20210430235959Z")],
        ),
        (
            "signature-wrong-in-other-years",
            "Vietnam's list, which names years in which it was not signed",
            refused("deviation.documents"),
            (own, "VN"),
            vec![period("20170101000000Z", "20181231235959Z")],
        ),
        (
            "signature-wrong-of-another-signer",
            "Vietnam's list, which names another signer",
            refused("defect.signer"),
            (own, "VN"),
            vec![by_digest(&base.authority.der)],
        ),
    ];
    for (name, what, expect, state, documents) in cases {
        let content = lists::deviation(&documents, &SIGNATURE_WRONG, None);
        add(maker, (name, what), expect, files.clone(), state, content)?;
    }
    Ok(())
}

/// The signed hash of DG13 is not its hash.
fn hashes(maker: &mut Maker<'_>) -> Result<()> {
    let base = maker.base;
    let mut files = base.files(base.object().file(&mut maker.random)?);
    if let Some(last) = files.get_mut("DG13").and_then(|file| file.last_mut()) {
        *last ^= 1;
    }
    let check = "passive.hash.dg13";
    let cases = [
        (
            "hash-wrong",
            "a list says that the signed hash of DG13 is wrong: never green",
            open(check, "undetermined", "listed_defect", "hash.value"),
            13,
        ),
        (
            "hash-wrong-of-another-group",
            "a list says that the signed hash of DG2 is wrong, and DG13's is",
            refuted(check, "hash_mismatch", "hash.value"),
            2,
        ),
    ];
    for (name, what, expect, number) in cases {
        let documents = [by_digest(&base.signer)];
        let content = lists::deviation(&documents, &HASH_WRONG, Some(number));
        let own = (&base.authority, "VN");
        add(maker, (name, what), expect, files.clone(), own, content)?;
    }
    Ok(())
}

fn others(maker: &mut Maker<'_>) -> Result<()> {
    let base = maker.base;
    let own = || (&base.authority, "VN");
    let honest = base.files(base.object().file(&mut maker.random)?);
    let lost = open(
        "chip.active_authentication",
        "undetermined",
        "listed_defect",
        "defect.proof",
    );
    add(
        maker,
        (
            "keys-known-to-others",
            "a list says that the keys of active authentication may be known",
        ),
        lost,
        honest.clone(),
        own(),
        lists::deviation(&[], &[1, 4], None),
    )?;
    let unknown = open(
        "passive.signature",
        "undetermined",
        "listed_defect",
        "defect.proof",
    );
    add(
        maker,
        (
            "deviation-of-an-unknown-kind",
            "a list names the documents for a reason that nobody knows",
        ),
        unknown,
        honest.clone(),
        own(),
        lists::deviation(&[], &[9, 9], None),
    )?;
    let mut fewer = honest;
    fewer.insert("COM".into(), crate::issue::com_of([1, 2].into_iter()));
    let tolerated = genuine("document.consistent", "successful", "listed_defect");
    add(
        maker,
        (
            "com-inconsistent",
            "EF.COM lists less than EF.SOD, and a list says so",
        ),
        tolerated,
        fewer,
        own(),
        lists::deviation(&[tlv(0x80, b"ID")], &[2, 4], None),
    )?;
    let files = base.files(base.object().file(&mut maker.random)?);
    let of_another = refuted("access.key_fits", "access_key_differs", "access.key");
    add(
        maker,
        (
            "zone-wrong-and-key-of-another",
            "a list says that the MRZ is wrong, and another card's access number opened the chip",
        ),
        of_another,
        files,
        own(),
        lists::deviation(&[], &[3, 1], None),
    )?;
    maker.last(|case| case.presented = vec![("can", "000026".into())]);
    Ok(())
}
