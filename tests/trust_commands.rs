//! `cccd trust` as an operator uses it, and revocation lists from a server on this computer.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::{Arc, Mutex};

use card_twin::pki::TestPki;
use card_twin::pki::lists::certificate_list;
use serde_json::Value;
use time::{Duration, OffsetDateTime};

fn cccd(trust: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cccd"))
        .arg("trust")
        .args(arguments)
        .arg("--trust")
        .arg(trust)
        .env("USER", "nguyen")
        .env_remove("SUDO_USER")
        .output()
        .unwrap()
}

fn json(trust: &Path, arguments: &[&str]) -> Value {
    let output = cccd(trust, &[arguments, &["--json"]].concat());
    serde_json::from_slice(&output.stdout).unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

struct Scene {
    folder: tempfile::TempDir,
    pki: TestPki,
    now: OffsetDateTime,
}

impl Scene {
    fn new() -> Self {
        let now = OffsetDateTime::now_utc();
        Self {
            folder: tempfile::tempdir().unwrap(),
            pki: TestPki::mint(now).unwrap(),
            now,
        }
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        path.display().to_string()
    }

    fn trust(&self) -> std::path::PathBuf {
        self.folder.path().join("trust")
    }

    fn crl(&self, days_old: i64) -> Vec<u8> {
        let from = self.now - Duration::days(days_old);
        self.pki
            .revocation_list((from, from + Duration::days(30)), &[])
            .unwrap()
    }
}

#[test]
fn an_operator_imports_lists_checks_and_removes() {
    let scene = Scene::new();
    let trust = scene.trust();
    let csca = scene.file("csca.cer", scene.pki.csca().to_der().unwrap());
    let list = scene.file("list.ml", scene.pki.lists().unwrap().1);
    let crl = scene.file("csca.crl", scene.crl(1));

    let imported = cccd(&trust, &["import", &csca, &list, &crl]);
    assert_eq!(
        imported.status.code(),
        Some(0),
        "{}",
        text(&imported.stderr)
    );
    let told = text(&imported.stdout);
    assert!(
        told.contains("Đã nạp: csca.cer") && told.contains("Danh sách CSCA"),
        "{told}"
    );
    let listed = json(&trust, &["list"]);
    assert_eq!(listed["files"].as_array().unwrap().len(), 3);
    let certificates = listed["certificates"].as_array().unwrap();
    assert_eq!(certificates.len(), 3);
    assert_eq!(certificates[0]["role"], "anchor");
    assert_eq!(certificates[0]["loaded_by"], "nguyen");
    assert_eq!(certificates[2]["file"], "list.ml");
    assert!(
        certificates[2]["pinned_by"]
            .as_str()
            .unwrap()
            .contains("CSCA Vietnam TEST")
    );
    assert!(text(&cccd(&trust, &["list"]).stdout).contains("bởi nguyen"));

    // A bare list: refused with its reason, and nothing else of the same command is taken.
    let before = json(&trust, &["list"]);
    let bare = certificate_list(&[scene.pki.csca()]).unwrap();
    let bare = scene.file("bare.ml", bare);
    let newer = scene.file("newer.crl", scene.crl(0));
    let refused = cccd(&trust, &["import", &newer, &bare]);
    assert_eq!(refused.status.code(), Some(2));
    let told = text(&refused.stderr);
    assert!(
        told.contains("bare.ml: Danh sách không có chữ ký") && told.contains("[9303-12 §9]"),
        "{told}"
    );
    assert!(told.contains("kho giữ nguyên như cũ"));
    let refused = json(&trust, &["import", &newer, &bare]);
    assert_eq!(refused["refused"][0]["code"], "list_unsigned");
    assert_eq!(refused["refused"][0]["who"], "trust");
    assert_eq!(json(&trust, &["list"]), before);

    assert_eq!(cccd(&trust, &["check"]).status.code(), Some(0));
    let policy = json(&trust, &["policy", "--revocation", "required"]);
    assert_eq!(policy["revocation"], "required");
    let removed = cccd(&trust, &["remove", "csca.cer"]);
    assert_eq!(removed.status.code(), Some(0));
    let told = text(&removed.stdout);
    assert!(
        told.contains("Đã xóa: csca.cer") && told.contains("Không dùng được"),
        "{told}"
    );
    assert_eq!(cccd(&trust, &["check"]).status.code(), Some(2));
    assert_eq!(cccd(&trust, &["remove", "csca.cer"]).status.code(), Some(1));
}

#[test]
fn what_is_out_of_date_or_pinned_wrongly_is_said() {
    let scene = Scene::new();
    let trust = scene.trust();
    let csca = scene.file("csca.cer", scene.pki.csca().to_der().unwrap());
    let wrong = "00".repeat(32);
    let refused = json(&trust, &["import", &csca, "--fingerprint", &wrong]);
    assert_eq!(refused["refused"][0]["code"], "fingerprint_differs");
    let digest = scene
        .pki
        .csca()
        .digest(openssl::hash::MessageDigest::sha256())
        .unwrap();
    let right: Vec<String> = digest.iter().map(|octet| format!("{octet:02X}")).collect();
    let pinned = cccd(
        &trust,
        &[
            "import",
            &csca,
            "--fingerprint",
            &right.join(":"),
            "--by",
            "Trần",
        ],
    );
    assert_eq!(pinned.status.code(), Some(0), "{}", text(&pinned.stderr));
    let stale = scene.file("stale.crl", scene.crl(60));
    assert_eq!(cccd(&trust, &["import", &stale]).status.code(), Some(0));
    let check = cccd(&trust, &["check"]);
    assert_eq!(check.status.code(), Some(3));
    assert!(text(&check.stdout).contains("ĐÃ QUÁ HẠN"));
    let unknown = cccd(&trust, &["import", &csca, "--tolerate", "everything"]);
    assert_eq!(unknown.status.code(), Some(1));
    assert!(text(&unknown.stderr).contains("no-path-length"));
}

/// A server that gives one file, with an entity tag, and counts how it was asked.
struct ListServer {
    file: Mutex<(Vec<u8>, &'static str)>,
    answers: Mutex<Vec<u16>>,
}

impl ListServer {
    fn start(file: Vec<u8>) -> (Arc<Self>, String) {
        let server = Arc::new(Self {
            file: Mutex::new((file, "\"1\"")),
            answers: Mutex::default(),
        });
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}/csca.crl", listener.local_addr().unwrap());
        let shared = Arc::clone(&server);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let mut known = String::new();
                for line in BufReader::new(stream.try_clone().unwrap()).lines() {
                    let line = line.unwrap();
                    if let Some(tag) = line.to_lowercase().strip_prefix("if-none-match: ") {
                        known = tag.to_owned();
                    }
                    if line.is_empty() {
                        break;
                    }
                }
                let (file, tag) = shared.file.lock().unwrap().clone();
                let status = match (tag == known, file.is_empty()) {
                    (true, _) => "304 Not Modified",
                    (false, true) => "404 Not Found",
                    (false, false) => "200 OK",
                };
                let body = if status.starts_with("200") {
                    &file[..]
                } else {
                    &[]
                };
                let head = format!(
                    "HTTP/1.1 {status}\r\nETag: {tag}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                    body.len()
                );
                shared
                    .answers
                    .lock()
                    .unwrap()
                    .push(status[..3].parse().unwrap());
                let _ = stream.write_all(&[head.as_bytes(), body].concat());
            }
        });
        (server, address)
    }
}

