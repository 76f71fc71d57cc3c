//! Honest readings that look odd: a verifier that refuses one of them is wrong too.

use std::collections::BTreeMap;

use openssl::nid::Nid;

use super::base::{authority, authority_with, files_of, hashes_of};
use super::certificate::{Certificate, key_period, name};
use super::security_object::{SecurityObject, lds};
use super::sign::{Key, pss, pss_block};
use super::signers::{self, signed_under};
use super::{Maker, genuine};
use crate::Result;
use crate::issue::data_group_1_of;
use crate::issue::signed_data::hash_algorithm;
use crate::profile::Hash;

const SDU: [u8; 5] = [0x2B, 0x1B, 0x01, 0x01, 0x01];

pub(super) fn cases(maker: &mut Maker<'_>) -> Result<()> {
    let base = maker.base;
    let honest = base.object().file(&mut maker.random)?;
    let fine = genuine("passive.signature", "successful", "as_required");
    maker.add(
        "honest",
        "nothing is wrong",
        base.files(honest.clone()),
        fine,
    );
    let expired = genuine("document.expiry", "failed", "expired").on("2039-03-16");
    maker.add(
        "a67-expired",
        "the document has expired",
        base.files(honest.clone()),
        expired,
    );
    let kept = genuine("passive.path", "successful", "signer_expired").on("2036-06-01");
    maker.add(
        "a23-csca-ended",
        "CSCA and signer have ended, the anchor is kept",
        base.files(honest.clone()),
        kept,
    );
    let mut files = base.files(honest);
    files.insert("COM".into(), crate::issue::com_of([1, 2, 13].into_iter()));
    let hidden = genuine(
        "chip.chip_authentication",
        "successful",
        "convinces_terminal_only",
    );
    maker.add(
        "a04-com-hides-keys",
        "EF.COM does not list DG14 and DG15; EF.SOD's list counts",
        files,
        hidden,
    );
    signed_oddly(maker)?;
    other_issuers(maker)?;
    common_data(maker)
}

/// EF.COM lists more than EF.SOD, or is not there.
fn common_data(maker: &mut Maker<'_>) -> Result<()> {
    let base = maker.base;
    let shown = |reason| genuine("document.consistent", "undetermined", reason);
    let honest = base.files(base.object().file(&mut maker.random)?);
    let mut more = honest.clone();
    let groups = base.groups.keys().copied();
    more.insert("COM".into(), crate::issue::com_of(groups.chain([16])));
    maker.add(
        "a04-com-lists-more",
        "EF.COM lists DG16, which EF.SOD does not",
        more,
        shown("com_differs"),
    );
    let mut without = honest;
    without.remove("COM");
    maker.add(
        "a04-no-com",
        "EF.COM was not read",
        without,
        shown("com_missing"),
    );
    Ok(())
}

fn signed_oddly(maker: &mut Maker<'_>) -> Result<()> {
    let base = maker.base;
    let tolerated = genuine("passive.signature", "successful", "within_tolerance");
    let mut object = base.object();
    object.indefinite = true;
    let sod = object.file(&mut maker.random)?;
    maker.add(
        "indefinite-lengths",
        "EF.SOD in BER with indefinite lengths",
        base.files(sod),
        tolerated,
    );
    let fine = genuine("passive.signature", "successful", "as_required");
    let sod = base
        .object()
        .hashed_with(Hash::Sha384)
        .file(&mut maker.random)?;
    maker.add(
        "signature-sha-384",
        "data groups hashed with SHA-256, signature with SHA-384",
        base.files(sod),
        fine,
    );
    let period = genuine("passive.path", "successful", "signer_key_period_over");
    signers::add(
        maker,
        (
            "a22-key-period-over",
            "signed after the private key usage period",
        ),
        period,
        &|one| {
            one.extensions
                .push(key_period("20210101000000Z", "20210331000000Z"));
        },
    )
}

