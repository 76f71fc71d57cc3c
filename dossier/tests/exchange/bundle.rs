//! The evidence bundle repeats its verdict, and no byte of it can be changed; its log names nobody.

use std::collections::BTreeMap;
use std::io::Write;
use std::process::{Command, Stdio};

use card_twin::pki::TestPki;
use dossier::bundle::{Agreement, Bundle, BundleError, Circumstances, MAX_LEN, TrustBasis};
use dossier::process_log::ProcessLog;
use reader::channel::Traffic;
use reader::chip::ChallengeExpectation;
use reader::files::FileId;
use reader::presented::{Presented, PresentedKind};
use reader::read_out::ReadOut;
use reader::trust::{ReferenceTime, TrustAnchors};
use reader::verdict::{Assessment, Verdict, assess};
use uuid::Uuid;

use crate::evidence::{CHALLENGE, read};
use crate::fixture::{AT, read_out};

const FRESH: ChallengeExpectation = ChallengeExpectation::Exactly(CHALLENGE);

fn trust(pki: &TestPki) -> TrustAnchors {
    let (trust, refused) = TrustAnchors::from_certificates([pki.csca().to_der().unwrap()]);
    assert!(refused.is_empty());
    trust
}

pub(crate) fn recorded(read_out: &ReadOut, trust: &TrustAnchors) -> (Bundle, Assessment) {
    let at = ReferenceTime(AT);
    let assessment = assess(read_out, trust, at, FRESH);
    let circumstances = Circumstances {
        transaction: Uuid::from_u128(7),
        program: ("cccd", "0.1.0"),
        trust,
        at,
        challenge: FRESH,
        traffic: Traffic::default(),
        elapsed_us: BTreeMap::from([("access".to_owned(), 120_000)]),
    };
    (
        Bundle::record(read_out, &assessment, circumstances),
        assessment,
    )
}

#[test]
fn the_same_verdict_comes_out_of_the_file() {
    let pki = TestPki::mint(AT).unwrap();
    let others = TestPki::mint(AT).unwrap();
    let mut read_out = read(&pki);
    let trust = trust(&pki);
    for changed in [false, true] {
        if changed {
            let mut sod = read_out.files.bytes(FileId::Sod).unwrap().to_vec();
            *sod.last_mut().unwrap() ^= 1;
            read_out.files.insert(FileId::Sod, sod);
        }
        let (bundle, assessment) = recorded(&read_out, &trust);
        let bytes = bundle.to_bytes().unwrap();
        let again = Bundle::from_bytes(&bytes).ok().unwrap();
        let repeated = again.repeat_as_recorded().ok().unwrap();
        assert_eq!(repeated.basis, TrustBasis::AsRecorded);
        assert_eq!(repeated.agreement, Agreement::Same);
        assert_eq!(repeated.assessment.checks, assessment.checks);
        let expected = if changed {
            Verdict::Refuted
        } else {
            Verdict::Genuine
        };
        assert_eq!(repeated.assessment.verdict(), expected);

        // The bundle's own anchors count for nobody else.
        let at = ReferenceTime(AT);
        let own = again.repeat_with(&TrustAnchors::default(), at);
        assert_eq!(own.basis, TrustBasis::Own);
        assert_ne!(own.assessment.verdict(), Verdict::Genuine);
        let (stranger, _) = TrustAnchors::from_certificates([others.csca().to_der().unwrap()]);
        let own = again.repeat_with(&stranger, at);
        assert_ne!(own.assessment.verdict(), Verdict::Genuine);

        // With the same anchors: the same verdict, but nobody else knows that the challenge was fresh.
        let own = again.repeat_with(&trust, at);
        assert_eq!(own.assessment.verdict(), expected);
        if !changed {
            let only = Agreement::Differs(vec!["chip.active_authentication".into()]);
            assert_eq!(own.agreement, only);
        }
    }
}

