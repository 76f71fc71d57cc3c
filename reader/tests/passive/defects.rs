//! Defect lists: what each entry changes, and for whom.

use card_twin::fault::Fault;
use card_twin::pki::lists::{DEFECT_LIST, DEFECT_LIST_SIGNING, ListRequest, MASTER_LIST_SIGNING};
use openssl::hash::{MessageDigest, hash};
use openssl::nid::Nid;
use reader::files::FileId;
use reader::read_out::ReadOut;
use reader::trust::{ListKind, Loaded, TrustAnchors, TrustRefusal};
use reader::verdict::{CheckId, CheckResult, Reason, Verdict};
use reader::wire::oid;
use reader::wire::tlv::encode;

use crate::certifier::{Request, certify, ec_key};
use crate::forger::{Forgery, issuer_and_serial};
use crate::issued::{NOW, ended, healthy, judge_with, pki, read_faulty};
use crate::lists::{csca, file, load};

const SEQUENCE: u32 = 0x30;
const SET: u32 = 0x31;
const ENUMERATED: u32 = 0x0A;

fn known_defect(kind: &[u8], parameters: Vec<u8>) -> Vec<u8> {
    let identifier = encode(0x06, &[DEFECT_LIST, kind].concat());
    encode(SEQUENCE, &[identifier, parameters].concat())
}

fn entry(signer: &[u8], defects: &[Vec<u8>]) -> Vec<u8> {
    encode(
        SEQUENCE,
        &[signer.to_vec(), encode(SET, &defects.concat())].concat(),
    )
}

fn list(version: u8, entries: &[Vec<u8>]) -> Vec<u8> {
    let hash = encode(0x06, oid::SHA256.content());
    let parts = [
        encode(0x02, &[version]),
        hash,
        encode(SET, &entries.concat()),
    ];
    encode(SEQUENCE, &parts.concat())
}

fn signed(content: &[u8], purpose: &[u8]) -> Vec<u8> {
    let request = ListRequest {
        content_type: DEFECT_LIST,
        content,
        purpose,
        at: NOW,
    };
    pki().sign_list(&request).unwrap()
}

fn trust_with(content: &[u8]) -> TrustAnchors {
    let (trust, results) = load(&[
        csca(),
        file("defects.dl", signed(content, DEFECT_LIST_SIGNING)),
    ]);
    assert!(
        matches!(
            results[1],
            Ok(Loaded::List {
                kind: ListKind::Defects,
                ..
            })
        ),
        "{:?}",
        results[1]
    );
    trust
}

/// Another signer's entry first, so that this signer's is the second.
fn trust_listing(kind: &[u8], parameters: Vec<u8>) -> TrustAnchors {
    let defects = [known_defect(kind, parameters)];
    let other = encode(0x80, &[7; 20]);
    let own = issuer_and_serial(pki().document_signer());
    trust_with(&list(0, &[entry(&other, &defects), entry(&own, &defects)]))
}

fn status(code: u8) -> Vec<u8> {
    encode(ENUMERATED, &[code])
}

fn assert_cited(
    read_out: &ReadOut,
    trust: &TrustAnchors,
    id: CheckId,
    result: CheckResult,
) -> Verdict {
    let assessment = judge_with(read_out, trust);
    assert_eq!(
        ended(&assessment, id),
        (result, Reason::ListedDefect { entry: 2 })
    );
    assert_eq!(Reason::ListedDefect { entry: 2 }.code(), "listed_defect");
    assessment.verdict()
}

#[test]
fn a_revoked_signer_refutes_and_one_under_investigation_leaves_the_check_open() {
    let revoked = trust_listing(&[1, 1], status(3));
    let verdict = assert_cited(
        &healthy(),
        &revoked,
        CheckId::PassiveRevocation,
        CheckResult::Failed,
    );
    assert_eq!(verdict, Verdict::Refuted);
    let on_hold = trust_listing(&[1, 1], status(1));
    assert_cited(
        &healthy(),
        &on_hold,
        CheckId::PassiveRevocation,
        CheckResult::Undetermined,
    );
}

#[test]
fn compromised_chip_keys_take_the_proof_away() {
    for (kind, id) in [
        ([1, 3], CheckId::ChipAuthentication),
        ([1, 4], CheckId::ActiveAuthentication),
    ] {
        let trust = trust_listing(&kind, Vec::new());
        let verdict = assert_cited(&healthy(), &trust, id, CheckResult::Undetermined);
        assert_eq!(verdict, Verdict::Undetermined, "not genuine any more");
    }
}

#[test]
fn a_batch_that_is_not_to_be_used_is_never_genuine() {
    let malformed = trust_listing(&[4, 4], status(2));
    let unknown = trust_listing(&[4, 99], Vec::new());
    for trust in [malformed, unknown] {
        let id = CheckId::PassiveSignature;
        let verdict = assert_cited(&healthy(), &trust, id, CheckResult::Undetermined);
        assert_eq!(verdict, Verdict::Undetermined);
    }
}

