//! Terminal authentication and DG3. ICAO Doc 9303-11 §7.

use card_twin::fault::Fault;
use card_twin::pki::cv_certificate::CvCertificate as Issued;
use card_twin::pki::{MintOptions, TerminalAlgorithm, TestPki};
use card_twin::profile::{Finger, Profile};
use card_twin::protocol::{ChipKeyOffer, Mapping, PaceOffer, Suite};
use card_twin::quirk::Quirk;
use reader::access::AccessKey;
use reader::files::{DataGroupNumber, FileId};
use reader::read_out::{ReadOut, TerminalAuthorisation};
use reader::reading::ReadAids;
use reader::terminal_authentication::{ChainError, CvCertificate, InMemorySigner, chain_to};
use reader::verdict::{CheckId, CheckResult, Reason, Verdict};
use time::Date;
use time::macros::format_description;

use crate::bench::{NOW, assessed, can, card_of, light_profile, mrz, pki, read, read_aided};

fn profile() -> Profile {
    let mut profile = light_profile();
    profile.terminal_authentication = true;
    profile.data_groups = vec![1, 3, 13, 14];
    profile.locked_data_groups = vec![3, 4];
    profile.with_finger(Finger {
        position: 2,
        width: 32,
        height: 32,
        compression: 0,
        image: Vec::new(),
    })
}

fn signer(pki: &TestPki, certificates: &[&Issued]) -> InMemorySigner {
    let key = pki.terminals().unwrap().terminal_key();
    let key = key.private_key_to_pem_pkcs8().unwrap();
    let certificates = certificates.iter().map(|one| one.to_bytes()).collect();
    InMemorySigner::new(&key, certificates).unwrap()
}

fn read_as(
    pki: &TestPki,
    (profile, faults): (&Profile, &[Fault]),
    key: AccessKey,
    signer: InMemorySigner,
) -> ReadOut {
    let mut aids = ReadAids {
        terminal: Some(Box::new(signer)),
        ..ReadAids::default()
    };
    let mut card = card_of(pki, profile, faults);
    let out = read_aided(&mut card, key, &mut aids).unwrap();
    let fingers = out.files.data_group(DataGroupNumber::FINGERS);
    assert!(fingers.is_none() || fingers == card.file(0x0103));
    out
}

fn authorised(pki: &TestPki, out: &ReadOut, what: &str) {
    let state = TerminalAuthorisation::Authorised {
        holder: "VNISTEST00001".into(),
        reads_fingers: true,
    };
    assert_eq!(out.evidence.terminal_authentication, state, "{what}");
    let dg3 = FileId::DataGroup(DataGroupNumber::FINGERS);
    assert!(out.files.bytes(dg3).is_some(), "{what}");
    let assessment = assessed(pki, out);
    let check = assessment.check(CheckId::PassiveHash(DataGroupNumber::FINGERS));
    let check = check.map(|check| (check.result, check.reason));
    assert_eq!(
        check,
        Some((CheckResult::Successful, Reason::AsRequired)),
        "{what}"
    );
    assert_eq!(assessment.verdict(), Verdict::Genuine, "{what}");
}

#[test]
fn every_algorithm_opens_dg3_directly_and_over_a_link_certificate() {
    let mut count = 0;
    for algorithm in TerminalAlgorithm::ALL {
        let options = MintOptions {
            terminal_algorithm: algorithm,
            ..MintOptions::default()
        };
        let pki = TestPki::mint_with(NOW, options).unwrap();
        let terminals = pki.terminals().unwrap();
        let direct = terminals.chain().to_vec();
        let linked = terminals.linked_chain().to_vec();
        let with_root = [&[terminals.authority()][..], &linked].concat();
        for certificates in [direct, linked, with_root] {
            let signer = signer(&pki, &certificates);
            let out = read_as(&pki, (&profile(), &[]), can(), signer);
            authorised(&pki, &out, &format!("{algorithm:?} {}", certificates.len()));
            count += 1;
        }
    }
    assert_eq!(count, 11 * 3);
    println!("{count} combinations of terminal authentication read");
}

