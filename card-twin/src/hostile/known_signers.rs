//! Security objects that leave their signer's certificate to be found elsewhere. ICAO Doc 9303-10 §4.6.2.2.

use super::certificate::{Certificate, key_id, subject_key};
use super::security_object::SecurityObject;
use super::sign::Key;
use super::{Expect, Maker, genuine, open, refuted};
use crate::Result;
use crate::der;

pub(super) fn cases(maker: &mut Maker<'_>) -> Result<()> {
    let base = maker.base;
    let mut request = Certificate::signer(&base.authority, &base.signer_key);
    request.extensions.push(subject_key(&request.key));
    let signer = request.sign(&base.authority.key, &mut maker.random)?;
    let by_key = der::tlv(0x80, &key_id(&request.key));
    let found = genuine("passive.path", "successful", "as_required");
    let anchor = || ("csca.cer", base.authority.der.clone());
    add(
        maker,
        (
            "a69-known-by-name",
            "the signer is in the trust folder, named by issuer and serial number",
        ),
        found,
        (&signer, None),
        vec![anchor(), ("signer.cer", signer.clone())],
    )?;
    add(
        maker,
        (
            "a69-known-by-key",
            "the signer is in the trust folder, named by its key identifier",
        ),
        found,
        (&signer, Some(by_key)),
        vec![anchor(), ("signer.cer", signer.clone())],
    )?;
    let unknown = open(
        "passive.signature",
        "undetermined",
        "issuer_unknown",
        "structure",
    );
    add(
        maker,
        ("a69-no-certificate", "the signer's certificate is nowhere"),
        unknown,
        (&signer, None),
        vec![anchor()],
    )?;
    // Of the same name and number, so that whoever chooses among them would let a forger choose.
    let other = Key::on_curve(openssl::nid::Nid::BRAINPOOL_P256R1, &mut maker.random)?;
    let namesake = Certificate::signer(&base.authority, &other);
    let namesake = namesake.sign(&base.authority.key, &mut maker.random)?;
    add(
        maker,
        (
            "a69-two-of-one-name",
            "two signers of one name and number are known",
        ),
        unknown,
        (&signer, None),
        vec![
            anchor(),
            ("signer-1.cer", signer.clone()),
            ("signer-2.cer", namesake.clone()),
        ],
    )?;
    add(
        maker,
        (
            "a69-other-key",
            "the known signer of that name and number has another key",
        ),
        refuted("passive.signature", "signature_invalid", "cms.signature"),
        (&signer, None),
        vec![anchor(), ("signer.cer", namesake)],
    )
}

fn add(
    maker: &mut Maker<'_>,
    (name, what): (&'static str, &'static str),
    expect: Expect,
    (signer, identifier): (&[u8], Option<Vec<u8>>),
    trust: Vec<(&'static str, Vec<u8>)>,
) -> Result<()> {
    let base = maker.base;
    let mut object = SecurityObject::new(base.content(), signer.to_vec(), &base.signer_key);
    object.certificates.clear();
    if let Some(identifier) = identifier {
        object.identifier = identifier;
        object.signer_version = 3;
    }
    let sod = object.file(&mut maker.random)?;
    maker.add(name, what, base.files(sod), expect);
    maker.last(|case| case.trust = Some(trust));
    Ok(())
}
