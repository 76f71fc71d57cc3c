//! Activation, validity and passwords. S1 Art. 18, 19.6, 21.3e, 22.3.

use time::{Date, Duration, Month, OffsetDateTime};

use crate::calendar::VIETNAM;
use crate::profile::{Activation, LateActivation, PasswordCycle};

/// Where an account can be activated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActivationState {
    /// In the application, until this day.
    InApplicationUntil(Date),
    /// The days have passed: where it is activated now.
    Late(LateActivation),
}

/// Where an account is activated today.
#[must_use]
pub fn activation(rule: Activation, notified_at: OffsetDateTime, today: Date) -> ActivationState {
    let notified = notified_at.to_offset(VIETNAM).date();
    let last = notified.saturating_add(Duration::days(rule.within_days.into()));
    if today <= last {
        ActivationState::InApplicationUntil(last)
    } else {
        ActivationState::Late(rule.late)
    }
}

/// When the card that an account rests on ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardEnd {
    /// On this day.
    On(Date),
    /// Never (Không thời hạn).
    Never,
}

/// How an account stands today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Validity {
    /// Valid without an end.
    Unlimited,
    /// Valid, and the end is not near.
    Until(Date),
    /// Valid, and the holder is warned: fewer days are left than this step of the profile.
    EndsSoon {
        /// The last day.
        on: Date,
        /// The step reached.
        within_days: u16,
    },
    /// Over since this day.
    EndedOn(Date),
}

/// An account's validity never outlasts the card's. `policy_end` is an end of the policy's own.
#[must_use]
pub fn validity(
    card: CardEnd,
    policy_end: Option<Date>,
    warnings: &[u16],
    today: Date,
) -> Validity {
    let end = match (card, policy_end) {
        (CardEnd::Never, None) => return Validity::Unlimited,
        (CardEnd::Never, Some(end)) | (CardEnd::On(end), None) => end,
        (CardEnd::On(card), Some(policy)) => card.min(policy),
    };
    if end < today {
        return Validity::EndedOn(end);
    }
    let left = (end - today).whole_days();
    let reached = warnings
        .iter()
        .filter(|step| left <= i64::from(**step))
        .min();
    match reached {
        Some(step) => Validity::EndsSoon {
            on: end,
            within_days: *step,
        },
        None => Validity::Until(end),
    }
}

/// How the password stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordState {
    /// To be changed by this day.
    ChangeBy(Date),
    /// Overdue; the account is locked on this day unless it is changed.
    OverdueLockOn {
        /// The day of the lock.
        on: Date,
        /// The clause that falls first.
        clause: PasswordClause,
    },
    /// To be locked: this clause has fired.
    Lock(PasswordClause),
}

/// Which of S1's two contradicting timers fired; the decision records it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordClause {
    /// One month after the notice (Art. 19.6).
    AfterNotice,
    /// Three months after the change was due (Art. 22.3).
    AfterDue,
}

impl PasswordClause {
    /// The clause.
    #[must_use]
    pub fn clause(self) -> &'static str {
        match self {
            Self::AfterNotice => "S1 Art. 19.6",
            Self::AfterDue => "S1 Art. 22.3",
        }
    }
}

/// How a password stands today. Both timers of S1 run; the earlier lock wins and is named.
#[must_use]
pub fn password(
    rule: PasswordCycle,
    changed_on: Date,
    notified_on: Option<Date>,
    today: Date,
) -> PasswordState {
    let due = plus_months(changed_on, rule.months);
    if today <= due {
        return PasswordState::ChangeBy(due);
    }
    let after_due = (
        plus_months(due, rule.lock_months_after_due),
        PasswordClause::AfterDue,
    );
    let after_notice = notified_on.filter(|day| *day > changed_on).map(|day| {
        (
            plus_months(day, rule.lock_months_after_notice),
            PasswordClause::AfterNotice,
        )
    });
    let (on, clause) = match after_notice {
        Some(notice) if notice.0 < after_due.0 => notice,
        Some(_) | None => after_due,
    };
    if today > on {
        PasswordState::Lock(clause)
    } else {
        PasswordState::OverdueLockOn { on, clause }
    }
}

