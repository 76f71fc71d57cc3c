//! The conformance table: one card twin a case, read by the very code that reads a citizen's card.
//!
//! The twin's program runs as a process of its own and is spoken to directly; pcscd and a reader are not needed, nor
//! is a card of a person.

mod cases;
pub(crate) mod twin;
mod virtual_card;

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use reader::access::{AccessKey, CardAccessNumber};
use reader::channel::Metered;
use reader::chip::ChallengeExpectation;
use reader::read_out::ActiveAuthenticationChallenge;
use reader::reading::{self, ReadAids, ReadRequest, ReaderProfile};
use reader::trust::{ReferenceTime, TrustAnchors};
use reader::verdict::{self, Verdict};
use ui::tester::{CaseEnd, CaseRow};

use crate::card_reading::Lent;
use crate::clock;
use crate::randomness::{SystemRandomness, random_bytes};
use crate::test_kit::TestKit;
use cases::{CASES, Case};
use twin::Twins;
use virtual_card::VirtualCard;

/// Runs every case with the test kit of a folder, or the one that is installed, telling each as it ends; stops when it is cancelled.
///
/// # Errors
/// When the twin's program is not there, or its test PKI cannot be made.
pub fn run(
    kit: Option<PathBuf>,
    cancel: &AtomicBool,
    tell: &mut dyn FnMut(CaseRow),
) -> anyhow::Result<()> {
    let twins = Twins::prepare(&TestKit::of(kit))?;
    let (trust, _) = TrustAnchors::from_certificates([twins.issuer()?]);
    for case in CASES {
        if cancel.load(Ordering::Relaxed) {
            break;
        }
        tell(one(case, &twins, &trust));
    }
    Ok(())
}

fn one(case: &Case, twins: &Twins, trust: &TrustAnchors) -> CaseRow {
    let read = twins.insert(case).and_then(|card| read(card, trust));
    let (end, commands) = match read {
        Ok((verdict, commands)) if verdict == case.expected => (CaseEnd::Passed, commands),
        Ok((verdict, commands)) => (CaseEnd::Failed(verdict), commands),
        Err(error) => {
            tracing::warn!(
                error = format_args!("{error:#}"),
                case = case.id,
                "not performed"
            );
            (CaseEnd::NotPerformed, 0)
        }
    };
    CaseRow {
        id: case.id,
        card: case.card(),
        expected: case.expected,
        end,
        commands,
    }
}

/// One reading from power-up to the verdict.
fn read(mut card: VirtualCard, trust: &TrustAnchors) -> anyhow::Result<(Verdict, u32)> {
    let challenge = ActiveAuthenticationChallenge(random_bytes());
    let request = ReadRequest {
        key: AccessKey::Can(CardAccessNumber::new(twin::CAN)?),
        challenge,
        allow_bac: false,
    };
    let mut aids = ReadAids {
        profile: ReaderProfile::for_answer_to_reset(&card.answer_to_reset()?),
        today: Some(clock::now().date()),
        ..ReadAids::default()
    };
    let mut metered = Metered::new(card, |_| ());
    let outcome = reading::read_with(
        Lent(&mut metered),
        &request,
        &mut aids,
        &mut SystemRandomness,
        &mut |_| (),
    );
    let commands = metered.traffic().count;
    let assessment = match &outcome {
        Ok(read_out) => {
            let expected = ChallengeExpectation::Exactly(challenge);
            verdict::assess(read_out, trust, ReferenceTime(clock::now()), expected)
        }
        Err(failure) => verdict::unread(failure),
    };
    Ok((assessment.verdict(), commands))
}

/// A case for the sheet.
#[must_use]
pub fn json(case: &CaseRow) -> serde_json::Value {
    let (end, verdict) = match case.end {
        CaseEnd::Passed => ("passed", Some(case.expected.word())),
        CaseEnd::Failed(verdict) => ("failed", Some(verdict.word())),
        CaseEnd::NotPerformed => ("not_performed", None),
    };
    serde_json::json!({
        "case": case.id,
        "card": case.card,
        "expected": case.expected.word(),
        "end": end,
        "verdict": verdict,
        "commands": case.commands,
    })
}
