//! Whether level 2 may be granted. S1 Art. 13.3a, 16.3, 16.4; Decree 69/2024 Art. 13.
//!
//! One function; a person decides, and this says what the decree lets them decide.

mod code;
mod recognition;

use std::collections::BTreeSet;

use time::Date;

use crate::eligibility::{Eligibility, Obstacle, Request, Subject, eligibility};
use crate::not_issued::NotIssued;
use crate::profile::{Level2Rule, Profile};

pub use recognition::{Recognition, RecognitionRefused, WhyOtherFailed};

/// How declared identity data compare with the source database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DataMatch {
    /// Every field matches.
    Matches,
    /// A field differs: it is corrected at its source first.
    Differs,
    /// The source has not answered.
    NotAnswered,
}

/// How a biometric compares with the source database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Biometric {
    /// The same person.
    Matches,
    /// Not the same person, or too little to say so after every attempt.
    Differs,
    /// Not compared: not captured, no reference, or no answer.
    NotCompared,
    /// Cannot be captured from this person: every finger is excepted, and a second person confirmed it.
    Excepted,
}

/// One of the two biometrics.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Modality {
    /// The face.
    Portrait,
    /// A finger.
    Fingerprint,
}

/// Whose biometrics are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Person {
    /// A citizen: the subject, the guardian of a dependant, or the representative of an organisation.
    Citizen,
    /// A foreigner: no officer's recognition stands in for a biometric.
    Foreigner,
}

/// Whether the subject is one person. S1 Art. 16.3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Uniqueness {
    /// No other account, case or person.
    Unique,
    /// Another account or open case has the number, the phone or the biometrics.
    Duplicate,
    /// Not searched yet.
    NotSearched,
}

/// Everything that the decision rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Whose biometrics are compared.
    pub person: Person,
    /// What [`eligibility`] found against the file, for every kind of subject.
    pub obstacles: BTreeSet<Obstacle>,
    /// Identity data.
    pub data: DataMatch,
    /// The face.
    pub portrait: Biometric,
    /// The fingers.
    pub fingerprint: Biometric,
    /// The officer's recognition, when there is one.
    pub recognition: Option<Recognition>,
    /// Whether the subject is one person.
    pub uniqueness: Uniqueness,
    /// Grounds of Art. 12.
    pub not_issued: BTreeSet<NotIssued>,
    /// Whether the case is one that the Minister regulates (Art. 11.4, 11.5).
    pub special: bool,
}

/// What the decree lets an approving officer decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ruling {
    /// May be approved, on this basis.
    MayApprove(Basis),
    /// Only a higher level may decide.
    HigherDecision(Higher),
    /// Not now, for every one of these.
    NotNow(Vec<Ground>),
}

/// What an approval rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// Data, portrait and fingerprint match.
    BothBiometrics,
    /// Data and this biometric match, and an officer recognised the holder.
    OneBiometricAndRecognition(Modality),
}

/// Why a higher level decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Higher {
    /// A special case. Art. 11.4.
    Special,
    /// A foreigner whose biometrics the immigration database lacks: captured, sent on, decided there.
    ForeignerNotOnRecord,
    /// Nobody can take this person's fingers, and the profile asks for both biometrics.
    FingersExcepted,
}

/// Why a case cannot be approved now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ground {
    /// The counter could not have taken the file.
    NotEligible(Obstacle),
    /// A ground of Art. 12.
    NotIssued(NotIssued),
    /// The data differ: corrected at the source first, the draft is kept. Art. 9.
    CorrectAtSource,
    /// The source has not answered; the deadline runs on. Art. 16.4.
    SourceNotAnswered,
    /// Another account or case. Art. 16.3.
    Duplicate,
    /// Not searched for another account yet.
    DuplicatesNotSearched,
    /// One biometric matches: an officer may recognise the holder by the card's features.
    RecognitionNeeded(Modality),
    /// This biometric has to match and does not.
    BiometricDiffers(Modality),
    /// This biometric has to be compared and is not.
    BiometricNotCompared(Modality),
}

impl Ground {
    /// The clause.
    #[must_use]
    pub fn clause(self) -> &'static str {
        match self {
            Self::NotEligible(obstacle) => obstacle.clause(),
            Self::NotIssued(ground) => ground.clause(),
            Self::CorrectAtSource => "S1 Art. 9",
            Self::SourceNotAnswered => "S1 Art. 16.4",
            Self::Duplicate | Self::DuplicatesNotSearched => "S1 Art. 16.3",
            Self::RecognitionNeeded(_)
            | Self::BiometricDiffers(_)
            | Self::BiometricNotCompared(_) => "S1 Art. 13.3a",
        }
    }
}

