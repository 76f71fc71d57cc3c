//! `cargo xtask demo`: one registration on this machine, every part real.

pub(crate) mod devices;
pub(crate) mod scene;
pub(crate) mod screen;
pub(crate) mod screenshots;

use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use test_database::{Cluster, Commits};

use self::devices::Families;
use self::scene::{Card, OFFICERS, Programs, Scene};
use crate::install::{self, Scope};
use crate::interrupt::Interrupt;
use crate::pcscd::{self, Started};
use crate::processes::{Owner, Processes, to_stderr};
use crate::virtual_reader::{self, Slot};
use crate::workspace::Workspace;

pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// How the demo is played.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Without a window; prints the final record as JSON.
    #[arg(long)]
    headless: bool,
    /// What the backend keeps its cases in.
    #[arg(long, value_enum, default_value_t = Engine::Sqlite)]
    database: Engine,
    /// Keeps target/demo when it ends.
    #[arg(long)]
    keep: bool,
    #[command(flatten)]
    families: Families,
    /// What is wrong with the card: `clone`, `changed-dg2`, `unknown-issuer`; `cccd-twin list` has all.
    #[arg(long)]
    fault: Vec<String>,
}

/// The backend's database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Engine {
    /// A file in the backend's folder.
    Sqlite,
    /// A PostgreSQL server of the demo's own.
    Postgres,
}

/// Prepares, plays, and stops what it started. With `headless`, the exit code is the line's own.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<ExitCode> {
    ensure!(
        options.headless || has_display(),
        "no display: neither DISPLAY nor WAYLAND_DISPLAY is set; try --headless"
    );
    let interrupt = Interrupt::install()?;
    let mut scopes = vec![Scope::Build, Scope::Run];
    scopes.extend((options.database == Engine::Postgres).then_some(Scope::Database));
    install::run(&scopes)?;
    let mut processes = Processes::new(interrupt);
    build(workspace, Programs::Development, &mut processes)?;
    let _turn = workspace.pcsc_lock()?;
    // Declared before the scene is played, so that it outlives the backend.
    let cluster = match options.database {
        Engine::Sqlite => None,
        Engine::Postgres => Some(Cluster::start(Commits::Durable)?),
    };
    let database = cluster.as_ref().map(|one| one.create("cccd")).transpose()?;
    let scene = Scene::fresh(workspace, Programs::Development, database.as_deref())?;
    let played = play(&scene, options, &mut processes);
    let stopped = stop(processes, &played);
    let approved = matches!(&played, Ok((code, _)) if *code == 0) && stopped.is_ok();
    if options.keep || !approved {
        eprintln!("files and logs stay in {}", scene.folder.display());
    } else {
        fs::remove_dir_all(&scene.folder)?;
    }
    let (code, _) = played?;
    stopped?;
    drop(cluster);
    eprintln!("stopped what was started; nothing is left running");
    Ok(ExitCode::from(code))
}

fn has_display() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    set("DISPLAY") || set("WAYLAND_DISPLAY")
}

pub(crate) fn build(
    workspace: &Workspace,
    programs: Programs,
    processes: &mut Processes,
) -> Result<()> {
    let packages = ["terminal", "server", "card-twin", "device-twin"];
    let mut command = workspace.cargo(&["build", "--bins"]);
    if programs == Programs::Optimised {
        command.arg("--release");
    }
    command.args(packages.iter().flat_map(|name| ["--package", name]));
    processes.run_ok("cargo build", command)
}

/// Everything but the terminal. The answer is whose pcscd it is.
pub(crate) fn set_stage(
    scene: &Scene<'_>,
    (families, card): (Families, &Card<'_>),
    processes: &mut Processes,
) -> Result<Started> {
    for (name, command) in scene.preparation() {
        quietly(processes, name, command)?;
    }
    scene.copy_trust()?;
    let url = scene.start_server(processes)?;
    let camera = scene.start_camera(processes)?;
    families.start_early(scene, processes)?;
    for (name, command) in scene.enrolment(&url, &camera, families) {
        quietly(processes, name, command)?;
    }
    scene.write_scanner_text(families.scanner)?;
    scene.write_core_record()?;
    start_devices(scene, (families, card), processes)
}

/// The whole line. The answer is the terminal's exit code and whose pcscd it was.
fn play(scene: &Scene<'_>, options: &Options, processes: &mut Processes) -> Result<(u8, Started)> {
    let card = Card {
        faults: &options.fault,
        ..Card::default()
    };
    let service = set_stage(scene, (options.families, &card), processes)?;
    for officer in &OFFICERS {
        let password = fs::read_to_string(scene.password_file(officer))?;
        let (id, role) = (officer.id, officer.role);
        eprintln!(
            "demo only: officer {id} ({role}), password {}",
            password.trim()
        );
    }
    let mut terminal = if options.headless {
        scene.line()
    } else {
        scene.window("ui")
    };
    terminal.stderr(to_stderr()?);
    let status = processes.run("the terminal", terminal)?;
    let code = status
        .code()
        .context("the terminal was ended by a signal")?;
    Ok((u8::try_from(code).unwrap_or(1), service))
}

fn start_devices(
    scene: &Scene<'_>,
    (families, card): (Families, &Card<'_>),
    processes: &mut Processes,
) -> Result<Started> {
    let service = pcscd::ensure_running(processes, &scene.log("pcscd"))?;
    insert_card(processes, scene.card(card), &scene.log("card"))?;
    families.start(scene, processes)?;
    Ok(service)
}

/// Starts a virtual card in an empty reader and waits until it is connected.
pub(crate) fn insert_card(processes: &mut Processes, card: Command, log: &Path) -> Result<()> {
    if virtual_reader::slot()? == Slot::Occupied {
        bail!("another virtual card is in the reader already");
    }
    start_logged(processes, "the virtual card", card, log)?;
    processes.wait_for("the virtual card in the reader", PATIENCE, || {
        matches!(virtual_reader::slot(), Ok(Slot::Occupied)).then_some(())
    })
}

fn start_logged(
    processes: &mut Processes,
    name: &'static str,
    mut command: Command,
    log: &Path,
) -> Result<()> {
    let output = File::create(log).with_context(|| format!("{}", log.display()))?;
    command.stdout(output.try_clone()?).stderr(output);
    processes.start(name, command, Owner::Us)?;
    eprintln!("started {name}");
    Ok(())
}

fn quietly(processes: &mut Processes, name: &'static str, mut command: Command) -> Result<()> {
    command.stdout(to_stderr()?);
    processes.run_ok(name, command)
}

pub(crate) fn stop<T>(mut processes: Processes, played: &Result<(T, Started)>) -> Result<()> {
    processes.stop_all()?;
    if matches!(played, Ok((_, Started::ByUs))) {
        pcscd::ensure_gone()?;
    }
    Ok(())
}
