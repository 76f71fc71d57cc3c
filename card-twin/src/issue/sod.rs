//! EF.SOD: CMS SignedData over the hashes of the data groups. ICAO Doc 9303-10 §4.6.2, RFC 5652.

use std::collections::BTreeMap;

use openssl::hash::MessageDigest;
use openssl::sha::sha256;
use openssl::sign::Signer;
use openssl::x509::X509Ref;
use time::OffsetDateTime;

use crate::Result;
use crate::der::{self, OCTET_STRING, OID, SEQUENCE, SET};
use crate::pki::TestPki;

/// id-icao-mrtd-security-ldsSecurityObject, 2.23.136.1.1.1.
const LDS_SECURITY_OBJECT: [u8; 6] = [0x67, 0x81, 0x08, 0x01, 0x01, 0x01];
const SIGNED_DATA: [u8; 9] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02];
const CONTENT_TYPE: [u8; 9] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x03];
const MESSAGE_DIGEST: [u8; 9] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x04];
const SIGNING_TIME: [u8; 9] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x05];
const SHA256: [u8; 9] = [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01];
const ECDSA_WITH_SHA256: [u8; 8] = [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02];

/// Signs `groups` with the document signer of `pki`.
pub(super) fn build(
    groups: &BTreeMap<u8, Vec<u8>>,
    pki: &TestPki,
    at: OffsetDateTime,
) -> Result<Vec<u8>> {
    let content = lds_security_object(groups);
    let attributes = signed_attributes(&content, at);
    let mut signer = Signer::new(MessageDigest::sha256(), pki.document_signer_key())?;
    // Signed as a SET OF, carried with the implicit tag [0]. RFC 5652 §5.4.
    let signature = signer.sign_oneshot_to_vec(&der::set_of(attributes.clone()))?;
    let certificate = pki.document_signer();
    let mut implicit = der::set_of(attributes);
    if let Some(tag) = implicit.first_mut() {
        *tag = 0xA0;
    }
    let signer_info = der::group(
        SEQUENCE,
        [
            der::integer(1),
            issuer_and_serial(certificate)?,
            algorithm(&SHA256),
            implicit,
            algorithm(&ECDSA_WITH_SHA256),
            der::tlv(OCTET_STRING, &signature),
        ],
    );
    let encapsulated = der::group(
        SEQUENCE,
        [
            der::tlv(OID, &LDS_SECURITY_OBJECT),
            der::group(0xA0, [der::tlv(OCTET_STRING, &content)]),
        ],
    );
    let signed_data = der::group(
        SEQUENCE,
        [
            der::integer(3),
            der::group(SET, [algorithm(&SHA256)]),
            encapsulated,
            der::group(0xA0, [certificate.to_der()?]),
            der::group(SET, [signer_info]),
        ],
    );
    let content_info = der::group(
        SEQUENCE,
        [der::tlv(OID, &SIGNED_DATA), der::group(0xA0, [signed_data])],
    );
    Ok(der::group(0x77, [content_info]))
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
            algorithm(&SHA256),
            der::group(SEQUENCE, hashes),
        ],
    )
}

fn signed_attributes(content: &[u8], at: OffsetDateTime) -> Vec<Vec<u8>> {
    let attribute = |oid: &[u8], value: Vec<u8>| {
        der::group(SEQUENCE, [der::tlv(OID, oid), der::group(SET, [value])])
    };
    vec![
        attribute(&CONTENT_TYPE, der::tlv(OID, &LDS_SECURITY_OBJECT)),
        attribute(&SIGNING_TIME, utc_time(at)),
        attribute(&MESSAGE_DIGEST, der::tlv(OCTET_STRING, &sha256(content))),
    ]
}

fn issuer_and_serial(certificate: &X509Ref) -> Result<Vec<u8>> {
    let serial = certificate.serial_number().to_bn()?.to_vec();
    // DER integers are signed: a zero byte keeps a set top bit from meaning "negative".
    let sign = serial.first().filter(|byte| **byte >= 0x80).map(|_| 0);
    let serial: Vec<u8> = sign.into_iter().chain(serial).collect();
    Ok(der::group(
        SEQUENCE,
        [
            certificate.issuer_name().to_der()?,
            der::tlv(der::INTEGER, &serial),
        ],
    ))
}

fn algorithm(oid: &[u8]) -> Vec<u8> {
    der::group(SEQUENCE, [der::tlv(OID, oid)])
}

/// UTCTime, which RFC 5652 §11.3 requires for 1950 to 2049.
fn utc_time(at: OffsetDateTime) -> Vec<u8> {
    let at = at.to_offset(time::UtcOffset::UTC);
    let text = format!(
        "{:02}{:02}{:02}{:02}{:02}{:02}Z",
        at.year().rem_euclid(100),
        u8::from(at.month()),
        at.day(),
        at.hour(),
        at.minute(),
        at.second()
    );
    der::tlv(0x17, text.as_bytes())
}
