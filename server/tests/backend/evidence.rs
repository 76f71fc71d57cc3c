//! The evidence of a case: kept sealed, handed out to whom it may be, and worth the backend's very verdict.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};

use card_twin::fault::Fault;
use card_twin::pki::lists::{DEFECT_LIST, DEFECT_LIST_SIGNING, ListRequest};
use dossier::api::{CaseFile, CaseRecord, FindingKind, ProblemType, SubmissionAnswer};
use dossier::bundle::{Agreement, Bundle};
use reader::chip::ChallengeExpectation;
use reader::files::FileId;
use reader::verdict::Verdict;
use reader::wire::tlv::encode;
use serde_json::Value;
use server::audit_log::Standing;
use server::blobs::Part;
use server::{admin, evidence};
use time::Duration;
use uuid::Uuid;

use crate::office::{Office, kind};

fn path(case: Uuid) -> String {
    format!("/v1/cases/{case}/evidence")
}

impl Office {
    fn evidence(&self, case: Uuid) -> Vec<u8> {
        let taken = self.download(Some(&self.sign_in("duyet")), &path(case));
        let (bytes, cache) = taken.unwrap();
        assert_eq!(cache, "no-store");
        bytes
    }

    /// A second submission of a reading whose challenge another case has used.
    fn replayed(&self) -> Uuid {
        let session = self.sign_in("nhan");
        let challenge = self.challenge(&session);
        let draft = self.draft(Some(&challenge), Fault::None);
        let first = self.seal(&draft, &session);
        self.send::<SubmissionAnswer>(&first.jws).unwrap();
        let again = self.seal_at(&draft, &session, self.now() + Duration::seconds(1));
        self.receipt(&self.send::<SubmissionAnswer>(&again.jws).unwrap().1)
            .case
    }

    /// Who took the case's evidence out, and the digest of what.
    fn taken(&self, case: Uuid) -> Vec<(String, String)> {
        self.run(async {
            let mut connection = self.backend.parts().database.acquire().await.unwrap();
            let taken = "SELECT actor, detail FROM audit
                 WHERE action = 'case.evidence' AND subject = $1 ORDER BY number";
            sqlx::query_as(taken)
                .bind(case.to_string())
                .fetch_all(&mut *connection)
                .await
                .unwrap()
        })
    }
}

fn program(arguments: &[&Path]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cccd-server"))
        .arg("evidence")
        .args(arguments)
        .output()
        .unwrap()
}

fn verified(file: &Path, trust: Option<&Path>) -> (Option<i32>, Value) {
    let mut arguments = vec![Path::new("verify"), file];
    arguments.extend(
        trust
            .into_iter()
            .flat_map(|trust| [Path::new("--trust"), trust]),
    );
    let output = program(&arguments);
    let report = serde_json::from_slice(&output.stdout).unwrap_or(Value::Null);
    (output.status.code(), report)
}

fn read(bytes: &[u8]) -> Bundle {
    Bundle::from_bytes(bytes).expect("a bundle")
}

/// Every check that the record of the case names is in the bundle with the same reason, and no other
/// ended so.
fn findings_are_those_of(record: &CaseRecord, bundle: &Bundle) {
    let of_checks = [
        FindingKind::CheckFailed,
        FindingKind::CheckUndetermined,
        FindingKind::CardExpired,
    ];
    let found: BTreeSet<_> = record
        .findings
        .iter()
        .filter(|finding| of_checks.contains(&finding.kind))
        .map(|finding| {
            (
                finding.check.clone().unwrap(),
                finding.reason.clone().unwrap(),
            )
        })
        .collect();
    let ended_badly = bundle
        .checks
        .iter()
        .filter(|check| matches!(check.result.as_str(), "failed" | "undetermined"))
        .map(|check| (check.id.clone(), check.reason.clone()))
        .collect();
    assert_eq!(found, ended_badly);
}

