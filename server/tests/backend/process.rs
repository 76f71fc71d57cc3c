//! The binary itself: first start, administration, stop on a signal.

use std::{
    fs,
    io::{BufRead, BufReader, Read},
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Child, Command, Stdio},
};

use dossier::api::{Health, SignInRequest};
use rustix::process::{Pid, Signal, kill_process};

use tokio::runtime::Runtime;

use crate::{database, office::new_key};

pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_cccd-server");
const PLANTED: &str = "planted-password-4711";

struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn administer(arguments: &[&str]) -> std::process::Output {
    Command::new(PROGRAM).args(arguments).output().unwrap()
}

fn place(scratch: &Path) -> [String; 2] {
    let url = Runtime::new().unwrap().block_on(database::fresh());
    database::place(&scratch.join("data"), url.as_deref())
}

#[test]
fn it_starts_from_nothing_serves_and_stops_cleanly() {
    let scratch = tempfile::tempdir().unwrap();
    let at = place(scratch.path());
    prepare(scratch.path(), &at);

    let mut server = Running(
        Command::new(PROGRAM)
            .args(&at)
            .args(["--listen", "127.0.0.1:0"])
            .env("RUST_LOG", "trace")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap(),
    );
    let mut stderr = server.0.stderr.take().unwrap();
    let log = std::thread::spawn(move || {
        let mut log = String::new();
        stderr.read_to_string(&mut log).unwrap();
        log
    });
    let mut line = String::new();
    BufReader::new(server.0.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let address = line
        .trim()
        .strip_prefix("listening on ")
        .unwrap()
        .to_owned();
    // Keeps its connection open, which must not keep the server from stopping.
    let agent = ureq::agent();
    let health: Health = ureq::get(format!("{address}/health"))
        .call()
        .unwrap()
        .body_mut()
        .read_json()
        .unwrap();
    assert_eq!(health.status, "ok");
    let request = SignInRequest {
        officer: "nhan".into(),
        password: PLANTED.into(),
        terminal: "quay-01".into(),
        code: None,
    };
    let answer = agent
        .post(format!("{address}/v1/sessions"))
        .send_json(&request)
        .unwrap();
    assert_eq!(answer.status(), 201);

    let pid = Pid::from_raw(i32::try_from(server.0.id()).unwrap()).unwrap();
    kill_process(pid, Signal::TERM).unwrap();
    assert!(server.0.wait().unwrap().success());
    let log = log.join().unwrap();
    assert!(log.contains("session opened"), "{log}");
    assert!(!log.contains(PLANTED), "a password is in the log");

    let audit = administer(&["audit", "verify", &at[0], &at[1]]);
    assert!(
        String::from_utf8(audit.stdout)
            .unwrap()
            .starts_with("intact: ")
    );
}

#[test]
fn wrong_use_ends_with_a_message_and_a_failure() {
    let scratch = tempfile::tempdir().unwrap();
    let data = scratch.path().join("data");
    let at = place(scratch.path());
    let [flag, folder] = [at[0].as_str(), at[1].as_str()];
    assert!(!administer(&[]).status.success());
    let unknown = administer(&["revoke-terminal", flag, folder, "--id", "quay-09"]);
    assert!(!unknown.status.success());
    assert!(
        String::from_utf8(unknown.stderr)
            .unwrap()
            .contains("no such terminal")
    );
    fs::set_permissions(data.join("data.key"), fs::Permissions::from_mode(0o644)).unwrap();
    let open = administer(&[flag, folder, "--listen", "127.0.0.1:0"]);
    assert!(!open.status.success());
    assert!(
        String::from_utf8(open.stderr)
            .unwrap()
            .contains("can be read by others")
    );
}

fn prepare(scratch: &Path, [flag, at]: &[String; 2]) {
    let (flag, folder) = (flag.as_str(), at.as_str());
    let password = scratch.join("password");
    fs::write(&password, format!("{PLANTED}\n")).unwrap();
    let key = scratch.join("terminal.pub");
    fs::write(&key, new_key().public().unwrap().to_pem().unwrap()).unwrap();
    assert!(administer(&["init", flag, folder]).status.success());
    let (key, password) = (key.to_str().unwrap(), password.to_str().unwrap());
    let enrol = [
        "enrol-terminal",
        flag,
        folder,
        "--id",
        "quay-01",
        "--public-key",
        key,
    ];
    assert!(administer(&enrol).status.success());
    let officer = [
        "--id",
        "nhan",
        "--name",
        "Cán bộ Thử",
        "--role",
        "receiving",
        "--office",
        "Phường Thử",
    ];
    let mut add = vec!["add-officer", flag, folder, "--password-file", password];
    add.extend(officer);
    assert!(administer(&add).status.success());
    assert!(
        !administer(&add).status.success(),
        "an identifier is given once"
    );
    for private in ["data.key", "server.key", "server.pub", "database.sqlite"] {
        let mode = fs::metadata(scratch.join("data").join(private))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600, "{private}");
    }
}
