//! PACE with chip authentication mapping: a key that the chip does not hold. ICAO Doc 9303-11 §4.4.3.3.3.

use openssl::bn::BigNum;
use openssl::nid::Nid;

use super::base::authority;
use super::certificate::Certificate;
use super::evidence::Mapping;
use super::revocation::{self, CURRENT, LINK};
use super::security_object::SecurityObject;
use super::{Expect, Maker, genuine, refuted};
use crate::Result;
use crate::der;
use crate::domain::Domain;
use crate::issue::AgreementKey;
use crate::{Error, protocol};

/// id-SecurityObject, 0.4.0.127.0.7.3.2.1.
const SECURITY_OBJECT: [u8; 8] = [0x04, 0x00, 0x7F, 0x00, 0x07, 0x03, 0x02, 0x01];

/// Serial number of a signer of EF.CardSecurity that signs nothing else.
const CARD_SECURITY_SIGNER: u8 = 0x33;

pub(super) fn cases(maker: &mut Maker<'_>) -> Result<()> {
    let base = maker.base;
    let honest = mapping(&base.agreement, 7_654_321)?;
    let fine = genuine("chip.pace_cam", "successful", "convinces_terminal_only");
    let wrong = refuted("chip.pace_cam", "chip_proof_invalid", "chip.pace-cam");
    add(
        maker,
        ("mapping", "the mapping belongs to the signed key"),
        fine,
        honest.clone(),
        None,
    )?;
    let with = |data: &[u8]| Mapping {
        data: data.to_vec(),
        ..honest.clone()
    };
    add(
        maker,
        ("a58-other-factor", "CA_IC is another number"),
        wrong,
        with(&[3; 32]),
        None,
    )?;
    add(
        maker,
        ("a58-factor-0", "CA_IC is 0"),
        wrong,
        with(&[0; 32]),
        None,
    )?;
    let one = [&[0; 31][..], &[1]].concat();
    add(
        maker,
        ("a58-factor-1", "CA_IC is 1"),
        wrong,
        with(&one),
        None,
    )?;

    let (_, foreign) = crate::issue::seeded_data_group_14(&mut maker.random)?;
    let own = mapping(&foreign, 1_234_567)?;
    let infos = der::set_of(vec![public_key(&foreign)?]);
    let mut object = SecurityObject::new(infos.clone(), base.signer.clone(), &base.signer_key)
        .of_type(&SECURITY_OBJECT);
    object.spoiled = true;
    let spoiled = object.content_info(&mut maker.random)?;
    let signature = refuted("chip.pace_cam", "signature_invalid", "cms.signature");
    add(
        maker,
        (
            "a58-card-security-unsigned",
            "EF.CardSecurity with the chip's own key, not signed",
        ),
        signature,
        own.clone(),
        Some(spoiled),
    )?;
    let other = authority(
        "VN",
        "CSCA ELSEWHERE",
        Nid::BRAINPOOL_P256R1,
        &mut maker.random,
    )?;
    let signer =
        Certificate::signer(&other, &base.signer_key).sign(&other.key, &mut maker.random)?;
    let object = SecurityObject::new(infos, signer, &base.signer_key).of_type(&SECURITY_OBJECT);
    let stranger = object.content_info(&mut maker.random)?;
    add(
        maker,
        (
            "a58-card-security-stranger",
            "EF.CardSecurity with the chip's own key, signed by a stranger",
        ),
        wrong,
        own,
        Some(stranger),
    )?;
    other_key(maker)?;
    revoked(maker)
}