#[test]
fn revocation_lists_are_fetched_kept_and_asked_for_again() {
    let scene = Scene::new();
    let trust = scene.trust();
    let csca = scene.file("csca.cer", scene.pki.csca().to_der().unwrap());
    let (server, address) = ListServer::start(scene.crl(2));
    assert_eq!(
        cccd(&trust, &["import", &csca, &address]).status.code(),
        Some(0)
    );
    let issued = || {
        let listed = json(&trust, &["list"]);
        assert_eq!(listed["files"][1]["url"], address);
        listed["files"][1]["gave"]["this_update"].clone()
    };
    let first = issued();
    // Asked a moment ago: the kept list is used, and the server is left alone.
    assert_eq!(cccd(&trust, &["refresh"]).status.code(), Some(0));
    assert_eq!(*server.answers.lock().unwrap(), [200]);
    let unchanged = cccd(&trust, &["refresh", "--now"]);
    assert!(text(&unchanged.stdout).contains("Chưa có bản mới"));
    *server.file.lock().unwrap() = (scene.crl(1), "\"2\"");
    assert_eq!(cccd(&trust, &["refresh", "--now"]).status.code(), Some(0));
    let second = issued();
    assert_ne!(first, second);
    // An older, an altered and a missing list: the one in the store stays in force.
    let mut altered = scene.crl(0);
    *altered.last_mut().unwrap() ^= 1;
    for (file, code) in [(scene.crl(9), 2), (altered, 2), (Vec::new(), 3)] {
        *server.file.lock().unwrap() = (file, "\"3\"");
        assert_eq!(
            cccd(&trust, &["refresh", "--now"]).status.code(),
            Some(code)
        );
        assert_eq!(issued(), second);
    }
    assert_eq!(
        *server.answers.lock().unwrap(),
        [200, 304, 200, 200, 200, 404]
    );
    let nobody = "http://127.0.0.1:1/csca.crl";
    assert_eq!(cccd(&trust, &["import", nobody]).status.code(), Some(1));
}
