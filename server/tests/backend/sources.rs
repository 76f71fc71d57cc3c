//! Identity sources: asked by the backend itself, believed over any statement, kept sealed, asked again when old.

use std::fs;

use card_twin::fault::Fault;
use dossier::{
    api::{CaseFile, LeaseRequest, Problem, ProblemType, SourcesAnswer},
    decision::{CaseState, Decision, Examined, RefusalReason},
    source::{
        Origin, Reply, Said, Source, SourceField, SourceReply, SourceStanding, WhyNoReply,
        WhyNotSaid,
    },
};
use serde_json::{Value, json};
use time::Duration;
use tokio::runtime::Runtime;

use crate::{
    database,
    decisions::approval,
    office::{Office, kind},
    source_server::{Authority, Does, SourceServer},
};

const OWN: &str = "registry = \"people.toml\"\n";
const HOLDER: &str = "[[person]]\nnumber = \"001199000018\"\nname = \"Nguyễn Thị Ví Dụ\"\ndate_of_birth = \"1999-03-15\"\nsex = \"F\"\ndocument_number = \"199000018\"\ndate_of_expiry = \"2039-03-15\"\n";

/// An office whose folder holds these two files.
fn office(sources: &str, people: &str) -> Office {
    let url = Runtime::new().unwrap().block_on(database::fresh());
    Office::open_prepared(url, |folder| {
        fs::write(folder.join("sources.toml"), sources).unwrap();
        fs::write(folder.join("people.toml"), people).unwrap();
    })
}

/// An office with a certificate of this authority and these connections.
fn connected(authority: &Authority, sections: &str) -> Office {
    let url = Runtime::new().unwrap().block_on(database::fresh());
    Office::open_prepared(url, |folder| {
        authority.equip(folder);
        fs::write(folder.join("sources.toml"), sections).unwrap();
    })
}

impl Office {
    /// A claimed case, once no source is open any more.
    fn claimed_and_answered(&self) -> (CaseFile, SourcesAnswer) {
        let case = self.case();
        let session = self.sign_in("duyet");
        let file = self.claim(&session, case).unwrap();
        let request = LeaseRequest {
            fence: file.claim.fence,
        };
        let path = format!("/v1/cases/{case}/sources");
        // Each round waits for the sources itself.
        for _ in 0..20 {
            let (_, answer) = self
                .post::<SourcesAnswer>(Some(&session), &path, &request)
                .unwrap();
            let open = Reply::NotAnswered(WhyNoReply::NotYet);
            if answer.sources.iter().all(|reply| reply.reply != open) {
                return (file, answer);
            }
        }
        panic!("the sources were never asked");
    }

    fn decides(&self, file: &CaseFile, decision: Decision) -> Result<CaseState, Problem> {
        let session = self.sign_in("duyet");
        let claim = file.claim;
        self.decide(&session, claim.case, claim.fence, decision)
            .map(|record| record.state)
    }

    fn asked(&self) -> i64 {
        self.count("SELECT count(*) FROM audit WHERE action = 'source.ask'")
    }
}

fn fields(reply: &SourceReply) -> Vec<(SourceField, Said)> {
    match &reply.reply {
        Reply::Answered { fields, .. } => fields.iter().map(|(one, said)| (*one, *said)).collect(),
        Reply::NotAnswered(why) => panic!("{why:?}"),
    }
}

fn nothing_stated() -> Decision {
    Decision::Approve {
        examined: Examined::NOTHING,
    }
}

fn return_it() -> Decision {
    Decision::Refuse {
        reason: RefusalReason::DataMismatch,
        note: None,
    }
}

