//! What the printed forms of a case hold: from its sealed content, its rules and its decision.
//!
//! | form | module |
//! |---|---|
//! | receipt with the day of the result, notice of refusal | `result` |
//! | request of a person or an organisation (TK01, TK02) | `request` |
//! | slip of a verification | `slip` |
//! | how a person, a paper, a day are written | `written` |
//! | the words of a refusal | `refusals` |

mod refusals;
mod request;
mod result;
mod slip;
mod written;

use dossier::{decision::RefusalReason, facts::CitizenFacts};
use rules::rulebook::Rulebook;

use crate::{offices::Offices, opened::Opened, store::cases::Case};

pub(crate) use refusals::{Said, said as said_of};
pub(crate) use slip::slip;
pub(crate) use written::day as written_day;

/// A form ready to be printed.
pub(crate) enum Filled {
    Person(forms::PersonRequest),
    Organisation(forms::OrganisationRequest),
    Appointment(forms::Appointment),
    Refusal(forms::Refusal),
}

/// What the forms of a case are filled from.
#[derive(Clone, Copy)]
pub(crate) struct Source<'a> {
    pub(crate) case: &'a Case,
    pub(crate) opened: &'a Opened,
    pub(crate) offices: &'a Offices,
    /// The rules as accepted; a form of an earlier day is printed after their end too.
    pub(crate) rules: &'a Rulebook,
}

/// Why a case was refused, as far as its form may say.
pub(crate) struct Told {
    pub(crate) reason: RefusalReason,
    pub(crate) note: Option<String>,
}

impl<'a> Source<'a> {
    /// The request that the person signs.
    pub(crate) fn request(self) -> Filled {
        request::request(self)
    }

    /// The receipt with the day of the result.
    pub(crate) fn appointment(self) -> Filled {
        Filled::Appointment(result::appointment(self))
    }

    /// The notice of refusal; nothing of a case that was not refused for good.
    pub(crate) fn refusal(self, told: &Told) -> Option<Filled> {
        result::refusal(self, told).map(Filled::Refusal)
    }

    fn facts(self) -> &'a CitizenFacts {
        &self.opened.presentation.facts
    }

    fn office(self) -> forms::Office {
        self.offices.letterhead(&self.case.submitter.office)
    }

    fn file_number(self) -> String {
        self.case.id.hyphenated().to_string()
    }
}
