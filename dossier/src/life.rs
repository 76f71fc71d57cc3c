//! The life of a case: one function says what may follow what, who may do it, and when.
//!
//! S1 Art. 15.3 (receives, then reports to the level that approves), 16.3, 17; Decree 69/2024 Art. 16.
//! [`step`] is the only way from one state to the next: the backend asks it before it writes.

mod illegal;

use std::collections::BTreeSet;

use time::{Duration, OffsetDateTime};

use crate::{api::Role, decision::CaseState};

pub use illegal::Illegal;

/// How long a claim keeps others away, from the last sign of work.
pub const LEASE: Duration = Duration::minutes(15);

/// How many officers must approve.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Risk {
    /// One.
    Ordinary,
    /// Two: something differs, a finger was excepted, or an officer's recognition stood in.
    High,
}

/// Which level decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DecidingLevel {
    /// An approving officer.
    Approver,
    /// A senior approver: special cases. S1 Art. 11.4, 11.5.
    Senior,
}

/// Who holds a case, and until when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lease {
    /// The officer.
    pub holder: String,
    /// From this moment on anybody may claim it.
    pub until: OffsetDateTime,
}

/// A case as far as its life goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Life {
    /// Where it stands; a claim whose lease has passed still says claimed, see [`Life::at`].
    pub state: CaseState,
    /// Who submitted it; nobody before it is sealed.
    pub submitter: Option<String>,
    /// Who confirmed an exception at the counter.
    pub confirmers: BTreeSet<String>,
    /// How many must approve.
    pub risk: Risk,
    /// Which level decides.
    pub level: DecidingLevel,
    /// Counts the claims.
    pub fence: u64,
    /// The claim.
    pub lease: Option<Lease>,
    /// Who has approved so far.
    pub approvals: Vec<String>,
}

/// Who acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor<'a> {
    /// An officer in a session of the backend.
    Officer {
        /// Identifier.
        id: &'a str,
        /// Role.
        role: Role,
    },
    /// A terminal by itself.
    Terminal,
    /// The backend by itself.
    Backend,
}

/// What happens to a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// The counter closes the draft, or closes a returned one again.
    Seal,
    /// The terminal begins to send it.
    Upload,
    /// The backend has it whole and its signature holds.
    Receive,
    /// The backend has judged it again from the raw bytes.
    Check {
        /// How many must approve.
        risk: Risk,
        /// Which level decides.
        level: DecidingLevel,
    },
    /// It waits for an officer from now on.
    Enqueue,
    /// An officer takes it.
    Claim,
    /// The holder is at work: the lease begins anew.
    Renew {
        /// The fence of the claim.
        fence: u64,
    },
    /// The holder lays it back, or a senior approver takes it away.
    Release,
    /// Approved.
    Approve {
        /// The fence of the claim.
        fence: u64,
    },
    /// To the higher level.
    Escalate {
        /// The fence of the claim.
        fence: u64,
    },
    /// Back to the counter, which can mend it.
    Return {
        /// The fence of the claim.
        fence: u64,
    },
    /// Refused for good.
    Reject {
        /// The fence of the claim.
        fence: u64,
    },
    /// The account exists.
    Issue,
    /// The person was told.
    Notify,
    /// The person's data are forgotten.
    Purge,
}

impl Life {
    /// A case that has just been begun at a counter.
    #[must_use]
    pub fn begun() -> Self {
        Self {
            state: CaseState::Draft,
            submitter: None,
            confirmers: BTreeSet::new(),
            risk: Risk::Ordinary,
            level: DecidingLevel::Approver,
            fence: 0,
            lease: None,
            approvals: Vec::new(),
        }
    }

    /// The case as it counts at a moment: a claim whose lease has passed is none.
    #[must_use]
    pub fn at(mut self, now: OffsetDateTime) -> Self {
        let lost = self.lease.as_ref().is_none_or(|lease| lease.until <= now);
        if self.state == CaseState::Claimed && lost {
            self.rest();
        }
        self
    }

