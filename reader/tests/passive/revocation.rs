//! `passive.revocation`: current, revoked, stale, foreign and forged lists.

use card_twin::pki::TestPki;
use card_twin::pki::lists::revocation_list;
use openssl::nid::Nid;
use openssl::pkey::{PKey, Private};
use openssl::x509::X509;
use reader::read_out::ReadOut;
use reader::trust::{
    Loaded, ReferenceTime, RevocationList, RevocationPolicy, TrustAnchors, TrustFile, TrustPolicy,
    TrustRefusal,
};
use reader::verdict::{Assessment, CheckId, CheckResult, Reason, Verdict, assess};
use time::{Duration, OffsetDateTime};

use crate::certifier::{Request, certify, ec_key};
use crate::forger::{Forgery, issuer_and_serial};
use crate::issued::{NOW, ended, healthy, judge_with, pki};
use crate::lists::{csca, file, load};

fn crl(from: i64, until: i64, revoked: &[Vec<u8>]) -> TrustFile {
    let moments = (NOW + Duration::days(from), NOW + Duration::days(until));
    file("csca.crl", pki().revocation_list(moments, revoked).unwrap())
}

fn serial() -> Vec<u8> {
    pki()
        .document_signer()
        .serial_number()
        .to_bn()
        .unwrap()
        .to_vec()
}

fn judged(trust: &TrustAnchors, moment: OffsetDateTime) -> Assessment {
    let expected = reader::chip::ChallengeExpectation::Any;
    assess(&healthy(), trust, ReferenceTime(moment), expected)
}

fn revocation(files: &[TrustFile]) -> ((CheckResult, Reason), Verdict, Verdict) {
    let (trust, _) = load(files);
    let shown = judged(&trust, NOW);
    let strict = judged(
        &trust.with_policy(TrustPolicy {
            revocation: RevocationPolicy::Required,
            ..TrustPolicy::default()
        }),
        NOW,
    );
    let check = ended(&shown, CheckId::PassiveRevocation);
    assert_eq!(
        ended(&strict, CheckId::PassiveRevocation),
        check,
        "policy changes no check"
    );
    (check, shown.verdict(), strict.verdict())
}

#[test]
fn a_current_list_clears_the_signer() {
    let (check, shown, strict) = revocation(&[csca(), crl(-1, 30, &[])]);
    assert_eq!(check, (CheckResult::Successful, Reason::AsRequired));
    assert_eq!((shown, strict), (Verdict::Genuine, Verdict::Genuine));
    let others = [vec![1, 2, 3], vec![0x7F; 15]];
    let (check, ..) = revocation(&[csca(), crl(-1, 30, &others)]);
    assert_eq!(check.0, CheckResult::Successful);
}

#[test]
fn a_list_that_names_the_signer_refutes_however_old_it_is() {
    for (from, until) in [(-1, 30), (-60, -30)] {
        let (check, shown, strict) = revocation(&[csca(), crl(from, until, &[serial()])]);
        assert_eq!(check, (CheckResult::Failed, Reason::SignerRevoked));
        assert_eq!((shown, strict), (Verdict::Refuted, Verdict::Refuted));
    }
}

#[test]
fn without_a_usable_list_revocation_is_not_checked_and_says_why() {
    let other = TestPki::mint(NOW).unwrap();
    let moments = (NOW - Duration::days(1), NOW + Duration::days(30));
    // The other issuer bears the same name and has another key.
    let forged = file("forged.crl", other.revocation_list(moments, &[]).unwrap());
    for (list, reason) in [
        (None, Reason::NoRevocationList),
        (Some(crl(-60, -30, &[])), Reason::RevocationListStale),
        (Some(crl(2, 30, &[])), Reason::ClockDoubtful),
        (Some(forged), Reason::RevocationListInvalid),
    ] {
        let files: Vec<_> = [csca()].into_iter().chain(list).collect();
        let (check, shown, strict) = revocation(&files);
        assert_eq!(check, (CheckResult::Undetermined, reason));
        assert_eq!(shown, Verdict::Genuine, "shown, and not in the way");
        assert_eq!(
            strict,
            Verdict::Undetermined,
            "strict mode needs a current list"
        );
    }
}

