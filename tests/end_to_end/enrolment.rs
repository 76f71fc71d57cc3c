//! A terminal enrols itself over TLS by a one-time code and works over its own certificate.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use dossier::api::ProblemType;
use openssl::asn1::Asn1Time;
use openssl::ec::{EcGroup, EcKey};
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkey::{PKey, Private};
use openssl::x509::extension::{BasicConstraints, SubjectAlternativeName};
use openssl::x509::{X509, X509Name};
use terminal::backend::{Backend, BackendError};
use terminal::config::Config;
use terminal::keys::TerminalSecrets;
use zeroize::Zeroizing;

use crate::process::{Running, binary};

const PASSWORD: &str = "mật khẩu thử nghiệm";

/// A backend with TLS in a scratch folder, and folders of terminals beside it.
struct Site {
    folder: tempfile::TempDir,
    server: Option<Running>,
    url: String,
}

fn key() -> PKey<Private> {
    let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1).expect("curve");
    PKey::from_ec_key(EcKey::generate(&group).expect("key")).expect("key")
}

fn certificate(name: &str, key: &PKey<Private>, issuer: Option<(&X509, &PKey<Private>)>) -> X509 {
    let mut names = X509Name::builder().expect("name");
    names
        .append_entry_by_nid(Nid::COMMONNAME, name)
        .expect("name");
    let subject = names.build();
    let mut builder = X509::builder().expect("certificate");
    builder.set_version(2).expect("version");
    builder.set_pubkey(key).expect("key");
    builder.set_subject_name(&subject).expect("subject");
    let by = issuer.map_or(&*subject, |(issuer, _)| issuer.subject_name());
    builder.set_issuer_name(by).expect("issuer");
    let begin = Asn1Time::days_from_now(0).expect("time");
    builder.set_not_before(&begin).expect("time");
    let end = Asn1Time::days_from_now(2).expect("time");
    builder.set_not_after(&end).expect("time");
    let extension = match issuer {
        None => BasicConstraints::new().critical().ca().build(),
        Some(_) => SubjectAlternativeName::new()
            .ip("127.0.0.1")
            .build(&builder.x509v3_context(None, None)),
    };
    builder
        .append_extension(extension.expect("extension"))
        .expect("extension");
    let signer = issuer.map_or(key, |(_, signer)| signer);
    builder
        .sign(signer, MessageDigest::sha256())
        .expect("signature");
    builder.build()
}

impl Site {
    fn open() -> Self {
        let folder = tempfile::tempdir().expect("folder");
        let mut site = Self {
            folder,
            server: None,
            url: String::new(),
        };
        let (root_key, leaf_key) = (key(), key());
        let root = certificate("Gốc Thử Nghiệm", &root_key, None);
        let leaf = certificate("máy chủ", &leaf_key, Some((&root, &root_key)));
        let other = certificate("Gốc Khác", &root_key, None);
        site.write("root.pem", &root.to_pem().expect("PEM"));
        site.write("other-root.pem", &other.to_pem().expect("PEM"));
        site.write("tls.pem", &leaf.to_pem().expect("PEM"));
        site.write(
            "tls.key",
            &leaf_key.private_key_to_pem_pkcs8().expect("PEM"),
        );
        let private = std::os::unix::fs::PermissionsExt::from_mode(0o600);
        fs::set_permissions(site.path("tls.key"), private).expect("mode");
        site.write("password", PASSWORD.as_bytes());
        site.write("passphrase", b"a passphrase of some length");
        fs::create_dir(site.path("trust")).expect("folder");
        site.server(&["init"]);
        site.server(&[
            "add-officer",
            "--id",
            "nhan",
            "--name",
            "Cán bộ Thử",
            "--role",
            "receiving",
            "--office",
            "Công an xã Thử",
            "--password-file",
            site.path("password").to_str().expect("path"),
        ]);
        let mut command = Command::new(binary("cccd-server"));
        command.arg("--embedded").arg(site.path("server"));
        command.args(["--listen", "127.0.0.1:0", "--tls-certificate"]);
        command
            .arg(site.path("tls.pem"))
            .arg("--tls-key")
            .arg(site.path("tls.key"));
        command.stdout(Stdio::piped()).stderr(Stdio::null());
        let mut server = Running::start("cccd-server", &mut command);
        site.url = server.announced("listening on ");
        assert!(site.url.starts_with("https://"), "{}", site.url);
        site.server = Some(server);
        site
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        fs::write(self.path(name), bytes).expect("file");
    }

    /// An administrator's command; the first word or two, then the place, then the rest.
    fn server(&self, arguments: &[&str]) -> String {
        let words = arguments
            .iter()
            .take_while(|word| !word.starts_with("--"))
            .count();
        let (verb, rest) = arguments.split_at(words);
        let mut command = Command::new(binary("cccd-server"));
        command
            .args(verb)
            .arg("--embedded")
            .arg(self.path("server"))
            .args(rest);
        said(&command.output().expect("cccd-server"))
    }

