//! What each source says of a person. ICAO Doc 9303-10 §4.7; DG13 as observed.

use zeroize::Zeroizing;

use super::mismatch::{IdentityField as F, IdentitySource, Mismatch, Said, Standing};
use super::value::Value;
use crate::lds::Dg13;
use crate::mrz::{Expiry, MachineReadableZone, PersonalNumber, Sex};
use crate::passive::Document;
use crate::presented::{Presented, PresentedContent};
use crate::qr::QrText;

/// One source and its values.
pub(super) struct Statements {
    source: IdentitySource,
    standing: Standing,
    values: Vec<(F, Value, Zeroizing<String>)>,
}

/// Every mismatch between what was presented, DG13 and DG1, those nearest to the signature last in each
/// pair. A presented value that contradicts DG1 is not told again for a DG13 that agrees with DG1.
pub(super) fn mismatches(
    presented: &[Presented],
    document: &Document,
    standing: Standing,
) -> Vec<Mismatch> {
    let first = Statements::of_zone(&document.mrz, IdentitySource::Dg1, standing);
    let details = document
        .details
        .as_ref()
        .map(|details| Statements::of_details(details, standing));
    let on_chip: Vec<Mismatch> = details
        .iter()
        .flat_map(|details| details.against(&first))
        .collect();
    let mut found = Vec::new();
    for shown in presented.iter().filter_map(Statements::of_presented) {
        let against_first = shown.against(&first);
        let against_details = details.iter().flat_map(|details| shown.against(details));
        let told = |field| {
            let here = |list: &[Mismatch]| list.iter().any(|one| one.field == field);
            here(&against_first) && !here(&on_chip)
        };
        let more: Vec<_> = against_details.filter(|one| !told(one.field)).collect();
        found.extend(against_first);
        found.extend(more);
    }
    found.extend(on_chip);
    found
}

impl Statements {
    fn of_presented(presented: &Presented) -> Option<Self> {
        match presented.content() {
            PresentedContent::Qr(qr) => Some(Self::of_qr(qr)),
            PresentedContent::Mrz(zone) => Some(Self::of_zone(
                zone,
                IdentitySource::PrintedMrz,
                Standing::NotSigned,
            )),
            PresentedContent::Number(number) => {
                let mut typed = Self::new(IdentitySource::TypedNumber, Standing::NotSigned);
                typed.number(number);
                Some(typed)
            }
            PresentedContent::Can(_) => None,
        }
    }

    fn of_qr(qr: &QrText) -> Self {
        let mut all = Self::new(IdentitySource::Qr, Standing::NotSigned);
        all.number(&qr.personal_number);
        if let Some(old) = &qr.old_identity_number {
            all.add(F::OldNumber, Some(Value::Digits(old.clone())), old);
        }
        all.add(
            F::Name,
            Some(Value::Name(qr.full_name.clone())),
            &qr.full_name,
        );
        let days = [
            (F::DateOfBirth, qr.date_of_birth),
            (F::DateOfIssue, qr.date_of_issue),
        ];
        for (field, day) in days {
            if let Some(day) = day {
                all.add(field, Some(Value::Day(day)), &day.to_string());
            }
        }
        all.sex(qr.sex);
        if !qr.residence.is_empty() {
            let words = Value::Words(qr.residence.clone());
            all.add(F::Residence, Some(words), &qr.residence);
        }
        all
    }

