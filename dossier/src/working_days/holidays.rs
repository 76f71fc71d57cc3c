//! Public holidays and swapped days as data. Labour Code Art. 112; NQ 28/2026/QH16 (24 November).

use time::{Date, macros::date};

/// Version of the table: the year it is settled for, and its revision.
pub const TABLE_VERSION: &str = "2026-1";

/// The last day for which the authorities have announced everything.
const SETTLED_UNTIL: Date = date!(2026 - 12 - 31);

/// Why a day differs from the plain week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayOff {
    /// A public holiday, or the day off in place of one on a weekend.
    Holiday,
    /// Off in exchange for a Saturday.
    Swapped,
    /// A Saturday worked in exchange.
    WorkedInstead,
}

/// Whether what the table says of a day may still change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// Announced.
    Settled,
    /// By the calendar alone; swaps are not announced yet.
    Provisional,
}

pub(super) fn entry(day: Date) -> Option<DayOff> {
    TABLE
        .iter()
        .find(|(listed, _)| *listed == day)
        .map(|(_, entry)| *entry)
}

pub(super) fn certainty_of(day: Date) -> Certainty {
    if day > SETTLED_UNTIL {
        Certainty::Provisional
    } else {
        Certainty::Settled
    }
}

const TABLE: &[(Date, DayOff)] = &[
    (date!(2026 - 01 - 01), DayOff::Holiday),
    (date!(2026 - 01 - 02), DayOff::Swapped),
    (date!(2026 - 01 - 10), DayOff::WorkedInstead),
    // Tết Bính Ngọ
    (date!(2026 - 02 - 16), DayOff::Holiday),
    (date!(2026 - 02 - 17), DayOff::Holiday),
    (date!(2026 - 02 - 18), DayOff::Holiday),
    (date!(2026 - 02 - 19), DayOff::Holiday),
    (date!(2026 - 02 - 20), DayOff::Holiday),
    // Giỗ Tổ Hùng Vương falls on Sunday 26 April
    (date!(2026 - 04 - 27), DayOff::Holiday),
    (date!(2026 - 04 - 30), DayOff::Holiday),
    (date!(2026 - 05 - 01), DayOff::Holiday),
    (date!(2026 - 08 - 22), DayOff::WorkedInstead),
    (date!(2026 - 08 - 31), DayOff::Swapped),
    (date!(2026 - 09 - 01), DayOff::Holiday),
    (date!(2026 - 09 - 02), DayOff::Holiday),
    // Ngày Văn hóa Việt Nam
    (date!(2026 - 11 - 24), DayOff::Holiday),
    // 2027 by the calendar: mùng 1 Tết is Saturday 6 February, Hùng Kings Friday 16 April
    (date!(2027 - 01 - 01), DayOff::Holiday),
    (date!(2027 - 02 - 05), DayOff::Holiday),
    (date!(2027 - 02 - 08), DayOff::Holiday),
    (date!(2027 - 02 - 09), DayOff::Holiday),
    (date!(2027 - 02 - 10), DayOff::Holiday),
    (date!(2027 - 02 - 11), DayOff::Holiday),
    (date!(2027 - 04 - 16), DayOff::Holiday),
    (date!(2027 - 04 - 30), DayOff::Holiday),
    // 1 May is a Saturday
    (date!(2027 - 05 - 03), DayOff::Holiday),
    (date!(2027 - 09 - 02), DayOff::Holiday),
    (date!(2027 - 09 - 03), DayOff::Holiday),
    (date!(2027 - 11 - 24), DayOff::Holiday),
];
