//! `cargo xtask screenshots`: the main screens of the demo's line, in each language and theme, as a person at the keys sees them.

use std::fs;
use std::path::PathBuf;
use std::process::{ExitCode, Stdio};

use anyhow::{Context, Result, ensure};

use super::devices::Families;
use super::scene::{Card, OFFICERS, Officer, Programs, Scene};
use super::screen::{Screen, wait};
use super::{build, set_stage, stop};
use crate::install::{self, Scope};
use crate::interrupt::Interrupt;
use crate::processes::Processes;
use crate::workspace::Workspace;

/// Where the pictures go.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Folder for the pictures, one PNG for each screen, language and theme.
    #[arg(long)]
    out: PathBuf,
    /// One part of it.
    #[arg(long, value_enum)]
    only: Option<Part>,
    /// One language.
    #[arg(long, value_parser = LANGUAGES)]
    language: Option<String>,
    /// One theme.
    #[arg(long, value_parser = THEMES)]
    theme: Option<String>,
    #[command(flatten)]
    families: Families,
}

/// What is played.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Part {
    /// A registration from card to decision.
    Registration,
    /// A copied card.
    Copy,
    /// A customer at a bank.
    Customer,
    /// A child under the mother's card.
    Child,
    /// The tester's bench.
    Tester,
}

impl Part {
    const ALL: [Self; 5] = [
        Self::Registration,
        Self::Copy,
        Self::Customer,
        Self::Child,
        Self::Tester,
    ];

    /// The command of the terminal that opens the window.
    fn window(self) -> &'static str {
        match self {
            Self::Tester => "tester",
            Self::Registration | Self::Copy | Self::Customer | Self::Child => "ui",
        }
    }

    fn faults(self) -> &'static [&'static str] {
        match self {
            Self::Copy => &["clone"],
            Self::Registration | Self::Customer | Self::Child | Self::Tester => &[],
        }
    }

    fn acts(self, scene: &Scene<'_>) -> Result<Vec<Act>> {
        match self {
            Self::Registration => registration(scene),
            Self::Copy => copied_card(scene),
            Self::Customer => customer(scene),
            Self::Child => child(scene),
            Self::Tester => Ok(bench()),
        }
    }
}

const LANGUAGES: [&str; 2] = ["vi", "en"];
const THEMES: [&str; 3] = ["light", "dark", "contrast"];
/// The phone number of the fictitious citizen.
const PHONE: &str = "0912345678";

/// One thing that a hand at the keys does.
enum Act {
    /// Keys by their X names.
    Keys(&'static [&'static str]),
    Types(String),
    /// The card's code, by whatever scanner stands there.
    Scans,
    /// Until devices, backend and drawing are done with it.
    Waits(u64),
    Shows(&'static str),
}

/// Plays the line once for each language and theme, a copied card once more, and a customer at a bank.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<ExitCode> {
    install::run(&[Scope::Build, Scope::Run, Scope::Tests])?;
    fs::create_dir_all(&options.out)?;
    let mut processes = Processes::new(Interrupt::install()?);
    build(workspace, Programs::Development, &mut processes)?;
    processes.stop_all()?;
    let _turn = workspace.pcsc_lock()?;
    for (language, theme) in looks(options) {
        for part in Part::ALL {
            if options.only.is_none_or(|only| only == part) {
                play(workspace, (language, theme), part, options)?;
            }
        }
    }
    eprintln!("pictures are in {}", options.out.display());
    Ok(ExitCode::SUCCESS)
}

/// Every language in every theme, or what was asked for.
fn looks(options: &Options) -> Vec<(&'static str, &'static str)> {
    let wanted =
        |name: &str, only: &Option<String>| only.as_deref().is_none_or(|only| only == name);
    let all = THEMES
        .into_iter()
        .flat_map(|theme| LANGUAGES.map(|language| (language, theme)));
    all.filter(|(language, theme)| {
        wanted(language, &options.language) && wanted(theme, &options.theme)
    })
    .collect()
}

fn play(
    workspace: &Workspace,
    (language, theme): (&str, &str),
    part: Part,
    options: &Options,
) -> Result<()> {
    let mut processes = Processes::new(Interrupt::install()?);
    let scene = Scene::fresh(workspace, Programs::Development, None)?;
    // The usual theme's pictures are those of the guide.
    let suffix = match theme {
        "light" => language.to_owned(),
        _ => format!("{language}-{theme}"),
    };
    let faults: Vec<String> = part.faults().iter().map(ToString::to_string).collect();
    let card = Card {
        faults: &faults,
        ..Card::default()
    };
    let played = set_stage(&scene, (options.families, &card), &mut processes).and_then(|started| {
        let acts = part.acts(&scene)?;
        fs::write(scene.appearance_file(), format!("{theme} 100\n"))?;
        let screen = Screen::start(None, &mut processes)?;
        screen.open_window(&scene, (part.window(), language), &mut processes)?;
        wait(3, &mut processes)?;
        for act in acts {
            act.perform(&screen, (&scene, options, &suffix), &mut processes)?;
        }
        Ok((0, started))
    });
    stop(processes, &played)?;
    played?;
    Ok(fs::remove_dir_all(&scene.folder)?)
}

