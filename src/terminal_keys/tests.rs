use super::*;
use card_twin::pki::TestPki;
use reader::terminal_authentication::{CvCertificate, SignatureAlgorithm};

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let now = time::macros::datetime!(2026-11-23 08:30 +7);
    TestPki::mint(now)
        .unwrap()
        .write_dir(folder.path())
        .unwrap();
    folder
}

fn in_files(key: &str) -> TerminalKeys {
    TerminalKeys {
        certificates: ".".into(),
        key: KeyPlace::File(key.into()),
    }
}

fn refusal(keys: &TerminalKeys, folder: &Path) -> String {
    format!("{:#}", keys.open(folder).err().unwrap())
}

#[test]
fn certificates_and_key_of_a_folder_make_a_signer() {
    let folder = folder();
    let signer = in_files("is.key").open(folder.path()).unwrap();
    assert_eq!(signer.certificate_chain().len(), 6);
    for certificate in signer.certificate_chain() {
        assert!(CvCertificate::parse(certificate).is_ok());
    }
    let signature = signer.sign(SignatureAlgorithm::EcdsaSha256, b"message");
    assert_eq!(signature.unwrap().len(), 64);
    assert!(signer.sign(SignatureAlgorithm::RsaSha256, b"x").is_err());
}

#[test]
fn what_is_missing_or_no_certificate_is_named() {
    let folder = folder();
    let at = folder.path();
    assert!(refusal(&in_files("no.key"), at).contains("no.key"));
    assert!(refusal(&in_files("is.cvcert"), at).contains("key"));
    fs::write(at.join("odd.cvcert"), b"odd").unwrap();
    assert!(refusal(&in_files("is.key"), at).contains("odd.cvcert"));
    let empty = tempfile::tempdir().unwrap();
    assert!(refusal(&in_files("is.key"), empty.path()).starts_with("no certificates"));
}

#[test]
fn a_module_that_is_none_is_named() {
    let folder = folder();
    fs::write(folder.path().join("pin"), "1234\n").unwrap();
    let keys = TerminalKeys {
        certificates: ".".into(),
        key: KeyPlace::Token {
            module: "is.key".into(),
            label: "cccd".into(),
            pin_file: "pin".into(),
        },
    };
    assert!(refusal(&keys, folder.path()).contains("PKCS #11 module"));
}

#[test]
fn settings_say_where_the_key_is() {
    let file = "certificates = \"cv\"\nkey = { file = \"is.key\" }\n";
    let keys: TerminalKeys = toml::from_str(file).unwrap();
    assert!(matches!(keys.key, KeyPlace::File(path) if path == Path::new("is.key")));
    let token = "certificates = \"cv\"\n[key.token]\nmodule = \"m.so\"\nlabel = \"cccd\"\npin_file = \"pin\"\n";
    let keys: TerminalKeys = toml::from_str(token).unwrap();
    assert!(matches!(&keys.key, KeyPlace::Token { label, .. } if label == "cccd"));
    let again: TerminalKeys = toml::from_str(&toml::to_string(&keys).unwrap()).unwrap();
    assert!(matches!(again.key, KeyPlace::Token { .. }));
    let both = "certificates = \"cv\"\nkey = { file = \"a\", token = 1 }\n";
    assert!(toml::from_str::<TerminalKeys>(both).is_err());
}
