//! The life of a case: every state against every event, and who may do what.

use std::collections::BTreeSet;

use dossier::{
    api::Role,
    decision::CaseState,
    life::{Actor, DecidingLevel, Event, Illegal, LEASE, Lease, Life, Risk, step},
};
use time::{Duration, OffsetDateTime, macros::datetime};

const NOW: OffsetDateTime = datetime!(2026-11-20 02:00 UTC);

const RECEIVING: Actor<'static> = officer("nhan", Role::Receiving);
const APPROVER: Actor<'static> = officer("duyet", Role::Approving);
const SECOND: Actor<'static> = officer("duyet2", Role::Approving);
const SENIOR: Actor<'static> = officer("cap-tren", Role::Senior);

const fn officer(id: &'static str, role: Role) -> Actor<'static> {
    Actor::Officer { id, role }
}

const CHECK: Event = Event::Check {
    risk: Risk::Ordinary,
    level: DecidingLevel::Approver,
};

/// Every event, by the actor whose it is, under the fence that counts.
fn events(fence: u64) -> [(Actor<'static>, Event); 15] {
    [
        (RECEIVING, Event::Seal),
        (Actor::Terminal, Event::Upload),
        (Actor::Backend, Event::Receive),
        (Actor::Backend, CHECK),
        (Actor::Backend, Event::Enqueue),
        (SECOND, Event::Claim),
        (SECOND, Event::Renew { fence }),
        (SECOND, Event::Release),
        (SECOND, Event::Approve { fence }),
        (SECOND, Event::Escalate { fence }),
        (SECOND, Event::Return { fence }),
        (SECOND, Event::Reject { fence }),
        (Actor::Backend, Event::Issue),
        (Actor::Backend, Event::Notify),
        (Actor::Backend, Event::Purge),
    ]
}

/// A case in this state, held by `duyet2` where it is held, approved by `duyet` where it is approved once.
fn life(state: CaseState) -> Life {
    let held = state == CaseState::Claimed;
    let once = state == CaseState::ApprovedOnce;
    Life {
        state,
        submitter: (state != CaseState::Draft).then(|| "nhan".to_owned()),
        risk: if once { Risk::High } else { Risk::Ordinary },
        fence: 4,
        lease: held.then(|| Lease {
            holder: "duyet2".to_owned(),
            until: NOW + Duration::minutes(1),
        }),
        approvals: once.then(|| "duyet".to_owned()).into_iter().collect(),
        ..Life::begun()
    }
}

/// What a cell of the table stands for.
fn cell(end: Result<Life, Illegal>) -> &'static str {
    match end {
        Ok(next) => match next.state {
            CaseState::Draft => "dr",
            CaseState::Sealed => "se",
            CaseState::Uploading => "up",
            CaseState::Received => "re",
            CaseState::Checked => "ch",
            CaseState::Queued => "qu",
            CaseState::Claimed => "cl",
            CaseState::ApprovedOnce => "ao",
            CaseState::Returned => "rt",
            CaseState::Rejected => "rj",
            CaseState::Approved => "ap",
            CaseState::AccountIssued => "ai",
            CaseState::Notified => "no",
            CaseState::Purged => "pu",
        },
        Err(Illegal::NotFrom(_)) => "--",
        Err(Illegal::Decided) => "DD",
        Err(Illegal::LeaseLost) => "LL",
        Err(other) => panic!("{other:?} is no cell of this table"),
    }
}

/// `--` does not follow, `DD` is decided, `LL` is not held; anything else is the state that follows.
#[rustfmt::skip]
const TABLE: [(CaseState, &str); 14] = [
    //                          seal upl rec chk enq clm ren rel app esc ret rej iss ntf prg
    (CaseState::Draft,         "se  --  --  --  --  --  --  --  --  --  --  --  --  --  --"),
    (CaseState::Sealed,        "--  up  --  --  --  --  --  --  --  --  --  --  --  --  --"),
    (CaseState::Uploading,     "--  --  re  --  --  --  --  --  --  --  --  --  --  --  --"),
    (CaseState::Received,      "--  --  --  ch  --  --  --  --  --  --  --  --  --  --  --"),
    (CaseState::Checked,       "--  --  --  --  qu  --  --  --  --  --  --  --  --  --  --"),
    (CaseState::Queued,        "--  --  --  --  --  cl  LL  --  LL  LL  LL  LL  --  --  --"),
    (CaseState::Claimed,       "--  --  --  --  --  cl  cl  qu  ap  qu  rt  rj  --  --  --"),
    (CaseState::ApprovedOnce,  "--  --  --  --  --  cl  LL  --  LL  LL  LL  LL  --  --  --"),
    (CaseState::Returned,      "se  --  --  --  --  DD  DD  --  DD  DD  DD  DD  --  --  pu"),
    (CaseState::Rejected,      "--  --  --  --  --  DD  DD  --  DD  DD  DD  DD  --  --  pu"),
    (CaseState::Approved,      "--  --  --  --  --  DD  DD  --  DD  DD  DD  DD  ai  --  --"),
    (CaseState::AccountIssued, "--  --  --  --  --  DD  DD  --  DD  DD  DD  DD  --  no  --"),
    (CaseState::Notified,      "--  --  --  --  --  DD  DD  --  DD  DD  DD  DD  --  --  pu"),
    (CaseState::Purged,        "--  --  --  --  --  DD  DD  --  DD  DD  DD  DD  --  --  --"),
];

#[test]
fn every_state_against_every_event() {
    let listed: Vec<_> = TABLE.iter().map(|(state, _)| *state).collect();
    assert_eq!(listed, CaseState::ALL);
    for (state, row) in TABLE {
        let case = life(state);
        let found = events(case.fence).map(|(actor, event)| cell(step(&case, actor, event, NOW)));
        let expected: Vec<_> = row.split_whitespace().collect();
        assert_eq!(found.as_slice(), expected.as_slice(), "{state:?}");
    }
}

#[test]
fn nobody_does_what_is_anothers() {
    let actors = [RECEIVING, SECOND, SENIOR, Actor::Terminal, Actor::Backend];
    // Columns as `actors`: in a state from which the event follows, who may bring it about.
    let table: [(CaseState, [u8; 5]); 15] = [
        (CaseState::Draft, [1, 0, 0, 0, 0]),
        (CaseState::Sealed, [0, 0, 0, 1, 0]),
        (CaseState::Uploading, [0, 0, 0, 0, 1]),
        (CaseState::Received, [0, 0, 0, 0, 1]),
        (CaseState::Checked, [0, 0, 0, 0, 1]),
        (CaseState::Queued, [0, 1, 1, 0, 0]),
        (CaseState::Claimed, [0, 1, 0, 0, 0]),
        (CaseState::Claimed, [0, 1, 1, 0, 0]),
        (CaseState::Claimed, [0, 1, 0, 0, 0]),
        (CaseState::Claimed, [0, 1, 0, 0, 0]),
        (CaseState::Claimed, [0, 1, 0, 0, 0]),
        (CaseState::Claimed, [0, 1, 0, 0, 0]),
        (CaseState::Approved, [0, 0, 0, 0, 1]),
        (CaseState::AccountIssued, [0, 0, 0, 0, 1]),
        (CaseState::Rejected, [0, 0, 0, 0, 1]),
    ];
    for ((state, expected), (_, event)) in table.into_iter().zip(events(4)) {
        let mut case = life(state);
        case.submitter = case.submitter.map(|_| "nhan3".to_owned());
        let may = actors.map(|actor| u8::from(step(&case, actor, event, NOW).is_ok()));
        assert_eq!(may, expected, "{event:?}");
        for actor in [RECEIVING, Actor::Terminal, Actor::Backend] {
            let end = step(&case, actor, event, NOW);
            assert!(
                end.is_ok() || end == Err(Illegal::NotForThisActor),
                "{event:?} by {actor:?}: {end:?}"
            );
        }
    }
}

fn deciding(fence: u64) -> [Event; 6] {
    [
        Event::Claim,
        Event::Renew { fence },
        Event::Approve { fence },
        Event::Escalate { fence },
        Event::Return { fence },
        Event::Reject { fence },
    ]
}

#[test]
fn submitter_and_confirmer_decide_nothing_in_whatever_role() {
    let mut case = life(CaseState::Claimed);
    case.confirmers = BTreeSet::from(["nguoi-thu-hai".to_owned()]);
    for event in deciding(4).into_iter().chain([Event::Release]) {
        for role in Role::ALL {
            let as_role = |id| step(&case, officer(id, role), event, NOW).err();
            assert_eq!(as_role("nhan"), Some(Illegal::Submitter), "{event:?}");
            let confirmer = as_role("nguoi-thu-hai");
            assert_eq!(confirmer, Some(Illegal::Confirmer), "{event:?}");
        }
    }
}

#[test]
fn high_risk_takes_two_officers() {
    let mut case = life(CaseState::Queued);
    case.risk = Risk::High;
    let first = step(&case, APPROVER, Event::Claim, NOW).unwrap();
    let fence = first.fence;
    let once = step(&first, APPROVER, Event::Approve { fence }, NOW).unwrap();
    assert_eq!((once.state, &once.lease), (CaseState::ApprovedOnce, &None));
    for event in deciding(fence) {
        let again = step(&once, APPROVER, event, NOW);
        assert_eq!(again, Err(Illegal::ApprovedAlready), "{event:?}");
    }
    let held = step(&once, SECOND, Event::Claim, NOW).unwrap();
    assert_eq!(held.fence, fence + 1);
    let later = held.clone().at(NOW + LEASE);
    assert_eq!(
        later.state,
        CaseState::ApprovedOnce,
        "a lost lease keeps the first approval"
    );
    let fence = held.fence;
    let both = step(&held, SECOND, Event::Approve { fence }, NOW).unwrap();
    assert_eq!(both.state, CaseState::Approved);
    assert_eq!(both.approvals, ["duyet", "duyet2"]);
}

#[test]
fn a_lease_ends_at_its_moment_and_its_fence_is_then_worthless() {
    let queued = life(CaseState::Queued);
    let held = step(&queued, APPROVER, Event::Claim, NOW).unwrap();
    let fence = held.fence;
    let last = NOW + LEASE - Duration::milliseconds(1);
    assert_eq!(
        step(&held, SECOND, Event::Claim, last),
        Err(Illegal::HeldByAnother)
    );
    assert_eq!(
        step(&held, SECOND, Event::Release, last),
        Err(Illegal::HeldByAnother)
    );
    assert!(step(&held, APPROVER, Event::Approve { fence }, last).is_ok());
    let renewed = step(&held, APPROVER, Event::Renew { fence }, last).unwrap();
    assert_eq!(
        step(&renewed, SECOND, Event::Claim, NOW + LEASE),
        Err(Illegal::HeldByAnother)
    );
    let over = NOW + LEASE;
    let late = step(&held, APPROVER, Event::Approve { fence }, over);
    assert_eq!(late, Err(Illegal::LeaseLost));
    let taken = step(&held, SECOND, Event::Claim, over).unwrap();
    assert_eq!(taken.fence, fence + 1);
    for (actor, fence) in [(APPROVER, fence), (APPROVER, fence + 1), (SECOND, fence)] {
        let end = step(&taken, actor, Event::Approve { fence }, over);
        assert_eq!(end, Err(Illegal::LeaseLost));
    }
}

#[test]
fn a_senior_approver_takes_away_and_decides_what_was_escalated() {
    let held = step(&life(CaseState::Queued), APPROVER, Event::Claim, NOW).unwrap();
    let freed = step(&held, SENIOR, Event::Release, NOW).unwrap();
    assert_eq!((freed.state, &freed.lease), (CaseState::Queued, &None));
    let fence = held.fence;
    let up = step(&held, APPROVER, Event::Escalate { fence }, NOW).unwrap();
    assert_eq!(
        (up.state, up.level),
        (CaseState::Queued, DecidingLevel::Senior)
    );
    let again = step(&up, APPROVER, Event::Claim, NOW).unwrap();
    let fence = again.fence;
    let refused = step(&again, APPROVER, Event::Approve { fence }, NOW);
    assert_eq!(refused, Err(Illegal::SeniorNeeded));
    let twice = step(&again, APPROVER, Event::Escalate { fence }, NOW);
    assert_eq!(twice, Err(Illegal::AlreadyHigher));
    assert!(step(&again, APPROVER, Event::Reject { fence }, NOW).is_ok());
    let senior = step(&up, SENIOR, Event::Claim, NOW).unwrap();
    let fence = senior.fence;
    let end = step(&senior, SENIOR, Event::Approve { fence }, NOW).unwrap();
    assert_eq!(end.state, CaseState::Approved);
}

#[test]
fn a_returned_case_that_is_sealed_again_begins_anew_under_its_fence() {
    let mut returned = life(CaseState::Returned);
    returned.approvals.push("duyet".into());
    returned.level = DecidingLevel::Senior;
    let sealed = step(
        &returned,
        officer("nhan2", Role::Receiving),
        Event::Seal,
        NOW,
    )
    .unwrap();
    assert_eq!(sealed.submitter.as_deref(), Some("nhan2"));
    assert_eq!((sealed.fence, sealed.approvals.len()), (4, 0));
    assert_eq!(sealed.level, DecidingLevel::Approver);
}

#[test]
fn every_refusal_cites_its_clause() {
    let all = [
        Illegal::Submitter,
        Illegal::Confirmer,
        Illegal::ApprovedAlready,
        Illegal::NotForThisActor,
        Illegal::Decided,
        Illegal::HeldByAnother,
        Illegal::LeaseLost,
        Illegal::SeniorNeeded,
        Illegal::AlreadyHigher,
        Illegal::NotFrom(CaseState::Draft),
    ];
    for illegal in all {
        assert!(illegal.clause().starts_with("S1 Art. "), "{illegal:?}");
    }
}