#[test]
fn revocation_lists_are_taken_in_with_their_signature_only() {
    let refusal = |files: &[TrustFile]| load(files).1.pop().unwrap();
    let good = crl(-1, 30, &[]);
    assert!(matches!(
        refusal(&[csca(), good.clone()]),
        Ok(Loaded::RevocationList { revoked: 0, .. })
    ));
    assert_eq!(
        refusal(std::slice::from_ref(&good)),
        Err(TrustRefusal::CrlIssuerUnknown)
    );
    let mut altered = good.clone();
    let last = altered.bytes.len() - 1;
    altered.bytes[last] ^= 1;
    assert_eq!(
        refusal(&[csca(), altered]),
        Err(TrustRefusal::CrlSignatureInvalid)
    );
    let pem = openssl::x509::X509Crl::from_der(&good.bytes)
        .unwrap()
        .to_pem()
        .unwrap();
    assert!(refusal(&[csca(), file("csca.pem", pem)]).is_ok());
    assert!(matches!(
        RevocationList::parse(&good.bytes[..good.bytes.len() - 2]),
        Err(TrustRefusal::CrlMalformed)
    ));
    let backwards = crl(30, -1, &[]);
    assert!(matches!(
        RevocationList::parse(&backwards.bytes),
        Err(TrustRefusal::CrlMalformed)
    ));
}

/// The issuer's next key under the same name, certified by the old one.
struct Successor {
    own: X509,
    link: X509,
    key: PKey<Private>,
}

impl Successor {
    fn new() -> Self {
        let key = ec_key(Nid::BRAINPOOL_P384R1);
        let own = Request {
            is_ca: true,
            signs_documents: false,
            name_of: Some(pki().csca()),
            serial: 0x77,
            ..Request::default()
        };
        let issuer = Some((pki().csca(), pki().csca_key()));
        let link = Request {
            issuer,
            serial: 0x78,
            ..own
        };
        Self {
            link: certify(&link, &key),
            own: certify(&own, &key),
            key,
        }
    }

    fn link(&self) -> TrustFile {
        file("link.cer", self.link.to_der().unwrap())
    }

    fn crl(&self, from: i64, until: i64, revoked: &[Vec<u8>]) -> TrustFile {
        let moments = (NOW + Duration::days(from), NOW + Duration::days(until));
        let list = revocation_list(&self.own, &self.key, moments, revoked).unwrap();
        file("successor.crl", list)
    }

    /// The healthy card under a signer that this key issued.
    fn read_out(&self) -> ReadOut {
        let key = ec_key(Nid::X9_62_PRIME256V1);
        let request = Request {
            issuer: Some((&self.own, &self.key)),
            starts: -Duration::days(1),
            ..Request::default()
        };
        let signer = certify(&request, &key);
        let forgery = Forgery {
            certificates: vec![signer.to_der().unwrap()],
            signer: issuer_and_serial(&signer),
            key,
            ..Forgery::default()
        };
        forgery.read_out()
    }
}

#[test]
fn a_successors_list_speaks_for_the_issuer_when_a_link_leads_to_it() {
    let next = Successor::new();
    let cleared = (CheckResult::Successful, Reason::AsRequired);
    let (check, ..) = revocation(&[csca(), next.link(), next.crl(-1, 30, &[])]);
    assert_eq!(check, cleared);
    // The list of the old key has ended, and names nobody.
    let ended_list = crl(-90, -30, &[]);
    let files = [csca(), next.link(), ended_list, next.crl(-1, 30, &[])];
    assert_eq!(revocation(&files).0, cleared);
    let (check, shown, _) = revocation(&[csca(), next.link(), next.crl(-1, 30, &[serial()])]);
    assert_eq!(check, (CheckResult::Failed, Reason::SignerRevoked));
    assert_eq!(shown, Verdict::Refuted);
    // Without the link nobody vouches for the key that signed the list.
    let files = [csca(), next.crl(-1, 30, &[])];
    let refused = load(&files).1.pop().unwrap();
    assert_eq!(refused, Err(TrustRefusal::CrlSignatureInvalid));
    let (check, ..) = revocation(&files);
    assert_eq!(
        check,
        (CheckResult::Undetermined, Reason::RevocationListInvalid)
    );
}

