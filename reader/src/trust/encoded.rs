//! A certificate as it is encoded, without judging it. RFC 5280 §4.1.

use super::certificate::name::{NameKey, country_as_written, one_line};
use crate::wire::der::Elements;

/// The most extensions that are looked at.
const MAX_EXTENSIONS: usize = 64;

const SUBJECT_KEY_IDENTIFIER: [u8; 3] = [0x55, 0x1D, 0x0E];
const AUTHORITY_KEY_IDENTIFIER: [u8; 3] = [0x55, 0x1D, 0x23];
const KEY_USAGE: [u8; 3] = [0x55, 0x1D, 0x0F];
const BASIC_CONSTRAINTS: [u8; 3] = [0x55, 0x1D, 0x13];
const EXTENDED_KEY_USAGE: [u8; 3] = [0x55, 0x1D, 0x25];

/// The parts of an encoded certificate.
pub(crate) struct EncodedCertificate<'a> {
    /// Content octets of serialNumber.
    pub(crate) serial: &'a [u8],
    pub(crate) issuer: &'a [u8],
    pub(crate) subject: &'a [u8],
    extensions: Extensions<'a>,
}

/// Identifier and value of each extension.
pub(crate) type Extensions<'a> = Vec<Extension<'a>>;

/// One extension. RFC 5280 §4.1.2.9.
#[derive(Clone, Copy)]
pub(crate) struct Extension<'a> {
    pub(crate) identifier: &'a [u8],
    pub(crate) is_critical: bool,
    pub(crate) value: &'a [u8],
}

/// basicConstraints. RFC 5280 §4.2.1.9.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BasicConstraints {
    pub(crate) is_ca: bool,
    pub(crate) has_path_length: bool,
}

impl<'a> EncodedCertificate<'a> {
    /// Nothing when the bytes are not one certificate.
    pub(crate) fn parse(der: &'a [u8]) -> Option<Self> {
        let mut body = Elements::new(Elements::inside(der, 0x30)?.take(0x30)?);
        let _version = body.take(0xA0);
        let serial = body.take(0x02)?;
        let _algorithm = body.take(0x30)?;
        let issuer = body.take_whole(0x30)?;
        let _validity = body.take(0x30)?;
        let subject = body.take_whole(0x30)?;
        let _key = body.take(0x30)?;
        let _issuer_id = body.take(0x81);
        let _subject_id = body.take(0x82);
        let extensions = match body.take(0xA3) {
            Some(wrapped) => extensions(wrapped)?,
            None => Vec::new(),
        };
        body.is_empty().then_some(Self {
            serial,
            issuer,
            subject,
            extensions,
        })
    }

    pub(crate) fn subject_key(&self) -> Option<NameKey> {
        NameKey::of(self.subject)
    }

    /// Subject, one line.
    pub(crate) fn subject_line(&self) -> String {
        one_line(self.subject).unwrap_or_default()
    }

    pub(crate) fn country_as_written(&self) -> Option<String> {
        country_as_written(self.subject)
    }

    pub(crate) fn subject_key_identifier(&self) -> Option<&'a [u8]> {
        Elements::new(self.extension(&SUBJECT_KEY_IDENTIFIER)?).take(0x04)
    }

    pub(crate) fn basic_constraints(&self) -> Option<BasicConstraints> {
        let mut parts = Elements::inside(self.extension(&BASIC_CONSTRAINTS)?, 0x30)?;
        let is_ca = parts.take(0x01).is_some_and(|value| value != [0]);
        let has_path_length = parts.take(0x02).is_some();
        Some(BasicConstraints {
            is_ca,
            has_path_length,
        })
    }

    /// Whether keyUsage names keyCertSign, bit 5.
    pub(crate) fn may_sign_certificates(&self) -> bool {
        let usage = self
            .extension(&KEY_USAGE)
            .and_then(|value| Elements::new(value).take(0x03));
        usage
            .and_then(|bits| bits.get(1))
            .is_some_and(|octet| octet & 0x04 != 0)
    }

    /// Content octets of every purpose of extKeyUsage.
    pub(crate) fn purposes(&self) -> Vec<&'a [u8]> {
        let inside = self
            .extension(&EXTENDED_KEY_USAGE)
            .and_then(|value| Elements::inside(value, 0x30));
        let mut purposes = Vec::new();
        if let Some(mut inside) = inside {
            while let Some(purpose) = inside.take(0x06) {
                purposes.push(purpose);
            }
        }
        purposes
    }

    fn extension(&self, identifier: &[u8]) -> Option<&'a [u8]> {
        value_of(&self.extensions, identifier)
    }
}

/// The Extensions inside their explicit tag, of certificates and of revocation lists.
pub(crate) fn extensions(wrapped: &[u8]) -> Option<Extensions<'_>> {
    let all = Elements::inside(wrapped, 0x30)?.all_whole(0x30, MAX_EXTENSIONS)?;
    all.into_iter()
        .map(|one| {
            let mut parts = Elements::inside(one, 0x30)?;
            let identifier = parts.take(0x06)?;
            let is_critical = parts.take(0x01).is_some_and(|value| value != [0]);
            let value = parts.take(0x04)?;
            Some(Extension {
                identifier,
                is_critical,
                value,
            })
        })
        .collect()
}

/// keyIdentifier of authorityKeyIdentifier. RFC 5280 §4.2.1.1.
pub(crate) fn authority_key_identifier<'a>(extensions: &Extensions<'a>) -> Option<&'a [u8]> {
    let value = value_of(extensions, &AUTHORITY_KEY_IDENTIFIER)?;
    Elements::inside(value, 0x30)?.take(0x80)
}

fn value_of<'a>(extensions: &Extensions<'a>, identifier: &[u8]) -> Option<&'a [u8]> {
    let mut with_identifier = extensions
        .iter()
        .filter(|extension| extension.identifier == identifier);
    with_identifier.next().map(|extension| extension.value)
}
