//! EF.SOD: CMS SignedData over the hashes of the data groups. ICAO Doc 9303-10 §4.6.2, RFC 5652.

use std::collections::BTreeMap;

use openssl::pkey::{PKey, Private};
use openssl::sha::sha256;
use openssl::x509::X509;
use time::OffsetDateTime;

use super::signed_data::{Form, SignedData, hash_algorithm};
use crate::Result;
use crate::der::{self, OCTET_STRING, SEQUENCE};
use crate::pki::TestPki;
use crate::profile::Hash;
use crate::quirk::Quirk;

/// id-icao-mrtd-security-ldsSecurityObject, 2.23.136.1.1.1.
const LDS_SECURITY_OBJECT: [u8; 6] = [0x67, 0x81, 0x08, 0x01, 0x01, 0x01];
/// 1.3.27.1.1.1, which some states still sign.
const LEGACY_SECURITY_OBJECT: [u8; 5] = [0x2B, 0x1B, 0x01, 0x01, 0x01];
/// id-SecurityObject, 0.4.0.127.0.7.3.2.1.
const SECURITY_OBJECT: [u8; 8] = [0x04, 0x00, 0x7F, 0x00, 0x07, 0x03, 0x02, 0x01];

/// Signs `groups` with the document signer of `pki`.
pub(super) fn build(
    groups: &BTreeMap<u8, Vec<u8>>,
    pki: &TestPki,
    at: OffsetDateTime,
    quirks: &[Quirk],
) -> Result<Vec<u8>> {
    let has = |quirk| quirks.contains(&quirk);
    let content_type: &[u8] = if has(Quirk::LegacyContentType) {
        &LEGACY_SECURITY_OBJECT
    } else {
        &LDS_SECURITY_OBJECT
    };
    let (certificate, key) = signer(pki, at, has(Quirk::Pkcs1UnderPss))?;
    let signed = SignedData {
        content_type,
        content: &lds_security_object(groups),
        at,
        certificate: &certificate,
        others: &[],
        key: &key,
        hash: if has(Quirk::DigestsDiffer) {
            Hash::Sha384
        } else {
            Hash::Sha256
        },
        form: Form {
            indefinite: has(Quirk::IndefiniteSod),
            key_identifier: has(Quirk::SignerKeyIdentifier),
            other_strings: has(Quirk::SignerNameStrings),
            undated: false,
        },
    };
    Ok(der::group(0x77, [signed.sign()?]))
}

/// EF.CardSecurity: SecurityInfos signed like a document. Doc 9303-11 §9.2.11.
pub(super) fn card_security(infos: &[u8], pki: &TestPki, at: OffsetDateTime) -> Result<Vec<u8>> {
    let signed = SignedData {
        content_type: &SECURITY_OBJECT,
        content: infos,
        at,
        certificate: pki.document_signer(),
        others: &[],
        key: pki.document_signer_key(),
        hash: Hash::Sha256,
        form: Form::default(),
    };
    signed.sign()
}

fn signer(pki: &TestPki, at: OffsetDateTime, pss: bool) -> Result<(X509, PKey<Private>)> {
    if pss {
        return pki.pss_document_signer(at);
    }
    Ok((
        pki.document_signer().to_owned(),
        pki.document_signer_key().clone(),
    ))
}

/// LDSSecurityObject version 0, SHA-256.
fn lds_security_object(groups: &BTreeMap<u8, Vec<u8>>) -> Vec<u8> {
    let hashes = groups.iter().map(|(number, content)| {
        der::group(
            SEQUENCE,
            [
                der::integer(*number),
                der::tlv(OCTET_STRING, &sha256(content)),
            ],
        )
    });
    der::group(
        SEQUENCE,
        [
            der::integer(0),
            hash_algorithm(Hash::Sha256),
            der::group(SEQUENCE, hashes),
        ],
    )
}
