//! The printer worker: a form becomes a private file, CUPS or a viewer gets it, the file goes again.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use anyhow::Context;
use dossier::api::FormName;
use tempfile::{Builder, NamedTempFile};
use ui::event::Event;
use ui::problem::Problem;
use zeroize::Zeroizing;

use super::Outlet;
use crate::config::PrintingConfig;

/// A queue that has not taken a file by then takes none.
const PATIENCE: Duration = Duration::from_secs(20);
/// How often what was started is looked after.
const TICK: Duration = Duration::from_millis(200);
/// How the files are named, whose forms they are is not.
const PREFIX: &str = "cccd-form-";

pub(super) struct PrintJob {
    pub(super) form: FormName,
    pub(super) pdf: Zeroizing<Vec<u8>>,
}

pub(super) struct PrinterWorker {
    pub(super) config: Option<PrintingConfig>,
    /// Where the files lie while they are printed or shown.
    pub(super) folder: PathBuf,
    pub(super) outlet: Outlet,
}

/// A viewer that still shows its file.
struct Shown {
    viewer: Child,
    _file: NamedTempFile,
}

impl PrinterWorker {
    pub(super) fn run(self, inbox: &Receiver<PrintJob>) {
        if let Err(error) = sweep(&self.folder) {
            tracing::error!(
                error = format_args!("{error:#}"),
                "forms of an earlier run lie about"
            );
        }
        let mut shown: Vec<Shown> = Vec::new();
        loop {
            let waited = if shown.is_empty() {
                inbox.recv().map_err(|_| RecvTimeoutError::Disconnected)
            } else {
                inbox.recv_timeout(TICK)
            };
            match waited {
                Ok(job) => {
                    let event = match self.print(&job) {
                        Ok(still) => {
                            shown.extend(still);
                            Event::FormPrinted
                        }
                        Err(problem) => Event::PrintFailed(problem),
                    };
                    self.outlet.send(event);
                }
                Err(RecvTimeoutError::Timeout) => {}
                // The viewers keep what they have open; the files go.
                Err(RecvTimeoutError::Disconnected) => return,
            }
            shown.retain_mut(|one| matches!(one.viewer.try_wait(), Ok(None)));
        }
    }

    fn print(&self, job: &PrintJob) -> Result<Option<Shown>, Problem> {
        let config = self.config.as_ref().ok_or(Problem::PrinterMissing)?;
        let file = self.file(&job.pdf).map_err(failed)?;
        match (&config.printer, &config.viewer) {
            (Some(printer), _) => {
                // The title stands in lists of jobs: it names a kind of form, nobody.
                let mut lp = Command::new(&config.command);
                lp.args(["-d", printer, "-t", job.form.word(), "--"])
                    .arg(file.path());
                finished(lp).map_err(failed)?;
                Ok(None)
            }
            (None, Some(viewer)) => {
                let viewer = start(Command::new(viewer).arg(file.path())).map_err(failed)?;
                Ok(Some(Shown {
                    viewer,
                    _file: file,
                }))
            }
            (None, None) => Err(Problem::PrinterMissing),
        }
    }

    /// Readable by its owner only, gone when it is dropped.
    fn file(&self, pdf: &[u8]) -> anyhow::Result<NamedTempFile> {
        let mut file = Builder::new()
            .prefix(PREFIX)
            .suffix(".pdf")
            .tempfile_in(&self.folder)
            .context("no file for the form")?;
        file.write_all(pdf).context("the form is not written")?;
        file.flush().context("the form is not written")?;
        Ok(file)
    }
}

fn failed(error: anyhow::Error) -> Problem {
    tracing::error!(error = format_args!("{error:#}"), "form not printed");
    Problem::PrinterFailed
}

fn start(command: &mut Command) -> anyhow::Result<Child> {
    let name = command.get_program().to_owned();
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .with_context(|| format!("{} does not start", name.display()))
}

