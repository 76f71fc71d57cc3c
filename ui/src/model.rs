//! What the window knows. One screen at a time, so that impossible screens do not exist.

use std::collections::BTreeMap;

use dossier::api::Role;
use dossier::consent::Language;
use rules::profile::{FingerRules, Intended};
use time::{Date, Duration, OffsetDateTime};
use uuid::Uuid;
use zeroize::Zeroizing;

use bank::BankDesk;

use crate::event::{DeviceKind, DeviceState, SessionId, SignedIn};
use crate::problem::Problem;

pub mod appearance;
pub mod approver;
pub mod awaiting;
pub mod bank;
pub mod card;
pub mod counter;
pub mod inspection;
pub mod picture;
pub mod submission;
pub mod tester;

pub use appearance::Appearance;
pub use approver::Approver;
pub use bank::Bank;
pub use counter::Counter;
pub use picture::Picture;
pub use tester::Tester;

/// A screen that nobody attends to is locked after this time, unless the settings say another.
pub const LOCK_AFTER: Duration = Duration::minutes(5);

/// The whole state. Citizens' data and a password under way: no `Debug`.
pub struct Model {
    /// The language of the screen.
    pub language: Language,
    /// How it looks.
    pub appearance: Appearance,
    /// The clock's last word.
    pub now: OffsetDateTime,
    /// The device strip.
    pub devices: BTreeMap<DeviceKind, DeviceState>,
    /// What is shown.
    pub screen: Screen,
    /// The counter behind a locked window: not drawn, not lost.
    pub(crate) kept: Option<Box<Counter>>,
    /// Whether the shell was told to show the camera.
    pub(crate) camera_watched: bool,
    pub(crate) names: Names,
    /// For whom a teller of this terminal asks; nothing where the settings name nobody.
    pub(crate) bank: Option<BankDesk>,
    /// What the policy's profile asks of fingers.
    pub(crate) fingers: FingerRules,
    /// What the policy's profile is for; a trial is said on every screen.
    pub(crate) intended: Intended,
    /// The last day of the policy's profile.
    pub(crate) policy_until: Option<Date>,
    /// The newest moment that something trusted here was signed at: it cannot be earlier now.
    pub(crate) known_moment: Option<OffsetDateTime>,
    /// Whether this terminal has a model that compares faces.
    pub(crate) compares_faces: bool,
    pub(crate) last_next: Option<OffsetDateTime>,
    /// How long the screen stays open while nobody attends to it.
    pub(crate) lock_after: Duration,
    pub(crate) last_attended: OffsetDateTime,
}

/// The screens.
pub enum Screen {
    /// Nobody is signed in.
    SignIn(SignInForm),
    /// A receiving officer's work place.
    Counter(Box<Counter>),
    /// An approving officer's work place.
    Approver(Box<Approver>),
    /// A teller's work place.
    Bank(Box<Bank>),
    /// An integration tester's work place.
    Tester(Box<Tester>),
}

/// What an officer types to prove who it is: at sign-in, and as the second person of an exception.
#[derive(Default)]
pub struct SignInForm {
    /// The officer's identifier.
    pub officer: String,
    /// The password; kept while the backend is asked, for it may ask for a code too.
    pub password: Zeroizing<String>,
    /// The code of the second factor, once the backend has asked for it.
    pub code: Option<Zeroizing<String>>,
    /// Whether the backend is being asked.
    pub busy: bool,
    /// Why the last attempt, or the last session, ended.
    pub problem: Option<Problem>,
}

/// Gives names that are used once: sessions of devices and pictures.
#[derive(Default)]
pub(crate) struct Names(u64);

impl Names {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 += 1;
        self.0
    }

    pub(crate) fn session(&mut self) -> SessionId {
        SessionId(self.next())
    }
}

impl Model {
    /// A window where nobody is signed in, under what the policy's profile asks of fingers.
    #[must_use]
    pub fn new(now: OffsetDateTime, language: Language, fingers: FingerRules) -> Self {
        Self {
            language,
            appearance: Appearance::default(),
            now,
            devices: DeviceKind::ALL
                .map(|device| (device, DeviceState::Unknown))
                .into(),
            screen: Screen::SignIn(SignInForm::default()),
            kept: None,
            camera_watched: false,
            names: Names::default(),
            bank: None,
            fingers,
            intended: Intended::Registration,
            policy_until: None,
            known_moment: None,
            compares_faces: false,
            last_next: None,
            lock_after: LOCK_AFTER,
            last_attended: now,
        }
    }

    /// Under a profile that is meant for this.
    #[must_use]
    pub fn under(mut self, intended: Intended) -> Self {
        self.intended = intended;
        self
    }

    /// Until when the policy counts, and the newest moment that this computer's clock cannot be before.
    #[must_use]
    pub fn keeping_up(mut self, policy: Date, known: Option<OffsetDateTime>) -> Self {
        (self.policy_until, self.known_moment) = (Some(policy), known);
        self
    }

    /// Whether nothing that is done here counts.
    #[must_use]
    pub fn is_trial(&self) -> bool {
        self.intended == Intended::Trial
    }

    /// Another time after which an unattended screen locks itself.
    #[must_use]
    pub fn locking_after(mut self, time: Duration) -> Self {
        self.lock_after = time;
        self
    }

    /// A terminal whose settings name a model that compares faces, or none.
    #[must_use]
    pub fn comparing_faces(mut self, compares: bool) -> Self {
        self.compares_faces = compares;
        self
    }

    /// A window that looks as its people left it.
    #[must_use]
    pub fn looking(mut self, appearance: Appearance) -> Self {
        self.appearance = appearance;
        self
    }

    /// A terminal at a bank's desk.
    #[must_use]
    pub fn at_bank(mut self, desk: Option<BankDesk>) -> Self {
        self.bank = desk;
        self
    }

    /// The tester's work place of a terminal, where nobody signs in and nothing of a person is shown.
    #[must_use]
    pub fn at_bench(mut self, terminal: String) -> Self {
        let who = SignedIn {
            name: String::new(),
            officer: String::new(),
            role: Role::DeviceAdmin,
            office: terminal,
            session: Uuid::nil(),
        };
        self.screen = Screen::Tester(Box::new(Tester::new(who)));
        self
    }

    /// The counter, on the screen or behind a locked one.
    #[must_use]
    pub fn counter(&self) -> Option<&Counter> {
        match &self.screen {
            Screen::Counter(counter) => Some(counter),
            _ => self.kept.as_deref(),
        }
    }

    /// Whether a file in progress waits behind the sign-in screen.
    #[must_use]
    pub fn keeps_a_draft(&self) -> bool {
        self.kept
            .as_ref()
            .is_some_and(|counter| counter.has_content())
    }
}
