//! `cccd read` and `cccd verify` on cards of every kind: verdict, exit code, and the check that decides.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::counter::{CAN, Counter};
use crate::report::{GENUINE, REFUTED, Report, UNDETERMINED, UNREAD};

fn verify(folder: &Path, trust: &Path) -> Report {
    let output = Command::new(env!("CARGO_BIN_EXE_cccd"))
        .args(["verify", "--json", "--trust"])
        .arg(trust)
        .arg(folder)
        .stdin(Stdio::null())
        .output()
        .expect("cccd verify");
    Report::of(&output)
}

#[test]
fn a_genuine_card_is_genuine_from_the_reader_and_from_its_saved_files() {
    let counter = Counter::with_card(&[]);
    let saved = counter.path("saved");
    let read = Report::of(&counter.read(&["--can", CAN, "--save", saved.to_str().expect("UTF-8")]));
    assert_eq!(
        (read.code, read.verdict()),
        (GENUINE, "genuine"),
        "{}",
        read.json
    );
    let results = read.results();
    for id in [
        "access.pace",
        "access.card_access_consistent",
        "passive.signature",
        "passive.path",
        "passive.country",
        "passive.hash.dg1",
        "passive.hash.dg2",
        "passive.hash.dg13",
        "passive.hash.dg14",
        "passive.hash.dg15",
        "chip.chip_authentication",
        "chip.active_authentication",
        "document.expiry",
        "document.consistent",
    ] {
        assert_eq!(results.get(id), Some(&"successful"), "{id}");
    }
    assert!(read.json["apdu"]["count"].as_u64().expect("count") > 20);
    assert!(read.json["apdu"]["bytes_in"].as_u64().expect("bytes") > 15_000);
    assert_eq!(read.json["document"]["number"], "001199000018");

    for file in [
        "CardAccess",
        "COM",
        "SOD",
        "DG1",
        "DG2",
        "DG13",
        "DG14",
        "DG15",
    ] {
        assert!(saved.join(format!("{file}.bin")).exists(), "{file}");
    }
    let trust = counter.path("pki/trust");
    let again = verify(&saved, &trust);
    assert_eq!(
        (again.code, again.verdict()),
        (GENUINE, "genuine"),
        "{}",
        again.json
    );
    let portrait = fs::metadata(saved.join("DG2.bin")).expect("DG2").len();
    assert!(
        (15_000..=22_000).contains(&portrait),
        "DG2 has {portrait} bytes"
    );

    // One changed byte anywhere in a saved file never stays genuine.
    for file in ["CardAccess", "SOD", "DG1", "DG2", "DG13", "DG14", "DG15"] {
        let path = saved.join(format!("{file}.bin"));
        let original = fs::read(&path).expect("file");
        let mut changed = original.clone();
        // EF.CardAccess is signed only as far as DG14 repeats it: its last byte is PACE's parameter.
        let at = if file == "CardAccess" {
            changed.len() - 1
        } else {
            changed.len() / 2
        };
        changed[at] ^= 0x01;
        fs::write(&path, &changed).expect("file");
        assert_ne!(verify(&saved, &trust).code, GENUINE, "{file} changed");
        fs::write(&path, &original).expect("file");
    }
}

#[test]
fn qr_text_and_mrz_open_the_same_card() {
    let counter = Counter::with_card(&[]);
    let qr = "001199000018|012345678|Nguyễn Thị Ví Dụ|15031999|Nữ|Số 1 Phố Mẫu, Hà Nội|20042021";
    assert_eq!(Report::of(&counter.read(&["--qr", qr])).code, GENUINE);
    let mrz = "IDVNM1990000184001199000018<<59903159F3903157VNM<<<<<<<<<<<2NGUYEN<<THI<VI<DU<<<<<<<<<<<<<";
    assert_eq!(Report::of(&counter.read(&["--mrz", mrz])).code, GENUINE);
}

#[test]
fn a_changed_portrait_is_refuted_by_its_hash() {
    let counter = Counter::with_card(&["changed-dg2"]);
    let report = Report::of(&counter.read(&["--can", CAN]));
    assert_eq!((report.code, report.verdict()), (REFUTED, "refuted"));
    assert_eq!(report.failed(), ["passive.hash.dg2"]);
}