#[test]
fn the_sample_knows_the_fictitious_citizen_and_its_word_is_kept_without_a_value() {
    let office = Office::open();
    let (file, told) = office.claimed_and_answered();
    let [population, card] = told.sources.as_slice() else {
        panic!("{:?}", told.sources)
    };
    assert_eq!(
        (population.source, card.source),
        (Source::Population, Source::IdCard)
    );
    assert_eq!(population.origin, Origin::Sample);
    let right = |field| (field, Said::Correct);
    let unheld = |field| (field, Said::NotAnswered(WhyNotSaid::NoReference));
    use SourceField as F;
    assert_eq!(
        fields(population),
        [F::Name, F::DateOfBirth, F::Sex].map(right)
    );
    assert_eq!(
        fields(card),
        [
            right(F::DocumentNumber),
            right(F::DateOfExpiry),
            unheld(F::Portrait),
            unheld(F::Fingerprints)
        ]
    );
    let waiting = ["PORTRAIT_NOT_COMPARED", "FINGERPRINT_NOT_COMPARED"];
    assert_eq!(told.ruling.codes, waiting, "the data are settled");
    assert_eq!(
        kind(office.decides(&file, nothing_stated())),
        ProblemType::RuleForbids
    );
    assert_eq!(
        office.asked(),
        2,
        "an answer that is fresh is not asked for again"
    );
    assert_eq!(
        office.decides(&file, approval()).unwrap(),
        CaseState::AccountIssued
    );
    let at_rest = office.everything_at_rest();
    let found = |text: &str| {
        let held = |octets: &Vec<u8>| {
            octets
                .windows(text.len())
                .any(|part| part == text.as_bytes())
        };
        at_rest.iter().any(held)
    };
    assert!(
        found("population answered"),
        "the audit log says who was asked"
    );
    for value in ["001199000018", "199000018", "Ví Dụ", "no_reference"] {
        assert!(!found(value), "{value} lies in the open");
    }
}

#[test]
fn nobody_overrules_a_source_and_what_it_denies_goes_back_to_be_corrected_there() {
    let office = office(
        OWN,
        &HOLDER.replace("1999-03-15\"\nsex", "1998-03-15\"\nsex"),
    );
    let (file, told) = office.claimed_and_answered();
    assert!(told.ruling.codes.contains(&"CORRECT_AT_SOURCE".to_owned()));
    assert_eq!(
        kind(office.decides(&file, approval())),
        ProblemType::RuleForbids
    );
    assert_eq!(
        office.decides(&file, return_it()).unwrap(),
        CaseState::Returned
    );
}

#[test]
fn who_is_not_on_record_locked_dead_or_has_a_withdrawn_card_is_not_approved_on_any_word() {
    for (people, code) in [
        (String::new(), "CORRECT_AT_SOURCE"),
        (format!("{HOLDER}standing = \"died\"\n"), "IDENTITY_UNCLEAR"),
        (
            format!("{HOLDER}standing = \"locked\"\n"),
            "IDENTITY_UNCLEAR",
        ),
        (format!("{HOLDER}card = \"locked\"\n"), "CARD_NOT_VALID"),
    ] {
        let office = office(OWN, &people);
        let (file, told) = office.claimed_and_answered();
        let codes = told.ruling.codes;
        assert!(codes.contains(&code.to_owned()), "{code}: {codes:?}");
        let refused = office.decides(&file, approval());
        assert_eq!(kind(refused), ProblemType::RuleForbids, "{code}");
    }
}

/// Everything that was asked about is right.
pub(crate) fn confirms(question: &Value) -> Does {
    let about = question["about"].as_object().unwrap();
    let lookup = ["number"];
    let names = about.keys().filter(|key| !lookup.contains(&key.as_str()));
    let fields: serde_json::Map<_, _> = names.map(|key| (key.clone(), json!("correct"))).collect();
    let answer = json!({
        "question": question["question"],
        "standing": "registered",
        "fields": fields,
    });
    Does::Answers(200, answer.to_string())
}

