//! The demo's folder and the command line of every part of it.

use std::fs::{self, File, OpenOptions};
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::{ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use anyhow::{Context, Result, ensure};

use super::PATIENCE;
use super::devices::{Families, Scanner};
use crate::processes::{Owner, Processes};
use crate::workspace::Workspace;

const TERMINAL_ID: &str = "demo-terminal";
const PERSON: &str = "card-twin/persons/nguyen-thi-vi-du.toml";
const LIVE_PORTRAIT: &str = "card-twin/persons/nguyen-thi-vi-du-live.jpg";
const SIMULATED_DEVICES: &str = "device-twin/devices.toml";
const LISTENING: &str = "listening on ";
const READY: &str = "ready ";

const OFFICE: &str = "Công an xã Ví Dụ (thử)";
const PARTY: &str = "ngan-hang";
const PARTY_NAME: &str = "Ngân hàng Ví Dụ (thử)";
const CONTRACT: &str = "HD-THU-01";
const PERMIT: &str = "GP-THU-01";

/// Two people at the police, because nobody decides a case of their own, and one in a bank's branch.
pub(crate) const OFFICERS: [Officer; 3] = [
    Officer {
        id: "tiepnhan",
        name: "Cán bộ Tiếp Nhận (thử)",
        role: "receiving",
        office: OFFICE,
    },
    Officer {
        id: "pheduyet",
        name: "Cán bộ Phê Duyệt (thử)",
        role: "approving",
        office: OFFICE,
    },
    Officer {
        id: "giaodich",
        name: "Giao dịch viên (thử)",
        role: "teller",
        office: "Ngân hàng Ví Dụ, chi nhánh 01 (thử)",
    },
];

pub(crate) struct Officer {
    pub(crate) id: &'static str,
    name: &'static str,
    pub(super) role: &'static str,
    office: &'static str,
}

/// How the programs are built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Programs {
    /// Quickly.
    Development,
    /// As they are delivered.
    Optimised,
}

impl Programs {
    fn folder(self) -> &'static str {
        match self {
            Self::Development => "debug",
            Self::Optimised => "release",
        }
    }
}

/// `target/demo` and what is in it.
pub(crate) struct Scene<'a> {
    workspace: &'a Workspace,
    programs: Programs,
    pub(crate) folder: PathBuf,
}

/// The card on the reader.
#[derive(Default)]
pub(crate) struct Card<'a> {
    /// What is wrong with it.
    pub(crate) faults: &'a [String],
    /// As slow as over a radio link of this rate.
    pub(crate) kilobits: Option<u32>,
}

