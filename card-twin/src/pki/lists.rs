//! Revocation list and master list. ICAO Doc 9303-12 §7.1.4 and §9.

use openssl::pkey::{PKey, Private};
use openssl::sign::Signer;
use openssl::x509::X509Ref;
use time::OffsetDateTime;

use crate::Result;
use crate::der::{self, OCTET_STRING, OID, SEQUENCE};
use crate::issue::signed_data::{Form, SignedData, signature_algorithm, utc_time};
use crate::profile::Hash;

/// id-icao-cscaMasterList, 2.23.136.1.1.2.
pub const MASTER_LIST: &[u8] = &[0x67, 0x81, 0x08, 0x01, 0x01, 0x02];
/// id-icao-cscaMasterListSigningKey, 2.23.136.1.1.3.
pub const MASTER_LIST_SIGNING: &[u8] = &[0x67, 0x81, 0x08, 0x01, 0x01, 0x03];
/// id-DocumentSignerList, 0.4.0.127.0.7.3.1.6. BSI TR-03129-2 §8.1.
pub const DOCUMENT_SIGNER_LIST: &[u8] = &[0x04, 0x00, 0x7F, 0x00, 0x07, 0x03, 0x01, 0x06];
/// id-documentSignerListSigningKey, 0.4.0.127.0.7.3.11.1.4.2.
pub const DOCUMENT_SIGNER_LIST_SIGNING: &[u8] =
    &[0x04, 0x00, 0x7F, 0x00, 0x07, 0x03, 0x0B, 0x01, 0x04, 0x02];
/// id-DefectList, 0.4.0.127.0.7.3.1.5. BSI TR-03129-2 §7.1.
pub const DEFECT_LIST: &[u8] = &[0x04, 0x00, 0x7F, 0x00, 0x07, 0x03, 0x01, 0x05];
/// id-electronicDefectListSigningKey, 0.4.0.127.0.7.3.11.2.1.2.
pub const DEFECT_LIST_SIGNING: &[u8] =
    &[0x04, 0x00, 0x7F, 0x00, 0x07, 0x03, 0x0B, 0x02, 0x01, 0x02];
/// id-icao-DeviationList, 2.23.136.1.1.7.
pub const DEVIATION_LIST: &[u8] = &[0x67, 0x81, 0x08, 0x01, 0x01, 0x07];
/// id-icao-DeviationListSigningKey, 2.23.136.1.1.8.
pub const DEVIATION_LIST_SIGNING: &[u8] = &[0x67, 0x81, 0x08, 0x01, 0x01, 0x08];
const AUTHORITY_KEY_IDENTIFIER: [u8; 3] = [0x55, 0x1D, 0x23];
const CRL_NUMBER: [u8; 3] = [0x55, 0x1D, 0x14];

/// A signed list as a test wants it: any content, under a signer with any purpose.
pub struct ListRequest<'a> {
    /// Content octets of eContentType.
    pub content_type: &'a [u8],
    /// The content.
    pub content: &'a [u8],
    /// Content octets of the one extended key usage of the signer.
    pub purpose: &'a [u8],
    /// When it is signed.
    pub at: OffsetDateTime,
}

/// SEQUENCE { version 0, SET OF Certificate }: the content of master lists and document signer lists.
///
/// # Errors
/// When OpenSSL refuses.
pub fn certificate_list(certificates: &[&X509Ref]) -> Result<Vec<u8>> {
    let encoded: Vec<Vec<u8>> = certificates
        .iter()
        .map(|certificate| certificate.to_der())
        .collect::<std::result::Result<_, _>>()?;
    Ok(der::group(
        SEQUENCE,
        [der::integer(0), der::set_of(encoded)],
    ))
}

/// A revocation list of `issuer` that names `revoked` serial numbers, with its thisUpdate and nextUpdate.
///
/// # Errors
/// When OpenSSL refuses.
pub fn revocation_list(
    issuer: &X509Ref,
    key: &PKey<Private>,
    (this_update, next_update): (OffsetDateTime, OffsetDateTime),
    revoked: &[Vec<u8>],
) -> Result<Vec<u8>> {
    let algorithm = signature_algorithm(key, Hash::Sha384);
    let entries = revoked
        .iter()
        .map(|serial| der::group(SEQUENCE, [der::number(serial), utc_time(this_update)]));
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
            utc_time(this_update),
            utc_time(next_update),
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

/// A list signed by `signer`, which `csca` issued, with this signing time or none.
pub(super) fn signed_list(
    (request, signed_at): (&ListRequest<'_>, Option<OffsetDateTime>),
    signer: (&X509Ref, &PKey<Private>),
    csca: &X509Ref,
) -> Result<Vec<u8>> {
    let signed = SignedData {
        content_type: request.content_type,
        content: request.content,
        at: signed_at.unwrap_or(request.at),
        certificate: signer.0,
        others: &[csca.to_der()?],
        key: signer.1,
        hash: Hash::Sha256,
        form: Form {
            undated: signed_at.is_none(),
            ..Form::default()
        },
    };
    signed.sign()
}
