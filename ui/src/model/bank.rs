//! The teller's work place: one customer, identified and forgotten. S1 Art. 21.3đ, 26, 32.3a.

use std::collections::{BTreeMap, BTreeSet};

use dossier::facts::CitizenFacts;
use dossier::relying::{PartyReceipt, PartySaid, SharedField};
use reader::verdict::{IdentityField, Verdict, Written, compare_written};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::Picture;
use super::card::{CardActivity, CardPane};
use super::counter::PaneState;
use crate::core_record::CoreRecord;
use crate::event::{SessionId, SignedIn};
use crate::problem::Problem;

/// For whom a desk asks, and what for: from the terminal's settings.
#[derive(Clone)]
pub struct BankDesk {
    /// The relying party, as a customer knows it.
    pub party: String,
    /// What it asks for, in the words of the consent.
    pub purpose: String,
}

/// One customer at a bank's desk. Nothing of it is stored, and a lock forgets all of it.
pub struct Bank {
    /// Who is signed in.
    pub who: SignedIn,
    /// For whom it is asked.
    pub desk: BankDesk,
    /// The customer's name in this window, so that fields forget the one before.
    pub(crate) customer: u64,
    /// The card pane.
    pub card: CardPane,
    /// The camera's newest frame, while the teller compares.
    pub live: Option<Picture>,
    /// What the teller said of the person and the chip's portrait.
    pub likeness: Option<Likeness>,
    /// The text of the consent, as typed.
    pub consent_text: Zeroizing<String>,
    /// The wait for a scanner to read it.
    pub(crate) consent_scan: Option<SessionId>,
    /// What the customer's consent rests on.
    pub basis: Option<ConsentBasis>,
    /// The fields that the customer agreed to; none beforehand.
    pub agreed: BTreeSet<SharedField>,
    /// The bank's own record.
    pub core: CoreRecord,
    /// The wait for the record that the settings name.
    pub(crate) core_read: Option<SessionId>,
    /// What was asked.
    pub inquiry: Inquiry,
    /// What went wrong last, beside the card.
    pub problem: Option<Problem>,
}

/// What the teller said of the person at the desk and the chip's portrait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// The same person.
    Same,
    /// Another person.
    Other,
}

/// What a consent rests on. A citizen's data: no `Debug`.
#[derive(Clone)]
pub enum ConsentBasis {
    /// The customer's own granted case: the consent is recorded at this desk.
    Case(Uuid),
    /// A consent that was recorded before, under the backend's signature.
    Reference(Zeroizing<String>),
}

/// What the managing agency was asked.
pub enum Inquiry {
    /// Nothing yet.
    NotAsked,
    /// It is being asked.
    Asking(SessionId),
    /// It answered.
    Answered(Box<PartyReceipt>),
}

/// What is to be done next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The card is read.
    Card,
    /// The person is compared with the chip's portrait.
    Person,
    /// The consent is presented.
    Consent,
    /// The customer agrees to fields.
    Fields,
    /// The agency is asked.
    Ask,
    /// The receipt is there.
    Done,
    /// Another person holds the card: nothing is done.
    Stopped,
}

/// The four panes, in the order of the work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BankPane {
    /// The card.
    Card,
    /// The person.
    Person,
    /// The consent.
    Consent,
    /// The comparison and the answer.
    Result,
}

/// One field from the chip, from the bank's record, and what was answered of it.
pub struct Row<'a> {
    /// The field.
    pub field: IdentityField,
    /// What the chip says.
    pub chip: Option<&'a str>,
    /// What the bank's record says.
    pub core: Option<&'a str>,
    /// How they compare; nothing while one of them is missing.
    pub compared: Option<Written>,
    /// What the agency said.
    pub said: Option<PartySaid>,
}

/// The fields of the comparison. The number names the person; it is asserted by every request and never asked about.
const FIELDS: [IdentityField; 8] = [
    IdentityField::Number,
    IdentityField::Name,
    IdentityField::DateOfBirth,
    IdentityField::DocumentNumber,
    IdentityField::DateOfExpiry,
    IdentityField::Sex,
    IdentityField::Nationality,
    IdentityField::Residence,
];

