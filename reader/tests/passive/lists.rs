//! Trust from files: pinned certificates, master lists, document signer lists, and every refusal.

use card_twin::pki::lists::{
    DEFECT_LIST, DEFECT_LIST_SIGNING, DOCUMENT_SIGNER_LIST, DOCUMENT_SIGNER_LIST_SIGNING,
    ListRequest, MASTER_LIST, MASTER_LIST_SIGNING, certificate_list,
};
use card_twin::pki::{MintOptions, TestPki};
use openssl::nid::Nid;
use openssl::x509::X509Ref;
use reader::fault::Fault;
use reader::trust::{
    ListKind, Loaded, ReferenceTime, Role, Route, SeveralCertificates, Tolerance, TrustAnchors,
    TrustFile, TrustRefusal,
};
use reader::verdict::{CheckId, CheckResult, Reason, Verdict, assess};
use reader::wire::tlv::{DataObject, encode};
use time::Duration;

use crate::certifier::{Request, certify, ec_key};
use crate::forger::{Forgery, issuer_and_serial};
use crate::issued::{NOW, ended, healthy, judge_with, pki};

pub(crate) fn file(name: &str, bytes: impl Into<Vec<u8>>) -> TrustFile {
    TrustFile {
        name: name.into(),
        bytes: bytes.into(),
        ..TrustFile::default()
    }
}

pub(crate) fn csca() -> TrustFile {
    file("csca.cer", pki().csca().to_der().unwrap())
}

pub(crate) fn load(files: &[TrustFile]) -> (TrustAnchors, Vec<Result<Loaded, TrustRefusal>>) {
    TrustAnchors::from_files(files)
}

fn refusal(files: &[TrustFile]) -> TrustRefusal {
    let (_, results) = load(files);
    results.last().unwrap().clone().unwrap_err()
}

fn master_list_of(certificates: &[&X509Ref], at: time::OffsetDateTime) -> Vec<u8> {
    let content = certificate_list(certificates).unwrap();
    signed(MASTER_LIST, &content, MASTER_LIST_SIGNING, at)
}

fn signed(
    content_type: &[u8],
    content: &[u8],
    purpose: &[u8],
    at: time::OffsetDateTime,
) -> Vec<u8> {
    let request = ListRequest {
        content_type,
        content,
        purpose,
        at,
    };
    pki().sign_list(&request).unwrap()
}

/// The list with other content under the old signature, or with other signer infos.
fn rebuilt(list: &[u8], content: Option<&[u8]>, infos: Option<&[u8]>) -> Vec<u8> {
    let object = DataObject::parse(list).unwrap();
    let outer: Vec<_> = object.node().children().collect();
    let body: Vec<_> = outer[1].children().next().unwrap().children().collect();
    let encapsulated: Vec<_> = body[2].children().collect();
    let kept = encapsulated[1].children().next().unwrap().value().to_vec();
    let content = encode(0xA0, &encode(0x04, content.unwrap_or(&kept)));
    let parts = [
        body[0].to_der(),
        body[1].to_der(),
        encode(0x30, &[encapsulated[0].to_der(), content].concat()),
        body[3].to_der(),
        infos.map_or_else(|| body[4].to_der(), |infos| encode(0x31, infos)),
    ];
    let body = encode(0xA0, &encode(0x30, &parts.concat()));
    encode(0x30, &[outer[0].to_der(), body].concat())
}

#[test]
fn a_master_list_under_a_pinned_csca_brings_anchors_and_links() {
    let (_, list) = pki().lists().unwrap();
    let (next, link) = pki().successor().unwrap();
    let (trust, results) = load(&[file("list.ml", list), csca()]);
    assert!(matches!(
        &results[0],
        Ok(Loaded::List { kind: ListKind::Master, entries: 3, pinned, .. }) if pinned.contains("CSCA Vietnam TEST")
    ));
    assert!(
        matches!(&results[1], Ok(Loaded::Certificates { subjects }) if subjects[0].1 == Role::Anchor)
    );
    let ders: Vec<_> = trust
        .anchors()
        .map(|anchor| anchor.der().to_vec())
        .collect();
    assert_eq!(ders.len(), 2, "the pinned one is taken once");
    assert!(ders.contains(&next.to_der().unwrap()));
    let links: Vec<_> = trust.links().collect();
    assert_eq!(links.len(), 1);
    assert_eq!(links[0].der(), link.to_der().unwrap());
    let of_list = &links[0].provenance().route;
    assert!(
        matches!(of_list, Route::MasterList { pinned } if pinned.contains("CSCA Vietnam TEST"))
    );
    assert_eq!(links[0].provenance().file, "list.ml");
    assert_eq!(judge_with(&healthy(), &trust).verdict(), Verdict::Genuine);
}

