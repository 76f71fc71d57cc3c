//! Readiness, figures, limits: what whoever runs the backend relies on.

use std::net::TcpListener;

use dossier::api::{DeviceListAnswer, ProblemType, ReadinessAnswer, SubmissionAnswer, route};
use server::operations::serve_figures;
use time::Duration;

use crate::{
    office::{Office, kind},
    secured::Desk,
};

/// What does not hold, and whether the status says so.
fn missing(office: &Office) -> Vec<String> {
    let (status, answer): (u16, ReadinessAnswer) = office.status_of(route::HEALTH_READY);
    assert_eq!(status == 200, answer.ready);
    let names = |holds| {
        let checks = answer
            .checks
            .iter()
            .filter(move |check| check.holds == holds);
        checks.map(|check| check.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(answer.ready, names(false).is_empty());
    assert_eq!(names(true).len() + names(false).len(), 4);
    names(false)
}

#[test]
fn it_is_ready_when_it_can_write_and_has_room_rules_and_trust() {
    let office = Office::open();
    assert!(missing(&office).is_empty());
    let trusted = office.data().join("trust/csca.cer");
    let certificate = std::fs::read(&trusted).unwrap();
    std::fs::remove_file(&trusted).unwrap();
    assert!(
        missing(&office).is_empty(),
        "an answer counts for five seconds"
    );
    office.pass(Duration::seconds(5));
    assert_eq!(missing(&office), ["trust"]);
    std::fs::write(&trusted, certificate).unwrap();
    office.pass(Duration::seconds(5));
    assert!(missing(&office).is_empty());
    office
        .tamper("ALTER TABLE probe RENAME TO elsewhere")
        .unwrap();
    office.pass(Duration::seconds(5));
    assert_eq!(missing(&office), ["database"]);
    office
        .tamper("ALTER TABLE elsewhere RENAME TO probe")
        .unwrap();
    office.pass(Duration::days(365 * 20));
    assert_eq!(missing(&office), ["policy"]);
}

#[test]
fn figures_count_routes_and_refusals_and_name_nobody() {
    let office = Office::open();
    let session = office.sign_in("nhan");
    let case = office.case();
    let path = format!("/v1/cases/{case}");
    office
        .get::<serde_json::Value>(Some(&session), &path)
        .unwrap();
    let refused = office.send::<SubmissionAnswer>("not a JWS");
    assert_eq!(kind(refused), ProblemType::SubmissionRefused);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/metrics", listener.local_addr().unwrap());
    office
        .runtime
        .spawn(serve_figures(listener, office.backend.clone()));
    let text = ureq::get(url)
        .call()
        .unwrap()
        .body_mut()
        .read_to_string()
        .unwrap();
    for line in [
        "cccd_requests_total{method=\"GET\",route=\"/v1/cases/{id}\",status=\"200\"} 1",
        "cccd_requests_total{method=\"POST\",route=\"/v1/submissions\",status=\"422\"} 1",
        "cccd_request_seconds_count{method=\"POST\",route=\"/v1/submissions\"} 2",
        "cccd_refusals_total{problem=\"submission-refused\"} 1",
        "cccd_open_cases 1",
        "cccd_ready{check=\"database\"} 1",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    assert!(
        !text.contains(&case.to_string()) && !text.contains("nhan"),
        "{text}"
    );
    let everywhere = TcpListener::bind("0.0.0.0:0").unwrap();
    let refused = office.run(serve_figures(everywhere, office.backend.clone()));
    assert!(refused.is_err(), "figures leave this machine");
}

#[test]
fn a_session_that_asks_too_much_waits_and_others_do_not() {
    let office = Office::open();
    let (busy, calm) = (office.sign_in("nhan"), office.sign_in("duyet"));
    let ask = |session| kind(office.get::<DeviceListAnswer>(Some(session), route::DEVICES));
    for _ in 0..300 {
        assert_eq!(ask(&busy), ProblemType::NotFound);
    }
    let limited = office.get::<DeviceListAnswer>(Some(&busy), route::DEVICES);
    let limited = limited.unwrap_err();
    assert_eq!(limited.kind, ProblemType::TooManyRequests);
    assert_eq!(limited.retry_after, Some(1));
    assert_eq!(ask(&calm), ProblemType::NotFound);
    office.pass(Duration::seconds(1));
    assert_eq!(ask(&busy), ProblemType::NotFound);
}

#[test]
fn strangers_at_an_address_do_not_hold_up_a_terminal_there() {
    let office = Office::open();
    let door = office.secure();
    let mut desk = Desk::new("quay-07");
    door.enrol(&mut desk, &office.invite("quay-07")).unwrap();
    let mut stranger = Desk::new("quay-08");
    // The enrolment was the first of thirty.
    for _ in 1..30 {
        let refused = kind(door.enrol(&mut stranger, "AAAA-AAAA-AAAA-AAAA"));
        assert_eq!(refused, ProblemType::EnrolmentRefused);
    }
    let refused = kind(door.enrol(&mut stranger, "AAAA-AAAA-AAAA-AAAA"));
    assert_eq!(refused, ProblemType::TooManyRequests);
    assert!(door.sign_in(&desk, "nhan").is_ok());
}

#[test]
fn every_answer_has_a_number_of_its_own() {
    let office = Office::open();
    let number = |path| office.header_of(path, "x-request-id").unwrap();
    let (first, second) = (number("/health"), number("/nowhere"));
    assert_eq!((first.len(), second.len()), (32, 32));
    assert_ne!(first, second);
}

#[test]
fn the_committed_document_is_the_one_that_is_served_and_every_operation_of_it_is() {
    let office = Office::open();
    let committed = include_str!("../../../docs/openapi.json");
    let (status, served): (u16, serde_json::Value) = office.status_of(route::OPENAPI);
    assert_eq!(status, 200);
    assert_eq!(
        server::openapi::text().unwrap(),
        committed,
        "write it again: cccd-server openapi > docs/openapi.json"
    );
    assert_eq!(
        served,
        serde_json::from_str::<serde_json::Value>(committed).unwrap()
    );
    for (path, item) in served["paths"].as_object().unwrap() {
        for method in item.as_object().unwrap().keys() {
            let path = path.replace("{id}", &"0".repeat(64));
            let status = office.bare(method, &path);
            // Without session and body nothing is done; what is not there at all would be 404.
            assert!(
                ![404, 405, 500].contains(&status),
                "{method} {path}: {status}"
            );
        }
    }
}
