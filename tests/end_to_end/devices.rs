//! Devices of a counter: the list that admits them, `cccd devices` and its self-test, the counter flow
//! with every family of sensors and scanners.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use serde_json::Value;
use terminal::config::Config;
use terminal::hands::Hands;
use terminal::line::{self, Credentials};
use ui::model::counter::Pane;
use ui::msg::Msg;
use ui::problem::Problem;
use zeroize::Zeroizing;

use crate::counter::{Counter, RECEIVING, RECEIVING_PASSWORD, simulated_devices};
use crate::registration::run_line;

const LIMIT: Duration = Duration::from_secs(40);

/// `cccd devices` with its exit code.
fn devices(counter: &Counter, arguments: &[&str]) -> (i32, Value) {
    let output = Command::new(env!("CARGO_BIN_EXE_cccd"))
        .args(["devices", "--json", "--config"])
        .arg(counter.settings())
        .args(arguments)
        .output()
        .expect("cccd devices");
    let said = String::from_utf8_lossy(&output.stderr);
    let json = serde_json::from_slice(&output.stdout);
    let json = json.unwrap_or_else(|error| panic!("{error}: {said}"));
    (output.status.code().expect("an exit code"), json)
}

fn one<'a>(report: &'a Value, kind: &str) -> &'a Value {
    let devices = report["devices"].as_array().expect("devices");
    let found = devices.iter().find(|device| device["kind"] == kind);
    found.unwrap_or_else(|| panic!("no {kind} in {report}"))
}

/// Step and end of every step of a kind of device.
fn steps(report: &Value, kind: &str) -> Vec<(String, String)> {
    let tested = report["self_test"].as_array().expect("a self-test");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    // The virtual reader has a second slot, always empty.
    let of_kind = tested.iter().find(|device| device["kind"] == kind);
    of_kind
        .into_iter()
        .flat_map(|device| device["steps"].as_array().expect("steps"))
        .map(|step| (text(&step["step"]), text(&step["end"])))
        .collect()
}

fn sign_in(config: &Config) -> Hands {
    let mut hands = Hands::on(config).expect("terminal");
    let password = Zeroizing::new(RECEIVING_PASSWORD.to_owned());
    let officer = RECEIVING.to_owned();
    line::sign_in(&mut hands, &Credentials { officer, password }).expect("sign-in");
    hands
}

fn settled(hands: &mut Hands, pane: Pane) -> Option<Problem> {
    let idle = |model: &ui::Model| !model.counter().expect("counter").is_busy(pane);
    hands.waits_for("an end", LIMIT, idle).expect("an end");
    let counter = hands.sees().counter().expect("counter");
    match pane {
        Pane::Card => counter.card.problem,
        Pane::Portrait => counter.portrait.problem,
        _ => counter.fingerprint.problem,
    }
}

/// The register of the simulators with one piece of it changed, as the next version.
fn register(counter: &Counter, version: u32, from: &str, to: &str) {
    let text = fs::read_to_string(simulated_devices()).expect("register");
    let text = text.replace("version = 1", &format!("version = {version}"));
    assert!(text.contains(from), "no {from}");
    let file = counter.path("register.toml");
    fs::write(&file, text.replacen(from, to, 1)).expect("register");
    counter.import_devices(&file);
}