#[test]
fn known_failures_leave_open_what_would_refute() {
    let clone = read_faulty(Fault::Clone);
    let trust = trust_listing(&[1, 5], status(2));
    for id in [CheckId::ChipAuthentication, CheckId::ActiveAuthentication] {
        let verdict = assert_cited(&clone, &trust, id, CheckResult::Undetermined);
        assert_eq!(verdict, Verdict::Undetermined, "and is never genuine");
    }
    let only_ca = judge_with(&clone, &trust_listing(&[1, 5], status(0)));
    assert_eq!(
        only_ca.verdict(),
        Verdict::Refuted,
        "active authentication still refutes"
    );

    let mut broken = healthy();
    let mut sod = broken.files.bytes(FileId::Sod).unwrap().to_vec();
    let last = sod.len() - 1;
    sod[last] ^= 1;
    broken.files.insert(FileId::Sod, sod);
    let trust = trust_listing(&[2, 2], status(1));
    let id = CheckId::PassiveSignature;
    let verdict = assert_cited(&broken, &trust, id, CheckResult::Undetermined);
    assert_eq!(verdict, Verdict::Undetermined);
    let hashes_only = judge_with(&broken, &trust_listing(&[2, 2], status(4)));
    assert_eq!(hashes_only.verdict(), Verdict::Refuted);
}

#[test]
fn a_replacement_stands_for_a_malformed_certificate_of_the_same_key() {
    let key = ec_key(Nid::BRAINPOOL_P256R1);
    let issuer = Some((pki().csca(), pki().csca_key()));
    let malformed = Request {
        issuer,
        serial: 0,
        ..Request::default()
    };
    let embedded = certify(&malformed, &key);
    let good = |key| {
        let request = Request {
            issuer,
            serial: 9,
            ..Request::default()
        };
        certify(&request, key).to_der().unwrap()
    };
    let signed = Forgery {
        certificates: vec![embedded.to_der().unwrap()],
        signer: issuer_and_serial(&embedded),
        key: key.clone(),
        ..Forgery::default()
    };
    let read_out = signed.read_out();
    let replaced_by = |certificate: &[u8]| {
        let defects = [known_defect(&[1, 2], encode(0x04, certificate))];
        let own = issuer_and_serial(&embedded);
        let trust = trust_with(&list(0, &[entry(&own, &defects)]));
        let assessment = judge_with(&read_out, &trust);
        (
            ended(&assessment, CheckId::PassivePath),
            assessment.verdict(),
        )
    };
    let plain = judge_with(&read_out, &load(&[csca()]).0);
    assert_eq!(plain.verdict(), Verdict::Refuted);
    let cited = Reason::ListedDefect { entry: 1 };
    let genuine = ((CheckResult::Successful, cited), Verdict::Genuine);
    assert_eq!(replaced_by(&good(&key)), genuine);
    // Of another key, or of nobody's: the listed defect leaves the path open and proves nothing.
    let open = ((CheckResult::Undetermined, cited), Verdict::Undetermined);
    assert_eq!(replaced_by(&good(&ec_key(Nid::BRAINPOOL_P256R1))), open);
    assert_eq!(replaced_by(b"no certificate"), open);
    let own = certify(&Request::default(), &key).to_der().unwrap();
    let (path, verdict) = replaced_by(&own);
    assert_eq!(path, (CheckResult::Undetermined, Reason::IssuerUnknown));
    assert_eq!(
        verdict,
        Verdict::Undetermined,
        "self-signed: its path is judged like any other"
    );
}

#[test]
fn a_discrepancy_of_com_that_is_listed_is_no_contradiction() {
    let mut read_out = healthy();
    let mut com = read_out.files.bytes(FileId::Com).unwrap().to_vec();
    *com.last_mut().unwrap() = 0x61;
    read_out.files.insert(FileId::Com, com);
    let id = CheckId::DocumentConsistent;
    let plain = judge_with(&read_out, &load(&[csca()]).0);
    assert_eq!(
        ended(&plain, id),
        (CheckResult::Undetermined, Reason::ComDiffers)
    );
    assert_cited(
        &read_out,
        &trust_listing(&[2, 3], Vec::new()),
        id,
        CheckResult::Successful,
    );
}