/// The same day of a later month; its last day where it has no such day.
fn plus_months(day: Date, months: u8) -> Date {
    let index = i32::from(u8::from(day.month())) - 1 + i32::from(months);
    let year = day.year().saturating_add(index.div_euclid(12));
    let month = u8::try_from(index.rem_euclid(12) + 1)
        .ok()
        .and_then(|number| Month::try_from(number).ok())
        .unwrap_or(Month::December);
    let last = month.length(year);
    Date::from_calendar_date(year, month, day.day().min(last)).unwrap_or(Date::MAX)
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};

    use super::*;

    #[test]
    fn seven_days_to_activate_counted_in_vietnam() {
        let rule = Activation {
            within_days: 7,
            late: LateActivation::Hotline,
        };
        let late_evening = datetime!(2026-11-20 18:30 UTC);
        let last = date!(2026 - 11 - 28);
        let on = |today| activation(rule, late_evening, today);
        assert_eq!(on(last), ActivationState::InApplicationUntil(last));
        assert_eq!(
            on(date!(2026 - 11 - 29)),
            ActivationState::Late(LateActivation::Hotline)
        );
    }

    #[test]
    fn an_account_never_outlasts_its_card() {
        let today = date!(2026 - 11 - 25);
        let card = |day| CardEnd::On(day);
        let of = |end, policy| validity(end, policy, &[90, 30], today);
        assert_eq!(of(CardEnd::Never, None), Validity::Unlimited);
        let far = date!(2039 - 03 - 15);
        assert_eq!(of(card(far), None), Validity::Until(far));
        let earlier = date!(2030 - 01 - 01);
        assert_eq!(of(card(far), Some(earlier)), Validity::Until(earlier));
        assert_eq!(of(card(earlier), Some(far)), Validity::Until(earlier));
        let in_90 = today + Duration::days(90);
        let in_30 = today + Duration::days(30);
        let soon = |on, within_days| Validity::EndsSoon { on, within_days };
        assert_eq!(of(card(in_90), None), soon(in_90, 90));
        assert_eq!(of(card(in_30), None), soon(in_30, 30));
        assert_eq!(of(card(today), None), soon(today, 30));
        let yesterday = today - Duration::days(1);
        assert_eq!(of(card(yesterday), None), Validity::EndedOn(yesterday));
    }

    #[test]
    fn both_password_timers_run_and_the_earlier_is_named() {
        let rule = PasswordCycle {
            months: 6,
            lock_months_after_notice: 1,
            lock_months_after_due: 3,
        };
        let changed = date!(2026 - 01 - 31);
        let due = date!(2026 - 07 - 31);
        let at = |notified, today| password(rule, changed, notified, today);
        assert_eq!(at(None, due), PasswordState::ChangeBy(due));
        let overdue = |on, clause| PasswordState::OverdueLockOn { on, clause };
        assert_eq!(
            at(None, date!(2026 - 08 - 01)),
            overdue(date!(2026 - 10 - 31), PasswordClause::AfterDue)
        );
        let notice = Some(date!(2026 - 08 - 01));
        assert_eq!(
            at(notice, date!(2026 - 09 - 01)),
            overdue(date!(2026 - 09 - 01), PasswordClause::AfterNotice)
        );
        assert_eq!(
            at(notice, date!(2026 - 09 - 02)),
            PasswordState::Lock(PasswordClause::AfterNotice)
        );
        assert_eq!(
            at(None, date!(2026 - 11 - 01)),
            PasswordState::Lock(PasswordClause::AfterDue)
        );
    }

    #[test]
    fn a_notice_about_an_earlier_password_does_not_count() {
        let rule = PasswordCycle {
            months: 6,
            lock_months_after_notice: 1,
            lock_months_after_due: 3,
        };
        let state = password(
            rule,
            date!(2026 - 01 - 15),
            Some(date!(2026 - 01 - 10)),
            date!(2026 - 08 - 15),
        );
        assert_eq!(
            state,
            PasswordState::OverdueLockOn {
                on: date!(2026 - 10 - 15),
                clause: PasswordClause::AfterDue
            }
        );
    }

    #[test]
    fn months_end_where_the_month_ends() {
        assert_eq!(plus_months(date!(2027 - 08 - 31), 6), date!(2028 - 02 - 29));
        assert_eq!(plus_months(date!(2026 - 12 - 01), 1), date!(2027 - 01 - 01));
    }
}
