//! Fingerprints of the chip, opened by the terminal's key: in a file and on a PKCS #11 token, which is
//! Debian's SoftHSM with a key imported for the test. ICAO Doc 9303-11 §7, PKCS #11 v2.40.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use card_twin::pki::{MintOptions, TerminalAlgorithm, TestPki};
use time::OffsetDateTime;

use crate::counter::{CAN, Counter};
use crate::process::succeed;
use crate::report::{GENUINE, Report};

const MODULE: &str = "/usr/lib/softhsm/libsofthsm2.so";
const LABEL: &str = "cccd-test";
const PIN: &str = "73910264";

/// A counter with the card of every protocol, whose authority signs like this.
fn counter(algorithm: TerminalAlgorithm) -> Counter {
    let mut counter = Counter::prepare();
    let options = MintOptions {
        terminal_algorithm: algorithm,
        ..MintOptions::default()
    };
    TestPki::mint_with(OffsetDateTime::now_utc(), options)
        .expect("PKI")
        .write_dir(&counter.path("pki"))
        .expect("PKI folder");
    counter.start_pcscd();
    counter.put_card_of("eac-full", &[]);
    counter
}

fn certificates(counter: &Counter) -> String {
    counter.path("pki").to_str().expect("UTF-8").to_owned()
}

fn opened(report: &Report, what: &str) {
    assert_eq!(report.code, GENUINE, "{what}: {}", report.json);
    let terminal = &report.json["terminal_authentication"];
    assert_eq!(terminal["state"], "authorised", "{what}: {terminal}");
    assert_eq!(terminal["holder"], "VNISTEST00001", "{what}");
    assert_eq!(terminal["fingers"], 2, "{what}");
    assert_eq!(report.results()["passive.hash.dg3"], "successful", "{what}");
}

/// A token in the test's folder, with the terminal's key in it and nowhere else.
struct Token {
    configuration: PathBuf,
    pin_file: PathBuf,
}

impl Token {
    fn with_key_of(counter: &Counter) -> Self {
        let store = counter.path("tokens");
        fs::create_dir(&store).expect("token folder");
        let configuration = counter.path("softhsm2.conf");
        let settings = format!(
            "directories.tokendir = {}\nobjectstore.backend = file\nlog.level = ERROR\n",
            store.display()
        );
        fs::write(&configuration, settings).expect("configuration");
        let token = Self {
            configuration,
            pin_file: counter.path("pin"),
        };
        fs::write(&token.pin_file, format!("{PIN}\n")).expect("PIN file");
        let key = counter.path("pki/is.key");
        let so_pin = ["--so-pin", "51840937", "--pin", PIN];
        succeed(
            token
                .tool()
                .args(["--init-token", "--free", "--label", LABEL])
                .args(so_pin),
        );
        succeed(
            token
                .tool()
                .args([
                    "--token", LABEL, "--pin", PIN, "--label", "terminal", "--id", "A1",
                ])
                .arg("--import")
                .arg(&key),
        );
        fs::remove_file(key).expect("the key leaves the folder");
        token
    }

    fn tool(&self) -> Command {
        let mut command = Command::new("softhsm2-util");
        command.env("SOFTHSM2_CONF", &self.configuration);
        command.stdout(Stdio::null());
        command
    }

    fn read(&self, counter: &Counter) -> Report {
        let mut command = counter.read_command(&["--can", CAN, "--pkcs11", MODULE]);
        command.args([
            "--token",
            LABEL,
            "--terminal-certificates",
            &certificates(counter),
        ]);
        command.arg("--pin-file").arg(&self.pin_file);
        command.env("SOFTHSM2_CONF", &self.configuration);
        Report::of(&command.output().expect("cccd read"))
    }
}

#[test]
fn the_terminals_key_in_a_file_opens_the_fingerprints() {
    let counter = counter(TerminalAlgorithm::EcdsaSha256);
    let key = counter.path("pki/is.key");
    let report = Report::of(&counter.read(&[
        "--can",
        CAN,
        "--terminal-certificates",
        &certificates(&counter),
        "--terminal-key",
        key.to_str().expect("UTF-8"),
    ]));
    opened(&report, "key in a file");
}

#[test]
fn the_terminals_key_on_a_token_opens_the_fingerprints() {
    for algorithm in [
        TerminalAlgorithm::EcdsaSha256,
        TerminalAlgorithm::EcdsaSha512,
        TerminalAlgorithm::RsaSha256,
        TerminalAlgorithm::PssSha256,
        TerminalAlgorithm::PssSha512,
    ] {
        let counter = counter(algorithm);
        let token = Token::with_key_of(&counter);
        opened(&token.read(&counter), &format!("{algorithm:?}"));
    }
}

#[test]
fn a_token_that_refuses_the_pin_is_named_before_the_card_is_touched() {
    let counter = counter(TerminalAlgorithm::EcdsaSha256);
    let token = Token::with_key_of(&counter);
    fs::write(&token.pin_file, "00000000\n").expect("PIN file");
    let mut command = counter.read_command(&["--can", CAN, "--pkcs11", MODULE]);
    command.args([
        "--token",
        LABEL,
        "--terminal-certificates",
        &certificates(&counter),
    ]);
    command.arg("--pin-file").arg(&token.pin_file);
    command.env("SOFTHSM2_CONF", &token.configuration);
    let output = command.output().expect("cccd read");
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        said.contains("refuses the PIN") && !said.contains("00000000"),
        "{said}"
    );
    // The right PIN still works: one refusal does not lock the token.
    fs::write(&token.pin_file, PIN).expect("PIN file");
    opened(&token.read(&counter), "after a wrong PIN");
}
