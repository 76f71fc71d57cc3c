//! Files of the card of 2021 with keys and picture that the caller chooses.

use std::collections::BTreeMap;

use super::security_infos::Announcement;
use super::{AgreementKey, ChipKeys, com, dg2, dg3, dg13, mrz::Zone};
use crate::person::Person;
use crate::profile::{Finger, Profile};
use crate::random::Random;
use crate::{Result, der, domain};

/// Data groups, EF.CardAccess and the key of chip authentication.
pub(crate) struct SeededFiles {
    pub(crate) groups: BTreeMap<u8, Vec<u8>>,
    pub(crate) card_access: Vec<u8>,
    pub(crate) agreement: AgreementKey,
}

/// The files of `person`; `signature_key` is what DG15 publishes.
pub(crate) fn seeded_files(
    person: &Person,
    portrait: &[u8],
    signature_key: &[u8],
    random: &mut Random,
) -> Result<SeededFiles> {
    let profile = Profile::built_in("cccd-2021")?;
    let announcement = Announcement::new(&profile, &[])?;
    let agreement = seeded_agreement(&profile, random)?;
    let mut keys = ChipKeys {
        agreement: vec![agreement],
        mapping: Vec::new(),
        signature: None,
    };
    let groups = BTreeMap::from([
        (1, Zone::default().data_group_1(person)),
        (2, dg2::build(person, Some(portrait), &[])?),
        (13, dg13::build(person)),
        (14, announcement.data_group_14(&keys)?),
        (15, der::group(0x6F, [signature_key])),
    ]);
    let card_access = announcement.card_access()?.unwrap_or_default();
    Ok(SeededFiles {
        groups,
        card_access,
        agreement: keys.agreement.remove(0),
    })
}

/// Another DG14 of the same kind of card, with a key of its own.
pub(crate) fn seeded_data_group_14(random: &mut Random) -> Result<(Vec<u8>, AgreementKey)> {
    let profile = Profile::built_in("cccd-2021")?;
    let mut keys = ChipKeys {
        agreement: vec![seeded_agreement(&profile, random)?],
        mapping: Vec::new(),
        signature: None,
    };
    let file = Announcement::new(&profile, &[])?.data_group_14(&keys)?;
    Ok((file, keys.agreement.remove(0)))
}

/// EF.COM that lists these data groups.
pub(crate) fn com_of(numbers: impl Iterator<Item = u8>) -> Vec<u8> {
    com(numbers, false)
}

/// DG1 of an issuing state.
pub(crate) fn data_group_1_of(person: &Person, issuer: &'static str) -> Vec<u8> {
    let zone = Zone {
        issuer,
        ..Zone::default()
    };
    zone.data_group_1(person)
}

/// DG3 with these fingers.
pub(crate) fn data_group_3_of(fingers: &[Finger]) -> Result<Vec<u8>> {
    dg3::build(fingers)
}

fn seeded_agreement(profile: &Profile, random: &mut Random) -> Result<AgreementKey> {
    let offers = profile.chip_key_offers();
    let offer = *offers.first().ok_or(crate::Error::Value {
        field: "chip_keys",
        reason: "at least one",
    })?;
    let domain = domain::Domain::standard(offer.parameters)?;
    let mut domain = domain.ok_or(crate::Error::Value {
        field: "chip_keys",
        reason: "parameters 0 to 2 or 8 to 18",
    })?;
    let private = domain.private_key(random)?;
    AgreementKey::of(offer, private)
}