    /// Unclaimed: where an open case waits.
    fn rest(&mut self) {
        self.lease = None;
        self.state = if self.approvals.is_empty() {
            CaseState::Queued
        } else {
            CaseState::ApprovedOnce
        };
    }

    fn end(&mut self, state: CaseState) {
        self.lease = None;
        self.state = state;
    }

    fn hold(&mut self, holder: &str, now: OffsetDateTime) {
        self.lease = Some(Lease {
            holder: holder.to_owned(),
            until: now.saturating_add(LEASE),
        });
        self.state = CaseState::Claimed;
    }
}

/// The case after an event, or why it cannot happen. `now` decides which leases still hold.
///
/// # Errors
/// [`Illegal`]: four eyes first, then the role, then the state, then the lease.
pub fn step(
    life: &Life,
    actor: Actor<'_>,
    event: Event,
    now: OffsetDateTime,
) -> Result<Life, Illegal> {
    let mut next = life.clone().at(now);
    match event {
        Event::Seal => {
            let submitter = officer(actor, &[Role::Receiving])?;
            in_one_of(&next, &[CaseState::Draft, CaseState::Returned])?;
            next = Life {
                state: CaseState::Sealed,
                submitter: Some(submitter.to_owned()),
                confirmers: next.confirmers,
                fence: next.fence,
                ..Life::begun()
            };
        }
        Event::Upload => machine(
            &mut next,
            (actor, Actor::Terminal),
            CaseState::Sealed,
            CaseState::Uploading,
        )?,
        Event::Receive => {
            backend(&mut next, actor, CaseState::Uploading, CaseState::Received)?;
        }
        Event::Check { risk, level } => {
            backend(&mut next, actor, CaseState::Received, CaseState::Checked)?;
            (next.risk, next.level) = (risk, level);
        }
        Event::Enqueue => backend(&mut next, actor, CaseState::Checked, CaseState::Queued)?,
        Event::Claim => claim(&mut next, actor, now)?,
        Event::Renew { fence } => {
            let holder = held(&next, actor, fence)?;
            next.hold(holder, now);
        }
        Event::Release => release(&mut next, actor)?,
        Event::Approve { fence } => approve(&mut next, actor, fence)?,
        Event::Escalate { fence } => {
            held(&next, actor, fence)?;
            if next.level == DecidingLevel::Senior {
                return Err(Illegal::AlreadyHigher);
            }
            next.level = DecidingLevel::Senior;
            next.rest();
        }
        Event::Return { fence } => {
            held(&next, actor, fence)?;
            next.end(CaseState::Returned);
        }
        Event::Reject { fence } => {
            held(&next, actor, fence)?;
            next.end(CaseState::Rejected);
        }
        Event::Issue => backend(
            &mut next,
            actor,
            CaseState::Approved,
            CaseState::AccountIssued,
        )?,
        Event::Notify => {
            backend(
                &mut next,
                actor,
                CaseState::AccountIssued,
                CaseState::Notified,
            )?;
        }
        Event::Purge => {
            by(actor, Actor::Backend)?;
            let ended = [
                CaseState::Returned,
                CaseState::Rejected,
                CaseState::Notified,
            ];
            in_one_of(&next, &ended)?;
            next.end(CaseState::Purged);
        }
    }
    Ok(next)
}

fn claim(next: &mut Life, actor: Actor<'_>, now: OffsetDateTime) -> Result<(), Illegal> {
    let id = decider(next, actor)?;
    match &next.lease {
        _ if next.state.is_decided() => return Err(Illegal::Decided),
        Some(lease) if lease.holder != id => return Err(Illegal::HeldByAnother),
        _ => in_one_of(
            next,
            &[
                CaseState::Queued,
                CaseState::ApprovedOnce,
                CaseState::Claimed,
            ],
        )?,
    }
    next.fence = next.fence.saturating_add(1);
    next.hold(id, now);
    Ok(())
}

