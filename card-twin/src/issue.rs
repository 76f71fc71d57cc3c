//! Personalisation: from a person to the elementary files of a chip.

mod dg13;
mod dg2;
pub(crate) mod mrz;
mod security_infos;
mod sod;

use std::collections::BTreeMap;

use openssl::nid::Nid;
use openssl::pkey::{PKey, Private};
use openssl::rsa::Rsa;
use time::OffsetDateTime;

use crate::fault::Fault;
use crate::person::Person;
use crate::pki::{CurveForm, MintOptions, TestPki, UNKNOWN_CSCA, ec_key};
use crate::profile::{ActiveAuthenticationKey, Profile};
use crate::{Error, Result, der};

/// File identifiers of the LDS1 application, Doc 9303-10 §3.11.
pub(crate) const EF_COM: u16 = 0x011E;
pub(crate) const EF_SOD: u16 = 0x011D;

/// Tags of the data groups in EF.COM, Doc 9303-10 table 38, by data-group number.
const DATA_GROUP_TAGS: [u8; 16] = [
    0x61, 0x75, 0x63, 0x76, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6A, 0x6B, 0x6C, 0x6D, 0x6E, 0x6F, 0x70,
];

/// Private keys that prove a chip genuine.
pub(crate) struct ChipKeys {
    pub(crate) agreement: Option<PKey<Private>>,
    pub(crate) signature: Option<PKey<Private>>,
}

/// What personalisation writes into a chip.
pub(crate) struct Personalisation {
    /// Files of the application by file identifier.
    pub(crate) files: BTreeMap<u16, Vec<u8>>,
    pub(crate) keys: ChipKeys,
}

/// Makes the files and keys of one card, wrong where `faults` say so.
pub(crate) fn personalise(
    person: &Person,
    pki: &TestPki,
    profile: &Profile,
    now: OffsetDateTime,
    faults: &[Fault],
) -> Result<Personalisation> {
    let keys = ChipKeys::generate(profile)?;
    let mut groups = data_groups(person, profile, &keys)?;
    let signing_time = issue_instant(person).min(now);
    let document_security_object = if faults.contains(&Fault::UnknownIssuer) {
        let options = MintOptions {
            csca_name: UNKNOWN_CSCA,
            ..MintOptions::default()
        };
        sod::build(&groups, &TestPki::mint_with(now, options)?, signing_time)?
    } else {
        sod::build(&groups, pki, signing_time)?
    };
    let keys = tamper(&mut groups, keys, profile, faults)?;
    let mut files: BTreeMap<u16, Vec<u8>> = groups
        .iter()
        .map(|(number, content)| (data_group_file(*number), content.clone()))
        .collect();
    files.insert(EF_COM, com(groups.keys().copied()));
    files.insert(EF_SOD, document_security_object);
    Ok(Personalisation { files, keys })
}

/// File identifier of a data group: 0101 to 0110.
pub(crate) fn data_group_file(number: u8) -> u16 {
    0x0100 | u16::from(number)
}

impl ChipKeys {
    fn generate(profile: &Profile) -> Result<Self> {
        let agreement = if profile.chip_authentication {
            Some(ec_key(Nid::BRAINPOOL_P256R1, CurveForm::Explicit)?)
        } else {
            None
        };
        let signature = match profile.active_authentication {
            ActiveAuthenticationKey::Ecdsa => {
                Some(ec_key(Nid::BRAINPOOL_P256R1, CurveForm::Explicit)?)
            }
            ActiveAuthenticationKey::Rsa2048 => Some(PKey::from_rsa(Rsa::generate(2048)?)?),
            ActiveAuthenticationKey::None => None,
        };
        Ok(Self {
            agreement,
            signature,
        })
    }
}

fn data_groups(
    person: &Person,
    profile: &Profile,
    keys: &ChipKeys,
) -> Result<BTreeMap<u8, Vec<u8>>> {
    let mut groups = BTreeMap::new();
    for number in &profile.data_groups {
        let content = match number {
            1 => mrz::data_group_1(person),
            2 => dg2::build(person)?,
            // Fingerprints: a group template without instances, since nobody may read it anyway.
            3 => der::group(0x63, [der::group(0x7F61, [der::integer(0)])]),
            13 => dg13::build(person),
            14 => security_infos::data_group_14(profile, keys)?,
            15 => security_infos::data_group_15(keys)?,
            _ => {
                return Err(Error::Value {
                    field: "data_groups",
                    reason: "1, 2, 3, 13, 14 and 15 can be issued",
                });
            }
        };
        groups.insert(*number, content);
    }
    Ok(groups)
}

/// What happens to the files and keys after the document was signed.
fn tamper(
    groups: &mut BTreeMap<u8, Vec<u8>>,
    genuine: ChipKeys,
    profile: &Profile,
    faults: &[Fault],
) -> Result<ChipKeys> {
    let mut keys = genuine;
    for fault in faults {
        match fault {
            Fault::ChangedDg2 => {
                // Inside the entropy-coded picture: it still decodes and looks almost the same.
                if let Some(byte) = groups.get_mut(&2).and_then(|file| {
                    let middle = file.len() / 2;
                    file.get_mut(middle)
                }) {
                    *byte ^= 0x01;
                }
            }
            Fault::Clone => keys = ChipKeys::generate(profile)?,
            Fault::CloneOwnKeys => {
                keys = ChipKeys::generate(profile)?;
                groups.insert(14, security_infos::data_group_14(profile, &keys)?);
                groups.insert(15, security_infos::data_group_15(&keys)?);
            }
            Fault::NoDg15 => {
                groups.remove(&15);
                keys.signature = None;
            }
            Fault::None | Fault::UnknownIssuer | Fault::RemoveAfter(_) | Fault::Slow(_) => {}
        }
    }
    Ok(keys)
}

/// EF.COM, Doc 9303-10 §4.6.1: LDS 1.7, Unicode 4.0.0, list of tags.
fn com(numbers: impl Iterator<Item = u8>) -> Vec<u8> {
    let tags: Vec<u8> = numbers
        .filter_map(|number| {
            DATA_GROUP_TAGS
                .get(usize::from(number).wrapping_sub(1))
                .copied()
        })
        .collect();
    der::group(
        0x60,
        [
            der::tlv(0x5F01, b"0107"),
            der::tlv(0x5F36, b"040000"),
            der::tlv(0x5C, &tags),
        ],
    )
}

/// Nine in the morning, Vietnamese time, of the day of issue.
fn issue_instant(person: &Person) -> OffsetDateTime {
    person.issued.midnight().assume_utc() + time::Duration::hours(2)
}
