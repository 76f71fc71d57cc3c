//! Defect lists beside the trusted CSCA: what an entry changes, and whom it does not concern.
//! BSI TR-03129-2 §7.3.

use super::certificate::{Certificate, name};
use super::lists::{self, DEFECTS, ListSigner, certificate_hash, issuer_and_serial};
use super::revocation::{self, CURRENT};
use super::security_object::SecurityObject;
use super::sign::Key;
use super::{Expect, Maker, genuine, open, refuted};
use crate::Result;
use crate::der::{self, OCTET_STRING, PRINTABLE_STRING};

/// Serial numbers of the deck's signer, and two that nobody has.
const SIGNER: [u8; 1] = [2];
const NOBODY: [u8; 1] = [0x55];
const SOMEBODY: [u8; 1] = [0x44];

pub(super) fn cases(maker: &mut Maker<'_>) -> Result<()> {
    identifiers(maker)?;
    countries(maker)?;
    replacements(maker)?;
    effects(maker)?;
    replaced_and_revoked(maker)
}

/// A case with a defect list of one entry beside the trusted CSCA.
fn add(
    maker: &mut Maker<'_>,
    (name, what): (&'static str, &'static str),
    expect: Expect,
    object: &SecurityObject<'_>,
    entry: Vec<u8>,
) -> Result<()> {
    let base = maker.base;
    let sod = object.file(&mut maker.random)?;
    maker.add(name, what, base.files(sod), expect);
    let signer = ListSigner::of(&base.authority, "VN", DEFECTS, &mut maker.random)?;
    let content = lists::defects(&[entry]);
    let list = signer.sign(&base.authority, DEFECTS, content, &mut maker.random)?;
    let anchor = base.authority.der.clone();
    maker.last(|case| case.trust = Some(vec![("csca.cer", anchor), ("defects.dl", list)]));
    Ok(())
}

/// The security object names its signer wrongly.
fn identifiers(maker: &mut Maker<'_>) -> Result<()> {
    let base = maker.base;
    let issuer = &base.authority.name;
    let named = |serial: &[u8]| issuer_and_serial(issuer, serial);
    let corrected = genuine("passive.signature", "successful", "listed_defect");
    let unknown = |reason, rule| open("passive.signature", "undetermined", reason, rule);
    type Named = (&'static str, &'static str, Expect, Vec<u8>, Vec<u8>);
    let cases: [Named; 4] = [
        (
            "wrong-signer-identifier",
            "the signer is named wrongly, and a list says how it should be named",
            corrected,
            named(&NOBODY),
            named(&SIGNER),
        ),
        (
            "wrong-signer-identifier-by-hash",
            "as before, the entry names the certificate by its hash",
            corrected,
            certificate_hash(&base.signer),
            named(&SIGNER),
        ),
        (
            "wrong-signer-identifier-of-another",
            "the signer is named wrongly, and a list corrects another signer's documents",
            unknown("issuer_unknown", "defect.signer"),
            named(&SOMEBODY),
            named(&SIGNER),
        ),
        (
            "wrong-signer-identifier-corrected-wrongly",
            "the signer is named wrongly, and the correction names nobody",
            unknown("listed_defect", "listed"),
            named(&NOBODY),
            named(&SOMEBODY),
        ),
    ];
    for (name, what, expect, whom, correction) in cases {
        let mut object = base.object();
        object.identifier = named(&NOBODY);
        let entry = lists::defect(&whom, &[2, 4], correction);
        add(maker, (name, what), expect, &object, entry)?;
    }
    Ok(())
}

/// The signer's certificate bears another country.
fn countries(maker: &mut Maker<'_>) -> Result<()> {
    let base = maker.base;
    let mut request = Certificate::signer(&base.authority, &base.signer_key);
    request.subject = name("VM", "Document Signer TEST");
    let certificate = request.sign(&base.authority.key, &mut maker.random)?;
    let corrected = genuine("passive.country", "successful", "listed_defect");
    let differs = refuted("passive.country", "country_differs", "several");
    let cases = [
        (
            "wrong-country",
            "the signer's country is wrong, and a list gives the right one",
            corrected,
            "VN",
        ),
        (
            "wrong-country-three-letters",
            "as before, in three letters",
            corrected,
            "VNM",
        ),
        (
            "wrong-country-corrected-wrongly",
            "the signer's country is wrong, and the correction is another state",
            differs,
            "LA",
        ),
    ];
    for (name, what, expect, country) in cases {
        let object = SecurityObject::new(base.content(), certificate.clone(), &base.signer_key);
        let country = der::tlv(PRINTABLE_STRING, country.as_bytes());
        let entry = lists::defect(&certificate_hash(&certificate), &[2, 5], country);
        add(maker, (name, what), expect, &object, entry)?;
    }
    Ok(())
}

