//! Document signers without a path, or with the wrong one. ICAO Doc 9303-12 §6, 9303-11 §5.1.

use openssl::nid::Nid;

use super::base::{authority, authority_with};
use super::certificate::{Certificate, basic_constraints, key_usage, name};
use super::lists::{self, ListSigner, MASTER};
use super::sign::Key;
use super::signers::{caught, signed_under};
use super::{Maker, genuine, open, refuted};
use crate::Result;

pub(super) fn cases(maker: &mut Maker<'_>) -> Result<()> {
    unknown(maker)?;
    namesakes(maker)?;
    chains(maker)?;
    countries(maker)?;
    kept(maker)
}

/// Nobody trusted issued the signer: never green, and no forgery shown.
fn unknown(maker: &mut Maker<'_>) -> Result<()> {
    let issuer_unknown = open(
        "passive.path",
        "undetermined",
        "issuer_unknown",
        "structure",
    );
    let key = Key::on_curve(Nid::BRAINPOOL_P256R1, &mut maker.random)?;
    let mut own = Certificate::authority(name("VN", "Document Signer TEST"), &key);
    own.extensions = vec![key_usage(0x80, 7)];
    let own = own.sign(&key, &mut maker.random)?;
    signed_under(
        maker,
        ("a18-self-signed", "the signer signed its own certificate"),
        issuer_unknown,
        vec![own],
        &key,
    )?;
    let other = authority(
        "VN",
        "CSCA ELSEWHERE",
        Nid::BRAINPOOL_P256R1,
        &mut maker.random,
    )?;
    let signer = Certificate::signer(&other, &key).sign(&other.key, &mut maker.random)?;
    let certificates = vec![signer, other.der];
    signed_under(
        maker,
        (
            "a18-brings-its-csca",
            "the signer brings an unknown CSCA along",
        ),
        issuer_unknown,
        certificates,
        &key,
    )
}

fn namesakes(maker: &mut Maker<'_>) -> Result<()> {
    let base = maker.base;
    let forged = caught("path_signature_invalid", "path.signature");
    let stranger = Key::on_curve(Nid::BRAINPOOL_P384R1, &mut maker.random)?;
    let request = Certificate::signer(&base.authority, &base.signer_key);
    let signer = request.sign(&stranger, &mut maker.random)?;
    signed_under(
        maker,
        (
            "a19-not-signed-by-csca",
            "names the CSCA and its key, signed by another",
        ),
        forged,
        vec![signer],
        &base.signer_key,
    )?;
    let mut request = Certificate::signer(&base.authority, &base.signer_key);
    request.extensions.truncate(1);
    let signer = request.sign(&stranger, &mut maker.random)?;
    signed_under(
        maker,
        (
            "a19-names-no-key",
            "names the CSCA and no key, signed by another",
        ),
        forged,
        vec![signer],
        &base.signer_key,
    )?;
    // A successor looks the same: it is open, and never green.
    let successor = open(
        "passive.path",
        "undetermined",
        "issuer_unknown",
        "structure",
    );
    let namesake = authority_with("VN", "CSCA TEST", stranger, &mut maker.random)?;
    let signer =
        Certificate::signer(&namesake, &base.signer_key).sign(&namesake.key, &mut maker.random)?;
    signed_under(
        maker,
        (
            "a19-csca-of-same-name",
            "CSCA of the trusted one's name with a key of its own",
        ),
        successor,
        vec![signer],
        &base.signer_key,
    )
}

fn chains(maker: &mut Maker<'_>) -> Result<()> {
    let base = maker.base;
    let long = caught("chain_too_long", "path.two-levels");
    // The intermediate is a namesake of the CSCA, so that only the number of levels tells.
    let middle_key = Key::on_curve(Nid::BRAINPOOL_P256R1, &mut maker.random)?;
    let mut middle = Certificate::signer(&base.authority, &middle_key);
    middle.extensions.push(basic_constraints(true));
    let middle = middle.sign(&base.authority.key, &mut maker.random)?;
    let between = super::certificate::Authority {
        name: name("VN", "Document Signer TEST"),
        key: middle_key,
        der: middle.clone(),
    };
    let key = Key::on_curve(Nid::BRAINPOOL_P256R1, &mut maker.random)?;
    let mut request = Certificate::signer(&between, &key);
    request.subject = name("VN", "Document Signer TEST 2");
    request.serial = vec![3];
    let signer = request.sign(&between.key, &mut maker.random)?;
    signed_under(
        maker,
        ("a27-three-levels", "a document signer issued the signer"),
        long,
        vec![signer, middle],
        &key,
    )?;

    let then = caught("issuer_not_valid_then", "path.issuer-valid");
    let mut request = Certificate::signer(&base.authority, &base.signer_key);
    request.from = "20190601000000Z";
    let signer = request.sign(&base.authority.key, &mut maker.random)?;
    signed_under(
        maker,
        ("a22-issued-before-csca", "issued before the CSCA was valid"),
        then,
        vec![signer],
        &base.signer_key,
    )?;

    let unknown = open(
        "passive.path",
        "undetermined",
        "issuer_unknown",
        "structure",
    );
    let next = authority(
        "VN",
        "CSCA TEST NEXT",
        Nid::BRAINPOOL_P384R1,
        &mut maker.random,
    )?;
    let mut link = Certificate::authority(next.name.clone(), &next.key);
    link.issuer = base.authority.name.clone();
    link.serial = vec![4];
    let link = link.sign(&base.authority.key, &mut maker.random)?;
    let signer = Certificate::signer(&next, &base.signer_key).sign(&next.key, &mut maker.random)?;
    signed_under(
        maker,
        (
            "a29-link-without-anchor",
            "a link certificate whose old anchor is not trusted",
        ),
        unknown,
        vec![signer.clone()],
        &base.signer_key,
    )?;
    maker.last(|case| case.trust = Some(vec![("link.cer", link.clone())]));
    let linked = genuine("passive.path", "successful", "as_required");
    signed_under(
        maker,
        ("a29-link-with-anchor", "a link certificate and its anchor"),
        linked,
        vec![signer],
        &base.signer_key,
    )?;
    let anchor = base.authority.der.clone();
    maker.last(|case| case.trust = Some(vec![("csca.cer", anchor), ("link.cer", link)]));
    Ok(())
}

