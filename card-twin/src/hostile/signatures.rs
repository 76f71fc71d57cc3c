//! Security objects whose CMS is wrong. RFC 5652, RFC 5754, RFC 4055.

use super::certificate::Certificate;
use super::security_object::{SecurityObject, Signers, issuer_and_serial};
use super::sign::{Key, digest_info, ecdsa_with, padded, pkcs_1, pss, pss_block};
use super::{Expect, Maker, refuted};
use crate::Result;
use crate::issue::signed_data::hash_algorithm;
use crate::profile::Hash;

const DATA: [u8; 9] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x01];
const DIGESTED: [u8; 9] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x05];
const SDU: [u8; 5] = [0x2B, 0x1B, 0x01, 0x01, 0x01];
const DSA_WITH_SHA256: [u8; 9] = [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x03, 0x02];

const fn caught(reason: &'static str, rule: &'static str) -> Expect {
    refuted("passive.signature", reason, rule)
}

type Change<'a> = &'a dyn Fn(&mut SecurityObject<'_>);

pub(super) fn cases(maker: &mut Maker<'_>) -> Result<()> {
    content_and_attributes(maker)?;
    signers(maker)?;
    algorithms(maker)?;
    rsa(maker)
}

fn add(
    maker: &mut Maker<'_>,
    name: &'static str,
    what: &'static str,
    expect: Expect,
    change: Change<'_>,
) -> Result<()> {
    let mut object = maker.base.object();
    change(&mut object);
    let sod = object.file(&mut maker.random)?;
    let files = maker.base.files(sod);
    maker.add(name, what, files, expect);
    Ok(())
}

fn content_and_attributes(maker: &mut Maker<'_>) -> Result<()> {
    let outer = [
        ("a38-enveloped-data", 3, "ContentInfo says envelopedData"),
        (
            "a38-signed-and-enveloped",
            4,
            "ContentInfo says signedAndEnvelopedData",
        ),
    ];
    for (name, last, what) in outer {
        let rule = caught("wrong_content_type", "cms.outer-type");
        add(maker, name, what, rule, &|object| {
            if let Some(arc) = object.outer_type.last_mut() {
                *arc = last;
            }
        })?;
    }
    for (name, version) in [
        ("a38-version-1", 1),
        ("a38-version-2", 2),
        ("a38-version-4", 4),
    ] {
        let rule = caught("sod_malformed", "cms.version");
        add(
            maker,
            name,
            "SignedData of another version",
            rule,
            &|object| object.version = version,
        )?;
    }
    let other: [(&'static str, &'static str, &[u8]); 4] = [
        ("a37-id-data", "content is id-data", &DATA),
        ("a37-digested-data", "content is id-digestedData", &DIGESTED),
        (
            "a37-other-icao-type",
            "content is 2.23.136.2.2.2",
            &[0x67, 0x81, 0x08, 0x02, 0x02, 0x02],
        ),
        (
            "a37-sdu-type-of-vietnam",
            "the Dutch content type under a Vietnamese signer",
            &SDU,
        ),
    ];
    for (name, what, oid) in other {
        let rule = caught("wrong_content_type", "cms.content-type");
        add(maker, name, what, rule, &|object| {
            object.content_type = oid.to_vec();
            object.attributes.content_type = Some(oid.to_vec());
        })?;
    }
    let rule = caught("signed_attributes", "cms.attributes-present");
    add(
        maker,
        "a33-no-signed-attributes",
        "the signature covers the content only",
        rule,
        &|object| {
            object.attributes.absent = true;
        },
    )?;
    let rule = caught("signed_attributes", "cms.content-type-attribute");
    add(
        maker,
        "a33-no-content-type",
        "contentType attribute missing",
        rule,
        &|object| {
            object.attributes.content_type = None;
        },
    )?;
    add(
        maker,
        "a33-other-content-type",
        "contentType attribute of id-data",
        rule,
        &|object| {
            object.attributes.content_type = Some(DATA.to_vec());
        },
    )?;
    let rule = caught("signed_attributes", "cms.attributes-once");
    add(
        maker,
        "a33-signing-time-twice",
        "signingTime attribute twice",
        rule,
        &|object| {
            object.attributes.times = 2;
        },
    )?;
    let rule = caught("digest_differs", "cms.message-digest");
    add(
        maker,
        "a32-message-digest",
        "messageDigest of another content",
        rule,
        &|object| {
            object.attributes.digest = Some(vec![7; 32]);
        },
    )?;
    let rule = caught("signature_invalid", "cms.signature");
    add(
        maker,
        "a32-signature",
        "one bit of the signature changed",
        rule,
        &|object| object.spoiled = true,
    )
}

fn signers(maker: &mut Maker<'_>) -> Result<()> {
    let rule = caught("signer_not_one", "cms.one-signer");
    add(
        maker,
        "a35-second-signer-invalid",
        "two SignerInfos, the second invalid",
        rule,
        &|object| {
            object.signers = Signers::SecondSpoiled;
        },
    )?;
    let rule = caught("signer_not_one", "structure");
    add(maker, "a35-no-signer", "no SignerInfo", rule, &|object| {
        object.signers = Signers::None
    })?;
    let rule = caught("signer_not_one", "cms.one-certificate");
    add(
        maker,
        "a35-certificate-twice",
        "two certificates that the signer's name fits",
        rule,
        &|object| {
            let again = object.certificates.clone();
            object.certificates.extend(again);
        },
    )?;
    let unknown = super::open(
        "passive.signature",
        "undetermined",
        "issuer_unknown",
        "structure",
    );
    add(
        maker,
        "a69-no-certificate",
        "the signer's certificate is nowhere",
        unknown,
        &|object| {
            object.certificates.clear();
        },
    )
}

fn algorithms(maker: &mut Maker<'_>) -> Result<()> {
    let rule = caught("algorithms_disagree", "cms.digest-listed");
    add(
        maker,
        "a42-digest-not-listed",
        "digestAlgorithms says SHA-384, the signer SHA-256",
        rule,
        &|object| {
            object.digests = vec![hash_algorithm(Hash::Sha384)];
        },
    )?;
    let rule = caught("algorithms_disagree", "cms.algorithms-agree");
    add(
        maker,
        "a42-digests-disagree",
        "digest SHA-256, signature ecdsa-with-SHA384",
        rule,
        &|object| {
            object.signature_hash = Hash::Sha384;
        },
    )?;
    let rule = caught("algorithm_refused", "cms.digest-strength");
    add(
        maker,
        "a41-sha-1",
        "content and attributes hashed with SHA-1",
        rule,
        &|object| {
            object.digest = Hash::Sha1;
            object.signature_hash = Hash::Sha1;
            object.digests = vec![hash_algorithm(Hash::Sha1)];
        },
    )?;
    let rule = caught("algorithms_disagree", "cms.algorithm-fits-key");
    add(
        maker,
        "a45-ec-key-called-rsa",
        "signature of a curve's key called sha256WithRSA",
        rule,
        &|object| {
            object.signature_algorithm = Some(pkcs_1(11));
        },
    )?;
    let rule = caught("algorithm_refused", "structure");
    add(
        maker,
        "a45-dsa",
        "signature algorithm dsa-with-sha256",
        rule,
        &|object| {
            use crate::der::{OID, SEQUENCE, group, tlv};
            object.signature_algorithm = Some(group(SEQUENCE, [tlv(OID, &DSA_WITH_SHA256)]));
        },
    )
}

/// Signers with RSA keys: padding schemes and their forgeries.
fn rsa(maker: &mut Maker<'_>) -> Result<()> {
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
