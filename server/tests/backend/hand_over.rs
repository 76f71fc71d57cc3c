//! What is handed over to another provider: complete, readable by the recipient alone, and told apart from any other.

use std::{fs, path::Path};

use dossier::{hand_over::HandOver, receipt::ReceiptPublicKey};
use openssl::{
    asn1::Asn1Time,
    bn::{BigNum, MsbOption},
    cms::CmsContentInfo,
    hash::MessageDigest,
    pkey::{PKey, Private},
    rsa::Rsa,
    x509::{X509, X509NameBuilder},
};
use serde_json::Value;
use server::{embedded::Folder, hand_over};
use uuid::Uuid;

use crate::{decisions::approval, office::Office};

impl Office {
    fn hands_over(&self, recipient: &X509, to: &Path) -> anyhow::Result<HandOver> {
        let folder = Folder::prepare(&self.data())?;
        let kept = (&folder.blobs()?, &folder.vault()?, &folder.receipt_key()?);
        let database = &self.backend.parts().database;
        self.run(hand_over::export(
            database,
            kept,
            (recipient, to),
            self.now(),
        ))
    }

    fn public_key(&self) -> ReceiptPublicKey {
        let pem = fs::read(self.data().join("server.pub")).unwrap();
        ReceiptPublicKey::from_pem(&pem).unwrap()
    }
}

/// Another provider's certificate and key.
fn recipient() -> (X509, PKey<Private>) {
    let key = PKey::from_rsa(Rsa::generate(2048).unwrap()).unwrap();
    let mut name = X509NameBuilder::new().unwrap();
    name.append_entry_by_text("CN", "Đơn vị tiếp nhận (thử)")
        .unwrap();
    let name = name.build();
    let mut certificate = X509::builder().unwrap();
    certificate.set_version(2).unwrap();
    let mut serial = BigNum::new().unwrap();
    serial.rand(63, MsbOption::ONE, false).unwrap();
    let serial = serial.to_asn1_integer().unwrap();
    certificate.set_serial_number(&serial).unwrap();
    certificate.set_subject_name(&name).unwrap();
    certificate.set_issuer_name(&name).unwrap();
    certificate.set_pubkey(&key).unwrap();
    let (from, to) = (Asn1Time::days_from_now(0), Asn1Time::days_from_now(30));
    certificate.set_not_before(&from.unwrap()).unwrap();
    certificate.set_not_after(&to.unwrap()).unwrap();
    certificate.sign(&key, MessageDigest::sha256()).unwrap();
    (certificate.build(), key)
}

fn lines(folder: &Path, table: &str) -> Vec<Value> {
    let text = fs::read_to_string(folder.join(format!("{table}.jsonl"))).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// One granted case, one that waits.
fn at_work() -> (Office, Uuid, Uuid) {
    let office = Office::open();
    let granted = office.case();
    let approver = office.sign_in("duyet");
    let fence = office.claim(&approver, granted).unwrap().claim.fence;
    office
        .decide(&approver, granted, fence, approval())
        .unwrap();
    let waiting = office.case();
    (office, granted, waiting)
}

#[test]
fn everything_is_handed_over_and_what_is_personal_opens_for_the_recipient_alone() {
    let (office, granted, waiting) = at_work();
    let (certificate, key) = recipient();
    let to = office.folder.path().join("to-the-next");
    let list = office.hands_over(&certificate, &to).unwrap();
    assert_eq!(hand_over::verify(&to, &office.public_key()).unwrap(), list);
    let cases = lines(&to, "cases");
    assert_eq!(cases.len(), 2);
    let ids: Vec<_> = cases
        .iter()
        .map(|case| case["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids, [granted.to_string(), waiting.to_string()]);
    assert!(cases.iter().all(|case| case.get("wrapped_key").is_none()));
    assert_eq!(lines(&to, "accounts").len(), 1);
    let officers = lines(&to, "officers");
    assert!(
        officers
            .iter()
            .all(|one| one.get("password_hash").is_none())
    );
    let audit = lines(&to, "audit");
    let entries = office.count("SELECT count(*) FROM audit");
    assert_eq!(i64::try_from(audit.len()).unwrap(), entries);
    assert_eq!(audit.last().unwrap()["action"], "hand_over");

    for (name, marker) in [
        (format!("cases/{granted}/submission.cms"), "eyJ"),
        (format!("cases/{waiting}/presentation.cms"), "facts"),
        (format!("accounts/{granted}.cms"), "holder"),
    ] {
        let sealed = fs::read(to.join(&name)).unwrap();
        let envelope = CmsContentInfo::from_der(&sealed).unwrap();
        let plain = envelope.decrypt(&key, &certificate).unwrap();
        assert!(String::from_utf8_lossy(&plain).contains(marker), "{name}");
        let (other, others_key) = recipient();
        assert!(envelope.decrypt(&others_key, &other).is_err(), "{name}");
    }
    let name = "NGUYỄN THỊ VÍ DỤ";
    for file in list.files.keys() {
        let octets = fs::read(to.join(file)).unwrap();
        let found = octets
            .windows(name.len())
            .any(|part| part == name.as_bytes());
        assert!(!found, "{file} names the person");
    }
}

#[test]
fn a_folder_with_a_file_changed_missing_or_added_is_no_hand_over() {
    let (office, ..) = at_work();
    let (certificate, _) = recipient();
    let pem = office.folder.path().join("recipient.pem");
    fs::write(&pem, certificate.to_pem().unwrap()).unwrap();
    let to = office.folder.path().join("to-the-next");
    let read = hand_over::recipient(&pem).unwrap();
    office.hands_over(&read, &to).unwrap();
    let again = office.hands_over(&read, &to);
    assert!(again.is_err(), "the folder is there already");

    let key = office.public_key();
    let told = || hand_over::verify(&to, &key).map_err(|why| why.to_string());
    told().unwrap();
    let audit = to.join("audit.jsonl");
    let before = fs::read(&audit).unwrap();
    fs::write(&audit, &before[1..]).unwrap();
    assert_eq!(told().unwrap_err(), "audit.jsonl was changed");
    fs::remove_file(&audit).unwrap();
    assert_eq!(told().unwrap_err(), "audit.jsonl is missing");
    fs::write(&audit, &before).unwrap();
    fs::write(to.join("cases/more.cms"), b"").unwrap();
    assert_eq!(told().unwrap_err(), "cases/more.cms is not listed");
    fs::remove_file(to.join("cases/more.cms")).unwrap();
    told().unwrap();
    let another = crate::office::new_key().public().unwrap().to_pem().unwrap();
    let another = ReceiptPublicKey::from_pem(&another).unwrap();
    assert!(hand_over::verify(&to, &another).is_err());
}
