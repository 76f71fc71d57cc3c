//! The delivered window on a virtual screen, with hands at its keys and a card that answers like one on a slow link.

mod hands;
mod pixels;
mod told;

use std::fs;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use self::hands::Hands;
use self::pixels::{Area, Pixels, changed, colours, difference};
use self::told::{Standing, Told};
use super::{Measure, percentile, table};
use crate::demo::devices::{Families, Scanner};
use crate::demo::scene::{Card, OFFICERS, Programs, Scene};
use crate::demo::screen::{Screen, wait};
use crate::demo::{PATIENCE, build, set_stage, stop};
use crate::install::{self, Scope};
use crate::interrupt::Interrupt;
use crate::processes::Processes;
use crate::workspace::Workspace;

/// The slowest link of a card: a reading lasts long enough to press many keys in it.
const KILOBITS: u32 = 106;
/// How often the card is read with keys pressed meanwhile, and how many keys in each reading.
const READINGS: usize = 6;
const KEYS: usize = 14;
/// Between two of them: keys that follow each other faster are a scanner's.
const BETWEEN_KEYS: Duration = Duration::from_millis(130);
/// How long an idle window is watched.
const IDLE: Duration = Duration::from_secs(20);
/// Within this time a second press is the first one still.
const DOUBLE_PRESS: Duration = Duration::from_millis(520);
/// After so long a key is a person's again.
const AFTER_A_CODE: Duration = Duration::from_millis(400);
/// A drawn screen has more colours than a bare one.
const DRAWN: usize = 8;
const MEGABYTE: f64 = 1024.0 * 1024.0;
/// The phone number of the fictitious citizen.
const PHONE: &str = "0912345678";

pub(super) fn measure(workspace: &Workspace) -> Result<Vec<Measure>> {
    install::run(&[Scope::Build, Scope::Run, Scope::Tests])?;
    let mut processes = Processes::new(Interrupt::install()?);
    build(workspace, Programs::Optimised, &mut processes)?;
    processes.stop_all()?;
    let _turn = workspace.pcsc_lock()?;
    let binary = fs::metadata(workspace.target.join("release/cccd"))?.len();
    let mut measures = vec![Measure::of("binary", binary as f64 / MEGABYTE, "MB").at_most(30.0)];
    let slow = Card {
        kilobits: Some(KILOBITS),
        ..Card::default()
    };
    measures.extend(on_stage(workspace, &Card::default(), registration)?);
    measures.extend(on_stage(workspace, &slow, while_a_card_is_read)?);
    Ok(measures)
}

/// The demo's stage with the window that is delivered, and what is done on it.
struct Stage<'a> {
    scene: &'a Scene<'a>,
    screen: Screen,
    pixels: Pixels,
    window: u32,
    first_frame: Duration,
    told: Told,
    families: Families,
}