fn countries(maker: &mut Maker<'_>) -> Result<()> {
    let base = maker.base;
    let utopia = authority(
        "UT",
        "CSCA UTOPIA",
        Nid::BRAINPOOL_P256R1,
        &mut maker.random,
    )?;
    let trust = vec![
        ("csca.cer", base.authority.der.clone()),
        ("utopia.cer", utopia.der.clone()),
    ];
    let mut request = Certificate::signer(&utopia, &base.signer_key);
    let document = refuted("passive.country", "country_differs", "country.document");
    request.subject = name("UT", "Document Signer UTOPIA");
    let signer = request.sign(&utopia.key, &mut maker.random)?;
    signed_under(
        maker,
        ("a21-rogue-state", "signed under another trusted state"),
        document,
        vec![signer],
        &base.signer_key,
    )?;
    maker.last(|case| case.trust = Some(trust.clone()));
    let issuer = refuted("passive.country", "country_differs", "country.issuer");
    let signer =
        Certificate::signer(&utopia, &base.signer_key).sign(&utopia.key, &mut maker.random)?;
    signed_under(
        maker,
        (
            "a21-signer-of-other-state",
            "a signer of Vietnam issued by another state",
        ),
        issuer,
        vec![signer],
        &base.signer_key,
    )?;
    maker.last(|case| case.trust = Some(trust));
    Ok(())
}

/// CSCAs that are no anchors any more, or only by the operator's own choice.
fn kept(maker: &mut Maker<'_>) -> Result<()> {
    let base = maker.base;
    let unknown = open(
        "passive.path",
        "undetermined",
        "issuer_unknown",
        "structure",
    );
    let next = authority(
        "VN",
        "CSCA TEST NEXT",
        Nid::BRAINPOOL_P384R1,
        &mut maker.random,
    )?;
    signed_under(
        maker,
        (
            "a23-csca-removed",
            "the CSCA has ended and the operator keeps its successor only",
        ),
        unknown.on("2036-06-01"),
        vec![base.signer.clone()],
        &base.signer_key,
    )?;
    maker.last(|case| case.trust = Some(vec![("next.cer", next.der)]));

    let key = Key::on_curve(Nid::BRAINPOOL_P384R1, &mut maker.random)?;
    let mut odd = Certificate::authority(name("VN", "CSCA ODD"), &key);
    odd.serial = vec![0];
    let odd = super::certificate::Authority {
        name: odd.subject.clone(),
        der: odd.sign(&key, &mut maker.random)?,
        key,
    };
    let signer = Certificate::signer(&odd, &base.signer_key).sign(&odd.key, &mut maker.random)?;
    let taken = genuine("passive.path", "successful", "as_required");
    signed_under(
        maker,
        (
            "a49-odd-csca-pinned",
            "the CSCA has serial number 0, and the operator pinned it",
        ),
        taken,
        vec![signer.clone()],
        &base.signer_key,
    )?;
    let anchor = odd.der.clone();
    maker.last(|case| case.trust = Some(vec![("odd.cer", anchor)]));
    let content = lists::certificates(&[&base.authority.der, &odd.der]);
    let of_lists = ListSigner::of(&base.authority, "VN", MASTER, &mut maker.random)?;
    let list = of_lists.sign(&base.authority, MASTER, content, &mut maker.random)?;
    signed_under(
        maker,
        (
            "a49-odd-csca-in-a-list",
            "the CSCA has serial number 0, and a master list brings it",
        ),
        unknown,
        vec![signer],
        &base.signer_key,
    )?;
    let anchor = base.authority.der.clone();
    maker.last(|case| case.trust = Some(vec![("csca.cer", anchor), ("list.ml", list)]));
    Ok(())
}
