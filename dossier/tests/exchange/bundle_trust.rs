//! Bundles over everything that a trust store can hold: a master list, a link, revocation lists, defects.

use card_twin::pki::TestPki;
use card_twin::pki::lists::{
    DEFECT_LIST, DEFECT_LIST_SIGNING, ListRequest, MASTER_LIST, MASTER_LIST_SIGNING,
    certificate_list,
};
use dossier::bundle::{Agreement, Bundle, TrustBasis};
use openssl::x509::X509Ref;
use reader::read_out::ReadOut;
use reader::trust::{
    RecordedCertificate, ReferenceTime, RevocationPolicy, Route, Sha1Policy, TrustAnchors,
    TrustFile, TrustPolicy, TrustRefusal,
};
use reader::verdict::Verdict;
use reader::wire::tlv::encode;
use time::{Duration, OffsetDateTime};

use crate::bundle::recorded;
use crate::evidence::read;
use crate::fixture::AT;

const SEQUENCE: u32 = 0x30;
const SET: u32 = 0x31;

/// An issuer that has taken a new key, and a card signed under the new one. The operator pinned the old CSCA;
/// its master list brings the link.
struct Issuer {
    old: TestPki,
    new: TestPki,
    link: openssl::x509::X509,
    read_out: ReadOut,
}

impl Issuer {
    fn new() -> Self {
        let old = TestPki::mint(AT).unwrap();
        let new = TestPki::mint(AT).unwrap();
        Self {
            link: old.link_to(&new, AT).unwrap(),
            read_out: read(&new),
            old,
            new,
        }
    }

    fn anchor_and_list(&self) -> Vec<TrustFile> {
        let content = certificate_list(&[self.old.csca(), &self.link]).unwrap();
        let list = ListRequest {
            content_type: MASTER_LIST,
            content: &content,
            purpose: MASTER_LIST_SIGNING,
            at: AT,
        };
        vec![
            file("csca.cer", self.old.csca().to_der().unwrap()),
            file("list.ml", self.old.sign_list(&list).unwrap()),
        ]
    }

    /// Says of the new document signer that its keys of chip authentication are revoked.
    fn defect_list(&self) -> TrustFile {
        let kind = encode(0x06, &[DEFECT_LIST, &[1, 3]].concat());
        let defects = encode(SET, &encode(SEQUENCE, &kind));
        let signer = self.new.document_signer();
        let serial = signer.serial_number().to_bn().unwrap().to_vec();
        // A leading zero keeps the number positive.
        let serial = encode(
            0x02,
            &[&[0][usize::from(serial[0] < 0x80)..], &serial].concat(),
        );
        let name = signer.issuer_name().to_der().unwrap();
        let signer = encode(SEQUENCE, &[name, serial].concat());
        let entry = encode(SEQUENCE, &[signer, defects].concat());
        let sha256 = encode(
            0x06,
            &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01],
        );
        let content = [encode(0x02, &[0]), sha256, encode(SET, &entry)].concat();
        let list = ListRequest {
            content_type: DEFECT_LIST,
            content: &encode(SEQUENCE, &content),
            purpose: DEFECT_LIST_SIGNING,
            at: AT,
        };
        file("defects.dl", self.old.sign_list(&list).unwrap())
    }
}

fn file(name: &str, bytes: Vec<u8>) -> TrustFile {
    TrustFile {
        name: name.into(),
        bytes,
        since: Some(AT),
        loaded_by: Some("Người quản trị".into()),
        ..TrustFile::default()
    }
}

fn crl(name: &str, issuer: &TestPki, revoked: &[&X509Ref]) -> TrustFile {
    let serial = |one: &&X509Ref| one.serial_number().to_bn().unwrap().to_vec();
    let serials: Vec<_> = revoked.iter().map(serial).collect();
    let moments = (AT - Duration::days(1), AT + Duration::days(30));
    file(name, issuer.revocation_list(moments, &serials).unwrap())
}

