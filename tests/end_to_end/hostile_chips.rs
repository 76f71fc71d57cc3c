//! Every chip of the hostile deck, and every set of certificates that no chip may see, through pcscd.

use std::path::Path;
use std::process::Output;

use test_vectors::hostile::{self, Kept};

use crate::counter::{CAN, Counter};
use crate::report::{GENUINE, REFUTED, Report, UNDETERMINED, UNREAD};

const MRZ: &str =
    "IDVNM1990000184001199000018<<59903159F3903157VNM<<<<<<<<<<<2NGUYEN<<THI<VI<DU<<<<<<<<<<<<<";

#[test]
fn every_chip_of_the_deck_ends_as_it_must() {
    let mut counter = Counter::prepare();
    counter.start_pcscd();
    let chips = hostile::cases("chips");
    let mut wrong = Vec::new();
    for case in &chips {
        counter.put_card_of(case.expects("profile"), &[case.expects("fault")]);
        let key = match case.expects("key") {
            "can" => ["--can", CAN],
            _ => ["--mrz", MRZ],
        };
        let report = Report::of(&counter.read(&key));
        wrong.extend(difference(case, &report));
        counter.remove_card();
    }
    println!("{} chips", chips.len());
    assert_eq!(wrong, Vec::<String>::new());
    assert!(chips.len() > 50);
}

fn difference(case: &Kept, report: &Report) -> Option<String> {
    let check = case.expects("check");
    let code = match case.expects("verdict") {
        "genuine" => GENUINE,
        "refuted" => REFUTED,
        "undetermined" => UNDETERMINED,
        _ => UNREAD,
    };
    let result = report.results().get(check).copied().unwrap_or_default();
    let found = [report.verdict(), result, report.reason(check)];
    let wanted = ["verdict", "result", "reason"].map(|word| case.expects(word));
    let same = found == wanted && report.code == code;
    (!same).then(|| format!("{}: {found:?}, not {wanted:?}", case.name))
}

/// A61: certificates that form no chain stay with the terminal; one that is none is told before a card is
/// touched.
#[test]
fn certificates_that_form_no_chain_are_not_shown_to_the_chip() {
    let mut counter = Counter::prepare();
    counter.start_pcscd();
    counter.put_card_of("eac-full", &[]);
    for case in hostile::cases("terminal-certificates") {
        let output = read_with(&counter, &case.folder);
        let name = &case.name;
        if case.expects("certificates") == "malformed" {
            assert_eq!(output.status.code(), Some(1), "{name}");
            assert!(output.stdout.is_empty(), "{name}");
            continue;
        }
        let report = Report::of(&output);
        let state = report.json["terminal_authentication"]["state"].as_str();
        // The chip has another authority of that name, so that it refuses what is shown to it.
        let wanted = match case.expects("certificates") {
            "accepted" => "refused",
            _ => "not_authorised",
        };
        assert_eq!(state, Some(wanted), "{name}");
        assert_eq!(report.verdict(), "genuine", "{name}");
    }
}

fn read_with(counter: &Counter, certificates: &Path) -> Output {
    let certificates = certificates.to_str().expect("UTF-8").to_owned();
    let key = counter
        .path("pki/is.key")
        .to_str()
        .expect("UTF-8")
        .to_owned();
    counter.read(&[
        "--can",
        CAN,
        "--terminal-certificates",
        &certificates,
        "--terminal-key",
        &key,
    ])
}
