//! Simulated devices that a tester starts beside the window: one process each, ended with it.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::Duration;

use anyhow::{Context, bail};
use ui::tester::{Family, Running, SimulatedFault, Simulator};

use crate::conformance::twin::{self, Twins};
use crate::test_kit::{Process, TestKit};

/// A simulator says within this time where it is.
const READY_WITHIN: Duration = Duration::from_secs(5);

/// The simulators of one window.
pub struct Simulators {
    kit: TestKit,
    /// The made-up person's files, once something was started.
    twins: Option<Twins>,
    running: BTreeMap<Family, (Process, Running)>,
}

impl Simulators {
    /// None runs yet; their programs are in a folder, or where programs are.
    #[must_use]
    pub fn of(folder: Option<PathBuf>) -> Self {
        Self {
            kit: TestKit::of(folder),
            twins: None,
            running: BTreeMap::new(),
        }
    }

    /// Every simulator with its menu, and whether it runs.
    ///
    /// # Errors
    /// When the test kit is not installed.
    pub fn list(&mut self) -> anyhow::Result<Vec<Simulator>> {
        self.running
            .retain(|_, (process, _)| matches!(process.0.try_wait(), Ok(None)));
        let twin = self.kit.said("cccd-twin", &["list"])?;
        let kit = self.kit.said("cccd-testkit", &["menu"])?;
        let simulators = Family::ALL.into_iter().map(|family| Simulator {
            family,
            faults: match family {
                Family::Card => menu_of_cards(&twin),
                other => menu_of(&kit, other.word()),
            },
            running: self
                .running
                .get(&family)
                .map(|(_, running)| running.clone()),
        });
        Ok(simulators.collect())
    }

    /// Starts one with a fault; what played it before is ended.
    ///
    /// # Errors
    /// When the program is not there or does not get ready.
    pub fn start(&mut self, family: Family, fault: &str) -> anyhow::Result<()> {
        self.running.remove(&family);
        if self.twins.is_none() {
            self.twins = Some(Twins::prepare(&self.kit)?);
        }
        let twins = self.twins.as_ref().context("no made-up person")?;
        let mut command = command(family, fault, (&self.kit, twins))?;
        let piped = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut process = Process(piped.spawn().context("the simulator does not start")?);
        let place = match family {
            // It waits for the virtual reader by itself.
            Family::Card => format!("PC/SC · CAN {}", twin::CAN),
            Family::Sbi => {
                ready(&mut process)?;
                format!("SBI · root {}", twins.file("sbi-root.pem").display())
            }
            _ => ready(&mut process)?,
        };
        let fault = fault.to_owned();
        self.running
            .insert(family, (process, Running { fault, place }));
        Ok(())
    }

    /// Ends one.
    pub fn stop(&mut self, family: Family) {
        self.running.remove(&family);
    }
}

fn command(
    family: Family,
    fault: &str,
    (kit, twins): (&TestKit, &Twins),
) -> anyhow::Result<Command> {
    if family == Family::Card {
        return Ok(twins.command("cccd-2021", fault));
    }
    let mut command = Command::new(kit.find("cccd-testkit")?);
    command.args([family.word(), "--fault", fault]);
    match family {
        Family::Sbi => {
            command.arg("--root").arg(twins.file("sbi-root.pem"));
        }
        Family::Camera => {
            let picture = twins.file("live.jpg");
            if !picture.is_file() {
                twins.call(&["portrait", "--live", "--out", &picture.to_string_lossy()])?;
            }
            command.arg("--portrait").arg(picture);
        }
        Family::Scanner => {
            let text = twins.file("code.txt");
            write_code(kit, twins, &text)?;
            command.arg("--text").arg(text);
            command.arg("--link").arg(twins.file("scanner"));
        }
        Family::Ef01 | Family::Sfm | Family::Card => {
            command.arg("--link").arg(twins.file(family.word()));
        }
    }
    Ok(command)
}

fn write_code(kit: &TestKit, twins: &Twins, path: &Path) -> anyhow::Result<()> {
    let person = twins.file(twin::PERSON_FILE);
    let code = kit.said("cccd-twin", &["qr", "--person", &person.to_string_lossy()])?;
    fs::write(path, code).with_context(|| path.display().to_string())
}

/// The first line of a simulator: `ready` and where it is.
fn ready(process: &mut Process) -> anyhow::Result<String> {
    let output = process.0.stdout.take().context("no output")?;
    let (sender, line) = sync_channel(1);
    // Reads on until the process ends, so that it can always write.
    std::thread::Builder::new()
        .name("simulator".into())
        .spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                let _ = sender.try_send(line);
            }
        })?;
    first(&line)
}

fn first(line: &Receiver<String>) -> anyhow::Result<String> {
    let line = line
        .recv_timeout(READY_WITHIN)
        .context("not ready in time")?;
    match line.strip_prefix("ready") {
        Some(place) => Ok(place.trim().to_owned()),
        None => bail!("the simulator says {line}"),
    }
}

/// The lines after `faults and quirks`: a name, and what it does.
fn menu_of_cards(text: &str) -> Vec<SimulatedFault> {
    let lines = text.lines().skip_while(|line| *line != "faults and quirks");
    let faults = lines.skip(1).filter_map(|line| {
        let (name, what) = line.trim().split_once(' ')?;
        Some(SimulatedFault {
            name: startable(name),
            what: what.trim().to_owned(),
        })
    });
    faults.collect()
}

/// The lines of a family: its name, a fault's name, what it does, with tabs between.
fn menu_of(text: &str, family: &str) -> Vec<SimulatedFault> {
    let lines = text.lines().filter_map(|line| {
        let mut parts = line.splitn(3, '\t');
        (parts.next()? == family).then_some(())?;
        Some(SimulatedFault {
            name: startable(parts.next()?),
            what: parts.next()?.to_owned(),
        })
    });
    lines.collect()
}

/// A fault that takes a number gets one that shows it.
fn startable(name: &str) -> String {
    match name.split_once('=') {
        Some((fault, "MS")) => format!("{fault}=250"),
        Some((fault, "SW")) => format!("{fault}=6D00"),
        Some((fault, "N")) => format!("{fault}=20"),
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn menus_are_read_as_they_are_printed() {
        let cards =
            "profiles\n  x  y\nfaults and quirks\n  none     a healthy card\n  slow=MS  slower\n";
        let cards = menu_of_cards(cards);
        let names: Vec<&str> = cards.iter().map(|fault| fault.name.as_str()).collect();
        assert_eq!(names, ["none", "slow=250"]);
        assert_eq!(cards[0].what, "a healthy card");
        let kit = menu_of("ef01\tnone\tNothing\nsfm\tbusy\tBusy\n", "sfm");
        assert_eq!(kit[0].name, "busy");
        assert_eq!(kit.len(), 1);
    }
}
