//! The tester's work place: six tables by digit, one next action each, and nothing of a person.

use std::time::Duration as Pause;

use dossier::api::Role;
use dossier::card_trace::{CardTrace, Heading, TracedCard, TracedCommand};
use dossier::consent::Language;
use dossier::devices::DeviceKind;
use egui::Key;
use egui_kittest::kittest::Queryable;
use reader::channel::Exchange;
use reader::presented::PresentedKind;
use reader::reading::ReaderProfile;
use reader::verdict::Verdict;
use time::Duration;
use time::macros::date;
use ui::model::tester::{Tab, Tester};
use ui::model::{LOCK_AFTER, Screen};
use ui::msg::TesterMsg;
use ui::tester::{
    CardResult, CaseEnd, CaseRow, DeviceRow, Family, Job, ProfileRow, Report, Running,
    SimulatedFault, Simulator, StepEnd, StepRow, TrustOverview, TrustRow, TrustWhat,
};
use ui::text::{screen, tester as words};
use ui::{Effect, Event, Msg, Problem};

use crate::screens::{field, press, window};
use crate::size::in_both_languages;
use crate::support::{Desk, START, card_reading};

impl Desk {
    /// A bench where nobody signed in, after its first look.
    fn bench() -> Self {
        let mut desk = Self::closed();
        desk.model = desk.model.at_bench("QUAY-01".into());
        desk.say(Msg::Refresh);
        desk.report(Report::Devices(vec![device()]));
        desk.report(Report::Done);
        desk.effects.clear();
        desk
    }

    fn tester(&self) -> &Tester {
        match &self.model.screen {
            Screen::Tester(tester) => tester,
            _ => panic!("no bench on the screen"),
        }
    }

    fn report(&mut self, report: Report) {
        self.event(Event::Tester(Box::new(report)));
    }

    fn opens(&mut self, tab: Tab) {
        self.say(Msg::Tester(TesterMsg::Open(tab)));
        self.report(Report::Done);
        self.effects.clear();
    }

    fn job(&self) -> Option<&Job> {
        self.effects.iter().rev().find_map(|effect| match effect {
            Effect::Tester(job) => Some(&**job),
            _ => None,
        })
    }
}

fn device() -> DeviceRow {
    let step = |name, end| StepRow {
        name,
        end,
        ms: 12.0,
        facts: "card yes".into(),
    };
    DeviceRow {
        kind: DeviceKind::CardReader,
        place: "Virtual PCD 00 00".into(),
        identity: None,
        state: "card_present",
        problems: vec![Problem::DeviceListMissing],
        steps: vec![
            step("presence", StepEnd::Passed),
            step("exchange", StepEnd::Failed(Problem::CardProtocol)),
            step("extended_length", StepEnd::NotPerformed("chip_refuses")),
        ],
    }
}

fn trace() -> CardTrace {
    let command = |step, received, us| {
        let exchange = Exchange {
            header: [0x0C, 0xB0, 0x81, 0],
            command_len: 19,
            response_len: received,
            status: 0x9000,
        };
        TracedCommand::of(step, exchange, Pause::from_micros(us))
    };
    let mut card = TracedCard {
        pace_parameters: Some(13),
        ..TracedCard::default()
    };
    card.files = vec![("CardAccess".into(), 54), ("DG1".into(), 95)];
    let heading = Heading {
        program: "cccd 1",
        made_at: START,
        reader: "Virtual PCD 00 00",
        answer_to_reset: &[0x3B, 0x80, 0x80, 0x01],
        known: &ReaderProfile::default(),
    };
    let commands = vec![command("access", 71, 90_000), command("files", 115, 8_000)];
    CardTrace::new(&heading, "genuine", None, card, commands)
}

fn read_card(desk: &mut Desk) {
    let assessment = card_reading(&[]).assessment;
    desk.report(Report::Card(Box::new(CardResult {
        trace: trace(),
        verdict: Verdict::Genuine,
        checks: assessment.checks,
        problem: None,
    })));
    desk.report(Report::Done);
}

