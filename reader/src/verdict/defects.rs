//! What signed defect and deviation lists change. BSI TR-03135 §4, TR-03129-2 §7.3, ICAO Doc 9303-3 §7.3.5.
//!
//! A defect can take a proof away, or leave open what would otherwise refute a genuine document of a bad
//! batch. What a list puts right for documents of its own state (certificate, signer identifier, country,
//! form of the signature) is verified in `passive` like what the document itself says.

use super::{Check, CheckId, CheckResult, Reason};
use crate::files::DataGroupNumber;
use crate::read_out::ReadOut;
use crate::trust::{Defect, TrustAnchors};

/// Whether a listed defect stands between a document and `genuine`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Listed {
    /// Nothing that is listed takes a proof away.
    Nothing,
    /// A proof that the document needs is not worth anything.
    ProofLost,
}

/// Applies every defect that is listed for the document, citing the entry.
pub(super) fn apply(checks: &mut [Check], read_out: &ReadOut, trust: &TrustAnchors) -> Listed {
    let mut listed = Listed::Nothing;
    for (entry, defect) in trust.defects_of(&read_out.files) {
        for check in checks.iter_mut() {
            let Some(result) = changed(check, defect) else {
                continue;
            };
            let judged = matches!(check.result, CheckResult::Successful | CheckResult::Failed);
            if judged && result == CheckResult::Undetermined {
                listed = Listed::ProofLost;
            }
            check.result = result;
            check.reason = Reason::ListedDefect { entry };
        }
    }
    listed
}

/// What the result of a check becomes, when the defect is about it.
fn changed(check: &Check, defect: &Defect) -> Option<CheckResult> {
    use CheckResult::{Failed, Successful, Undetermined};
    let open = Some(Undetermined);
    match (defect, check.id, check.result) {
        (Defect::SignerRevoked { status: 1 }, CheckId::PassiveRevocation, result)
            if result != Failed =>
        {
            open
        }
        (Defect::SignerRevoked { status }, CheckId::PassiveRevocation, _) if *status != 1 => {
            Some(Failed)
        }
        (
            Defect::ChipAuthenticationKeyRevoked,
            CheckId::ChipAuthentication | CheckId::PaceCam,
            Successful,
        )
        | (Defect::ActiveAuthenticationKeyRevoked, CheckId::ActiveAuthentication, Successful)
        | (Defect::NotToBeUsed, CheckId::PassiveSignature, Successful) => open,
        (
            Defect::ProtocolFailure {
                chip_authentication: true,
                ..
            },
            CheckId::ChipAuthentication,
            Failed,
        )
        | (
            Defect::ProtocolFailure {
                active_authentication: true,
                ..
            },
            CheckId::ActiveAuthentication,
            Failed,
        )
        | (Defect::ProtocolFailure { pace_cam: true, .. }, CheckId::PaceCam, Failed)
        | (
            Defect::SecurityObjectInvalid {
                signature: true, ..
            },
            CheckId::PassiveSignature,
            Failed,
        )
        | (Defect::SecurityObjectInvalid { hashes: true, .. }, CheckId::PassiveHash(_), Failed) => {
            open
        }
        (Defect::HashWrong { number }, CheckId::PassiveHash(group), Failed)
            if check.reason == Reason::HashMismatch && group.value() == *number =>
        {
            open
        }
        (Defect::ValidityPeriodIncorrect, CheckId::PassivePath, Failed)
            if check.reason == Reason::SignerNotValidThen =>
        {
            open
        }
        (
            Defect::SignerReplaced { .. } | Defect::SignerCertificateWrong { signature: false },
            CheckId::PassivePath,
            Failed,
        ) if matches!(
            check.reason,
            Reason::CertificateProfile | Reason::SignerMayNotSign
        ) =>
        {
            open
        }
        (Defect::SignerCertificateWrong { signature: true }, CheckId::PassivePath, Failed)
            if check.reason == Reason::PathSignatureInvalid =>
        {
            open
        }
        (Defect::MrzIncorrect, CheckId::PresentedAgrees, Failed) => open,
        (Defect::WrongSignerIdentifier { .. }, CheckId::PassiveSignature, Undetermined)
            if check.reason == Reason::IssuerUnknown =>
        {
            open
        }
        (Defect::ComDiscrepancy, CheckId::DocumentConsistent, Undetermined)
            if check.reason == Reason::ComDiffers =>
        {
            Some(Successful)
        }
        (Defect::DataGroupsMalformed { numbers }, CheckId::DocumentConsistent, Undetermined)
            if check.reason == Reason::DetailsMalformed
                && numbers.contains(&DataGroupNumber::DETAILS.value()) =>
        {
            open
        }
        _ => None,
    }
}