type Step = (&'static str, Command);

impl<'a> Scene<'a> {
    /// An empty folder with new demo passwords.
    pub(crate) fn fresh(
        workspace: &'a Workspace,
        programs: Programs,
        database: Option<&str>,
    ) -> Result<Self> {
        let folder = workspace.target.join("demo");
        if folder.exists() {
            fs::remove_dir_all(&folder).with_context(|| format!("{}", folder.display()))?;
        }
        fs::create_dir_all(folder.join("logs"))?;
        let scene = Self {
            workspace,
            programs,
            folder,
        };
        for officer in &OFFICERS {
            write_private(&scene.password_file(officer), &random_word()?)?;
        }
        write_private(&scene.passphrase_file(), &random_word()?)?;
        let mut configuration = format!("folder = {:?}\n", scene.backend());
        if let Some(url) = database {
            configuration.push_str(&format!("database = {url:?}\n"));
        }
        write_private(&scene.backend_configuration(), &configuration)?;
        Ok(scene)
    }

    /// A test PKI, an empty backend and its officers.
    pub(super) fn preparation(&self) -> Vec<Step> {
        let mut mint = self.program("cccd-twin");
        mint.arg("mint").arg("--pki").arg(self.pki());
        let mut init = self.program("cccd-server");
        init.arg("init")
            .arg("--config")
            .arg(self.backend_configuration());
        let mut trial = self.program("cccd-server");
        trial
            .args(["profile", "trial"])
            .arg(self.backend().join("policy"));
        let mut devices = self.program("cccd-server");
        devices
            .args(["import-devices", "--config"])
            .arg(self.backend_configuration());
        devices
            .arg("--file")
            .arg(self.workspace.root.join(SIMULATED_DEVICES));
        let mut steps = vec![
            ("cccd-twin mint", mint),
            ("cccd-server init", init),
            ("cccd-server profile trial", trial),
            ("cccd-server import-devices", devices),
        ];
        steps.extend(OFFICERS.iter().map(|officer| {
            let mut add = self.program("cccd-server");
            add.arg("add-officer")
                .arg("--config")
                .arg(self.backend_configuration());
            add.args(["--id", officer.id, "--name", officer.name]);
            add.args(["--role", officer.role, "--office", officer.office]);
            add.arg("--password-file").arg(self.password_file(officer));
            ("cccd-server add-officer", add)
        }));
        steps
    }

    /// What an operator would load by hand: the issuer's certificate into the backend's own folder.
    pub(super) fn copy_trust(&self) -> Result<()> {
        let trust = self.backend().join("trust");
        fs::create_dir_all(&trust)?;
        for entry in fs::read_dir(self.trust()).context("the test PKI's trust folder")? {
            let entry = entry?;
            fs::copy(entry.path(), trust.join(entry.file_name()))?;
        }
        Ok(())
    }

    /// The terminal's folder and key, and that key's enrolment at the backend.
    pub(super) fn enrolment(&self, url: &str, camera: &str, families: Families) -> Vec<Step> {
        let mut setup = self.program("cccd");
        setup.arg("setup").arg("--dir").arg(self.terminal());
        setup.args(["--terminal", TERMINAL_ID, "--server", url]);
        setup
            .arg("--server-key")
            .arg(self.backend().join("server.pub"));
        setup.arg("--trust").arg(self.trust());
        setup.arg("--passphrase-file").arg(self.passphrase_file());
        setup.args(["--portrait", camera]);
        families.configure(self, &mut setup);
        let mut enrol = self.program("cccd-server");
        enrol
            .arg("enrol-terminal")
            .arg("--config")
            .arg(self.backend_configuration());
        enrol.args(["--id", TERMINAL_ID, "--public-key"]);
        enrol.arg(self.terminal().join("terminal.pub"));
        let mut trial = self.program("cccd-server");
        trial
            .args(["profile", "trial"])
            .arg(self.terminal().join("policy"));
        let [party, register] = self.relying_party();
        let mut right = self.program("cccd-server");
        right
            .args(["provider", "state-agency", "--config"])
            .arg(self.backend_configuration());
        vec![
            ("cccd setup", setup),
            ("cccd-server profile trial", trial),
            ("cccd-server enrol-terminal", enrol),
            ("cccd party", party),
            ("cccd-server relying-party add", register),
            ("cccd-server provider", right),
        ]
    }

    /// The bank for which the terminal's tellers ask, here and at the backend.
    fn relying_party(&self) -> [Command; 2] {
        let mut party = self.program("cccd");
        party.arg("party").arg("--config").arg(self.configuration());
        party.args(["--id", PARTY, "--name", PARTY_NAME]);
        party.args(["--contract", CONTRACT, "--permit", PERMIT]);
        party.args(["--purpose", "mở tài khoản thanh toán", "--core-record"]);
        party.arg(self.core_record());
        let mut register = self.program("cccd-server");
        register
            .args(["relying-party", "add", "--config"])
            .arg(self.backend_configuration());
        register.args(["--id", PARTY, "--name", PARTY_NAME]);
        register.args(["--contract", CONTRACT, "--contract-until", "2099-12-31"]);
        register.args(["--permit", PERMIT, "--permit-until", "2099-12-31"]);
        register
            .arg("--public-key")
            .arg(self.terminal().join("party.pub"));
        [party, register]
    }

    /// What the bank's own system would write: a name without marks, and a sex that is wrong.
    pub(super) fn write_core_record(&self) -> Result<()> {
        let text = "Số định danh cá nhân: 001199000018\nHọ và tên: NGUYEN THI VI DU\n\
                    Ngày sinh: 15/03/1999\nGiới tính: Nam\n";
        write_private(&self.core_record(), text)
    }

    /// Starts the backend on a free loopback port and answers its address.
    pub(super) fn start_server(&self, processes: &mut Processes) -> Result<String> {
        let mut command = self.program("cccd-server");
        command.arg("--config").arg(self.backend_configuration());
        command.args(["--listen", "127.0.0.1:0"]);
        command.stdout(Stdio::piped());
        command.stderr(File::create(self.log("server"))?);
        let child = processes.start("the backend", command, Owner::Us)?;
        let output = child.stdout.take().context("the backend's output")?;
        let address = first_address(output, LISTENING);
        let url = processes
            .wait_for("the backend's address", PATIENCE, || {
                address.try_recv().ok()
            })
            .with_context(|| format!("see {}", self.log("server").display()))?;
        eprintln!("started the backend on {url}");
        Ok(url)
    }

    /// Starts the simulated camera on a free loopback port and answers its address.
    pub(super) fn start_camera(&self, processes: &mut Processes) -> Result<String> {
        let mut command = self.program("cccd-testkit");
        command.args(["camera", "--portrait"]);
        command.arg(self.workspace.root.join(LIVE_PORTRAIT));
        command.stdout(Stdio::piped());
        command.stderr(File::create(self.log("camera"))?);
        let child = processes.start("the simulated camera", command, Owner::Us)?;
        let output = child.stdout.take().context("the camera's output")?;
        let address = first_address(output, READY);
        let url = processes
            .wait_for("the camera's address", PATIENCE, || address.try_recv().ok())
            .with_context(|| format!("see {}", self.log("camera").display()))?;
        eprintln!("started the simulated camera on {url}");
        Ok(url)
    }

    /// What the scanner reads of the card: its QR text, or its machine-readable zone.
    pub(super) fn write_scanner_text(&self, scanner: Scanner) -> Result<()> {
        let mut command = self.program("cccd-twin");
        command
            .arg(scanner.reads())
            .arg("--person")
            .arg(self.person());
        let output = command.stdin(Stdio::null()).output()?;
        ensure!(output.status.success(), "cccd-twin: {}", output.status);
        let text = String::from_utf8(output.stdout).context("cccd-twin")?;
        write_private(&self.scanner_file(), &text)
    }

    pub(super) fn card(&self, card: &Card<'_>) -> Command {
        let mut command = self.program("cccd-twin");
        command.args(["--profile", "cccd-2021", "--person"]);
        command.arg(self.person()).arg("--pki").arg(self.pki());
        command.args(card.faults.iter().flat_map(|fault| ["--fault", fault]));
        if let Some(rate) = card.kilobits {
            command.arg("--link").arg(rate.to_string());
        }
        command
    }

    pub(super) fn window(&self, place: &str) -> Command {
        let mut command = self.program("cccd");
        command.arg(place).arg("--config").arg(self.configuration());
        command
    }

    /// The same line without a window.
    pub(super) fn line(&self) -> Command {
        let [receiving, approving, _] = &OFFICERS;
        let mut command = self.program("cccd");
        command
            .arg("line")
            .arg("--config")
            .arg(self.configuration());
        command.args(["--officer", receiving.id, "--officer-password-file"]);
        command.arg(self.password_file(receiving));
        command.args(["--approver", approving.id, "--approver-password-file"]);
        command.arg(self.password_file(approving));
        command
    }

    pub(crate) fn log(&self, name: &str) -> PathBuf {
        self.folder.join("logs").join(format!("{name}.log"))
    }

    pub(crate) fn password_file(&self, officer: &Officer) -> PathBuf {
        self.folder.join(format!("{}.password", officer.id))
    }

    pub(crate) fn program(&self, name: &str) -> Command {
        self.workspace.program(self.programs.folder(), name)
    }

    fn person(&self) -> PathBuf {
        self.workspace.root.join(PERSON)
    }

    fn passphrase_file(&self) -> PathBuf {
        self.folder.join("terminal.passphrase")
    }

    pub(super) fn scanner_file(&self) -> PathBuf {
        self.folder.join("scanner.txt")
    }

    fn core_record(&self) -> PathBuf {
        self.folder.join("core.txt")
    }

    fn configuration(&self) -> PathBuf {
        self.terminal().join("terminal.toml")
    }

    /// Where the terminal keeps how its window looks.
    pub(crate) fn appearance_file(&self) -> PathBuf {
        self.terminal().join("appearance")
    }

    fn terminal(&self) -> PathBuf {
        self.folder.join("terminal")
    }

    fn backend_configuration(&self) -> PathBuf {
        self.folder.join("server.toml")
    }

    fn backend(&self) -> PathBuf {
        self.folder.join("server")
    }

    fn pki(&self) -> PathBuf {
        self.folder.join("pki")
    }

    fn trust(&self) -> PathBuf {
        self.pki().join("trust")
    }
}

/// The first line of a program's output.
pub(super) fn first_line(output: ChildStdout) -> Receiver<String> {
    first_address(output, "")
}

/// Reads a program's output to its end, so that it never blocks on a full pipe.
fn first_address(output: ChildStdout, front: &'static str) -> Receiver<String> {
    let (sender, receiver) = sync_channel(1);
    thread::spawn(move || send_addresses(output, front, &sender));
    receiver
}

fn send_addresses(output: impl Read, front: &str, sender: &SyncSender<String>) {
    for line in BufReader::new(output).lines().map_while(Result::ok) {
        if let Some((_, address)) = line.split_once(front) {
            // Only the first one is waited for.
            let _ = sender.try_send(address.trim().to_owned());
        }
    }
}

fn write_private(path: &Path, text: &str) -> Result<()> {
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .with_context(|| format!("{}", path.display()))?;
    file.write_all(text.as_bytes())?;
    Ok(())
}

/// 80 bits as letters and digits that are easy to type.
fn random_word() -> Result<String> {
    const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let mut bytes = [0_u8; 16];
    File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    let letters = bytes.iter().map(|byte| ALPHABET[usize::from(byte % 32)]);
    Ok(letters.map(char::from).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_found_among_other_lines() {
        let (sender, receiver) = sync_channel(1);
        let output = "starting\nlistening on http://127.0.0.1:41234\nlistening on again\n";
        send_addresses(output.as_bytes(), LISTENING, &sender);
        assert_eq!(receiver.recv().unwrap(), "http://127.0.0.1:41234");
        assert!(receiver.try_recv().is_err());
    }

    #[test]
    fn passwords_are_typeable_and_differ() {
        let (one, other) = (random_word().unwrap(), random_word().unwrap());
        assert_eq!(one.len(), 16);
        assert!(one.chars().all(|c| c.is_ascii_alphanumeric()));
        assert_ne!(one, other);
    }

    #[test]
    fn a_private_file_is_ours_alone_and_never_overwritten() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("word");
        write_private(&path, "abc").unwrap();
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert!(write_private(&path, "def").is_err());
    }
}