#[test]
fn a_blocked_or_unknown_device_is_refused_at_the_counter_and_still_tested() {
    let counter = Counter::complete(&[]);
    let config = Config::load(&counter.settings()).expect("settings");
    register(
        &counter,
        2,
        "serial = \"00000018\"\norigin = \"simulated\"\nallowed = [\"enrol\", \"verify\"]",
        "serial = \"00000018\"\norigin = \"simulated\"\nblocked = \"stolen\"",
    );
    let mut hands = sign_in(&config);
    hands.does(Msg::CaptureFingerprint);
    let problem = settled(&mut hands, Pane::Fingerprint);
    assert_eq!(problem, Some(Problem::DeviceStolen));
    hands.does(Msg::CapturePortrait);
    assert_eq!(
        settled(&mut hands, Pane::Portrait),
        None,
        "another device is admitted"
    );
    line::sign_out(&mut hands).expect("sign-out");

    // A reader that is not listed reads nobody's card.
    register(
        &counter,
        3,
        "model = \"Virtual PCD\"",
        "model = \"Another reader\"",
    );
    line::sign_in(
        &mut hands,
        &Credentials {
            officer: RECEIVING.into(),
            password: Zeroizing::new(RECEIVING_PASSWORD.to_owned()),
        },
    )
    .expect("sign-in");
    hands.does(Msg::ReadCard);
    assert_eq!(
        settled(&mut hands, Pane::Card),
        Some(Problem::DeviceUnknown)
    );
    drop(hands);

    let (code, report) = devices(&counter, &["--self-test", "--frames", "2"]);
    assert_eq!(report["list"]["version"], 3);
    let reader = one(&report, "card_reader");
    assert_eq!(reader["registry"]["reason"]["code"], "T-804");
    let passed = |step: &str| (step.to_owned(), "passed".to_owned());
    // This chip declines commands of extended length, which is no fault of the reader.
    let declined = ("extended_length".to_owned(), "not_performed".to_owned());
    assert_eq!(
        steps(&report, "card_reader"),
        [
            passed("presence"),
            passed("answer_to_reset"),
            declined,
            passed("exchange")
        ]
    );
    assert_eq!(
        steps(&report, "fingerprint"),
        ["presence", "handshake", "image", "operations"].map(passed)
    );
    assert_eq!(report["outcome"]["failed"], 0, "{report}");
    assert_eq!(code, 3, "a step was not performed");
}

#[test]
fn a_list_outlives_the_backend_and_no_list_admits_nobody() {
    let mut counter = Counter::complete(&[]);
    let (code, before) = devices(&counter, &[]);
    assert_eq!(before["list"], Value::Null, "nobody signed in yet");
    assert_eq!(
        one(&before, "camera")["registry"]["reason"]["code"],
        "T-801"
    );
    assert_eq!(code, 2);
    let config = Config::load(&counter.settings()).expect("settings");
    drop(sign_in(&config));
    counter.stop_server();
    let (code, report) = devices(&counter, &[]);
    assert_eq!(code, 0, "{report}");
    assert_eq!(report["list"]["version"], 1);
    let sensor = one(&report, "fingerprint");
    assert_eq!(sensor["model"], "SIMULATED EF01");
    assert_eq!(sensor["serial"], "00000018");
    assert_eq!(sensor["registry"]["answer"], "allowed");
    for kind in ["card_reader", "camera", "scanner"] {
        let device = one(&report, kind);
        assert_eq!(device["registry"]["answer"], "allowed", "{kind}");
        assert_eq!(device["simulated"], true, "{kind}");
    }
}

#[test]
fn a_self_test_tells_what_failed_and_nothing_of_a_person() {
    let mut counter = Counter::complete(&[]);
    counter.plug_sensor("bad-sum");
    counter.remove_card();
    let (code, report) = devices(&counter, &["--self-test", "--frames", "2"]);
    assert_eq!(code, 2);
    let ends = steps(&report, "card_reader");
    assert_eq!(ends[0], ("presence".into(), "passed".into()));
    assert_eq!(ends[1], ("answer_to_reset".into(), "not_performed".into()));
    let fingerprint = steps(&report, "fingerprint");
    let end = |step: &str, end: &str| (step.to_owned(), end.to_owned());
    assert_eq!(
        fingerprint[2..],
        [end("image", "failed"), end("operations", "not_performed")]
    );
    assert_eq!(report["outcome"]["failed"], 1, "{report}");
    let scan = steps(&report, "scanner");
    assert_eq!(scan, [("scan".to_owned(), "passed".to_owned())]);
    let text = report.to_string();
    for personal in ["001199000018", "Nguyễn", "NGUYEN", "15031999"] {
        assert!(!text.contains(personal), "{personal}");
    }
    let sheet = Command::new(env!("CARGO_BIN_EXE_cccd"))
        .args(["devices", "--self-test", "--no-finger", "--config"])
        .arg(counter.settings())
        .output()
        .expect("cccd devices");
    let sheet = String::from_utf8(sheet.stdout).expect("text");
    for line in [
        "PHIẾU KIỂM TRA THIẾT BỊ",
        "QUAY-01",
        "Không kiểm tra",
        "Người kiểm tra",
    ] {
        assert!(sheet.contains(line), "{line}: {sheet}");
    }
}

