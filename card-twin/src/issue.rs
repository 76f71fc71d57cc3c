//! Personalisation: from a person to the elementary files of a chip.

mod dg11;
mod dg13;
mod dg2;
mod dg3;
mod keys;
pub(crate) mod mrz;
mod security_infos;
mod seeded;
pub(crate) mod signed_data;
mod sod;

use std::collections::BTreeMap;

use time::OffsetDateTime;

use crate::fault::Fault;
use crate::misbehaviour::Misbehaviour;
use crate::person::Person;
use crate::pki::{MintOptions, TestPki, UNKNOWN_CSCA};
use crate::profile::Profile;
use crate::protocol::{Mapping, PaceOffer};
use crate::quirk::Quirk;
use crate::{Error, Result, der};
pub(crate) use keys::{AgreementKey, ChipKeys};
use mrz::Zone;
use security_infos::{Announcement, data_group_15};
pub(crate) use seeded::{
    com_of, data_group_1_of, data_group_3_of, seeded_data_group_14, seeded_files,
};

/// File identifiers of the LDS1 application, Doc 9303-10 §3.11.
pub(crate) const EF_COM: u16 = 0x011E;
pub(crate) const EF_SOD: u16 = 0x011D;
/// EF.CVCA of the application, where Terminal Authentication's authorities are named.
pub(crate) const EF_CVCA: u16 = 0x011C;

/// Tags of the data groups in EF.COM, Doc 9303-10 table 38, by data-group number.
const DATA_GROUP_TAGS: [u8; 16] = [
    0x61, 0x75, 0x63, 0x76, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6A, 0x6B, 0x6C, 0x6D, 0x6E, 0x6F, 0x70,
];

/// What personalisation writes into a chip.
pub(crate) struct Personalisation {
    /// Files of the master file.
    pub(crate) master_files: BTreeMap<u16, Vec<u8>>,
    /// Files of the application by file identifier.
    pub(crate) files: BTreeMap<u16, Vec<u8>>,
    pub(crate) keys: ChipKeys,
    pub(crate) pace_offers: Vec<PaceOffer>,
    pub(crate) zone: Zone,
    /// The person as issued, which a quirk may have renumbered.
    pub(crate) person: Person,
}

/// One card to be issued.
struct Order<'a> {
    person: Person,
    profile: &'a Profile,
    faults: &'a [Fault],
    quirks: &'a [Quirk],
    announcement: Announcement<'a>,
    zone: Zone,
}

/// Makes the files and keys of one card, wrong where `faults` say so.
pub(crate) fn personalise(
    person: &Person,
    pki: &TestPki,
    profile: &Profile,
    now: OffsetDateTime,
    faults: &[Fault],
) -> Result<Personalisation> {
    let quirks: Vec<Quirk> = quirks_of(faults).collect();
    let order = Order {
        person: renumbered(person, &quirks),
        profile,
        faults,
        quirks: &quirks,
        announcement: Announcement::new(profile, &quirks)?,
        zone: zone(profile, &quirks),
    };
    let keys = ChipKeys::generate(profile, order.announcement.offers(), &quirks)?;
    let signing_time = issue_instant(person).min(now);
    let unknown;
    let issuer = if faults.contains(&Fault::UnknownIssuer) {
        let options = MintOptions {
            csca_name: UNKNOWN_CSCA,
            ..MintOptions::default()
        };
        unknown = TestPki::mint_with(now, options)?;
        &unknown
    } else {
        pki
    };
    let mut groups = order.data_groups(&keys)?;
    let document_security_object = sod::build(&groups, issuer, signing_time, &quirks)?;
    let mut master_files = order.master_files(&keys, issuer, signing_time)?;
    let pace_offers = weakened(&mut master_files, order.announcement.offers(), faults);
    let keys = order.tamper(&mut groups, keys)?;
    let mut files: BTreeMap<u16, Vec<u8>> = groups
        .iter()
        .map(|(number, content)| (data_group_file(*number), content.clone()))
        .collect();
    if !quirks.contains(&Quirk::NoCommon) {
        let nested = quirks.contains(&Quirk::DeepNesting);
        let hidden = faults.contains(&Fault::Misbehaviour(Misbehaviour::KeysHidden));
        let listed = groups
            .keys()
            .copied()
            .filter(|number| !hidden || *number < 14);
        files.insert(EF_COM, com(listed, nested));
    }
    files.insert(EF_SOD, document_security_object);
    if let (true, Some(terminals)) = (profile.terminal_authentication, pki.terminals()) {
        let holder = &terminals.authority().holder;
        files.insert(EF_CVCA, references_of(holder, &quirks));
    }
    Ok(Personalisation {
        master_files,
        files,
        keys,
        pace_offers,
        zone: order.zone,
        person: order.person,
    })
}

