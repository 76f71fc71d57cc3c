//! Every file for the trust store through `cccd trust import`: what is refused leaves the store as it was.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use test_vectors::hostile::{self, Kept};

#[test]
fn every_import_ends_as_it_must_and_a_refused_one_changes_nothing() {
    let cases = hostile::cases("imports");
    let wrong: Vec<String> = cases.iter().filter_map(difference).collect();
    println!("{} imports", cases.len());
    assert_eq!(wrong, Vec::<String>::new());
    assert!(cases.len() > 20);
}

fn difference(case: &Kept) -> Option<String> {
    let folder = tempfile::tempdir().expect("folder");
    let trust = folder.path();
    let stored = import(trust, &files(&case.folder.join("store")));
    assert!(stored.status.success(), "{}: store", case.name);
    let before = state(trust);
    let output = import(trust, &files(&case.folder.join("import")));
    let told: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let code = told["refused"][0]["code"].as_str();
    let unchanged = state(trust) == before;
    let (accepted, expected) = match case.expects("import") {
        "accepted" => (true, None),
        _ => (false, Some(case.expects("code"))),
    };
    let same = output.status.success() == accepted && code == expected && unchanged != accepted;
    (!same).then(|| format!("{}: {code:?}, unchanged {unchanged}", case.name))
}

fn import(trust: &Path, files: &[PathBuf]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cccd"))
        .args(["trust", "import", "--json", "--trust"])
        .arg(trust)
        .args(files)
        .output()
        .expect("cccd trust import")
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("files of the case");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("entry").path()).collect();
    files.sort();
    files
}

/// The index, and the names of what lies beside it.
fn state(trust: &Path) -> (Vec<u8>, Vec<PathBuf>) {
    let store = trust.join("store");
    let index = fs::read(store.join("index.json")).expect("index");
    let named = files(&store).into_iter();
    (index, named.filter(|path| path.is_dir()).collect())
}
