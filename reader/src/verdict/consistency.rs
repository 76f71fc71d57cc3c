//! Dates and agreement between the files. ICAO Doc 9303-3 §4.8, 9303-10 §4.6.
//!
//! Files that contradict each other under one valid signature are the issuer's doing: they are shown
//! as undetermined and never refute a document.

use super::{Check, CheckId, CheckResult, Reason};
use crate::files::{DataGroupNumber, FileId};
use crate::lds::dg13::date;
use crate::lds::{Com, Dg13};
use crate::mrz::{Expiry, MachineReadableZone, Sex, transliterate};
use crate::passive::{Document, PassiveResult};
use crate::read_out::ReadOut;
use crate::trust::ReferenceTime;

/// `document.expiry` and `document.consistent`.
pub(super) fn checks(
    read_out: &ReadOut,
    passive: &PassiveResult,
    document: Option<&Document>,
    at: ReferenceTime,
) -> Vec<Check> {
    let has_mrz = read_out.files.data_group(DataGroupNumber::MRZ).is_some();
    let unreadable = match has_mrz {
        true => (CheckResult::Undetermined, Reason::MrzMalformed),
        false => (CheckResult::Aborted, Reason::NotReached),
    };
    let expiry = document.map_or(unreadable, |document| expiry(document.mrz.expiry(), at));
    let consistent = document.map_or(unreadable, |document| {
        match contradiction(read_out, passive, document) {
            None => (CheckResult::Successful, Reason::AsRequired),
            Some(reason) => (CheckResult::Undetermined, reason),
        }
    });
    [
        (CheckId::DocumentExpiry, expiry),
        (CheckId::DocumentConsistent, consistent),
    ]
    .map(|(id, (result, reason))| Check { id, result, reason })
    .into()
}

fn expiry(expiry: Expiry, at: ReferenceTime) -> (CheckResult, Reason) {
    match expiry {
        Expiry::Never => (CheckResult::Successful, Reason::NoExpiry),
        Expiry::On(day) if day < at.date() => (CheckResult::Failed, Reason::Expired),
        Expiry::On(_) => (CheckResult::Successful, Reason::AsRequired),
    }
}

fn contradiction(
    read_out: &ReadOut,
    passive: &PassiveResult,
    document: &Document,
) -> Option<Reason> {
    let has_details = document.data_groups.contains(&DataGroupNumber::DETAILS);
    match &document.details {
        None if has_details => return Some(Reason::DetailsMalformed),
        Some(details) if !agrees(details, &document.mrz) => return Some(Reason::DetailsDiffer),
        _ => {}
    }
    let listed = read_out.files.bytes(FileId::Com).map(Com::parse)?;
    let complete = listed.is_ok_and(|com| {
        passive
            .signed_groups
            .iter()
            .all(|number| com.data_groups.contains(number))
    });
    (!complete).then_some(Reason::ComDiffers)
}

/// A field that one side does not have contradicts nothing.
fn agrees(details: &Dg13, mrz: &MachineReadableZone) -> bool {
    let number = mrz.personal_number();
    let same_number = match (&details.personal_number, &number) {
        (Some(detail), Some(number)) => detail == number.as_str(),
        _ => true,
    };
    let birth = details.date_of_birth.as_deref().and_then(date);
    let same_birth = match (birth, mrz.day_of_birth()) {
        (Some(detail), Some(day)) => detail == day,
        _ => true,
    };
    let same_sex = match (details.sex.as_deref(), mrz.sex()) {
        (Some("Nam"), sex) => sex != Sex::Female,
        (Some("Nữ"), sex) => sex != Sex::Male,
        _ => true,
    };
    let same_expiry = match (
        details.date_of_expiry.as_deref().and_then(date),
        mrz.expiry(),
    ) {
        (Some(detail), Expiry::On(day)) => detail == day,
        _ => true,
    };
    same_number && same_birth && same_sex && same_expiry && same_name(details, mrz)
}

fn same_name(details: &Dg13, mrz: &MachineReadableZone) -> bool {
    let Some(full) = details.full_name.as_deref().map(transliterate) else {
        return true;
    };
    let printed = [mrz.surname(), mrz.given_names()].join(" ");
    let printed = printed.trim_end();
    full == printed || (printed.len() + 1 >= mrz.name_length() && full.starts_with(printed))
}
