//! What a registration says of its fingers beside their images: quality, gate, tries, exceptions, presentation attack.
//!
//! Circular 110/2020/TT-BCA Art. 3, Circular 60/2021/TT-BCA Art. 5. Words of their own, so that the
//! canonical form does not change with the code that measures.

use capture::fingerprint::attempts::{self, Keep, Next, Try};
use capture::fingerprint::exception::{ConfirmedException, ExceptionReason};
use capture::fingerprint::gate::{self, Demand, Examined, GateEnd, NotMeasured};
use capture::fingerprint::profile::FingerProfile;
use capture::fingerprint::quality::Component;
use capture::fingerprint::{Finger, FingerprintImage};
use rules::profile::FingerRules;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::codec;

mod by_rules;
mod recheck;

pub use by_rules::{matching_of, profile_of};
pub use recheck::{FingerDoubt, doubts, take};

/// What was measured on one image.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FingerAssessment {
    /// The profile it was held against.
    pub profile: String,
    /// 0 to 100; not NFIQ 2.
    pub score: u8,
    /// Whether it passed.
    pub gate: Gate,
    /// Every demand that did not pass.
    pub shortfalls: Vec<Shortfall>,
    /// Every component of the score.
    pub components: Vec<ComponentScore>,
}

/// The end of the gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gate {
    /// Every demand was met.
    Passed,
    /// At least one was not.
    Held,
}

/// One demand that was not met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shortfall {
    /// Which.
    pub demand: DemandWord,
    /// What was found; nothing when it could not be measured.
    pub found: Option<u16>,
    /// What is asked for; nothing when it could not be measured.
    pub wanted: Option<u16>,
}

/// The demands of the gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DemandWord {
    /// Pixels per inch.
    Resolution,
    /// Grey levels on the sensor's line.
    GreyLevels,
    /// The quality score.
    Quality,
    /// The number of minutiae.
    Minutiae,
    /// The core's distance from the middle.
    CoreOffset,
}

impl DemandWord {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Resolution,
        Self::GreyLevels,
        Self::Quality,
        Self::Minutiae,
        Self::CoreOffset,
    ];

    /// Whether the sensor is to blame, so that another try of the same finger changes nothing.
    #[must_use]
    pub fn cause(self) -> Cause {
        match self {
            Self::Resolution | Self::GreyLevels => Cause::Sensor,
            Self::Quality | Self::Minutiae | Self::CoreOffset => Cause::Touch,
        }
    }
}

/// What a demand was not met for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// What the sensor can do.
    Sensor,
    /// How the finger was placed, or the finger itself.
    Touch,
}

/// One component of the quality score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ComponentScore {
    /// Its name, see [`Component::name`].
    pub component: String,
    /// The native value.
    pub value: f64,
    /// 0 to 100.
    pub score: u8,
}

impl FingerAssessment {
    /// What was measured on an image.
    #[must_use]
    pub fn of(image: &FingerprintImage, examined: &Examined, profile: &FingerProfile) -> Self {
        let quality = image.quality();
        let components = Component::ALL.map(|component| ComponentScore {
            component: component.name().to_owned(),
            value: rounded(quality.of(component).value),
            score: quality.component_score(component),
        });
        Self {
            profile: profile.name.to_owned(),
            score: examined.score,
            gate: match examined.gate() {
                gate::Gate::Passed => Gate::Passed,
                gate::Gate::Held => Gate::Held,
            },
            shortfalls: examined.demands.iter().filter_map(shortfall).collect(),
            components: components.into(),
        }
    }

    /// The component to improve first: the one with the lowest score.
    #[must_use]
    pub fn weakest(&self) -> Option<Component> {
        let lowest = self.components.iter().min_by_key(|one| one.score)?;
        let named = |component: &Component| component.name() == lowest.component;
        Component::ALL.into_iter().find(named)
    }

    /// The try that this image was.
    #[must_use]
    pub fn as_try(&self) -> Try {
        match self.gate {
            Gate::Passed => Try::Passed(self.score),
            Gate::Held => Try::Held(self.score),
        }
    }
}

fn shortfall((demand, end): &(Demand, GateEnd)) -> Option<Shortfall> {
    let (found, wanted) = match end {
        GateEnd::Met { .. } | GateEnd::NotPerformed(NotMeasured::NoCore) => return None,
        GateEnd::NotMet { found, wanted } => (Some(*found), Some(*wanted)),
        GateEnd::NotPerformed(NotMeasured::NoMinutiae) => (None, None),
    };
    let demand = match demand {
        Demand::Resolution => DemandWord::Resolution,
        Demand::GreyLevels => DemandWord::GreyLevels,
        Demand::Quality => DemandWord::Quality,
        Demand::Minutiae => DemandWord::Minutiae,
        Demand::CoreOffset => DemandWord::CoreOffset,
    };
    Some(Shortfall {
        demand,
        found,
        wanted,
    })
}

