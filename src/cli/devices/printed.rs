//! The inventory and the acceptance sheet, for people and as JSON.

use dossier::consent::Language;
use dossier::devices::{Origin, Purpose, Refusal};
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use ui::problem::Problem;
use ui::text::{devices as words, problem::advice};

use crate::device_registry::{DeviceRegistry, ListStanding};
use crate::inventory::{Found, Listed};
use crate::memory::Standing;
use crate::self_test::{End, Step, Tested};

const LANGUAGE: Language = Language::Vi;

pub(super) struct Inventory {
    pub(super) memory: Standing,
    pub(super) terminal: String,
    pub(super) at: OffsetDateTime,
    pub(super) list: Option<ListStanding>,
    pub(super) devices: Vec<Answered>,
}

/// A device and what the list says of it; nothing for one that does not say who it is.
pub(super) struct Answered {
    device: Listed,
    answer: Option<Result<(), Refusal>>,
}

pub(super) fn answered(device: Listed, registry: &DeviceRegistry, now: OffsetDateTime) -> Answered {
    let identity = device.identity.as_ref();
    let answer = identity.map(|identity| registry.admit(identity, Purpose::Enrol, now));
    Answered { device, answer }
}

pub(super) struct Sheet {
    pub(super) inventory: Inventory,
    pub(super) tested: Vec<Tested>,
}

/// How many steps ended how.
pub(super) struct Outcome {
    pub(super) passed: usize,
    pub(super) failed: usize,
    pub(super) not_performed: usize,
}

impl Inventory {
    /// Whether every device of the settings is there and may be used.
    pub(super) fn is_in_order(&self) -> bool {
        let ours = |one: &&Answered| one.device.origin == Found::InSettings;
        self.devices
            .iter()
            .filter(ours)
            .all(|one| one.device.state.problem().is_none() && !matches!(one.answer, Some(Err(_))))
    }

    pub(super) fn print(&self, as_json: bool) -> anyhow::Result<String> {
        match as_json {
            true => Ok(serde_json::to_string_pretty(&self.json())?),
            false => Ok(self.text()),
        }
    }

    fn json(&self) -> Value {
        let list = self.list.as_ref().map(|list| {
            json!({
                "version": list.version,
                "signed_at": moment(list.signed_at),
                "confirmed_at": moment(list.confirmed_at),
                "age_days": (self.at - list.confirmed_at).whole_days(),
                "valid_until": moment(list.valid_until),
                "refused": list.refused.map(of_refusal),
            })
        });
        let devices: Vec<Value> = self.devices.iter().map(Answered::json).collect();
        json!({
            "terminal": self.terminal,
            "at": moment(self.at),
            "program": env!("CARGO_PKG_VERSION"),
            "memory": self.memory.word(),
            "list": list,
            "devices": devices,
        })
    }

    fn text(&self) -> String {
        let memory = words::memory(self.memory.word()).by(LANGUAGE);
        let mut text = format!("{}\n{memory}\n", self.list_line());
        for one in &self.devices {
            text.push_str(&one.text());
        }
        text.trim_end().to_owned()
    }

    fn list_line(&self) -> String {
        match &self.list {
            None => advice(Problem::DeviceListMissing).sentence(LANGUAGE),
            Some(list) => format!(
                "{} {} · {} {}{}",
                words::LIST.by(LANGUAGE),
                list.version,
                words::CONFIRMED.by(LANGUAGE),
                moment(list.confirmed_at),
                list.refused.map_or_else(String::new, |refusal| {
                    format!("\n  {}", told(refusal.into()))
                })
            ),
        }
    }
}

impl Answered {
    fn json(&self) -> Value {
        let device = &self.device;
        let identity = device.identity.as_ref();
        let answer = match &self.answer {
            None => Value::Null,
            Some(Ok(())) => json!({ "answer": "allowed" }),
            Some(Err(refusal)) => json!({ "answer": "refused", "reason": of_refusal(*refusal) }),
        };
        json!({
            "kind": device.kind.word(),
            "place": device.place,
            "configured": device.origin == Found::InSettings,
            "model": identity.map(|identity| identity.model.as_str()),
            "serial": identity.and_then(|identity| identity.serial.as_deref()),
            "firmware": identity.and_then(|identity| identity.firmware.as_deref()),
            "certificate": identity.and_then(|identity| identity.certificate),
            "simulated": identity.map(|identity| identity.origin == Origin::Simulated),
            "state": device.state.word(),
            "problem": device.state.problem().map(Problem::code),
            "registry": answer,
        })
    }

