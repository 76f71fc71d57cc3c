//! The whole work of an approver, without drawing.

use dossier::api::{
    Approvals, CaseFile, CaseRecord, ClaimToken, Fingerprint, Image, Officer, ProblemType,
    QueueEntry, Role, Ruling, RulingEnd, SourcesAnswer,
};
use dossier::consent::Language;
use dossier::contact::{Contact, PhoneNumber};
use dossier::decision::{Answer, CaseState, Decision, Examined, RefusalReason};
use dossier::draft::MediaType;
use dossier::facts::CitizenFacts;
use dossier::fingers::{FingerWork, Watched};
use dossier::identity::FingerAdvice;
use dossier::portrait::{PortraitAssessment, PortraitWork};
use dossier::source::{
    Concerning, Origin, Reply, Said, Source, SourceField, SourceReply, SourceStanding, WhyNotSaid,
};
use dossier::subject::{Subject, SubjectKind};
use dossier::submission::SubmissionId;
use egui_kittest::kittest::NodeT;
use reader::verdict::Verdict;
use rules::deadline::Standing;
use time::{Duration, macros::date};
use ui::event::CaseView;
use ui::model::Screen;
use ui::model::approver::{Approver, Desk as OnDesk, Question};
use ui::{Effect, Event, Msg, Problem, update};
use uuid::Uuid;

use crate::screens::window;
use crate::support::{Desk, START, card_reading, fingerprint, portrait};

pub(crate) const CASE: Uuid = Uuid::from_u128(0xC0FFEE);

pub(crate) fn entry(case: Uuid, verdict: Verdict) -> QueueEntry {
    QueueEntry {
        case,
        state: CaseState::Queued,
        received_at: START,
        due_on: date!(2026 - 11 - 26),
        standing: Standing::InTime,
        office: "Công an phường Mẫu".into(),
        server_verdict: verdict,
        findings: 0,
        claimed_by: None,
        own: false,
    }
}

fn submitter() -> Officer {
    Officer {
        id: "mau".into(),
        name: "Trần Văn Mẫu".into(),
        role: Role::Receiving,
        office: "Công an phường Mẫu".into(),
    }
}

pub(crate) fn case_view(server_verdict: Verdict) -> CaseView {
    let reading = card_reading(&[]);
    let (live, live_picture) = portrait();
    let (finger, _) = fingerprint();
    let image = || Image {
        media_type: MediaType::Jpeg,
        bytes: live.bytes.clone(),
    };
    CaseView {
        file: CaseFile {
            claim: ClaimToken {
                case: CASE,
                fence: 4,
                lease_until: START + Duration::minutes(15),
            },
            received_at: START,
            due_on: date!(2026 - 11 - 26),
            submitter: submitter(),
            terminal_verdict: Verdict::Genuine,
            server_verdict,
            facts: CitizenFacts::from(reading.assessment.document().unwrap()),
            findings: findings(server_verdict),
            chip_proofs: Vec::new(),
            chip_portrait: Some(image()),
            live_portrait: image(),
            portrait_assessment: live.assessment.clone(),
            portrait_work: watched_work(&live.assessment),
            fingerprints: vec![Fingerprint {
                finger: finger.finger,
                dpi: 500,
                assessment: finger.assessment.clone(),
                png: finger.png.clone(),
            }],
            finger_work: FingerWork::default(),
            finger_advice: FingerAdvice::NotPerformed,
            contact: Contact {
                phone: PhoneNumber::parse("0912345678").unwrap(),
                email: None,
            },
            subject: Subject::Citizen,
            sources: Vec::new(),
            ruling: Ruling {
                end: RulingEnd::NotNow,
                codes: vec!["SOURCE_NOT_ANSWERED".into(), "DUPLICATE".into()],
            },
            approvals: Approvals {
                given: Vec::new(),
                needed: 1,
            },
            note: None,
        },
        chip_portrait: reading.face,
        live_portrait: Some(live_picture),
        fingerprints: vec![
            capture::image::decode(&finger.png, capture::image::Limits::PORTRAIT).unwrap(),
        ],
    }
}

fn watched_work(assessment: &PortraitAssessment) -> PortraitWork {
    let mut work = PortraitWork::default();
    work.note(assessment, START);
    work.watched = Some(Watched {
        by: "mau".into(),
        at: START,
    });
    work
}

