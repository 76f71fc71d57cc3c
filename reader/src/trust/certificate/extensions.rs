//! The certificate extensions that decide a path. RFC 5280 §4.2, ICAO Doc 9303-12 §7.1.

use rasn_pkix::{
    AuthorityKeyIdentifier, BasicConstraints, Extensions as Encoded, KeyUsage as Bits,
};

use crate::wire::oid;
use crate::wire::tlv::DataObject;

const SET: u32 = 0x31;

#[derive(Clone, Default)]
pub(super) struct Extensions {
    pub(super) key_usage: Option<KeyUsage>,
    pub(super) is_ca: Option<bool>,
    pub(super) subject_key_identifier: Option<Vec<u8>>,
    pub(super) authority_key_identifier: Option<Vec<u8>>,
    pub(super) signs_master_lists: bool,
    pub(super) document_types: Option<Vec<Vec<u8>>>,
    pub(super) unknown_critical: bool,
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
                let master_list = oid::ID_MASTER_LIST_SIGNER;
                self.signs_master_lists = purposes
                    .node()
                    .children()
                    .any(|one| one.value() == master_list.content());
            }
            [2, 23, 136, 1, 1, 6, 2] => {
                let list = DataObject::parse(value).ok()?;
                let types = list.node().child(SET)?;
                self.document_types =
                    Some(types.children().map(|one| one.value().to_vec()).collect());
            }
            // privateKeyUsagePeriod, alternative names, CRL distribution, policies: nothing to judge.
            [2, 5, 29, 16 | 17 | 18 | 31 | 32] | [2, 23, 136, 1, 1, 6, 1] => {}
            _ => self.unknown_critical |= critical,
        }
        Some(())
    }
}
