//! Security objects written octet by octet, so that each can be wrong in one place.

use openssl::hash::{MessageDigest, hash};
use openssl::pkey::{PKey, Private};
use openssl::rsa::Padding;
use openssl::sign::{RsaPssSaltlen, Signer};
use openssl::x509::X509Ref;
use reader::files::FileId;
use reader::read_out::ReadOut;
use reader::wire::oid::{self, ObjectIdentifier};
use reader::wire::tlv::encode;

use crate::issued::{healthy, pki};

const SEQUENCE: u32 = 0x30;
const SET: u32 = 0x31;
const OCTET_STRING: u32 = 0x04;

/// id-signedData, id-contentType, id-messageDigest, ecdsa-with-SHA256, ecdsa-with-SHA384.
pub(crate) const SIGNED_DATA: &str = "2A864886F70D010702";
const CONTENT_TYPE: &str = "2A864886F70D010903";
const MESSAGE_DIGEST: &str = "2A864886F70D010904";
pub(crate) const ECDSA_WITH_SHA256: &str = "2A8648CE3D040302";
pub(crate) const ECDSA_WITH_SHA384: &str = "2A8648CE3D040303";
pub(crate) const RSASSA_PSS: &str = "2A864886F70D01010A";
const MGF1: &str = "2A864886F70D010108";
pub(crate) const SHA256_WITH_RSA: &str = "2A864886F70D01010B";

/// A security object over the healthy card's files; change a field to forge it.
pub(crate) struct Forgery {
    pub(crate) outer_type: String,
    pub(crate) version: u8,
    pub(crate) content_type: ObjectIdentifier,
    pub(crate) attribute_type: Option<ObjectIdentifier>,
    pub(crate) attributes: bool,
    pub(crate) content: Vec<u8>,
    pub(crate) signed_content: Option<Vec<u8>>,
    pub(crate) digest: ObjectIdentifier,
    pub(crate) signature: String,
    pub(crate) pss_salt: Option<u8>,
    pub(crate) signer_infos: usize,
    pub(crate) certificates: Vec<Vec<u8>>,
    pub(crate) tail: Vec<u8>,
    pub(crate) signer: Vec<u8>,
    pub(crate) key: PKey<Private>,
}

impl Default for Forgery {
    fn default() -> Self {
        Self {
            outer_type: SIGNED_DATA.into(),
            version: 3,
            content_type: oid::ID_LDS_SECURITY_OBJECT,
            attribute_type: Some(oid::ID_LDS_SECURITY_OBJECT),
            attributes: true,
            content: lds_security_object(&oid::SHA256, &hashes()),
            signed_content: None,
            digest: oid::SHA256,
            signature: ECDSA_WITH_SHA256.into(),
            pss_salt: None,
            signer_infos: 1,
            certificates: vec![pki().document_signer().to_der().unwrap()],
            tail: Vec::new(),
            signer: issuer_and_serial(pki().document_signer()),
            key: pki().document_signer_key().clone(),
        }
    }
}

impl Forgery {
    /// The healthy reading with this security object.
    pub(crate) fn read_out(&self) -> ReadOut {
        let mut read_out = healthy();
        read_out.files.insert(FileId::Sod, self.sod());
        read_out
    }

    /// EF.SOD.
    pub(crate) fn sod(&self) -> Vec<u8> {
        let info = self.signer_info();
        let infos: Vec<u8> = std::iter::repeat_n(info, self.signer_infos)
            .flatten()
            .collect();
        let content = encode(0xA0, &encode(OCTET_STRING, &self.content));
        let body = [
            encode(0x02, &[self.version]),
            encode(SET, &algorithm(self.digest.content())),
            encode(
                SEQUENCE,
                &[encode(0x06, self.content_type.content()), content].concat(),
            ),
            if self.certificates.is_empty() {
                Vec::new()
            } else {
                encode(0xA0, &self.certificates.concat())
            },
            encode(SET, &infos),
        ];
        let signed_data = encode(SEQUENCE, &body.concat());
        let outer = [
            encode(0x06, &test_vectors::unhex(&self.outer_type)),
            encode(0xA0, &signed_data),
        ]
        .concat();
        [encode(0x77, &encode(SEQUENCE, &outer)), self.tail.clone()].concat()
    }