fn findings(verdict: Verdict) -> Vec<dossier::api::Finding> {
    if verdict == Verdict::Genuine {
        return Vec::new();
    }
    vec![dossier::api::Finding {
        kind: dossier::api::FindingKind::CheckUndetermined,
        check: Some("passive.path".into()),
        clause: Some("9303-12 §6".into()),
        reason: Some("issuer_unknown".into()),
        mismatch: None,
    }]
}

fn record(state: CaseState) -> Box<CaseRecord> {
    Box::new(CaseRecord {
        case: CASE,
        submission: SubmissionId::parse(&"0a".repeat(32)).unwrap(),
        state,
        terminal: "quay-01".into(),
        submitter: submitter(),
        decider: None,
        reason: None,
        note: None,
        terminal_verdict: Verdict::Genuine,
        server_verdict: Verdict::Genuine,
        findings: Vec::new(),
        subject: SubjectKind::Citizen,
        ruling: Ruling {
            end: RulingEnd::MayApprove,
            codes: vec!["BOTH_BIOMETRICS".into()],
        },
        approvals: Approvals {
            given: vec!["duyet".into()],
            needed: 1,
        },
        received_at: START,
        due_on: date!(2026 - 11 - 26),
        claimed_at: Some(START),
        decided_at: Some(START),
    })
}

pub(crate) fn with_case(verdict: Verdict) -> Desk {
    let mut desk = Desk::approver();
    desk.event(Event::Queue(vec![
        entry(CASE, verdict),
        entry(Uuid::from_u128(2), Verdict::Genuine),
    ]));
    desk.say(Msg::Next);
    assert!(matches!(desk.effects.as_slice(), [Effect::Claim(case)] if *case == CASE));
    desk.event(Event::CaseOpened(Box::new(case_view(verdict))));
    desk.effects.clear();
    desk
}

fn at(desk: &Desk) -> &Approver {
    match &desk.model.screen {
        Screen::Approver(approver) => approver,
        _ => panic!("no approver on the screen"),
    }
}

fn answer_all(desk: &mut Desk) {
    for question in Question::ALL {
        desk.say(Msg::Answered(question));
    }
}

#[test]
fn a_genuine_case_is_approved_with_the_fence_of_its_claim() {
    let mut desk = with_case(Verdict::Genuine);
    desk.say(Msg::Approve);
    assert!(desk.effects.is_empty(), "nothing is answered yet");
    assert_eq!(at(&desk).problem, Some(Problem::NotExamined));
    answer_all(&mut desk);
    desk.say(Msg::Answered(Question::Fingerprint));
    desk.say(Msg::Answered(Question::Fingerprint));
    desk.say(Msg::Approve);
    desk.say(Msg::Approve);
    let [
        Effect::Decide {
            case,
            fence,
            decision:
                Decision::Approve {
                    examined: Examined::ALL_MATCH,
                },
        },
    ] = desk.effects.as_slice()
    else {
        panic!("one decision")
    };
    assert_eq!((*case, *fence), (CASE, 4));
    desk.event(Event::DecisionRecorded(record(CaseState::Approved)));
    assert!(
        matches!(&at(&desk).desk, OnDesk::Decided(record) if record.state == CaseState::Approved)
    );
    assert!(matches!(desk.effects.last(), Some(Effect::RefreshQueue)));
}

#[test]
fn a_card_that_the_backend_does_not_find_genuine_can_only_be_refused() {
    for verdict in [Verdict::Refuted, Verdict::Undetermined, Verdict::Unread] {
        let mut desk = with_case(verdict);
        desk.say(Msg::Approve);
        assert!(desk.effects.is_empty(), "{verdict:?}");
        assert_eq!(at(&desk).problem, Some(Problem::ApprovalForbidden));
        desk.say(Msg::ReasonChosen(RefusalReason::ChipPaFail));
        desk.say(Msg::Refuse);
        let [
            Effect::Decide {
                decision: Decision::Refuse { reason, note },
                ..
            },
        ] = desk.effects.as_slice()
        else {
            panic!("refused")
        };
        assert_eq!(
            (*reason, note.as_deref()),
            (RefusalReason::ChipPaFail, None)
        );
    }
}

