//! The hostile deck: what is kept is what the card twin makes, and `cccd verify` gives every case the
//! verdict and the check that it must get.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use card_twin::hostile::{Deck, SEED};
use serde_json::Value;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("test-vectors/hostile")
}

#[test]
fn the_kept_deck_is_the_one_that_its_seed_gives() {
    let made: BTreeMap<PathBuf, Vec<u8>> =
        Deck::new(SEED).expect("deck").files().into_iter().collect();
    let mut kept = BTreeMap::new();
    collect(&folder(), &folder(), &mut kept);
    let names = |files: &BTreeMap<PathBuf, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(
        names(&made),
        names(&kept),
        "`cccd-twin hostile --out DIR` writes the deck"
    );
    for (path, bytes) in made {
        assert!(
            kept.get(&path) == Some(&bytes),
            "{} is another",
            path.display()
        );
    }
}

fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in fs::read_dir(folder).expect("folder of the deck") {
        let path = entry.expect("entry").path();
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            let name = path.strip_prefix(root).expect("inside").to_owned();
            files.insert(name, fs::read(&path).expect("file of the deck"));
        }
    }
}

#[test]
fn verify_gives_every_case_its_verdict_by_the_check_that_must_catch_it() {
    let mut cases = 0;
    let mut wrong = Vec::new();
    for theme in folders(&folder())
        .into_iter()
        .filter(|path| !path.ends_with("trust"))
    {
        for case in folders(&theme) {
            cases += 1;
            wrong.extend(difference(&case));
        }
    }
    println!("{cases} cases");
    assert_eq!(wrong, Vec::<String>::new());
    assert!(cases > 100, "{cases} cases");
}

fn folders(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("folder of the deck");
    let mut folders: Vec<PathBuf> = entries
        .map(|entry| entry.expect("entry").path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    folders
}

fn difference(case: &Path) -> Option<String> {
    let text = fs::read_to_string(case.join("expect")).expect("expect");
    let expect: BTreeMap<&str, &str> = text
        .lines()
        .filter_map(|line| line.split_once(": "))
        .collect();
    let own = case.join("trust");
    let trust = if own.exists() {
        own
    } else {
        folder().join("trust")
    };
    let output = Command::new(env!("CARGO_BIN_EXE_cccd"))
        .args(["verify", "--json", "--at", expect["day"], "--trust"])
        .arg(trust)
        .arg(case)
        .stdin(Stdio::null())
        .output()
        .expect("cccd verify");
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON report");
    let checks = report["checks"].as_array().expect("checks");
    let check = checks
        .iter()
        .find(|check| check["id"] == expect["check"])
        .expect("check");
    let code = match expect["verdict"] {
        "genuine" => 0,
        "refuted" => 2,
        _ => 3,
    };
    let found = [&report["verdict"], &check["result"], &check["reason"]]
        .map(|value| value.as_str().unwrap_or_default());
    let wanted = [expect["verdict"], expect["result"], expect["reason"]];
    let same = found == wanted && output.status.code() == Some(code);
    (!same).then(|| format!("{}: {found:?}, not {wanted:?}", case.display()))
}
