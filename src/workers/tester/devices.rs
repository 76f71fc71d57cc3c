//! Devices and their self-test as rows.

use std::sync::atomic::AtomicBool;

use dossier::consent::Language;
use dossier::devices::Purpose;
use serde_json::{Value, json};
use ui::problem::Problem;
use ui::tester::{DeviceRow, StepEnd, StepRow};
use ui::text::devices as words;

use crate::clock;
use crate::config::Config;
use crate::device_registry::DeviceRegistry;
use crate::inventory::{self, Listed};
use crate::self_test::{self, End, Extent, Hand, Step};

/// Frames that a camera gives in the self-test.
const FRAMES: u16 = 10;

pub(super) fn list(
    config: &Config,
    registry: &DeviceRegistry,
    cancel: &AtomicBool,
) -> Vec<DeviceRow> {
    let devices = inventory::list(config, cancel).into_iter();
    devices.map(|device| row(device, registry)).collect()
}

/// The list again, each device with the steps of its test.
pub(super) fn test(
    config: &Config,
    registry: &DeviceRegistry,
    cancel: &AtomicBool,
) -> Vec<DeviceRow> {
    let mut rows = list(config, registry, cancel);
    let extent = Extent {
        frames: FRAMES,
        finger: Hand::Helps,
        code: Hand::Helps,
    };
    for tested in self_test::run(config, extent, cancel) {
        let steps = tested.steps.into_iter().map(step).collect();
        let alike = rows.iter_mut();
        let mut alike = alike.filter(|row| row.kind == tested.kind && row.steps.is_empty());
        let found = alike.next();
        match found {
            Some(row) => row.steps = steps,
            None => rows.push(DeviceRow {
                kind: tested.kind,
                place: tested.place,
                identity: None,
                state: "missing",
                problems: Vec::new(),
                steps,
            }),
        }
    }
    rows
}

fn row(device: Listed, registry: &DeviceRegistry) -> DeviceRow {
    let identity = device.identity.as_ref();
    let refusal = identity.and_then(|identity| {
        let answer = registry.admit(identity, Purpose::Enrol, clock::now());
        answer.err().map(Problem::from)
    });
    DeviceRow {
        kind: device.kind,
        state: device.state.word(),
        problems: device.state.problem().into_iter().chain(refusal).collect(),
        place: device.place,
        identity: device.identity,
        steps: Vec::new(),
    }
}

fn step(step: Step) -> StepRow {
    let facts = step
        .facts
        .iter()
        .map(|(name, value)| format!("{name} {value}"));
    StepRow {
        name: step.name.word(),
        end: match step.end {
            End::Passed => StepEnd::Passed,
            End::Failed(problem) => StepEnd::Failed(problem),
            End::NotPerformed(why) => StepEnd::NotPerformed(why.word()),
        },
        ms: step.elapsed_ms,
        facts: facts.collect::<Vec<_>>().join(" · "),
    }
}

/// A device for the sheet.
pub(super) fn json(device: &DeviceRow) -> Value {
    let steps = device.steps.iter().map(|step| {
        let (end, reason) = match step.end {
            StepEnd::Passed => ("passed", None),
            StepEnd::Failed(problem) => ("failed", Some(problem.code())),
            StepEnd::NotPerformed(why) => ("not_performed", Some(why)),
        };
        json!({ "step": step.name, "end": end, "reason": reason, "ms": step.ms, "facts": step.facts })
    });
    json!({
        "kind": device.kind.word(),
        "place": device.place,
        "stated": device.identity.as_ref().map(|identity| words::stated(identity, Language::Vi)),
        "state": device.state,
        "problems": device.problems.iter().map(|problem| problem.code()).collect::<Vec<_>>(),
        "steps": steps.collect::<Vec<_>>(),
    })
}