fn simulators() -> Vec<Simulator> {
    let fault = |name: &str| SimulatedFault {
        name: name.into(),
        what: "…".into(),
    };
    Family::ALL
        .map(|family| Simulator {
            family,
            faults: vec![fault("none"), fault("bad-sum")],
            running: None,
        })
        .into()
}

/// Every table with something in it.
fn with_everything() -> Desk {
    let mut desk = Desk::bench();
    read_card(&mut desk);
    desk.report(Report::Case(CaseRow {
        id: "ISO7816_C",
        card: "cccd-2021 · q20-eof-6282".into(),
        expected: Verdict::Genuine,
        end: CaseEnd::Failed(Verdict::Refuted),
        commands: 115,
    }));
    desk.report(Report::Trust(TrustOverview {
        rows: vec![TrustRow {
            file: "csca.cer".into(),
            what: TrustWhat::Anchor,
            subject: "C=VN, CN=CSCA Vietnam TEST".into(),
            since: Some(START - Duration::days(12)),
            until: Some(date!(2026 - 01 - 01)),
        }],
        clock_is_doubtful: true,
    }));
    desk.report(Report::Profiles(vec![ProfileRow {
        reader: "Virtual PCD".into(),
        answer_to_reset: vec![0x3B, 0x80],
        learnt: vec!["extended=no".into()],
    }]));
    desk.report(Report::Simulators(simulators()));
    desk.effects.clear();
    desk
}

#[test]
fn every_table_is_whole_in_both_languages() {
    for tab in Tab::ALL {
        let desk = || {
            let mut desk = with_everything();
            desk.opens(tab);
            desk
        };
        in_both_languages(desk, &format!("{tab:?}"), &[]);
    }
}

#[test]
fn tables_are_opened_by_their_digits_and_by_pages() {
    let mut harness = window(with_everything());
    press(&mut harness, Key::Num4);
    assert_eq!(harness.state().tester().tab, Tab::Trust);
    assert!(matches!(harness.state().job(), Some(Job::LoadTrust)));
    harness.state_mut().report(Report::Done);
    press(&mut harness, Key::PageDown);
    assert_eq!(harness.state().tester().tab, Tab::Profiles);
    press(&mut harness, Key::PageUp);
    press(&mut harness, Key::PageUp);
    assert_eq!(harness.state().tester().tab, Tab::Conformance);
    harness.get_by_label(words::tab(Tab::Simulators).vi).click();
    harness.run();
    assert_eq!(harness.state().tester().tab, Tab::Simulators);
}

#[test]
fn a_test_card_is_read_by_its_can_and_its_trace_is_written() {
    let mut harness = window(Desk::bench());
    press(&mut harness, Key::Num2);
    assert!(
        harness.state().job().is_none(),
        "a card is not read unasked"
    );
    let label = words::CARD_FIELD.vi;
    field(&harness, label).type_text("000018");
    harness.run();
    press(&mut harness, Key::Enter);
    let Some(Job::ReadCard(presented)) = harness.state().job() else {
        panic!("no reading");
    };
    assert!(presented.kind() == PresentedKind::Can);
    assert!(harness.query_by_label(words::WORKING.vi).is_some());
    // While the bench works Enter begins nothing.
    harness.state_mut().effects.clear();
    press(&mut harness, Key::Enter);
    assert!(harness.state().job().is_none());
    read_card(harness.state_mut());
    harness.run();
    press(&mut harness, Key::F7);
    assert!(matches!(harness.state().job(), Some(Job::ExportTrace)));
    let path = "/var/lib/cccd/bench/trace.json";
    harness.state_mut().report(Report::Written(path.into()));
    harness.run();
    harness.get_by_label_contains(path);
}