fn trust_of(files: &[TrustFile]) -> TrustAnchors {
    let (trust, results) = TrustAnchors::from_files(files);
    assert!(results.iter().all(Result::is_ok), "{results:?}");
    trust
}

/// What a case must come to, and what of the trust its bundle must hold.
struct Expected {
    verdict: Verdict,
    check: &'static str,
    reason: &'static str,
    revocation_lists: usize,
    defect_lists: usize,
}

#[test]
fn every_kind_of_trust_goes_into_the_bundle_and_repeats_the_verdict() {
    let issuer = Issuer::new();
    let (old, new) = (&issuer.old, &issuer.new);
    let signer = new.document_signer();
    let cleared = crl("new.crl", new, &[]);
    let revoked = crl("new.crl", new, &[signer]);
    let link_revoked = crl("old.crl", old, &[&issuer.link]);
    let expected = |verdict, check, reason, (revocation_lists, defect_lists)| Expected {
        verdict,
        check,
        reason,
        revocation_lists,
        defect_lists,
    };
    let revocation = "passive.revocation";
    let cases = [
        (
            vec![],
            expected(Verdict::Genuine, revocation, "no_revocation_list", (0, 0)),
        ),
        (
            vec![cleared.clone()],
            expected(Verdict::Genuine, revocation, "as_required", (1, 0)),
        ),
        (
            vec![revoked],
            expected(Verdict::Refuted, revocation, "signer_revoked", (1, 0)),
        ),
        (
            // A list of the new key would not count beside it: its path leads over the revoked link.
            vec![link_revoked],
            expected(Verdict::Refuted, revocation, "issuer_revoked", (1, 0)),
        ),
        (
            vec![cleared, issuer.defect_list()],
            expected(
                Verdict::Undetermined,
                "chip.chip_authentication",
                "listed_defect",
                (1, 1),
            ),
        ),
    ];
    for (more, expected) in cases {
        let files: Vec<_> = issuer.anchor_and_list().into_iter().chain(more).collect();
        let trust = trust_of(&files);
        let (bundle, assessment) = recorded(&issuer.read_out, &trust);
        assert_eq!(
            assessment.verdict(),
            expected.verdict,
            "{}",
            expected.reason
        );
        let check = bundle
            .checks
            .iter()
            .find(|check| check.id == expected.check);
        assert_eq!(check.unwrap().reason, expected.reason);

        let again = Bundle::from_bytes(&bundle.to_bytes().unwrap())
            .ok()
            .unwrap();
        let recorded = &again.trust;
        assert_eq!(recorded, &trust.record_for(&issuer.read_out));
        assert_eq!(recorded.revocation_lists.len(), expected.revocation_lists);
        assert_eq!(recorded.defect_lists.len(), expected.defect_lists);
        let is_pinned = |one: &RecordedCertificate| one.provenance.route == Route::Single;
        let pinned: Vec<_> = recorded.certificates.iter().map(is_pinned).collect();
        assert_eq!(
            pinned,
            [true, false],
            "the CSCA was pinned, the list brought the link"
        );
        let who = recorded.certificates[1].provenance.loaded_by.as_deref();
        assert_eq!(who, Some("Người quản trị"));

        let repeated = again.repeat(None).ok().unwrap();
        assert_eq!(
            (repeated.basis, &repeated.agreement),
            (TrustBasis::AsRecorded, &Agreement::Same)
        );
        assert_eq!(repeated.assessment.checks, assessment.checks);
        // By the verifier's own store, which has the same files: only the challenge is not theirs.
        let own = again.repeat(Some((&trust_of(&files), ReferenceTime(AT))));
        let own = own.ok().unwrap();
        assert_eq!(own.assessment.verdict(), expected.verdict);
        let only = Agreement::Differs(vec!["chip.active_authentication".into()]);
        assert_eq!(own.agreement, only);
        // The link counts for nobody who does not trust the old CSCA, nor does the bundle's word.
        let stranger = trust_of(&[file(
            "csca.cer",
            TestPki::mint(AT).unwrap().csca().to_der().unwrap(),
        )]);
        let own = again
            .repeat(Some((&stranger, ReferenceTime(AT))))
            .ok()
            .unwrap();
        assert_ne!(own.assessment.verdict(), Verdict::Genuine);
    }
}

