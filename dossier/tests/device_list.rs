//! Lists of devices: who signed them, which of two counts, for how long, and what they say of a device.

use dossier::devices::{
    BlockReason, DeviceIdentity, DeviceKind, DeviceList, DeviceListError, DeviceRegister, MAX_AGE,
    Origin, Purpose, Refusal, RegisterError,
};
use dossier::receipt::{Receipt, ReceiptError, ReceiptKey};
use dossier::sha256_digest::Sha256Digest;
use time::{Duration, OffsetDateTime, macros::datetime};

const NOW: OffsetDateTime = datetime!(2026-11-25 08:00 UTC);

const REGISTER: &str = r#"{
  "version": 7,
  "valid_until": "2027-03-31T00:00:00Z",
  "simulators": "refused",
  "device": [
    {"kind": "fingerprint", "model": "Mẫu Slap-2", "allowed": ["enrol", "verify"],
     "firmware": {"from": "2.1", "to": "2.9"}},
    {"kind": "fingerprint", "model": "Mẫu Slap-2", "serial": "A-17", "blocked": "stolen"},
    {"kind": "fingerprint", "model": "Mẫu Slap-2", "firmware": {"to": "2.2"}, "blocked": "insecure"},
    {"kind": "fingerprint", "model": "Mẫu Thumb", "allowed": ["verify"]},
    {"kind": "card_reader", "model": "Mẫu Reader", "serial": "R-1", "allowed": ["enrol"]},
    {"kind": "fingerprint", "model": "Mẫu SBI", "allowed": ["enrol"],
     "certificate": "abababababababababababababababababababababababababababababababab"}
  ]
}"#;

fn register() -> DeviceRegister {
    serde_json::from_str(REGISTER).unwrap()
}

fn key(start: u8) -> ReceiptKey {
    let mut next = start;
    let mut counting = move |buffer: &mut [u8]| {
        for octet in buffer {
            next = next.wrapping_add(11);
            *octet = next;
        }
    };
    ReceiptKey::generate(&mut counting).unwrap()
}

fn signed(register: DeviceRegister) -> DeviceList {
    let key = key(1);
    let text = register.sign(&key, NOW).unwrap();
    DeviceList::open(&text, &key.public().unwrap()).unwrap()
}

fn sensor(model: &str, firmware: Option<&str>) -> DeviceIdentity {
    DeviceIdentity {
        kind: DeviceKind::Fingerprint,
        model: model.to_owned(),
        serial: Some("B-20".to_owned()),
        firmware: firmware.map(str::to_owned),
        certificate: None,
        origin: Origin::Real,
    }
}

fn answer(device: &DeviceIdentity, purpose: Purpose) -> Result<(), Refusal> {
    let list = signed(register());
    list.in_force(NOW, NOW).unwrap().admit(device, purpose)
}

#[test]
fn a_listed_device_serves_its_purposes_and_no_other() {
    let slap = sensor("Mẫu Slap-2", Some("2.5"));
    assert_eq!(answer(&slap, Purpose::Enrol), Ok(()));
    let thumb = sensor("Mẫu Thumb", None);
    assert_eq!(answer(&thumb, Purpose::Verify), Ok(()));
    assert_eq!(answer(&thumb, Purpose::Enrol), Err(Refusal::Purpose));
}

#[test]
fn a_device_that_is_blocked_or_unknown_is_refused_and_still_serves_testers() {
    let stolen = DeviceIdentity {
        serial: Some("A-17".to_owned()),
        ..sensor("Mẫu Slap-2", Some("2.5"))
    };
    let unlisted = sensor("Mẫu Khác", None);
    let other_reader = DeviceIdentity {
        kind: DeviceKind::CardReader,
        ..sensor("Mẫu Reader", None)
    };
    for (device, refusal) in [
        (stolen, Refusal::Blocked(BlockReason::Stolen)),
        (unlisted, Refusal::Unknown),
        (other_reader, Refusal::Unknown),
    ] {
        assert_eq!(answer(&device, Purpose::Enrol), Err(refusal));
        assert_eq!(answer(&device, Purpose::Verify), Err(refusal));
        assert_eq!(answer(&device, Purpose::Tester), Ok(()));
    }
}

#[test]
fn firmware_outside_the_range_is_refused_and_hiding_it_helps_nobody() {
    let with = |firmware| answer(&sensor("Mẫu Slap-2", firmware), Purpose::Enrol);
    let insecure = Refusal::Blocked(BlockReason::Insecure);
    assert_eq!(with(Some("2.3")), Ok(()));
    assert_eq!(with(Some("3.0")), Err(Refusal::Firmware));
    assert_eq!(with(Some("2.1.4")), Err(insecure));
    assert_eq!(with(None), Err(insecure));
    assert_eq!(with(Some("beta")), Err(insecure));
}

#[test]
fn a_named_certificate_must_be_proved() {
    let digest = |octet| Some(Sha256Digest::new([octet; 32]));
    let with = |certificate| {
        let device = DeviceIdentity {
            certificate,
            ..sensor("Mẫu SBI", None)
        };
        answer(&device, Purpose::Enrol)
    };
    assert_eq!(with(digest(0xAB)), Ok(()));
    assert_eq!(with(digest(0xAC)), Err(Refusal::Certificate));
    assert_eq!(with(None), Err(Refusal::Certificate));
}

