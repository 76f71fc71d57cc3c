//! What a counter must keep up with besides its devices: the clock, what waits to be sent, and the days of the policy.

use egui::Ui;
use rules::calendar::VIETNAM;

use super::icon::Icon;
use super::{Pen, format, widget};
use crate::model::submission::Standing;
use crate::model::{Model, Screen};
use crate::text::upkeep as words;
use crate::theme::Tone;

/// Fewer days than these and the policy has to be renewed soon.
const SOON: i64 = 30;

/// What waits to be sent, at a counter, and the days that the policy has left.
pub(crate) fn chips(model: &Model, ui: &mut Ui, pen: &Pen<'_>) {
    if let Screen::Counter(counter) = &model.screen {
        let rows = counter.submissions.iter();
        let waiting = rows.filter(|row| matches!(row.standing, Standing::Waiting(_)));
        let (waiting, word) = (waiting.count(), pen.word(words::TO_SEND));
        let (tone, icon) = match waiting {
            0 => (Tone::Good, Icon::Tick),
            _ => (Tone::Watch, Icon::Dots),
        };
        widget::chip(ui, tone, icon, &format!("{word}: {waiting}"));
    }
    if let Some(last) = model.policy_until {
        let days = (last - model.now.to_offset(VIETNAM).date()).whole_days();
        let (tone, icon) = match days {
            ..0 => (Tone::Bad, Icon::Cross),
            0..=SOON => (Tone::Watch, Icon::Warn),
            _ => (Tone::Good, Icon::Tick),
        };
        let text = match days {
            ..0 => pen.word(words::POLICY_ENDED).to_owned(),
            days => format!(
                "{}: {days} {}",
                pen.word(words::POLICY),
                pen.word(words::DAYS)
            ),
        };
        widget::chip(ui, tone, icon, &text);
    }
}

/// The time, and whether it can be right: what this terminal trusts was signed before now.
pub(crate) fn clock(model: &Model, ui: &mut Ui, pen: &Pen<'_>) {
    let time = format::moment(model.now);
    if model.known_moment.is_some_and(|known| model.now < known) {
        let text = format!("{}: {time}", pen.word(words::CLOCK_WRONG));
        widget::chip(ui, Tone::Bad, Icon::Warn, &text);
    } else {
        widget::caption(ui, &time);
    }
}
