//! EF.CardAccess, DG14 and EF.CardSecurity (SecurityInfos) and DG15. ICAO Doc 9303-11 §9.2.

use openssl::pkey::{Id, PKey, Private};

use super::keys::{AgreementKey, ChipKeys};
use crate::der::{self, OCTET_STRING, OID, SEQUENCE};
use crate::profile::{ActiveAuthenticationKey, Hash, Profile};
use crate::protocol::{Mapping, PaceOffer, info, is_dh, smartcard};
use crate::quirk::Quirk;
use crate::{Error, Result};

/// id-icao-mrtd-security-aaProtocolObject, 2.23.136.1.1.5.
const ACTIVE_AUTHENTICATION: [u8; 6] = [0x67, 0x81, 0x08, 0x01, 0x01, 0x05];
/// ecdsa-plain-signatures, 0.4.0.127.0.7.1.1.4.1.
const ECDSA_PLAIN: [u8; 9] = [0x04, 0x00, 0x7F, 0x00, 0x07, 0x01, 0x01, 0x04, 0x01];

/// What one card announces.
pub(super) struct Announcement<'a> {
    profile: &'a Profile,
    quirks: &'a [Quirk],
    offers: Vec<PaceOffer>,
}

impl<'a> Announcement<'a> {
    pub(super) fn new(profile: &'a Profile, quirks: &'a [Quirk]) -> Result<Self> {
        let mut offers = profile.pace_offers()?;
        if quirks.contains(&Quirk::SeveralPaceInfos) {
            let other = |parameters| if parameters == 12 { 13 } else { 12 };
            let doubles: Vec<PaceOffer> = offers
                .iter()
                .map(|offer| PaceOffer::new(offer.mapping, offer.suite, other(offer.parameters)))
                .collect();
            offers.extend(doubles);
        }
        for offer in &mut offers {
            if quirks.contains(&Quirk::NoParameterId) {
                offer.announce_parameters = false;
            }
            if quirks.contains(&Quirk::IntegratedOnly) {
                offer.mapping = Mapping::Im;
            }
        }
        Ok(Self {
            profile,
            quirks,
            offers,
        })
    }

    /// What PACE offers.
    pub(super) fn offers(&self) -> &[PaceOffer] {
        &self.offers
    }

    /// EF.CardAccess; `None` without PACE.
    pub(super) fn card_access(&self) -> Result<Option<Vec<u8>>> {
        if !self.profile.pace {
            return Ok(None);
        }
        let infos = self.open_infos(true)?;
        Ok(Some(der::group(der::SET, infos)))
    }

    /// EF.DG14: the infos of EF.CardAccess again, now signed, and the chip's keys.
    pub(super) fn data_group_14(&self, keys: &ChipKeys) -> Result<Vec<u8>> {
        let mut infos = self.open_infos(false)?;
        for key in &keys.agreement {
            let announced = key.offer.info();
            if !infos.contains(&announced) && !self.has(Quirk::NoChipAuthenticationInfo) {
                infos.push(announced);
            }
            infos.push(public_key(key)?);
        }
        if !self.has(Quirk::CamKeyInCardSecurity) {
            for key in apart(keys) {
                infos.push(public_key(key)?);
            }
        }
        if self.profile.active_authentication == ActiveAuthenticationKey::Ecdsa {
            let algorithm = [ECDSA_PLAIN.as_slice(), &[self.hash_arc()]].concat();
            let rest = [der::integer(1), der::tlv(OID, &algorithm)];
            infos.push(info(&ACTIVE_AUTHENTICATION, &rest));
        }
        let set = der::set_of(infos);
        if self.has(Quirk::Dg14NotDer) {
            return Ok(long_length(0x6E, &long_length(0x31, content(&set))));
        }
        let mut file = der::group(0x6E, [set]);
        if self.has(Quirk::Dg14Trailing) {
            file.extend([0; 5]);
        }
        Ok(file)
    }

    /// Content of EF.CardSecurity: the infos again with the keys of chip authentication mapping.
    pub(super) fn card_security(&self, keys: &ChipKeys) -> Result<Vec<u8>> {
        let mut infos = self.open_infos(true)?;
        for key in &keys.mapping {
            infos.push(public_key(key)?);
        }
        Ok(der::set_of(infos))
    }