#[test]
fn simulators_need_a_list_that_is_for_them() {
    let simulated = DeviceIdentity {
        origin: Origin::Simulated,
        ..sensor("Mẫu Slap-2", Some("2.5"))
    };
    assert_eq!(answer(&simulated, Purpose::Enrol), Err(Refusal::Simulator));
    assert_eq!(answer(&simulated, Purpose::Tester), Ok(()));
    let for_tests = REGISTER.replace("\"refused\"", "\"allowed\"");
    let entry =
        r#"{"kind": "fingerprint", "model": "TWIN", "origin": "simulated", "allowed": ["enrol"]},"#;
    let with_twin = for_tests.replacen("[\n", &format!("[\n{entry}"), 1);
    let list = signed(serde_json::from_str(&with_twin).unwrap());
    let admits = |device| {
        let list = list.in_force(NOW, NOW).unwrap();
        list.admit(&device, Purpose::Enrol)
    };
    let twin = DeviceIdentity {
        origin: Origin::Simulated,
        ..sensor("TWIN", None)
    };
    assert_eq!(admits(twin), Ok(()));
    assert_eq!(
        admits(simulated),
        Err(Refusal::Unknown),
        "not as a real one"
    );
    assert_eq!(admits(sensor("TWIN", None)), Err(Refusal::Unknown));
    let smuggled = REGISTER.replacen("[\n", &format!("[\n{entry}"), 1);
    let smuggled: DeviceRegister = serde_json::from_str(&smuggled).unwrap();
    let refused = smuggled.sign(&key(1), NOW).err();
    let number = 1;
    assert_eq!(refused, Some(RegisterError::Simulator { number }.into()));
}

#[test]
fn a_list_has_its_time_and_its_age() {
    let list = signed(register());
    let end = |confirmed_at, now| list.in_force(confirmed_at, now).err();
    assert_eq!(end(NOW, NOW + MAX_AGE), None);
    let late = NOW + MAX_AGE + Duration::seconds(1);
    assert_eq!(end(NOW, late), Some(Refusal::ListStale));
    assert_eq!(end(late, late), None, "confirmed again");
    let over = list.register().valid_until + Duration::seconds(1);
    assert_eq!(end(over, over), Some(Refusal::ListExpired));
    let back = NOW - Duration::hours(1);
    assert_eq!(end(NOW, back), Some(Refusal::ListStale), "a clock set back");
    assert_eq!(end(back, back), Some(Refusal::ListStale), "not signed yet");
}

#[test]
fn an_older_list_never_replaces_a_newer_one() {
    let version = |version, note: &str| {
        let text = REGISTER.replace("Mẫu Thumb", note);
        let mut register: DeviceRegister = serde_json::from_str(&text).unwrap();
        register.version = version;
        signed(register)
    };
    let known = version(7, "Mẫu Thumb");
    assert_eq!(version(8, "Mẫu Thumb").follows(&known), Ok(()));
    assert_eq!(known.follows(&known), Ok(()));
    let rollback = |offered| Err(DeviceListError::Rollback { offered, known: 7 });
    assert_eq!(version(6, "Mẫu Thumb").follows(&known), rollback(6));
    let another = version(7, "Mẫu Khác");
    assert_eq!(another.follows(&known), rollback(7));
}

#[test]
fn only_the_backends_own_list_opens() {
    let (ours, other) = (key(1), key(5));
    let text = register().sign(&ours, NOW).unwrap();
    let public = ours.public().unwrap();
    let foreign = DeviceList::open(&text, &other.public().unwrap());
    assert_eq!(foreign, Err(DeviceListError::SignatureInvalid));
    let mut changed = text.clone().into_bytes();
    let middle = changed.len() / 2;
    changed[middle] = if changed[middle] == b'A' { b'B' } else { b'A' };
    let changed = String::from_utf8(changed).unwrap();
    assert!(DeviceList::open(&changed, &public).is_err());
    // The same key signs receipts: neither passes for the other.
    assert_eq!(Receipt::open(&text, &public), Err(ReceiptError::Malformed));
    let receipt = Receipt {
        submission: dossier::submission::SubmissionId::parse(&"0a".repeat(32)).unwrap(),
        case: uuid::Uuid::nil(),
        received_at: NOW,
        due_on: NOW.date(),
        state: dossier::decision::CaseState::Queued,
    };
    let receipt = receipt.sign(&ours).unwrap();
    let as_list = DeviceList::open(&receipt, &public);
    assert_eq!(as_list, Err(DeviceListError::Malformed));
}

#[test]
fn a_register_with_a_slip_of_the_pen_is_refused() {
    for (from, to) in [
        ("\"serial\"", "\"serail\""),
        ("\"blocked\": \"stolen\"", "\"blocked\": \"lost\""),
        (
            "\"blocked\": \"stolen\"",
            "\"blocked\": \"stolen\", \"allowed\": [\"enrol\"]",
        ),
        (", \"blocked\": \"stolen\"", ""),
        ("\"version\": 7", "\"version\": -7"),
        ("\"to\": \"2.9\"", "\"to\": \"newest\""),
        ("abababab", "ABABABAB"),
    ] {
        let text = REGISTER.replacen(from, to, 1);
        assert_ne!(text, REGISTER, "{from}");
        assert!(
            serde_json::from_str::<DeviceRegister>(&text).is_err(),
            "{to}"
        );
    }
    let sign = |text: &str| {
        let register: DeviceRegister = serde_json::from_str(text).unwrap();
        register.sign(&key(1), NOW).err()
    };
    let over = REGISTER.replace("2027-03-31", "2026-03-31");
    assert_eq!(sign(&over), Some(RegisterError::Over.into()));
    let nameless = REGISTER.replace("Mẫu Thumb", "");
    let number = 4;
    assert_eq!(sign(&nameless), Some(RegisterError::Text { number }.into()));
    let for_nothing = REGISTER.replace("[\"verify\"]", "[]");
    assert_eq!(
        sign(&for_nothing),
        Some(RegisterError::NoPurpose { number }.into())
    );
}