#[test]
fn entries_without_effect_on_a_verdict_leave_it_alone() {
    for (kind, parameters) in [
        ([4, 3], Vec::new()),
        ([3, 1], Vec::new()),
        ([2, 1], encode(SET, &encode(0x02, &[2]))),
        ([1, 6], status(1)),
        ([2, 5], encode(0x13, b"VN")),
    ] {
        let assessment = judge_with(&healthy(), &trust_listing(&kind, parameters));
        assert_eq!(assessment.verdict(), Verdict::Genuine, "{kind:?}");
    }
    let other = entry(&encode(0x80, &[7; 20]), &[known_defect(&[1, 1], status(3))]);
    let foreign = judge_with(&healthy(), &trust_with(&list(0, &[other])));
    assert_eq!(
        foreign.verdict(),
        Verdict::Genuine,
        "another signer's entry"
    );
}

#[test]
fn signers_are_named_by_key_by_hash_and_in_the_second_version() {
    let signer = pki().document_signer();
    let by_key = encode(0x80, signer.subject_key_id().unwrap().as_slice());
    let digest = hash(MessageDigest::sha256(), &signer.to_der().unwrap()).unwrap();
    let by_hash = encode(0x04, &digest);
    let wrong_hash = encode(0x04, &[0; 32]);
    let revoked = known_defect(&[1, 1], status(3));
    let identifier = encode(0x06, &[DEFECT_LIST, &[1, 1]].concat());
    let version_2 = [identifier, encode(0xA0, &status(3)), encode(0x81, b"why")].concat();
    for (version, name, defect, verdict) in [
        (0, by_key.clone(), revoked.clone(), Verdict::Refuted),
        (0, by_hash.clone(), revoked.clone(), Verdict::Refuted),
        (
            0,
            [by_key.clone(), by_hash].concat(),
            revoked.clone(),
            Verdict::Refuted,
        ),
        (
            0,
            [by_key.clone(), wrong_hash].concat(),
            revoked,
            Verdict::Genuine,
        ),
        (
            1,
            by_key.clone(),
            encode(0xA0, &version_2),
            Verdict::Refuted,
        ),
        (
            1,
            by_key,
            encode(0xA0, &encode(SEQUENCE, &version_2)),
            Verdict::Refuted,
        ),
    ] {
        let trust = trust_with(&list(version, &[entry(&name, &[defect])]));
        assert_eq!(judge_with(&healthy(), &trust).verdict(), verdict);
    }
}

#[test]
fn defect_lists_of_wrong_signers_and_forms_are_refused() {
    let own = issuer_and_serial(pki().document_signer());
    let good = list(0, &[entry(&own, &[known_defect(&[1, 1], status(3))])]);
    let refused = |content: &[u8], purpose: &[u8]| {
        let (trust, results) = load(&[csca(), file("d.dl", signed(content, purpose))]);
        assert_eq!(trust.defects_count(), 0);
        results[1].clone().unwrap_err()
    };
    assert_eq!(
        refused(&good, MASTER_LIST_SIGNING),
        TrustRefusal::ListSignerUnfit
    );
    for broken in [
        list(2, &[]),
        list(0, &[entry(&[], &[known_defect(&[1, 1], status(3))])]),
        list(0, &[entry(&own, &[])]),
        list(0, &[entry(&own, &[known_defect(&[1, 1], Vec::new())])]),
        [good.clone(), vec![0]].concat(),
    ] {
        assert_eq!(
            refused(&broken, DEFECT_LIST_SIGNING),
            TrustRefusal::ListMalformed
        );
    }
    assert_eq!(trust_with(&good).defects_count(), 1);
}

#[test]
fn entries_about_other_states_are_told_and_count_for_nothing() {
    let key = ec_key(Nid::BRAINPOOL_P256R1);
    let request = Request {
        country: "UT",
        ..Request::default()
    };
    let foreign = issuer_and_serial(&certify(&request, &key));
    let own = issuer_and_serial(pki().document_signer());
    let tolerance = |country: &[u8]| {
        let identifier = test_vectors::unhex("6981DE9F9E94D3A0F2B0B78DABCFC5A98692EF51");
        let parameters = [encode(0x13, country), encode(0x81, &[])].concat();
        let known = [encode(0x06, &identifier), encode(SEQUENCE, &parameters)];
        entry(&[], &[encode(SEQUENCE, &known.concat())])
    };
    let revoked = [known_defect(&[1, 1], status(3))];
    let content = list(
        0,
        &[
            entry(&foreign, &revoked),
            tolerance(b"CN"),
            tolerance(b"VN"),
            entry(&own, &[known_defect(&[4, 3], Vec::new())]),
            // By key identifier: whose it is shows only with a document.
            entry(&encode(0x80, &[7; 20]), &revoked),
        ],
    );
    let (trust, results) = load(&[
        csca(),
        file("defects.dl", signed(&content, DEFECT_LIST_SIGNING)),
    ]);
    assert!(
        matches!(
            results[1],
            Ok(Loaded::List {
                entries: 5,
                of_others: 2,
                ..
            })
        ),
        "{:?}",
        results[1]
    );
    assert_eq!(judge_with(&healthy(), &trust).verdict(), Verdict::Genuine);
}
