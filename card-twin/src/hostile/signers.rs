//! Document signers whose certificate breaks the profile. ICAO Doc 9303-12 §7.1, Tables 4 and 5.

use openssl::nid::Nid;

use super::certificate::{
    Certificate, authority_key, basic_constraints, document_types, extension, key_usage, purpose,
};
use super::security_object::SecurityObject;
use super::sign::{Key, ecdsa_with};
use super::{Expect, Maker, refuted};
use crate::Result;
use crate::profile::Hash;

pub(super) const fn caught(reason: &'static str, rule: &'static str) -> Expect {
    refuted("passive.path", reason, rule)
}

type Change<'a> = &'a dyn Fn(&mut Certificate);

pub(super) fn cases(maker: &mut Maker<'_>) -> Result<()> {
    forms(maker)?;
    usages(maker)?;
    validity(maker)
}

/// A signer that the trusted CSCA issued with this change.
pub(super) fn add(
    maker: &mut Maker<'_>,
    (name, what): (&'static str, &'static str),
    expect: Expect,
    change: Change<'_>,
) -> Result<()> {
    let base = maker.base;
    let mut request = Certificate::signer(&base.authority, &base.signer_key);
    change(&mut request);
    let certificate = request.sign(&base.authority.key, &mut maker.random)?;
    signed_under(
        maker,
        (name, what),
        expect,
        vec![certificate],
        &base.signer_key,
    )
}

/// The honest content signed by the first of these certificates.
pub(super) fn signed_under(
    maker: &mut Maker<'_>,
    (name, what): (&'static str, &'static str),
    expect: Expect,
    certificates: Vec<Vec<u8>>,
    key: &Key,
) -> Result<()> {
    let first = certificates.first().cloned().unwrap_or_default();
    let mut object = SecurityObject::new(maker.base.content(), first, key);
    object.certificates = certificates;
    let sod = object.file(&mut maker.random)?;
    let files = maker.base.files(sod);
    maker.add(name, what, files, expect);
    Ok(())
}

fn forms(maker: &mut Maker<'_>) -> Result<()> {
    let version = caught("certificate_profile", "signer.version");
    add(
        maker,
        ("a49-version-2", "certificate of version 2"),
        version,
        &|one| one.version = Some(1),
    )?;
    add(
        maker,
        (
            "a49-version-1",
            "certificate of version 1, without extensions",
        ),
        caught("certificate_profile", "several"),
        &|one| {
            one.version = None;
            one.extensions.clear();
        },
    )?;
    let serial = caught("certificate_profile", "signer.serial");
    add(
        maker,
        ("a49-serial-zero", "serial number 0"),
        serial,
        &|one| one.serial = vec![0],
    )?;
    add(
        maker,
        ("a49-serial-negative", "serial number below 0"),
        serial,
        &|one| one.serial = vec![0x81],
    )?;
    add(
        maker,
        ("a49-serial-long", "serial number of 21 octets"),
        serial,
        &|one| one.serial = vec![0x41; 21],
    )?;
    let agree = caught("algorithm_refused", "signer.algorithms-agree");
    add(
        maker,
        (
            "a49-algorithms-differ",
            "ecdsa-with-SHA256 inside, ecdsa-with-SHA384 outside",
        ),
        agree,
        &|one| {
            one.inner_algorithm = Some(ecdsa_with(Hash::Sha256));
        },
    )?;
    let weak = caught("algorithm_refused", "signer.algorithm");
    add(
        maker,
        ("a41-certificate-sha-1", "certificate signed with SHA-1"),
        weak,
        &|one| one.hash = Hash::Sha1,
    )?;
    let critical = caught("certificate_profile", "signer.critical-extension");
    add(
        maker,
        (
            "a49-critical-extension",
            "critical extension that nobody knows",
        ),
        critical,
        &|one| {
            one.extensions
                .push(extension(&[0x2A, 0x03, 0x04], true, &[0x05, 0x00]));
        },
    )?;
    let structure = refuted("passive.signature", "sod_malformed", "structure");
    add(
        maker,
        (
            "a49-extension-twice",
            "keyUsage twice, the second without a limit",
        ),
        structure,
        &|one| {
            one.extensions.push(key_usage(0xFF, 0));
        },
    )?;
    add(
        maker,
        (
            "a50-certificate-tail",
            "octets after the certificate's signature",
        ),
        structure,
        &|one| {
            one.tail = vec![0x05, 0x00];
        },
    )
}

