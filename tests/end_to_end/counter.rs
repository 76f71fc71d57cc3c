//! One counter for one test: a fresh PKI, card, backend and terminal in a folder of their own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use tempfile::TempDir;
use terminal::devices::pcsc::{ReaderPresence, presence};

use crate::pcscd::{Pcscd, Turn};
use crate::process::{Running, binary, log_file, succeed, wait_until};

pub(crate) const RECEIVING: &str = "tiepnhan";
pub(crate) const APPROVING: &str = "pheduyet";
pub(crate) const RECEIVING_PASSWORD: &str = "mat-khau-tiep-nhan-thu";
pub(crate) const APPROVING_PASSWORD: &str = "mat-khau-phe-duyet-thu";
pub(crate) const PASSPHRASE: &str = "cum-mat-khau-thiet-bi-thu";
/// Last six digits of the fictitious citizen's number.
pub(crate) const CAN: &str = "000018";

/// Dropped in this order: what talks to a thing ends before the thing.
pub(crate) struct Counter {
    server: Option<Running>,
    sensor: Option<Running>,
    camera: Option<Running>,
    device: Option<Running>,
    card: Option<Running>,
    pcscd: Option<Pcscd>,
    server_address: String,
    camera_address: String,
    folder: TempDir,
    _turn: Turn,
}

impl Counter {
    /// Takes the turn and prepares a folder with a PKI; nothing runs yet.
    pub(crate) fn prepare() -> Self {
        let turn = Turn::take();
        let folder = tempfile::tempdir().expect("folder");
        succeed(
            Command::new(binary("cccd-twin"))
                .args(["mint", "--pki"])
                .arg(folder.path().join("pki")),
        );
        Self {
            server: None,
            sensor: None,
            camera: None,
            device: None,
            card: None,
            pcscd: None,
            server_address: "127.0.0.1:0".into(),
            camera_address: String::new(),
            folder,
            _turn: turn,
        }
    }

    /// A service with the virtual reader, and a card on it.
    pub(crate) fn with_card(faults: &[&str]) -> Self {
        let mut counter = Self::prepare();
        counter.pcscd = Some(Pcscd::start());
        counter.put_card(faults);
        counter
    }

