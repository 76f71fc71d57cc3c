//! Card readers: power-up, extended length, short exchanges. No application is selected, no key is used.

use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use dossier::devices::DeviceKind;
use reader::channel::{CardChannel, ChannelError};
use ui::problem::Problem;

use super::{End, Seen, Step, StepName, Tested, WhyNot, skipped, tried};
use crate::card_reading::milliseconds;
use crate::config::CardConfig;
use crate::devices::pcsc::{self, CardPlace, ReaderFailure, ReaderPresence, TransactionChannel};
use crate::problem;

/// GET CHALLENGE for eight bytes, ISO/IEC 7816-4 §11.5.3: answered without access to anything.
const GET_CHALLENGE: [u8; 5] = [0x00, 0x84, 0x00, 0x00, 0x08];
/// READ BINARY of EF.CardAccess by its short identifier, with an extended Le: public data of every card
/// with PACE, Doc 9303-11 §9.2.11.
const READ_CARD_ACCESS: [u8; 7] = [0x00, 0xB0, 0x9C, 0x00, 0x00, 0x00, 0x00];
const EXCHANGES: u8 = 20;

pub(super) fn test(config: &CardConfig, cancel: &AtomicBool) -> Vec<Tested> {
    let names = pcsc::readers(config.reader.as_deref());
    if names.is_empty() {
        let problem = match pcsc::presence(None) {
            ReaderPresence::NoService => Problem::SmartCardServiceNotRunning,
            _ => Problem::NoReader,
        };
        let place = config.reader.clone().unwrap_or_else(|| "PC/SC".to_owned());
        let missing = tried(StepName::Presence, || Err(End::Failed(problem)));
        return vec![of(place, steps_after(missing, WhyNot::StepBefore))];
    }
    let has_card = |name: &String| pcsc::presence(Some(name)) == ReaderPresence::CardPresent;
    let (occupied, empty): (Vec<_>, Vec<_>) = names.into_iter().partition(has_card);
    // Many readers have slots that stay empty; one card is enough to try a counter's reader.
    let one_is_tried = !occupied.is_empty();
    let with_card = occupied.into_iter().map(|name| {
        let steps = steps(&name, cancel);
        of(name, steps)
    });
    let without = empty.into_iter().map(|name| {
        let steps = match one_is_tried {
            true => vec![presence(&name)],
            false => steps(&name, cancel),
        };
        of(name, steps)
    });
    with_card.chain(without).collect()
}

fn of(place: String, steps: Vec<Step>) -> Tested {
    Tested {
        kind: DeviceKind::CardReader,
        place,
        steps,
    }
}

fn steps_after(first: Step, why: WhyNot) -> Vec<Step> {
    let rest = [
        StepName::AnswerToReset,
        StepName::ExtendedLength,
        StepName::Exchange,
    ];
    let rest = rest.map(|name| skipped(name, why));
    std::iter::once(first).chain(rest).collect()
}

fn presence(name: &str) -> Step {
    tried(StepName::Presence, || {
        let card = match pcsc::presence(Some(name)) {
            ReaderPresence::CardPresent => "yes",
            ReaderPresence::Empty => "no",
            ReaderPresence::NoReader => return Err(End::Failed(Problem::NoReader)),
            ReaderPresence::NoService => {
                return Err(End::Failed(Problem::SmartCardServiceNotRunning));
            }
        };
        Ok(vec![("card", card.to_owned())])
    })
}

fn steps(name: &str, cancel: &AtomicBool) -> Vec<Step> {
    let presence = presence(name);
    if presence.end != End::Passed {
        return steps_after(presence, WhyNot::StepBefore);
    }
    let place = CardPlace {
        reader: Some(name),
        admits: &|_| true,
        wait: Duration::ZERO,
        cancelled: cancel,
    };
    let started = Instant::now();
    let exercised = pcsc::with_card(&place, |channel| {
        let powered_up = milliseconds(started);
        let reset = Step {
            name: StepName::AnswerToReset,
            end: End::Passed,
            elapsed_ms: powered_up,
            facts: vec![("answer to reset", hex(&channel.kind().answer_to_reset))],
        };
        let extended = tried(StepName::ExtendedLength, || extended_length(channel));
        let exchange = tried(StepName::Exchange, || exchanges(channel));
        [reset, extended, exchange]
    });
    match exercised {
        Ok(steps) => std::iter::once(presence).chain(steps).collect(),
        Err(ReaderFailure::NoCard) => steps_after(presence, WhyNot::NoCard),
        Err(failure) => {
            let problem = problem::of_reader(&failure);
            let mut steps = steps_after(presence, WhyNot::StepBefore);
            if let Some(reset) = steps.get_mut(1) {
                reset.end = End::Failed(problem);
            }
            steps
        }
    }
}

/// A reader or driver that cuts commands to 261 bytes refuses the form itself.
fn extended_length(channel: &mut TransactionChannel<'_, '_>) -> Result<Seen, End> {
    let answer = channel.transmit(&READ_CARD_ACCESS).map_err(failed)?;
    let (data, status) = answer
        .split_last_chunk::<2>()
        .ok_or(End::Failed(Problem::CardProtocol))?;
    match status {
        [0x90, 0x00] | [0x62, 0x82] => Ok(vec![("bytes in one answer", data.len().to_string())]),
        // Length, class or instruction not supported: the command arrived, and the chip declined it.
        [0x67 | 0x6C | 0x6D | 0x6E, _] | [0x69 | 0x6A, _] => {
            Err(End::NotPerformed(WhyNot::ChipRefuses))
        }
        _ => Err(End::Failed(Problem::CardProtocol)),
    }
}

fn exchanges(channel: &mut TransactionChannel<'_, '_>) -> Result<Seen, End> {
    let mut times = Vec::new();
    for _ in 0..EXCHANGES {
        let started = Instant::now();
        channel.transmit(&GET_CHALLENGE).map_err(failed)?;
        times.push(milliseconds(started));
    }
    times.sort_by(f64::total_cmp);
    let median = times.get(times.len() / 2).copied().unwrap_or_default();
    Ok(vec![("median ms", format!("{median:.2}"))])
}

fn failed(error: ChannelError) -> End {
    End::Failed(Problem::from(&error))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}