#[test]
fn a_bundle_repeats_the_backends_very_verdict_check_by_check() {
    let office = Office::open();
    let file = office.folder.path().join("evidence.json");
    let trust = office.data().join("trust");
    for (case, expected) in [
        (office.case(), Verdict::Genuine),
        (office.case_with(Fault::ChangedDg2), Verdict::Refuted),
        (office.case_with(Fault::Clone), Verdict::Refuted),
        (
            office.case_with(Fault::UnknownIssuer),
            Verdict::Undetermined,
        ),
        (office.replayed(), Verdict::Undetermined),
    ] {
        let bytes = office.evidence(case);
        let bundle = read(&bytes);
        let record = office.record(case);
        assert_eq!(
            (record.server_verdict, bundle.verdict),
            (expected, expected)
        );
        assert_eq!((bundle.transaction, bundle.at), (case, record.received_at));
        assert_eq!(bundle.program, "cccd-server");
        findings_are_those_of(&record, &bundle);
        let repeated = bundle.repeat(None).ok().unwrap();
        assert_eq!(repeated.agreement, Agreement::Same);

        fs::write(&file, &bytes).unwrap();
        let (code, report) = verified(&file, None);
        assert_eq!(code, Some(expected.exit_code().into()));
        assert_eq!(report["verdict"], expected.word());
        assert_eq!(
            (&report["basis"], &report["agreement"]),
            (&"as_recorded".into(), &"same".into())
        );
        let checks = report["checks"].as_array().unwrap();
        assert_eq!(checks.len(), bundle.checks.len());
        for (check, recorded) in checks.iter().zip(&bundle.checks) {
            assert_eq!(check["id"], recorded.id.as_str());
            assert_eq!(check["result"], recorded.result.as_str());
            assert_eq!(check["reason"], recorded.reason.as_str());
        }
        let (code, report) = verified(&file, Some(&trust));
        assert_eq!(
            code,
            Some(expected.exit_code().into()),
            "by the same anchors"
        );
        assert_eq!(report["basis"], "own_trust");
    }
}

#[test]
fn no_changed_byte_of_an_exported_bundle_verifies() {
    let office = Office::open();
    let mut bytes = office.evidence(office.case());
    let structural = |byte: u8| b"{}[]:,\"".contains(&byte);
    let places: Vec<usize> = (0..bytes.len())
        .filter(|at| at % 211 == 0 || structural(bytes[*at]))
        .collect();
    assert!(places.len() > 500, "{}", places.len());
    for at in places {
        bytes[at] ^= 0x01;
        assert!(Bundle::from_bytes(&bytes).is_err(), "byte {at}");
        bytes[at] ^= 0x01;
    }
    let file = office.folder.path().join("changed.json");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0x01;
    fs::write(&file, &bytes).unwrap();
    assert_eq!(verified(&file, None), (Some(1), Value::Null));
    assert_eq!(verified(office.folder.path(), None), (Some(1), Value::Null));
}

#[test]
fn a_bundle_keeps_what_was_trusted_then_whatever_is_trusted_now() {
    let office = Office::open();
    let trust = office.data().join("trust");
    let moments = (
        office.now() - Duration::days(1),
        office.now() + Duration::days(30),
    );
    let current = office.pki.revocation_list(moments, &[]).unwrap();
    fs::write(trust.join("csca.crl"), &current).unwrap();
    let (_, master_list) = office.pki.lists().unwrap();
    fs::write(trust.join("list.ml"), master_list).unwrap();
    // A defect list that names nobody: SEQUENCE { version 0, hash SHA-256, SET OF Defect }.
    let sha256 = [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01];
    let hash = encode(0x06, &sha256);
    let content = encode(0x30, &[vec![0x02, 1, 0], hash, encode(0x31, &[])].concat());
    let defects = office.pki.sign_list(&ListRequest {
        content_type: DEFECT_LIST,
        content: &content,
        purpose: DEFECT_LIST_SIGNING,
        at: office.now(),
    });
    fs::write(trust.join("defects.dl"), defects.unwrap()).unwrap();
    let case = office.case();
    for file in fs::read_dir(&trust).unwrap() {
        let file = file.unwrap().path();
        if file.is_file() {
            fs::remove_file(file).unwrap();
        }
    }
    assert_eq!(
        office.record(office.case()).server_verdict,
        Verdict::Undetermined
    );
    let bundle = read(&office.evidence(case));
    assert_eq!(bundle.trust.revocation_lists, [current]);
    assert_eq!(bundle.trust.defect_lists.len(), 1);
    let trusted: Vec<_> = bundle
        .trust
        .certificates
        .iter()
        .map(|one| &one.der)
        .collect();
    let csca = office.pki.csca().to_der().unwrap();
    assert_eq!(
        trusted,
        [&csca],
        "and nothing of the list, which is of other issuers"
    );
    let fresh = matches!(bundle.challenge, ChallengeExpectation::Exactly(_));
    assert!(fresh && bundle.verdict == Verdict::Genuine);
    let ended = |id: &str| bundle.checks.iter().find(|check| check.id == id).unwrap();
    assert_eq!(ended("passive.revocation").result, "successful");
    let repeated = bundle.repeat(None).ok().unwrap();
    assert_eq!(repeated.agreement, Agreement::Same);
    assert_eq!(repeated.assessment.verdict(), Verdict::Genuine);
}

