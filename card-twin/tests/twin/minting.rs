//! What is minted from a seed, the lists, the recorder and the link.

use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use card_twin::link::Link;
use card_twin::pki::{MintOptions, TestPki};
use card_twin::profile::Profile;
use card_twin::recorder::Recorder;
use openssl::cms::{CMSOptions, CmsContentInfo};
use openssl::stack::Stack;
use openssl::x509::store::X509StoreBuilder;
use openssl::x509::{CrlStatus, X509, X509Crl, X509VerifyResult};

use crate::bench::{card, card_of, hex, now, profile, send};

fn seeded(seed: u64) -> TestPki {
    let options = MintOptions {
        seed: Some(seed),
        ..MintOptions::default()
    };
    TestPki::mint_with(now(), options).expect("PKI")
}

#[test]
fn a_seed_gives_the_same_keys_and_contents() {
    let keys = |pki: &TestPki| {
        let terminals = pki.terminals().expect("terminals");
        [
            pki.csca_key().private_key_to_der().expect("key"),
            pki.document_signer_key().private_key_to_der().expect("key"),
            terminals.terminal_key().private_key_to_der().expect("key"),
            pki.csca().serial_number().to_bn().expect("serial").to_vec(),
        ]
    };
    assert_eq!(keys(&seeded(1)), keys(&seeded(1)));
    assert_ne!(keys(&seeded(1)), keys(&seeded(2)));
    // The signature comes after the signed part and differs, in its length too.
    let [first, second] = [seeded(1), seeded(1)].map(|pki| {
        let der = pki.document_signer().to_der().expect("DER");
        assert_eq!(
            der[4..6],
            [0x30, 0x82],
            "a signed part of 256 bytes or more"
        );
        let signed_len = usize::from(u16::from_be_bytes([der[6], der[7]]));
        der[4..8 + signed_len].to_vec()
    });
    assert_eq!(first, second);
}

#[test]
fn the_program_mints_from_a_seed_and_the_folder_holds_everything() {
    let folders = [tempfile::tempdir(), tempfile::tempdir()].map(|folder| folder.expect("folder"));
    for folder in &folders {
        let minted = Command::new(env!("CARGO_BIN_EXE_cccd-twin"))
            .args(["mint", "--seed", "7", "--pki"])
            .arg(folder.path())
            .status();
        assert!(minted.expect("runs").success());
    }
    let read = |name: &str| {
        let [first, second] = [&folders[0], &folders[1]]
            .map(|folder| std::fs::read(folder.path().join(name)).expect("file"));
        (first, second)
    };
    for name in ["csca.key", "ds.key", "is.key"] {
        let (first, second) = read(name);
        assert!(first == second, "{name}");
    }
    for name in [
        "csca-next.cer",
        "csca-link.cer",
        "csca.crl",
        "master-list.ml",
        "cvca.cvcert",
        "cvca-link.cvcert",
        "dv.cvcert",
        "is.cvcert",
    ] {
        assert!(!read(name).0.is_empty(), "{name}");
    }
    let again = TestPki::load_dir(folders[0].path()).expect("loads");
    let holder = |pki: &TestPki| pki.terminals().expect("terminals").chain()[1].to_bytes();
    assert_eq!(holder(&again), read("is.cvcert").0);
    // Folders of an earlier program have neither lists nor terminals.
    std::fs::remove_file(folders[1].path().join("cvca.cvcert")).expect("removes");
    std::fs::remove_file(folders[1].path().join("csca-next.cer")).expect("removes");
    let bare = TestPki::load_dir(folders[1].path()).expect("loads");
    assert!(bare.terminals().is_none() && bare.lists().is_none());
}

