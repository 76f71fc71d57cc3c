//! Every saved reading through `cccd verify`.

use std::process::{Command, Stdio};

use serde_json::Value;
use test_vectors::hostile::{self, Kept};

use crate::reading_themes;

#[test]
fn verify_gives_every_case_its_verdict_by_the_check_that_must_catch_it() {
    let mut cases = 0;
    let mut wrong = Vec::new();
    for theme in reading_themes() {
        for case in hostile::cases(&theme) {
            cases += 1;
            wrong.extend(difference(&case));
        }
    }
    println!("{cases} cases");
    assert_eq!(wrong, Vec::<String>::new());
    assert!(cases > 250, "{cases} cases");
}

fn difference(case: &Kept) -> Option<String> {
    let own = case.folder.join("trust");
    let trust = if own.exists() {
        own
    } else {
        hostile::folder().join("trust")
    };
    let output = Command::new(env!("CARGO_BIN_EXE_cccd"))
        .args(["verify", "--json", "--at", case.expects("day"), "--trust"])
        .arg(trust)
        .arg(&case.folder)
        .stdin(Stdio::null())
        .output()
        .expect("cccd verify");
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON report");
    let checks = report["checks"].as_array().expect("checks");
    let check = checks
        .iter()
        .find(|check| check["id"] == case.expects("check"))
        .expect("check");
    let code = match case.expects("verdict") {
        "genuine" => 0,
        "refuted" => 2,
        _ => 3,
    };
    let found = [&report["verdict"], &check["result"], &check["reason"]]
        .map(|value| value.as_str().unwrap_or_default());
    let wanted = ["verdict", "result", "reason"].map(|word| case.expects(word));
    let same = found == wanted && output.status.code() == Some(code);
    (!same).then(|| format!("{}: {found:?}, not {wanted:?}", case.folder.display()))
}