/// The signer's certificate names an issuer that does not exist.
fn replacements(maker: &mut Maker<'_>) -> Result<()> {
    let base = maker.base;
    let mut request = Certificate::signer(&base.authority, &base.signer_key);
    request.issuer = name("VN", "CSCA TESTT");
    let embedded = request.sign(&base.authority.key, &mut maker.random)?;
    let mut renewed = Certificate::signer(&base.authority, &base.signer_key);
    renewed.serial = SOMEBODY.to_vec();
    let right = renewed.sign(&base.authority.key, &mut maker.random)?;
    let other = Key::on_curve(openssl::nid::Nid::BRAINPOOL_P256R1, &mut maker.random)?;
    let mut renewed = Certificate::signer(&base.authority, &other);
    renewed.serial = SOMEBODY.to_vec();
    let wrong = renewed.sign(&base.authority.key, &mut maker.random)?;
    let cases = [
        (
            "signer-replaced",
            "the signer's certificate is malformed, and a list has another of the same key",
            genuine("passive.path", "successful", "listed_defect"),
            right,
        ),
        (
            "signer-replaced-other-key",
            "the signer's certificate is malformed, and a list has one of another key",
            open(
                "passive.path",
                "undetermined",
                "issuer_unknown",
                "defect.same-key",
            ),
            wrong,
        ),
    ];
    for (name, what, expect, replacement) in cases {
        let object = SecurityObject::new(base.content(), embedded.clone(), &base.signer_key);
        let replacement = der::tlv(OCTET_STRING, &replacement);
        let entry = lists::defect(&certificate_hash(&embedded), &[1, 2], replacement);
        add(maker, (name, what), expect, &object, entry)?;
    }
    Ok(())
}

fn effects(maker: &mut Maker<'_>) -> Result<()> {
    let base = maker.base;
    let own = issuer_and_serial(&base.authority.name, &SIGNER);
    let other = issuer_and_serial(&base.authority.name, &SOMEBODY);
    let status = |code: u8| der::tlv(0x0A, &[code]);
    let revoked = Expect {
        rule: "listed",
        ..refuted("passive.revocation", "listed_defect", "")
    };
    add(
        maker,
        ("revoked", "a list revokes the signer"),
        revoked,
        &base.object(),
        lists::defect(&own, &[1, 1], status(3)),
    )?;
    add(
        maker,
        ("another-revoked", "a list revokes another signer"),
        genuine("passive.revocation", "undetermined", "no_revocation_list"),
        &base.object(),
        lists::defect(&other, &[1, 1], status(3)),
    )?;
    let lost = open(
        "chip.active_authentication",
        "undetermined",
        "listed_defect",
        "defect.proof",
    );
    add(
        maker,
        (
            "keys-revoked",
            "keys of active authentication are known to others",
        ),
        lost,
        &base.object(),
        lists::defect(&own, &[1, 4], Vec::new()),
    )?;
    let mut spoiled = base.object();
    spoiled.spoiled = true;
    let left_open = open(
        "passive.signature",
        "undetermined",
        "listed_defect",
        "cms.signature",
    );
    add(
        maker,
        (
            "signature-known-to-fail",
            "the signature is wrong, and a list says that it may be",
        ),
        left_open,
        &spoiled,
        lists::defect(&own, &[2, 2], status(1)),
    )
}

/// The replacement of the signer's certificate is on its issuer's revocation list.
fn replaced_and_revoked(maker: &mut Maker<'_>) -> Result<()> {
    let base = maker.base;
    let mut request = Certificate::signer(&base.authority, &base.signer_key);
    request.issuer = name("VN", "CSCA TESTT");
    let embedded = request.sign(&base.authority.key, &mut maker.random)?;
    let mut renewed = Certificate::signer(&base.authority, &base.signer_key);
    renewed.serial = SOMEBODY.to_vec();
    let replacement = renewed.sign(&base.authority.key, &mut maker.random)?;
    let object = SecurityObject::new(base.content(), embedded.clone(), &base.signer_key);
    let replacement = der::tlv(OCTET_STRING, &replacement);
    add(
        maker,
        (
            "signer-replaced-and-revoked",
            "a list has another certificate of the signer's key, which its issuer revoked",
        ),
        refuted("passive.revocation", "signer_revoked", "path.not-revoked"),
        &object,
        lists::defect(&certificate_hash(&embedded), &[1, 2], replacement),
    )?;
    let issuer = &base.authority;
    let [revoked] = SOMEBODY;
    let list = revocation::list(issuer, &issuer.key, CURRENT, revoked, &mut maker.random)?;
    maker.last(|case| {
        if let Some(trust) = &mut case.trust {
            trust.push(("csca.crl", list));
        }
    });
    Ok(())
}