    /// Infos that are no keys, in the order of EF.CardAccess.
    fn open_infos(&self, card_access: bool) -> Result<Vec<Vec<u8>>> {
        let given = self.profile.card_access_infos()?.unwrap_or_default();
        let pace = smartcard(&[4]);
        let chip = smartcard(&[3]);
        let mut infos: Vec<Vec<u8>> = given
            .into_iter()
            .filter(|info| !is_of(info, &pace))
            // A card without Chip Authentication does not promise it.
            .filter(|info| self.profile.chip_authentication || !is_of(info, &chip))
            .filter(|info| !self.has(Quirk::NoChipAuthenticationInfo) || !is_of(info, &chip))
            .collect();
        if self.profile.card_access.is_empty() {
            infos.extend(self.made_infos(card_access));
        }
        if self.has(Quirk::ReferencesElsewhere) {
            infos.retain(|info| !is_of(info, &smartcard(&[2])));
            infos.push(self.terminal_authentication());
        }
        infos.extend(self.offers.iter().map(PaceOffer::info));
        if self.has(Quirk::UnknownInfos) {
            // Chip Authentication version 3, a newer PACE, and an arc that nobody assigned.
            infos.push(info(&smartcard(&[3, 4, 2]), &[der::integer(3)]));
            infos.push(info(&smartcard(&[4, 9, 9]), &[der::integer(9)]));
            infos.push(info(&smartcard(&[0x63]), &[der::tlv(0x30, &[0x04, 0x00])]));
        }
        Ok(infos)
    }

    fn made_infos(&self, card_access: bool) -> Vec<Vec<u8>> {
        let mut infos = Vec::new();
        if self.profile.terminal_authentication || !self.profile.pace {
            infos.push(self.terminal_authentication());
        }
        if card_access {
            let keys = self.profile.chip_key_offers();
            infos.extend(keys.iter().map(crate::protocol::ChipKeyOffer::info));
        }
        infos
    }

    /// TerminalAuthenticationInfo, version 1, with EF.CVCA's place when it is not where it belongs.
    fn terminal_authentication(&self) -> Vec<u8> {
        let mut rest = vec![der::integer(1)];
        if self.has(Quirk::ReferencesElsewhere) {
            let file = [
                der::tlv(OCTET_STRING, &[0x01, 0x1A]),
                der::tlv(OCTET_STRING, &[0x1A]),
            ];
            rest.push(der::group(SEQUENCE, file));
        }
        info(&smartcard(&[2]), &rest)
    }

    fn hash_arc(&self) -> u8 {
        match self.profile.active_authentication_hash {
            Hash::Sha1 => 1,
            Hash::Sha224 => 2,
            Hash::Sha256 => 3,
            Hash::Sha384 => 4,
            Hash::Sha512 => 5,
        }
    }

    fn has(&self, quirk: Quirk) -> bool {
        self.quirks.contains(&quirk)
    }
}

/// EF.DG15: SubjectPublicKeyInfo of the signing key.
pub(super) fn data_group_15(keys: &ChipKeys) -> Result<Vec<u8>> {
    let proof = keys.signature.as_ref().ok_or(Error::Value {
        field: "data_groups",
        reason: "DG15 needs an Active Authentication key",
    })?;
    Ok(der::group(0x6F, [subject_public_key_info(&proof.key)?]))
}

fn subject_public_key_info(key: &PKey<Private>) -> Result<Vec<u8>> {
    match key.id() {
        Id::EC | Id::RSA => Ok(key.public_key_to_der()?),
        _ => Err(Error::Value {
            field: "active_authentication",
            reason: "EC or RSA",
        }),
    }
}

/// Mapping keys that are not keys of Chip Authentication too.
fn apart(keys: &ChipKeys) -> impl Iterator<Item = &AgreementKey> {
    keys.mapping.iter().filter(|key| {
        let mut shared = keys.agreement.iter();
        !shared.any(|other| other.private == key.private)
    })
}

/// ChipAuthenticationPublicKeyInfo.
fn public_key(key: &AgreementKey) -> Result<Vec<u8>> {
    let arc = if is_dh(key.offer.parameters) { 1 } else { 2 };
    let id = key.offer.id.map(der::integer);
    let rest: Vec<Vec<u8>> = std::iter::once(key.public_key_info()?).chain(id).collect();
    Ok(info(&smartcard(&[1, arc]), &rest))
}

fn is_of(info: &[u8], prefix: &[u8]) -> bool {
    let objects = der::first(info).and_then(|info| der::all(info.value));
    objects
        .is_some_and(|objects| der::pick(&objects, OID).is_some_and(|oid| oid.starts_with(prefix)))
}

fn content(object: &[u8]) -> &[u8] {
    der::first(object).map_or(&[], |object| object.value)
}

/// A length in four bytes, as BER allows and DER does not.
fn long_length(tag: u8, value: &[u8]) -> Vec<u8> {
    let length = u32::try_from(value.len()).unwrap_or(u32::MAX).to_be_bytes();
    let [_, length @ ..] = length;
    [&[tag, 0x83], length.as_slice(), value].concat()
}
