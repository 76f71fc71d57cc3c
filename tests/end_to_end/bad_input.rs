//! Ten things that go wrong at a counter: each is named for the officer, and none loses the draft.

use std::fs;
use std::time::Duration;

use dossier::draft::Draft;
use reader::verdict::Verdict;
use terminal::config::Config;
use terminal::hands::Hands;
use terminal::keys::TerminalSecrets;
use terminal::line::{self, Credentials};
use terminal::store::Store;
use ui::Model;
use ui::model::Screen;
use ui::model::approver::Desk;
use ui::model::counter::{Counter as Work, KeptInStore, Pane};
use ui::model::submission::Standing;
use ui::msg::Msg;
use ui::problem::Problem;
use zeroize::Zeroizing;

use crate::counter::{APPROVING, APPROVING_PASSWORD, CAN, Counter, RECEIVING, RECEIVING_PASSWORD};

const LIMIT: Duration = Duration::from_secs(40);
const PHONE: &str = "0912345678";

/// An officer at a counter who has typed a phone number already: the draft that must not be lost.
struct Officer {
    hands: Hands,
    config: Config,
}

impl Officer {
    fn at(counter: &Counter) -> Self {
        // Nobody waits ten seconds for a card that a test leaves out.
        let settings = counter.settings();
        let text = fs::read_to_string(&settings).expect("settings");
        fs::write(
            &settings,
            text.replace("wait_seconds = 10", "wait_seconds = 1"),
        )
        .expect("settings");
        let config = Config::load(&settings).expect("settings");
        let mut hands = Hands::on(&config).expect("terminal");
        line::sign_in(&mut hands, &receiving()).expect("sign-in");
        hands.does(Msg::PhoneTyped(PHONE.into()));
        Self { hands, config }
    }

    fn work(&self) -> &Work {
        self.hands.sees().counter().expect("a receiving officer")
    }

    /// Reads with this text in the card field and gives the problem that is shown.
    fn reads(&mut self, text: &str) -> Option<Problem> {
        self.hands
            .does(Msg::CardTextTyped(Zeroizing::new(text.into())));
        self.hands.does(Msg::ReadCard);
        self.settles(Pane::Card);
        self.work().card.problem
    }

    fn settles(&mut self, pane: Pane) {
        let idle = |model: &Model| !model.counter().expect("counter").is_busy(pane);
        self.hands.waits_for("an end", LIMIT, idle).expect("an end");
    }

    /// The problem has a sentence in both languages, and the draft is in the window and in the records.
    fn has_lost_nothing_to(&mut self, problem: Problem) {
        for language in [
            dossier::consent::Language::Vi,
            dossier::consent::Language::En,
        ] {
            assert!(ui::text::problem::advice(problem).sentence(language).len() > 20);
        }
        assert_eq!(self.work().draft.contact.phone, PHONE);
        let kept =
            |model: &Model| model.counter().expect("counter").kept_in_store == KeptInStore::Yes;
        self.hands
            .waits_for("the draft kept", LIMIT, kept)
            .expect("the draft kept");
        let stored = stored_draft(&self.config).expect("a stored draft");
        assert_eq!(stored.contact.phone, PHONE);
        assert_eq!(stored.id, self.work().draft.id);
    }
}

fn stored_draft(config: &Config) -> Option<Draft> {
    let secrets = TerminalSecrets::open(config).expect("secrets");
    let store = Store::open(&config.folder, &secrets.records).expect("records");
    store.open_draft(RECEIVING).expect("records")
}

fn receiving() -> Credentials {
    let password = Zeroizing::new(RECEIVING_PASSWORD.to_owned());
    Credentials {
        officer: RECEIVING.into(),
        password,
    }
}

fn approving() -> Credentials {
    let password = Zeroizing::new(APPROVING_PASSWORD.to_owned());
    Credentials {
        officer: APPROVING.into(),
        password,
    }
}

/// Twelve digits of the fictitious citizen.
const NUMBER: &str = "001199000018";