#[test]
fn the_chip_is_named_by_every_kind_of_access() {
    let terminals = pki().terminals().unwrap();
    let offers = [
        PaceOffer::new(Mapping::Gm, Suite::TripleDes, 18),
        PaceOffer::new(Mapping::Gm, Suite::Aes128, 1),
        PaceOffer::new(Mapping::Im, Suite::Aes256, 16),
        PaceOffer::new(Mapping::Cam, Suite::Aes192, 12),
    ];
    for offer in offers {
        for parameters in [2, 13] {
            let key = ChipKeyOffer::new(Suite::Aes128, parameters);
            let profile = profile().with_pace(&[offer]).unwrap();
            let profile = profile.with_chip_keys(&[key]).unwrap();
            let signer = signer(pki(), &terminals.chain());
            let out = read_as(pki(), (&profile, &[]), can(), signer);
            authorised(pki(), &out, &format!("{offer:?} {parameters}"));
        }
    }
    let mut profile = profile().with_pace(&[]).unwrap();
    profile.basic_access_control = true;
    let out = read_as(
        pki(),
        (&profile, &[]),
        mrz(),
        signer(pki(), &terminals.chain()),
    );
    authorised(pki(), &out, "after basic access control");
}

#[test]
fn without_certificates_the_terminal_is_not_authorised_and_the_rest_is_read() {
    let out = read(&mut card_of(pki(), &profile(), &[]), can()).unwrap();
    let state = out.evidence.terminal_authentication.clone();
    assert_eq!(state, TerminalAuthorisation::NotAuthorised);
    let assessment = assessed(pki(), &out);
    let dg3 = assessment.check(CheckId::PassiveHash(DataGroupNumber::FINGERS));
    assert_eq!(dg3.unwrap().reason, Reason::DataGroupLocked);
    assert_eq!(assessment.verdict(), Verdict::Genuine);
}

#[test]
fn certificates_of_another_authority_are_not_even_shown() {
    let other = TestPki::mint(NOW).unwrap();
    let [verifier, terminal] = pki().terminals().unwrap().chain();
    for certificates in [vec![terminal], vec![verifier], vec![]] {
        let out = read_as(
            pki(),
            (&profile(), &[]),
            can(),
            signer(pki(), &certificates),
        );
        let state = out.evidence.terminal_authentication;
        assert_eq!(state, TerminalAuthorisation::NotAuthorised);
    }
    // The same names, other keys: the chip refuses the first certificate.
    let foreign = signer(&other, &other.terminals().unwrap().chain());
    let out = read_as(pki(), (&profile(), &[]), can(), foreign);
    let state = out.evidence.terminal_authentication.clone();
    assert!(
        matches!(state, TerminalAuthorisation::Refused(Some(_))),
        "{state:?}"
    );
    assert_eq!(assessed(pki(), &out).verdict(), Verdict::Genuine);
}

#[test]
fn oddities_of_the_authorities_file_and_of_the_challenge() {
    let outcome = |quirk: Quirk| {
        let signer = signer(pki(), &pki().terminals().unwrap().chain());
        let fault = [Fault::Quirk(quirk)];
        let out = read_as(pki(), (&profile(), &fault), can(), signer);
        out.evidence.terminal_authentication
    };
    for quirk in [Quirk::ThreeReferences, Quirk::ReferencesElsewhere] {
        let state = outcome(quirk);
        let authorised = matches!(state, TerminalAuthorisation::Authorised { .. });
        assert!(authorised, "{quirk:?}: {state:?}");
    }
    assert_eq!(
        outcome(Quirk::NoReference),
        TerminalAuthorisation::NotAuthorised
    );
    for quirk in [Quirk::ShortChallenge, Quirk::LongChallenge] {
        assert_eq!(
            outcome(quirk),
            TerminalAuthorisation::Refused(None),
            "{quirk:?}"
        );
    }
}

/// A61: how each set of certificates of the hostile deck ends, before anything is sent to a chip.
#[test]
fn chains_that_may_not_be_shown_are_not_made() {
    let day = format_description!("[year]-[month]-[day]");
    let cases = test_vectors::hostile::cases("terminal-certificates");
    for case in &cases {
        let files = ["cvca.cvcert", "dv.cvcert", "is.cvcert"].map(|name| case.file(name));
        let certificates = files.map(|file| CvCertificate::parse(&file));
        let certificates: Result<Vec<_>, _> = certificates.into_iter().collect();
        let today = Date::parse(case.expects("day"), day).unwrap();
        let known = [case.expects("authority").as_bytes().to_vec()];
        let found = match certificates {
            Err(_) => "malformed",
            Ok(all) => match chain_to(&all, &known, Some(today)) {
                Ok(chain) => {
                    assert_eq!(chain.len(), 2, "the chip knows the authority itself");
                    "accepted"
                }
                Err(ChainError::Signature(_)) => "signature",
                Err(ChainError::NotAllowed(_)) => "not_allowed",
                Err(ChainError::Expired(_)) => "expired",
                Err(ChainError::NoTerminal) => "no_terminal",
                Err(ChainError::NotIssuedForChip) => "not_issued",
            },
        };
        assert_eq!(found, case.expects("certificates"), "{}", case.name);
    }
    assert!(cases.len() > 9);
}
