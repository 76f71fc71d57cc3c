//! Revocation list and master list. ICAO Doc 9303-12 §7.1.4 and §9.

use openssl::pkey::{PKey, Private};
use openssl::sign::Signer;
use openssl::x509::X509Ref;
use time::{Duration, OffsetDateTime};

use crate::Result;
use crate::der::{self, OCTET_STRING, OID, SEQUENCE};
use crate::issue::signed_data::{Form, SignedData, signature_algorithm, utc_time};
use crate::profile::Hash;

/// id-icao-cscaMasterList, 2.23.136.1.1.2.
const MASTER_LIST: [u8; 6] = [0x67, 0x81, 0x08, 0x01, 0x01, 0x02];
const AUTHORITY_KEY_IDENTIFIER: [u8; 3] = [0x55, 0x1D, 0x23];
const CRL_NUMBER: [u8; 3] = [0x55, 0x1D, 0x14];

/// A revocation list of `issuer` that names `revoked` serial numbers, valid for ninety days.
pub(super) fn revocation_list(
    issuer: &X509Ref,
    key: &PKey<Private>,
    now: OffsetDateTime,
    revoked: &[Vec<u8>],
) -> Result<Vec<u8>> {
    let algorithm = signature_algorithm(key, Hash::Sha384);
    let entries = revoked
        .iter()
        .map(|serial| der::group(SEQUENCE, [der::number(serial), utc_time(now)]));
    let entries: Vec<u8> = match revoked {
        // The list of revoked certificates is absent, not empty. RFC 5280 §5.1.2.6.
        [] => Vec::new(),
        _ => der::group(SEQUENCE, entries),
    };
    let key_id = issuer.subject_key_id().map(|id| id.as_slice().to_vec());
    let key_id = der::group(SEQUENCE, [der::tlv(0x80, &key_id.unwrap_or_default())]);
    let extension = |oid: &[u8], value: &[u8]| {
        der::group(
            SEQUENCE,
            [der::tlv(OID, oid), der::tlv(OCTET_STRING, value)],
        )
    };
    let extensions = der::group(
        SEQUENCE,
        [
            extension(&AUTHORITY_KEY_IDENTIFIER, &key_id),
            extension(&CRL_NUMBER, &der::integer(1)),
        ],
    );
    let content = der::group(
        SEQUENCE,
        [
            der::integer(1),
            algorithm.clone(),
            issuer.subject_name().to_der()?,
            utc_time(now - Duration::days(1)),
            utc_time(now + Duration::days(90)),
            entries,
            der::tlv(0xA0, &extensions),
        ],
    );
    let mut signer = Signer::new(Hash::Sha384.digest(), key)?;
    let signature = signer.sign_oneshot_to_vec(&content)?;
    Ok(der::group(
        SEQUENCE,
        [content, algorithm, der::bit_string(&signature)],
    ))
}

/// A master list of `certificates`, signed by `signer`, which `csca` issued.
pub(super) fn master_list(
    certificates: &[&X509Ref],
    signer: (&X509Ref, &PKey<Private>),
    csca: &X509Ref,
    now: OffsetDateTime,
) -> Result<Vec<u8>> {
    let encoded: Vec<Vec<u8>> = certificates
        .iter()
        .map(|certificate| certificate.to_der())
        .collect::<std::result::Result<_, _>>()?;
    let content = der::group(SEQUENCE, [der::integer(0), der::set_of(encoded)]);
    let signed = SignedData {
        content_type: &MASTER_LIST,
        content: &content,
        at: now,
        certificate: signer.0,
        others: &[csca.to_der()?],
        key: signer.1,
        hash: Hash::Sha256,
        form: Form::default(),
    };
    signed.sign()
}
