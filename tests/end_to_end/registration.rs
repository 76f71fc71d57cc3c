//! One registration from card to decision, through the same update logic as the window.

use std::process::{Command, Output};

use serde_json::Value;

use crate::counter::{APPROVING, APPROVING_PASSWORD, Counter, RECEIVING, RECEIVING_PASSWORD};

/// `cccd line` on a complete counter, with everything it can log.
pub(crate) fn run_line(counter: &Counter) -> Output {
    line(counter).output().expect("cccd line")
}

fn line(counter: &Counter) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cccd"));
    command
        .arg("line")
        .arg("--config")
        .arg(counter.settings())
        .args(["--officer", RECEIVING, "--officer-password-file"])
        .arg(counter.path("tiepnhan.password"))
        .args(["--approver", APPROVING, "--approver-password-file"])
        .arg(counter.path("pheduyet.password"))
        .env("CCCD_LOG", "trace");
    command
}

#[test]
fn a_registration_is_read_proven_submitted_and_approved_by_another_officer() {
    let counter = Counter::complete(&[]);
    let output = run_line(&counter);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let record: Value = serde_json::from_slice(&output.stdout).expect("the final record");
    assert_eq!(record["state"], "account_issued");
    assert_eq!(record["submitter"]["id"], RECEIVING);
    assert_eq!(record["decider"]["id"], APPROVING);
    assert_eq!(record["terminal"], "QUAY-01");
    assert_eq!(record["server_verdict"], "genuine");
    assert_eq!(record["terminal_verdict"], "genuine");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.starts_with("TRIAL, no real registration"), "{said}");
    // Nothing is found but what is true of every card while no revocation list is loaded, of a small sensor, and of
    // a backend under a profile for trials. Simulated devices are on its list.
    let findings = record["findings"].as_array().expect("findings");
    let told = |one: &Value| (one["kind"].clone(), one["reason"].clone());
    let found: Vec<_> = findings.iter().map(told).collect();
    let expected = [
        ("check_undetermined".into(), "no_revocation_list".into()),
        ("trial_profile".into(), Value::Null),
        ("finger_quality".into(), Value::Null),
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_finger_that_is_not_taken_needs_the_second_persons_own_password() {
    let counter = Counter::complete(&[]);
    let except = |second: &str, password: &str| {
        let file = counter.path("second.password");
        std::fs::write(&file, password).expect("password file");
        let mut command = line(&counter);
        command.args(["--except-finger", "2", "--reason", "injured"]);
        command.args(["--second", second, "--second-password-file"]);
        command.arg(file).output().expect("cccd line")
    };
    let said = |output: &Output| String::from_utf8_lossy(&output.stderr).into_owned();
    let wrong = except(APPROVING, RECEIVING_PASSWORD);
    assert_eq!(wrong.status.code(), Some(1));
    assert!(said(&wrong).contains("S-050"), "{}", said(&wrong));
    let own = except(RECEIVING, RECEIVING_PASSWORD);
    assert!(said(&own).contains("S-051"), "{}", said(&own));
    // Who confirmed is not offered the case.
    let confirmer = except(APPROVING, APPROVING_PASSWORD);
    assert_eq!(confirmer.status.code(), Some(1));
    let told = said(&confirmer);
    assert!(
        told.contains("the queue did not happen") || told.contains("the claim failed"),
        "{told}"
    );
    assert!(!told.contains(APPROVING_PASSWORD) && confirmer.stdout.is_empty());
}

#[test]
fn the_appointment_slip_comes_from_the_backend_and_goes_to_the_queue() {
    let counter = Counter::complete(&[]);
    let (queue, taken) = (counter.path("queue"), counter.path("taken.pdf"));
    let script = format!(
        "#!/bin/sh\nfor last; do :; done\ncp \"$last\" {}\n",
        taken.display()
    );
    std::fs::write(&queue, script).expect("the queue");
    let private = std::os::unix::fs::PermissionsExt::from_mode(0o700);
    std::fs::set_permissions(&queue, private).expect("the queue");
    let mut settings = std::fs::read_to_string(counter.settings()).expect("settings");
    settings += &format!(
        "\n[printing]\nprinter = \"quay-01\"\ncommand = {:?}\n",
        queue.display().to_string()
    );
    std::fs::write(counter.settings(), settings).expect("settings");
    let output = line(&counter).arg("--print").output().expect("cccd line");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{said}");
    let slip = std::fs::read(taken).expect("the slip");
    assert!(slip.starts_with(b"%PDF-"));
    let folder = counter.settings().parent().expect("a folder").to_owned();
    let left = folder.read_dir().expect("the folder").filter(|entry| {
        let name = entry.as_ref().expect("an entry").file_name();
        name.to_string_lossy().starts_with("cccd-form-")
    });
    assert_eq!(left.count(), 0, "the file is gone");
}
