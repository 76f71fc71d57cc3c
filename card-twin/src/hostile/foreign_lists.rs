//! Defect and deviation lists that one state signs about another's documents: they are believed, and say nothing
//! of those. BSI TR-03129-2 §7.3, ICAO Doc 9303-3 §7.3.2.

use openssl::nid::Nid;

use super::base::{Files, authority};
use super::certificate::{Authority, Certificate, name};
use super::deviations::DSA_WITH_SHA256;
use super::lists::{self, DEFECTS, DEVIATIONS, Kind, ListSigner, certificate_hash};
use super::security_object::SecurityObject;
use super::tolerances::DATA;
use super::{Expect, Maker, genuine, open, refuted};
use crate::Result;
use crate::der::{self, OCTET_STRING, OID, PRINTABLE_STRING, SEQUENCE};

/// Serial numbers of the deck's signer, and two that nobody has.
const SIGNER: [u8; 1] = [2];
const NOBODY: [u8; 1] = [0x55];
const SOMEBODY: [u8; 1] = [0x44];
/// StatusCode of a defect: the signature of the security object fails.
const SIGNATURE: u8 = 1;

pub(super) fn cases(maker: &mut Maker<'_>) -> Result<()> {
    let curve = Nid::BRAINPOOL_P256R1;
    let utopia = authority("UT", "CSCA UTOPIA", curve, &mut maker.random)?;
    allowances(maker, &utopia)?;
    corrections(maker, &utopia)?;
    replacements(maker, &utopia)?;
    beside(maker, &utopia)?;
    effects(maker, &utopia)
}

/// A case whose list Utopia signed, both CSCAs pinned.
fn add(
    maker: &mut Maker<'_>,
    (name, what): (&'static str, &'static str),
    expect: Expect,
    files: Files,
    (utopia, kind): (&Authority, Kind),
    content: Vec<u8>,
) -> Result<()> {
    maker.add(name, what, files, expect);
    let signer = ListSigner::of(utopia, "UT", kind, &mut maker.random)?;
    let list = signer.sign(utopia, kind, content, &mut maker.random)?;
    let trust = vec![
        ("csca.cer", maker.base.authority.der.clone()),
        ("list.dl", list),
        ("utopia.cer", utopia.der.clone()),
    ];
    maker.last(|case| case.trust = Some(trust));
    Ok(())
}

/// A case with one defect of Utopia's defect list.
fn add_defect(
    maker: &mut Maker<'_>,
    named: (&'static str, &'static str),
    expect: Expect,
    object: &SecurityObject<'_>,
    utopia: &Authority,
    entry: Vec<u8>,
) -> Result<()> {
    let files = maker.base.files(object.file(&mut maker.random)?);
    let content = lists::defects(&[entry]);
    add(maker, named, expect, files, (utopia, DEFECTS), content)
}

/// What a state allows, it allows its own documents.
fn allowances(maker: &mut Maker<'_>, utopia: &Authority) -> Result<()> {
    let base = maker.base;
    let mut as_data = base.object();
    as_data.content_type = DATA.to_vec();
    as_data.attributes.content_type = Some(DATA.to_vec());
    let mut bare = base.object();
    bare.attributes.absent = true;
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
    let types: [&[u8]; 1] = [&DATA];
    for (name, what, expect, object, entry) in [
        (
            "content-type",
            "content is id-data, which Utopia's list allows Vietnam",
            type_refused,
            &as_data,
            lists::tolerance("VN", &types, false),
        ),
        (
            "content-type-of-its-own",
            "content is id-data, which Utopia's list allows Utopia",
            type_refused,
            &as_data,
            lists::tolerance("UT", &types, false),
        ),
        (
            "bare-signature",
            "the signature covers the content only, which Utopia's list allows Vietnam",
            bare_refused,
            &bare,
            lists::tolerance("VN", &[], true),
        ),
    ] {
        add_defect(maker, (name, what), expect, object, utopia, entry)?;
    }
    Ok(())
}

/// The signer is named wrongly, or its certificate bears another country.
fn corrections(maker: &mut Maker<'_>, utopia: &Authority) -> Result<()> {
    let base = maker.base;
    let own = |serial: &[u8]| lists::issuer_and_serial(&base.authority.name, serial);
    let unknown = |reason| {
        let rule = "defect.own-state";
        open("passive.signature", "undetermined", reason, rule)
    };
    for (name, what, reason, said, meant) in [
        (
            "signer-identifier",
            "the signer is named wrongly, and Utopia's list says how it should be named",
            "issuer_unknown",
            own(&NOBODY),
            certificate_hash(&base.signer),
        ),
        (
            "signer-identifier-of-its-own",
            "a signer of Utopia is named, and Utopia's list says that Vietnam's is meant",
            "listed_defect",
            lists::issuer_and_serial(&utopia.name, &NOBODY),
            lists::issuer_and_serial(&utopia.name, &NOBODY),
        ),
    ] {
        let mut object = base.object();
        object.identifier = said;
        let entry = lists::defect(&meant, &[2, 4], own(&SIGNER));
        add_defect(maker, (name, what), unknown(reason), &object, utopia, entry)?;
    }
    let mut request = Certificate::signer(&base.authority, &base.signer_key);
    request.subject = name("VM", "Document Signer TEST");
    let certificate = request.sign(&base.authority.key, &mut maker.random)?;
    let object = SecurityObject::new(base.content(), certificate.clone(), &base.signer_key);
    let country = der::tlv(PRINTABLE_STRING, b"VN");
    let entry = lists::defect(&certificate_hash(&certificate), &[2, 5], country);
    add_defect(
        maker,
        (
            "country",
            "the signer's country is wrong, and Utopia's list gives the right one",
        ),
        refuted("passive.country", "country_differs", "defect.own-state"),
        &object,
        utopia,
        entry,
    )
}