#[test]
fn both_portraits_must_be_there_to_approve() {
    let mut desk = Desk::approver();
    let mut view = case_view(Verdict::Genuine);
    view.chip_portrait = None;
    desk.event(Event::CaseOpened(Box::new(view)));
    desk.effects.clear();
    desk.say(Msg::Approve);
    assert!(desk.effects.is_empty());
}

#[test]
fn refusing_needs_a_reason_and_other_needs_a_note() {
    let mut desk = with_case(Verdict::Genuine);
    desk.say(Msg::Refuse);
    assert_eq!(at(&desk).problem, Some(Problem::ReasonMissing));
    desk.say(Msg::ReasonChosen(RefusalReason::Other));
    desk.say(Msg::Refuse);
    assert_eq!(at(&desk).problem, Some(Problem::NoteMissing));
    assert!(desk.effects.is_empty());
    desk.say(Msg::NoteTyped("  ảnh chụp qua kính  ".into()));
    desk.say(Msg::Next);
    let [
        Effect::Decide {
            decision: Decision::Refuse { note, .. },
            ..
        },
    ] = desk.effects.as_slice()
    else {
        panic!("refused")
    };
    assert_eq!(note.as_deref(), Some("ảnh chụp qua kính"));
}

#[test]
fn enter_never_approves() {
    let mut desk = with_case(Verdict::Genuine);
    desk.say(Msg::Next);
    assert!(desk.effects.is_empty());
}

#[test]
fn an_own_case_is_not_even_claimed() {
    let mut desk = Desk::approver();
    let mut own = entry(CASE, Verdict::Genuine);
    own.own = true;
    desk.event(Event::Queue(vec![own]));
    desk.say(Msg::Next);
    assert!(desk.effects.is_empty());
    assert_eq!(at(&desk).problem, Some(Problem::SelfDecision));
}

fn replies(said: Said) -> Vec<SourceReply> {
    let reply = |source, field| SourceReply {
        question: Uuid::nil(),
        source,
        concerning: Concerning::Holder,
        origin: Origin::Connected,
        asked_at: START,
        ended_at: START,
        reply: Reply::Answered {
            standing: SourceStanding::Registered,
            fields: [
                (field, said),
                (
                    SourceField::Portrait,
                    Said::NotAnswered(WhyNotSaid::NoReference),
                ),
            ]
            .into(),
        },
    };
    vec![
        reply(Source::Population, SourceField::Name),
        reply(Source::IdCard, SourceField::DocumentNumber),
    ]
}

pub(crate) fn told(desk: &mut Desk, said: Said) {
    desk.event(Event::SourcesAnswered(Box::new(SourcesAnswer {
        case: CASE,
        sources: replies(said),
        ruling: Ruling {
            end: RulingEnd::NotNow,
            codes: vec!["PORTRAIT_NOT_COMPARED".into()],
        },
    })));
}

#[test]
fn what_a_source_answered_is_not_the_officers_to_say() {
    let mut desk = with_case(Verdict::Genuine);
    desk.say(Msg::Refresh);
    assert!(matches!(
        desk.effects.as_slice(),
        [Effect::AskSources {
            case: CASE,
            fence: 4
        }]
    ));
    desk.effects.clear();
    told(&mut desk, Said::Correct);
    desk.say(Msg::Answered(Question::Data));
    let OnDesk::Open(case) = &at(&desk).desk else {
        panic!("open")
    };
    assert_eq!(case.answer(Question::Data), Answer::Matches);
    assert_eq!(case.settled(Question::Portrait), Answer::NotAnswered);
    assert_eq!(case.examined, Examined::NOTHING, "nothing is stated");
    desk.say(Msg::Answered(Question::Portrait));
    desk.say(Msg::Approve);
    let [
        Effect::Decide {
            decision: Decision::Approve { examined },
            ..
        },
    ] = desk.effects.as_slice()
    else {
        panic!("one decision")
    };
    assert_eq!(examined.data, Answer::NotAnswered);
    assert_eq!(examined.portrait, Answer::Matches);
    let mut desk = with_case(Verdict::Genuine);
    desk.say(Msg::Answered(Question::Data));
    told(&mut desk, Said::Incorrect);
    let OnDesk::Open(case) = &at(&desk).desk else {
        panic!("open")
    };
    assert_eq!(
        case.answer(Question::Data),
        Answer::Differs,
        "whatever was ticked"
    );
}

