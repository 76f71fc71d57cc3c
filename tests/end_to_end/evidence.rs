//! A case's evidence: from the card to the backend, out of the backend, and through `cccd verify`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use card_twin::pki::TestPki;
use serde_json::Value;
use terminal::backend::Backend;
use terminal::config::Config;
use terminal::line::{Credentials, Line};
use time::OffsetDateTime;
use zeroize::Zeroizing;

use crate::counter::{APPROVING, APPROVING_PASSWORD, Counter, RECEIVING, RECEIVING_PASSWORD};
use crate::process::{binary, succeed};
use crate::registration::run_line;

fn credentials(officer: &str, password: &str) -> Credentials {
    Credentials {
        officer: officer.into(),
        password: Zeroizing::new(password.to_owned()),
    }
}

fn config(counter: &Counter) -> Config {
    Config::load(&counter.settings()).expect("settings")
}

/// Submits the card on the reader; nobody decides, for the second officer cannot sign in. Gives the case.
fn submitted(counter: &Counter) -> String {
    let line = Line {
        officer: credentials(RECEIVING, RECEIVING_PASSWORD),
        approver: credentials(APPROVING, "no password"),
        phone: "0912345678".into(),
        email: "vidu@example.com".into(),
        exception: None,
        print: false,
    };
    let config = config(counter);
    assert!(line.run(&config).is_err(), "nobody may decide here");
    let token = approver(&config);
    let backend = Backend::new(&config, None).expect("backend");
    // The backend looks at the images before the case waits for anybody.
    for _ in 0..600 {
        let entries = backend.queue(&token).expect("queue").entries;
        if let [case] = entries.as_slice() {
            return case.case.to_string();
        }
        assert!(entries.is_empty(), "one case waits");
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    panic!("no case waits")
}

fn approver(config: &Config) -> String {
    let password = Zeroizing::new(APPROVING_PASSWORD.to_owned());
    let backend = Backend::new(config, None).expect("backend");
    let session = backend.sign_in(APPROVING, (&password, None), "QUAY-01");
    session.expect("session").token
}

/// As an approving officer gets it, over HTTP.
fn fetched(counter: &Counter, case: &str) -> Vec<u8> {
    let config = config(counter);
    let url = format!("{}/v1/cases/{case}/evidence", config.server);
    let bearer = format!("Bearer {}", approver(&config));
    let answer = ureq::get(url).header("Authorization", bearer).call();
    let bytes = answer.expect("evidence").body_mut().read_to_vec();
    bytes.expect("evidence")
}

/// As an administrator gets it.
fn exported(counter: &Counter, case: &str) -> PathBuf {
    let file = counter.path(&format!("{case}.json"));
    let mut command = Command::new(binary("cccd-server"));
    command.args(["evidence", "export", "--embedded"]);
    command.arg(counter.path("server"));
    command.args(["--case", case, "--to"]).arg(&file);
    succeed(&mut command);
    file
}

/// Exit code and report of both programs, which must be the same but for the time they took.
fn verified(file: &Path) -> (Option<i32>, Value) {
    let judge = |program: &str, arguments: &[&str]| {
        let mut command = Command::new(binary(program));
        let output = command.args(arguments).arg(file).output().expect(program);
        let mut report: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
        if let Some(report) = report.as_object_mut() {
            report.remove("timing_ms");
        }
        (output.status.code(), report)
    };
    let terminal = judge("cccd", &["verify", "--json"]);
    assert_eq!(judge("cccd-server", &["evidence", "verify"]), terminal);
    terminal
}

#[test]
fn cccd_verify_gives_the_backends_verdict_again_from_what_the_backend_hands_out() {
    let counter = Counter::complete(&[]);
    let output = run_line(&counter);
    assert!(output.status.success());
    let record: Value = serde_json::from_slice(&output.stdout).expect("record");
    let case = record["case"].as_str().expect("case");
    let file = exported(&counter, case);
    assert_eq!(fs::read(&file).expect("file"), fetched(&counter, case));
    let (code, report) = verified(&file);
    assert_eq!(
        (code, &report["verdict"]),
        (Some(0), &record["server_verdict"])
    );
    assert_eq!(
        (&report["basis"], &report["agreement"]),
        (&"as_recorded".into(), &"same".into())
    );
    let checks = report["checks"].as_array().expect("checks");
    let convinces = |id: &str| {
        let check = checks.iter().find(|check| check["id"] == id);
        check.expect("check")["convinces"].clone()
    };
    assert_eq!(
        convinces("chip.active_authentication"),
        "terminal_and_backend"
    );
    assert_eq!(convinces("chip.chip_authentication"), "terminal_only");
    assert_eq!(convinces("passive.path"), Value::Null);

    // The backend learns that the document signer is revoked; the terminal does not, and submits.
    let pki = TestPki::load_dir(&counter.path("pki")).expect("PKI");
    let revoked = pki.revoked(OffsetDateTime::now_utc()).expect("list");
    fs::write(counter.path("server/trust/csca.crl"), revoked).expect("list");
    let case = submitted(&counter);
    let file = exported(&counter, &case);
    let (code, report) = verified(&file);
    assert_eq!((code, &report["verdict"]), (Some(2), &"refuted".into()));
    assert_eq!(report["agreement"], "same");
    let checks = report["checks"].as_array().expect("checks");
    let failed: Vec<_> = checks
        .iter()
        .filter(|check| check["result"] == "failed")
        .collect();
    assert_eq!(failed.len(), 1);
    assert_eq!(failed[0]["reason"], "signer_revoked");

    let mut changed = fs::read(&file).expect("file");
    let middle = changed.len() / 2;
    changed[middle] ^= 0x01;
    fs::write(&file, changed).expect("file");
    assert_eq!(verified(&file), (Some(1), Value::Null));
}