fn usages(maker: &mut Maker<'_>) -> Result<()> {
    let usage = caught("signer_may_not_sign", "signer.key-usage");
    add(
        maker,
        ("a26-certificate-sign-only", "keyUsage keyCertSign only"),
        usage,
        &|one| {
            one.extensions = replaced(one, key_usage(0x04, 2));
        },
    )?;
    add(
        maker,
        ("a26-no-digital-signature", "keyUsage keyAgreement only"),
        usage,
        &|one| {
            one.extensions = replaced(one, key_usage(0x08, 3));
        },
    )?;
    let limited = caught("signer_may_not_sign", "signer.key-limited");
    add(
        maker,
        ("a26-no-key-usage", "no keyUsage"),
        limited,
        &|one| {
            one.extensions = replaced(one, Vec::new());
        },
    )?;
    let list = caught("signer_may_not_sign", "signer.purpose");
    add(
        maker,
        ("a26-master-list-signer", "extKeyUsage of master lists"),
        list,
        &|one| {
            one.extensions
                .push(purpose(&[0x67, 0x81, 0x08, 0x01, 0x01, 0x03]));
        },
    )?;
    add(
        maker,
        (
            "a26-deviation-list-signer",
            "extKeyUsage of deviation lists",
        ),
        list,
        &|one| {
            one.extensions
                .push(purpose(&[0x67, 0x81, 0x08, 0x01, 0x01, 0x08]));
        },
    )?;
    let authority = caught("signer_may_not_sign", "signer.no-ca");
    add(
        maker,
        ("a27-marked-as-ca", "basicConstraints CA=TRUE"),
        authority,
        &|one| {
            one.extensions.push(basic_constraints(true));
        },
    )?;
    let document = caught("document_type_differs", "signer.document-type");
    add(
        maker,
        ("a70-passports-only", "documentTypeList says P, DG1 says I"),
        document,
        &|one| {
            one.extensions.push(document_types("P"));
        },
    )?;
    let other = super::open(
        "passive.path",
        "undetermined",
        "issuer_unknown",
        "path.authority-key",
    );
    add(
        maker,
        (
            "a19-names-another-key",
            "authorityKeyIdentifier of another key",
        ),
        other,
        &|one| {
            one.extensions
                .retain(|extension| !extension.windows(3).any(|oid| oid == [0x55, 0x1D, 0x23]));
            one.extensions.push(authority_key(&[9; 8]));
        },
    )
}

fn replaced(certificate: &Certificate, usage: Vec<u8>) -> Vec<Vec<u8>> {
    let others = certificate.extensions.iter().skip(1).cloned();
    std::iter::once(usage)
        .filter(|usage| !usage.is_empty())
        .chain(others)
        .collect()
}

fn validity(maker: &mut Maker<'_>) -> Result<()> {
    let then = caught("signer_not_valid_then", "path.signer-valid");
    add(
        maker,
        (
            "a22-ended-before-signing",
            "certificate ended before it signed",
        ),
        then,
        &|one| {
            one.to = "20210401000000Z";
        },
    )?;
    add(
        maker,
        (
            "a22-began-after-signing",
            "certificate began after it signed",
        ),
        then,
        &|one| {
            one.from = "20210501000000Z";
        },
    )?;
    let weak = Key::rsa(1024, 65537, None, &mut maker.random)?;
    let foreign = Key::on_curve(Nid::SECP256K1, &mut maker.random)?;
    let base = maker.base;
    let refused = refuted("passive.signature", "key_refused", "signer.key");
    for (name, what, key) in [
        ("a17-rsa-1024", "signer with RSA of 1024 bits", weak),
        (
            "a46-secp256k1",
            "signer on a curve outside the standard",
            foreign,
        ),
    ] {
        let request = Certificate::signer(&base.authority, &key);
        let certificate = request.sign(&base.authority.key, &mut maker.random)?;
        signed_under(maker, (name, what), refused, vec![certificate], &key)?;
    }
    Ok(())
}
