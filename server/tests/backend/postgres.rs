//! The whole suite once more, on PostgreSQL: one cluster, a database for each test. And what PostgreSQL alone
//! can do: go away.

use std::process::Command;

use card_twin::fault::Fault;
use dossier::api::ProblemType;
use server::audit_log::Standing;
use test_database::{Cluster, Commits};
use time::Duration;

use crate::{
    database::POSTGRES,
    office::{Office, kind},
    service::Reply,
};

#[test]
fn the_same_suite_holds_on_postgresql() {
    let cluster = Cluster::start(Commits::Fast).unwrap();
    let suite = Command::new(std::env::current_exe().unwrap())
        .args(["--skip", "postgres::", "--skip", "backup::"])
        .env(POSTGRES, cluster.url("postgres"))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&suite.stdout);
    assert!(
        suite.status.success(),
        "{said}{}",
        String::from_utf8_lossy(&suite.stderr)
    );
    assert!(said.contains("test decisions::"), "{said}");
}

#[test]
fn a_database_that_goes_away_refuses_nothing_for_good() {
    let mut cluster = Cluster::start(Commits::Fast).unwrap();
    let office = Office::open_on(Some(cluster.create("office").unwrap()));
    let session = office.sign_in("nhan");
    let draft = office.draft(None, Fault::None);
    let sealed = [0, 1].map(|second| {
        let at = office.now() + Duration::seconds(second);
        office.seal_at(&draft, &session, at)
    });
    let service = office.start_process();
    assert_eq!(service.accepted(&sealed[0].jws), 201);
    cluster.stop().unwrap();
    let Reply::Answered(refused) = service.submit(&sealed[1].jws) else {
        panic!("no problem document");
    };
    assert_eq!(kind(refused), ProblemType::Unavailable);
    assert_eq!(service.get("/health").status(), 503);
    assert_eq!(service.get("/health/ready").status(), 503);
    assert_eq!(service.get("/health/live").status(), 204);
    cluster.start_again().unwrap();
    assert_eq!(service.accepted(&sealed[1].jws), 201);
    assert_eq!(service.accepted(&sealed[0].jws), 200);
    assert_eq!(office.count("SELECT count(*) FROM cases"), 2);
    assert!(matches!(office.verify_audit(), Standing::Intact { .. }));
    office.every_case_opens();
}