/// Waits until the queue has the file.
fn finished(mut command: Command) -> anyhow::Result<()> {
    let mut child = start(&mut command)?;
    let until = Instant::now() + PATIENCE;
    loop {
        match child.try_wait().context("the queue is lost")? {
            Some(ended) if ended.success() => return Ok(()),
            Some(ended) => anyhow::bail!("the queue refuses: {ended}"),
            None if Instant::now() >= until => {
                child.kill().context("the queue is lost")?;
                child.wait().context("the queue is lost")?;
                anyhow::bail!("the queue does not answer");
            }
            None => std::thread::sleep(TICK),
        }
    }
}

/// Files that a killed run left.
fn sweep(folder: &Path) -> anyhow::Result<()> {
    for entry in folder.read_dir().context("the folder cannot be read")? {
        let entry = entry.context("the folder cannot be read")?;
        if entry.file_name().to_string_lossy().starts_with(PREFIX) {
            std::fs::remove_file(entry.path()).context("a form cannot be removed")?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;
    use std::sync::Arc;
    use std::sync::mpsc::sync_channel;

    use super::*;

    /// A worker, one job, and what it reported.
    fn printed(folder: &Path, config: Option<PrintingConfig>) -> Option<Problem> {
        let (outlet, reports) = Outlet::new(Arc::new(|| {}));
        let (sender, inbox) = sync_channel(1);
        let worker = PrinterWorker {
            config,
            folder: folder.to_owned(),
            outlet,
        };
        let pdf = Zeroizing::new(b"%PDF-fictitious".to_vec());
        let form = FormName::Appointment;
        sender.send(PrintJob { form, pdf }).unwrap();
        drop(sender);
        worker.run(&inbox);
        match reports.next() {
            Some(Event::FormPrinted) => None,
            Some(Event::PrintFailed(problem)) => Some(problem),
            _ => panic!("nothing was reported"),
        }
    }

    /// A program that copies its last argument, its mode and all of its arguments beside itself.
    fn program(folder: &Path, ends: u8) -> String {
        let path = folder.join("program");
        let script = format!(
            "#!/bin/sh\nhere=$(dirname \"$0\")\necho \"$@\" > $here/arguments\n\
             for last; do :; done\nstat -c %a \"$last\" > $here/mode\ncp \"$last\" $here/taken\nexit {ends}\n"
        );
        fs::write(&path, script).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).unwrap();
        path.to_str().unwrap().to_owned()
    }

    fn forms_in(folder: &Path) -> usize {
        let names = folder
            .read_dir()
            .unwrap()
            .map(|entry| entry.unwrap().file_name());
        names
            .filter(|name| name.to_string_lossy().starts_with(PREFIX))
            .count()
    }

    #[test]
    fn a_printer_gets_a_private_file_that_is_gone_afterwards() {
        let (scratch, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        fs::write(folder.path().join("cccd-form-old.pdf"), b"of a killed run").unwrap();
        let config = |ends| PrintingConfig {
            printer: Some("quay-01".into()),
            viewer: None,
            command: program(scratch.path(), ends),
        };
        assert_eq!(printed(folder.path(), Some(config(0))), None);
        let taken = |name: &str| fs::read_to_string(scratch.path().join(name)).unwrap();
        assert_eq!(taken("taken"), "%PDF-fictitious");
        assert_eq!(taken("mode").trim(), "600");
        assert!(taken("arguments").starts_with("-d quay-01 -t appointment -- /"));
        assert_eq!(forms_in(folder.path()), 0);
        assert_eq!(
            printed(folder.path(), Some(config(1))),
            Some(Problem::PrinterFailed)
        );
        assert_eq!(forms_in(folder.path()), 0);
    }

    #[test]
    fn nothing_that_prints_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let none = PrintingConfig {
            printer: None,
            viewer: None,
            command: "lp".into(),
        };
        for config in [None, Some(none.clone())] {
            assert_eq!(
                printed(folder.path(), config),
                Some(Problem::PrinterMissing)
            );
        }
        let gone = PrintingConfig {
            viewer: Some("/no/such/viewer".into()),
            ..none
        };
        assert_eq!(
            printed(folder.path(), Some(gone)),
            Some(Problem::PrinterFailed)
        );
        assert_eq!(forms_in(folder.path()), 0);
    }
}
