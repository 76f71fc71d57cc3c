//! Dates, and agreement between everything that names the person. ICAO Doc 9303-3 §4.8, 9303-10 §4.6,
//! 9303-11 §3.
//!
//! Files that contradict each other under one valid signature are the issuer's doing: they are shown as
//! undetermined and never refute a document. A printed card that belongs to another chip is refuted.

use std::collections::BTreeSet;

mod mismatch;
mod statements;
mod value;
mod written;

pub use mismatch::{Degree, IdentityField, IdentitySource, Mismatch, Said, Standing};
pub use written::{Written, compare_written};

use super::{Check, CheckId, CheckResult, Reason, Rule};
use crate::files::{DataGroupNumber, FileId};
use crate::lds::Com;
use crate::mrz::Expiry;
use crate::passive::{Document, PassiveDocument, PassiveResult};
use crate::presented::{Presented, PresentedContent};
use crate::read_out::{PasswordKind, ReadOut};
use crate::trust::ReferenceTime;

/// `document.expiry`, `document.consistent`, `access.key_fits`, `identity.presented`, and every mismatch.
pub(super) fn checks(
    read_out: &ReadOut,
    passive: &PassiveResult,
    at: ReferenceTime,
) -> (Vec<Check>, Vec<Mismatch>) {
    let (document, standing) = match &passive.document {
        PassiveDocument::Verified(verified) => (Some(verified.value()), Standing::Signed),
        PassiveDocument::Unverified(unverified) => (Some(unverified.value()), Standing::NotProven),
        PassiveDocument::Unreadable => (None, Standing::NotProven),
    };
    let has_mrz = read_out.files.data_group(DataGroupNumber::MRZ).is_some();
    let unreadable = match has_mrz {
        true => (CheckResult::Undetermined, Reason::MrzMalformed),
        false => (CheckResult::Aborted, Reason::NotReached),
    };
    let mismatches = document.map_or_else(Vec::new, |document| {
        statements::mismatches(&read_out.presented, document, standing)
    });
    let expiry = document.map_or(unreadable, |document| expiry(document.mrz.expiry(), at));
    let consistent = document.map_or(unreadable, |document| {
        match contradiction(document, &mismatches) {
            None => same_groups(read_out, passive),
            Some(reason) => (CheckResult::Undetermined, reason),
        }
    });
    let key = document.map_or(unreadable, |document| access_key(read_out, document));
    let presented = document.map_or(unreadable, |_| presented(read_out, &mismatches));
    let checks = [
        (CheckId::AccessKeyFits, key),
        (CheckId::DocumentExpiry, expiry),
        (CheckId::DocumentConsistent, consistent),
        (CheckId::PresentedAgrees, presented),
    ]
    .map(|(id, (result, reason))| Check { id, result, reason });
    (checks.into(), mismatches)
}

fn expiry(expiry: Expiry, at: ReferenceTime) -> (CheckResult, Reason) {
    match expiry {
        Expiry::Never => (CheckResult::Successful, Reason::NoExpiry),
        Expiry::On(day) if day < at.date() => (CheckResult::Failed, Reason::Expired),
        Expiry::On(_) => (CheckResult::Successful, Reason::AsRequired),
    }
}

/// The key that opened the chip is derived from the document that DG1 names. A chip that answers to one
/// document's key and holds another's files was put together by somebody. ICAO Doc 9303-11 §4.2.
fn access_key(read_out: &ReadOut, document: &Document) -> (CheckResult, Reason) {
    let Some(access) = read_out.evidence.access else {
        return (CheckResult::Aborted, Reason::NotReached);
    };
    let mut of_kind = read_out
        .presented
        .iter()
        .filter(|one| one.password() == access.password);
    let fits = match (access.password, of_kind.next()) {
        (PasswordKind::Pin, _) => return (CheckResult::NotSupported, Reason::NotOffered),
        (PasswordKind::Can | PasswordKind::Mrz, None) => {
            return (CheckResult::Undetermined, Reason::KeyNotRecorded);
        }
        (PasswordKind::Can, Some(used)) => can_fits(used, document),
        (PasswordKind::Mrz, Some(used)) => mrz_fits(used, document),
    };
    let Some(fits) = fits else {
        return (CheckResult::NotSupported, Reason::KeyNotOfDocument);
    };
    match Rule::AccessKey.demands(fits, Reason::AccessKeyDiffers) {
        Ok(()) => (CheckResult::Successful, Reason::AsRequired),
        Err(reason) => (CheckResult::Failed, reason),
    }
}

/// Only Vietnam's card access number is part of a number that DG1 holds.
fn can_fits(used: &Presented, document: &Document) -> Option<bool> {
    let zone = &document.mrz;
    let number = zone
        .personal_number()
        .filter(|_| zone.issuing_state() == "VNM")?;
    let can = match used.content() {
        PresentedContent::Qr(qr) => qr.personal_number.can(),
        PresentedContent::Number(typed) => typed.can(),
        PresentedContent::Can(_) => used.text(),
        PresentedContent::Mrz(_) => return None,
    };
    Some(can == number.can())
}

fn mrz_fits(used: &Presented, document: &Document) -> Option<bool> {
    let PresentedContent::Mrz(zone) = used.content() else {
        return None;
    };
    let (used, signed) = (zone.key()?, document.mrz.key()?);
    Some(used.information() == signed.information())
}

fn presented(read_out: &ReadOut, mismatches: &[Mismatch]) -> (CheckResult, Reason) {
    let mut of_presented = mismatches
        .iter()
        .filter(|one| !one.one.source.is_on_chip())
        .peekable();
    let differs = of_presented.peek().is_some();
    let belongs = !of_presented.any(Mismatch::is_of_another_document);
    let comparable = read_out
        .presented
        .iter()
        .any(|one| !matches!(one.content(), PresentedContent::Can(_)));
    if !comparable {
        return (CheckResult::NotSupported, Reason::NothingPresented);
    }
    match Rule::Presented.demands(belongs, Reason::PresentedOfAnotherDocument) {
        Err(reason) => (CheckResult::Failed, reason),
        Ok(()) if differs => (CheckResult::Undetermined, Reason::PresentedDiffers),
        Ok(()) => (CheckResult::Successful, Reason::AsRequired),
    }
}

fn contradiction(document: &Document, mismatches: &[Mismatch]) -> Option<Reason> {
    let has_details = document.data_groups.contains(&DataGroupNumber::DETAILS);
    let on_chip = |one: &Mismatch| one.one.source.is_on_chip();
    match &document.details {
        None if has_details => Some(Reason::DetailsMalformed),
        Some(_) if mismatches.iter().any(on_chip) => Some(Reason::DetailsDiffer),
        _ => None,
    }
}

/// EF.COM lists the groups that EF.SOD signs, none less and none more.
fn same_groups(read_out: &ReadOut, passive: &PassiveResult) -> (CheckResult, Reason) {
    let Some(com) = read_out.files.bytes(FileId::Com) else {
        return (CheckResult::Undetermined, Reason::ComMissing);
    };
    if passive.signed_groups.is_empty() {
        return (CheckResult::Aborted, Reason::NotReached);
    }
    let signed: BTreeSet<_> = passive.signed_groups.iter().collect();
    let same = Com::parse(com).is_ok_and(|com| com.data_groups.iter().eq(signed));
    match same {
        true => (CheckResult::Successful, Reason::AsRequired),
        false => (CheckResult::Undetermined, Reason::ComDiffers),
    }
}