    fn signer_info(&self) -> Vec<u8> {
        let covered = self.signed_content.as_ref().unwrap_or(&self.content);
        let digest = hash(MessageDigest::sha256(), covered).unwrap();
        let mut attributes = vec![attribute(MESSAGE_DIGEST, &encode(OCTET_STRING, &digest))];
        if let Some(content_type) = &self.attribute_type {
            attributes.insert(
                0,
                attribute(CONTENT_TYPE, &encode(0x06, content_type.content())),
            );
        }
        let attributes = attributes.concat();
        let signed = if self.attributes {
            encode(SET, &attributes)
        } else {
            covered.clone()
        };
        let mut signer = Signer::new(MessageDigest::sha256(), &self.key).unwrap();
        if let Some(salt) = self.pss_salt {
            signer.set_rsa_padding(Padding::PKCS1_PSS).unwrap();
            signer
                .set_rsa_pss_saltlen(RsaPssSaltlen::custom(salt.into()))
                .unwrap();
        }
        let signature = signer.sign_oneshot_to_vec(&signed).unwrap();
        let parts = [
            encode(0x02, &[1]),
            self.signer.clone(),
            algorithm(self.digest.content()),
            if self.attributes {
                encode(0xA0, &attributes)
            } else {
                Vec::new()
            },
            self.signature_algorithm(),
            encode(OCTET_STRING, &signature),
        ];
        encode(SEQUENCE, &parts.concat())
    }

    /// RSASSA-PSS names hash, mask and salt; every other algorithm has no parameters.
    fn signature_algorithm(&self) -> Vec<u8> {
        let Some(salt) = self.pss_salt else {
            return algorithm(&test_vectors::unhex(&self.signature));
        };
        let sha256 = algorithm(oid::SHA256.content());
        let mask = encode(
            SEQUENCE,
            &[encode(0x06, &test_vectors::unhex(MGF1)), sha256.clone()].concat(),
        );
        let parameters = [
            encode(0xA0, &sha256),
            encode(0xA1, &mask),
            encode(0xA2, &encode(0x02, &[salt])),
        ]
        .concat();
        let pss = encode(0x06, &test_vectors::unhex(RSASSA_PSS));
        encode(SEQUENCE, &[pss, encode(SEQUENCE, &parameters)].concat())
    }
}

/// Number and SHA-256 of every data group of the healthy card.
pub(crate) fn hashes() -> Vec<(Vec<u8>, Vec<u8>)> {
    let sha256 = |bytes: &[u8]| hash(MessageDigest::sha256(), bytes).unwrap().to_vec();
    healthy()
        .files
        .data_groups()
        .map(|(number, bytes)| (vec![number.value()], sha256(bytes)))
        .collect()
}

/// LDSSecurityObject of version 0.
pub(crate) fn lds_security_object(
    digest: &ObjectIdentifier,
    hashes: &[(Vec<u8>, Vec<u8>)],
) -> Vec<u8> {
    let entry = |(number, hash): &(Vec<u8>, Vec<u8>)| {
        encode(
            SEQUENCE,
            &[encode(0x02, number), encode(OCTET_STRING, hash)].concat(),
        )
    };
    let entries: Vec<u8> = hashes.iter().flat_map(entry).collect();
    encode(
        SEQUENCE,
        &[
            encode(0x02, &[0]),
            algorithm(digest.content()),
            encode(SEQUENCE, &entries),
        ]
        .concat(),
    )
}

/// IssuerAndSerialNumber of a certificate.
pub(crate) fn issuer_and_serial(certificate: &X509Ref) -> Vec<u8> {
    let serial = certificate.serial_number().to_bn().unwrap().to_vec();
    let sign = if serial.first().is_none_or(|octet| octet & 0x80 != 0) {
        vec![0]
    } else {
        Vec::new()
    };
    let serial = encode(0x02, &[sign, serial].concat());
    encode(
        SEQUENCE,
        &[certificate.issuer_name().to_der().unwrap(), serial].concat(),
    )
}

fn algorithm(identifier: &[u8]) -> Vec<u8> {
    encode(SEQUENCE, &encode(0x06, identifier))
}

fn attribute(identifier: &str, value: &[u8]) -> Vec<u8> {
    let identifier = encode(0x06, &test_vectors::unhex(identifier));
    encode(SEQUENCE, &[identifier, encode(SET, value)].concat())
}
