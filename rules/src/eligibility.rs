//! Who may register which level, where and through whom. S1 Art. 11, 13.3b, 14.

use time::Date;

use crate::deadline::CardState;
use crate::profile::{AgeBand, CardCondition, Level, OfficeKind, Profile, Row, Through};

/// Whose electronic identity is asked for. S1 Art. 1.2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// A citizen of Vietnam, by the date of birth on the chip.
    Citizen {
        /// Date of birth.
        born: Date,
    },
    /// A foreigner who lives or works in Vietnam.
    Foreigner {
        /// Date of birth.
        born: Date,
        /// Whether the profile's condition (immigration record, residence card) is met.
        condition: Condition,
    },
    /// An organisation, through its legal representative.
    Organisation {
        /// Whether the representative has a verified level 2 of their own.
        representative: Representative,
    },
    /// A ward whose guardian registers for them, whatever their age (Art. 11.2, 12.5).
    Ward {
        /// The guardian's own standing.
        guardian: Guardian,
    },
}

/// Whether a condition is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Condition {
    /// Shown by a source or a document.
    Met,
    /// Not shown.
    NotMet,
}

/// The representative of an organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Representative {
    /// Has level 2, and every other representative has consented.
    VerifiedWithAllConsents,
    /// Has level 2, and the consent of another representative is missing.
    ConsentMissing,
    /// Has no level 2.
    NotVerified,
}

/// A parent or guardian.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Guardian {
    /// Has level 2, or files it together; the relation is proven.
    Proven,
    /// Has level 2, and the relation is not proven.
    RelationUnproven,
    /// Neither has level 2 nor files it.
    WithoutLevel2,
    /// No guardian is there.
    Absent,
}

/// What is asked for, where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Request {
    /// The level.
    pub level: Level,
    /// The office.
    pub office: OfficeKind,
    /// Whether it is filed together with the issuance of a card.
    pub with_card_issuance: bool,
    /// The card on the day of filing.
    pub card: CardState,
    /// The guardian who came with a person too young to register alone.
    pub guardian: Guardian,
}

/// Whether the counter may take the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Eligibility {
    /// It may; the account is the subject's own or runs under a guardian's.
    May(Through),
    /// It may not, for every one of these.
    MayNot(Vec<Obstacle>),
}

/// Why a counter may not take a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Obstacle {
    /// The date of birth lies after the day of filing.
    BornInFuture,
    /// The profile knows no registration at this age.
    Age,
    /// Not this level at this age.
    LevelAtThisAge,
    /// This kind of office does not receive such files; a bank never files level 2.
    Office,
    /// With card issuance only where cards are issued.
    OfficeWithCard,
    /// The card is expired or there is none: together with card issuance.
    CardNotValid,
    /// The foreigner's record or residence card is missing.
    ForeignerCondition,
    /// The guardian must come.
    GuardianMissing,
    /// The guardian needs level 2, or files it together.
    GuardianLevel,
    /// The relation to the guardian is not proven.
    RelationUnproven,
    /// The representative needs a verified level 2.
    RepresentativeLevel,
    /// Another representative has not consented.
    RepresentativeConsent,
}

impl Obstacle {
    /// Every obstacle.
    pub const ALL: [Self; 12] = [
        Self::BornInFuture,
        Self::Age,
        Self::LevelAtThisAge,
        Self::Office,
        Self::OfficeWithCard,
        Self::CardNotValid,
        Self::ForeignerCondition,
        Self::GuardianMissing,
        Self::GuardianLevel,
        Self::RelationUnproven,
        Self::RepresentativeLevel,
        Self::RepresentativeConsent,
    ];

    /// The stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::BornInFuture => "BORN_IN_FUTURE",
            Self::Age => "AGE",
            Self::LevelAtThisAge => "LEVEL_AT_THIS_AGE",
            Self::Office => "OFFICE",
            Self::OfficeWithCard => "OFFICE_WITH_CARD",
            Self::CardNotValid => "CARD_NOT_VALID",
            Self::ForeignerCondition => "FOREIGNER_CONDITION",
            Self::GuardianMissing => "GUARDIAN_MISSING",
            Self::GuardianLevel => "GUARDIAN_LEVEL",
            Self::RelationUnproven => "RELATION_UNPROVEN",
            Self::RepresentativeLevel => "REPRESENTATIVE_LEVEL",
            Self::RepresentativeConsent => "REPRESENTATIVE_CONSENT",
        }
    }

    /// The clause.
    #[must_use]
    pub fn clause(self) -> &'static str {
        match self {
            Self::BornInFuture | Self::Age | Self::LevelAtThisAge => "S1 Art. 11.1",
            Self::Office | Self::OfficeWithCard => "S1 Art. 14",
            Self::CardNotValid => "S1 Art. 22.3",
            Self::ForeignerCondition => "S1 Art. 1.2",
            Self::GuardianMissing | Self::GuardianLevel | Self::RelationUnproven => "S1 Art. 11.2",
            Self::RepresentativeLevel | Self::RepresentativeConsent => "S1 Art. 11.3i",
        }
    }
}

