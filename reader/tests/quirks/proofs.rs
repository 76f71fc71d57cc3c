//! Quirks 31 to 36: active and chip authentication.

use card_twin::fault::Fault;
use card_twin::profile::{ActiveAuthenticationKey, Profile};
use card_twin::quirk::Quirk;
use reader::read_out::Attempt;
use reader::verdict::{CheckId, CheckResult, Reason, Verdict};

use crate::table::{Slot, assert_genuine, can, card, odd, profile, result_of, verdict};

fn rsa() -> Profile {
    Profile {
        active_authentication: ActiveAuthenticationKey::Rsa2048,
        extended_length: true,
        ..profile()
    }
}

#[test]
fn quirk_31_a_long_signature_is_had_whole_by_some_way() {
    for quirk in [
        Quirk::SignatureTruncated,
        Quirk::LongLeEmpty,
        Quirk::GetResponse,
    ] {
        let mut slot = Slot::new(card(&rsa(), &[Fault::Quirk(quirk)]));
        let out = slot
            .read(&can())
            .unwrap_or_else(|failure| panic!("{quirk:?}: {failure}"));
        let proof = result_of(&out, CheckId::ActiveAuthentication);
        assert_eq!(
            proof,
            (CheckResult::Successful, Reason::AsRequired),
            "{quirk:?}"
        );
    }
}

#[test]
fn quirk_32_an_ecdsa_signature_in_der_is_accepted() {
    assert_genuine(&mut Slot::new(odd(&[Quirk::DerSignature])), &can());
}

#[test]
fn quirk_33_a_refused_chip_authentication_leaves_the_files_readable() {
    let mut slot = Slot::new(odd(&[Quirk::ChipAuthenticationFails]));
    let out = slot.read(&can()).unwrap();
    assert!(matches!(
        out.evidence.chip_authentication,
        Attempt::Failed(Some(0x6F00))
    ));
    assert_ne!(verdict(&out), Verdict::Genuine);
    assert_genuine(&mut Slot::new(odd(&[Quirk::KeyIdRefused])), &can());
    assert_genuine(
        &mut Slot::new(odd(&[Quirk::NoChipAuthenticationInfo])),
        &can(),
    );
}

#[test]
fn quirk_34_leading_zeros_of_the_secret_are_kept() {
    assert_genuine(&mut Slot::new(odd(&[Quirk::LeadingZero])), &can());
}

#[test]
fn quirk_35_success_without_new_keys_is_no_proof() {
    let mut slot = Slot::new(odd(&[Quirk::KeepsOldKeys]));
    let out = slot.read(&can()).unwrap();
    assert_eq!(verdict(&out), Verdict::Refuted);
    let proof = result_of(&out, CheckId::ChipAuthentication);
    assert_eq!(proof, (CheckResult::Failed, Reason::ChipProofInvalid));
}

#[test]
fn quirk_36_the_file_is_hashed_as_read() {
    assert_genuine(&mut Slot::new(odd(&[Quirk::Dg14NotDer])), &can());
}