fn other_issuers(maker: &mut Maker<'_>) -> Result<()> {
    let base = maker.base;
    let path = genuine("passive.path", "successful", "as_required");

    let large = authority(
        "VN",
        "CSCA TEST 512",
        Nid::BRAINPOOL_P512R1,
        &mut maker.random,
    )?;
    let key = Key::on_curve(Nid::BRAINPOOL_P384R1, &mut maker.random)?;
    let signer = Certificate::signer(&large, &key).sign(&large.key, &mut maker.random)?;
    signed_under(
        maker,
        (
            "p1-brainpool-512",
            "CSCA on brainpoolP512r1, signer on brainpoolP384r1",
        ),
        path,
        vec![signer],
        &key,
    )?;
    maker.last(|case| case.trust = Some(vec![("csca.cer", large.der.clone())]));

    let key = Key::rsa(2048, 65537, None, &mut maker.random)?;
    let issuer = authority_with(
        "VN",
        "CSCA TEST RSA",
        Key::rsa(2048, 3, None, &mut maker.random)?,
        &mut maker.random,
    )?;
    let parameters = || pss(Some((Hash::Sha256, Hash::Sha256, 20, None)));
    let length = key.modulus_len();
    let made = |key: &Key, message: &[u8]| {
        key.raw(&pss_block(
            (Hash::Sha256, Hash::Sha256),
            &[6; 20],
            message,
            length,
        )?)
    };
    let signer = Certificate::signer(&issuer, &key);
    let signer = signer.sign_by(parameters(), |body| made(&issuer.key, body))?;
    let mut object = SecurityObject::new(base.content(), signer, &key);
    object.signature_algorithm = Some(parameters());
    object.signing = Some(Box::new(|message, _| made(&key, message)));
    let sod = object.file(&mut maker.random)?;
    maker.add(
        "p2-pss-salt-20",
        "RSASSA-PSS with SHA-256 and a salt of 20 octets, twice",
        base.files(sod),
        path,
    );
    maker.last(|case| case.trust = Some(vec![("csca.cer", issuer.der.clone())]));

    dutch(maker)?;

    let other = Key::on_curve(Nid::BRAINPOOL_P384R1, &mut maker.random)?;
    let namesake = Certificate::authority(base.authority.name.clone(), &other);
    let namesake = namesake.sign(&other, &mut maker.random)?;
    let sod = base.object().file(&mut maker.random)?;
    maker.add(
        "p4-two-cscas-of-one-name",
        "two trusted CSCAs of one name, the right one second",
        base.files(sod),
        path,
    );
    let own = base.authority.der.clone();
    maker.last(|case| case.trust = Some(vec![("csca-1.cer", namesake), ("csca-2.cer", own)]));
    Ok(())
}

/// A document of the Netherlands under the content type of their printer.
fn dutch(maker: &mut Maker<'_>) -> Result<()> {
    let base = maker.base;
    let issuer = authority(
        "NL",
        "CSCA TEST NL",
        Nid::BRAINPOOL_P256R1,
        &mut maker.random,
    )?;
    let mut request = Certificate::signer(&issuer, &base.signer_key);
    request.subject = name("NL", "Document Signer TEST NL");
    let signer = request.sign(&issuer.key, &mut maker.random)?;
    let mut groups: BTreeMap<u8, Vec<u8>> = base.groups.clone();
    groups.remove(&13);
    groups.insert(1, data_group_1_of(&base.person, "NLD"));
    let content = lds(&[0], hash_algorithm(Hash::Sha256), &hashes_of(&groups));
    let object = SecurityObject::new(content, signer, &base.signer_key).of_type(&SDU);
    let sod = object.file(&mut maker.random)?;
    let tolerated = genuine("passive.signature", "successful", "within_tolerance");
    let files = files_of(&groups, &base.card_access, sod);
    maker.add(
        "p3-sdu-type-of-nl",
        "content type of Sdu under a Dutch signer",
        files,
        tolerated,
    );
    maker.last(|case| case.trust = Some(vec![("csca.cer", issuer.der)]));
    Ok(())
}
