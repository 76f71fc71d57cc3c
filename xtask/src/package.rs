//! `cargo xtask package`: Debian packages of the terminal, the backend and the test kit; `--try` installs them
//! in a fresh Debian 12 root and runs them there.

mod contents;
mod debian_root;
mod tree;

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::install::{self, Scope};
use crate::interrupt::Interrupt;
use crate::processes::Processes;
use crate::workspace::Workspace;
use contents::{PACKAGES, Package};
use tree::Tree;

#[derive(clap::Args)]
pub(crate) struct Options {
    /// Folder for the packages.
    #[arg(long, default_value = "target/packages")]
    out: PathBuf,
    /// Also install and run them in a fresh Debian 12 root (needs root and a Debian mirror).
    #[arg(long = "try")]
    try_out: bool,
}

pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    install::run(&[Scope::Build, Scope::Package])?;
    let mut processes = Processes::new(Interrupt::install()?);
    let mut build = workspace.cargo(&["build", "--release", "--locked"]);
    for package in ["terminal", "server", "card-twin", "device-twin"] {
        build.args(["--package", package]);
    }
    processes.run_ok("cargo build", build)?;

    let out = workspace.root.join(&options.out);
    fs::create_dir_all(&out).with_context(|| out.display().to_string())?;
    let mut files = Vec::new();
    for package in PACKAGES {
        let file = build_package(workspace, package, &out)?;
        let bytes = fs::metadata(&file)?.len();
        println!("{} {} KB", file.display(), bytes / 1024);
        files.push(file);
    }
    if options.try_out {
        debian_root::try_out(
            &mut processes,
            &workspace.target.join("debian-root"),
            &files,
        )?;
    }
    Ok(())
}

fn build_package(
    workspace: &Workspace,
    package: &Package,
    out: &std::path::Path,
) -> Result<PathBuf> {
    let tree = Tree::make(workspace, package)?;
    let file = out.join(format!(
        "{}_{}_{}.deb",
        package.name,
        env!("CARGO_PKG_VERSION"),
        tree.architecture
    ));
    let mut build = Command::new("dpkg-deb");
    build
        .args(["--root-owner-group", "--build"])
        .arg(&tree.root)
        .arg(&file);
    tree::must(build)?;
    Ok(file)
}