/// Completed years of age.
#[must_use]
pub fn age(born: Date, today: Date) -> Option<u8> {
    let had_birthday = (today.month() as u8, today.day()) >= (born.month() as u8, born.day());
    let years = today.year() - born.year() - i32::from(!had_birthday);
    if born > today {
        None
    } else {
        Some(u8::try_from(years).unwrap_or(u8::MAX))
    }
}

/// Whether the counter may take this file today, with every obstacle at once.
#[must_use]
pub fn eligibility(
    profile: &Profile,
    subject: Subject,
    request: Request,
    today: Date,
) -> Eligibility {
    let mut obstacles = Vec::new();
    obstacles.extend(office(profile, subject, request));
    let through = match subject {
        Subject::Citizen { born } => {
            obstacles.extend(card(profile, request));
            let ages = &profile.registration.citizen_ages;
            person(ages, born, request, today, &mut obstacles)
        }
        Subject::Foreigner { born, condition } => {
            if condition == Condition::NotMet {
                obstacles.push(Obstacle::ForeignerCondition);
            }
            let ages = &profile.registration.foreigner_ages;
            person(ages, born, request, today, &mut obstacles)
        }
        Subject::Organisation { representative } => {
            obstacles.extend(match representative {
                Representative::VerifiedWithAllConsents => None,
                Representative::ConsentMissing => Some(Obstacle::RepresentativeConsent),
                Representative::NotVerified => Some(Obstacle::RepresentativeLevel),
            });
            Through::Own
        }
        Subject::Ward { guardian } => {
            obstacles.extend(guardian_obstacle(guardian));
            Through::Guardian
        }
    };
    if obstacles.is_empty() {
        return Eligibility::May(through);
    }
    obstacles.sort_unstable();
    obstacles.dedup();
    Eligibility::MayNot(obstacles)
}

fn person(
    ages: &Row<Vec<AgeBand>>,
    born: Date,
    request: Request,
    today: Date,
    obstacles: &mut Vec<Obstacle>,
) -> Through {
    let Some(age) = age(born, today) else {
        obstacles.push(Obstacle::BornInFuture);
        return Through::Own;
    };
    let Some(band) = ages.value.iter().find(|band| band.holds(age)) else {
        obstacles.push(Obstacle::Age);
        return Through::Own;
    };
    if !band.levels.contains(&request.level) {
        obstacles.push(Obstacle::LevelAtThisAge);
    }
    if band.through == Through::Guardian {
        obstacles.extend(guardian_obstacle(request.guardian));
    }
    band.through
}

fn guardian_obstacle(guardian: Guardian) -> Option<Obstacle> {
    match guardian {
        Guardian::Proven => None,
        Guardian::RelationUnproven => Some(Obstacle::RelationUnproven),
        Guardian::WithoutLevel2 => Some(Obstacle::GuardianLevel),
        Guardian::Absent => Some(Obstacle::GuardianMissing),
    }
}

fn office(profile: &Profile, subject: Subject, request: Request) -> Option<Obstacle> {
    let registration = &profile.registration;
    let places = match subject {
        Subject::Foreigner { .. } => &registration.foreigner_places,
        Subject::Citizen { .. } | Subject::Organisation { .. } | Subject::Ward { .. } => {
            &registration.citizen_places
        }
    };
    if !places.value.contains(&request.office) {
        return Some(Obstacle::Office);
    }
    let with_card = &registration.with_card_issuance_places.value;
    (request.with_card_issuance && !with_card.contains(&request.office))
        .then_some(Obstacle::OfficeWithCard)
}

/// Decree 69/2024: a card that is still valid, else together with the issuance of one.
fn card(profile: &Profile, request: Request) -> Option<Obstacle> {
    let demanded = match profile.registration.card.value {
        CardCondition::StillValid => request.level == Level::Two,
        CardCondition::CardTerm | CardCondition::ChipCardShown => false,
    };
    (demanded && request.card == CardState::ExpiredOrNone && !request.with_card_issuance)
        .then_some(Obstacle::CardNotValid)
}
