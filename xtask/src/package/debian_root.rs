//! A fresh Debian 12 without anything of this machine, to see that the packages bring all they need.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::processes::Processes;
use crate::root;

/// Run one after the other in the root; each must end with 0.
const STEPS: &[(&str, &str)] = &[
    (
        "versions",
        "cccd --version && cccd-server --version && cccd-twin --version && cccd-testkit --version",
    ),
    (
        "manual and completions",
        "for name in cccd cccd-trust cccd-server cccd-twin cccd-testkit; do \
           test -s /usr/share/man/man1/$name.1.gz || exit 1; done; \
         bash -n /usr/share/bash-completion/completions/cccd",
    ),
    (
        "the service's user and folder",
        "test \"$(stat -c '%U %a' /var/lib/cccd-server)\" = 'cccd-server 700'",
    ),
    (
        "the backend starts, answers and stops",
        "su -s /bin/sh -c 'cccd-server --config /etc/cccd-server/server.toml' cccd-server >/srv/log 2>&1 & \
         for try in $(seq 50); do \
           if (exec 3<>/dev/tcp/127.0.0.1/8743) 2>/dev/null; then break; fi; sleep 0.1; done; \
         exec 3<>/dev/tcp/127.0.0.1/8743 && printf 'GET /health HTTP/1.0\\r\\n\\r\\n' >&3 && head -1 <&3 | grep -q ' 200 '; \
         result=$?; pkill cccd-server; wait; [ $result = 0 ] || cat /srv/log; exit $result",
    ),
    (
        "the twin mints a test PKI",
        "cccd-twin mint --pki /srv/pki && test -s /srv/pki/csca.pem",
    ),
    (
        "the terminal is set up",
        "printf 'a passphrase of some length' >/srv/pass && \
         cccd setup --dir /srv/terminal --terminal t-1 --server http://127.0.0.1:8743 \
           --server-key /var/lib/cccd-server/server.pub --trust /srv/pki --passphrase-file /srv/pass",
    ),
    (
        "the window opens and stays",
        "timeout 6 xvfb-run --auto-servernum cccd ui --dir /srv/terminal; [ $? = 124 ]",
    ),
];

/// Makes the root, installs the packages with what they depend on, and runs them.
pub(super) fn try_out(processes: &mut Processes, place: &Path, packages: &[PathBuf]) -> Result<()> {
    root::authenticate()?;
    let mirror = mirror()?;
    if place.exists() {
        let mut remove = root::command("rm");
        remove.args(["--recursive", "--one-file-system"]).arg(place);
        processes.run_ok("rm", remove)?;
    }
    let mut bootstrap = root::command("debootstrap");
    bootstrap
        .args(["--variant=minbase", "bookworm"])
        .arg(place)
        .arg(&mirror);
    processes.run_ok("debootstrap", bootstrap)?;

    let mut names = Vec::new();
    for package in packages {
        let name = package.file_name().context("a package's name")?.to_owned();
        let mut copy = root::command("cp");
        copy.arg(package).arg(place.join("srv").join(&name));
        processes.run_ok("cp", copy)?;
        names.push(format!("/srv/{}", name.to_string_lossy()));
    }
    let install = format!(
        "apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install --yes \
         --no-install-recommends {} xvfb xauth procps",
        names.join(" ")
    );
    inside(processes, place, "apt-get install", &install)?;
    for (what, script) in STEPS {
        inside(processes, place, what, script)?;
        println!("in a fresh Debian 12: {what}");
    }
    Ok(())
}

fn inside(processes: &mut Processes, place: &Path, what: &'static str, script: &str) -> Result<()> {
    let mut command = root::command("chroot");
    command
        .arg(place)
        .args(["/bin/bash", "-c", script])
        .env_clear()
        .env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
        .env("HOME", "/root")
        .env("LANG", "C.UTF-8");
    processes.run_ok(what, command)
}

/// Where this machine has its packages from.
fn mirror() -> Result<String> {
    let output = Command::new("apt-get")
        .args([
            "indextargets",
            "--format",
            "$(SITE) $(RELEASE)",
            "Created-By: Packages",
        ])
        .output()
        .context("apt-get indextargets")?;
    ensure!(
        output.status.success(),
        "apt-get indextargets: {}",
        output.status
    );
    let listing = String::from_utf8(output.stdout)?;
    let site = listing
        .lines()
        .find_map(|line| line.strip_suffix(" bookworm"))
        .context("apt knows no mirror of Debian 12")?;
    Ok(site.to_owned())
}
