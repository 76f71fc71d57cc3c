//! How access was gained, and whether EF.CardAccess was honest. ICAO Doc 9303-11 §4.2, §9.2.11.

use super::{Check, CheckId, CheckResult, Reason, Rule};
use crate::files::{DataGroupNumber, FileId};
use crate::lds::{CardAccess, SecurityInfos};
use crate::passive::{Document, PassiveDocument};
use crate::read_out::{AccessProtocol, ReadOut};

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
        (Some(Ok(offered)), Some(signed)) if !signed.pace.is_empty() => same_pace(offered, signed),
        (None, Some(signed)) => signed.pace.is_empty() || !used_bac,
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
        (_, Some(signed)) if signed.pace.is_empty() => {
            (CheckResult::NotSupported, Reason::NotOffered)
        }
        (None, Some(_)) => (CheckResult::Aborted, Reason::NotReached),
        (Some(_), Some(_)) if is_verified => (CheckResult::Successful, Reason::AsRequired),
        (Some(_), Some(_)) => (CheckResult::Undetermined, Reason::KeyNotSigned),
    }
}

fn same_pace(offered: &SecurityInfos, signed: &SecurityInfos) -> bool {
    let sorted = |infos: &SecurityInfos| {
        let mut pace = infos.pace.clone();
        pace.sort();
        pace.dedup();
        pace
    };
    sorted(offered) == sorted(signed)
}