/// Every byte of a small bundle, each with three other values.
#[test]
fn a_bundle_with_one_changed_byte_is_refused() {
    let (bundle, _) = recorded(&read_out(), &TrustAnchors::default());
    let bytes = bundle.to_bytes().unwrap().to_vec();
    assert!(Bundle::from_bytes(&bytes).is_ok());
    let mut refused = 0;
    for at in 0..bytes.len() {
        for change in [0x01, 0x20, 0x80] {
            let mut changed = bytes.clone();
            changed[at] ^= change;
            assert!(Bundle::from_bytes(&changed).is_err(), "byte {at}");
            refused += 1;
        }
    }
    assert_eq!(refused, bytes.len() * 3);
    for at in [0, 1, bytes.len() / 2, bytes.len()] {
        let mut longer = bytes.clone();
        longer.insert(at, b' ');
        assert!(Bundle::from_bytes(&longer).is_err(), "a space at {at}");
    }
    assert!(Bundle::from_bytes(&bytes[..bytes.len() - 1]).is_err());
    let too_long = vec![b' '; MAX_LEN + 1];
    let expected = BundleError::TooLong { len: MAX_LEN + 1 };
    assert_eq!(Bundle::from_bytes(&too_long).err(), Some(expected));
}

/// Who changes the evidence and computes a digest for it writes another bundle: its verdict is its own.
#[test]
fn a_bundle_that_lies_about_its_verdict_is_contradicted() {
    let pki = TestPki::mint(AT).unwrap();
    let (mut bundle, _) = recorded(&read(&pki), &TrustAnchors::default());
    bundle.verdict = Verdict::Genuine;
    let again = Bundle::from_bytes(&bundle.to_bytes().unwrap())
        .ok()
        .unwrap();
    let repeated = again.repeat_as_recorded().ok().unwrap();
    assert_eq!(repeated.assessment.verdict(), Verdict::Undetermined);
    assert_eq!(repeated.agreement, Agreement::Differs(Vec::new()));
}

fn log_of(read_out: &ReadOut, trust: &TrustAnchors) -> String {
    let (bundle, assessment) = recorded(read_out, trust);
    ProcessLog {
        transaction: bundle.transaction,
        program: ("cccd", "0.1.0"),
        at: AT,
        access: read_out.evidence.access,
        traffic: bundle.traffic,
        elapsed_us: &bundle.elapsed_us,
        basis: TrustBasis::Own,
        policy: trust.policy(),
        checks: &assessment.checks,
        mismatches: &assessment.mismatches,
        verdict: assessment.verdict(),
    }
    .to_xml()
}

/// The schema's own words, and xmllint's judgement of them.
#[test]
fn the_log_fits_its_schema_and_names_nobody() {
    let pki = TestPki::mint(AT).unwrap();
    let mut read_out = read(&pki);
    let qr = "079199000018|012345678|Lê Văn Khác|16031999|Nam|Số 9 Phố Lạ, Huế|21042021";
    read_out.presented = vec![Presented::new(PresentedKind::Qr, qr).unwrap()];
    let xml = log_of(&read_out, &trust(&pki));
    assert!(xml.contains("<mismatch ") && xml.contains("convinces=\"terminal_and_backend\""));
    for planted in [
        "001199000018",
        "199000018",
        "000018",
        "079199000018",
        "012345678",
        "Nguy",
        "NGUYEN",
        "Khác",
        "1999",
        "2039-03-15",
        "15/03",
        "Phố",
        "Nam\"",
        "VNM",
    ] {
        assert!(!xml.contains(planted), "{planted}");
    }
    assert!(validates(&xml));
    assert!(validates(&log_of(
        &ReadOut::default(),
        &TrustAnchors::default()
    )));
    for wrong in [
        xml.replace("Successful", "Fine"),
        xml.replace("<check id=", "<check name=\"x\" id="),
        xml.replace("</processLog>", "<person/></processLog>"),
        xml.replace("transaction=\"", "transaction=\"x"),
    ] {
        assert!(!validates(&wrong));
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "another program judges whether the log fits its schema"
)]
fn validates(xml: &str) -> bool {
    let schema = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/process-log.xsd");
    let mut xmllint = Command::new("xmllint")
        .args(["--noout", "--nonet", "--schema", schema, "-"])
        .stdin(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("xmllint of libxml2-utils: cargo xtask install --tests");
    let mut input = xmllint.stdin.take().unwrap();
    input.write_all(xml.as_bytes()).unwrap();
    drop(input);
    xmllint.wait().unwrap().success()
}
