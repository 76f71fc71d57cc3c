//! Debian packages that building, running and testing need.

use std::io::ErrorKind;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::processes::to_stderr;
use crate::root;

/// What a package is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    Build,
    Run,
    Database,
    Tests,
    Package,
}

impl Scope {
    pub(crate) const FOR_TESTS: [Self; 4] = [Self::Build, Self::Run, Self::Database, Self::Tests];
}

/// Names as in Debian 12. The window's libraries are opened at run time, so no linker names them.
const PACKAGES: &[(Scope, &str)] = &[
    (Scope::Build, "build-essential"),
    (Scope::Build, "pkg-config"),
    (Scope::Build, "libssl-dev"),
    (Scope::Build, "libpcsclite-dev"),
    (Scope::Run, "pcscd"),
    (Scope::Run, "vsmartcard-vpcd"),
    (Scope::Run, "libgl1"),
    (Scope::Run, "libegl1"),
    (Scope::Run, "libgl1-mesa-dri"),
    (Scope::Run, "libx11-6"),
    (Scope::Run, "libx11-xcb1"),
    (Scope::Run, "libxcursor1"),
    (Scope::Run, "libxi6"),
    (Scope::Run, "libxrandr2"),
    (Scope::Run, "libxkbcommon0"),
    (Scope::Run, "libxkbcommon-x11-0"),
    (Scope::Run, "libwayland-client0"),
    (Scope::Run, "libwayland-egl1"),
    (Scope::Database, "postgresql"),
    (Scope::Tests, "xvfb"),
    (Scope::Tests, "imagemagick"),
    (Scope::Tests, "xdotool"),
    (Scope::Tests, "softhsm2"),
    (Scope::Tests, "poppler-utils"),
    (Scope::Tests, "libxml2-utils"),
    (Scope::Package, "dpkg-dev"),
    (Scope::Package, "debootstrap"),
];

/// Installs what is missing, without questions; says so when nothing is.
pub(crate) fn run(scopes: &[Scope]) -> Result<()> {
    let wanted = wanted(scopes);
    let Some(listing) = installed_listing(&wanted)? else {
        eprintln!(
            "dpkg-query is not here, so this is not Debian. Needed: {}",
            wanted.join(" ")
        );
        return Ok(());
    };
    let missing = missing(&wanted, &listing);
    if missing.is_empty() {
        eprintln!("Debian packages: all {} present", wanted.len());
        return Ok(());
    }
    eprintln!("missing Debian packages: {}", missing.join(" "));
    apt_get(&["update"])?;
    let mut arguments = vec!["install", "--yes", "--no-install-recommends"];
    arguments.extend(&missing);
    apt_get(&arguments)?;
    let listing = installed_listing(&wanted)?.unwrap_or_default();
    let missing = self::missing(&wanted, &listing);
    ensure!(missing.is_empty(), "still missing: {}", missing.join(" "));
    Ok(())
}

fn wanted(scopes: &[Scope]) -> Vec<&'static str> {
    let chosen = PACKAGES.iter().filter(|(scope, _)| scopes.contains(scope));
    chosen.map(|(_, name)| *name).collect()
}

/// One line `name status` per package that dpkg knows; it exits 1 when it does not know one.
fn installed_listing(wanted: &[&str]) -> Result<Option<String>> {
    let output = Command::new("dpkg-query")
        .args(["--show", "--showformat=${Package} ${db:Status-Status}\\n"])
        .args(wanted)
        .output();
    match output {
        Ok(output) => Ok(Some(String::from_utf8_lossy(&output.stdout).into_owned())),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).context("dpkg-query"),
    }
}

fn missing(wanted: &[&'static str], listing: &str) -> Vec<&'static str> {
    let present: Vec<&str> = listing
        .lines()
        .filter_map(|line| line.strip_suffix(" installed"))
        .collect();
    let absent = wanted.iter().filter(|name| !present.contains(name));
    absent.copied().collect()
}

fn apt_get(arguments: &[&str]) -> Result<()> {
    let status = root::command("env")
        .args(["DEBIAN_FRONTEND=noninteractive", "apt-get"])
        .args(arguments)
        .stdout(to_stderr()?)
        .status()
        .context("apt-get needs root: run as root or install sudo")?;
    ensure!(status.success(), "apt-get {}: {status}", arguments[0]);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_installed_state_counts() {
        let listing = "pcscd installed\nxvfb config-files\nlibgl1 installed\nlibgl1 installed\n";
        let wanted = ["pcscd", "xvfb", "libgl1", "xdotool"];
        assert_eq!(missing(&wanted, listing), ["xvfb", "xdotool"]);
    }

    #[test]
    fn a_longer_name_does_not_stand_in() {
        let listing = "libgl1-mesa-dri installed\nlibxkbcommon-x11-0 installed\n";
        assert_eq!(missing(&["libgl1", "libxkbcommon0"], listing).len(), 2);
    }

    #[test]
    fn test_packages_come_only_when_asked_for() {
        let plain = wanted(&[Scope::Build, Scope::Run]);
        assert!(plain.contains(&"pcscd") && !plain.contains(&"xvfb"));
        let tests = wanted(&Scope::FOR_TESTS);
        assert!(tests.contains(&"xvfb") && !tests.contains(&"debootstrap"));
        let unique: std::collections::BTreeSet<_> = PACKAGES.iter().map(|(_, name)| name).collect();
        assert_eq!(unique.len(), PACKAGES.len());
    }
}
