//! What sources tell by themselves: open cases are looked at again, whoever else signs is refused.

use std::{
    fs,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use dossier::{
    api::{CaseFile, LeaseRequest, ProblemType, SourcesAnswer},
    keys::SourceKey,
    source::{Source, SourceChange, SourceEvent, SourceSubject},
};
use time::Duration;
use tokio::runtime::Runtime;
use uuid::Uuid;

use crate::{
    database,
    decisions::approval,
    office::{Office, kind},
    source_server::{Authority, Does, SourceServer},
    sources::confirms,
};

const EVENTS: &str = "/v1/source-events";

struct Connected {
    office: Office,
    key: SourceKey,
    /// From now on the source knows the person as dead.
    died: Arc<AtomicBool>,
    /// From now on it cannot be reached.
    away: Arc<AtomicBool>,
    _server: SourceServer,
}

fn new_key() -> SourceKey {
    let mut system = |buffer: &mut [u8]| openssl::rand::rand_bytes(buffer).unwrap();
    SourceKey::generate(&mut system).unwrap()
}

fn connected() -> Connected {
    let authority = Authority::new();
    let (died, away) = (Arc::<AtomicBool>::default(), Arc::<AtomicBool>::default());
    let (dead, gone) = (Arc::clone(&died), Arc::clone(&away));
    let server = SourceServer::start(&authority, move |question, _| {
        if gone.load(Ordering::SeqCst) {
            return Does::Answers(503, String::new());
        }
        if dead.load(Ordering::SeqCst) {
            let answer =
                serde_json::json!({ "question": question["question"], "standing": "died" });
            return Does::Answers(200, answer.to_string());
        }
        confirms(question)
    });
    let key = new_key();
    let section = server.section("population", 1) + "events_key = \"population.pub\"\n";
    let url = Runtime::new().unwrap().block_on(database::fresh());
    let office = Office::open_prepared(url, |folder: &Path| {
        authority.equip(folder);
        let public = key.public().unwrap().to_pem().unwrap();
        fs::write(folder.join("population.pub"), public).unwrap();
        fs::write(folder.join("sources.toml"), section).unwrap();
    });
    Connected {
        office,
        key,
        died,
        away,
        _server: server,
    }
}

impl Connected {
    fn event(&self, change: SourceChange) -> SourceEvent {
        SourceEvent {
            event: Uuid::new_v4(),
            source: Source::Population,
            at: self.office.now(),
            change,
            subject: SourceSubject::Number("001199000018".into()),
        }
    }

    fn claimed(&self) -> CaseFile {
        let case = self.office.case();
        let session = self.office.sign_in("duyet");
        let file = self.office.claim(&session, case).unwrap();
        self.office.pass(Duration::seconds(1));
        file
    }

    fn codes(&self, file: &CaseFile) -> Vec<String> {
        let session = self.office.sign_in("duyet");
        let request = LeaseRequest {
            fence: file.claim.fence,
        };
        let path = format!("/v1/cases/{}/sources", file.claim.case);
        let (_, answer) = self
            .office
            .post::<SourcesAnswer>(Some(&session), &path, &request)
            .unwrap();
        answer.ruling.codes
    }

    fn written(&self, action: &'static str) -> i64 {
        self.office.count(action)
    }
}

const RECHECKS: &str = "SELECT count(*) FROM audit WHERE action = 'case.recheck'";
const TOLD: &str = "SELECT count(*) FROM audit WHERE action = 'source.event'";

#[test]
fn a_change_has_open_cases_asked_about_again_and_the_same_event_changes_nothing() {
    let source = connected();
    let file = source.claimed();
    assert!(!source.codes(&file).contains(&"IDENTITY_UNCLEAR".to_owned()));
    source.died.store(true, Ordering::SeqCst);
    let event = source.event(SourceChange::Changed);
    let signed = event.sign(&source.key).unwrap();
    assert_eq!(source.office.tell(EVENTS, &signed).unwrap(), 204);
    source.office.pass(Duration::seconds(1));
    // Each round asks what is open and waits for it.
    let seen = (0..20).any(|_| source.codes(&file).contains(&"IDENTITY_UNCLEAR".to_owned()));
    assert!(seen, "the source was not asked again");
    assert_eq!((source.written(RECHECKS), source.written(TOLD)), (1, 1));
    assert_eq!(source.office.tell(EVENTS, &signed).unwrap(), 204);
    assert_eq!((source.written(RECHECKS), source.written(TOLD)), (1, 1));
    let at_rest = source.office.everything_at_rest();
    let held = |octets: &Vec<u8>| octets.windows(12).any(|part| part == b"001199000018");
    assert!(!at_rest.iter().any(held));
}

#[test]
fn a_death_stands_while_its_source_is_out_of_reach_and_until_it_says_otherwise() {
    let source = connected();
    let file = source.claimed();
    source.away.store(true, Ordering::SeqCst);
    let event = source.event(SourceChange::Died);
    source
        .office
        .tell(EVENTS, &event.sign(&source.key).unwrap())
        .unwrap();
    source.office.pass(Duration::seconds(1));
    assert!(source.codes(&file).contains(&"IDENTITY_UNCLEAR".to_owned()));
    let session = source.office.sign_in("duyet");
    let claim = file.claim;
    let refused = source
        .office
        .decide(&session, claim.case, claim.fence, approval());
    assert_eq!(kind(refused), ProblemType::RuleForbids);
    source.away.store(false, Ordering::SeqCst);
    source.office.pass(Duration::seconds(1));
    let approved = source
        .office
        .decide(&session, claim.case, claim.fence, approval());
    assert!(approved.is_ok(), "the source itself has put it right");
}

#[test]
fn what_no_source_signed_or_what_is_out_of_its_time_is_refused_and_leaves_nothing() {
    let source = connected();
    source.claimed();
    let event = source.event(SourceChange::Died);
    let of = |change: &dyn Fn(&mut SourceEvent)| {
        let mut other = event.clone();
        change(&mut other);
        other.sign(&source.key).unwrap()
    };
    let genuine = event.sign(&source.key).unwrap();
    let half = genuine.rsplit_once('.').unwrap().0.to_owned();
    for (what, refused) in [
        ("another key", event.sign(&new_key()).unwrap()),
        (
            "a source that tells nothing",
            of(&|event| event.source = Source::IdCard),
        ),
        ("the future", of(&|event| event.at += Duration::hours(1))),
        ("long ago", of(&|event| event.at -= Duration::days(8))),
        ("no signature", format!("{half}.")),
        ("no event", "x".into()),
    ] {
        let refused = source.office.tell(EVENTS, &refused);
        assert_eq!(kind(refused), ProblemType::SourceEventRefused, "{what}");
    }
    assert_eq!(source.office.count("SELECT count(*) FROM source_events"), 0);
    assert_eq!((source.written(RECHECKS), source.written(TOLD)), (0, 0));
    assert_eq!(source.office.tell(EVENTS, &genuine).unwrap(), 204);
}
