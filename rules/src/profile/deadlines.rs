//! How long the authority has. S1 Art. 16; Decree 69/2024 Art. 13.

use serde::Deserialize;

use super::Row;

/// A number of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Period {
    /// Days on which offices work.
    WorkingDays(u16),
    /// Days of the calendar.
    CalendarDays(u16),
}

impl Period {
    fn days(self) -> u16 {
        match self {
            Self::WorkingDays(days) | Self::CalendarDays(days) => days,
        }
    }
}

/// Rows about deadlines, all from receipt of a complete file.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deadlines {
    /// Level 1.
    pub level1: Row<Period>,
    /// Level 2 filed online.
    pub level2_online: Row<Period>,
    /// Level 2 at a counter, valid card.
    pub level2_valid_card: Row<Period>,
    /// Level 2 at a counter, card expired or none.
    pub level2_no_valid_card: Row<Period>,
    /// A foreigner whose biometrics are in the immigration database.
    pub foreigner_on_record: Row<Period>,
    /// A foreigner whose biometrics are not.
    pub foreigner_not_on_record: Row<Period>,
    /// An organisation whose data stand in the databases.
    pub organisation_on_record: Row<Period>,
    /// An organisation that has to be verified.
    pub organisation_to_verify: Row<Period>,
    /// Lock or unlock asked for by an authority.
    pub lock_by_authority: Row<Period>,
}

impl Deadlines {
    pub(super) fn all_have_days(&self) -> bool {
        [
            &self.level1,
            &self.level2_online,
            &self.level2_valid_card,
            &self.level2_no_valid_card,
            &self.foreigner_on_record,
            &self.foreigner_not_on_record,
            &self.organisation_on_record,
            &self.organisation_to_verify,
            &self.lock_by_authority,
        ]
        .iter()
        .all(|row| row.value.days() > 0)
    }
}
