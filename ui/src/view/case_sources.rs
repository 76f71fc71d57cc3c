//! What identity sources answered about the case, when, and which are still open.

use dossier::source::{Origin, Reply, SourceReply};
use egui::Ui;

use super::icon::Icon;
use super::{Pen, format, widget};
use crate::text::sources as words;
use crate::theme::Tone;

pub(crate) fn show(sources: &[SourceReply], ui: &mut Ui, pen: &Pen<'_>) {
    for reply in sources {
        let (tone, icon) = match &reply.reply {
            Reply::NotAnswered(_) => (Tone::Watch, Icon::Dots),
            Reply::Answered { .. } if reply.denies() => (Tone::Bad, Icon::Cross),
            Reply::Answered { .. } => (Tone::Good, Icon::Tick),
        };
        widget::line(ui, tone, icon, &line(reply, pen));
    }
}

fn line(reply: &SourceReply, pen: &Pen<'_>) -> String {
    let name = pen.word(words::source(reply.source));
    let sample = match reply.origin {
        Origin::Sample => format!(" ({})", pen.word(words::SAMPLE)),
        Origin::Connected => String::new(),
    };
    let told = words::told(reply, |say| pen.word(say));
    let when = format::time_of_day(reply.ended_at);
    format!("{name}{sample} · {when}: {told}")
}
