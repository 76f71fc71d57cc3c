//! By what right relying parties are served: the state's own agency, or a provider with a certificate of eligibility.
//! S1 Art. 34 to 37.

use time::{Date, Duration, Month};

/// A certificate counts for five years. S1 Art. 34.
const VALID_YEARS: i32 = 5;
/// An extension is applied for no later than this before the certificate's last day. S1 Art. 35.
const APPLY_BEFORE: Duration = Duration::days(60);
/// So long before that day the operator is reminded.
const REMIND_BEFORE: Duration = Duration::days(30);

/// By what right relying parties are served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Right {
    /// The operator is the agency of the state that the decree itself names.
    StateAgency,
    /// The operator is a provider with a certificate.
    Certificate(Certificate),
}

/// A certificate of eligibility. S1 Art. 34.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    number: String,
    issued_on: Date,
    valid_until: Date,
    standing: Standing,
}

/// What was made of a certificate. That it has ended is no standing: the day says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// In use.
    Active,
    /// Suspended; the defect is to be mended until this day. It does not come back by itself. S1 Art. 36.
    Suspended {
        /// The suspension's last day.
        until: Date,
    },
    /// Revoked for good. S1 Art. 37.
    Revoked,
}

/// Relying parties may be served on the day that was asked about. Only [`Right::on`] makes one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Eligible(());

/// Why relying parties may not be served.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotEligible {
    /// Nothing is on record.
    #[error("no right to serve relying parties is on record")]
    NothingRecorded,
    /// The certificate counts later.
    #[error("the certificate counts from {from} on")]
    TooEarly {
        /// Its first day.
        from: Date,
    },
    /// It has ended.
    #[error("the certificate ended on {on}")]
    Expired {
        /// Its last day.
        on: Date,
    },
    /// It is suspended.
    #[error("the certificate is suspended; the defect is to be mended by {until}")]
    Suspended {
        /// The suspension's last day.
        until: Date,
    },
    /// It was revoked.
    #[error("the certificate was revoked")]
    Revoked,
}

impl NotEligible {
    /// The clause that stands in the way.
    #[must_use]
    pub const fn clause(self) -> &'static str {
        match self {
            Self::NothingRecorded | Self::TooEarly { .. } => "S1 Art. 34",
            Self::Expired { .. } => "S1 Art. 35",
            Self::Suspended { .. } => "S1 Art. 36",
            Self::Revoked => "S1 Art. 37",
        }
    }
}

/// What the operator must be told ahead of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reminder {
    /// The extension is to be applied for by this day. S1 Art. 35.
    ApplyBy(Date),
    /// That day has passed, and the certificate ends on this one.
    AppliesTooLate {
        /// The certificate's last day.
        ends_on: Date,
    },
    /// The defect is to be mended by this day, else the certificate is revoked. S1 Art. 36, 37.
    MendBy(Date),
}

/// Why a certificate is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CertificateRefused {
    /// Without a number nobody can look it up.
    #[error("a certificate has a number of 1 to 64 characters")]
    Number,
    /// It ends before it begins, or counts for more than five years. S1 Art. 34.
    #[error("a certificate ends after its first day and within five years (S1 Art. 34)")]
    Days,
    /// A suspension ends within the certificate's days and within three months. S1 Art. 36.
    #[error("a suspension takes one to three months, within the certificate's days (S1 Art. 36)")]
    Suspension,
    /// What was revoked does not come back. S1 Art. 37.
    #[error("a revoked certificate does not come back; another one is recorded (S1 Art. 37)")]
    Revoked,
}

impl Certificate {
    /// A certificate in use.
    ///
    /// # Errors
    /// [`CertificateRefused`] for a number or days that no certificate has.
    pub fn issued(
        number: &str,
        (issued_on, valid_until): (Date, Date),
    ) -> Result<Self, CertificateRefused> {
        let number = number.trim();
        if number.is_empty() || number.chars().count() > 64 {
            return Err(CertificateRefused::Number);
        }
        if valid_until <= issued_on || valid_until > years_later(issued_on) {
            return Err(CertificateRefused::Days);
        }
        Ok(Self {
            number: number.to_owned(),
            issued_on,
            valid_until,
            standing: Standing::Active,
        })
    }