    fn set_up(&self, terminal: &str) -> Config {
        let mut command = Command::new(binary("cccd"));
        command.args([
            "setup",
            "--terminal",
            terminal,
            "--server",
            &self.url,
            "--dir",
        ]);
        command
            .arg(self.path(terminal))
            .arg("--trust")
            .arg(self.path("trust"));
        command
            .arg("--passphrase-file")
            .arg(self.path("passphrase"));
        said(&command.output().expect("cccd setup"));
        self.config(terminal)
    }

    fn config(&self, terminal: &str) -> Config {
        Config::load(&self.path(terminal).join("terminal.toml")).expect("settings")
    }

    fn enrol(&self, terminal: &str, code: &str, root: &Path) -> Output {
        let mut command = Command::new(binary("cccd"));
        let code_file = self.path("code");
        fs::write(&code_file, format!("{code}\n")).expect("code file");
        command.args(["enrol", "--code-file"]).arg(code_file);
        command.arg("--root").arg(root);
        command
            .arg("--config")
            .arg(self.path(terminal).join("terminal.toml"));
        command.output().expect("cccd enrol")
    }

    fn sign_in(&self, terminal: &str) -> Result<(), BackendError> {
        let config = self.config(terminal);
        let secrets = TerminalSecrets::open(&config).expect("secrets");
        let backend = Backend::new(&config, secrets.connection.as_ref()).expect("backend");
        let password = Zeroizing::new(PASSWORD.to_owned());
        backend
            .sign_in("nhan", (&password, None), &config.terminal)
            .map(drop)
    }
}

fn said(output: &Output) -> String {
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{error}");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

fn refused(output: &Output) -> String {
    assert!(!output.status.success());
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_terminal_enrols_by_a_code_and_is_shut_out_and_let_in_again() {
    let site = Site::open();
    let config = site.set_up("quay-01");
    assert!(
        Backend::new(&config, None).is_err(),
        "no root is pinned yet"
    );
    let office = "Công an xã Thử";
    let code = site.server(&["terminal", "invite", "--id", "quay-01", "--office", office]);

    let elsewhere = refused(&site.enrol("quay-01", &code, &site.path("other-root.pem")));
    assert!(elsewhere.contains("cannot be reached"), "{elsewhere}");
    let wrong = refused(&site.enrol("quay-01", "AAAA-AAAA-AAAA-AAAA", &site.path("root.pem")));
    assert!(
        wrong.contains("urn:cccd:problem:enrolment-refused"),
        "{wrong}"
    );
    let told = said(&site.enrol("quay-01", &code, &site.path("root.pem")));
    assert_eq!(told, format!("quay-01: {office}"));
    for private in ["connection.key", "connection.pem", "server.pub"] {
        let mode = fs::metadata(site.path("quay-01").join(private))
            .expect("file")
            .permissions();
        let mode = std::os::unix::fs::PermissionsExt::mode(&mode);
        assert_eq!(mode & 0o777, 0o600, "{private}");
    }
    site.sign_in("quay-01").expect("signed in");
    let again = refused(&site.enrol("quay-01", &code, &site.path("root.pem")));
    assert!(
        again.contains("urn:cccd:problem:enrolment-refused"),
        "{again}"
    );
    site.sign_in("quay-01")
        .expect("a refused renewal changes nothing");

    site.server(&[
        "terminal", "block", "--office", office, "--reason", "unsafe",
    ]);
    let blocked = site.sign_in("quay-01");
    assert_eq!(
        blocked,
        Err(BackendError::Refused(ProblemType::TerminalBlocked))
    );
    let listed = site.server(&["terminal", "list"]);
    assert!(
        listed.starts_with(&format!(
            "quay-01\t{office}\tenrolled, blocked with {office}: unsafe"
        )),
        "{listed}"
    );
    site.server(&["terminal", "unblock", "--office", office]);
    site.sign_in("quay-01").expect("let in again");
}

#[test]
fn a_terminal_without_its_certificate_is_told_so() {
    let site = Site::open();
    site.set_up("quay-01");
    let office = "Công an xã Thử";
    let code = site.server(&["terminal", "invite", "--id", "quay-01", "--office", office]);
    said(&site.enrol("quay-01", &code, &site.path("root.pem")));
    fs::remove_file(site.path("quay-01").join("connection.pem")).expect("certificate");
    let refused = site.sign_in("quay-01");
    assert_eq!(
        refused,
        Err(BackendError::Refused(ProblemType::CertificateNeeded))
    );
}
