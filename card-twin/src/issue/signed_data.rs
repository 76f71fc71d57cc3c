//! CMS SignedData of EF.SOD, EF.CardSecurity and master lists. RFC 5652 §5.

use openssl::pkey::{Id, PKey, Private};
use openssl::sign::Signer;
use openssl::x509::X509Ref;
use time::OffsetDateTime;

use crate::Result;
use crate::der::{self, OCTET_STRING, OID, PRINTABLE_STRING, SEQUENCE, SET, UTF8_STRING};
use crate::profile::Hash;

const SIGNED_DATA: [u8; 9] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02];
const CONTENT_TYPE: [u8; 9] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x03];
const MESSAGE_DIGEST: [u8; 9] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x04];
const SIGNING_TIME: [u8; 9] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x05];
const SHA: [u8; 8] = [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02];
const ECDSA_WITH_SHA: [u8; 7] = [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03];
const RSA_WITH_SHA: [u8; 8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01];

/// What is signed, by whom, and in which of the forms that verifiers must take.
pub(crate) struct SignedData<'a> {
    pub(crate) content_type: &'a [u8],
    pub(crate) content: &'a [u8],
    pub(crate) at: OffsetDateTime,
    pub(crate) certificate: &'a X509Ref,
    /// Further certificates to carry.
    pub(crate) others: &'a [Vec<u8>],
    pub(crate) key: &'a PKey<Private>,
    pub(crate) hash: Hash,
    pub(crate) form: Form,
}

/// Oddities of the encoding.
#[derive(Clone, Copy, Default)]
pub(crate) struct Form {
    /// BER with indefinite lengths.
    pub(crate) indefinite: bool,
    /// The signer is named by its subject key identifier.
    pub(crate) key_identifier: bool,
    /// The signer's issuer is spelled with other string types.
    pub(crate) other_strings: bool,
    /// No signing time is signed.
    pub(crate) undated: bool,
}

impl SignedData<'_> {
    /// The ContentInfo.
    pub(crate) fn sign(&self) -> Result<Vec<u8>> {
        let encapsulated = vec![
            der::tlv(OID, self.content_type),
            self.wrap(0xA0, &[der::tlv(OCTET_STRING, self.content)]),
        ];
        let mut certificates = self.others.to_vec();
        certificates.push(self.certificate.to_der()?);
        let signed_data = [
            der::integer(3),
            der::group(SET, [hash_algorithm(self.hash)]),
            self.wrap(SEQUENCE, &encapsulated),
            der::group(0xA0, certificates),
            der::group(SET, [self.signer_info()?]),
        ];
        let signed_data = self.wrap(SEQUENCE, &signed_data);
        let parts = [der::tlv(OID, &SIGNED_DATA), self.wrap(0xA0, &[signed_data])];
        Ok(self.wrap(SEQUENCE, &parts))
    }

    fn signer_info(&self) -> Result<Vec<u8>> {
        let attributes = self.signed_attributes()?;
        let mut signer = Signer::new(self.hash.digest(), self.key)?;
        // Signed as a SET OF, carried with the implicit tag [0]. RFC 5652 §5.4.
        let signature = signer.sign_oneshot_to_vec(&der::set_of(attributes.clone()))?;
        let mut implicit = der::set_of(attributes);
        if let Some(tag) = implicit.first_mut() {
            *tag = 0xA0;
        }
        let (version, identifier) = match self.certificate.subject_key_id() {
            Some(key) if self.form.key_identifier => (3, der::tlv(0x80, key.as_slice())),
            _ => (1, self.issuer_and_serial()?),
        };
        Ok(der::group(
            SEQUENCE,
            [
                der::integer(version),
                identifier,
                hash_algorithm(self.hash),
                implicit,
                signature_algorithm(self.key, self.hash),
                der::tlv(OCTET_STRING, &signature),
            ],
        ))
    }

    fn signed_attributes(&self) -> Result<Vec<Vec<u8>>> {
        let digest = openssl::hash::hash(self.hash.digest(), self.content)?;
        let attribute = |oid: &[u8], value: Vec<u8>| {
            der::group(SEQUENCE, [der::tlv(OID, oid), der::group(SET, [value])])
        };
        let mut attributes = vec![attribute(&CONTENT_TYPE, der::tlv(OID, self.content_type))];
        if !self.form.undated {
            attributes.push(attribute(&SIGNING_TIME, utc_time(self.at)));
        }
        attributes.push(attribute(&MESSAGE_DIGEST, der::tlv(OCTET_STRING, &digest)));
        Ok(attributes)
    }

    fn issuer_and_serial(&self) -> Result<Vec<u8>> {
        let serial = self.certificate.serial_number().to_bn()?.to_vec();
        let issuer = self.certificate.issuer_name().to_der()?;
        let issuer = if self.form.other_strings {
            respelled(&issuer)
        } else {
            issuer
        };
        Ok(der::group(SEQUENCE, [issuer, der::number(&serial)]))
    }

    fn wrap(&self, tag: u32, parts: &[Vec<u8>]) -> Vec<u8> {
        if !self.form.indefinite {
            return der::group(tag, parts);
        }
        let tag = u8::try_from(tag).unwrap_or(0x30);
        [&[tag, 0x80], parts.concat().as_slice(), &[0, 0]].concat()
    }
}

/// AlgorithmIdentifier of a signature.
pub(crate) fn signature_algorithm(key: &PKey<Private>, hash: Hash) -> Vec<u8> {
    if key.id() == Id::EC {
        let last: &[u8] = match hash {
            Hash::Sha1 => return algorithm(&[0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x01]),
            Hash::Sha224 => &[1],
            Hash::Sha256 => &[2],
            Hash::Sha384 => &[3],
            Hash::Sha512 => &[4],
        };
        return algorithm(&[&ECDSA_WITH_SHA, last].concat());
    }
    let last = match hash {
        Hash::Sha1 => 5,
        Hash::Sha224 => 14,
        Hash::Sha256 => 11,
        Hash::Sha384 => 12,
        Hash::Sha512 => 13,
    };
    let oid = der::tlv(OID, &[RSA_WITH_SHA.as_slice(), &[last]].concat());
    der::group(SEQUENCE, [oid, vec![0x05, 0x00]])
}

/// AlgorithmIdentifier of a hash.
pub(crate) fn hash_algorithm(hash: Hash) -> Vec<u8> {
    let last = match hash {
        Hash::Sha1 => return algorithm(&[0x2B, 0x0E, 0x03, 0x02, 0x1A]),
        Hash::Sha256 => 1,
        Hash::Sha384 => 2,
        Hash::Sha512 => 3,
        Hash::Sha224 => 4,
    };
    algorithm(&[SHA.as_slice(), &[last]].concat())
}

fn algorithm(oid: &[u8]) -> Vec<u8> {
    der::group(SEQUENCE, [der::tlv(OID, oid)])
}

/// A distinguished name with PrintableString and UTF8String exchanged.
fn respelled(name: &[u8]) -> Vec<u8> {
    let objects = der::all(name).unwrap_or_default();
    objects
        .into_iter()
        .flat_map(|(tag, value)| match tag {
            SEQUENCE | SET => der::tlv(tag, &respelled(value)),
            UTF8_STRING => der::tlv(PRINTABLE_STRING, value),
            PRINTABLE_STRING => der::tlv(UTF8_STRING, value),
            _ => der::tlv(tag, value),
        })
        .collect()
}

/// UTCTime, which RFC 5652 §11.3 requires for 1950 to 2049.
pub(crate) fn utc_time(at: OffsetDateTime) -> Vec<u8> {
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