/// The whole decision for one subject on one day: who may register, and then Art. 13.3a. What `facts`
/// says of obstacles is replaced.
#[must_use]
pub fn decide(
    profile: &Profile,
    (subject, request): (Subject, Request),
    today: Date,
    facts: Facts,
) -> Ruling {
    let obstacles = match eligibility(profile, subject, request, today) {
        Eligibility::May(_) => BTreeSet::new(),
        Eligibility::MayNot(obstacles) => obstacles.into_iter().collect(),
    };
    let person = match subject {
        Subject::Foreigner { .. } => Person::Foreigner,
        Subject::Citizen { .. } | Subject::Organisation { .. } | Subject::Ward { .. } => {
            Person::Citizen
        }
    };
    let facts = Facts {
        person,
        obstacles,
        ..facts
    };
    rule(profile.biometrics.level2.value, &facts)
}

/// The decision of Art. 13.3a under the profile's rule.
#[must_use]
pub fn rule(level2: Level2Rule, facts: &Facts) -> Ruling {
    let obstacles = facts.obstacles.iter().copied().map(Ground::NotEligible);
    let not_issued = facts.not_issued.iter().copied().map(Ground::NotIssued);
    let mut grounds: Vec<_> = obstacles.chain(not_issued).collect();
    grounds.extend(match facts.data {
        DataMatch::Matches => None,
        DataMatch::Differs => Some(Ground::CorrectAtSource),
        DataMatch::NotAnswered => Some(Ground::SourceNotAnswered),
    });
    grounds.extend(match facts.uniqueness {
        Uniqueness::Unique => None,
        Uniqueness::Duplicate => Some(Ground::Duplicate),
        Uniqueness::NotSearched => Some(Ground::DuplicatesNotSearched),
    });
    let basis = biometrics(level2, facts);
    match (grounds.is_empty(), basis) {
        (true, Ok(_)) if facts.special => Ruling::HigherDecision(Higher::Special),
        (true, Ok(basis)) => Ruling::MayApprove(basis),
        (true, Err(_)) if is_foreigner_off_record(facts) => {
            Ruling::HigherDecision(Higher::ForeignerNotOnRecord)
        }
        (true, Err(_)) if is_without_fingers(level2, facts) => {
            Ruling::HigherDecision(Higher::FingersExcepted)
        }
        (_, Ok(_)) => Ruling::NotNow(grounds),
        (_, Err(more)) => {
            grounds.extend(more);
            Ruling::NotNow(grounds)
        }
    }
}

fn biometrics(level2: Level2Rule, facts: &Facts) -> Result<Basis, Vec<Ground>> {
    use Biometric::Matches;
    let matching = match (facts.portrait, facts.fingerprint) {
        (Matches, Matches) => return Ok(Basis::BothBiometrics),
        (Matches, _) => Some(Modality::Portrait),
        (_, Matches) => Some(Modality::Fingerprint),
        (_, _) => None,
    };
    let by_recognition = match (level2, facts.person) {
        (Level2Rule::BothOrOneWithRecognition, Person::Citizen) => matching,
        (Level2Rule::BothOrOneWithRecognition, Person::Foreigner) | (Level2Rule::Both, _) => None,
    };
    match (by_recognition, &facts.recognition) {
        (Some(modality), Some(recognition)) if recognition.beside() == modality => {
            Ok(Basis::OneBiometricAndRecognition(modality))
        }
        (Some(modality), _) => Err(vec![Ground::RecognitionNeeded(modality)]),
        (None, _) => Err([
            failing(Modality::Portrait, facts.portrait),
            failing(Modality::Fingerprint, facts.fingerprint),
        ]
        .into_iter()
        .flatten()
        .collect()),
    }
}

fn failing(modality: Modality, result: Biometric) -> Option<Ground> {
    match result {
        Biometric::Matches => None,
        Biometric::Differs => Some(Ground::BiometricDiffers(modality)),
        Biometric::NotCompared | Biometric::Excepted => {
            Some(Ground::BiometricNotCompared(modality))
        }
    }
}

/// A citizen whose face matches and who has no finger to compare, where one of two does not do.
fn is_without_fingers(level2: Level2Rule, facts: &Facts) -> bool {
    level2 == Level2Rule::Both
        && facts.person == Person::Citizen
        && facts.portrait == Biometric::Matches
        && facts.fingerprint == Biometric::Excepted
}

/// A foreigner of whom nothing differs, but not everything could be compared.
fn is_foreigner_off_record(facts: &Facts) -> bool {
    facts.person == Person::Foreigner
        && facts.portrait != Biometric::Differs
        && facts.fingerprint != Biometric::Differs
}
