//! Deviation lists and state-wide tolerances: who may sign them, and that a record repeats what they changed.

use card_twin::pki::lists::{
    DEFECT_LIST, DEFECT_LIST_SIGNING, DEVIATION_LIST, DEVIATION_LIST_SIGNING, ListRequest,
    MASTER_LIST_SIGNING,
};
use reader::trust::{ListKind, Loaded, TrustAnchors, TrustRefusal};
use reader::verdict::{CheckId, CheckResult, Reason, Verdict};
use reader::wire::oid::ObjectIdentifier;
use reader::wire::tlv::encode;

use crate::forger::Forgery;
use crate::issued::{NOW, ended, healthy, judge_with, pki};
use crate::lists::{csca, file, load};

const SEQUENCE: u32 = 0x30;
const SET: u32 = 0x31;
const LISTED: Reason = Reason::ListedDefect { entry: 1 };

/// A list of one deviation of all documents under these conditions.
fn deviation(kind: &[u8], conditions: &[u8]) -> Vec<u8> {
    let identifier = encode(0x06, &[DEVIATION_LIST, kind].concat());
    let description = encode(SEQUENCE, &identifier);
    let deviation = [encode(SEQUENCE, conditions), encode(SET, &description)].concat();
    let deviations = encode(SET, &encode(SEQUENCE, &deviation));
    encode(SEQUENCE, &[encode(0x02, &[0]), deviations].concat())
}

fn signed(content_type: &[u8], content: &[u8], purpose: &[u8]) -> Vec<u8> {
    let request = ListRequest {
        content_type,
        content,
        purpose,
        at: NOW,
    };
    pki().sign_list(&request).unwrap()
}

fn trusting(list: Vec<u8>) -> TrustAnchors {
    let (trust, results) = load(&[csca(), file("list", list)]);
    assert!(
        matches!(results[1], Ok(Loaded::List { entries: 1, .. })),
        "{:?}",
        results[1]
    );
    trust
}

#[test]
fn a_state_takes_a_proof_of_its_own_documents_away() {
    let keys = deviation(&[1, 4], &[]);
    let trust = trusting(signed(DEVIATION_LIST, &keys, DEVIATION_LIST_SIGNING));
    assert_eq!(trust.defects_count(), 1);
    let id = CheckId::ActiveAuthentication;
    let repeated = TrustAnchors::from_record(&trust.record_for(&healthy())).unwrap();
    for trust in [&trust, &repeated] {
        let assessment = judge_with(&healthy(), trust);
        assert_eq!(ended(&assessment, id), (CheckResult::Undetermined, LISTED));
        assert_eq!(assessment.verdict(), Verdict::Undetermined);
    }
    // What is said of passports only is known not to be about this card.
    let passports = deviation(&[1, 4], &encode(0x80, b"P<"));
    let trust = trusting(signed(DEVIATION_LIST, &passports, DEVIATION_LIST_SIGNING));
    assert_eq!(judge_with(&healthy(), &trust).verdict(), Verdict::Genuine);
}

#[test]
fn deviation_lists_of_wrong_signers_and_forms_are_refused() {
    let good = deviation(&[1, 4], &[]);
    let refusal = |content: &[u8], purpose: &[u8]| {
        let list = signed(DEVIATION_LIST, content, purpose);
        let (trust, results) = load(&[csca(), file("list.dvl", list)]);
        assert_eq!(trust.defects_count(), 0);
        results[1].clone().unwrap_err()
    };
    for purpose in [MASTER_LIST_SIGNING, DEFECT_LIST_SIGNING] {
        assert_eq!(refusal(&good, purpose), TrustRefusal::ListSignerUnfit);
    }
    let cut = &good[..good.len() - 1];
    let malformed = refusal(cut, DEVIATION_LIST_SIGNING);
    assert_eq!(malformed, TrustRefusal::ListMalformed);
    assert_eq!(ListKind::Deviations.word(), "deviation-list");
}

#[test]
fn what_a_state_is_known_for_is_repeated_from_a_record() {
    let id_data = test_vectors::unhex("2A864886F70D010701");
    let bare = Forgery {
        content_type: ObjectIdentifier::from_content(&id_data).unwrap(),
        attributes: false,
        ..Forgery::default()
    };
    let read_out = bare.read_out();
    let plain = judge_with(&read_out, &load(&[csca()]).0);
    assert_eq!(plain.verdict(), Verdict::Refuted);
    let tolerance = [
        encode(0x13, b"VN"),
        encode(0xA0, &encode(0x06, &id_data)),
        encode(0x81, &[]),
    ];
    let identifier = test_vectors::unhex("6981DE9F9E94D3A0F2B0B78DABCFC5A98692EF51");
    let known = [
        encode(0x06, &identifier),
        encode(SEQUENCE, &tolerance.concat()),
    ];
    let entry = encode(SET, &encode(SEQUENCE, &known.concat()));
    let list = [
        encode(0x02, &[0]),
        encode(0x06, &test_vectors::unhex("608648016503040201")),
        encode(SET, &encode(SEQUENCE, &entry)),
    ];
    let list = encode(SEQUENCE, &list.concat());
    let trust = trusting(signed(DEFECT_LIST, &list, DEFECT_LIST_SIGNING));
    let repeated = TrustAnchors::from_record(&trust.record_for(&read_out)).unwrap();
    for trust in [&trust, &repeated] {
        let assessment = judge_with(&read_out, trust);
        let signature = ended(&assessment, CheckId::PassiveSignature);
        assert_eq!(signature, (CheckResult::Successful, LISTED));
        assert_eq!(assessment.verdict(), Verdict::Genuine);
    }
}
