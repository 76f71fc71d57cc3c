//! `cargo xtask check`: the rules that no compiler checks.

mod dependencies;
mod layers;
mod requirements;
mod sources;
mod tidy;

use anyhow::{Result, ensure};

use crate::workspace::Workspace;

/// Something a rule has to say about a place in the tree.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Finding {
    Refused(String),
    Warned(String),
}

/// Prints every finding; an error when one of them is more than a warning.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let sources = sources::read(&workspace.root)?;
    let mut findings = layers::check(&workspace.packages);
    findings.extend(dependencies::check(&sources));
    findings.extend(requirements::check(&sources));
    findings.extend(tidy::check(&sources, &tidy::machine_paths(&workspace.root)));
    let mut refused = 0_usize;
    for finding in &findings {
        match finding {
            Finding::Refused(text) => {
                refused += 1;
                eprintln!("refused: {text}");
            }
            Finding::Warned(text) => eprintln!("warning: {text}"),
        }
    }
    ensure!(refused == 0, "{refused} findings");
    let packages = workspace.packages.len();
    eprintln!(
        "check: {packages} packages, {} files, none refused",
        sources.len()
    );
    Ok(())
}
