//! Security objects whose CMS is wrong. RFC 5652, RFC 5754, RFC 4055.

use super::security_object::{SecurityObject, Signers};
use super::sign::pkcs_1;
use super::{Expect, Maker, paddings, refuted};
use crate::Result;
use crate::issue::signed_data::hash_algorithm;
use crate::profile::Hash;

const DATA: [u8; 9] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x01];
const DIGESTED: [u8; 9] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x05];
const SDU: [u8; 5] = [0x2B, 0x1B, 0x01, 0x01, 0x01];
const DSA_WITH_SHA256: [u8; 9] = [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x03, 0x02];

pub(super) const fn caught(reason: &'static str, rule: &'static str) -> Expect {
    refuted("passive.signature", reason, rule)
}

type Change<'a> = &'a dyn Fn(&mut SecurityObject<'_>);

pub(super) fn cases(maker: &mut Maker<'_>) -> Result<()> {
    content_and_attributes(maker)?;
    unbound(maker)?;
    signers(maker)?;
    algorithms(maker)?;
    paddings::cases(maker)
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

/// Signed attributes that are there and bind nothing.
fn unbound(maker: &mut Maker<'_>) -> Result<()> {
    let rule = caught("digest_differs", "cms.message-digest");
    add(
        maker,
        "a33-no-message-digest",
        "messageDigest attribute missing",
        rule,
        &|object| object.attributes.without_digest = true,
    )?;
    let rule = caught("signature_invalid", "cms.signature");
    add(
        maker,
        "a33-content-signed",
        "signed attributes are there, the signature covers the content only",
        rule,
        &|object| object.attributes.not_covered = true,
    )?;
    let rule = caught("wrong_content_type", "cms.outer-type");
    add(
        maker,
        "a38-other-arc",
        "ContentInfo of 1.2.840.113549.1.8.2",
        rule,
        &|object| {
            if let Some(arc) = object.outer_type.get_mut(7) {
                *arc = 8;
            }
        },
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
    add(
        maker,
        "a35-first-signer-invalid",
        "two SignerInfos, the first invalid",
        caught("signer_not_one", "several"),
        &|object| {
            object.signers = Signers::FirstSpoiled;
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
