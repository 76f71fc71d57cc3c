//! The policy folder: what a publisher signed is worked by, anything else is not.

use std::{fs, path::PathBuf};

use dossier::{detached, keys::PolicyKey};
use rules::{
    calendar::Calendar,
    policy::{Part, Policy, PolicyRefused, SignedBy, Why},
    profile::ProfileName,
};
use tempfile::TempDir;
use time::{Date, macros::date};
use trust_store::policy::{PolicyUnusable, load};

const TODAY: Date = date!(2026 - 11 - 25);

struct Place {
    folder: TempDir,
    key: PolicyKey,
}

impl Place {
    /// A folder that pins a key of its own and has nothing signed by it yet.
    fn pinned() -> Self {
        let place = Self {
            folder: tempfile::tempdir().unwrap(),
            key: new_key(),
        };
        let pem = place.key.public().unwrap().to_pem().unwrap();
        place.put("publisher.pub.pem", &String::from_utf8(pem).unwrap());
        place
    }

    fn put(&self, name: &str, text: &str) {
        fs::write(self.folder.path().join(name), text).unwrap();
    }

    fn publish(&self, name: &str, text: &str, key: &PolicyKey) {
        self.put(name, text);
        let signature = detached::sign(text.as_bytes(), key).unwrap();
        self.put(&format!("{name}.jws"), &signature);
    }

    fn publish_both(&self) {
        self.publish("profile.toml", ProfileName::Decree69.bundled(), &self.key);
        self.publish("calendar.toml", Calendar::BUNDLED, &self.key);
    }

    fn floor(&self) -> PathBuf {
        self.folder.path().join("floor")
    }

    fn load(&self) -> Result<Policy, PolicyUnusable> {
        load(self.folder.path(), &self.floor(), TODAY)
    }

    fn refused(&self) -> (Part, Why) {
        match self.load() {
            Err(PolicyUnusable::Refused(PolicyRefused { part, why })) => (part, why),
            Err(other) => panic!("{other}"),
            Ok(_) => panic!("it was accepted"),
        }
    }
}

fn new_key() -> PolicyKey {
    let mut system = |buffer: &mut [u8]| openssl::rand::rand_bytes(buffer).unwrap();
    PolicyKey::generate(&mut system).unwrap()
}

#[test]
fn an_empty_place_works_by_what_is_built_in_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let floor = folder.path().join("floor");
    let policy = load(&folder.path().join("none"), &floor, TODAY).unwrap();
    assert_eq!(policy.signed_by(), SignedBy::Demonstration);
    assert_eq!(policy.rulebook().profile.name, ProfileName::Decree69);
}

#[test]
fn every_built_in_profile_carries_the_demonstration_keys_signature() {
    let folder = tempfile::tempdir().unwrap();
    for name in ProfileName::ALL {
        let bundled = rules::rulebook::Bundled::profile(name);
        fs::write(folder.path().join("profile.toml"), bundled.text).unwrap();
        fs::write(folder.path().join("profile.toml.jws"), bundled.signature).unwrap();
        let day = date!(2023 - 06 - 01);
        let on = if name == ProfileName::Decree69 {
            TODAY
        } else {
            day
        };
        let policy = load(folder.path(), &folder.path().join("floor"), on).unwrap();
        assert_eq!(policy.rulebook().profile.name, name);
    }
}

#[test]
fn a_pinned_key_ends_the_demonstration() {
    let place = Place::pinned();
    assert_eq!(place.refused(), (Part::Profile, Why::OtherKey));
    place.publish("profile.toml", ProfileName::Decree69.bundled(), &place.key);
    assert_eq!(place.refused(), (Part::Calendar, Why::OtherKey));
    place.publish("calendar.toml", Calendar::BUNDLED, &place.key);
    assert_eq!(place.load().unwrap().signed_by(), SignedBy::Pinned);
}

#[test]
fn what_is_unsigned_changed_or_a_strangers_is_not_worked_by() {
    let place = Place::pinned();
    place.publish_both();
    let text = ProfileName::Decree69.bundled();
    place.put(
        "profile.toml",
        &text.replacen("working_days = 3", "working_days = 30", 1),
    );
    assert_eq!(place.refused(), (Part::Profile, Why::SignatureInvalid));
    place.publish("profile.toml", text, &new_key());
    assert_eq!(place.refused(), (Part::Profile, Why::OtherKey));
    place.put("profile.toml.jws", "nonsense");
    assert_eq!(place.refused(), (Part::Profile, Why::SignatureInvalid));
    fs::remove_file(place.folder.path().join("profile.toml.jws")).unwrap();
    assert_eq!(place.refused(), (Part::Profile, Why::Unsigned));
    place.put("publisher.pub.pem", "no key");
    assert!(matches!(place.load(), Err(PolicyUnusable::Key { .. })));
}

#[test]
fn an_older_version_never_comes_back_and_a_lost_memory_is_told() {
    let place = Place::pinned();
    place.publish_both();
    let text = ProfileName::Decree69.bundled();
    let newer = text.replacen("version = 2", "version = 3", 1);
    place.publish("profile.toml", &newer, &place.key);
    assert_eq!(place.load().unwrap().rulebook().profile.version, 3);
    place.publish("profile.toml", text, &place.key);
    assert_eq!(place.refused(), (Part::Profile, Why::RolledBack));
    fs::write(place.floor(), "version = everything").unwrap();
    assert!(matches!(place.load(), Err(PolicyUnusable::Floor(_))));
}

#[test]
fn a_file_without_end_is_refused_and_not_read_to_its_end() {
    let place = Place::pinned();
    place.publish_both();
    let long = "#".repeat(1 << 20);
    place.publish("profile.toml", &long, &place.key);
    let (part, why) = place.refused();
    assert_eq!(part, Part::Profile);
    assert!(matches!(
        why,
        Why::Profile(rules::profile::ProfileError::TooLong)
    ));
}