#[test]
fn every_bad_master_list_is_refused_with_its_reason() {
    let certificates = [pki().csca()];
    let content = certificate_list(&certificates).unwrap();
    let good = master_list_of(&certificates, NOW);
    let foreign = TestPki::mint(NOW).unwrap();
    let foreign_list = foreign.lists().unwrap().1.to_vec();
    let (next, _) = pki().successor().unwrap();
    let inserted = certificate_list(&[pki().csca(), next]).unwrap();
    let mut cut = good.clone();
    cut.truncate(good.len() / 2);
    let later = signed(MASTER_LIST, &content, MASTER_LIST_SIGNING, NOW);
    let cases: [(Vec<u8>, TrustRefusal); 9] = [
        (content.clone(), TrustRefusal::ListUnsigned),
        (rebuilt(&good, None, Some(&[])), TrustRefusal::ListUnsigned),
        (
            rebuilt(&good, Some(&inserted), None),
            TrustRefusal::ListSignatureInvalid,
        ),
        (foreign_list, TrustRefusal::ListSignerUnknown),
        (
            signed(MASTER_LIST, &content, DOCUMENT_SIGNER_LIST_SIGNING, NOW),
            TrustRefusal::ListSignerUnfit,
        ),
        (cut, TrustRefusal::ListMalformed),
        (
            signed(MASTER_LIST, b"no list", MASTER_LIST_SIGNING, NOW),
            TrustRefusal::ListMalformed,
        ),
        (
            signed(
                &[0x67, 0x81, 0x08, 0x01, 0x01, 0x01],
                &content,
                MASTER_LIST_SIGNING,
                NOW,
            ),
            TrustRefusal::Unrecognised,
        ),
        (
            [later.as_slice(), &[0]].concat(),
            TrustRefusal::ListMalformed,
        ),
    ];
    for (number, (list, expected)) in cases.into_iter().enumerate() {
        let files = [csca(), file("list.ml", list)];
        assert_eq!(refusal(&files), expected, "case {number}");
        let (trust, _) = load(&files);
        assert_eq!(
            trust.certificates().count(),
            1,
            "case {number} brought something"
        );
    }
    assert_eq!(
        refusal(&[file("list.ml", good)]),
        TrustRefusal::ListSignerUnknown
    );
}

/// A list counts by when it was signed: its signer must have been valid then, and must say when.
#[test]
fn a_list_of_a_signer_who_was_not_valid_then_or_gives_no_date_is_refused() {
    let certificates = certificate_list(&[pki().csca()]).unwrap();
    let sha256 = encode(
        0x06,
        &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01],
    );
    let defects = [vec![0x02, 1, 0], sha256, encode(0x31, &[])];
    let defects = encode(0x30, &defects.concat());
    for (content_type, purpose, content) in [
        (MASTER_LIST, MASTER_LIST_SIGNING, &certificates),
        (DEFECT_LIST, DEFECT_LIST_SIGNING, &defects),
    ] {
        let request = ListRequest {
            content_type,
            content,
            purpose,
            at: NOW,
        };
        let years = |years: i64| Some(NOW + Duration::days(years * 365));
        for (signed_at, expected) in [
            (years(0), None),
            (years(6), Some(TrustRefusal::ListSignerNotValidThen)),
            (years(-7), Some(TrustRefusal::ListSignerNotValidThen)),
            (None, Some(TrustRefusal::ListUndated)),
        ] {
            let list = pki().sign_list_dated(&request, signed_at).unwrap();
            let (trust, results) = load(&[csca(), file("a.list", list)]);
            assert_eq!(results[1].clone().err(), expected);
            assert_eq!(trust.certificates().count(), 1);
            if expected.is_some() {
                assert_eq!(trust.defects_count(), 0);
            }
        }
    }
}

#[test]
fn a_list_does_not_vouch_for_another_list() {
    let other = TestPki::mint(NOW).unwrap();
    let bridging = master_list_of(&[other.csca()], NOW);
    let (_, list) = other.lists().unwrap();
    let (trust, results) = load(&[csca(), file("a.ml", bridging), file("b.ml", list)]);
    assert!(results[1].is_ok());
    assert_eq!(results[2], Err(TrustRefusal::ListSignerUnknown));
    assert_eq!(trust.anchors().count(), 2);
}

