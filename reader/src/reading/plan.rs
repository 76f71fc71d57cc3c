//! Which data groups to read, and in which order. ICAO Doc 9303-10 §4.6, 9303-11 §5.1.

use crate::crypto::cms::SignedData;
use crate::files::{DataGroupNumber, FileId};
use crate::lds::{Com, LdsSecurityObject};
use crate::passive;
use crate::read_out::ReadOut;
use crate::trust::{ReferenceTime, TrustAnchors};
use crate::verdict::{CheckId, CheckResult};

/// DG14 first, so that the rest comes from the proven chip; images last, because they are long.
const ORDER: [DataGroupNumber; 9] = [
    DataGroupNumber::SECURITY_OPTIONS,
    DataGroupNumber::MRZ,
    DataGroupNumber::DETAILS,
    DataGroupNumber::ADDITIONAL_PERSONAL_DETAILS,
    DataGroupNumber::ADDITIONAL_DOCUMENT_DETAILS,
    DataGroupNumber::PERSONS_TO_NOTIFY,
    DataGroupNumber::ACTIVE_AUTHENTICATION_KEY,
    DataGroupNumber::FACE,
    DataGroupNumber::DISPLAYED_SIGNATURE,
];

/// What is tried on a card that lists nothing. The others are not: a chip may end its session over a
/// file that it does not have.
const TRIED: [DataGroupNumber; 5] = [
    DataGroupNumber::SECURITY_OPTIONS,
    DataGroupNumber::MRZ,
    DataGroupNumber::DETAILS,
    DataGroupNumber::ACTIVE_AUTHENTICATION_KEY,
    DataGroupNumber::FACE,
];

/// What EF.COM or EF.SOD lists of the data groups that this program uses. EF.COM is not signed, so
/// that it may hide nothing that EF.SOD names; with neither list, the usual ones are tried. What the lists are worth
/// is for the verdict to say: here they only save commands.
pub(super) fn data_groups(read_out: &ReadOut) -> Vec<DataGroupNumber> {
    let com = read_out
        .files
        .bytes(FileId::Com)
        .and_then(|bytes| Com::parse(bytes).ok());
    let listed = com.map(|com| com.data_groups).unwrap_or_default();
    let signed = groups_of_sod(read_out);
    if listed.is_empty() && signed.is_empty() {
        return TRIED.to_vec();
    }
    ORDER
        .into_iter()
        .filter(|number| listed.contains(number) || signed.contains(number))
        .collect()
}

/// Whether EF.COM or EF.SOD lists fingerprints, which only authorised terminals may read.
pub(super) fn lists_fingers(read_out: &ReadOut) -> bool {
    let com = read_out.files.bytes(FileId::Com);
    let com = com.and_then(|bytes| Com::parse(bytes).ok());
    com.is_some_and(|com| com.data_groups.contains(&DataGroupNumber::FINGERS))
        || groups_of_sod(read_out).contains(&DataGroupNumber::FINGERS)
}

/// Whether the document signer signed something else than this file, as read.
pub(super) fn contradicts_signature(read_out: &ReadOut, file: FileId) -> bool {
    let id = match file {
        FileId::Sod => CheckId::PassiveSignature,
        FileId::DataGroup(number) => CheckId::PassiveHash(number),
        _ => return false,
    };
    let nobody = TrustAnchors::default();
    let at = ReferenceTime(time::OffsetDateTime::UNIX_EPOCH);
    passive::authenticate(read_out, &nobody, at)
        .checks
        .iter()
        .any(|check| check.id == id && check.result == CheckResult::Failed)
}

/// The data groups whose hashes EF.SOD holds, its signature not looked at.
fn groups_of_sod(read_out: &ReadOut) -> Vec<DataGroupNumber> {
    let sod = read_out.files.bytes(FileId::Sod);
    let signed = sod.and_then(|bytes| SignedData::parse(bytes).ok());
    let content = signed.and_then(|signed| LdsSecurityObject::parse(signed.content()).ok());
    let hashes = content.map(|content| content.data_group_hashes);
    let numbers = hashes.iter().flatten().map(|one| one.number);
    numbers.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(read_out: &ReadOut) -> Vec<u8> {
        data_groups(read_out)
            .into_iter()
            .map(DataGroupNumber::value)
            .collect()
    }

    #[test]
    fn only_listed_groups_are_read_and_locked_ones_never() {
        let mut read_out = ReadOut::default();
        let com = "60 16 5F01 04 30313037 5F36 06 303430303030 5C 04 61 63 6D 6E";
        read_out.files.insert(FileId::Com, test_vectors::unhex(com));
        assert_eq!(numbers(&read_out), [14, 1, 13]);
    }

    #[test]
    fn whatever_is_listed_is_read() {
        let mut read_out = ReadOut::default();
        let com = "60 1A 5F01 04 30313037 5F36 06 303430303030 5C 08 67 61 6B 6C 70 63 75 6E";
        read_out.files.insert(FileId::Com, test_vectors::unhex(com));
        assert_eq!(numbers(&read_out), [14, 1, 11, 12, 16, 2, 7]);
    }

    #[test]
    fn without_any_list_the_usual_ones_are_tried() {
        let mut read_out = ReadOut::default();
        assert_eq!(numbers(&read_out), [14, 1, 13, 15, 2]);
        read_out.files.insert(FileId::Com, vec![0x60, 0x80]);
        read_out.files.insert(FileId::Sod, vec![0x77, 0x00]);
        assert_eq!(numbers(&read_out), [14, 1, 13, 15, 2]);
    }
}