/// The quirks among `faults`.
pub(crate) fn quirks_of(faults: &[Fault]) -> impl Iterator<Item = Quirk> {
    faults.iter().filter_map(|fault| match fault {
        Fault::Quirk(quirk) => Some(*quirk),
        _ => None,
    })
}

/// The ways to break a protocol among `faults`.
pub(crate) fn misbehaviours_of(faults: &[Fault]) -> impl Iterator<Item = Misbehaviour> {
    faults.iter().filter_map(|fault| match fault {
        Fault::Misbehaviour(one) => Some(*one),
        _ => None,
    })
}

/// File identifier of a data group: 0101 to 0110.
pub(crate) fn data_group_file(number: u8) -> u16 {
    0x0100 | u16::from(number)
}

/// EF.CVCA: references filled up to 36 bytes with zeros. TR-03110-3 §A.2.
pub(crate) fn verifying_authorities(holders: &[&[u8]]) -> Vec<u8> {
    let mut file: Vec<u8> = holders
        .iter()
        .flat_map(|holder| der::tlv(0x42, holder))
        .collect();
    file.resize(file.len().max(36), 0);
    file
}

fn references_of(holder: &[u8], quirks: &[Quirk]) -> Vec<u8> {
    if quirks.contains(&Quirk::NoReference) {
        return vec![0; 36];
    }
    if quirks.contains(&Quirk::ThreeReferences) {
        return verifying_authorities(&[holder, b"VNCVCATEST98", b"VNCVCATEST99"]);
    }
    verifying_authorities(&[holder])
}

impl Order<'_> {
    fn data_groups(&self, keys: &ChipKeys) -> Result<BTreeMap<u8, Vec<u8>>> {
        let mut numbers = self.profile.data_groups.clone();
        for (quirk, number) in [(Quirk::NestedNames, 11), (Quirk::EmptyObject, 12)] {
            if self.has(quirk) && !numbers.contains(&number) {
                numbers.push(number);
            }
        }
        if self.has(Quirk::NoSecurityInfos) {
            numbers.retain(|number| *number != 14);
        }
        let mut groups = BTreeMap::new();
        for number in numbers {
            groups.insert(number, self.data_group(number, keys)?);
        }
        Ok(groups)
    }

    fn data_group(&self, number: u8, keys: &ChipKeys) -> Result<Vec<u8>> {
        let person = &self.person;
        match number {
            1 => Ok(self.zone.data_group_1(person)),
            2 => match self.profile.face_length {
                Some(length) => dg2::build_of_length(person, length, self.quirks),
                None => dg2::build(person, self.profile.portrait.as_deref(), self.quirks),
            },
            3 => dg3::build(&self.profile.fingers),
            11 => Ok(dg11::person_details(person, self.has(Quirk::NestedNames))),
            12 => Ok(dg11::document_details(person, self.has(Quirk::EmptyObject))),
            13 => Ok(dg13::build(person)),
            14 => self.announcement.data_group_14(keys),
            15 => data_group_15(keys),
            _ => Err(Error::Value {
                field: "data_groups",
                reason: "1, 2, 3, 11, 12, 13, 14 and 15 can be issued",
            }),
        }
    }

    fn master_files(
        &self,
        keys: &ChipKeys,
        pki: &TestPki,
        at: OffsetDateTime,
    ) -> Result<BTreeMap<u16, Vec<u8>>> {
        use crate::chip::select::{ATTRIBUTES, CARD_ACCESS, CARD_SECURITY, DIRECTORY};
        let mut files = BTreeMap::new();
        if let Some(card_access) = self.announcement.card_access()? {
            files.insert(CARD_ACCESS, card_access);
        }
        let mut offers = self.announcement.offers().iter();
        if self.profile.card_security || offers.any(|offer| offer.mapping == Mapping::Cam) {
            let infos = self.announcement.card_security(keys)?;
            files.insert(CARD_SECURITY, sod::card_security(&infos, pki, at)?);
        }
        if self.profile.directory || self.has(Quirk::DirectoryLocked) {
            let name = [0xA0, 0x00, 0x00, 0x02, 0x47, 0x10, 0x01];
            files.insert(DIRECTORY, der::group(0x61, [der::tlv(0x4F, &name)]));
        }
        if let Some(buffers) = self.profile.buffers {
            let sizes = [buffers.command, buffers.response]
                .map(|size| der::tlv(der::INTEGER, &size_bytes(size)));
            // DO 43 selects by full and partial name; DO 47 says short identifiers, chaining and
            // extended length. ISO/IEC 7816-4 §12.1.1.
            let attributes = [
                der::tlv(0x43, &[0x01]),
                der::tlv(0x47, &[0x10, 0x01, 0xC0]),
                der::group(0x7F66, sizes),
            ];
            files.insert(ATTRIBUTES, attributes.concat());
        }
        Ok(files)
    }

    /// What happens to the files and keys after the document was signed.
    fn tamper(&self, groups: &mut BTreeMap<u8, Vec<u8>>, genuine: ChipKeys) -> Result<ChipKeys> {
        let offers = self.announcement.offers();
        let other_keys = || ChipKeys::generate(self.profile, offers, self.quirks);
        let mut keys = genuine;
        for fault in self.faults {
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
                Fault::Clone => keys = other_keys()?,
                Fault::CloneOwnKeys => {
                    keys = other_keys()?;
                    groups.insert(14, self.announcement.data_group_14(&keys)?);
                    groups.insert(15, data_group_15(&keys)?);
                }
                Fault::Misbehaviour(Misbehaviour::FilesPadded) => {
                    groups.values_mut().for_each(|file| file.extend([0; 7]));
                }
                Fault::Misbehaviour(Misbehaviour::KeysRemoved) => {
                    groups.remove(&14);
                    groups.remove(&15);
                }
                Fault::NoDg15 => {
                    groups.remove(&15);
                    keys.signature = None;
                }
                _ => {}
            }
        }
        Ok(keys)
    }

    fn has(&self, quirk: Quirk) -> bool {
        self.quirks.contains(&quirk)
    }
}

