//! What the window waits for, in words that hold nothing of a person: for its log.

use super::approver::Desk;
use super::counter::Pane;
use super::submission::Standing;
use super::{Model, Screen};

/// What the window waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Awaiting {
    /// The next thing to do.
    pub what: &'static str,
    /// Whether somebody or something is at it.
    pub busy: bool,
    /// How many files of this counter the backend has acknowledged.
    pub receipts: usize,
}

impl Model {
    /// What is waited for now.
    #[must_use]
    pub fn awaiting(&self) -> Awaiting {
        let of = |what, busy| Awaiting {
            what,
            busy,
            receipts: 0,
        };
        match &self.screen {
            Screen::SignIn(form) => of("sign_in", form.busy),
            Screen::Counter(counter) => {
                let pane = counter.next_pane();
                // A card may be read again when the next thing to do is another.
                let busy = Pane::ALL.into_iter().any(|pane| counter.is_busy(pane));
                let received = |standing: &Standing| {
                    matches!(standing, Standing::Received(_) | Standing::Known(_))
                };
                let rows = counter.submissions.iter();
                Awaiting {
                    what: pane.map_or("submission", word),
                    busy,
                    receipts: rows.filter(|row| received(&row.standing)).count(),
                }
            }
            Screen::Approver(approver) => match &approver.desk {
                Desk::Empty | Desk::Decided(_) => of("claim", false),
                Desk::Opening => of("claim", true),
                Desk::Open(case) => of("decision", case.deciding),
            },
            Screen::Bank(_) => of("customer", false),
            Screen::Tester(_) => of("tester", false),
        }
    }
}

const fn word(pane: Pane) -> &'static str {
    match pane {
        Pane::Card => "card",
        Pane::Portrait => "portrait",
        Pane::Fingerprint => "fingerprint",
        Pane::Contact => "contact",
        Pane::Consent => "consent",
    }
}