    /// One that was recorded with a standing: the steps to it were asked about then.
    ///
    /// # Errors
    /// [`CertificateRefused`] for a number or days that no certificate has.
    pub fn recorded(
        number: &str,
        days: (Date, Date),
        standing: Standing,
    ) -> Result<Self, CertificateRefused> {
        Ok(Self {
            standing,
            ..Self::issued(number, days)?
        })
    }

    /// The same with another standing, from `today` on.
    ///
    /// # Errors
    /// [`CertificateRefused`] for a suspension out of its bounds, and for what was revoked.
    pub fn with(&self, standing: Standing, today: Date) -> Result<Self, CertificateRefused> {
        if self.standing == Standing::Revoked {
            return Err(CertificateRefused::Revoked);
        }
        if let Standing::Suspended { until } = standing
            && !(28..=92).contains(&(until - today).whole_days())
        {
            return Err(CertificateRefused::Suspension);
        }
        Ok(Self {
            standing,
            ..self.clone()
        })
    }

    /// Its number.
    #[must_use]
    pub fn number(&self) -> &str {
        &self.number
    }

    /// Its first and last day.
    #[must_use]
    pub const fn days(&self) -> (Date, Date) {
        (self.issued_on, self.valid_until)
    }

    /// What was made of it.
    #[must_use]
    pub const fn standing(&self) -> Standing {
        self.standing
    }

    /// What the operator must be told on this day.
    #[must_use]
    pub fn reminder(&self, today: Date) -> Option<Reminder> {
        if today > self.valid_until {
            return None;
        }
        match self.standing {
            Standing::Revoked => None,
            Standing::Suspended { until } => Some(Reminder::MendBy(until)),
            Standing::Active => {
                let apply_by = self.valid_until - APPLY_BEFORE;
                if today > apply_by {
                    Some(Reminder::AppliesTooLate {
                        ends_on: self.valid_until,
                    })
                } else {
                    (today >= apply_by - REMIND_BEFORE).then_some(Reminder::ApplyBy(apply_by))
                }
            }
        }
    }

    fn on(&self, today: Date) -> Result<(), NotEligible> {
        match self.standing {
            Standing::Revoked => Err(NotEligible::Revoked),
            _ if today > self.valid_until => Err(NotEligible::Expired {
                on: self.valid_until,
            }),
            Standing::Suspended { until } => Err(NotEligible::Suspended { until }),
            Standing::Active if today < self.issued_on => Err(NotEligible::TooEarly {
                from: self.issued_on,
            }),
            Standing::Active => Ok(()),
        }
    }
}

impl Right {
    /// Whether relying parties may be served on this day by what is on record.
    ///
    /// # Errors
    /// [`NotEligible`] with the clause.
    pub fn on(recorded: Option<&Self>, today: Date) -> Result<Eligible, NotEligible> {
        match recorded.ok_or(NotEligible::NothingRecorded)? {
            Self::StateAgency => Ok(Eligible(())),
            Self::Certificate(certificate) => certificate.on(today).map(|()| Eligible(())),
        }
    }
}