fn registration(scene: &Scene<'_>) -> Result<Vec<Act>> {
    use Act::{Keys, Shows, Types, Waits};
    let [receiving, approving, _] = &OFFICERS;
    let mut acts = vec![Shows("01-sign-in")];
    acts.extend(sign_in(scene, receiving)?);
    acts.extend([
        Shows("02-counter"),
        Act::Scans,
        Waits(5),
        Shows("03-card"),
        Keys(&["F3"]),
        Waits(5),
        Keys(&["Return"]),
        Waits(1),
        Shows("04-portrait"),
        Keys(&["F8", "2"]),
        Waits(1),
        Types(approving.id.to_owned()),
        Waits(1),
        Shows("05-exception"),
        Keys(&["Escape"]),
        Waits(1),
        Keys(&["F4"]),
        Waits(12),
        Keys(&["F4"]),
        Waits(12),
        Shows("05-fingers"),
        Types(PHONE.to_owned()),
        Keys(&["Return", "Return"]),
        Waits(1),
        Keys(&["1", "2", "3", "4"]),
        Waits(1),
        Shows("06-complete"),
        // The citizen's window lies over the officer's here; at a counter it stands on a screen of its own.
        Keys(&["F1"]),
        Waits(2),
        Shows("06-citizen"),
        Keys(&["F1"]),
        Waits(1),
        Keys(&["F9"]),
        Waits(6),
        Shows("07-submitted"),
        Keys(&["F12"]),
        Waits(2),
    ]);
    acts.extend(sign_in(scene, approving)?);
    acts.extend([
        Shows("08-queue"),
        Keys(&["Return"]),
        Waits(4),
        Shows("09-case"),
        Keys(&["d", "f", "v"]),
        Waits(1),
        Keys(&["a"]),
        Waits(3),
        Shows("10-decided"),
    ]);
    Ok(acts)
}

fn copied_card(scene: &Scene<'_>) -> Result<Vec<Act>> {
    let [receiving, ..] = &OFFICERS;
    let mut acts = sign_in(scene, receiving)?;
    acts.extend([Act::Scans, Act::Waits(5), Act::Shows("11-copy")]);
    Ok(acts)
}

/// A teller and the citizen who was registered before.
fn customer(scene: &Scene<'_>) -> Result<Vec<Act>> {
    use Act::{Keys, Shows, Types, Waits};
    let [.., teller] = &OFFICERS;
    let registered = scene.line().stdin(Stdio::null()).output()?;
    let told = String::from_utf8_lossy(&registered.stderr).into_owned();
    ensure!(registered.status.success(), "cccd line: {told}");
    let record: serde_json::Value = serde_json::from_slice(&registered.stdout)?;
    let case = record["case"].as_str().context("the case's number")?;
    let mut acts = sign_in(scene, teller)?;
    acts.extend([
        Shows("12-teller"),
        Act::Scans,
        Waits(6),
        Shows("13-customer"),
        Keys(&["F3"]),
        Waits(1),
        Types(case.to_owned()),
        Waits(1),
        Keys(&["Return"]),
        Waits(1),
        Keys(&["1", "2", "6"]),
        Waits(1),
        Shows("14-agreed"),
        Keys(&["Return"]),
        Waits(3),
        Shows("15-answer"),
    ]);
    Ok(acts)
}

/// The form for a child, half filled in.
fn child(scene: &Scene<'_>) -> Result<Vec<Act>> {
    use Act::{Keys, Shows, Types, Waits};
    let [receiving, ..] = &OFFICERS;
    let mut acts = sign_in(scene, receiving)?;
    acts.extend([Act::Scans, Waits(5), Keys(&["F10", "2"]), Waits(1)]);
    // Name, number, day of birth, nationality; the number is left out.
    for text in ["Nguyen Be Vi Du", "", "5/9/2019", "Viet Nam"] {
        acts.extend([Types(text.to_owned()), Keys(&["Tab"]), Waits(1)]);
    }
    acts.push(Shows("22-child"));
    Ok(acts)
}

/// The tester's six tables.
fn bench() -> Vec<Act> {
    use Act::{Keys, Shows, Types, Waits};
    vec![
        Waits(2),
        Keys(&["Return"]),
        Waits(25),
        Shows("16-bench-devices"),
        Keys(&["2"]),
        Waits(1),
        Types("000018".to_owned()),
        Keys(&["Return"]),
        Waits(4),
        Shows("17-bench-card"),
        Keys(&["3"]),
        Waits(1),
        Keys(&["Return"]),
        Waits(14),
        Shows("18-bench-conformance"),
        Keys(&["4"]),
        Waits(2),
        Shows("19-bench-trust"),
        Keys(&["5"]),
        Waits(2),
        Shows("20-bench-readers"),
        Keys(&["6"]),
        Waits(2),
        Keys(&["Down", "Right", "Right"]),
        Waits(1),
        Keys(&["Return"]),
        Waits(3),
        Shows("21-bench-simulators"),
    ]
}

fn sign_in(scene: &Scene<'_>, officer: &Officer) -> Result<Vec<Act>> {
    let password = fs::read_to_string(scene.password_file(officer))?;
    Ok(vec![
        Act::Types(officer.id.to_owned()),
        Act::Waits(1),
        Act::Keys(&["Tab"]),
        Act::Waits(1),
        Act::Types(password.trim().to_owned()),
        Act::Waits(1),
        Act::Keys(&["Return"]),
        Act::Waits(4),
    ])
}

impl Act {
    fn perform(
        &self,
        screen: &Screen,
        (scene, options, suffix): (&Scene<'_>, &Options, &str),
        processes: &mut Processes,
    ) -> Result<()> {
        let mut hands = screen.command("xdotool");
        match self {
            Self::Keys(keys) => {
                hands.args(["key", "--delay", "250"]).args(*keys);
                processes.run_ok("xdotool", hands)
            }
            Self::Types(text) => screen.types(text, processes),
            Self::Scans => screen.scan(scene, options.families.scanner, processes),
            Self::Waits(seconds) => wait(*seconds, processes),
            Self::Shows(name) => {
                let file = options.out.join(format!("{name}-{suffix}.png"));
                let mut import = screen.command("import");
                import.args(["-window", "root"]).arg(&file);
                processes.run_ok("import", import)
            }
        }
    }
}