#[test]
fn a_list_of_a_key_that_fell_silent_is_kept_and_is_silent_again() {
    let issuer = Issuer::new();
    let silent = crl("new.crl", &issuer.new, &[]);
    let link_revoked = crl("old.crl", &issuer.old, &[&issuer.link]);
    let mut files = issuer.anchor_and_list().to_vec();
    files.extend([silent, link_revoked]);
    let (trust, results) = TrustAnchors::from_files(&files);
    let refused: Vec<_> = results.into_iter().filter_map(Result::err).collect();
    assert_eq!(refused, [TrustRefusal::CrlIssuerRevoked]);
    let (bundle, assessment) = recorded(&issuer.read_out, &trust);
    assert_eq!(assessment.verdict(), Verdict::Refuted);
    let revocation = bundle
        .checks
        .iter()
        .find(|check| check.id == "passive.revocation");
    assert_eq!(revocation.unwrap().reason, "issuer_revoked");
    assert_eq!(bundle.trust.revocation_lists.len(), 2);
    let repeated = bundle.repeat(None).ok().unwrap();
    assert_eq!(repeated.agreement, Agreement::Same);
    assert_eq!(repeated.assessment.checks, assessment.checks);
}

#[test]
fn policy_and_known_moments_are_part_of_what_was_trusted() {
    let issuer = Issuer::new();
    let files = issuer.anchor_and_list();
    let policy = TrustPolicy {
        revocation: RevocationPolicy::Required,
        sha1: Sha1Policy::Flagged,
    };
    let seen: OffsetDateTime = AT + Duration::days(2);
    let strict = trust_of(&files).with_policy(policy).with_last_seen(seen);
    let (bundle, assessment) = recorded(&issuer.read_out, &strict);
    assert_eq!(
        assessment.verdict(),
        Verdict::Undetermined,
        "no list, and one is required"
    );
    let again = Bundle::from_bytes(&bundle.to_bytes().unwrap())
        .ok()
        .unwrap();
    assert_eq!(
        (again.trust.policy, again.trust.newest_known_moment),
        (policy, Some(seen))
    );
    let repeated = again.repeat(None).ok().unwrap();
    assert_eq!(
        (repeated.policy, repeated.agreement),
        (policy, Agreement::Same)
    );
    let clock = |check: &&dossier::bundle::RecordedCheck| check.id == "clock.plausible";
    assert_eq!(
        again.checks.iter().find(clock).unwrap().reason,
        "clock_doubtful"
    );
}

/// Every character that gives the file its structure, and a sample of all others.
#[test]
fn no_changed_byte_of_a_bundle_with_everything_in_it_verifies() {
    let issuer = Issuer::new();
    let mut files = issuer.anchor_and_list();
    let signer = issuer.new.document_signer();
    files.extend([crl("new.crl", &issuer.new, &[signer]), issuer.defect_list()]);
    let (bundle, _) = recorded(&issuer.read_out, &trust_of(&files));
    let mut bytes = bundle.to_bytes().unwrap();
    let structural = |byte: u8| b"{}[]:,\"".contains(&byte);
    let places: Vec<usize> = (0..bytes.len())
        .filter(|at| at % 397 == 0 || structural(bytes[*at]))
        .collect();
    assert!(places.len() > 800, "{}", places.len());
    for at in places {
        bytes[at] ^= 0x01;
        assert!(Bundle::from_bytes(&bytes).is_err(), "byte {at}");
        bytes[at] ^= 0x01;
    }
    assert!(Bundle::from_bytes(&bytes).is_ok());
}
