//! The policy that the backend works by: signed, in force, and never an older one.

use std::{fs, path::Path, process::Command};

use dossier::api::{Health, ProblemType, SubmissionAnswer};
use rules::{calendar::Calendar, profile::ProfileName};
use server::{clock::Clock, embedded::Folder, operations::Rates};
use time::{Duration, OffsetDateTime, macros::datetime};
use tokio::runtime::Runtime;

use crate::office::{Office, kind};

const PROGRAM: &str = env!("CARGO_BIN_EXE_cccd-server");

struct At(OffsetDateTime);

impl Clock for At {
    fn now(&self) -> OffsetDateTime {
        self.0
    }
}

/// A folder of a backend whose policy was signed on the command line by a key of its own.
fn published(scratch: &Path, change: impl Fn(&str) -> String) -> std::path::PathBuf {
    let data = scratch.join("data");
    Folder::prepare(&data).unwrap();
    let (policy, key) = (data.join("policy"), scratch.join("publisher.key.pem"));
    fs::create_dir_all(&policy).unwrap();
    let passphrase = scratch.join("passphrase");
    fs::write(&passphrase, "mật khẩu của khóa").unwrap();
    let arguments = |arguments: &[&Path]| {
        let mut command = Command::new(PROGRAM);
        command.arg("profile").args(arguments);
        let output = command.output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{said}");
    };
    let with_key = [
        Path::new("--key"),
        &key,
        Path::new("--passphrase-file"),
        &passphrase,
    ];
    if !key.exists() {
        arguments(&[&[Path::new("new-key")], with_key.as_slice()].concat());
    }
    fs::copy(
        scratch.join("publisher.key.pem.pub.pem"),
        policy.join("publisher.pub.pem"),
    )
    .unwrap();
    let (profile, calendar) = (policy.join("profile.toml"), policy.join("calendar.toml"));
    fs::write(&profile, change(ProfileName::Decree69.bundled())).unwrap();
    fs::write(&calendar, Calendar::BUNDLED).unwrap();
    let files = [profile.as_path(), calendar.as_path()];
    arguments(&[&[Path::new("sign")], with_key.as_slice(), files.as_slice()].concat());
    data
}

fn starts(data: &Path, at: OffsetDateTime) -> Result<(), String> {
    let folder = Folder::prepare(data).unwrap();
    let runtime = Runtime::new().unwrap();
    let backend = runtime.block_on(folder.backend(None, Rates::default(), Box::new(At(at))));
    backend.map(|_| ()).map_err(|why| format!("{why:#}"))
}

fn check(data: &Path, on: &str) -> (Option<i32>, String) {
    let mut command = Command::new(PROGRAM);
    command.args(["profile", "check", "--on", on]);
    let output = command.arg(data.join("policy")).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    (output.status.code(), said)
}

const NOW: OffsetDateTime = datetime!(2026-11-20 02:00 UTC);

#[test]
fn a_backend_starts_only_by_what_its_publisher_signed() {
    let scratch = tempfile::tempdir().unwrap();
    let data = published(scratch.path(), str::to_owned);
    assert_eq!(starts(&data, NOW), Ok(()));
    let (code, said) = check(&data, "2026-11-20");
    assert_eq!(code, Some(0), "{said}");
    assert!(
        said.contains("nd69-2024 version 2") && said.contains("222 days left"),
        "{said}"
    );
    assert!(said.contains("pinned key"), "{said}");
    let profile = data.join("policy/profile.toml");
    let text = fs::read_to_string(&profile).unwrap();
    fs::write(
        &profile,
        text.replacen("working_days = 3", "working_days = 9", 1),
    )
    .unwrap();
    let refused = starts(&data, NOW).unwrap_err();
    assert!(refused.contains("changed since it was signed"), "{refused}");
    let (code, said) = check(&data, "2026-11-20");
    assert_eq!(code, Some(2));
    assert!(said.contains("to act: Carrier"), "{said}");
    fs::remove_file(data.join("policy/profile.toml.jws")).unwrap();
    assert!(starts(&data, NOW).unwrap_err().contains("not signed"));
}

/// The program itself: it runs at the machine's own time, which is past the profile's end.
#[test]
fn what_was_promised_under_a_profile_is_deleted_after_its_end() {
    let scratch = tempfile::tempdir().unwrap();
    let ended = |text: &str| {
        let end = text.find("valid_until = ").unwrap();
        let line = text[end..].lines().next().unwrap();
        text.replacen(line, "valid_until = \"2025-12-31\"", 1)
    };
    let data = published(scratch.path(), ended);
    assert!(starts(&data, NOW).is_err());
    let mut retention = Command::new(PROGRAM);
    retention
        .args(["retention", "run", "--embedded"])
        .arg(&data);
    let output = retention.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{said}");
}

#[test]
fn neither_before_its_first_day_nor_after_its_last_nor_an_older_version() {
    let scratch = tempfile::tempdir().unwrap();
    let newer = |text: &str| text.replacen("version = 2", "version = 3", 1);
    let data = published(scratch.path(), newer);
    let early = starts(&data, datetime!(2024-06-30 16:59:59 UTC)).unwrap_err();
    assert!(early.contains("valid from 2024-07-01"), "{early}");
    let late = starts(&data, datetime!(2027-06-30 17:00 UTC)).unwrap_err();
    assert!(late.contains("valid until 2027-06-30"), "{late}");
    assert_eq!(starts(&data, datetime!(2027-06-30 16:59:59 UTC)), Ok(()));
    published(scratch.path(), str::to_owned);
    let old = starts(&data, NOW).unwrap_err();
    assert!(old.contains("newer version counted"), "{old}");
}

#[test]
fn what_is_no_profile_is_not_even_signed() {
    let scratch = tempfile::tempdir().unwrap();
    published(scratch.path(), str::to_owned);
    let file = scratch.path().join("note.toml");
    fs::write(&file, "x = 1").unwrap();
    let mut command = Command::new(PROGRAM);
    command.args(["profile", "sign", "--key"]);
    command.arg(scratch.path().join("publisher.key.pem"));
    command
        .arg("--passphrase-file")
        .arg(scratch.path().join("passphrase"));
    let output = command.arg(&file).output().unwrap();
    assert!(!output.status.success() && !scratch.path().join("note.toml.jws").exists());
}

#[test]
fn a_profile_that_ends_while_the_backend_runs_stops_intake_and_is_told() {
    let office = Office::open();
    let (_, health) = office.get::<Health>(None, "/health").unwrap();
    assert_eq!(
        (health.policy.as_str(), health.policy_days_left),
        ("nd69-2024", Some(222))
    );
    office.pass(Duration::days(223));
    let (_, health) = office.get::<Health>(None, "/health").unwrap();
    assert_eq!(health.policy_days_left, None);
    let session = office.sign_in("nhan");
    let challenge = office.challenge(&session);
    let draft = office.draft(Some(&challenge), card_twin::fault::Fault::None);
    let signed = office.seal(&draft, &session);
    let refused = office.send::<SubmissionAnswer>(&signed.jws);
    assert_eq!(kind(refused), ProblemType::PolicyNotInForce);
}
