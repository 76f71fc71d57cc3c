//! Every kind of file has the deadline of its decree.

use rules::calendar::Calendar;
use rules::deadline::{CardState, FileKind, Record, Standing, due, period, standing};
use rules::profile::{Certainty, Period, ProfileName};
use time::macros::{date, datetime};

use super::profile;

const FILES: [FileKind; 9] = [
    FileKind::Level1,
    FileKind::Level2Online,
    FileKind::Level2 {
        card: CardState::Valid,
    },
    FileKind::Level2 {
        card: CardState::ExpiredOrNone,
    },
    FileKind::Foreigner {
        record: Record::There,
    },
    FileKind::Foreigner {
        record: Record::Missing,
    },
    FileKind::Organisation {
        record: Record::There,
    },
    FileKind::Organisation {
        record: Record::Missing,
    },
    FileKind::LockByAuthority,
];

#[test]
fn the_table_of_deadlines() {
    use Period::{CalendarDays as Days, WorkingDays as Working};
    let table = [
        (
            ProfileName::Draft2022,
            [7, 7, 5, 5, 5, 5, 5, 5, 5].map(Working),
        ),
        (
            ProfileName::Decree59,
            [
                Working(1),
                Working(3),
                Working(3),
                Working(7),
                Working(3),
                Working(7),
                Working(1),
                Days(15),
                Working(2),
            ],
        ),
        (
            ProfileName::Decree69,
            [
                Working(1),
                Working(3),
                Working(3),
                Working(7),
                Working(3),
                Working(7),
                Working(3),
                Days(15),
                Working(3),
            ],
        ),
    ];
    for (name, expected) in table {
        let deadlines = profile(name).deadlines;
        let found = FILES.map(|file| period(&deadlines, file).value);
        assert_eq!(found, expected, "{name:?}");
    }
}

#[test]
fn a_provisional_row_makes_a_provisional_date() {
    let calendar = Calendar::parse(Calendar::BUNDLED).unwrap();
    let deadlines = profile(ProfileName::Decree69).deadlines;
    let received = datetime!(2026-11-20 09:00 +7);
    let settled = due(&deadlines, &calendar, FILES[2], received);
    assert_eq!(
        (settled.on, settled.certainty),
        (date!(2026 - 11 - 26), Certainty::Settled)
    );
    let online = due(&deadlines, &calendar, FileKind::Level2Online, received);
    assert_eq!(
        (online.on, online.certainty),
        (date!(2026 - 11 - 26), Certainty::Provisional)
    );
}

#[test]
fn half_four_fifths_and_over_by_working_days() {
    let calendar = Calendar::parse(Calendar::BUNDLED).unwrap();
    // Friday 20 November + 5 working days; Tuesday the 24th is a holiday.
    let received = datetime!(2026-11-20 09:00 +7);
    let due_on = date!(2026 - 11 - 30);
    let at = |now| standing(&calendar, received, due_on, now);
    let table = [
        (datetime!(2026-11-20 16:00 +7), Standing::InTime),
        (datetime!(2026-11-24 12:00 +7), Standing::InTime),
        (datetime!(2026-11-25 23:59 +7), Standing::InTime),
        (datetime!(2026-11-26 00:00 +7), Standing::Half),
        (datetime!(2026-11-27 08:00 +7), Standing::Urgent),
        (datetime!(2026-11-30 16:59:59 UTC), Standing::Urgent),
        (datetime!(2026-11-30 17:00 UTC), Standing::Overdue),
    ];
    for (now, expected) in table {
        assert_eq!(at(now), expected, "{now}");
    }
}
