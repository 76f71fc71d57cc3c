//! The hash of every data group. ICAO Doc 9303-11 §5.1 (4).

use crate::crypto::digest::DigestAlgorithm;
use crate::files::{DataGroupNumber, ElementaryFiles};
use crate::lds::LdsSecurityObject;
use crate::trust::{Sha1Policy, TrustPolicy};
use crate::verdict::{Check, CheckId, CheckResult, Reason, Rule};

/// The groups that this program reads from every card that has them.
const READ: [DataGroupNumber; 5] = [
    DataGroupNumber::MRZ,
    DataGroupNumber::FACE,
    DataGroupNumber::DETAILS,
    DataGroupNumber::SECURITY_OPTIONS,
    DataGroupNumber::ACTIVE_AUTHENTICATION_KEY,
];

/// One check for each group that was read, is signed, or could have been either; `computed` gives the
/// hash of a group as read, which there is when the signed algorithm is accepted.
pub(super) fn compare<'a>(
    files: &ElementaryFiles,
    signed: &LdsSecurityObject,
    policy: TrustPolicy,
    computed: impl Fn(DataGroupNumber) -> Option<&'a [u8]>,
) -> Vec<Check> {
    let algorithm = algorithm(signed, policy);
    each_group(files, Some(signed))
        .map(|number| {
            let (result, reason) = match (signed.hash(number), files.data_group(number)) {
                (Some(hash), Some(_)) => matches(algorithm, hash, computed(number)),
                (Some(_), None) => unread(number),
                (None, Some(_)) => unsigned(number),
                (None, None) => (CheckResult::NotSupported, Reason::NotOffered),
            };
            Check {
                id: CheckId::PassiveHash(number),
                result,
                reason,
            }
        })
        .collect()
}

/// The same checks when no verified list of hashes exists.
pub(super) fn not_reached(files: &ElementaryFiles) -> Vec<Check> {
    each_group(files, None)
        .map(|number| Check {
            id: CheckId::PassiveHash(number),
            result: CheckResult::Aborted,
            reason: Reason::NotReached,
        })
        .collect()
}

fn each_group(
    files: &ElementaryFiles,
    signed: Option<&LdsSecurityObject>,
) -> impl Iterator<Item = DataGroupNumber> {
    (1..=16)
        .filter_map(DataGroupNumber::new)
        .filter(move |number| {
            let is_signed = signed.is_some_and(|signed| signed.hash(*number).is_some());
            READ.contains(number) || is_signed || files.data_group(*number).is_some()
        })
}

/// The one hash of all groups; SHA-1 only where the operator takes it.
pub(super) fn algorithm(
    signed: &LdsSecurityObject,
    policy: TrustPolicy,
) -> Result<DigestAlgorithm, Reason> {
    let algorithm = DigestAlgorithm::from_identifier(signed.hash_algorithm.content())
        .ok_or(Reason::AlgorithmRefused)?;
    let strong = algorithm != DigestAlgorithm::Sha1 || policy.sha1 == Sha1Policy::Flagged;
    Rule::HashAlgorithm.demands(strong, Reason::AlgorithmRefused)?;
    Ok(algorithm)
}

fn matches(
    algorithm: Result<DigestAlgorithm, Reason>,
    hash: &[u8],
    computed: Option<&[u8]>,
) -> (CheckResult, Reason) {
    let compared = algorithm.and_then(|algorithm| {
        let computed = computed.ok_or(Reason::AlgorithmRefused)?;
        Rule::HashValue.demands(computed == hash, Reason::HashMismatch)?;
        Ok(algorithm)
    });
    match compared {
        Ok(DigestAlgorithm::Sha1) => (CheckResult::Successful, Reason::HashWeak),
        Ok(_) => (CheckResult::Successful, Reason::AsRequired),
        Err(reason) => (CheckResult::Failed, reason),
    }
}

/// Fingers and irises need a terminal's certificate; groups outside the plan were never asked for.
fn unread(number: DataGroupNumber) -> (CheckResult, Reason) {
    match number.value() {
        3 | 4 => (CheckResult::NotSupported, Reason::DataGroupLocked),
        _ if READ.contains(&number) => {
            match Rule::HashPresent.demands(false, Reason::DataGroupMissing) {
                Err(reason) => (CheckResult::Failed, reason),
                Ok(()) => (CheckResult::Undetermined, Reason::DataGroupMissing),
            }
        }
        _ => (CheckResult::Undetermined, Reason::DataGroupMissing),
    }
}

/// A group that nobody signed is never used; DG1 and DG2 cannot be left unsigned.
fn unsigned(number: DataGroupNumber) -> (CheckResult, Reason) {
    match number {
        DataGroupNumber::MRZ | DataGroupNumber::FACE => {
            (CheckResult::Failed, Reason::DataGroupUnsigned)
        }
        _ => (CheckResult::Undetermined, Reason::DataGroupUnsigned),
    }
}
