//! The tester's actions. The bench does one job after another; while it works, nothing else is begun.

use reader::presented::{Presented, PresentedKind};

use super::{Outcome, Turn};
use crate::card_input::CardInput;
use crate::effect::Effect;
use crate::event::Event;
use crate::model::tester::{Tab, Tester};
use crate::msg::{Msg, TesterMsg};
use crate::problem::Problem;
use crate::tester::{Job, Report};

pub(super) fn message(tester: &mut Tester, msg: Msg, turn: &mut Turn<'_>) -> Outcome {
    match msg {
        Msg::SignOut if tester.is_signed_in() => {
            stop(tester, &mut turn.effects);
            return Outcome::Lock(None);
        }
        Msg::Cancel => {
            tester.problem = None;
            stop(tester, &mut turn.effects);
        }
        Msg::CardTextTyped(text) => tester.card_text = text,
        Msg::WedgeScanned(Ok(text)) => {
            tester.card_text = text;
            open(tester, Tab::Card, turn);
            next(tester, turn);
        }
        Msg::WedgeScanned(Err(error)) => tester.problem = Some(Problem::from(&error)),
        Msg::Move(by) => tester.line = moved(tester.line, by, tester.lines()),
        Msg::Select(line) => tester.line = line,
        Msg::Tester(TesterMsg::Open(tab)) => open(tester, tab, turn),
        Msg::Tester(TesterMsg::Fault(by)) => choose_fault(tester, by),
        Msg::Tester(TesterMsg::Forget) => {
            if let (Tab::Profiles, Some(row)) = (tester.tab, tester.profiles.get(tester.line)) {
                let job = Job::ForgetProfile(row.clone());
                begin(tester, job, turn);
            }
        }
        Msg::Tester(TesterMsg::Export) => export(tester, turn),
        Msg::Next | Msg::ReadCard => next(tester, turn),
        Msg::Refresh => {
            let job = look(tester.tab);
            begin(tester, job, turn);
        }
        _ => {}
    }
    Outcome::Stay
}

/// Takes the bench's reports and hands other events back.
pub(super) fn event(tester: &mut Tester, event: Event) -> Result<Outcome, Box<Event>> {
    let report = match event {
        Event::Tester(report) => report,
        Event::SignedOut if tester.is_signed_in() => {
            return Ok(Outcome::Lock(Some(Problem::SessionExpired)));
        }
        other => return Err(Box::new(other)),
    };
    match *report {
        Report::Devices(devices) => tester.devices = devices,
        Report::Card(card) => {
            tester.problem = card.problem;
            tester.card = Some(card);
        }
        Report::Case(case) => tester.cases.push(case),
        Report::Trust(trust) => tester.trust = Some(trust),
        Report::Profiles(profiles) => tester.profiles = profiles,
        Report::Simulators(simulators) => tester.simulators = simulators,
        Report::Written(path) => tester.written = Some(path),
        Report::CardFailed(problem) | Report::Failed(problem) => tester.problem = Some(problem),
        Report::Done => tester.busy = None,
    }
    tester.line = tester.line.min(tester.lines().saturating_sub(1));
    Ok(Outcome::Stay)
}

/// The first look at the bench.
pub(super) fn arrive(tester: &mut Tester, effects: &mut Vec<Effect>) {
    tester.busy = Some(Tab::Devices);
    effects.push(Effect::Tester(Box::new(Job::ListDevices)));
}

pub(super) fn stop(tester: &mut Tester, effects: &mut Vec<Effect>) {
    if tester.busy.is_some() {
        effects.push(Effect::StopTester);
    }
}

/// What fills a table without touching a device or a card.
fn look(tab: Tab) -> Job {
    match tab {
        Tab::Devices | Tab::Card | Tab::Conformance => Job::ListDevices,
        Tab::Trust => Job::LoadTrust,
        Tab::Profiles => Job::LoadProfiles,
        Tab::Simulators => Job::LoadSimulators,
    }
}

fn open(tester: &mut Tester, tab: Tab, turn: &mut Turn<'_>) {
    if tester.tab == tab {
        return;
    }
    (tester.tab, tester.line) = (tab, 0);
    (tester.problem, tester.written) = (None, None);
    if matches!(tab, Tab::Trust | Tab::Profiles | Tab::Simulators) {
        begin(tester, look(tab), turn);
    }
}

/// Enter: the one next action of a table.
fn next(tester: &mut Tester, turn: &mut Turn<'_>) {
    let job = match tester.tab {
        Tab::Devices => Job::TestDevices,
        Tab::Card => match presented(tester) {
            Ok(presented) => Job::ReadCard(Box::new(presented)),
            Err(problem) => {
                tester.problem = Some(problem);
                return;
            }
        },
        Tab::Conformance => Job::CheckConformance,
        Tab::Trust => Job::LoadTrust,
        Tab::Profiles => Job::LoadProfiles,
        Tab::Simulators => match tester.pointed_simulator() {
            Some((simulator, _)) if simulator.running.is_some() => {
                Job::StopSimulator(simulator.family)
            }
            Some((simulator, fault)) => Job::StartSimulator(simulator.family, fault.to_owned()),
            None => Job::LoadSimulators,
        },
    };
    if matches!(job, Job::CheckConformance) && tester.busy.is_none() {
        tester.cases.clear();
    }
    begin(tester, job, turn);
}

fn presented(tester: &Tester) -> Result<Presented, Problem> {
    let text = tester.card_text.trim();
    if text.is_empty() {
        return Err(Problem::NumberInvalid);
    }
    // A tester may know the CAN of a test card and no more.
    if text.len() == 6
        && let Ok(can) = Presented::new(PresentedKind::Can, text)
    {
        return Ok(can);
    }
    CardInput::parse(text)?
        .presented(text)
        .ok_or(Problem::NumberInvalid)
}

fn export(tester: &mut Tester, turn: &mut Turn<'_>) {
    match tester.tab {
        Tab::Card if tester.card.is_some() => begin(tester, Job::ExportTrace, turn),
        Tab::Devices | Tab::Conformance if tester.has_results() => {
            begin(tester, Job::ExportSheet, turn);
        }
        _ => {}
    }
}

fn begin(tester: &mut Tester, job: Job, turn: &mut Turn<'_>) {
    if tester.busy.is_some() {
        return;
    }
    tester.busy = Some(tester.tab);
    (tester.problem, tester.written) = (None, None);
    turn.effects.push(Effect::Tester(Box::new(job)));
}

fn choose_fault(tester: &mut Tester, by: i8) {
    let Some(simulator) = tester.simulators.get(tester.line) else {
        return;
    };
    let at = tester.faults.entry(simulator.family).or_default();
    *at = moved(*at, by, simulator.faults.len());
}

/// One step in a list; the ends hold.
fn moved(at: usize, by: i8, count: usize) -> usize {
    let wanted = at.saturating_add_signed(isize::from(by));
    wanted.min(count.saturating_sub(1))
}