/// The signer's certificate is malformed, and Utopia's list has another of the same key.
fn replacements(maker: &mut Maker<'_>, utopia: &Authority) -> Result<()> {
    let base = maker.base;
    let mut request = Certificate::signer(&base.authority, &base.signer_key);
    request.issuer = name("VN", "CSCA TESTT");
    let of_nobody = request.sign(&base.authority.key, &mut maker.random)?;
    request.issuer = name("UT", "CSCA UTOPIAA");
    let of_utopia = request.sign(&base.authority.key, &mut maker.random)?;
    let mut renewed = Certificate::signer(&base.authority, &base.signer_key);
    renewed.serial = SOMEBODY.to_vec();
    let replacement = renewed.sign(&base.authority.key, &mut maker.random)?;
    let unknown = open(
        "passive.path",
        "undetermined",
        "issuer_unknown",
        "defect.own-state",
    );
    for (name, what, embedded) in [
        (
            "signer-replaced",
            "the signer's certificate is malformed, and Utopia's list has another of the same key",
            of_nobody,
        ),
        (
            "signer-replaced-from-its-own",
            "as before, and the malformed certificate names an issuer in Utopia",
            of_utopia,
        ),
    ] {
        let object = SecurityObject::new(base.content(), embedded.clone(), &base.signer_key);
        let other = der::tlv(OCTET_STRING, &replacement);
        let entry = lists::defect(&certificate_hash(&embedded), &[1, 2], other);
        add_defect(maker, (name, what), unknown, &object, utopia, entry)?;
    }
    Ok(())
}

/// A certificate of Utopia lies beside Vietnam's signer, so that Utopia's lists might seem to mean the card.
fn beside(maker: &mut Maker<'_>, utopia: &Authority) -> Result<()> {
    let base = maker.base;
    let mut request = Certificate::signer(utopia, &base.signer_key);
    request.subject = name("UT", "Document Signer UTOPIA");
    request.serial = SOMEBODY.to_vec();
    let other = request.sign(&utopia.key, &mut maker.random)?;
    let refused = refuted("passive.signature", "algorithm_refused", "several");
    let mut object = base.object();
    object.certificates.push(other.clone());
    object.signature_algorithm = Some(der::group(SEQUENCE, [der::tlv(OID, &DSA_WITH_SHA256)]));
    let status = der::tlv(0x0A, &[SIGNATURE]);
    let entry = lists::defect(&certificate_hash(&other), &[2, 2], status);
    add_defect(
        maker,
        (
            "beside-the-signer",
            "Utopia's list says that signatures of the certificate beside the signer's fail",
        ),
        refused,
        &object,
        utopia,
        entry,
    )?;
    let files = base.files(object.file(&mut maker.random)?);
    add(
        maker,
        (
            "beside-the-signer-deviation",
            "Utopia's deviation list says that signatures of all its documents are wrong",
        ),
        refuted("passive.signature", "algorithm_refused", "defect.own-state"),
        files,
        (utopia, DEVIATIONS),
        lists::deviation(&[], &[2, 3], None),
    )
}

/// What would take a proof away from an honest card.
fn effects(maker: &mut Maker<'_>, utopia: &Authority) -> Result<()> {
    let base = maker.base;
    let own = lists::issuer_and_serial(&base.authority.name, &SIGNER);
    let reason = der::tlv(0x0A, &[3]);
    for (name, what, kind, parameters, expect) in [
        (
            "signer-revoked",
            "Utopia's list revokes the signer of an honest card",
            [1, 1],
            reason,
            genuine("passive.revocation", "undetermined", "no_revocation_list"),
        ),
        (
            "keys-revoked",
            "Utopia's list says that others know the keys of an honest card",
            [1, 4],
            Vec::new(),
            genuine(
                "chip.active_authentication",
                "successful",
                "challenge_not_fresh",
            ),
        ),
    ] {
        let entry = lists::defect(&own, &kind, parameters);
        add_defect(maker, (name, what), expect, &base.object(), utopia, entry)?;
    }
    Ok(())
}
