//! The sequences of docs/deploy.md: back up while serving, restore elsewhere, go on.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use card_twin::fault::Fault;
use dossier::api::{CaseFile, SubmissionAnswer};
use test_database::{Cluster, Commits};

use crate::{office::Office, process::PROGRAM, service::Service};

fn administer(arguments: &[&str]) -> Output {
    Command::new(PROGRAM).args(arguments).output().unwrap()
}

fn run(mut command: Command) {
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {said}");
}

fn back_up(office: &Office, to: &Path) {
    let [flag, at] = office.place();
    let mut backup = Command::new(PROGRAM);
    backup.args(["backup", &flag, &at, "--to"]).arg(to);
    run(backup);
}

fn restore(from: &Path, to: &Path) -> Output {
    let (from, to) = (from.to_str().unwrap(), to.to_str().unwrap());
    administer(&["restore", "--from", from, "--embedded", to])
}

/// What was acknowledged is known, its parts open for an officer, and the log is whole.
fn goes_on(place: &[String; 2], sent: &str) {
    let service = Service::start(place);
    assert_eq!(service.accepted(sent), 200);
    let approver = service.sign_in("duyet");
    let (_, file) = service
        .post::<CaseFile>(&approver, "/v1/queue/next")
        .unwrap();
    assert_eq!(file.facts.number.as_deref(), Some("001199000018"));
    drop(service);
    let [flag, at] = place;
    let verified = administer(&["audit", "verify", flag, at]);
    let said = String::from_utf8_lossy(&verified.stdout);
    assert!(
        verified.status.success() && said.starts_with("intact: "),
        "{said}"
    );
}

fn office_with_a_case(database_url: Option<String>) -> (Office, String) {
    let office = Office::open_on(database_url);
    let session = office.sign_in("nhan");
    let signed = office.seal(&office.draft(None, Fault::None), &session);
    office.send::<SubmissionAnswer>(&signed.jws).unwrap();
    (office, signed.jws)
}

#[test]
fn one_node_comes_back_from_its_copy_and_a_changed_copy_is_refused() {
    let (office, sent) = office_with_a_case(None);
    let scratch = office.folder.path();
    let (copy, restored) = (scratch.join("copy"), scratch.join("restored"));
    back_up(&office, &copy);
    assert!(restore(&copy, &restored).status.success());
    let place = ["--embedded".into(), restored.display().to_string()];
    goes_on(&place, &sent);
    assert!(
        !restore(&copy, &restored).status.success(),
        "never over what is there"
    );

    fs::write(copy.join("server.pub"), "changed").unwrap();
    let refused = restore(&copy, &scratch.join("other"));
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(
        !refused.status.success() && said.contains("was changed"),
        "{said}"
    );
}

#[test]
fn postgresql_comes_back_from_a_dump_and_the_copy() {
    let cluster = Cluster::start(Commits::Fast).unwrap();
    let (office, sent) = office_with_a_case(Some(cluster.create("office").unwrap()));
    let scratch = office.folder.path();
    let (dump, copy) = (scratch.join("database.dump"), scratch.join("copy"));
    let mut pg_dump = cluster.client("pg_dump");
    run({
        pg_dump
            .args(["--format=custom", "--file"])
            .arg(&dump)
            .arg("office");
        pg_dump
    });
    back_up(&office, &copy);

    let url = cluster.create("restored").unwrap();
    let mut pg_restore = cluster.client("pg_restore");
    run({
        pg_restore
            .args(["--exit-on-error", "--dbname=restored"])
            .arg(&dump);
        pg_restore
    });
    let restored = scratch.join("restored");
    assert!(restore(&copy, &restored).status.success());
    let file = scratch.join("restored.toml");
    fs::write(
        &file,
        format!("folder = {restored:?}\ndatabase = {url:?}\n"),
    )
    .unwrap();
    goes_on(&["--config".into(), file.display().to_string()], &sent);
}
