//! A virtual screen, the window on it, and hands at the keys.

use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use super::PATIENCE;
use super::devices::Scanner;
use super::scene::{Scene, first_line};
use crate::processes::{Owner, Processes};

/// A virtual screen of a usual counter computer.
pub(crate) struct Screen(String);

impl Screen {
    /// Its pixels are kept in a file of this folder, where one is named.
    pub(crate) fn start(pixels: Option<&Path>, processes: &mut Processes) -> Result<Self> {
        let mut command = Command::new("Xvfb");
        command.args(["-displayfd", "1", "-screen", "0", "1366x768x24"]);
        command.args(["-nolisten", "tcp"]);
        if let Some(folder) = pixels {
            command.arg("-fbdir").arg(folder);
        }
        command.stdout(Stdio::piped()).stderr(Stdio::null());
        let child = processes.start("the virtual screen", command, Owner::Us)?;
        let output = child.stdout.take().context("the screen's number")?;
        let number = first_line(output);
        let number =
            processes.wait_for("the screen's number", PATIENCE, || number.try_recv().ok())?;
        Ok(Self(format!(":{number}")))
    }

    pub(crate) fn command(&self, program: &str) -> Command {
        self.on(Command::new(program))
    }

    fn on(&self, mut command: Command) -> Command {
        command
            .env("DISPLAY", &self.0)
            .env_remove("WAYLAND_DISPLAY");
        command
    }

    /// Starts the window.
    pub(crate) fn start_window(
        &self,
        scene: &Scene<'_>,
        (place, language): (&str, &str),
        processes: &mut Processes,
    ) -> Result<u32> {
        let mut window = self.on(scene.window(place));
        window.args(["--language", language]);
        window.env("CCCD_LOG", "warn,terminal::window=info");
        window.stderr(File::create(scene.log("window"))?);
        Ok(processes.start("the window", window, Owner::Us)?.id())
    }

    /// Without a window manager nobody gives the window the keyboard.
    pub(crate) fn focus_window(&self, processes: &mut Processes) -> Result<()> {
        let mut focus = self.command("xdotool");
        focus.args(["search", "--sync", "--onlyvisible", "--class", "cccd"]);
        focus.args(["windowfocus", "--sync"]);
        processes.run_ok("xdotool", focus)
    }

    pub(super) fn open_window(
        &self,
        scene: &Scene<'_>,
        opened: (&str, &str),
        processes: &mut Processes,
    ) -> Result<()> {
        self.start_window(scene, opened, processes)?;
        self.focus_window(processes)
    }

    /// As a person types; faster than this is a scanner.
    pub(crate) fn types(&self, text: &str, processes: &mut Processes) -> Result<()> {
        let mut hands = self.command("xdotool");
        hands.args(["type", "--delay", "70", text]);
        processes.run_ok("xdotool", hands)
    }

    /// A scanner that types needs no key before it.
    pub(crate) fn scan(
        &self,
        scene: &Scene<'_>,
        scanner: Scanner,
        processes: &mut Processes,
    ) -> Result<()> {
        let mut hands = self.command("xdotool");
        if scanner != Scanner::Wedge {
            hands.args(["key", "F2"]);
            return processes.run_ok("xdotool", hands);
        }
        let text = fs::read_to_string(scene.scanner_file())?;
        hands.args(["type", "--delay", "6", text.trim()]);
        processes.run_ok("xdotool", hands)?;
        let mut end = self.command("xdotool");
        end.args(["key", "Return"]);
        processes.run_ok("xdotool", end)
    }
}

pub(crate) fn wait(seconds: u64, processes: &mut Processes) -> Result<()> {
    let end = Instant::now() + Duration::from_secs(seconds);
    let patience = Duration::from_secs(seconds + 1);
    processes.wait_for("the time to pass", patience, || {
        (Instant::now() >= end).then_some(())
    })
}
