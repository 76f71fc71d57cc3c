//! Which deadline a file has. S1 Art. 16; Decree 69/2024 Art. 13.

use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};

use crate::calendar::{Calendar, DueDate, VIETNAM};
use crate::profile::{Deadlines, Period, Row};

/// What a file is, as far as its deadline goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FileKind {
    /// Level 1.
    Level1,
    /// Level 2 filed online.
    Level2Online,
    /// Level 2 at a counter, by the state of the card.
    Level2 {
        /// Whether the card is still valid on the day of receipt.
        card: CardState,
    },
    /// A foreigner's level 2.
    Foreigner {
        /// Whether the immigration database has the biometrics.
        record: Record,
    },
    /// An organisation.
    Organisation {
        /// Whether the databases have its data.
        record: Record,
    },
    /// A lock or unlock that an authority asked for.
    LockByAuthority,
}

/// The card on the day of receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CardState {
    /// Still valid.
    Valid,
    /// Expired, or no card.
    ExpiredOrNone,
}

/// Whether a source has what the file is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Record {
    /// It has.
    There,
    /// It has not.
    Missing,
}

/// The row of the profile that sets the file's deadline.
#[must_use]
pub fn period(deadlines: &Deadlines, file: FileKind) -> &Row<Period> {
    match file {
        FileKind::Level1 => &deadlines.level1,
        FileKind::Level2Online => &deadlines.level2_online,
        FileKind::Level2 {
            card: CardState::Valid,
        } => &deadlines.level2_valid_card,
        FileKind::Level2 {
            card: CardState::ExpiredOrNone,
        } => &deadlines.level2_no_valid_card,
        FileKind::Foreigner {
            record: Record::There,
        } => &deadlines.foreigner_on_record,
        FileKind::Foreigner {
            record: Record::Missing,
        } => &deadlines.foreigner_not_on_record,
        FileKind::Organisation {
            record: Record::There,
        } => &deadlines.organisation_on_record,
        FileKind::Organisation {
            record: Record::Missing,
        } => &deadlines.organisation_to_verify,
        FileKind::LockByAuthority => &deadlines.lock_by_authority,
    }
}

/// The due date of a complete file; provisional when the row or the calendar is.
#[must_use]
pub fn due(
    deadlines: &Deadlines,
    calendar: &Calendar,
    file: FileKind,
    received_at: OffsetDateTime,
) -> DueDate {
    let row = period(deadlines, file);
    let due = calendar.due(received_at, row.value);
    DueDate {
        certainty: due.certainty.and(row.certainty),
        ..due
    }
}

/// How an open file stands against its due date.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    #[default]
    /// Less than half of its working days have passed.
    InTime,
    /// Half of them have passed.
    Half,
    /// Four in five have passed.
    Urgent,
    /// The due date has passed.
    Overdue,
}

/// How a file stands now, by the working days of its period that have passed. A returned file has no
/// due date: its clock begins anew when it is filed again.
#[must_use]
pub fn standing(
    calendar: &Calendar,
    received_at: OffsetDateTime,
    due_on: Date,
    now: OffsetDateTime,
) -> Standing {
    let received = received_at.to_offset(VIETNAM).date();
    let today = now.to_offset(VIETNAM).date();
    if today > due_on {
        return Standing::Overdue;
    }
    let whole = calendar.working_days_between(received, due_on).max(1);
    let passed = calendar.working_days_between(received, today);
    match (passed * 100).checked_div(whole) {
        Some(share) if share >= 80 => Standing::Urgent,
        Some(share) if share >= 50 => Standing::Half,
        Some(_) | None => Standing::InTime,
    }
}
