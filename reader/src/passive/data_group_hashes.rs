//! The hash of every data group. ICAO Doc 9303-11 §5.1 (4).

use crate::crypto::digest::DigestAlgorithm;
use crate::files::{DataGroupNumber, ElementaryFiles};
use crate::lds::LdsSecurityObject;
use crate::verdict::{Check, CheckId, CheckResult, Reason};
use crate::wire::oid;

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
    computed: impl Fn(DataGroupNumber) -> Option<&'a [u8]>,
) -> Vec<Check> {
    each_group(files, Some(signed))
        .map(|number| {
            let (result, reason) = match (signed.hash(number), files.data_group(number)) {
                (Some(hash), Some(_)) => matches(hash, computed(number)),
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

/// The hash function that the document signer used, when it is accepted.
pub(super) fn algorithm(signed: &LdsSecurityObject) -> Option<DigestAlgorithm> {
    let known = [
        (oid::SHA224, DigestAlgorithm::Sha224),
        (oid::SHA256, DigestAlgorithm::Sha256),
        (oid::SHA384, DigestAlgorithm::Sha384),
        (oid::SHA512, DigestAlgorithm::Sha512),
    ];
    known
        .into_iter()
        .find(|(identifier, _)| *identifier == signed.hash_algorithm)
        .map(|(_, algorithm)| algorithm)
}

fn matches(hash: &[u8], computed: Option<&[u8]>) -> (CheckResult, Reason) {
    match computed {
        Some(computed) if computed == hash => (CheckResult::Successful, Reason::AsRequired),
        Some(_) => (CheckResult::Failed, Reason::HashMismatch),
        None => (CheckResult::Failed, Reason::AlgorithmRefused),
    }
}

/// Fingers and irises need a terminal's certificate; groups outside the plan were never asked for.
fn unread(number: DataGroupNumber) -> (CheckResult, Reason) {
    match number.value() {
        3 | 4 => (CheckResult::NotSupported, Reason::DataGroupLocked),
        _ if READ.contains(&number) => (CheckResult::Failed, Reason::DataGroupMissing),
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
