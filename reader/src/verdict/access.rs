//! How access was gained, and whether EF.CardAccess was honest. ICAO Doc 9303-11 §4.2, §9.2.

use std::collections::BTreeSet;

use super::{Check, CheckId, CheckResult, Reason, Rule};
use crate::files::{DataGroupNumber, FileId};
use crate::lds::{CardAccess, SecurityInfos};
use crate::passive::{Document, PassiveDocument};
use crate::read_out::{AccessProtocol, ReadOut};
use crate::wire::oid::ObjectIdentifier;

/// `access.pace`, `access.bac` and `access.card_access_consistent`.
pub(super) fn checks(read_out: &ReadOut, document: &PassiveDocument) -> Vec<Check> {
    let protocol = read_out.evidence.access.map(|access| access.protocol);
    let done = (CheckResult::Successful, Reason::AsRequired);
    let not_used = (CheckResult::NotSupported, Reason::NotOffered);
    let (pace, bac) = match protocol {
        Some(AccessProtocol::Pace { .. }) => (done, not_used),
        Some(AccessProtocol::Bac) => (not_used, done),
        None => (
            (CheckResult::Aborted, Reason::NotReached),
            (CheckResult::Aborted, Reason::NotReached),
        ),
    };
    let consistent = match document {
        PassiveDocument::Verified(verified) => card_access(read_out, verified.value(), true),
        PassiveDocument::Unverified(unverified) => card_access(read_out, unverified.value(), false),
        PassiveDocument::Unreadable => (CheckResult::Aborted, Reason::NotReached),
    };
    [
        (CheckId::AccessPace, pace),
        (CheckId::AccessBac, bac),
        (CheckId::CardAccessConsistent, consistent),
    ]
    .map(|(id, (result, reason))| Check { id, result, reason })
    .into()
}

/// How the protocol ended that should have opened the chip: basic access control only where the card offers no
/// PACE.
pub(super) fn broken_off(checks: &mut [Check], was_bac: bool, ended: (CheckResult, Reason)) {
    let not_offered = (CheckResult::NotSupported, Reason::NotOffered);
    for check in checks {
        let (result, reason) = match (check.id, was_bac) {
            (CheckId::AccessPace, false) | (CheckId::AccessBac, true) => ended,
            (CheckId::AccessPace, true) => not_offered,
            _ => continue,
        };
        (check.result, check.reason) = (result, reason);
    }
}

/// Whoever weakens or removes the unsigned file to force a weaker protocol contradicts DG14.
fn card_access(
    read_out: &ReadOut,
    document: &Document,
    is_verified: bool,
) -> (CheckResult, Reason) {
    let offered = read_out.files.bytes(FileId::CardAccess);
    let offered = offered.map(|bytes| CardAccess::parse(bytes).map(|access| access.0));
    let used_bac = read_out
        .evidence
        .access
        .is_some_and(|access| access.protocol == AccessProtocol::Bac);
    let agrees = match (&offered, &document.security_infos) {
        (Some(Err(_)), _) => false,
        (Some(Ok(offered)), Some(signed)) if signs_pace(signed) => same_pace(offered, signed),
        (None, Some(signed)) => !signs_pace(signed) || !used_bac,
        _ => true,
    };
    if let Err(reason) = Rule::CardAccess.demands(agrees, Reason::CardAccessDiffers) {
        return (CheckResult::Failed, reason);
    }
    let unreadable = document
        .data_groups
        .contains(&DataGroupNumber::SECURITY_OPTIONS);
    match (offered, &document.security_infos) {
        (_, None) if unreadable => (CheckResult::Undetermined, Reason::KeyNotSigned),
        (_, None) => (CheckResult::NotSupported, Reason::NotOffered),
        (Some(Ok(offered)), Some(signed)) if contradicts(&offered, signed) => {
            (CheckResult::Undetermined, Reason::CardAccessDiffers)
        }
        (_, Some(signed)) if !signs_pace(signed) => (CheckResult::NotSupported, Reason::NotOffered),
        (None, Some(_)) => (CheckResult::Aborted, Reason::NotReached),
        (Some(_), Some(_)) if is_verified => (CheckResult::Successful, Reason::AsRequired),
        (Some(_), Some(_)) => (CheckResult::Undetermined, Reason::KeyNotSigned),
    }
}

/// Cards of older profiles do not repeat PACE in DG14.
fn signs_pace(signed: &SecurityInfos) -> bool {
    !signed.pace.is_empty() || !signed.pace_domain_parameters.is_empty()
}

/// What PACE needs must be in both files, entry by entry. ICAO Doc 9303-11 §9.2.8.
fn same_pace(offered: &SecurityInfos, signed: &SecurityInfos) -> bool {
    fn set<T: Ord>(infos: &[T]) -> BTreeSet<&T> {
        infos.iter().collect()
    }
    set(&offered.pace) == set(&signed.pace)
        && set(&offered.pace_domain_parameters) == set(&signed.pace_domain_parameters)
}

/// Whether EF.CardAccess names what DG14 signs otherwise. The standard does not ask for these entries in
/// EF.CardAccess and no protocol is chosen by them, so that they leave the check open and refute nobody: an
/// issuer may have been careless. Version 2 of chip authentication belongs to another application on the chip,
/// of which DG14 is silent. BSI TR-03110-3 §A.1.1.
fn contradicts(offered: &SecurityInfos, signed: &SecurityInfos) -> bool {
    fn differ<T: PartialEq>(offered: Vec<T>, signed: Vec<T>) -> bool {
        !signed.is_empty() && offered.iter().any(|one| !signed.contains(one))
    }
    let agreements = |infos: &SecurityInfos| -> Vec<ObjectIdentifier> {
        let infos = infos.chip_authentication.iter();
        let of_this = infos.filter(|info| info.version == 1);
        of_this.map(|info| info.protocol.clone()).collect()
    };
    let keys = |infos: &SecurityInfos| -> Vec<Vec<u8>> {
        let keys = infos.chip_authentication_public_keys.iter();
        keys.map(|key| key.subject_public_key_info.clone())
            .collect()
    };
    let signature = |infos: &SecurityInfos| -> Vec<ObjectIdentifier> {
        let infos = infos.active_authentication.iter();
        infos.map(|info| info.signature_algorithm.clone()).collect()
    };
    differ(agreements(offered), agreements(signed))
        || differ(keys(offered), keys(signed))
        || differ(signature(offered), signature(signed))
}