fn years_later(day: Date) -> Date {
    let year = day.year() + VALID_YEARS;
    // The 29th of February of a year without one.
    day.replace_year(year)
        .or_else(|_| Date::from_calendar_date(year, Month::February, 28))
        .unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    fn certificate() -> Certificate {
        let days = (date!(2026 - 01 - 10), date!(2031 - 01 - 10));
        Certificate::issued(" 01/GCN-BCA ", days).unwrap()
    }

    fn on(certificate: &Certificate, day: Date) -> Result<(), NotEligible> {
        let right = Right::Certificate(certificate.clone());
        Right::on(Some(&right), day).map(|_| ())
    }

    #[test]
    fn it_counts_from_its_first_day_to_its_last_and_not_while_suspended() {
        let active = certificate();
        assert_eq!(active.number(), "01/GCN-BCA");
        let from = date!(2026 - 01 - 10);
        assert_eq!(
            on(&active, date!(2026 - 01 - 09)),
            Err(NotEligible::TooEarly { from })
        );
        assert_eq!(on(&active, from), Ok(()));
        assert_eq!(on(&active, date!(2031 - 01 - 10)), Ok(()));
        let ended = NotEligible::Expired {
            on: date!(2031 - 01 - 10),
        };
        assert_eq!(on(&active, date!(2031 - 01 - 11)), Err(ended));
        let until = date!(2026 - 05 - 01);
        let suspended = active
            .with(Standing::Suspended { until }, date!(2026 - 03 - 01))
            .unwrap();
        // It does not come back by itself.
        for day in [date!(2026 - 03 - 01), date!(2026 - 06 - 01)] {
            assert_eq!(on(&suspended, day), Err(NotEligible::Suspended { until }));
        }
        assert_eq!(on(&suspended, date!(2031 - 01 - 11)), Err(ended));
        let back = suspended.with(Standing::Active, until).unwrap();
        assert_eq!(on(&back, until), Ok(()));
        let revoked = back.with(Standing::Revoked, until).unwrap();
        assert_eq!(on(&revoked, until), Err(NotEligible::Revoked));
        assert_eq!(
            revoked.with(Standing::Active, until),
            Err(CertificateRefused::Revoked)
        );
    }

    #[test]
    fn without_a_record_nobody_is_served_and_the_state_needs_no_certificate() {
        let day = date!(2026 - 03 - 01);
        assert_eq!(Right::on(None, day), Err(NotEligible::NothingRecorded));
        assert!(Right::on(Some(&Right::StateAgency), day).is_ok());
    }

    #[test]
    fn the_operator_is_reminded_before_the_day_to_apply_and_after_it() {
        let active = certificate();
        let apply_by = date!(2030 - 11 - 11);
        assert_eq!(active.reminder(date!(2030 - 10 - 11)), None);
        assert_eq!(
            active.reminder(date!(2030 - 10 - 12)),
            Some(Reminder::ApplyBy(apply_by))
        );
        assert_eq!(active.reminder(apply_by), Some(Reminder::ApplyBy(apply_by)));
        let late = Reminder::AppliesTooLate {
            ends_on: date!(2031 - 01 - 10),
        };
        assert_eq!(active.reminder(date!(2030 - 11 - 12)), Some(late));
        assert_eq!(active.reminder(date!(2031 - 01 - 11)), None);
        let until = date!(2026 - 05 - 01);
        let suspended = active.with(Standing::Suspended { until }, date!(2026 - 03 - 01));
        assert_eq!(
            suspended.unwrap().reminder(until),
            Some(Reminder::MendBy(until))
        );
    }

    #[test]
    fn days_and_numbers_that_no_certificate_has_are_refused() {
        let from = date!(2024 - 02 - 29);
        let issued = |number: &str, until| Certificate::issued(number, (from, until)).map(|_| ());
        assert_eq!(issued("1", date!(2029 - 02 - 28)), Ok(()));
        assert_eq!(
            issued("1", date!(2029 - 03 - 01)),
            Err(CertificateRefused::Days)
        );
        assert_eq!(issued("1", from), Err(CertificateRefused::Days));
        assert_eq!(
            issued(" ", date!(2029 - 02 - 28)),
            Err(CertificateRefused::Number)
        );
        let today = date!(2026 - 03 - 01);
        for until in [date!(2026 - 03 - 20), date!(2026 - 07 - 01)] {
            assert_eq!(
                certificate().with(Standing::Suspended { until }, today),
                Err(CertificateRefused::Suspension)
            );
        }
    }
}