#[test]
fn connected_sources_are_asked_with_both_certificates_and_their_word_is_enough() {
    let authority = Authority::new();
    let server = SourceServer::start(&authority, |question, _| confirms(question));
    let sections = server.section("population", 1) + &server.section("id_card", 1);
    let office = connected(&authority, &sections);
    let (file, told) = office.claimed_and_answered();
    assert!(
        told.sources
            .iter()
            .all(|one| one.origin == Origin::Connected)
    );
    assert_eq!(told.ruling.codes, ["BOTH_BIOMETRICS"]);
    let seen = server.seen();
    assert_eq!(seen.len(), 2);
    for (whose, question) in &seen {
        assert_eq!(whose, "backend");
        assert_eq!(question["purpose"], "level_2");
        assert_eq!(question["about"]["number"], "001199000018");
    }
    let with_face = |(_, question): &&(String, Value)| question["about"].get("portrait").is_some();
    assert_eq!(
        seen.iter().filter(with_face).count(),
        1,
        "only where faces are kept"
    );
    assert_eq!(
        office.decides(&file, nothing_stated()).unwrap(),
        CaseState::AccountIssued,
        "no officer has to state anything"
    );
}

#[test]
fn a_busy_source_is_tried_a_bounded_number_of_times() {
    let authority = Authority::new();
    let server = SourceServer::start(&authority, |question, place| match place {
        1 | 2 => Does::Answers(503, String::new()),
        _ => confirms(question),
    });
    let office = connected(&authority, &server.section("population", 3));
    let (_, told) = office.claimed_and_answered();
    assert!(told.sources[0].is_answered(), "{:?}", told.sources[0].reply);
    let seen = server.seen();
    assert_eq!(seen.len(), 3);
    let first = &seen[0].1["question"];
    assert!(
        seen.iter().all(|(_, one)| one["question"] == *first),
        "one question"
    );
    let busy = SourceServer::start(&authority, |_, _| Does::Answers(503, String::new()));
    let office = connected(&authority, &busy.section("population", 3));
    let (_, told) = office.claimed_and_answered();
    let unreachable = Reply::NotAnswered(WhyNoReply::Unreachable);
    assert_eq!(told.sources[0].reply, unreachable);
    assert_eq!(busy.seen().len(), 3);
}

#[test]
fn what_a_source_gets_wrong_is_no_answer_and_the_officers_statement_remains() {
    let authority = Authority::new();
    for (does, expected) in [
        (
            json!({ "question": "x" }).to_string(),
            WhyNoReply::Malformed,
        ),
        ("9".repeat(20_000), WhyNoReply::Malformed),
        (String::new(), WhyNoReply::Malformed),
    ] {
        let answer = does.clone();
        let server =
            SourceServer::start(&authority, move |_, _| Does::Answers(200, answer.clone()));
        let office = connected(&authority, &server.section("population", 3));
        let (file, told) = office.claimed_and_answered();
        assert_eq!(told.sources[0].reply, Reply::NotAnswered(expected));
        assert_eq!(server.seen().len(), 1, "not asked twice");
        let source_open = told
            .ruling
            .codes
            .contains(&"SOURCE_NOT_ANSWERED".to_owned());
        assert!(source_open, "{:?}", told.ruling.codes);
        assert_eq!(
            office.decides(&file, approval()).unwrap(),
            CaseState::AccountIssued
        );
    }
    let refusing = SourceServer::start(&authority, |_, _| Does::Answers(403, String::new()));
    let hanging = SourceServer::start(&authority, |_, _| Does::Hangs);
    let sections = refusing.section("population", 3) + &hanging.section("id_card", 1);
    let office = connected(&authority, &sections);
    let (_, told) = office.claimed_and_answered();
    let replies: Vec<_> = told.sources.iter().map(|one| one.reply.clone()).collect();
    let why = [WhyNoReply::Refused, WhyNoReply::TimedOut].map(Reply::NotAnswered);
    assert_eq!(replies, why);
}

#[test]
fn a_source_that_another_authority_vouches_for_hears_nothing() {
    let (ours, other) = (Authority::new(), Authority::new());
    let server = SourceServer::start(&other, |question, _| confirms(question));
    let office = connected(&ours, &server.section("population", 1));
    let (_, told) = office.claimed_and_answered();
    let unreachable = Reply::NotAnswered(WhyNoReply::Unreachable);
    assert_eq!(told.sources[0].reply, unreachable);
    assert!(server.seen().is_empty());
}