#[test]
fn a_failed_decision_leaves_the_case_open_and_a_lost_lease_closes_it() {
    let mut desk = with_case(Verdict::Genuine);
    answer_all(&mut desk);
    desk.say(Msg::Approve);
    desk.event(Event::DecisionFailed(Problem::BackendUnreachable));
    assert!(matches!(&at(&desk).desk, OnDesk::Open(case) if !case.deciding));
    desk.say(Msg::Approve);
    desk.event(Event::DecisionFailed(Problem::from(ProblemType::LeaseLost)));
    assert!(matches!(at(&desk).desk, OnDesk::Empty));
    assert_eq!(at(&desk).problem, Some(Problem::LeaseLost));
}

#[test]
fn the_line_pointed_at_stays_inside_the_queue() {
    let mut desk = Desk::approver();
    desk.say(Msg::Move(1));
    assert_eq!(at(&desk).selected, 0);
    desk.event(Event::Queue(
        (1..=3)
            .map(|case| entry(Uuid::from_u128(case), Verdict::Genuine))
            .collect(),
    ));
    for _ in 0..5 {
        desk.say(Msg::Move(1));
    }
    assert_eq!(at(&desk).selected, 2);
    desk.event(Event::Queue(vec![entry(CASE, Verdict::Genuine)]));
    assert_eq!(at(&desk).selected, 0);
    desk.say(Msg::Move(-1));
    assert_eq!(at(&desk).selected, 0);
}

#[test]
fn an_ended_session_locks_the_desk() {
    let mut desk = with_case(Verdict::Genuine);
    desk.event(Event::DecisionFailed(Problem::SessionExpired));
    assert!(matches!(desk.model.screen, Screen::SignIn(_)));
}

#[test]
fn an_empty_queue_is_asked_for_again_and_a_full_one_is_not() {
    let mut desk = Desk::approver();
    let asks = |desk: &mut Desk, seconds: i64| {
        let ticks = (0..seconds).map(|_| {
            let now = desk.model.now + Duration::seconds(1);
            update(&mut desk.model, Msg::Event(Event::Clock(now)))
        });
        let asked = |effect: &Effect| matches!(effect, Effect::RefreshQueue);
        ticks.flatten().filter(asked).count()
    };
    assert_eq!(asks(&mut desk, 30), 3);
    let waiting = vec![entry(CASE, Verdict::Genuine)];
    update(&mut desk.model, Msg::Event(Event::Queue(waiting)));
    assert_eq!(asks(&mut desk, 30), 0);
}

#[test]
fn the_queue_says_in_words_how_much_time_is_left() {
    let standings = [
        Standing::InTime,
        Standing::Half,
        Standing::Urgent,
        Standing::Overdue,
    ];
    for (language, words) in [
        (
            Language::Vi,
            [
                "Hạn trả 26/11/2026",
                "Hạn trả 26/11/2026 · đã quá nửa thời hạn",
                "Hạn trả 26/11/2026 · sắp hết hạn",
                "Quá hạn 26/11/2026",
            ],
        ),
        (
            Language::En,
            [
                "Due 26/11/2026",
                "Due 26/11/2026 · more than half of the time has passed",
                "Due 26/11/2026 · hardly any time left",
                "Overdue 26/11/2026",
            ],
        ),
    ] {
        let mut desk = Desk::approver();
        desk.model.language = language;
        let queue = standings.map(|standing| QueueEntry {
            standing,
            ..entry(CASE, Verdict::Genuine)
        });
        update(&mut desk.model, Msg::Event(Event::Queue(queue.into())));
        let mut harness = window(desk);
        harness.run();
        let rows = harness
            .root()
            .children_recursive()
            .filter(|node| node.accesskit_node().role() == egui::accesskit::Role::ListItem);
        let told: Vec<_> = rows
            .filter_map(|row| row.accesskit_node().label())
            .collect();
        assert_eq!(told.len(), words.len());
        for (row, said) in told.iter().zip(words) {
            assert!(row.ends_with(&format!(": {said}")), "{row}");
        }
    }
}
