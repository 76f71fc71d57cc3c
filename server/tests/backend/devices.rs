//! The list of devices: who imports it, who gets it, and that no older one comes back.

use dossier::{
    api::{DeviceListAnswer, ProblemType},
    devices::{DeviceList, DeviceRegister},
};
use server::{admin, audit_log::Standing};

use crate::office::{Office, kind};

const REGISTER: &str = r#"
version = 4
valid_until = "2027-12-31T00:00:00Z"

[[device]]
kind = "fingerprint"
model = "Mẫu Slap-2"
allowed = ["enrol"]

[[device]]
kind = "fingerprint"
model = "Mẫu Slap-2"
serial = "A-17"
blocked = "stolen"
"#;

fn import(office: &Office, text: &str) -> Result<u64, String> {
    let parts = office.backend.parts();
    let imported = admin::import_devices(&parts.database, &parts.receipt_key, text, office.now());
    office.run(imported).map_err(|error| format!("{error:#}"))
}

fn newest(office: &Office) -> DeviceList {
    let session = office.sign_in("nhan");
    let (_, answer): (_, DeviceListAnswer) = office.get(Some(&session), "/v1/devices").unwrap();
    let key = office.backend.parts().receipt_key.public().unwrap();
    DeviceList::open(&answer.list, &key).unwrap()
}

#[test]
fn an_imported_register_is_signed_and_served_to_officers_only() {
    let office = Office::open();
    let session = office.sign_in("duyet");
    let none = office.get::<DeviceListAnswer>(Some(&session), "/v1/devices");
    assert_eq!(kind(none), ProblemType::NotFound);
    assert_eq!(import(&office, REGISTER), Ok(4));
    let list = newest(&office);
    let written: DeviceRegister = toml::from_str(REGISTER).unwrap();
    assert_eq!((list.version(), list.register()), (4, &written));
    let stranger = office.get::<DeviceListAnswer>(None, "/v1/devices");
    assert_eq!(kind(stranger), ProblemType::SessionInvalid);
}

#[test]
fn an_older_register_is_refused_and_the_newer_one_stays() {
    let office = Office::open();
    import(&office, REGISTER).unwrap();
    for older in ["version = 4", "version = 3"] {
        let text = REGISTER.replace("version = 4", older);
        let refused = import(&office, &text).unwrap_err();
        assert!(refused.contains("list 4 is in force"), "{refused}");
    }
    assert_eq!(newest(&office).version(), 4);
    let next = REGISTER.replace("version = 4", "version = 5");
    assert_eq!(import(&office, &next), Ok(5));
    assert_eq!(newest(&office).version(), 5);
    assert!(matches!(office.verify_audit(), Standing::Intact { .. }));
}

#[test]
fn a_register_with_a_slip_of_the_pen_changes_nothing() {
    let office = Office::open();
    for (from, to) in [
        ("serial", "serail"),
        ("stolen", "gone"),
        ("2027", "2020"),
        ("[[device]]", "[[devices]]"),
        ("model = \"Mẫu Slap-2\"", "model = \"\""),
    ] {
        assert!(
            import(&office, &REGISTER.replacen(from, to, 1)).is_err(),
            "{to}"
        );
    }
    let session = office.sign_in("nhan");
    let none = office.get::<DeviceListAnswer>(Some(&session), "/v1/devices");
    assert_eq!(kind(none), ProblemType::NotFound);
}