#[test]
fn a_revoked_link_leads_nowhere_whatever_the_key_behind_it_says() {
    let next = Successor::new();
    let read_out = next.read_out();
    let judged = |files: &[TrustFile]| {
        let (trust, results) = load(files);
        let refused: Vec<_> = results.into_iter().filter_map(Result::err).collect();
        let assessment = judge_with(&read_out, &trust);
        let path = ended(&assessment, CheckId::PassivePath).0;
        assert_eq!(path, CheckResult::Successful);
        let check = ended(&assessment, CheckId::PassiveRevocation);
        (check, assessment.verdict(), refused)
    };
    let cleared = (CheckResult::Successful, Reason::AsRequired);
    let current = next.crl(-1, 30, &[]);
    let found = judged(&[csca(), next.link(), current.clone()]);
    assert_eq!(found, (cleared, Verdict::Genuine, vec![]));

    // However old the old key's list is, and although the new key's is newer: that does not speak any more.
    let revoked = (CheckResult::Failed, Reason::IssuerRevoked);
    for (from, until) in [(-3, 30), (-60, -30)] {
        let link_revoked = crl(from, until, &[vec![0x78]]);
        let files = [csca(), next.link(), link_revoked, current.clone()];
        let silent = vec![TrustRefusal::CrlIssuerRevoked];
        assert_eq!(judged(&files), (revoked, Verdict::Refuted, silent));
    }
    // Another way that is not revoked is taken: the successor was pinned by itself.
    let own = file("next.cer", next.own.to_der().unwrap());
    let link_revoked = crl(-3, 30, &[vec![0x78]]);
    let files = [csca(), next.link(), own.clone(), link_revoked, current];
    assert_eq!(judged(&files), (cleared, Verdict::Genuine, vec![]));
    // A list names the CSCA itself, or its successor.
    let own_revoked = next.crl(-1, 30, &[vec![0x77]]);
    let found = judged(&[own, own_revoked]);
    assert_eq!(found, (revoked, Verdict::Refuted, vec![]));
}

#[test]
fn a_revoked_key_neither_names_nor_clears_anybody() {
    let next = Successor::new();
    let link_revoked = |from, until| crl(from, until, &[vec![0x78]]);
    let demanded = TrustPolicy {
        revocation: RevocationPolicy::Required,
        ..TrustPolicy::default()
    };
    for (old, new, reason, verdict) in [
        // It names an honest card's signer.
        (
            link_revoked(-3, 30),
            next.crl(-1, 30, &[serial()]),
            Reason::AsRequired,
            Verdict::Genuine,
        ),
        // It would clear a signer whose own list has ended.
        (
            link_revoked(-60, -30),
            next.crl(-1, 30, &[]),
            Reason::RevocationListStale,
            Verdict::Undetermined,
        ),
    ] {
        for files in [
            [csca(), next.link(), old.clone(), new.clone()],
            [new.clone(), old.clone(), next.link(), csca()],
        ] {
            let (trust, results) = load(&files);
            let place = files.iter().position(|one| one.bytes == new.bytes).unwrap();
            assert_eq!(results[place], Err(TrustRefusal::CrlIssuerRevoked));
            let trust = trust.with_policy(demanded);
            let repeated = TrustAnchors::from_record(&trust.record_for(&healthy())).unwrap();
            for trust in [&trust, &repeated] {
                let assessment = judged(trust, NOW);
                let check = ended(&assessment, CheckId::PassiveRevocation);
                assert_eq!((check.1, assessment.verdict()), (reason, verdict));
            }
        }
    }
}

#[test]
fn the_list_that_was_issued_last_says_how_current_an_issuers_lists_are() {
    let next = Successor::new();
    // The old key's list runs on; the new key's, issued later, has ended.
    let files = [
        csca(),
        next.link(),
        crl(-60, 30, &[]),
        next.crl(-10, -1, &[]),
    ];
    let (check, ..) = revocation(&files);
    assert_eq!(
        check,
        (CheckResult::Undetermined, Reason::RevocationListStale)
    );
    let (trust, _) = load(&files);
    let ended_at = |days: i64| {
        let at = ReferenceTime(NOW + Duration::days(days));
        let lists = trust.ended_revocation_lists(at);
        lists.map(RevocationList::this_update).collect::<Vec<_>>()
    };
    assert_eq!(ended_at(0), [NOW - Duration::days(10)]);
    assert!(ended_at(-5).is_empty());
}

#[test]
fn of_two_lists_of_one_issuer_the_newer_counts() {
    let older = crl(-20, 30, &[]);
    let newer = crl(-1, 60, &[serial()]);
    for (files, refused) in [
        ([csca(), older.clone(), newer.clone()], 1),
        ([csca(), newer, older], 2),
    ] {
        let (trust, results) = load(&files);
        assert_eq!(results[refused], Err(TrustRefusal::CrlOlder));
        assert_eq!(trust.revocation_lists().count(), 1);
        assert_eq!(judged(&trust, NOW).verdict(), Verdict::Refuted);
    }
}