fn on_stage(
    workspace: &Workspace,
    card: &Card<'_>,
    play: impl FnOnce(&mut Stage<'_>, &mut Processes) -> Result<Vec<Measure>>,
) -> Result<Vec<Measure>> {
    let mut processes = Processes::new(Interrupt::install()?);
    let scene = Scene::fresh(workspace, Programs::Optimised, None)?;
    let families = Families {
        scanner: Scanner::Wedge,
        ..Families::default()
    };
    let played = set_stage(&scene, (families, card), &mut processes).and_then(|started| {
        let screen = Screen::start(Some(&scene.folder), &mut processes)?;
        let pixels = Pixels::of(&scene.folder)?;
        let begun = Instant::now();
        let window = screen.start_window(&scene, ("ui", "vi"), &mut processes)?;
        let first_frame = until(begun, "the first frame", || {
            Ok(colours(&pixels.rows(pixels.whole(), 16)?) >= DRAWN)
        })?;
        screen.focus_window(&mut processes)?;
        wait(2, &mut processes)?;
        let mut stage = Stage {
            told: Told::by(scene.log("window")),
            scene: &scene,
            screen,
            pixels,
            window,
            first_frame,
            families,
        };
        let measures = play(&mut stage, &mut processes)?;
        Ok((measures, started))
    });
    stop(processes, &played)?;
    let (measures, _) = played?;
    // Told at once: a later stage may end otherwise.
    print!("{}", table(&measures));
    fs::remove_dir_all(&scene.folder)?;
    Ok(measures)
}

/// First frame, an idle window, sign-in, and keys while a card is read.
fn while_a_card_is_read(stage: &mut Stage<'_>, processes: &mut Processes) -> Result<Vec<Measure>> {
    let milliseconds = |time: Duration| time.as_secs_f64() * 1000.0;
    let mut measures = vec![
        Measure::of("first_frame", milliseconds(stage.first_frame), "ms").at_most(500.0),
        Measure::of("idle_processor", stage.idle(processes)?, "%").at_most(0.5),
    ];
    let signed_in = stage.sign_in(processes)?;
    measures.push(Measure::of("sign_in_to_ready", milliseconds(signed_in), "ms").at_most(1000.0));
    wait(2, processes)?;
    let quiet = stage.keys(None, processes)?;
    stage.waits_for("card", processes)?;
    let mut busy = Vec::new();
    for _ in 0..READINGS {
        busy.extend(stage.keys(Some(stage.families.scanner), processes)?);
    }
    for (name, times) in [("quiet", &quiet), ("reading", &busy)] {
        measures.push(Measure::of(
            format!("key_to_paint_{name}_p50"),
            percentile(times, 50),
            "ms",
        ));
    }
    measures.push(Measure::of(
        "key_to_paint_quiet_p99",
        percentile(&quiet, 99),
        "ms",
    ));
    let worst = percentile(&busy, 99);
    let keys = Measure::of("key_to_paint_reading_p99", worst, "ms").at_most(50.0);
    measures.push(keys.limit(Some(percentile(&quiet, 99))));
    measures.push(Measure::of("keys_while_reading", busy.len() as f64, "keys"));
    Ok(measures)
}

/// One registration from scan to receipt, each key pressed once the window waits for it.
fn registration(stage: &mut Stage<'_>, processes: &mut Processes) -> Result<Vec<Measure>> {
    stage.sign_in(processes)?;
    let mut hands = Hands::at(&stage.screen)?;
    stage.waits_for("card", processes)?;
    wait(2, processes)?;
    let mut keys = Vec::new();
    let mut typing = Duration::ZERO;
    let begun = Instant::now();
    stage
        .screen
        .scan(stage.scene, stage.families.scanner, processes)?;
    stage.waits_for("portrait", processes)?;
    for (key, then) in [
        // The portrait, the person in front of the camera, the two fingers.
        ("Return", "portrait"),
        ("Return", "fingerprint"),
        ("Return", "fingerprint"),
        ("Return", "contact"),
    ] {
        // A second press of a key within half a second is the same press.
        sleep(DOUBLE_PRESS);
        hands.press(key)?;
        keys.push(key);
        stage.waits_for(then, processes)?;
    }
    let typed = Instant::now();
    stage.screen.types(PHONE, processes)?;
    typing += typed.elapsed();
    // Out of the phone's field, past the e-mail's.
    for field in ["Return", "Return"] {
        hands.press(field)?;
        wait_for_paint();
    }
    for point in ["1", "2", "3"] {
        hands.press(point)?;
        wait_for_paint();
    }
    hands.press("4")?;
    stage.waits_for("submission", processes)?;
    hands.press("Return")?;
    keys.push("Return");
    stage
        .told
        .next("the receipt", processes, |standing| standing.receipts > 0)?;
    let machine = begun.elapsed().saturating_sub(typing);
    let memory = status(stage.window, "VmHWM:")? / 1024.0;
    Ok(vec![
        Measure::of("registration_keys", keys.len() as f64, "keys").at_most(6.0),
        Measure::of("registration_consent_keys", 4.0, "keys"),
        Measure::of("registration_machine_time", machine.as_secs_f64(), "s").at_most(12.0),
        Measure::of("memory_peak", memory, "MB").at_most(150.0),
    ])
}

/// Two frames: the window handles a key in the first that it draws after it.
fn wait_for_paint() {
    sleep(Duration::from_millis(100));
}

impl Stage<'_> {
    /// The window's share of one core while nobody does anything.
    fn idle(&self, processes: &mut Processes) -> Result<f64> {
        let before = ticks(self.window)?;
        wait(IDLE.as_secs(), processes)?;
        // The kernel counts in hundredths of a second.
        Ok((ticks(self.window)? - before) / IDLE.as_secs_f64())
    }

    /// From the last key until another screen is drawn.
    fn sign_in(&self, processes: &mut Processes) -> Result<Duration> {
        let [officer, ..] = &OFFICERS;
        let password = fs::read_to_string(self.scene.password_file(officer))?;
        let mut hands = Hands::at(&self.screen)?;
        self.screen.types(officer.id, processes)?;
        hands.press("Tab")?;
        wait_for_paint();
        self.screen.types(password.trim(), processes)?;
        wait(1, processes)?;
        let before = self.pixels.rows(self.pixels.whole(), 16)?;
        let pressed = hands.press("Return")?;
        until(pressed, "the work place", || {
            let now = self.pixels.rows(self.pixels.whole(), 16)?;
            Ok(difference(&before, &now) > 0.2)
        })
    }

    /// Until nobody is at work and this is the next thing to do.
    fn waits_for(&mut self, what: &str, processes: &mut Processes) -> Result<Standing> {
        self.told.next(what, processes, |standing| {
            standing.waits_for == what && !standing.busy
        })
    }

    /// How long each press of a key takes until its point of the consent is painted; while a card is read when it is
    /// scanned before.
    fn keys(&mut self, scanned: Option<Scanner>, processes: &mut Processes) -> Result<Vec<f64>> {
        let mut hands = Hands::at(&self.screen)?;
        let box_of_the_tick = self.tick(&mut hands)?;
        if let Some(scanner) = scanned {
            self.screen.scan(self.scene, scanner, processes)?;
            self.told
                .next("the card at work", processes, |standing| standing.busy)?;
            // Keys at a scanner's pace belong to its code.
            sleep(AFTER_A_CODE);
        }
        let mut times = Vec::new();
        for _ in 0..KEYS {
            let before = self.pixels.rows(box_of_the_tick, 1)?;
            let pressed = hands.press("1")?;
            let painted = until(pressed, "the tick", || {
                Ok(self.pixels.rows(box_of_the_tick, 1)? != before)
            })?;
            times.push(painted.as_secs_f64() * 1000.0);
            sleep(BETWEEN_KEYS);
        }
        if scanned.is_some() {
            // Nothing was told since: the card was being read all the time.
            let ended = self.told.line();
            ensure!(
                ended.is_none(),
                "the reading ended before the keys: {ended:?}"
            );
            self.told
                .next("the end of the reading", processes, |told| !told.busy)?;
            wait(1, processes)?;
        }
        Ok(times)
    }

    /// Where the first point's tick is drawn: what changes by its key and not by itself.
    fn tick(&self, hands: &mut Hands) -> Result<Area> {
        let whole = self.pixels.whole();
        let first = self.pixels.rows(whole, 1)?;
        let mut restless = vec![false; first.len()];
        for _ in 0..10 {
            sleep(Duration::from_millis(100));
            let now = self.pixels.rows(whole, 1)?;
            for ((restless, old), new) in restless.iter_mut().zip(&first).zip(&now) {
                *restless |= old != new;
            }
        }
        let before = self.pixels.rows(whole, 1)?;
        hands.press("1")?;
        sleep(Duration::from_millis(500));
        let after = self.pixels.rows(whole, 1)?;
        changed(self.pixels.width, (&before, &after), &restless).context("the key paints nothing")
    }
}

/// Looks again and again, without a pause that would be measured too.
fn until(begun: Instant, what: &str, mut seen: impl FnMut() -> Result<bool>) -> Result<Duration> {
    while !seen()? {
        ensure!(begun.elapsed() < PATIENCE, "{what} does not come");
        sleep(Duration::from_millis(1));
    }
    Ok(begun.elapsed())
}

/// Processor time of a process in hundredths of a second.
fn ticks(process: u32) -> Result<f64> {
    let stat = fs::read_to_string(Path::new("/proc").join(process.to_string()).join("stat"))?;
    let (_, rest) = stat.rsplit_once(") ").context("the process's times")?;
    let words: Vec<&str> = rest.split_whitespace().collect();
    let [user, system] = [11, 12].map(|index| words.get(index).and_then(|word| word.parse().ok()));
    let times: Option<f64> = user
        .zip(system)
        .map(|(user, system): (f64, f64)| user + system);
    times.context("the process's times")
}

/// A line of a process's status, in kilobytes.
fn status(process: u32, name: &str) -> Result<f64> {
    let status = fs::read_to_string(Path::new("/proc").join(process.to_string()).join("status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let number = line.and_then(|line| line.split_whitespace().next());
    Ok(number.context("the process's memory")?.parse()?)
}