    fn text(&self) -> String {
        let device = &self.device;
        let known = device.identity.as_ref();
        let stated = known.map(|identity| words::stated(identity, LANGUAGE));
        let mut text = format!(
            "{} · {} · {} · {}\n",
            words::kind(device.kind).by(LANGUAGE),
            words::state(device.state.word()).by(LANGUAGE),
            stated.unwrap_or_default(),
            device.place
        );
        if device.origin == Found::PluggedIn {
            text.push_str(&format!("  {}\n", words::NOT_IN_SETTINGS.by(LANGUAGE)));
        }
        if let Some(problem) = device.state.problem() {
            text.push_str(&format!("  {}\n", told(problem)));
        }
        match self.answer {
            None => {}
            Some(Ok(())) => text.push_str(&format!("  {}\n", words::ALLOWED.by(LANGUAGE))),
            Some(Err(refusal)) => text.push_str(&format!("  {}\n", told(refusal.into()))),
        }
        text
    }
}

impl Sheet {
    pub(super) fn outcome(&self) -> Outcome {
        let mut outcome = Outcome {
            passed: 0,
            failed: 0,
            not_performed: 0,
        };
        for step in self.tested.iter().flat_map(|tested| &tested.steps) {
            match step.end {
                End::Passed => outcome.passed += 1,
                End::Failed(_) => outcome.failed += 1,
                End::NotPerformed(_) => outcome.not_performed += 1,
            }
        }
        outcome
    }

    pub(super) fn print(&self, as_json: bool) -> anyhow::Result<String> {
        match as_json {
            true => Ok(serde_json::to_string_pretty(&self.json())?),
            false => Ok(self.text()),
        }
    }

    fn json(&self) -> Value {
        let mut sheet = self.inventory.json();
        let outcome = self.outcome();
        sheet["outcome"] = json!({
            "passed": outcome.passed,
            "failed": outcome.failed,
            "not_performed": outcome.not_performed,
        });
        sheet["self_test"] = self
            .tested
            .iter()
            .map(|tested| {
                json!({
                    "kind": tested.kind.word(),
                    "place": tested.place,
                    "steps": tested.steps.iter().map(step_json).collect::<Vec<_>>(),
                })
            })
            .collect();
        sheet
    }

    /// One page: what was there, what was tried, who saw it.
    fn text(&self) -> String {
        let inventory = &self.inventory;
        let mut text = format!(
            "{}\n{}: {} · cccd {} · {}\n\n{}\n",
            words::SHEET.by(LANGUAGE),
            words::TERMINAL.by(LANGUAGE),
            inventory.terminal,
            env!("CARGO_PKG_VERSION"),
            moment(inventory.at),
            inventory.text()
        );
        for tested in &self.tested {
            let kind = words::kind(tested.kind).by(LANGUAGE);
            text.push_str(&format!("\n{kind} · {}\n", tested.place));
            for step in &tested.steps {
                text.push_str(&step_text(step));
            }
        }
        let outcome = self.outcome();
        text.push_str(&format!(
            "\n{} {} · {} {} · {} {}\n\n{}",
            words::PASSED.by(LANGUAGE),
            outcome.passed,
            words::FAILED.by(LANGUAGE),
            outcome.failed,
            words::NOT_PERFORMED.by(LANGUAGE),
            outcome.not_performed,
            words::SIGNATURES.by(LANGUAGE)
        ));
        text
    }
}

fn step_json(step: &Step) -> Value {
    let (end, reason) = match step.end {
        End::Passed => ("passed", None),
        End::Failed(problem) => ("failed", Some(problem.code())),
        End::NotPerformed(why) => ("not_performed", Some(why.word())),
    };
    let facts = step.facts.iter();
    let facts: serde_json::Map<String, Value> = facts
        .map(|(name, value)| ((*name).to_owned(), Value::from(value.as_str())))
        .collect();
    json!({
        "step": step.name.word(),
        "end": end,
        "reason": reason,
        "ms": (step.elapsed_ms * 10.0).round() / 10.0,
        "facts": facts,
    })
}

fn step_text(step: &Step) -> String {
    let name = words::step(step.name.word()).by(LANGUAGE);
    let end = match step.end {
        End::Passed => words::PASSED,
        End::Failed(_) => words::FAILED,
        End::NotPerformed(_) => words::NOT_PERFORMED,
    };
    let mut text = format!("  {:<16} {name}", end.by(LANGUAGE));
    match step.end {
        End::Passed => {
            text.push_str(&format!(" · {:.0} ms", step.elapsed_ms));
            for (fact, value) in &step.facts {
                text.push_str(&format!(" · {fact} {value}"));
            }
        }
        End::Failed(problem) => {
            let sentence = told(problem);
            text.push_str(&format!(" · {:.0} ms\n    {sentence}", step.elapsed_ms));
        }
        End::NotPerformed(why) => {
            let reason = words::why_not(why.word()).by(LANGUAGE);
            text.push_str(&format!(" · {reason}"));
        }
    }
    text.push('\n');
    text
}

fn told(problem: Problem) -> String {
    format!("{} {}", problem.code(), advice(problem).sentence(LANGUAGE))
}

fn of_refusal(refusal: Refusal) -> Value {
    let problem = Problem::from(refusal);
    json!({ "code": problem.code(), "text": advice(problem).sentence(LANGUAGE) })
}

fn moment(at: OffsetDateTime) -> String {
    at.format(&Rfc3339).unwrap_or_default()
}
