//! Signers with RSA keys: padding schemes and their forgeries. RFC 8017 §8, §9.

use super::certificate::Certificate;
use super::security_object::{SecurityObject, issuer_and_serial};
use super::sign::{Key, digest_info, ecdsa_with, padded, pkcs_1, pss, pss_block};
use super::signatures::caught;
use super::{Maker, genuine};
use crate::Result;
use crate::issue::signed_data::hash_algorithm;
use crate::profile::Hash;

pub(super) fn cases(maker: &mut Maker<'_>) -> Result<()> {
    let base = maker.base;
    let key = Key::rsa(2048, 3, None, &mut maker.random)?;
    let request = Certificate::signer(&base.authority, &key);
    let certificate = request.sign(&base.authority.key, &mut maker.random)?;
    let length = key.modulus_len();
    let mut add =
        |name, what, expect, algorithm: Vec<u8>, block: &dyn Fn(&[u8]) -> Result<Vec<u8>>| {
            let mut object = SecurityObject::new(base.content(), certificate.clone(), &key);
            object.identifier = issuer_and_serial(&certificate);
            object.signature_algorithm = Some(algorithm);
            object.signing = Some(Box::new(|message, _| key.raw(&block(message)?)));
            let sod = object.file(&mut maker.random)?;
            let files = base.files(sod);
            maker.add(name, what, files, expect);
            Ok::<(), crate::Error>(())
        };
    let sha256 = Hash::Sha256;
    let rule = caught("algorithms_disagree", "cms.algorithm-fits-key");
    add(
        "a45-rsa-key-called-ec",
        "signature of an RSA key called ecdsa-with-SHA256",
        rule,
        ecdsa_with(sha256),
        &|message| Ok(padded(&digest_info(sha256, message)?, length)),
    )?;
    let rule = caught("algorithm_refused", "cms.pss-parameters");
    add(
        "a43-pss-trailer-2",
        "RSASSA-PSS with trailerField 2",
        rule,
        pss(Some((sha256, sha256, 32, Some(2)))),
        &|message| pss_block((sha256, sha256), &[5; 32], message, length),
    )?;
    let rule = caught("algorithm_refused", "several");
    add(
        "a43-pss-no-parameters",
        "RSASSA-PSS without parameters, which means SHA-1",
        rule,
        pss(None),
        &|message| pss_block((Hash::Sha1, Hash::Sha1), &[5; 20], message, length),
    )?;
    let invalid = caught("signature_invalid", "cms.signature");
    let named = || pss(Some((sha256, sha256, 32, None)));
    add(
        "a43-pss-shorter-salt",
        "RSASSA-PSS with a salt of 20 that says 32",
        invalid,
        named(),
        &|message| pss_block((sha256, sha256), &[5; 20], message, length),
    )?;
    add(
        "a43-pss-longer-salt",
        "RSASSA-PSS with a salt of 40 that says 32",
        invalid,
        named(),
        &|message| pss_block((sha256, sha256), &[5; 40], message, length),
    )?;
    add(
        "a43-pss-mask-of-its-own",
        "RSASSA-PSS with SHA-256 and a mask of SHA-512, as it says",
        genuine("passive.signature", "successful", "as_required"),
        pss(Some((sha256, Hash::Sha512, 32, None))),
        &|message| pss_block((sha256, Hash::Sha512), &[5; 32], message, length),
    )?;
    add(
        "a43-pss-other-mask",
        "RSASSA-PSS with another mask hash than it says",
        invalid,
        named(),
        &|message| pss_block((sha256, Hash::Sha512), &[5; 32], message, length),
    )?;
    add(
        "a43-pkcs1-called-pss",
        "PKCS#1 v1.5 called RSASSA-PSS",
        invalid,
        named(),
        &|message| Ok(padded(&digest_info(sha256, message)?, length)),
    )?;
    add(
        "a44-garbage-after-hash",
        "PKCS#1 v1.5, exponent 3, garbage after the hash",
        invalid,
        pkcs_1(11),
        &|message| {
            let mut block = [
                &[0, 1][..],
                &[0xFF; 8][..],
                &[0],
                &digest_info(sha256, message)?,
            ]
            .concat();
            block.resize(length, 0xA5);
            Ok(block)
        },
    )?;
    add(
        "a44-missing-null",
        "PKCS#1 v1.5, DigestInfo without NULL",
        invalid,
        pkcs_1(11),
        &|message| {
            use crate::der::{OCTET_STRING, SEQUENCE, group, tlv};
            let digest = openssl::sha::sha256(message);
            let info = group(
                SEQUENCE,
                [hash_algorithm(sha256), tlv(OCTET_STRING, &digest)],
            );
            Ok(padded(&info, length))
        },
    )?;
    add(
        "a44-long-lengths",
        "PKCS#1 v1.5, DigestInfo in BER with long lengths",
        invalid,
        pkcs_1(11),
        &|message| {
            let info = digest_info(sha256, message)?;
            let long = [&[0x30, 0x81], info.get(1..).unwrap_or_default()].concat();
            Ok(padded(&long, length))
        },
    )?;
    add(
        "a44-short-padding",
        "PKCS#1 v1.5 with seven octets of padding",
        invalid,
        pkcs_1(11),
        &|message| {
            let info = digest_info(sha256, message)?;
            let block = [&[0, 1][..], &[0xFF; 7][..], &[0], &info].concat();
            Ok([vec![0; length.saturating_sub(block.len())], block].concat())
        },
    )
}