/// EF.CardAccess as an attacker offers it who wants a weaker way in: nobody signed that file.
fn weakened(
    master_files: &mut BTreeMap<u16, Vec<u8>>,
    offers: &[PaceOffer],
    faults: &[Fault],
) -> Vec<PaceOffer> {
    let does = |one| faults.contains(&Fault::Misbehaviour(one));
    let offers: Vec<PaceOffer> = if does(Misbehaviour::WeakerAccess) {
        let other = |offer: &PaceOffer| PaceOffer::new(offer.mapping, offer.suite, 12);
        offers.iter().map(other).collect()
    } else if does(Misbehaviour::NoPaceOffered) {
        Vec::new()
    } else {
        return offers.to_vec();
    };
    let infos = offers.iter().map(PaceOffer::info);
    let file = der::group(der::SET, infos);
    master_files.insert(crate::chip::select::CARD_ACCESS, file);
    offers
}

fn renumbered(person: &Person, quirks: &[Quirk]) -> Person {
    let mut person = person.clone();
    if quirks.contains(&Quirk::UnlistedProvince)
        && let Some(rest) = person.number.get(3..)
    {
        person.number = format!("099{rest}");
    }
    person
}

fn zone(profile: &Profile, quirks: &[Quirk]) -> Zone {
    let has = |quirk| quirks.contains(&quirk);
    Zone {
        document: profile.document,
        issuer: if has(Quirk::RogueCountry) {
            "UTO"
        } else {
            "VNM"
        },
        long_number: has(Quirk::LongDocumentNumber),
        filler: has(Quirk::OptionalFiller),
    }
}

/// A size as an INTEGER of at least two bytes, as in the published EF.ATR/INFO.
fn size_bytes(size: u16) -> Vec<u8> {
    let bytes = size.to_be_bytes();
    let sign: &[u8] = if size >= 0x8000 { &[0] } else { &[] };
    [sign, &bytes].concat()
}

/// EF.COM, Doc 9303-10 §4.6.1: LDS 1.7, Unicode 4.0.0, list of tags.
fn com(numbers: impl Iterator<Item = u8>, nested: bool) -> Vec<u8> {
    if nested {
        return (0..3000).fold(Vec::new(), |inner, _| der::tlv(0x60, &inner));
    }
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
