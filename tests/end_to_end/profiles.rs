//! Every profile of the software card through pcscd: what is proven, what is not offered, and what became
//! of the fingerprints.

use card_twin::profile::Profile;

use crate::counter::{CAN, Counter};
use crate::report::{GENUINE, REFUTED, Report, UNREAD};

const MRZ: &str =
    "IDVNM1990000184001199000018<<59903159F3903157VNM<<<<<<<<<<<2NGUYEN<<THI<VI<DU<<<<<<<<<<<<<";

fn card_of(profile: &str, faults: &[&str]) -> Counter {
    let mut counter = Counter::prepare();
    counter.start_pcscd();
    counter.put_card_of(profile, faults);
    counter
}

/// Reads a card, which must be genuine, and expects these results and no failure.
fn genuine(profile: &str, key: [&str; 2], expected: &[(&str, &str)]) -> Report {
    let report = Report::of(&card_of(profile, &[]).read(&key));
    let found = (report.code, report.verdict());
    assert_eq!(found, (GENUINE, "genuine"), "{profile}: {}", report.json);
    let results = report.results();
    for (id, result) in expected {
        assert_eq!(results.get(id), Some(result), "{profile}: {id}");
    }
    assert_eq!(report.failed(), [""; 0], "{profile}");
    report
}

const PACE_AND_BOTH_PROOFS: [(&str, &str); 8] = [
    ("access.pace", "successful"),
    ("access.bac", "not_supported"),
    ("access.card_access_consistent", "successful"),
    ("passive.signature", "successful"),
    ("passive.path", "successful"),
    ("passive.hash.dg1", "successful"),
    ("chip.chip_authentication", "successful"),
    ("chip.active_authentication", "successful"),
];

fn terminal_state(report: &Report) -> (&str, u64) {
    let terminal = &report.json["terminal_authentication"];
    (
        terminal["state"].as_str().expect("state"),
        terminal["fingers"].as_u64().expect("fingers"),
    )
}

#[test]
fn every_profile_has_its_test_here() {
    let here = include_str!("profiles.rs");
    for profile in Profile::all().expect("profiles") {
        let named = here.contains(&format!("\"{}\"", profile.name));
        assert!(named, "{} is read by no test", profile.name);
    }
}

#[test]
fn cccd_2021_is_proven_and_its_fingerprints_stay_closed() {
    let report = genuine("cccd-2021", ["--can", CAN], &PACE_AND_BOTH_PROOFS);
    assert_eq!(terminal_state(&report), ("not_authorised", 0));
    assert_eq!(report.reason("passive.hash.dg3"), "data_group_locked");
    assert_eq!(report.results()["passive.hash.dg3"], "not_supported");
}

#[test]
fn the_card_of_2024_is_read_with_fewer_commands() {
    let report = genuine(
        "can-cuoc-2024-assumed",
        ["--can", CAN],
        &PACE_AND_BOTH_PROOFS,
    );
    assert_eq!(terminal_state(&report), ("not_authorised", 0));
    let count = report.json["apdu"]["count"].as_u64().expect("count");
    assert!(count <= 34, "{count} commands with a buffer of 1920");
}

#[test]
fn a_childs_card_has_no_portrait_and_is_genuine_without() {
    let report = genuine("under-6", ["--can", CAN], &PACE_AND_BOTH_PROOFS);
    assert_eq!(report.results()["passive.hash.dg2"], "not_supported");
    assert_eq!(terminal_state(&report), ("not_offered", 0));
}

#[test]
fn a_passport_is_genuine() {
    let pace = [("access.pace", "successful")];
    let report = genuine("passport-td3", ["--can", CAN], &pace);
    assert_eq!(report.json["document"]["document_number"], "C9000018");
}

#[test]
fn every_protocol_at_once_is_proven() {
    let mapping = [
        ("access.pace", "successful"),
        ("chip.pace_cam", "successful"),
    ];
    let report = genuine("eac-full", ["--can", CAN], &mapping);
    assert_eq!(terminal_state(&report), ("not_authorised", 0));
}

#[test]
fn a_card_of_the_first_generation_shows_that_only_basic_access_control_opened_it() {
    let bac = [
        ("access.pace", "not_supported"),
        ("access.bac", "successful"),
        ("chip.chip_authentication", "successful"),
        ("chip.active_authentication", "successful"),
    ];
    let report = genuine("legacy-bac-3des", ["--mrz", MRZ], &bac);
    assert_eq!(report.reason("access.pace"), "not_offered");
    assert_eq!(terminal_state(&report), ("not_offered", 0));
}

#[test]
fn pace_over_a_prime_field_opens_and_is_proven_over_another() {
    let modular = [
        ("access.pace", "successful"),
        ("access.card_access_consistent", "successful"),
        ("chip.chip_authentication", "successful"),
        ("chip.active_authentication", "not_supported"),
    ];
    genuine("pace-dh", ["--can", CAN], &modular);
}

#[test]
fn a_card_without_pace_is_not_opened_by_its_number() {
    let counter = card_of("legacy-bac-3des", &[]);
    let report = Report::of(&counter.read(&["--can", CAN]));
    assert_eq!((report.code, report.verdict()), (UNREAD, "unread"));
    assert!(
        !report
            .results()
            .values()
            .any(|result| *result == "successful")
    );
}

#[test]
fn basic_access_control_forced_by_a_hidden_file_is_a_refuted_downgrade() {
    let counter = card_of("cccd-2021", &["q02-card-access-6982"]);
    let report = Report::of(&counter.read(&["--mrz", MRZ]));
    let found = (report.code, report.verdict());
    assert_eq!(found, (REFUTED, "refuted"), "{}", report.json);
    assert_eq!(report.failed(), ["access.card_access_consistent"]);
    assert_eq!(report.results()["access.bac"], "successful");
}

#[test]
fn a_failed_pace_is_not_answered_by_basic_access_control() {
    let counter = card_of("cccd-2021", &["q16-pace-6f00"]);
    let report = Report::of(&counter.read(&["--mrz", MRZ]));
    assert_eq!((report.code, report.verdict()), (UNREAD, "unread"));
    let results = report.results();
    let access = (results["access.pace"], results["access.bac"]);
    assert_ne!(access.0, "successful");
    assert_ne!(access.1, "successful");
}
