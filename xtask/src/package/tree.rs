//! The file tree of one package, as `dpkg-deb` takes it.

use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::contents::Package;
use crate::workspace::Workspace;

const MAINTAINER: &str = "CCCD counter terminal <maintainers@cccd-terminal.example>";
const MANUAL: &str = "usr/share/man/man1";

/// A tree that is complete.
pub(super) struct Tree {
    pub(super) root: PathBuf,
    pub(super) architecture: String,
}

impl Tree {
    /// Lays out programs, manual, completions, files and control data.
    pub(super) fn make(workspace: &Workspace, package: &Package) -> Result<Self> {
        let root = workspace.target.join("package-trees").join(package.name);
        if root.exists() {
            fs::remove_dir_all(&root)?;
        }
        let tree = Self {
            root,
            architecture: output(Command::new("dpkg").arg("--print-architecture"))?,
        };
        for program in package.programs {
            let built = workspace.target.join("release").join(program);
            tree.put(&built, &format!("usr/bin/{program}"), 0o755)?;
            tree.manual(&built, program, &workspace.target.join("manual"))?;
        }
        for (source, place, mode) in package.files {
            tree.put(&workspace.root.join(source), place, *mode)?;
        }
        let documents = format!("usr/share/doc/{}", package.name);
        tree.write(&format!("{documents}/copyright"), COPYRIGHT, 0o644)?;
        let changes = format!("{documents}/changelog");
        tree.put(&workspace.root.join("CHANGELOG.md"), &changes, 0o644)?;
        must(gzip(&tree.root.join(changes)))?;
        for (source, name) in package.scripts {
            let place = format!("DEBIAN/{name}");
            tree.put(&workspace.root.join(source), &place, 0o755)?;
        }
        if !package.conffiles.is_empty() {
            let lines = package.conffiles.join("\n") + "\n";
            tree.write("DEBIAN/conffiles", &lines, 0o644)?;
        }
        tree.write("DEBIAN/control", &tree.control(package)?, 0o644)?;
        Ok(tree)
    }

    fn put(&self, source: &Path, place: &str, mode: u32) -> Result<()> {
        let target = self.root.join(place);
        make_parent(&target)?;
        fs::copy(source, &target).with_context(|| format!("{} to {place}", source.display()))?;
        fs::set_permissions(&target, fs::Permissions::from_mode(mode))?;
        Ok(())
    }

    fn write(&self, place: &str, text: &str, mode: u32) -> Result<()> {
        let target = self.root.join(place);
        make_parent(&target)?;
        fs::write(&target, text)?;
        fs::set_permissions(&target, fs::Permissions::from_mode(mode))?;
        Ok(())
    }

    /// The program writes its own pages and completions.
    fn manual(&self, program: &Path, name: &str, scratch: &Path) -> Result<()> {
        let folder = scratch.join(name);
        let mut command = Command::new(program);
        command.arg("manual").arg(&folder);
        must(command)?;
        for page in fs::read_dir(folder.join("man1"))? {
            let page = page?;
            let place = format!("{MANUAL}/{}", page.file_name().to_string_lossy());
            self.put(&page.path(), &place, 0o644)?;
            must(gzip(&self.root.join(place)))?;
        }
        let completions = [
            (
                format!("bash/{name}.bash"),
                format!("usr/share/bash-completion/completions/{name}"),
            ),
            (
                format!("zsh/_{name}"),
                format!("usr/share/zsh/vendor-completions/_{name}"),
            ),
            (
                format!("fish/{name}.fish"),
                format!("usr/share/fish/vendor_completions.d/{name}.fish"),
            ),
        ];
        for (source, place) in completions {
            self.put(&folder.join(source), &place, 0o644)?;
        }
        Ok(())
    }

    fn control(&self, package: &Package) -> Result<String> {
        let mut depends = vec![self.linked(package)?];
        depends.extend(package.depends.iter().map(|&name| name.to_owned()));
        let mut text = format!(
            "Package: {}\nVersion: {}\nArchitecture: {}\nMaintainer: {MAINTAINER}\nSection: misc\n\
             Priority: optional\nDepends: {}\n",
            package.name,
            env!("CARGO_PKG_VERSION"),
            self.architecture,
            depends.join(", ")
        );
        if !package.recommends.is_empty() {
            writeln!(text, "Recommends: {}", package.recommends.join(", "))?;
        }
        writeln!(text, "Description: {}", package.summary)?;
        for line in package.description {
            writeln!(text, " {line}")?;
        }
        Ok(text)
    }

    /// The packages of the libraries that the programs are linked with, and their versions.
    fn linked(&self, package: &Package) -> Result<String> {
        let debian = self.root.join("debian");
        fs::create_dir_all(&debian)?;
        // dpkg-shlibdeps wants to see a source package around it.
        fs::write(debian.join("control"), "Source: cccd\n")?;
        let mut command = Command::new("dpkg-shlibdeps");
        command.current_dir(&self.root).arg("-O");
        for program in package.programs {
            command.arg(format!("usr/bin/{program}"));
        }
        let listed = output(&mut command);
        fs::remove_dir_all(debian)?;
        let listed = listed?;
        let depends = listed.trim().strip_prefix("shlibs:Depends=");
        Ok(depends
            .context("dpkg-shlibdeps names no libraries")?
            .to_owned())
    }
}

const COPYRIGHT: &str = "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: CCCD counter terminal

Files: *
Copyright: the authors of the CCCD counter terminal
License: MIT or Apache-2.0
";

fn make_parent(target: &Path) -> Result<()> {
    let parent = target.parent().context("a place in the tree")?;
    fs::create_dir_all(parent).with_context(|| parent.display().to_string())
}

/// Without name and time, so that the same tree gives the same package.
fn gzip(file: &Path) -> Command {
    let mut command = Command::new("gzip");
    command.args(["-9", "--no-name", "--force"]).arg(file);
    command
}

/// Runs a command that must succeed.
pub(super) fn must(mut command: Command) -> Result<()> {
    let name = format!("{command:?}");
    let status = command.status().with_context(|| name.clone())?;
    ensure!(status.success(), "{name}: {status}");
    Ok(())
}

fn output(command: &mut Command) -> Result<String> {
    let name = format!("{command:?}");
    let output = command.output().with_context(|| name.clone())?;
    ensure!(
        output.status.success(),
        "{name}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}
