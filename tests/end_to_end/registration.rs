//! One registration from card to decision, through the same update logic as the window.

use std::process::{Command, Output};

use serde_json::Value;

use crate::counter::{APPROVING, Counter, RECEIVING};

/// `cccd line` on a complete counter, with everything it can log.
pub(crate) fn run_line(counter: &Counter) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cccd"))
        .arg("line")
        .arg("--config")
        .arg(counter.settings())
        .args(["--officer", RECEIVING, "--officer-password-file"])
        .arg(counter.path("tiepnhan.password"))
        .args(["--approver", APPROVING, "--approver-password-file"])
        .arg(counter.path("pheduyet.password"))
        .env("CCCD_LOG", "trace")
        .output()
        .expect("cccd line")
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
    assert_eq!(record["state"], "approved");
    assert_eq!(record["submitter"]["id"], RECEIVING);
    assert_eq!(record["decider"]["id"], APPROVING);
    assert_eq!(record["terminal"], "QUAY-01");
    assert_eq!(record["server_verdict"], "genuine");
    assert_eq!(record["terminal_verdict"], "genuine");
    // Nothing is found but what is true of every card while no revocation list is loaded, and of a small sensor.
    let findings = record["findings"].as_array().expect("findings");
    let told = |one: &Value| (one["kind"].clone(), one["reason"].clone());
    let found: Vec<_> = findings.iter().map(told).collect();
    let expected = [
        ("check_undetermined".into(), "no_revocation_list".into()),
        ("finger_quality".into(), Value::Null),
    ];
    assert_eq!(found, expected);
}