#[test]
fn of_two_lists_of_one_signer_the_newer_counts() {
    let older = master_list_of(&[pki().csca()], NOW - Duration::days(30));
    let newer = master_list_of(&[pki().csca(), pki().successor().unwrap().0], NOW);
    for (first, second, refused) in [(&older, &newer, 1), (&newer, &older, 2)] {
        let (trust, results) = load(&[csca(), file("1.ml", &**first), file("2.ml", &**second)]);
        assert_eq!(results[refused], Err(TrustRefusal::ListOlder));
        assert!(results[3 - refused].is_ok());
        assert_eq!(trust.anchors().count(), 2);
        assert_eq!(trust.newest_known_moment(), Some(NOW));
    }
}

#[test]
fn files_that_give_no_trust_are_refused_with_their_reason() {
    let pem = |certificate: &X509Ref| certificate.to_pem().unwrap();
    let (next, link) = pki().successor().unwrap();
    let two = [pem(pki().csca()), pem(next)].concat();
    let own_key = ec_key(Nid::X9_62_PRIME256V1);
    let own_signer = certify(&Request::default(), &own_key).to_der().unwrap();
    let weak = openssl::pkey::PKey::from_rsa(openssl::rsa::Rsa::generate(1024).unwrap()).unwrap();
    let ca = Request {
        is_ca: true,
        signs_documents: false,
        ..Request::default()
    };
    let weak = certify(&ca, &weak).to_der().unwrap();
    let signer = pki().document_signer().to_der().unwrap();
    for (bytes, expected) in [
        (two.clone(), TrustRefusal::UnsignedCollection),
        (b"no certificate".to_vec(), TrustRefusal::Unrecognised),
        (Vec::new(), TrustRefusal::Unrecognised),
        (
            b"-----BEGIN CERTIFICATE-----\nAAAA\n".to_vec(),
            TrustRefusal::CertificateMalformed,
        ),
        (vec![0x30, 0x80], TrustRefusal::ListMalformed),
        (weak, TrustRefusal::KeyRefused),
        (own_signer, TrustRefusal::SignerNotIssued),
        (signer, TrustRefusal::SignerNotIssued),
        (
            vec![b'x'; reader::trust::MAX_FILE_LEN + 1],
            TrustRefusal::TooLong,
        ),
    ] {
        assert_eq!(refusal(&[file("file", bytes)]), expected);
    }
    let folder = TrustFile {
        several: SeveralCertificates::Accepted,
        ..file("folder.pem", two)
    };
    assert_eq!(load(&[folder]).0.anchors().count(), 2);
    // A link certificate is taken in and trusts nobody by itself.
    let (trust, results) = load(&[file("link.cer", link.to_der().unwrap())]);
    assert!(results[0].is_ok() && trust.is_empty());
    for refusal in TrustRefusal::ALL {
        assert!(refusal.clause().starts_with("9303-12 §"), "{refusal:?}");
        assert!(matches!(refusal.who(), Fault::Trust | Fault::Operator));
    }
}

#[test]
fn quirks_of_live_certificates_count_only_by_their_names() {
    let key = ec_key(Nid::BRAINPOOL_P256R1);
    let ca = Request {
        is_ca: true,
        signs_documents: false,
        serial: 0,
        country: "vn",
        ..Request::default()
    };
    let quirky = certify(&ca, &key);
    let named = [
        Tolerance::NoPathLength,
        Tolerance::SerialNotPositive,
        Tolerance::CountryForm,
    ];
    let (trust, _) = load(&[file("quirky.cer", quirky.to_der().unwrap())]);
    let (role, tolerances) = trust.certificates().next().unwrap().standing().unwrap();
    assert_eq!(role, Role::Anchor);
    assert_eq!(tolerances, named, "pinned: overlooked, and named");

    let list = master_list_of(&[&quirky], NOW);
    let in_list = |tolerated: &[Tolerance]| {
        let list = TrustFile {
            tolerated: tolerated.to_vec(),
            ..file("list.ml", list.clone())
        };
        let (trust, results) = load(&[csca(), list]);
        assert!(results[1].is_ok());
        trust.anchors().count()
    };
    assert_eq!(in_list(&[]), 1, "in a list it is set aside");
    assert_eq!(in_list(&named[..2]), 1);
    assert_eq!(in_list(&named), 2);

    // Neither mark of a CA: no tolerance makes an anchor of a document signer.
    let signer = certify(&Request::default(), &key).to_der().unwrap();
    let signer = TrustFile {
        tolerated: Tolerance::ALL.to_vec(),
        ..file("signer.cer", signer)
    };
    assert!(load(&[signer]).0.is_empty());
    let without_constraints = Request {
        keeps_cert_sign: true,
        ..Request::default()
    };
    let one_mark = certify(&without_constraints, &key).to_der().unwrap();
    let tolerating = |tolerated: &[Tolerance]| TrustFile {
        tolerated: tolerated.to_vec(),
        ..file("one-mark.cer", one_mark.clone())
    };
    assert_eq!(
        refusal(&[tolerating(&[])]),
        TrustRefusal::NotCountrySigningCa
    );
    assert_eq!(
        load(&[tolerating(&[Tolerance::NoBasicConstraints])])
            .0
            .len(),
        1
    );
}

