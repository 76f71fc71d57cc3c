//! What took a file's images is held against the list that was in force when it did.

use card_twin::fault::Fault;
use dossier::{
    api::{FindingKind, SubmissionAnswer},
    devices::DeviceIdentity,
    draft::Draft,
};
use server::admin;
use time::Duration;
use uuid::Uuid;

use crate::office::Office;

const CAMERA: &str = r#"{"kind": "camera", "model": "Mẫu Cam-1", "origin": "real"}"#;
const SENSOR: &str = r#"{"kind": "fingerprint", "model": "Mẫu Slap-2", "serial": "A-17", "firmware": "2.1", "origin": "real"}"#;

/// Camera and sensor as allowed, and one sentence changed.
fn list(office: &Office, version: u32, from: &str, to: &str) {
    let text = r#"
version = 1
valid_until = "2027-12-31T00:00:00Z"
simulators = "refused"

[[device]]
kind = "camera"
model = "Mẫu Cam-1"
allowed = ["enrol"]

[[device]]
kind = "fingerprint"
model = "Mẫu Slap-2"
serial = "A-17"
firmware = { from = "2.0", to = "2.9" }
allowed = ["enrol"]
"#;
    assert!(text.contains(from), "{from}");
    let text = text.replacen("version = 1", &format!("version = {version}"), 1);
    let text = text.replacen(from, to, 1);
    let parts = office.backend.parts();
    let imported = admin::import_devices(&parts.database, &parts.receipt_key, &text, office.now());
    office.run(imported).unwrap();
    office.pass(Duration::seconds(1));
}

fn device(text: &str) -> DeviceIdentity {
    serde_json::from_str(text).unwrap()
}

fn taken_by(draft: &mut Draft, camera: &str, sensor: &str) {
    draft.portrait.as_mut().unwrap().device = Some(Box::new(device(camera)));
    for finger in &mut draft.fingerprints {
        finger.device = Some(Box::new(device(sensor)));
    }
}

/// Files a draft; its case and what is said of devices: the kind of doubt, and of which device.
fn filed(office: &Office, change: impl FnOnce(&mut Draft)) -> (Uuid, Vec<(FindingKind, String)>) {
    let session = office.sign_in("nhan");
    let mut draft = office.draft(Some(&office.challenge(&session)), Fault::None);
    change(&mut draft);
    let signed = office.seal(&draft, &session);
    let (status, answer) = office.send::<SubmissionAnswer>(&signed.jws).unwrap();
    assert_eq!(status, 201, "nothing is refused for its devices");
    let case = office.receipt(&answer).case;
    office.pass(Duration::seconds(1));
    let of_devices = [
        FindingKind::DevicesNotCompared,
        FindingKind::DeviceNotStated,
        FindingKind::DeviceNotListed,
        FindingKind::DeviceBlocked,
        FindingKind::DeviceSimulated,
    ];
    let findings = office.record(case).findings.into_iter();
    let doubts = findings.filter(|one| of_devices.contains(&one.kind));
    let said = doubts.map(|one| (one.kind, one.reason.unwrap_or_default()));
    (case, said.collect())
}

fn doubts(office: &Office, camera: &str, sensor: &str) -> Vec<(FindingKind, String)> {
    filed(office, |draft| taken_by(draft, camera, sensor)).1
}

fn of_sensor(kind: FindingKind) -> [(FindingKind, String); 1] {
    [(kind, "fingerprint".to_owned())]
}

#[test]
fn listed_devices_raise_no_doubt_and_others_each_their_own() {
    let office = Office::open();
    list(&office, 1, "version", "version");
    assert_eq!(doubts(&office, CAMERA, SENSOR), []);
    let changed = |from: &str, to: &str| doubts(&office, CAMERA, &SENSOR.replacen(from, to, 1));
    let unlisted = of_sensor(FindingKind::DeviceNotListed);
    assert_eq!(changed("A-17", "A-18"), unlisted);
    assert_eq!(changed("Slap-2", "Slap-3"), unlisted);
    assert_eq!(
        changed(r#""firmware": "2.1""#, r#""firmware": "1.0""#),
        unlisted
    );
    let simulated = of_sensor(FindingKind::DeviceSimulated);
    assert_eq!(changed("real", "simulated"), simulated);
    let other_kind = of_sensor(FindingKind::DeviceNotStated);
    assert_eq!(
        changed(r#""kind": "fingerprint""#, r#""kind": "camera""#),
        other_kind
    );
    let (_, unstated) = filed(&office, |_| ());
    let both = ["camera", "fingerprint"];
    assert_eq!(
        unstated,
        both.map(|kind| (FindingKind::DeviceNotStated, kind.to_owned()))
    );
}

#[test]
fn the_list_of_the_moment_counts_a_later_block_does_not_and_an_earlier_one_does() {
    let office = Office::open();
    let before = |draft: &mut Draft| taken_by(draft, CAMERA, SENSOR);
    let (_, none) = filed(&office, before);
    assert_eq!(none, [(FindingKind::DevicesNotCompared, String::new())]);
    list(&office, 1, "version", "version");
    let session = office.sign_in("nhan");
    let mut earlier = office.draft(Some(&office.challenge(&session)), Fault::None);
    taken_by(&mut earlier, CAMERA, SENSOR);
    office.pass(Duration::minutes(5));
    let blocked = r#"firmware = { from = "2.0", to = "2.9" }
blocked = "stolen""#;
    let allowed = r#"firmware = { from = "2.0", to = "2.9" }
allowed = ["enrol"]"#;
    list(&office, 2, allowed, blocked);
    let (_, of_earlier) = filed(&office, |draft| *draft = earlier);
    assert_eq!(of_earlier, []);
    let (_, of_later) = filed(&office, before);
    assert_eq!(of_later, of_sensor(FindingKind::DeviceBlocked));
}

#[test]
fn a_device_that_the_list_does_not_allow_takes_two_officers() {
    for (sensor, officers) in [("A-17", 1), ("A-18", 2)] {
        let office = Office::open();
        list(&office, 1, "version", "version");
        let sensor = SENSOR.replacen("A-17", sensor, 1);
        let (case, _) = filed(&office, |draft| taken_by(draft, CAMERA, &sensor));
        assert_eq!(office.record(case).approvals.needed, officers);
    }
}
