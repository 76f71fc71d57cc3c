//! The certificate extensions that decide a path. RFC 5280 §4.2, ICAO Doc 9303-12 §7.1.

use rasn_pkix::{
    AuthorityKeyIdentifier, BasicConstraints, Extensions as Encoded, KeyUsage as Bits,
};

use time::OffsetDateTime;

use crate::wire::der::Elements;
use crate::wire::tlv::DataObject;

const SET: u32 = 0x31;
/// id-icao-mrtd-security, 2.23.136.1.1: all its purposes are those of list signers.
const ICAO_PURPOSES: [u8; 5] = [0x67, 0x81, 0x08, 0x01, 0x01];

#[derive(Clone, Default)]
pub(super) struct Extensions {
    pub(super) key_usage: Option<KeyUsage>,
    pub(super) is_ca: Option<bool>,
    pub(super) subject_key_identifier: Option<Vec<u8>>,
    pub(super) authority_key_identifier: Option<Vec<u8>>,
    /// Whether extKeyUsage names a key of master lists, deviation lists or the like.
    pub(super) signs_lists: bool,
    pub(super) private_key_usage: Option<KeyPeriod>,
    pub(super) document_types: Option<Vec<Vec<u8>>>,
    pub(super) unknown_critical: bool,
}

/// privateKeyUsagePeriod. RFC 5280 §4.2.1.4 of RFC 3280.
#[derive(Clone, Copy, Default)]
pub(super) struct KeyPeriod {
    pub(super) not_before: Option<OffsetDateTime>,
    pub(super) not_after: Option<OffsetDateTime>,
}

#[derive(Clone, Copy)]
pub(super) struct KeyUsage {
    pub(super) digital_signature: bool,
    pub(super) key_cert_sign: bool,
}

impl Extensions {
    /// Nothing when an extension that counts cannot be parsed or stands twice.
    pub(super) fn read(encoded: Encoded) -> Option<Self> {
        let mut read = Self::default();
        let mut seen = Vec::new();
        for extension in encoded.iter() {
            let identifier = extension.extn_id.to_vec();
            if seen.contains(&identifier) {
                return None;
            }
            read.add(
                &identifier,
                extension.extn_value.as_ref(),
                extension.critical,
            )?;
            seen.push(identifier);
        }
        Some(read)
    }

    fn add(&mut self, identifier: &[u32], value: &[u8], critical: bool) -> Option<()> {
        match identifier {
            [2, 5, 29, 14] => {
                self.subject_key_identifier =
                    Some(DataObject::parse(value).ok()?.node().value().to_vec())
            }
            [2, 5, 29, 15] => {
                let bits: Bits = rasn::ber::decode(value).ok()?;
                let is_set = |bit: usize| bits.get(bit).is_some_and(|bit| *bit);
                self.key_usage = Some(KeyUsage {
                    digital_signature: is_set(0),
                    key_cert_sign: is_set(5),
                });
            }
            [2, 5, 29, 19] => {
                self.is_ca = Some(rasn::ber::decode::<BasicConstraints>(value).ok()?.ca)
            }
            [2, 5, 29, 35] => {
                let identifier: AuthorityKeyIdentifier = rasn::ber::decode(value).ok()?;
                self.authority_key_identifier = identifier.key_identifier.map(|key| key.to_vec());
            }
            [2, 5, 29, 37] => {
                let purposes = DataObject::parse(value).ok()?;
                self.signs_lists = purposes
                    .node()
                    .children()
                    .any(|one| one.value().starts_with(&ICAO_PURPOSES));
            }
            [2, 5, 29, 16] => self.private_key_usage = Some(key_period(value)?),
            [2, 23, 136, 1, 1, 6, 2] => {
                let list = DataObject::parse(value).ok()?;
                let types = list.node().child(SET)?;
                self.document_types =
                    Some(types.children().map(|one| one.value().to_vec()).collect());
            }
            // Alternative names, CRL distribution, policies: nothing to judge.
            [2, 5, 29, 17 | 18 | 31 | 32] | [2, 23, 136, 1, 1, 6, 1] => {}
            _ => self.unknown_critical |= critical,
        }
        Some(())
    }
}

fn key_period(value: &[u8]) -> Option<KeyPeriod> {
    let mut parts = Elements::inside(value, 0x30)?;
    let mut bound = |tag| match parts.take(tag) {
        Some(text) => generalized_time(text).map(Some),
        None => Some(None),
    };
    let (not_before, not_after) = (bound(0x80)?, bound(0x81)?);
    parts.is_empty().then_some(KeyPeriod {
        not_before,
        not_after,
    })
}

/// GeneralizedTime as DER writes it: YYYYMMDDHHMMSSZ.
fn generalized_time(text: &[u8]) -> Option<OffsetDateTime> {
    let text = std::str::from_utf8(text).ok()?;
    let format = time::macros::format_description!("[year][month][day][hour][minute][second]Z");
    let moment = time::PrimitiveDateTime::parse(text, format).ok()?;
    Some(moment.assume_utc())
}