#[test]
fn an_answer_older_than_the_profile_lets_it_be_is_asked_for_again_at_the_approval() {
    let office = Office::open();
    let (file, _) = office.claimed_and_answered();
    assert_eq!(office.asked(), 2);
    office.pass(Duration::hours(48) - Duration::minutes(5));
    let session = office.sign_in("duyet");
    let again = office.claim(&session, file.claim.case).unwrap();
    assert_eq!(office.asked(), 2, "still fresh");
    office.pass(Duration::minutes(10));
    let decided = office.decide(&session, file.claim.case, again.claim.fence, approval());
    assert_eq!(decided.unwrap().state, CaseState::AccountIssued);
    assert_eq!(office.asked(), 4);
}

#[test]
fn only_the_holder_has_the_sources_asked() {
    let office = Office::open();
    let (file, _) = office.claimed_and_answered();
    let path = format!("/v1/cases/{}/sources", file.claim.case);
    let request = LeaseRequest {
        fence: file.claim.fence,
    };
    for (officer, problem) in [
        ("duyet2", ProblemType::LeaseLost),
        ("nhan", ProblemType::Forbidden),
    ] {
        let session = office.sign_in(officer);
        let refused = office.post::<SourcesAnswer>(Some(&session), &path, &request);
        assert_eq!(kind(refused), problem);
    }
}

#[test]
fn an_answer_that_was_changed_at_rest_or_belongs_elsewhere_counts_for_nothing() {
    let office = Office::open();
    let (file, _) = office.claimed_and_answered();
    office
        .tamper(
            "UPDATE source_answers SET sealed = (SELECT sealed FROM source_answers WHERE source = 'id_card')
             WHERE source = 'population'",
        )
        .unwrap();
    let refused = office.decides(&file, approval());
    assert_eq!(kind(refused), ProblemType::Unavailable);
}

#[test]
fn a_connection_that_is_not_safe_is_refused_at_the_start() {
    let authority = Authority::new();
    let right = "[population]\nurl = \"https://127.0.0.1:1/\"\ntrust = \"source-ca.pem\"\ncertificate = \"source.pem\"\nkey = \"source.key\"\n";
    let folder = tempfile::tempdir().unwrap();
    authority.equip(folder.path());
    let load = |text: &str| {
        fs::write(folder.path().join("sources.toml"), text).unwrap();
        server::sources::config::load(folder.path()).map(drop)
    };
    load(right).unwrap();
    for wrong in [
        right.replace("https", "http"),
        right.replace("source-ca.pem", "source.key"),
        right.replace("source.key", "source-ca.pem"),
        format!("{right}attempts = 9\n"),
        format!("{right}timeout_seconds = 0\n"),
        format!("{right}verify = false\n"),
    ] {
        assert!(load(&wrong).is_err(), "{wrong}");
    }
}

#[test]
fn of_a_card_that_is_not_proven_no_source_is_asked() {
    let office = Office::open();
    for fault in [Fault::UnknownIssuer, Fault::Clone] {
        let case = office.case_with(fault);
        let session = office.sign_in("duyet");
        let file = office.claim(&session, case).unwrap();
        assert!(file.sources.is_empty(), "{fault:?}");
        let claim = file.claim;
        let refused = office.decide(&session, case, claim.fence, approval());
        assert_eq!(kind(refused), ProblemType::NotGenuine);
    }
    assert_eq!(office.asked(), 0);
}

#[test]
fn a_person_on_record_stands_in_force() {
    let office = office(OWN, HOLDER);
    let (file, told) = office.claimed_and_answered();
    let registered = |reply: &SourceReply| {
        matches!(
            reply.reply,
            Reply::Answered {
                standing: SourceStanding::Registered,
                ..
            }
        )
    };
    assert!(told.sources.iter().all(registered));
    assert_eq!(
        office.decides(&file, approval()).unwrap(),
        CaseState::AccountIssued
    );
}