#[test]
fn a_signer_that_the_security_object_leaves_out_is_found_among_the_known() {
    let signer = pki().document_signer();
    let bare = Forgery {
        certificates: Vec::new(),
        signer: issuer_and_serial(signer),
        ..Forgery::default()
    };
    let by_key = Forgery {
        signer: encode(0x80, signer.subject_key_id().unwrap().as_slice()),
        certificates: Vec::new(),
        ..Forgery::default()
    };
    let list = certificate_list(&[signer]).unwrap();
    let list = signed(
        DOCUMENT_SIGNER_LIST,
        &list,
        DOCUMENT_SIGNER_LIST_SIGNING,
        NOW,
    );
    let single = file("ds.cer", signer.to_der().unwrap());
    for known in [single, file("signers.dsl", list)] {
        let (trust, results) = load(&[known, csca()]);
        assert!(results[0].is_ok(), "{:?}", results[0]);
        assert_eq!(trust.known_signers().len(), 1);
        for forgery in [&bare, &by_key] {
            let assessment = judge_with(&forgery.read_out(), &trust);
            assert_eq!(assessment.verdict(), Verdict::Genuine);
        }
    }
    let (without, _) = load(&[csca()]);
    let assessment = judge_with(&bare.read_out(), &without);
    let signature = ended(&assessment, CheckId::PassiveSignature);
    assert_eq!(
        signature,
        (CheckResult::Undetermined, Reason::IssuerUnknown)
    );
}

#[test]
fn of_several_cscas_of_one_name_the_signature_decides() {
    let others = (0..3).map(|_| {
        let options = MintOptions::default();
        TestPki::mint_with(NOW, options)
            .unwrap()
            .csca()
            .to_der()
            .unwrap()
    });
    let mut files: Vec<_> = others.map(|der| file("other.cer", der)).collect();
    files.push(csca());
    let (trust, _) = load(&files);
    assert_eq!(trust.len(), 4);
    let subjects: std::collections::BTreeSet<_> = trust.subjects().collect();
    assert_eq!(subjects.len(), 1, "one name");
    assert_eq!(judge_with(&healthy(), &trust).verdict(), Verdict::Genuine);
}

#[test]
fn a_clock_before_what_is_known_is_doubted_and_changes_no_verdict() {
    let (_, list) = pki().lists().unwrap();
    let (trust, _) = load(&[csca(), file("list.ml", list)]);
    let expected = reader::chip::ChallengeExpectation::Any;
    let at = |moment, trust: &TrustAnchors| {
        let assessment = assess(&healthy(), trust, ReferenceTime(moment), expected);
        (
            ended(&assessment, CheckId::ClockPlausible),
            assessment.verdict(),
        )
    };
    let plausible = (CheckResult::Successful, Reason::AsRequired);
    let doubtful = (CheckResult::Undetermined, Reason::ClockDoubtful);
    assert_eq!(at(NOW, &trust), (plausible, Verdict::Genuine));
    assert_eq!(
        at(NOW - Duration::days(2), &trust),
        (doubtful, Verdict::Genuine)
    );
    let expiry = |moment| {
        let assessment = assess(&healthy(), &trust, ReferenceTime(moment), expected);
        ended(&assessment, CheckId::DocumentExpiry)
    };
    assert_eq!(expiry(NOW), plausible);
    assert_eq!(
        expiry(NOW - Duration::days(2)),
        doubtful,
        "it may have passed"
    );
    // The signer of this card is not valid yet by a clock of the year 2000, and its security object
    // carries no signing time.
    let undated = Forgery::default().read_out();
    let long_ago = NOW - Duration::days(26 * 365);
    let assessment = assess(&undated, &trust, ReferenceTime(long_ago), expected);
    assert_eq!(ended(&assessment, CheckId::PassivePath), doubtful);
    assert_ne!(assessment.verdict(), Verdict::Refuted);
    let later = trust.with_last_seen(NOW + Duration::days(9));
    assert_eq!(
        at(NOW + Duration::days(8), &later),
        (doubtful, Verdict::Genuine)
    );
    assert_eq!(
        at(NOW + Duration::days(10), &later),
        (plausible, Verdict::Genuine)
    );
}
