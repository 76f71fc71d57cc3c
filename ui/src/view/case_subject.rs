//! For whom a case was filed, when it is not for the card's holder: what the counter wrote down.

use dossier::subject::SubjectKind;
use egui::{RichText, Ui};

use super::Pen;
use super::icon::Icon;
use super::widget;
use crate::subject::{Row, SubjectForm, rows};
use crate::text::subject as words;
use crate::theme::{self, Tone};

pub(crate) fn show(form: &SubjectForm, ui: &mut Ui, pen: &Pen<'_>) {
    if form.kind == SubjectKind::Citizen {
        return;
    }
    let (kind, holder) = (words::kind(form.kind), words::holder(form.kind));
    let head = format!("{}: {}", pen.word(words::OPEN), pen.word(kind));
    let text = format!("{} {}.", pen.word(words::CARD_OF), pen.word(holder));
    widget::notice(ui, Tone::Watch, Icon::Warn, &head, &text);
    for row in rows(form) {
        if let Some(line) = line(form, row, pen) {
            let text = RichText::new(line)
                .font(theme::small())
                .color(theme::palette(ui).ink);
            ui.add(egui::Label::new(text).wrap());
        }
    }
    ui.add_space(6.0);
}

/// One row in words; nothing of one that was left empty.
fn line(form: &SubjectForm, row: Row, pen: &Pen<'_>) -> Option<String> {
    let chosen = |caption, value| Some(format!("{}: {}", pen.word(caption), pen.word(value)));
    match row {
        Row::Sex => chosen(words::SEX, words::sex(form.sex)),
        Row::Guardianship => chosen(words::GUARDIANSHIP, words::guardianship(form.ward)),
        Row::Relation => chosen(words::RELATION, words::relation(form.relation)),
        Row::Seal => chosen(words::SEAL, words::seal(form.seal?)),
        Row::Texts(_) | Row::Other(_) | Row::Paper(_) => {
            let typed = row.fields().into_iter();
            let typed = typed.filter(|field| !form.text(*field).is_empty());
            let parts = typed
                .map(|field| format!("{}: {}", pen.word(words::field(field)), form.text(field)));
            let parts: Vec<String> = parts.collect();
            let title = match row {
                Row::Paper(slot) => words::paper(slot).map(|title| pen.word(title)),
                _ => None,
            };
            match (title, parts.as_slice()) {
                (_, []) => None,
                (Some(title), some) => Some(format!("{title} · {}", some.join(" · "))),
                (None, some) => Some(some.join(" · ")),
            }
        }
    }
}