#[test]
fn only_an_approving_officer_takes_evidence_out_and_the_log_tells_what() {
    let office = Office::open();
    let case = office.case();
    let refused =
        |officer: &str| kind(office.download(Some(&office.sign_in(officer)), &path(case)));
    assert_eq!(refused("nhan"), ProblemType::Forbidden);
    assert_eq!(
        kind(office.download(None, &path(case))),
        ProblemType::SessionInvalid
    );
    let session = office.sign_in("duyet");
    let unknown = office.download(Some(&session), &path(Uuid::now_v7()));
    assert_eq!(kind(unknown), ProblemType::NotFound);
    let entries = || office.taken(case);
    assert!(entries().is_empty(), "nothing was handed out");
    let digest = openssl::sha::sha256(&office.evidence(case));
    let digest: String = digest.iter().map(|octet| format!("{octet:02x}")).collect();
    assert_eq!(entries(), [("duyet".to_owned(), digest.clone())]);

    let file = office.folder.path().join("evidence.json");
    let ([flag, place], name) = (office.place(), case.to_string());
    let file_name = file.to_str().unwrap();
    let arguments = ["export", &flag, &place, "--case", &name, "--to", file_name];
    let arguments = arguments.map(Path::new);
    assert!(program(&arguments).status.success());
    assert_eq!(fs::read(&file).unwrap(), office.evidence(case));
    assert_eq!(
        fs::metadata(&file).unwrap().permissions().mode() & 0o777,
        0o600
    );
    assert_eq!(entries()[1], (admin::ADMINISTRATOR.to_owned(), digest));
    assert!(
        !program(&arguments).status.success(),
        "an existing file is left alone"
    );
    assert!(matches!(office.verify_audit(), Standing::Intact { .. }));
}

#[test]
fn evidence_is_sealed_at_rest_and_opens_only_in_its_place() {
    let office = Office::open();
    let case = office.case();
    let dg1 = read(&office.evidence(case)).read_out;
    let dg1 = dg1.files.bytes(FileId::from_name("DG1").unwrap()).unwrap();
    let dg1 = openssl::base64::encode_block(dg1);
    let blobs = &office.backend.parts().blobs;
    let sealed = office.run(blobs.get(case, Part::Evidence)).unwrap();
    assert_eq!(office.blobs_at_rest().len(), Part::ALL.len());
    let mut at_rest = office.everything_at_rest();
    // SQLite's own files too: what it keeps besides the rows.
    for file in ["database.sqlite", "database.sqlite-wal"] {
        at_rest.extend(fs::read(office.data().join(file)));
    }
    for plain in [b"cccd-evidence".as_slice(), dg1.as_bytes()] {
        let holds = |bytes: &Vec<u8>| bytes.windows(plain.len()).any(|window| window == plain);
        assert!(!at_rest.iter().any(holds));
    }
    // The evidence of one case in the place of another's.
    let other = office.case_with(Fault::ChangedDg2);
    office
        .run(blobs.put(other, Part::Evidence, sealed))
        .unwrap();
    let session = office.sign_in("duyet");
    let swapped = office.download(Some(&session), &path(other));
    assert_eq!(kind(swapped), ProblemType::Unavailable);
    // Gone from the store.
    office.run(blobs.remove(other)).unwrap();
    let missing = office.download(Some(&session), &path(other));
    assert_eq!(kind(missing), ProblemType::NotFound);
    let missing = office.run(async {
        let mut connection = office.backend.parts().database.acquire().await.unwrap();
        let parts = office.backend.parts();
        let kept = (&parts.blobs, &parts.vault);
        evidence::hand_out(&mut connection, kept, (other, "duyet"), office.now()).await
    });
    assert!(matches!(missing, Err(evidence::NotHandedOut::Missing)));
}

#[test]
fn the_officer_sees_whom_each_chip_proof_convinces() {
    let office = Office::open();
    let proofs = |case: Uuid| {
        let session = office.sign_in("duyet");
        let claim = format!("/v1/cases/{case}/claim");
        let (_, file) = office.ask::<CaseFile>(Some(&session), &claim).unwrap();
        let proof =
            |proof: &dossier::api::ChipProof| (proof.check.clone(), proof.convinces.clone());
        file.chip_proofs.iter().map(proof).collect::<Vec<_>>()
    };
    let own = |check: &str, convinces: &str| (check.to_owned(), convinces.to_owned());
    let terminal = own("chip.chip_authentication", "terminal_only");
    let backend = own("chip.active_authentication", "terminal_and_backend");
    assert_eq!(proofs(office.case()), [terminal.clone(), backend]);
    // Read while the backend was out of reach.
    let session = office.sign_in("nhan");
    let signed = office.seal(&office.draft(None, Fault::None), &session);
    let (_, answer) = office.send::<SubmissionAnswer>(&signed.jws).unwrap();
    let offline = own("chip.active_authentication", "nonce_not_fresh");
    assert_eq!(proofs(office.receipt(&answer).case), [terminal, offline]);
    assert_eq!(proofs(office.case_with(Fault::Clone)), []);
}
