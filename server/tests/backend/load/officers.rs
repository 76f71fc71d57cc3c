//! Officers at work at once: each takes the next case, looks at it and decides.

use std::{
    collections::BTreeMap,
    sync::Mutex,
    time::{Duration, Instant},
};

use dossier::{
    api::{CaseFile, DecisionRequest, Role, Session},
    decision::{Decision, RefusalReason},
};

use super::{Scale, figure, per_second, times};
use crate::{kill::random_below, office::Office, service::Service};

/// So many rows are written by one statement.
const AT_ONCE: usize = 50_000;

/// Cases that are due after every real one. They are rows only: nobody gets so far as to open one.
pub(super) fn wait_in_line(office: &Office, scale: &Scale) {
    for first in (0..scale.waiting).step_by(AT_ONCE) {
        let last = scale.waiting.min(first + AT_ONCE);
        office.write(format!(
            "INSERT INTO cases (id, submission, terminal, session, submitter, subject_kind, state, terminal_verdict,
               server_verdict, findings, ruling, risk, level, received_at, due_on, receipt, wrapped_key)
             WITH RECURSIVE line(place) AS
               (SELECT {first} UNION ALL SELECT place + 1 FROM line WHERE place + 1 < {last})
             SELECT '00000000-0000-7000-8000-' || substr(CAST(1000000000000 + place AS TEXT), 2),
               substr(CAST(1000000000000 + place AS TEXT), 2), one.terminal, one.session, one.submitter,
               one.subject_kind, 'queued', 'genuine', 'genuine', '[]', one.ruling,
               CASE WHEN place % 7 = 0 THEN 'high' ELSE 'ordinary' END,
               CASE WHEN place % 10 = 0 THEN 'senior' ELSE 'approver' END,
               place, '2199-01-' || (10 + place % 20), '', one.wrapped_key
             FROM line, (SELECT * FROM cases ORDER BY id DESC LIMIT 1) one"
        ));
    }
}

pub(super) fn decide(office: &Office, service: &Service, scale: &Scale) {
    assert!(scale.officers * scale.decisions <= scale.submissions);
    let names = (0..scale.officers).map(|number| format!("duyet-{number:03}"));
    let sessions: Vec<Session> = names
        .map(|name| {
            office.add(&name, Role::Approving);
            service.sign_in(&name)
        })
        .collect();
    let before = office.count("SELECT count(*) FROM audit WHERE action = 'case.decide'");
    let (taken, decided) = (Mutex::new(Vec::new()), Mutex::new(BTreeMap::new()));
    let begun = Instant::now();
    std::thread::scope(|scope| {
        for session in &sessions {
            scope.spawn(|| work(service, session, scale, &taken, &decided));
        }
    });
    let acknowledged = scale.officers * scale.decisions;
    figure("decisions", per_second(acknowledged, begun), "/s");
    times("next", taken.into_inner().unwrap());
    let decided = decided.into_inner().unwrap();
    assert_eq!(decided.len(), acknowledged, "a case was given to two");
    let acknowledged = i64::try_from(acknowledged).unwrap();
    let written = "SELECT count(*) FROM audit WHERE action = 'case.decide'";
    assert_eq!(office.count(written), before + acknowledged);
    let once = "SELECT count(DISTINCT subject) FROM audit WHERE action = 'case.decide'";
    assert_eq!(office.count(once), before + acknowledged);
    figure("decided_twice", 0.0, "cases");
}

fn work(
    service: &Service,
    session: &Session,
    scale: &Scale,
    taken: &Mutex<Vec<Duration>>,
    decided: &Mutex<BTreeMap<uuid::Uuid, String>>,
) {
    let most = usize::try_from(scale.looks.as_micros()).unwrap();
    let pause = || {
        let look = random_below(most);
        std::thread::sleep(Duration::from_micros(u64::try_from(look).unwrap()));
    };
    for _ in 0..scale.decisions {
        pause();
        let asked = Instant::now();
        let (status, text) = service.post_for_text(session, "/v1/queue/next");
        taken.lock().unwrap().push(asked.elapsed());
        assert_eq!(status, 200, "{text}");
        let file: CaseFile = serde_json::from_str(&text).unwrap();
        pause();
        let claim = &file.claim;
        let request = DecisionRequest {
            fence: claim.fence,
            decision: Decision::Refuse {
                reason: RefusalReason::BioLow,
                note: None,
            },
        };
        service.decide(session, claim.case, &request);
        let officer = session.officer.id.clone();
        let another = decided.lock().unwrap().insert(claim.case, officer);
        assert_eq!(another, None, "decided twice");
    }
}