#[test]
fn what_is_no_key_of_a_card_reads_none() {
    let mut desk = Desk::bench();
    desk.opens(Tab::Card);
    for text in ["", "00001", "abcdef", "001199000019x"] {
        desk.type_card(text);
        desk.say(Msg::Next);
        assert!(desk.job().is_none(), "{text}");
        assert!(desk.tester().problem.is_some(), "{text}");
    }
}

#[test]
fn a_table_without_results_leaves_no_sheet() {
    let mut desk = Desk::bench();
    desk.opens(Tab::Conformance);
    desk.say(Msg::Tester(TesterMsg::Export));
    assert!(desk.job().is_none());
    desk.say(Msg::Next);
    assert!(matches!(desk.job(), Some(Job::CheckConformance)));
}

#[test]
fn a_simulator_runs_with_the_chosen_fault_and_the_same_key_ends_it() {
    let mut harness = window(with_everything());
    press(&mut harness, Key::Num6);
    harness.state_mut().report(Report::Done);
    press(&mut harness, Key::ArrowDown);
    press(&mut harness, Key::ArrowRight);
    press(&mut harness, Key::ArrowRight);
    press(&mut harness, Key::Enter);
    let Some(Job::StartSimulator(Family::Ef01, fault)) = harness.state().job() else {
        panic!("nothing starts");
    };
    assert_eq!(fault, "bad-sum", "the end of the menu holds");
    let mut all = simulators();
    all[1].running = Some(Running {
        fault: "bad-sum".into(),
        place: "/run/cccd/ef01".into(),
    });
    harness.state_mut().report(Report::Simulators(all));
    harness.state_mut().report(Report::Done);
    harness.run();
    press(&mut harness, Key::Enter);
    assert!(matches!(
        harness.state().job(),
        Some(Job::StopSimulator(Family::Ef01))
    ));
}

#[test]
fn what_was_learnt_of_a_reader_is_forgotten_only_when_asked_at_its_line() {
    let mut desk = with_everything();
    desk.say(Msg::Tester(TesterMsg::Forget));
    assert!(desk.job().is_none(), "another table is shown");
    desk.opens(Tab::Profiles);
    desk.say(Msg::Tester(TesterMsg::Forget));
    assert!(matches!(desk.job(), Some(Job::ForgetProfile(row)) if row.reader == "Virtual PCD"));
}

#[test]
fn where_nobody_signed_in_nothing_is_locked_and_a_stop_stops() {
    let mut desk = Desk::bench();
    desk.say(Msg::SignOut);
    let later = desk.model.now + LOCK_AFTER + Duration::minutes(1);
    desk.event(Event::Clock(later));
    assert!(matches!(desk.model.screen, Screen::Tester(_)));
    let mut harness = window(desk);
    harness.run();
    assert!(harness.query_by_label(screen::LOCK.vi).is_none());
    press(&mut harness, Key::Enter);
    press(&mut harness, Key::Escape);
    let stopped = harness.state().effects.iter();
    assert!(
        stopped
            .into_iter()
            .any(|effect| matches!(effect, Effect::StopTester))
    );
}

#[test]
fn a_device_administrator_has_the_bench_and_it_locks() {
    let mut desk = Desk::closed().signed_in(Role::DeviceAdmin);
    assert_eq!(desk.tester().busy, Some(Tab::Devices));
    desk.report(Report::Done);
    let later = desk.model.now + LOCK_AFTER + Duration::minutes(1);
    desk.event(Event::Clock(later));
    assert!(matches!(desk.model.screen, Screen::SignIn(_)));
}

#[test]
fn the_bench_shows_every_table_in_english_too() {
    let mut desk = with_everything();
    desk.say(Msg::Speak(Language::En));
    desk.opens(Tab::Card);
    let mut harness = window(desk);
    harness.run();
    harness.get_by_label_contains(words::FEWEST.en);
    harness.get_by_label_contains(words::NO_PERSON.en);
}
