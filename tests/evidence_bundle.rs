//! `cccd verify` over an evidence bundle: whose trust, which verdict, and no changed byte. No reader is needed.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use card_twin::card::Card;
use card_twin::person::{EXAMPLE_FILE, Person};
use card_twin::pki::TestPki;
use card_twin::profile::Profile;
use dossier::bundle::{Bundle, Circumstances};
use reader::access::{AccessKey, CardAccessNumber};
use reader::channel::{ChannelError, Traffic};
use reader::chip::ChallengeExpectation;
use reader::presented::{Presented, PresentedKind};
use reader::read_out::{ActiveAuthenticationChallenge, ReadOut};
use reader::reading::{self, ReadRequest};
use reader::trust::{ReferenceTime, TrustAnchors};
use reader::verdict::assess;
use serde_json::Value;
use time::OffsetDateTime;
use uuid::Uuid;

const CHALLENGE: ActiveAuthenticationChallenge = ActiveAuthenticationChallenge([3; 8]);

fn read(pki: &TestPki, at: OffsetDateTime) -> ReadOut {
    let person = Person::load(EXAMPLE_FILE.as_ref()).expect("person");
    let profile = Profile::built_in("cccd-2021").expect("profile");
    let mut card = Card::personalise(&person, pki, &profile, at).expect("card");
    let channel = |command: &[u8]| -> Result<Vec<u8>, ChannelError> { Ok(card.transmit(command)) };
    let request = ReadRequest {
        key: AccessKey::Can(CardAccessNumber::new("000018").expect("CAN")),
        challenge: CHALLENGE,
        allow_bac: false,
    };
    let mut random = |buffer: &mut [u8]| openssl::rand::rand_bytes(buffer).expect("randomness");
    let Ok(mut read_out) = reading::read(channel, &request, &mut random, &mut |_| {}) else {
        panic!("the card cannot be read");
    };
    let qr = Presented::new(PresentedKind::Qr, &person.qr_text()).expect("QR");
    read_out.presented.push(qr);
    read_out
}

fn verify(bundle: &Path, more: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cccd"))
        .args(["verify", "--json"])
        .arg(bundle)
        .args(more)
        .output()
        .expect("cccd verify")
}

fn report(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).expect("JSON report")
}

#[test]
fn a_bundle_is_judged_as_recorded_or_by_ones_own_trust_and_says_which() {
    let folder = tempfile::tempdir().expect("folder");
    let at = OffsetDateTime::now_utc();
    let pki = TestPki::mint(at).expect("PKI");
    let csca = pki.csca().to_der().expect("DER");
    let (trust, _) = TrustAnchors::from_certificates([csca.clone()]);
    let read_out = read(&pki, at);
    let challenge = ChallengeExpectation::Exactly(CHALLENGE);
    let reference = ReferenceTime(at);
    let assessment = assess(&read_out, &trust, reference, challenge);
    let circumstances = Circumstances {
        transaction: Uuid::from_u128(7),
        program: ("cccd", "0.1.0"),
        trust: &trust,
        at: reference,
        challenge,
        traffic: Traffic::default(),
        elapsed_us: BTreeMap::new(),
    };
    let bundle = Bundle::record(&read_out, &assessment, circumstances);
    let bytes = bundle.to_bytes().expect("bundle");
    let file = folder.path().join("evidence.json");
    fs::write(&file, &bytes).expect("file");

    let recorded = verify(&file, &[]);
    assert_eq!(recorded.status.code(), Some(0));
    assert_eq!(report(&recorded)["basis"], "as_recorded");
    assert_eq!(report(&recorded)["agreement"], "same");

    let own = folder.path().join("own");
    let nobody = folder.path().join("nobody");
    for folder in [&own, &nobody] {
        fs::create_dir(folder).expect("trust folder");
    }
    fs::write(own.join("csca.cer"), csca).expect("CSCA");
    let xml = folder.path().join("log.xml");
    let (own, xml) = (own.to_str().expect("UTF-8"), xml.to_str().expect("UTF-8"));
    let trusted = verify(&file, &["--trust", own, "--xml", xml]);
    assert_eq!(trusted.status.code(), Some(0));
    assert_eq!(report(&trusted)["basis"], "own_trust");
    assert_eq!(
        report(&trusted)["differing"][0],
        "chip.active_authentication"
    );
    let log = fs::read_to_string(xml).expect("log");
    assert!(log.contains("<verdict word=\"genuine\"/>"));
    for planted in ["001199000018", "Nguy", "NGUYEN", "1999", "Phố"] {
        assert!(!log.contains(planted), "{planted}");
    }
    let stranger = verify(&file, &["--trust", nobody.to_str().expect("UTF-8")]);
    assert_eq!(stranger.status.code(), Some(3));

    let mut changed = bytes.to_vec();
    let middle = changed.len() / 2;
    changed[middle] ^= 1;
    fs::write(&file, &changed).expect("file");
    let refused = verify(&file, &[]);
    assert!(!refused.status.success() && refused.stdout.is_empty());
}
