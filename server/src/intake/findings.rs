//! From checks to what an officer must know.

use dossier::api::{Finding, FindingKind};
use reader::verdict::{Check, CheckId, CheckResult, Mismatch, Reason};

/// Every pair of sources that name the person differently, without what they say: the officer sees the
/// values at the counter, and a record of a case holds no personal data.
pub(super) fn of_mismatches(mismatches: &[Mismatch]) -> impl Iterator<Item = Finding> {
    mismatches.iter().map(|mismatch| Finding {
        mismatch: Some(mismatch.into()),
        ..Finding::plain(FindingKind::SourcesDiffer)
    })
}

/// Every check that failed or came to no conclusion, and a chip proof that convinces nobody here.
pub(super) fn of_checks(checks: &[Check]) -> Vec<Finding> {
    let ended = checks
        .iter()
        .filter_map(|check| kind(check).map(|kind| of_check(kind, check)));
    ended.chain(terminal_only(checks)).collect()
}

fn kind(check: &Check) -> Option<FindingKind> {
    match (check.id, check.result) {
        (CheckId::DocumentExpiry, CheckResult::Failed) => Some(FindingKind::CardExpired),
        (_, CheckResult::Failed) => Some(FindingKind::CheckFailed),
        (_, CheckResult::Undetermined) => Some(FindingKind::CheckUndetermined),
        (_, CheckResult::Successful | CheckResult::NotSupported | CheckResult::Aborted) => None,
    }
}

/// Chip authentication convinces who chose the ephemeral key, and that was the terminal.
fn terminal_only(checks: &[Check]) -> Option<Finding> {
    let successful = |id| {
        checks
            .iter()
            .find(|check| check.id == id && check.result == CheckResult::Successful)
    };
    let chip_authentication = successful(CheckId::ChipAuthentication)?;
    let fresh = successful(CheckId::ActiveAuthentication)
        .is_some_and(|check| check.reason == Reason::AsRequired);
    (!fresh).then(|| of_check(FindingKind::ConvincesTerminalOnly, chip_authentication))
}

fn of_check(kind: FindingKind, check: &Check) -> Finding {
    Finding {
        kind,
        check: Some(check.id.name()),
        clause: Some(check.id.clause().to_owned()),
        reason: Some(check.reason.code()),
        mismatch: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(checks: &[(CheckId, CheckResult, Reason)]) -> Vec<FindingKind> {
        let checks: Vec<Check> = checks
            .iter()
            .map(|&(id, result, reason)| Check { id, result, reason })
            .collect();
        of_checks(&checks)
            .iter()
            .map(|finding| finding.kind)
            .collect()
    }

    #[test]
    fn a_chip_proof_without_a_fresh_signature_convinces_the_terminal_only() {
        let chip = (
            CheckId::ChipAuthentication,
            CheckResult::Successful,
            Reason::ConvincesTerminalOnly,
        );
        let absent = (
            CheckId::ActiveAuthentication,
            CheckResult::NotSupported,
            Reason::NotOffered,
        );
        let stale = (
            CheckId::ActiveAuthentication,
            CheckResult::Successful,
            Reason::ChallengeNotFresh,
        );
        let fresh = (
            CheckId::ActiveAuthentication,
            CheckResult::Successful,
            Reason::AsRequired,
        );
        assert_eq!(kinds(&[chip, absent]), [FindingKind::ConvincesTerminalOnly]);
        assert_eq!(kinds(&[chip, stale]), [FindingKind::ConvincesTerminalOnly]);
        assert_eq!(kinds(&[chip, fresh]), []);
        assert_eq!(kinds(&[fresh]), []);
    }

    #[test]
    fn expiry_has_its_own_kind() {
        let expired = (
            CheckId::DocumentExpiry,
            CheckResult::Failed,
            Reason::Expired,
        );
        let path = (
            CheckId::PassivePath,
            CheckResult::Undetermined,
            Reason::IssuerUnknown,
        );
        assert_eq!(
            kinds(&[expired, path]),
            [FindingKind::CardExpired, FindingKind::CheckUndetermined]
        );
    }
}
