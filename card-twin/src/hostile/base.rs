//! The honest card that every forgery starts from, made from a seed.

use std::collections::BTreeMap;
use std::path::Path;

use openssl::nid::Nid;

use super::certificate::{Authority, Certificate, name};
use super::evidence::{self, Evidence};
use super::security_object::{SecurityObject, lds};
use super::sign::Key;
use crate::Result;
use crate::issue::signed_data::hash_algorithm;
use crate::issue::{AgreementKey, com_of, seeded_files};
use crate::person::{EXAMPLE_FILE, Person};
use crate::profile::Hash;
use crate::random::{self, Random};

/// Files by the name under which a terminal saves them.
pub(super) type Files = BTreeMap<String, Vec<u8>>;

/// A small grey picture: the deck is about signatures, not about faces.
const PORTRAIT: &[u8] = include_bytes!("portrait.jpg");

/// Everything that an honest card and its issuer have.
pub(super) struct Base {
    pub(super) person: Person,
    pub(super) authority: Authority,
    pub(super) signer_key: Key,
    pub(super) signer: Vec<u8>,
    /// Data groups by number.
    pub(super) groups: BTreeMap<u8, Vec<u8>>,
    pub(super) card_access: Vec<u8>,
    pub(super) chip_key: Key,
    pub(super) agreement: AgreementKey,
    pub(super) evidence: Evidence,
}

impl Base {
    pub(super) fn new(seed: u64) -> Result<Self> {
        let mut random = random::seeded(seed);
        let person = Person::load(Path::new(EXAMPLE_FILE))?;
        let authority = authority("VN", "CSCA TEST", Nid::BRAINPOOL_P384R1, &mut random)?;
        let signer_key = Key::on_curve(Nid::BRAINPOOL_P256R1, &mut random)?;
        let signer =
            Certificate::signer(&authority, &signer_key).sign(&authority.key, &mut random)?;
        let chip_key = Key::on_curve(Nid::BRAINPOOL_P256R1, &mut random)?;
        let chip = seeded_files(&person, PORTRAIT, &chip_key.public_info(), &mut random)?;
        let evidence = evidence::honest(&chip.agreement, &chip_key, &mut random)?;
        Ok(Self {
            person,
            authority,
            signer_key,
            signer,
            groups: chip.groups,
            card_access: chip.card_access,
            evidence,
            chip_key,
            agreement: chip.agreement,
        })
    }

    /// Number and SHA-256 of every data group.
    pub(super) fn hashes(&self) -> Vec<(Vec<u8>, Vec<u8>)> {
        hashes_of(&self.groups)
    }

    /// The honest LDS security object.
    pub(super) fn content(&self) -> Vec<u8> {
        lds(&[0], hash_algorithm(Hash::Sha256), &self.hashes())
    }

    /// The honest security object, to be made dishonest.
    pub(super) fn object(&self) -> SecurityObject<'_> {
        SecurityObject::new(self.content(), self.signer.clone(), &self.signer_key)
    }

    /// Files with this security object.
    pub(super) fn files(&self, sod: Vec<u8>) -> Files {
        files_of(&self.groups, &self.card_access, sod)
    }
}

/// A country signing CA.
pub(super) fn authority(
    country: &str,
    common: &str,
    curve: Nid,
    random: &mut Random,
) -> Result<Authority> {
    let key = Key::on_curve(curve, random)?;
    authority_with(country, common, key, random)
}

/// A country signing CA with this key.
pub(super) fn authority_with(
    country: &str,
    common: &str,
    key: Key,
    random: &mut Random,
) -> Result<Authority> {
    let name = name(country, common);
    let der = Certificate::authority(name.clone(), &key).sign(&key, random)?;
    Ok(Authority { name, key, der })
}

pub(super) fn hashes_of(groups: &BTreeMap<u8, Vec<u8>>) -> Vec<(Vec<u8>, Vec<u8>)> {
    let entries = groups.iter();
    entries
        .map(|(number, file)| (vec![*number], openssl::sha::sha256(file).to_vec()))
        .collect()
}

/// What a terminal saves of a card with these data groups and this security object.
pub(super) fn files_of(groups: &BTreeMap<u8, Vec<u8>>, card_access: &[u8], sod: Vec<u8>) -> Files {
    let mut files: Files = groups
        .iter()
        .map(|(number, file)| (format!("DG{number}"), file.clone()))
        .collect();
    files.insert("COM".into(), com_of(groups.keys().copied()));
    files.insert("CardAccess".into(), card_access.to_vec());
    files.insert("SOD".into(), sod);
    files
}