#[test]
fn a_copy_without_the_chips_keys_is_refuted_by_its_proofs_alone() {
    let counter = Counter::with_card(&["clone"]);
    let report = Report::of(&counter.read(&["--can", CAN]));
    assert_eq!(
        (report.code, report.verdict()),
        (REFUTED, "refuted"),
        "{}",
        report.json
    );
    let results = report.results();
    assert_eq!(results.get("passive.signature"), Some(&"successful"));
    assert!(
        report.failed().iter().all(|id| id.starts_with("chip.")),
        "{:?}",
        report.failed()
    );
}

#[test]
fn a_copy_with_keys_of_its_own_is_refuted() {
    let counter = Counter::with_card(&["clone-own-keys"]);
    let report = Report::of(&counter.read(&["--can", CAN]));
    assert_eq!(
        (report.code, report.verdict()),
        (REFUTED, "refuted"),
        "{}",
        report.json
    );
}

#[test]
fn an_unknown_issuer_leaves_the_verdict_open() {
    let counter = Counter::with_card(&["unknown-issuer"]);
    let report = Report::of(&counter.read(&["--can", CAN]));
    assert_eq!(
        (report.code, report.verdict()),
        (UNDETERMINED, "undetermined"),
        "{}",
        report.json
    );
    assert_eq!(report.results().get("passive.path"), Some(&"undetermined"));
}

#[test]
fn a_wrong_number_leaves_the_card_unread_and_says_so() {
    let counter = Counter::with_card(&[]);
    let report = Report::of(&counter.read(&["--can", "999999"]));
    assert_eq!((report.code, report.verdict()), (UNREAD, "unread"));
    assert_eq!(report.failed(), ["access.pace"]);
    assert!(report.said.contains("6 số"), "{}", report.said);
}

#[test]
fn a_missing_service_reader_or_card_is_told_apart() {
    let mut counter = Counter::prepare();
    if counter.start_pcscd_without_readers().is_some() {
        let report = Report::of(&counter.read(&["--can", CAN]));
        assert_eq!(
            (report.code, report.said.contains("đầu đọc")),
            (UNREAD, true),
            "{}",
            report.said
        );
    } else {
        println!("a foreign pcscd runs: a machine without readers is not tried");
    }
    let mut counter = {
        drop(counter);
        Counter::prepare()
    };
    counter.start_pcscd();
    let no_card = Report::of(&counter.read(&["--can", CAN]));
    let no_reader =
        Report::of(&counter.read(&["--can", CAN, "--reader", "no reader has this name"]));
    let no_service = Command::new(env!("CARGO_BIN_EXE_cccd"))
        .args(["read", "--json", "--can", CAN, "--trust"])
        .arg(counter.path("pki/trust"))
        .env("PCSCLITE_CSOCK_NAME", counter.path("no-socket"))
        .output()
        .expect("cccd read");
    let no_service = Report::of(&no_service);
    for report in [&no_card, &no_reader, &no_service] {
        assert_eq!((report.code, report.verdict()), (UNREAD, "unread"));
    }
    assert!(no_card.said != no_reader.said && no_reader.said != no_service.said);
}

#[test]
fn basic_access_control_that_does_not_echo_opens_nothing() {
    let mrz = "IDVNM1990000184001199000018<<59903159F3903157VNM<<<<<<<<<<<2NGUYEN<<THI<VI<DU<<<<<<<<<<<<<";
    let faults = ["q02-card-access-6982", "h55-bac-no-echo"];
    let counter = Counter::with_card(&faults);
    let broken = Report::of(&counter.read(&["--mrz", mrz]));
    assert_eq!(broken.code, UNREAD, "{}", broken.json);
    drop(counter);
    let counter = Counter::with_card(&faults[..1]);
    let honest = Report::of(&counter.read(&["--mrz", mrz]));
    assert_eq!(honest.results().get("access.bac"), Some(&"successful"));
}

#[test]
fn a_wrong_command_line_is_a_usage_error() {
    let output = Command::new(env!("CARGO_BIN_EXE_cccd"))
        .args(["read", "--nonsense"])
        .output();
    assert_eq!(output.expect("cccd").status.code(), Some(1));
}