/// Replaces a table of the settings.
fn with_table(counter: &Counter, table: &str, lines: &str) {
    let settings = counter.settings();
    let text = fs::read_to_string(&settings).expect("settings");
    let mut all: toml::Table = toml::from_str(&text).expect("settings");
    all.insert(
        table.to_owned(),
        toml::from_str::<toml::Table>(lines).expect("lines").into(),
    );
    fs::write(&settings, toml::to_string(&all).expect("settings")).expect("settings");
}

fn approves(counter: &Counter, what: &str) {
    let output = run_line(counter);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{what}: {said}");
    let record: Value = serde_json::from_slice(&output.stdout).expect("the final record");
    assert_eq!(record["state"], "account_issued", "{what}");
}

/// Each on a backend of its own: a citizen has one case.
#[test]
fn the_line_runs_with_every_family_of_scanners() {
    for (family, protocol) in [
        ("family = \"serial\"", "plain"),
        ("family = \"serial\"\ntrigger = \"honeywell\"", "honeywell"),
        ("family = \"elyctis\"", "elyctis"),
    ] {
        let mut counter = Counter::complete(&[]);
        let text = match protocol {
            "elyctis" => {
                let zone = counter.path("zone.txt");
                fs::write(&zone, counter.zone()).expect("zone");
                zone
            }
            _ => counter.path("scanned.txt"),
        };
        let port = counter.plug("scanner", &["--text", path(&text), "--protocol", protocol]);
        let lines = format!("{family}\nport = \"{}\"\nwait_seconds = 10", path(&port));
        with_table(&counter, "scanner", &lines);
        approves(&counter, protocol);
    }
}

#[test]
fn the_line_runs_with_an_sfm_sensor() {
    let mut counter = Counter::complete(&[]);
    let port = counter.plug("sfm", &[]);
    let lines = format!("family = \"sfm\"\nport = \"{}\"", path(&port));
    with_table(&counter, "fingerprint", &lines);
    approves(&counter, "sfm");
}

#[test]
fn the_line_runs_with_an_sbi_device() {
    let mut counter = Counter::complete(&[]);
    let root = counter.start_sbi("none");
    let lines = format!(
        "family = \"sbi\"\nroots = [\"{}\"]\nenvironment = \"Staging\"",
        path(&root)
    );
    with_table(&counter, "fingerprint", &lines);
    approves(&counter, "sbi");
    let (_, report) = devices(&counter, &["--self-test", "--frames", "1"]);
    let sensor = one(&report, "fingerprint");
    assert_eq!(sensor["serial"], "TWIN0001");
    assert_eq!(sensor["certificate"].as_str().map(str::len), Some(64));
    assert_eq!(sensor["registry"]["answer"], "allowed");
    counter.unplug();
    // A terminal for citizens takes no device of a developer's desk.
    let root = counter.start_sbi("wrong-signature");
    let lines = format!("family = \"sbi\"\nroots = [\"{}\"]", path(&root));
    with_table(&counter, "fingerprint", &lines);
    let (code, report) = devices(&counter, &[]);
    assert_eq!(code, 2);
    assert_eq!(one(&report, "fingerprint")["problem"], "T-435");
}

fn path(path: &Path) -> &str {
    path.to_str().expect("a plain path")
}