#[test]
fn a_wrong_can() {
    let counter = Counter::complete(&[]);
    let mut officer = Officer::at(&counter);
    assert_eq!(officer.reads("001199999999"), Some(Problem::WrongCan));
    officer.has_lost_nothing_to(Problem::WrongCan);
    assert_eq!(
        officer.reads(NUMBER),
        None,
        "the right number works at once"
    );
}

#[test]
fn no_card_on_the_reader() {
    let mut counter = Counter::complete(&[]);
    counter.remove_card();
    let mut officer = Officer::at(&counter);
    assert_eq!(officer.reads(NUMBER), Some(Problem::NoCard));
    officer.has_lost_nothing_to(Problem::NoCard);
    counter.put_card(&[]);
    assert_eq!(
        officer.reads(NUMBER),
        None,
        "the card works once it is there"
    );
}

#[test]
fn no_reader() {
    let counter = Counter::complete(&[]);
    counter.change_settings("[card]", "[card]\nreader = \"no reader has this name\"");
    let mut officer = Officer::at(&counter);
    assert_eq!(officer.reads(NUMBER), Some(Problem::NoReader));
    officer.has_lost_nothing_to(Problem::NoReader);
}

#[test]
fn pcscd_does_not_run() {
    let mut counter = Counter::complete(&[]);
    if counter.stop_pcscd().is_none() {
        return println!("a foreign pcscd runs and is not stopped: `cccd read` covers this case");
    }
    let mut officer = Officer::at(&counter);
    assert_eq!(
        officer.reads(NUMBER),
        Some(Problem::SmartCardServiceNotRunning)
    );
    officer.has_lost_nothing_to(Problem::SmartCardServiceNotRunning);
}

#[test]
fn a_card_removed_while_it_is_read() {
    for commands in [1, 3, 8, 20, 60] {
        let counter = Counter::complete(&[&format!("remove-after={commands}")]);
        let mut officer = Officer::at(&counter);
        assert_eq!(
            officer.reads(NUMBER),
            Some(Problem::CardRemoved),
            "after {commands} commands"
        );
        officer.has_lost_nothing_to(Problem::CardRemoved);
    }
}

#[test]
fn a_changed_portrait() {
    refused_at_the_counter("changed-dg2", Problem::ChangedData, Verdict::Refuted);
}

#[test]
fn a_clone_without_keys() {
    refused_at_the_counter("clone", Problem::ChipCloned, Verdict::Refuted);
}

fn refused_at_the_counter(fault: &str, problem: Problem, verdict: Verdict) {
    let counter = Counter::complete(&[fault]);
    let mut officer = Officer::at(&counter);
    assert_eq!(officer.reads(NUMBER), Some(problem));
    let shown = officer
        .work()
        .card
        .read
        .as_ref()
        .expect("the card is shown");
    assert_eq!(shown.verdict, verdict);
    officer.has_lost_nothing_to(problem);
    officer.hands.does(Msg::Submit);
    assert!(
        officer.work().submissions.is_empty(),
        "a refuted card is not submitted"
    );
}

#[test]
fn an_unknown_issuer_can_be_submitted_and_never_approved() {
    let counter = Counter::complete(&["unknown-issuer"]);
    let mut officer = Officer::at(&counter);
    assert_eq!(officer.reads(NUMBER), Some(Problem::IssuerUnknown));
    let shown = officer
        .work()
        .card
        .read
        .as_ref()
        .expect("the card is shown");
    assert_eq!(shown.verdict, Verdict::Undetermined);
    officer.has_lost_nothing_to(Problem::IssuerUnknown);
    line::capture(&mut officer.hands).expect("capture");
    submit(&mut officer);
    received(&mut officer);
    line::sign_out(&mut officer.hands).expect("sign-out");

    line::sign_in(&mut officer.hands, &approving()).expect("sign-in");
    line::claim_next(&mut officer.hands).expect("the case");
    officer.hands.does(Msg::Approve);
    let Screen::Approver(approver) = &officer.hands.sees().screen else {
        panic!("approver")
    };
    let Desk::Open(case) = &approver.desk else {
        panic!("case")
    };
    assert_eq!(case.file.server_verdict, Verdict::Undetermined);
    assert!(!case.can_approve() && !case.deciding);
}