    fn of_zone(zone: &MachineReadableZone, source: IdentitySource, standing: Standing) -> Self {
        let mut all = Self::new(source, standing);
        let digits = |text: &str| Some(Value::Digits(text.to_owned()));
        if let Some(number) = zone.personal_number() {
            all.add(F::Number, digits(number.as_str()), number.as_str());
        }
        let short = zone.document_number();
        all.add(F::DocumentNumber, digits(short), short);
        let letters = [zone.surname(), zone.given_names()].join(" ");
        let letters = letters.trim_end().to_owned();
        let shown = letters.clone();
        let room = zone.name_length();
        all.add(F::Name, Some(Value::MrzName { letters, room }), &shown);
        let birth = zone.date_of_birth();
        let shown = zone.day_of_birth().map_or_else(
            || format!("..{:02}", birth.year_of_century()),
            |day| day.to_string(),
        );
        // The personal number tells the century.
        let value = zone
            .day_of_birth()
            .map_or(Value::ShortDay(birth), Value::Day);
        all.add(F::DateOfBirth, Some(value), &shown);
        all.sex(zone.sex());
        let code = zone.nationality();
        all.add(F::Nationality, Some(Value::Country(code.to_owned())), code);
        let expiry = zone.expiry();
        let shown = match expiry {
            Expiry::On(day) => day.to_string(),
            Expiry::Never => "991231".to_owned(),
        };
        all.add(F::DateOfExpiry, Some(Value::of_expiry(expiry)), &shown);
        all
    }

    fn of_details(details: &Dg13, standing: Standing) -> Self {
        let mut all = Self::new(IdentitySource::Dg13, standing);
        let digits = |text: &str| Some(Value::Digits(text.trim().to_owned()));
        let words = |text: &str| Some(Value::Words(text.to_owned()));
        if let Some(Ok(number)) = details.personal_number.as_deref().map(PersonalNumber::new) {
            all.number(&number);
        } else {
            all.text(F::Number, &details.personal_number, digits);
        }
        all.text(F::Name, &details.full_name, |text| {
            Some(Value::Name(text.to_owned()))
        });
        all.text(F::DateOfBirth, &details.date_of_birth, Value::day);
        all.text(F::Sex, &details.sex, Value::sex);
        all.text(F::Nationality, &details.nationality, Value::country);
        all.text(F::DateOfIssue, &details.date_of_issue, Value::day);
        all.text(F::DateOfExpiry, &details.date_of_expiry, Value::expiry);
        all.text(F::OldNumber, &details.old_identity_number, digits);
        all.text(F::Residence, &details.place_of_residence, words);
        all
    }

    fn new(source: IdentitySource, standing: Standing) -> Self {
        Self {
            source,
            standing,
            values: Vec::new(),
        }
    }

    fn add(&mut self, field: F, value: Option<Value>, shown: &str) {
        self.values
            .extend(value.map(|value| (field, value, Zeroizing::new(shown.to_owned()))));
    }

    fn text(&mut self, field: F, text: &Option<String>, read: impl Fn(&str) -> Option<Value>) {
        let text = text.as_deref().filter(|text| !text.trim().is_empty());
        if let Some(text) = text {
            self.add(field, read(text), text);
        }
    }

    /// Twelve digits say the document number too.
    fn number(&mut self, number: &PersonalNumber) {
        for field in [F::Number, F::DocumentNumber] {
            let digits = Value::Digits(number.as_str().to_owned());
            self.add(field, Some(digits), number.as_str());
        }
    }

    fn sex(&mut self, sex: Sex) {
        let shown = match sex {
            Sex::Female => "F",
            Sex::Male => "M",
            Sex::Unspecified => return,
        };
        self.add(F::Sex, Some(Value::Sex(sex)), shown);
    }

    /// Field by field; a document number is not told again where the whole number differs.
    fn against(&self, other: &Self) -> Vec<Mismatch> {
        let said = |of: &Self, text: &str| Said {
            source: of.source,
            standing: of.standing,
            text: text.to_owned(),
        };
        let mut found: Vec<Mismatch> = Vec::new();
        for (field, value, shown) in &self.values {
            let theirs = other.values.iter().find(|(same, _, _)| same == field);
            let Some((_, their_value, their_text)) = theirs else {
                continue;
            };
            let told =
                *field == F::DocumentNumber && found.iter().any(|one| one.field == F::Number);
            if let Some(degree) = value.differs(their_value).filter(|_| !told) {
                found.push(Mismatch {
                    field: *field,
                    degree,
                    one: said(self, shown),
                    other: said(other, their_text),
                });
            }
        }
        found
    }
}