impl ConsentBasis {
    /// Recognises the text by its form; whether it counts, the backend says.
    ///
    /// # Errors
    /// [`Problem::ConsentUnreadable`].
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let text = text.trim();
        if let Ok(case) = Uuid::try_parse(text) {
            return Ok(Self::Case(case));
        }
        let sign = |letter: char| letter.is_ascii_alphanumeric() || "-_".contains(letter);
        let parts: Vec<_> = text.split('.').collect();
        let compact = parts.len() == 3
            && parts
                .iter()
                .all(|part| !part.is_empty() && part.chars().all(sign));
        if compact {
            Ok(Self::Reference(Zeroizing::new(text.to_owned())))
        } else {
            Err(Problem::ConsentUnreadable)
        }
    }
}

impl Bank {
    /// A desk without a customer.
    pub(crate) fn new(who: SignedIn, desk: BankDesk, customer: u64) -> Self {
        Self {
            who,
            desk,
            customer,
            card: CardPane::default(),
            live: None,
            likeness: None,
            consent_text: Zeroizing::default(),
            consent_scan: None,
            basis: None,
            agreed: BTreeSet::new(),
            core: CoreRecord::default(),
            core_read: None,
            inquiry: Inquiry::NotAsked,
            problem: None,
        }
    }

    /// The chip's word, once the card is proven genuine; nothing otherwise.
    #[must_use]
    pub fn proven(&self) -> Option<&CitizenFacts> {
        let read = self.card.read.as_ref()?;
        let reading = matches!(self.card.activity, CardActivity::Reading(_));
        (read.verdict == Verdict::Genuine && !reading).then_some(&read.facts)
    }

    /// What is to be done next.
    #[must_use]
    pub fn step(&self) -> Step {
        match (self.proven(), self.likeness) {
            (None, _) => Step::Card,
            (Some(_), None) => Step::Person,
            (Some(_), Some(Likeness::Other)) => Step::Stopped,
            (Some(_), Some(Likeness::Same)) => match (&self.inquiry, &self.basis) {
                (Inquiry::Answered(_), _) => Step::Done,
                (_, None) => Step::Consent,
                (_, Some(_)) if self.agreed.is_empty() => Step::Fields,
                (_, Some(_)) => Step::Ask,
            },
        }
    }

    /// The receipt, once there is one.
    #[must_use]
    pub fn receipt(&self) -> Option<&PartyReceipt> {
        match &self.inquiry {
            Inquiry::Answered(receipt) => Some(receipt),
            Inquiry::NotAsked | Inquiry::Asking(_) => None,
        }
    }

    /// Whether a field can be asked about: only what the chip says is asserted.
    #[must_use]
    pub fn can_assert(&self, field: SharedField) -> bool {
        self.asserted(field).is_some()
    }

    /// What the chip says of a field, in the form that is asserted.
    pub(crate) fn asserted(&self, field: SharedField) -> Option<&str> {
        said_by(self.proven()?, identity_field(field))
    }

    /// What is asserted of the fields that the customer agreed to.
    pub(crate) fn all_asserted(&self) -> BTreeMap<SharedField, Zeroizing<String>> {
        let value = |field: &SharedField| {
            let value = self.asserted(*field)?;
            Some((*field, Zeroizing::new(value.to_owned())))
        };
        self.agreed.iter().filter_map(value).collect()
    }

    /// The camera is looked at while the teller compares.
    pub(crate) fn wants_camera(&self) -> bool {
        self.step() == Step::Person
    }

