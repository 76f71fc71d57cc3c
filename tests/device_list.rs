//! The list of devices at the terminal: kept between two runs, never rolled back, believed only as signed.

use dossier::devices::{
    DeviceIdentity, DeviceKind, DeviceListError, DeviceRegister, MAX_AGE, Origin, Purpose, Refusal,
};
use dossier::receipt::ReceiptKey;
use tempfile::TempDir;
use terminal::device_registry::{DeviceRegistry, NotTaken};
use terminal::keys::RecordsKey;
use terminal::randomness::SystemRandomness;
use terminal::store::{KeptDeviceList, Store};
use time::{Duration, OffsetDateTime, macros::datetime};

const NOW: OffsetDateTime = datetime!(2026-11-25 08:00 UTC);

struct Terminal {
    folder: TempDir,
    backend: ReceiptKey,
}

impl Terminal {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().expect("folder"),
            backend: ReceiptKey::generate(&mut SystemRandomness).expect("key"),
        }
    }

    fn store(&self) -> Store {
        Store::open(self.folder.path(), &RecordsKey::new([7; 32])).expect("records")
    }

    /// A run of the program.
    fn start(&self) -> (Store, DeviceRegistry) {
        let store = self.store();
        let key = self.backend.public().expect("key");
        let registry = DeviceRegistry::load(&store, key).expect("records");
        (store, registry)
    }

    fn list(&self, version: u64, model: &str) -> String {
        let text = format!(
            "version = {version}\nvalid_until = \"2027-12-31T00:00:00Z\"\n\n[[device]]\n\
             kind = \"fingerprint\"\nmodel = \"{model}\"\nallowed = [\"enrol\"]\n"
        );
        let register: DeviceRegister = toml::from_str(&text).expect("register");
        register.sign(&self.backend, NOW).expect("signature")
    }
}

fn sensor() -> DeviceIdentity {
    DeviceIdentity {
        kind: DeviceKind::Fingerprint,
        model: "Mẫu Slap-2".into(),
        serial: None,
        firmware: None,
        certificate: None,
        origin: Origin::Real,
    }
}

#[test]
fn without_a_list_nobody_is_admitted_and_testers_wait_for_none_of_it() {
    let (_, registry) = Terminal::new().start();
    let answer = registry.admit(&sensor(), Purpose::Enrol, NOW);
    assert_eq!(answer, Err(Refusal::NoList));
    assert_eq!(registry.standing(NOW), None);
}

#[test]
fn a_list_outlives_the_program_and_ages() {
    let terminal = Terminal::new();
    let (store, registry) = terminal.start();
    let list = terminal.list(3, "Mẫu Slap-2");
    registry.take(&store, list.clone(), NOW).expect("a list");
    drop((store, registry));
    let (store, registry) = terminal.start();
    assert_eq!(registry.admit(&sensor(), Purpose::Enrol, NOW), Ok(()));
    let late = NOW + MAX_AGE + Duration::minutes(1);
    let stale = registry.admit(&sensor(), Purpose::Enrol, late);
    assert_eq!(stale, Err(Refusal::ListStale));
    let standing = registry.standing(late).expect("a list");
    assert_eq!(standing.refused, Some(Refusal::ListStale));
    assert_eq!((standing.version, standing.confirmed_at), (3, NOW));
    // The backend gives the same list again: it is confirmed.
    registry.take(&store, list, late).expect("the same list");
    assert_eq!(registry.admit(&sensor(), Purpose::Enrol, late), Ok(()));
}

#[test]
fn an_older_or_foreign_list_leaves_the_known_one_in_force() {
    let terminal = Terminal::new();
    let (store, registry) = terminal.start();
    let newest = terminal.list(3, "Mẫu Slap-2");
    registry.take(&store, newest, NOW).expect("a list");
    let rollback = registry.take(&store, terminal.list(2, "Mẫu Khác"), NOW);
    let expected = DeviceListError::Rollback {
        offered: 2,
        known: 3,
    };
    assert!(matches!(rollback, Err(NotTaken::List(error)) if error == expected));
    let foreign = Terminal::new().list(9, "Mẫu Khác");
    let foreign = registry.take(&store, foreign, NOW);
    let invalid = DeviceListError::SignatureInvalid;
    assert!(matches!(foreign, Err(NotTaken::List(error)) if error == invalid));
    drop((store, registry));
    let (_, registry) = terminal.start();
    assert_eq!(registry.admit(&sensor(), Purpose::Enrol, NOW), Ok(()));
}

#[test]
fn a_kept_list_that_was_changed_is_none() {
    let terminal = Terminal::new();
    let (store, registry) = terminal.start();
    let list = terminal.list(3, "Mẫu Slap-2");
    registry.take(&store, list.clone(), NOW).expect("a list");
    drop(registry);
    let middle = list.len() / 2;
    let mut octets = list.into_bytes();
    octets[middle] = if octets[middle] == b'A' { b'B' } else { b'A' };
    let changed = KeptDeviceList {
        jws: String::from_utf8(octets).expect("text"),
        confirmed_at: NOW,
    };
    store.keep_device_list(&changed).expect("records");
    let (_, registry) = terminal.start();
    let answer = registry.admit(&sensor(), Purpose::Enrol, NOW);
    assert_eq!(answer, Err(Refusal::NoList));
}
