//! The files that belong to the tree: known to git, or new and not ignored.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

/// A file with its path from the root, `/`-separated.
pub(crate) struct Source {
    pub(crate) path: String,
    /// Empty for a file that is not text.
    pub(crate) text: String,
}

/// Reads every file that `git ls-files` names and that still exists.
pub(crate) fn read(root: &Path) -> Result<Vec<Source>> {
    let output = Command::new("git")
        .args([
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ])
        .current_dir(root)
        .output()
        .context("git ls-files")?;
    ensure!(
        output.status.success(),
        "git ls-files: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let names = String::from_utf8(output.stdout).context("a file name is not UTF-8")?;
    let mut sources: Vec<Source> = names
        .split_terminator('\0')
        .filter_map(|name| source(root, name))
        .collect();
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    sources.dedup_by(|a, b| a.path == b.path);
    Ok(sources)
}

fn source(root: &Path, name: &str) -> Option<Source> {
    let bytes = fs::read(root.join(name)).ok()?;
    Some(Source {
        path: name.to_owned(),
        text: String::from_utf8(bytes).unwrap_or_default(),
    })
}