/// Three places: the canonical form must not depend on the last bit of a mean.
fn rounded(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}

/// All that was done to get the fingers. No try is ever taken out of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FingerWork {
    /// What the profile asked for when they were taken.
    #[serde(default)]
    pub rules: FingerRules,
    /// Every try that gave an image, in order.
    pub tries: Vec<FingerTry>,
    /// Fingers that are not taken, each confirmed at the backend by a second person.
    pub exceptions: Vec<FingerException>,
}

/// One try that gave an image.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FingerTry {
    /// Which finger.
    #[serde(with = "codec::finger")]
    pub finger: Finger,
    /// Its score.
    pub score: u8,
    /// Whether it passed.
    pub gate: Gate,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
}

/// One finger that is not taken, or not well enough.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FingerException {
    /// Which finger.
    #[serde(with = "codec::finger")]
    pub finger: Finger,
    /// Why.
    #[serde(with = "codec::exception")]
    pub reason: ExceptionReason,
    /// The officer who asked for it.
    pub proposed_by: String,
    /// The second person, as the backend told.
    pub confirmed_by: String,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    /// Which confirmation of the backend it is; without that one it counts for nothing.
    pub confirmation: Uuid,
    /// Up to when the file may be sealed with it.
    #[serde(with = "time::serde::rfc3339")]
    pub counts_until: OffsetDateTime,
}

/// That an officer saw a living person, which no device here can tell. ISO/IEC 30107-1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Watched {
    /// Who ticked.
    pub by: String,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
}

/// How one finger stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FingerStanding {
    /// Not taken yet.
    Open,
    /// Taken, and passed.
    Passed,
    /// Taken, and held by the gate; it may be tried again.
    Held {
        /// Tries left.
        left: u8,
    },
    /// Every try was held; the best image is kept.
    Exhausted,
    /// Not taken, for a reason.
    Excepted(ExceptionReason),
}

impl FingerWork {
    /// How a finger stands.
    #[must_use]
    pub fn standing(&self, finger: Finger) -> FingerStanding {
        let excepted = self.exceptions.iter().find(|one| one.finger == finger);
        if let Some(exception) = excepted {
            return FingerStanding::Excepted(exception.reason);
        }
        let tries = self.tries_of(finger);
        match attempts::next(&tries, self.rules.capture.tries) {
            _ if tries.is_empty() => FingerStanding::Open,
            Next::Done => FingerStanding::Passed,
            Next::Again { left } => FingerStanding::Held { left },
            Next::Exhausted => FingerStanding::Exhausted,
        }
    }

    /// Notes a try; says whether its image is the best of its finger.
    pub fn note(
        &mut self,
        finger: Finger,
        assessment: &FingerAssessment,
        at: OffsetDateTime,
    ) -> Keep {
        let keep = attempts::keep(&self.tries_of(finger), assessment.as_try());
        self.tries.push(FingerTry {
            finger,
            score: assessment.score,
            gate: assessment.gate,
            at,
        });
        keep
    }

    /// Notes an exception, which replaces an older one of the same finger.
    pub fn except(
        &mut self,
        confirmed: &ConfirmedException,
        (confirmation, counts_until): (Uuid, OffsetDateTime),
        at: OffsetDateTime,
    ) {
        self.exceptions
            .retain(|one| one.finger != confirmed.finger());
        self.exceptions.push(FingerException {
            finger: confirmed.finger(),
            reason: confirmed.reason(),
            proposed_by: confirmed.proposed_by().to_owned(),
            confirmed_by: confirmed.confirmed_by().to_owned(),
            at,
            confirmation,
            counts_until,
        });
    }

    /// Takes an exception back: the finger is to be taken after all.
    pub fn withdraw(&mut self, finger: Finger) {
        self.exceptions.retain(|one| one.finger != finger);
    }

    /// Takes back every exception whose confirmation is over: their fingers.
    pub fn withdraw_outdated(&mut self, now: OffsetDateTime) -> Vec<Finger> {
        let outdated = self.exceptions.iter().filter(|one| one.counts_until < now);
        let fingers: Vec<Finger> = outdated.map(|one| one.finger).collect();
        self.exceptions.retain(|one| one.counts_until >= now);
        fingers
    }

    pub(crate) fn tries_of(&self, finger: Finger) -> Vec<Try> {
        let tries = self.tries.iter().filter(|one| one.finger == finger);
        tries
            .map(|one| match one.gate {
                Gate::Passed => Try::Passed(one.score),
                Gate::Held => Try::Held(one.score),
            })
            .collect()
    }
}