    /// Everything: card, sensor, camera, backend, and a terminal enrolled at it.
    pub(crate) fn complete(card_faults: &[&str]) -> Self {
        let mut counter = Self::with_card(card_faults);
        counter.plug_sensor("none");
        counter.start_camera();
        counter.found_server();
        counter.start_server();
        counter.set_up_terminal();
        counter
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn start_pcscd(&mut self) {
        self.pcscd = Some(Pcscd::start());
    }

    /// Nothing when a foreign service runs, which this test may not stop.
    pub(crate) fn start_pcscd_without_readers(&mut self) -> Option<()> {
        self.pcscd = Some(Pcscd::start_without_readers(self.folder.path())?);
        Some(())
    }

    pub(crate) fn put_card(&mut self, faults: &[&str]) {
        self.put_card_of("cccd-2021", faults);
    }

    /// A card of another kind.
    pub(crate) fn put_card_of(&mut self, profile: &str, faults: &[&str]) {
        let mut words = vec!["--profile", profile];
        words.extend(faults.iter().flat_map(|fault| ["--fault", *fault]));
        self.put_card_with(&words);
    }

    /// A card of the person, by the twin's own words.
    pub(crate) fn put_card_with(&mut self, words: &[&str]) {
        let mut command = Command::new(binary("cccd-twin"));
        command
            .args(words)
            .arg("--person")
            .arg(person())
            .arg("--pki")
            .arg(self.path("pki"))
            .stdout(Stdio::null())
            .stderr(log_file(&self.path("twin.log")));
        self.card = Some(Running::start("cccd-twin", &mut command));
        wait_until("card on the reader", Duration::from_secs(10), || {
            presence(None) == ReaderPresence::CardPresent
        });
    }

    pub(crate) fn remove_card(&mut self) {
        self.card = None;
        wait_until("card gone", Duration::from_secs(10), || {
            presence(None) != ReaderPresence::CardPresent
        });
    }

    /// Nothing when a foreign service runs, which this test may not stop.
    pub(crate) fn stop_pcscd(&mut self) -> Option<()> {
        self.card = None;
        self.pcscd = None;
        (presence(None) == ReaderPresence::NoService).then_some(())
    }

    /// Replaces one piece of the terminal's settings.
    pub(crate) fn change_settings(&self, from: &str, to: &str) {
        let text = fs::read_to_string(self.settings()).expect("settings");
        assert!(text.contains(from), "the settings have no {from}");
        fs::write(self.settings(), text.replace(from, to)).expect("settings");
    }

    pub(crate) fn plug_sensor(&mut self, fault: &str) {
        self.sensor = None;
        let link = self.path("sensor");
        let mut command = Command::new(binary("cccd-testkit"));
        command
            .arg("ef01")
            .arg("--link")
            .arg(&link)
            .args(["--fault", fault]);
        command
            .stdout(Stdio::null())
            .stderr(log_file(&self.path("sensor.log")));
        self.sensor = Some(Running::start("cccd-testkit", &mut command));
        wait_until("sensor", Duration::from_secs(5), || link.exists());
    }

    fn start_camera(&mut self) {
        let mut command = Command::new(binary("cccd-testkit"));
        command.args(["camera", "--portrait"]).arg(live_portrait());
        command.stdout(Stdio::piped());
        command.stderr(log_file(&self.path("camera.log")));
        let mut camera = Running::start("cccd-testkit", &mut command);
        self.camera_address = camera.announced("ready ");
        self.camera = Some(camera);
    }

    /// Plugs another simulated device in, in place of the one before: its port.
    pub(crate) fn plug(&mut self, kind: &str, arguments: &[&str]) -> PathBuf {
        self.unplug();
        let link = self.path("device");
        let mut command = Command::new(binary("cccd-testkit"));
        command.arg(kind).arg("--link").arg(&link).args(arguments);
        self.start_device(&mut command);
        link
    }

    /// Starts a simulated SBI service: the file with its provider's root.
    pub(crate) fn start_sbi(&mut self, fault: &str) -> PathBuf {
        self.unplug();
        let root = self.path("provider.pem");
        let mut command = Command::new(binary("cccd-testkit"));
        command.args(["sbi", "--fault", fault, "--root"]).arg(&root);
        self.start_device(&mut command);
        root
    }

    pub(crate) fn unplug(&mut self) {
        self.device = None;
    }

    fn start_device(&mut self, command: &mut Command) {
        let log = log_file(&self.path("device.log"));
        command.stdout(Stdio::piped()).stderr(log);
        let mut device = Running::start("cccd-testkit", command);
        device.announced("ready ");
        self.device = Some(device);
    }

    /// The three lines on the back of the fictitious citizen's card.
    pub(crate) fn zone(&self) -> String {
        let person = card_twin::person::Person::load(&person()).expect("person");
        person.mrz()
    }

    pub(crate) fn start_server(&mut self) {
        let mut command = self.server_command();
        command.args(["--listen", &self.server_address]);
        command.env("CCCD_LOG", "trace").stdout(Stdio::piped());
        command.stderr(log_file(&self.path("server.log")));
        let mut server = Running::start("cccd-server", &mut command);
        let url = server.announced("listening on ");
        // A server that comes back comes back where the terminal looks for it.
        self.server_address = url.trim_start_matches("http://").to_owned();
        self.server = Some(server);
    }

    pub(crate) fn stop_server(&mut self) {
        self.server = None;
    }

    fn server_command(&self) -> Command {
        let mut command = Command::new(binary("cccd-server"));
        command.arg("--embedded").arg(self.path("server"));
        command
    }

    fn found_server(&self) {
        let server = self.path("server");
        succeed(
            Command::new(binary("cccd-server"))
                .args(["init", "--embedded"])
                .arg(&server),
        );
        work_by_the_trial_profile(&server);
        fs::copy(
            self.path("pki/trust/csca.cer"),
            server.join("trust/csca.cer"),
        )
        .expect("anchor");
        self.import_devices(&simulated_devices());
        self.add_officer(RECEIVING, ("receiving", "CA-01"), RECEIVING_PASSWORD);
        self.add_officer(APPROVING, ("approving", "CA-01"), APPROVING_PASSWORD);
    }

    /// Makes a register the list in force.
    pub(crate) fn import_devices(&self, register: &Path) {
        succeed(
            Command::new(binary("cccd-server"))
                .args(["import-devices", "--embedded"])
                .arg(self.path("server"))
                .arg("--file")
                .arg(register),
        );
    }

    pub(crate) fn add_officer(&self, id: &str, (role, office): (&str, &str), password: &str) {
        let file = self.path(&format!("{id}.password"));
        fs::write(&file, password).expect("password file");
        succeed(
            Command::new(binary("cccd-server"))
                .args(["add-officer", "--embedded"])
                .arg(self.path("server"))
                .args(["--id", id, "--name", id, "--role", role, "--office", office])
                .arg("--password-file")
                .arg(file),
        );
    }

    fn set_up_terminal(&self) {
        let folder = self.path("terminal");
        let passphrase = self.path("passphrase");
        fs::write(&passphrase, PASSPHRASE).expect("passphrase file");
        let scanned = self.path("scanned.txt");
        let qr = succeed(
            Command::new(binary("cccd-twin"))
                .args(["qr", "--person"])
                .arg(person()),
        );
        fs::write(&scanned, qr.stdout).expect("scanner file");
        succeed(
            Command::new(binary("cccd"))
                .args(["setup", "--terminal", "QUAY-01", "--server"])
                .arg(format!("http://{}", self.server_address))
                .arg("--dir")
                .arg(&folder)
                .arg("--server-key")
                .arg(self.path("server/server.pub"))
                .arg("--trust")
                .arg(self.path("pki/trust"))
                .arg("--passphrase-file")
                .arg(passphrase)
                .arg("--fingerprint-port")
                .arg(self.path("sensor"))
                .arg("--portrait")
                .arg(&self.camera_address)
                .arg("--scanner-file")
                .arg(scanned),
        );
        work_by_the_trial_profile(&folder);
        succeed(
            Command::new(binary("cccd-server"))
                .args(["enrol-terminal", "--embedded"])
                .arg(self.path("server"))
                .args(["--id", "QUAY-01", "--public-key"])
                .arg(folder.join("terminal.pub")),
        );
    }

    /// Settings of the enrolled terminal.
    pub(crate) fn settings(&self) -> PathBuf {
        self.path("terminal/terminal.toml")
    }

    /// `cccd read` with this counter's trust folder.
    pub(crate) fn read(&self, arguments: &[&str]) -> Output {
        self.read_command(arguments).output().expect("cccd read")
    }

    pub(crate) fn read_command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(binary("cccd"));
        command.args(["read", "--json", "--trust"]);
        command.arg(self.path("pki/trust")).args(arguments);
        command.stdin(Stdio::null());
        command
    }
}

/// The simulated module is of no class that a registration takes.
fn work_by_the_trial_profile(place: &Path) {
    succeed(
        Command::new(binary("cccd-server"))
            .args(["profile", "trial"])
            .arg(place.join("policy")),
    );
}

pub(crate) fn person() -> PathBuf {
    persons().join("nguyen-thi-vi-du.toml")
}

fn live_portrait() -> PathBuf {
    persons().join("nguyen-thi-vi-du-live.jpg")
}

/// The register that allows every simulator.
pub(crate) fn simulated_devices() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("device-twin/devices.toml")
}

fn persons() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("card-twin/persons")
}
