//! A disk that takes no more, as a limit on the size of files: nothing is half written.

use std::process::Command;

use card_twin::fault::Fault;
use dossier::api::{Challenge, ProblemType};
use server::{audit_log::Standing, store::Engine};
use time::Duration;

use crate::{
    office::{Office, kind},
    service::{Reply, Service},
};

fn limit_files(service: &Service, octets: &str) {
    let limited = Command::new("prlimit")
        .arg(format!("--pid={}", service.pid().as_raw_nonzero()))
        .arg(format!("--fsize={octets}:unlimited"))
        .status()
        .unwrap();
    assert!(limited.success());
}

#[test]
fn a_full_disk_refuses_what_it_cannot_keep_and_takes_it_later() {
    let office = Office::open();
    let session = office.sign_in("nhan");
    let draft = office.draft(None, Fault::None);
    let sealed = [0, 1].map(|second| {
        let at = office.now() + Duration::seconds(second);
        office.seal_at(&draft, &session, at)
    });
    let service = office.start_process();
    assert_eq!(service.accepted(&sealed[0].jws), 201);
    let now = service.sign_in("nhan");
    limit_files(&service, "4096");
    let Reply::Answered(refused) = service.submit(&sealed[1].jws) else {
        panic!("no problem document");
    };
    assert_eq!(kind(refused), ProblemType::Unavailable);
    let challenge = service.post::<Challenge>(&now, "/v1/challenges");
    match office.backend.parts().database.engine() {
        Engine::Sqlite => assert_eq!(kind(challenge), ProblemType::Unavailable),
        Engine::Postgres => assert!(challenge.is_ok(), "another disk, which is not full"),
    }
    assert_eq!(office.count("SELECT count(*) FROM cases"), 1);
    limit_files(&service, "unlimited");
    assert_eq!(service.accepted(&sealed[1].jws), 201);
    assert_eq!(service.accepted(&sealed[0].jws), 200);
    assert_eq!(office.count("SELECT count(*) FROM cases"), 2);
    assert!(matches!(office.verify_audit(), Standing::Intact { .. }));
    office.every_case_opens();
}
