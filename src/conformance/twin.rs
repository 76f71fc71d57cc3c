//! The twin's program: where it is, its test PKI, its made-up person, one process for each case.

use std::fs;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, ensure};

use super::cases::Case;
use super::virtual_card::VirtualCard;
use crate::test_kit::{Process, TestKit};

/// The last six digits of the made-up person's number.
pub(crate) const CAN: &str = "000018";

/// "Ví Dụ" means "example": no such person, number or address exists.
const PERSON: &str = "\
number = \"001199000018\"
name = \"Nguyễn Thị Ví Dụ\"
born = \"1999-03-15\"
sex = \"female\"
nationality = \"Việt Nam\"
ethnicity = \"Kinh\"
religion = \"Không\"
origin = \"Ba Đình, Hà Nội\"
residence = \"Số 1 Phố Mẫu, Hà Nội\"
features = \"Nốt ruồi cằm\"
issued = \"2021-04-20\"
expires = \"2039-03-15\"
father = \"Nguyễn Văn Cha\"
mother = \"Trần Thị Mẹ\"
old_number = \"012345678\"
field_16 = \"0123456789ABCDEF\"
portrait = \"portrait.jpg\"
";

/// The file of the made-up person.
pub(crate) const PERSON_FILE: &str = "person.toml";

/// The program, and a scratch folder with what its cards need.
pub(crate) struct Twins {
    program: PathBuf,
    folder: tempfile::TempDir,
}

impl Twins {
    pub(crate) fn prepare(kit: &TestKit) -> anyhow::Result<Self> {
        let twins = Self {
            program: kit.find("cccd-twin")?,
            folder: tempfile::tempdir().context("no scratch folder")?,
        };
        fs::write(twins.file(PERSON_FILE), PERSON)?;
        let pki = twins.pki();
        twins.call(&["mint", "--pki", &pki.to_string_lossy()])?;
        let portrait = twins.file("portrait.jpg");
        twins.call(&["portrait", "--out", &portrait.to_string_lossy()])?;
        Ok(twins)
    }

    /// The certificate of the test PKI's country signing CA, DER.
    pub(super) fn issuer(&self) -> anyhow::Result<Vec<u8>> {
        let path = self.pki().join("csca.cer");
        fs::read(&path).with_context(|| path.display().to_string())
    }

    /// Puts the case's card into a virtual reader of its own.
    pub(super) fn insert(&self, case: &Case) -> anyhow::Result<VirtualCard> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?.to_string();
        let child = self
            .command(case.profile, case.fault)
            .args(["--vpcd", &address])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| self.program.display().to_string())?;
        VirtualCard::wait(&listener, Process(child))
    }

    /// The program with a card of the made-up person.
    pub(crate) fn command(&self, profile: &str, fault: &str) -> Command {
        let mut command = Command::new(&self.program);
        command.args(["--profile", profile, "--fault", fault]);
        command.arg("--person").arg(self.file(PERSON_FILE));
        command.arg("--pki").arg(self.pki());
        command
    }

    /// A file of the scratch folder.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn call(&self, arguments: &[&str]) -> anyhow::Result<()> {
        let status = Command::new(&self.program)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .status()
            .with_context(|| self.program.display().to_string())?;
        ensure!(
            status.success(),
            "{} {:?}",
            self.program.display(),
            arguments
        );
        Ok(())
    }

    fn pki(&self) -> PathBuf {
        self.file("pki")
    }
}