/// The signer of EF.CardSecurity is another than that of EF.SOD, and a revocation list may name it.
fn revoked(maker: &mut Maker<'_>) -> Result<()> {
    let base = maker.base;
    let old = &base.authority;
    let (new, link) = revocation::successor(old, &mut maker.random)?;
    let [mut of_old, mut of_new] =
        [old, &new].map(|one| Certificate::signer(one, &base.signer_key));
    of_old.serial = vec![CARD_SECURITY_SIGNER];
    of_new.serial = vec![CARD_SECURITY_SIGNER];
    let of_old = of_old.sign(&old.key, &mut maker.random)?;
    let of_new = of_new.sign(&new.key, &mut maker.random)?;
    let infos = der::set_of(vec![public_key(&base.agreement)?]);
    let failed = |reason, rule| refuted("chip.pace_cam", reason, rule);
    for (name, what, expect, signer, serial) in [
        (
            "a58-card-security-signer-revoked",
            "the signer of EF.CardSecurity is on its issuer's list",
            failed("signer_revoked", "path.not-revoked"),
            &of_old,
            CARD_SECURITY_SIGNER,
        ),
        (
            "a58-card-security-issuer-revoked",
            "the link to the issuer of EF.CardSecurity's signer is on a list",
            failed("issuer_revoked", "path.issuers-not-revoked"),
            &of_new,
            LINK,
        ),
        (
            "card-security-another-revoked",
            "another certificate than that of EF.CardSecurity's signer is on the list",
            genuine("chip.pace_cam", "successful", "convinces_terminal_only"),
            &of_old,
            9,
        ),
    ] {
        let object = SecurityObject::new(infos.clone(), signer.clone(), &base.signer_key);
        let file = object
            .of_type(&SECURITY_OBJECT)
            .content_info(&mut maker.random)?;
        let mapped = mapping(&base.agreement, 7_654_321)?;
        add(maker, (name, what), expect, mapped, Some(file))?;
        let list = revocation::list(old, &old.key, CURRENT, serial, &mut maker.random)?;
        let trust = vec![
            ("csca.cer", old.der.clone()),
            ("csca.crl", list),
            ("link.cer", link.clone()),
        ];
        maker.last(|case| case.trust = Some(trust));
    }
    Ok(())
}

/// EF.CardSecurity, rightly signed, names another key than the one that was mapped, under the identifier of
/// the parameters that were used.
fn other_key(maker: &mut Maker<'_>) -> Result<()> {
    let base = maker.base;
    let (_, signed) = crate::issue::seeded_data_group_14(&mut maker.random)?;
    let (_, own) = crate::issue::seeded_data_group_14(&mut maker.random)?;
    let identifier = der::integer(13);
    let key = protocol::info(
        &protocol::smartcard(&[1, 2]),
        &[signed.public_key_info()?, identifier],
    );
    let infos = der::set_of(vec![key]);
    let object =
        SecurityObject::new(infos, base.signer.clone(), &base.signer_key).of_type(&SECURITY_OBJECT);
    let file = object.content_info(&mut maker.random)?;
    add(
        maker,
        (
            "a58-other-key",
            "EF.CardSecurity is rightly signed and holds another key than the mapped one",
        ),
        refuted("chip.pace_cam", "chip_proof_invalid", "chip.pace-cam"),
        mapping(&own, 2_345_678)?,
        Some(file),
    )
}

fn add(
    maker: &mut Maker<'_>,
    (name, what): (&'static str, &'static str),
    expect: Expect,
    mapping: Mapping,
    card_security: Option<Vec<u8>>,
) -> Result<()> {
    let sod = maker.base.object().file(&mut maker.random)?;
    let files = maker.base.files(sod);
    maker.add(name, what, files, expect);
    maker.last(|case| {
        case.evidence.mapping = Some(mapping);
        if let Some(file) = card_security {
            case.files.insert("CardSecurity".into(), file);
        }
    });
    Ok(())
}

/// CA_IC and the mapping key that is CA_IC times the static key.
fn mapping(key: &AgreementKey, factor: u32) -> Result<Mapping> {
    let mut domain = Domain::standard(key.offer.parameters)?.ok_or(Error::Value {
        field: "chip_keys",
        reason: "parameters 0 to 2 or 8 to 18",
    })?;
    let factor = BigNum::from_u32(factor)?;
    let generator = domain.generator()?;
    let public = domain.power(&generator, &key.private)?;
    let product = domain.power(&public, &factor)?;
    Ok(Mapping {
        key: domain.encode(&product)?,
        data: factor.to_vec_padded(32)?,
    })
}

/// ChipAuthenticationPublicKeyInfo of an elliptic curve.
fn public_key(key: &AgreementKey) -> Result<Vec<u8>> {
    let oid = protocol::smartcard(&[1, 2]);
    Ok(protocol::info(&oid, &[key.public_key_info()?]))
}