    /// Every field side by side, differences first.
    #[must_use]
    pub fn rows(&self) -> Vec<Row<'_>> {
        let facts = self.card.read.as_ref().map(|read| &read.facts);
        let mut rows: Vec<_> = FIELDS
            .into_iter()
            .map(|field| {
                let chip = facts.and_then(|facts| said_by(facts, field));
                let core = self.core.says(field);
                Row {
                    field,
                    chip,
                    core,
                    compared: chip
                        .zip(core)
                        .map(|(chip, core)| compare_written(field, chip, core)),
                    said: self.said_of(field),
                }
            })
            .collect();
        // A stable sort: what is equally grave stays in the order of the card.
        rows.sort_by_key(Row::weight);
        rows
    }

    fn said_of(&self, field: IdentityField) -> Option<PartySaid> {
        let asked = SharedField::ALL
            .into_iter()
            .find(|shared| identity_field(*shared) == field)?;
        self.receipt()?.fields.get(&asked).copied()
    }

    /// How a pane stands.
    #[must_use]
    pub fn pane_state(&self, pane: BankPane) -> PaneState {
        let step = self.step();
        match pane {
            BankPane::Card => match (&self.card.activity, step) {
                (CardActivity::Reading(_) | CardActivity::Scanning(_), _) => PaneState::Busy,
                _ if self.card.problem.is_some() => PaneState::Problem,
                (_, Step::Card) => PaneState::Next,
                _ => PaneState::Done,
            },
            BankPane::Person => match (step, self.likeness) {
                (Step::Person, _) => PaneState::Next,
                (Step::Stopped, _) => PaneState::Problem,
                (_, Some(_)) => PaneState::Done,
                (_, None) => PaneState::Todo,
            },
            BankPane::Consent => match step {
                _ if self.consent_scan.is_some() => PaneState::Busy,
                Step::Consent | Step::Fields => PaneState::Next,
                Step::Ask | Step::Done => PaneState::Done,
                Step::Card | Step::Person | Step::Stopped => PaneState::Todo,
            },
            BankPane::Result => match (&self.inquiry, step) {
                (Inquiry::Asking(_), _) => PaneState::Busy,
                _ if self.problem.is_some() => PaneState::Problem,
                (_, Step::Ask) => PaneState::Next,
                (_, Step::Done) => PaneState::Done,
                _ => PaneState::Todo,
            },
        }
    }

    /// Whether a device or the backend works for the teller.
    pub(crate) fn is_busy(&self) -> bool {
        !matches!(self.card.activity, CardActivity::Idle)
            || self.consent_scan.is_some()
            || matches!(self.inquiry, Inquiry::Asking(_))
    }
}

impl Row<'_> {
    fn weight(&self) -> u8 {
        use reader::verdict::Degree;
        match (self.compared, self.said) {
            (Some(Written::Differs(Degree::Value)), _) => 0,
            (_, Some(PartySaid::Incorrect)) => 1,
            (Some(Written::Differs(Degree::Marks)), _) => 2,
            (Some(Written::NotComparable), _) => 3,
            (Some(Written::Same) | None, _) => 4,
        }
    }
}

/// The field of the comparison that a relying party may ask about.
#[must_use]
pub fn identity_field(field: SharedField) -> IdentityField {
    match field {
        SharedField::Name => IdentityField::Name,
        SharedField::DateOfBirth => IdentityField::DateOfBirth,
        SharedField::Sex => IdentityField::Sex,
        SharedField::Nationality => IdentityField::Nationality,
        SharedField::Residence => IdentityField::Residence,
        SharedField::DocumentNumber => IdentityField::DocumentNumber,
        SharedField::DateOfExpiry => IdentityField::DateOfExpiry,
    }
}

fn said_by(facts: &CitizenFacts, field: IdentityField) -> Option<&str> {
    let said = match field {
        IdentityField::Number => &facts.number,
        IdentityField::DocumentNumber => &facts.document_number,
        IdentityField::Name => &facts.name,
        IdentityField::DateOfBirth => &facts.date_of_birth,
        IdentityField::Sex => &facts.sex,
        IdentityField::Nationality => &facts.nationality,
        IdentityField::DateOfExpiry => &facts.date_of_expiry,
        IdentityField::DateOfIssue => &facts.date_of_issue,
        IdentityField::OldNumber => &facts.old_number,
        IdentityField::Residence => &facts.residence,
    };
    said.as_deref()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_and_a_signed_consent_are_told_apart_and_nothing_else_is_taken() {
        let case = "01920000-0000-7000-8000-000000000005";
        let of_case = ConsentBasis::parse(&format!(" {case}\r\n"));
        assert!(matches!(of_case, Ok(ConsentBasis::Case(id)) if id.to_string() == case));
        let signed = "eyJhbGciOiJFUzI1NiJ9.eyJhIjoxfQ.c2ln-_";
        let reference = ConsentBasis::parse(signed);
        assert!(matches!(reference, Ok(ConsentBasis::Reference(text)) if text.as_str() == signed));
        for text in [
            "",
            "001199000018",
            "a.b",
            "a..c",
            "a.b.c d",
            "001199000018||Nguyễn|x",
        ] {
            let refused = ConsentBasis::parse(text).err();
            assert_eq!(refused, Some(Problem::ConsentUnreadable), "{text}");
        }
    }
}