#[test]
fn a_sensor_that_is_unplugged() {
    let mut counter = Counter::complete(&[]);
    counter.plug_sensor("unplug-mid-image");
    let mut officer = Officer::at(&counter);
    assert_eq!(officer.reads(NUMBER), None);
    officer.hands.does(Msg::CaptureFingerprint);
    officer.settles(Pane::Fingerprint);
    assert_eq!(
        officer.work().fingerprint.problem,
        Some(Problem::SensorUnplugged)
    );
    officer.has_lost_nothing_to(Problem::SensorUnplugged);
    assert!(
        officer.work().draft.reading.is_some(),
        "the card stays read"
    );
    counter.plug_sensor("none");
    officer.hands.does(Msg::CaptureFingerprint);
    officer.settles(Pane::Fingerprint);
    assert_eq!(officer.work().draft.fingerprints.len(), 1);
}

#[test]
fn a_backend_that_is_down_at_submission_gets_it_once_when_it_returns() {
    let mut counter = Counter::complete(&[]);
    let mut officer = Officer::at(&counter);
    assert_eq!(officer.reads(NUMBER), None);
    line::capture(&mut officer.hands).expect("capture");
    counter.stop_server();
    submit(&mut officer);
    let waiting = |model: &Model| {
        let rows = &model.counter().expect("counter").submissions;
        matches!(
            rows.first().map(|row| &row.standing),
            Some(Standing::Waiting(Some(Problem::BackendUnreachable)))
        )
    };
    officer
        .hands
        .waits_for("the outbox", LIMIT, waiting)
        .expect("the outbox");
    assert!(
        stored_draft(&officer.config).is_none(),
        "the draft became a submission"
    );
    // The terminal is switched off and on again: what was submitted survives it.
    drop(officer.hands);
    counter.start_server();
    officer.hands = Hands::on(&officer.config).expect("terminal");
    line::sign_in(&mut officer.hands, &receiving()).expect("sign-in");
    received(&mut officer);
    officer.hands.does(Msg::Refresh);
    line::sign_out(&mut officer.hands).expect("sign-out");

    line::sign_in(&mut officer.hands, &approving()).expect("sign-in");
    line::wait_for_work(&mut officer.hands).expect("the queue");
    let Screen::Approver(approver) = &officer.hands.sees().screen else {
        panic!("approver")
    };
    assert_eq!(approver.queue.len(), 1, "delivered once");
}

fn submit(officer: &mut Officer) {
    for point in dossier::consent::CONSENT_POINTS {
        officer.hands.does(Msg::Consent { point, given: true });
    }
    let open = officer.work().draft.missing();
    assert!(open.is_empty(), "{open:?}");
    officer.hands.does(Msg::Submit);
    let stored = |model: &Model| !model.counter().expect("counter").submissions.is_empty();
    officer
        .hands
        .waits_for("the outbox", LIMIT, stored)
        .expect("the outbox");
}

fn received(officer: &mut Officer) {
    let received = |model: &Model| {
        let rows = &model.counter().expect("counter").submissions;
        rows.iter()
            .any(|row| matches!(row.standing, Standing::Received(_) | Standing::Known(_)))
    };
    officer
        .hands
        .waits_for("the receipt", LIMIT, received)
        .expect("the receipt");
}

#[test]
fn a_can_alone_is_refused_with_an_explanation() {
    let counter = Counter::complete(&[]);
    let mut officer = Officer::at(&counter);
    assert_eq!(officer.reads(CAN), Some(Problem::NumberInvalid));
    officer.has_lost_nothing_to(Problem::NumberInvalid);
}