fn approve(next: &mut Life, actor: Actor<'_>, fence: u64) -> Result<(), Illegal> {
    let id = held(next, actor, fence)?;
    let is_senior = matches!(
        actor,
        Actor::Officer {
            role: Role::Senior,
            ..
        }
    );
    if next.level == DecidingLevel::Senior && !is_senior {
        return Err(Illegal::SeniorNeeded);
    }
    next.approvals.push(id.to_owned());
    match next.risk {
        Risk::High if next.approvals.len() < 2 => next.rest(),
        Risk::High | Risk::Ordinary => next.end(CaseState::Approved),
    }
    Ok(())
}

fn release(next: &mut Life, actor: Actor<'_>) -> Result<(), Illegal> {
    let id = decider_in_name(next, actor)?;
    let is_senior = matches!(
        actor,
        Actor::Officer {
            role: Role::Senior,
            ..
        }
    );
    in_one_of(next, &[CaseState::Claimed])?;
    let holds = next.lease.as_ref().is_some_and(|lease| lease.holder == id);
    if !holds && !is_senior {
        return Err(Illegal::HeldByAnother);
    }
    next.rest();
    Ok(())
}

/// The officer, who holds the case under this fence.
fn held<'a>(life: &Life, actor: Actor<'a>, fence: u64) -> Result<&'a str, Illegal> {
    let id = decider(life, actor)?;
    if life.state.is_decided() {
        return Err(Illegal::Decided);
    }
    let open = [
        CaseState::Queued,
        CaseState::ApprovedOnce,
        CaseState::Claimed,
    ];
    in_one_of(life, &open)?;
    match &life.lease {
        Some(lease) if lease.holder == id && life.fence == fence => Ok(id),
        _ => Err(Illegal::LeaseLost),
    }
}

/// Four eyes: who submitted, confirmed an exception or approved already does not decide.
fn decider<'a>(life: &Life, actor: Actor<'a>) -> Result<&'a str, Illegal> {
    let id = decider_in_name(life, actor)?;
    if life.approvals.iter().any(|earlier| earlier == id) && !life.state.is_decided() {
        return Err(Illegal::ApprovedAlready);
    }
    Ok(id)
}

fn decider_in_name<'a>(life: &Life, actor: Actor<'a>) -> Result<&'a str, Illegal> {
    let Actor::Officer { id, .. } = actor else {
        return Err(Illegal::NotForThisActor);
    };
    if life.submitter.as_deref() == Some(id) {
        return Err(Illegal::Submitter);
    }
    if life.confirmers.contains(id) {
        return Err(Illegal::Confirmer);
    }
    officer(actor, &[Role::Approving, Role::Senior])
}

fn officer<'a>(actor: Actor<'a>, roles: &[Role]) -> Result<&'a str, Illegal> {
    match actor {
        Actor::Officer { id, role } if roles.contains(&role) => Ok(id),
        Actor::Officer { .. } | Actor::Terminal | Actor::Backend => Err(Illegal::NotForThisActor),
    }
}

fn backend(
    next: &mut Life,
    actor: Actor<'_>,
    from: CaseState,
    to: CaseState,
) -> Result<(), Illegal> {
    machine(next, (actor, Actor::Backend), from, to)
}

fn machine(
    next: &mut Life,
    (actor, only): (Actor<'_>, Actor<'_>),
    from: CaseState,
    to: CaseState,
) -> Result<(), Illegal> {
    by(actor, only)?;
    in_one_of(next, &[from])?;
    next.end(to);
    Ok(())
}

fn by(actor: Actor<'_>, only: Actor<'_>) -> Result<(), Illegal> {
    if actor == only {
        Ok(())
    } else {
        Err(Illegal::NotForThisActor)
    }
}

fn in_one_of(life: &Life, states: &[CaseState]) -> Result<(), Illegal> {
    if states.contains(&life.state) {
        Ok(())
    } else {
        Err(Illegal::NotFrom(life.state))
    }
}
