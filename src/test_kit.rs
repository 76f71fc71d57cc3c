//! The programs of the test kit, which a counter need not have: where the settings say, beside this program, or on the
//! search path.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::Context;

/// Finds programs of the package `cccd-testkit`.
#[derive(Clone, Debug, Default)]
pub(crate) struct TestKit(Option<PathBuf>);

impl TestKit {
    /// In the folder that the settings name, or where programs are.
    pub(crate) fn of(folder: Option<PathBuf>) -> Self {
        Self(folder)
    }

    /// One program.
    ///
    /// # Errors
    /// When it is not installed.
    pub(crate) fn find(&self, name: &str) -> anyhow::Result<PathBuf> {
        let own = std::env::current_exe().ok();
        let beside = own.as_deref().and_then(Path::parent).map(Path::to_owned);
        let path = std::env::var_os("PATH").unwrap_or_default();
        let folders = self.0.clone().into_iter().chain(beside);
        let folders = folders.chain(std::env::split_paths(&path));
        let mut found = folders.map(|folder| folder.join(name));
        found
            .find(|program| program.is_file())
            .with_context(|| format!("{name} is not installed (package cccd-testkit)"))
    }

    /// What a program prints.
    ///
    /// # Errors
    /// When it is not there or cannot be started.
    pub(crate) fn said(&self, name: &str, arguments: &[&str]) -> anyhow::Result<String> {
        let program = self.find(name)?;
        let output = Command::new(&program)
            .args(arguments)
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .output()
            .with_context(|| program.display().to_string())?;
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }
}

/// One of its programs at work, ended when it is dropped.
pub(crate) struct Process(pub(crate) Child);

impl Drop for Process {
    fn drop(&mut self) {
        // One that has ended already is only collected.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