#[test]
fn link_certificate_revocation_list_and_master_list_verify() {
    let pki = seeded(4);
    let key = pki.csca().public_key().expect("key");
    let (next, link) = pki.successor().expect("successor");
    assert!(link.verify(&key).expect("verifies"));
    assert_eq!(pki.csca().issued(link), X509VerifyResult::OK);
    let (next_key, linked_key) = (
        next.public_key().expect("key"),
        link.public_key().expect("key"),
    );
    assert!(next_key.public_eq(&linked_key));
    let (empty, master_list) = pki.lists().expect("lists");
    let empty = X509Crl::from_der(empty).expect("CRL");
    let revoked = X509Crl::from_der(&pki.revoked(now()).expect("CRL")).expect("CRL");
    for list in [&empty, &revoked] {
        assert!(list.verify(&key).expect("verifies"));
    }
    let signer = pki.document_signer().to_owned();
    assert!(matches!(empty.get_by_cert(&signer), CrlStatus::NotRevoked));
    assert!(matches!(
        revoked.get_by_cert(&signer),
        CrlStatus::Revoked(_)
    ));
    let mut content = Vec::new();
    let store = X509StoreBuilder::new().expect("store").build();
    let none = Stack::<X509>::new().expect("stack");
    CmsContentInfo::from_der(master_list)
        .expect("CMS")
        .verify(
            Some(&none),
            Some(&store),
            None,
            Some(&mut content),
            CMSOptions::NO_SIGNER_CERT_VERIFY | CMSOptions::BINARY,
        )
        .expect("signature verifies");
    for certificate in [pki.csca(), next, link] {
        let der = certificate.to_der().expect("DER");
        assert!(content.windows(der.len()).any(|window| window == der));
    }
}

#[test]
fn the_recorder_writes_headers_lengths_and_status_words_only() {
    #[derive(Clone, Default)]
    struct Shared(Arc<Mutex<Vec<u8>>>);
    impl std::io::Write for Shared {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().expect("lock").extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let out = Shared::default();
    let mut card = card(&[])
        .0
        .with_recorder(Recorder::to(Box::new(out.clone())));
    send(&mut card, "00A4020C02011C");
    send(&mut card, "00B0000000");
    let text = String::from_utf8(out.0.lock().expect("lock").clone()).expect("text");
    assert_eq!(
        text,
        "   1 00A4020C command 7 answer 2 9000\n   2 00B00000 command 5 answer 56 9000\n"
    );
}

#[test]
fn the_link_adds_to_the_time_of_an_answer() {
    let link = Link::at(424).expect("rate");
    let slow = card(&[card_twin::fault::Fault::Slow(5)]).0;
    assert_eq!(slow.time(10, 20), Duration::from_millis(5));
    assert_eq!(
        slow.with_link(link).time(10, 20),
        Duration::from_millis(5) + link.time(10, 20)
    );
}

#[test]
fn buffers_are_announced_and_kept() {
    let mut card = card_of(&profile().with_buffers(300, 400), &[]).0;
    assert_eq!(send(&mut card, "00A4020C022F01"), "9000");
    let attributes = send(&mut card, "00B0000000");
    assert!(
        attributes.ends_with("7F66080202012C020201909000"),
        "{attributes}"
    );
    let long = format!("00A4020C000200{}", "00".repeat(512));
    assert_eq!(send(&mut card, &long), "6700");
    assert_eq!(send(&mut card, "00B09C00000000").len(), 2 * 56);
}

#[test]
fn every_profile_is_listed_and_issues_a_card() {
    let names: Vec<String> = Profile::all()
        .expect("profiles")
        .into_iter()
        .map(|profile| profile.name)
        .collect();
    assert_eq!(
        names,
        [
            "cccd-2021",
            "can-cuoc-2024-assumed",
            "under-6",
            "passport-td3",
            "eac-full",
            "legacy-bac-3des",
            "pace-dh"
        ]
    );
    let passport = card_of(&Profile::built_in("passport-td3").expect("profile"), &[]).0;
    let dg1 = String::from_utf8(passport.file(0x0101).expect("DG1")[5..].to_vec()).expect("text");
    assert_eq!(dg1.len(), 88);
    assert!(dg1.starts_with("P<VNMNGUYEN<<THI<VI<DU<"));
    assert_eq!(&dg1[44..], "C9000018<2VNM9903159F3903157001199000018<<52");
    let child = card_of(&Profile::built_in("under-6").expect("profile"), &[]).0;
    assert!(child.file(0x0102).is_none() && child.file(0x010D).is_some());
    let old = card_of(&Profile::built_in("legacy-bac-3des").expect("profile"), &[]).0;
    assert!(old.master_file(0x011C).is_none());
    assert!(hex(old.file(0x010E).expect("DG14")).contains("04007F00070202030201"));
}
