//! The form that says who registers, over the panes that wait meanwhile.

use dossier::subject::{DraftSubject, Relation, SealProof};
use egui::accesskit::Role;
use egui::{ScrollArea, Ui};

use super::Pen;
use super::choice::Choice;
use super::field::Field;
use super::focus::TextField;
use super::icon::Icon;
use super::widget::{self, Action};
use crate::model::Counter;
use crate::msg::Msg;
use crate::subject::{
    DependantSex, Guardianship, KINDS, PaperSlot, Part, Row, SubjectChoice, SubjectField,
    SubjectForm, TextSlot, rows,
};
use crate::text::{Say, subject as words};
use crate::theme::Tone;

const DIGITS: [&str; 4] = ["1", "2", "3", "4"];

pub(crate) fn show(counter: &Counter, ui: &mut Ui, pen: &mut Pen<'_>) {
    let form = &counter.subject;
    ui.spacing_mut().item_spacing.y = 5.0;
    kinds(form, ui, pen);
    let holder = format!(
        "{} {}.",
        pen.word(words::CARD_OF),
        pen.word(words::holder(form.kind))
    );
    widget::caption(ui, &holder);
    standing(counter, ui, pen);
    ScrollArea::vertical()
        .id_salt("subject")
        .auto_shrink([false, false])
        .show(ui, |ui| {
            let mut integrated = false;
            for row in rows(form) {
                if matches!(row, Row::Paper(PaperSlot::Integrated(_))) && !integrated {
                    integrated = true;
                    ui.separator();
                    widget::caption(ui, pen.word(words::INTEGRATED));
                }
                one(form, row, ui, pen);
            }
        });
}

fn kinds(form: &SubjectForm, ui: &mut Ui, pen: &mut Pen<'_>) {
    ui.horizontal(|ui| {
        widget::caption(ui, pen.word(words::WHO));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let close = Action {
                label: pen.word(words::CLOSE),
                key: "F10",
                enabled: true,
                primary: true,
                width: 110.0,
            };
            if close.show(ui) {
                pen.send(Msg::SubjectSheet);
            }
        });
    });
    ui.columns(2, |columns| {
        for (at, (kind, key)) in KINDS.into_iter().zip(DIGITS).enumerate() {
            let Some(ui) = columns.get_mut(at % 2) else {
                continue;
            };
            let choice = SubjectChoice::Kind(kind);
            let chosen = form.kind == kind;
            pick((key, pen.word(words::kind(kind)), chosen), choice, ui, pen);
        }
    });
}

/// What cannot be read, what is missing, or that nothing is.
fn standing(counter: &Counter, ui: &mut Ui, pen: &Pen<'_>) {
    let unreadable: Vec<&str> = counter
        .subject
        .unreadable()
        .into_iter()
        .map(|field| pen.word(words::field(field)))
        .collect();
    if !unreadable.is_empty() {
        let text = format!("{} {}", pen.word(words::UNREADABLE), unreadable.join(", "));
        return widget::notice(ui, Tone::Watch, Icon::Warn, "", &text);
    }
    let gaps = counter.draft.subject.gaps();
    let told: Vec<&str> = gaps.iter().map(|gap| pen.word(words::gap(*gap))).collect();
    let (tone, icon, text) = match (&counter.draft.subject, told.as_slice()) {
        (DraftSubject::Citizen, _) => {
            (Tone::Good, Icon::Tick, pen.word(words::CITIZEN_ONLY).into())
        }
        (_, []) => (Tone::Good, Icon::Tick, pen.word(words::COMPLETE).into()),
        (_, some) => (Tone::Watch, Icon::Warn, some.join(". ")),
    };
    widget::notice(ui, tone, icon, "", &text);
}

fn one(form: &SubjectForm, row: Row, ui: &mut Ui, pen: &mut Pen<'_>) {
    match row {
        Row::Texts(_) | Row::Other(_) => beside(form, &row.fields(), ui, pen),
        Row::Paper(slot) => titled(form, slot, ui, pen),
        Row::Sex => picks(
            (words::SEX, &[DependantSex::Female, DependantSex::Male]),
            |sex| (words::sex(sex), sex == form.sex, SubjectChoice::Sex(sex)),
            ui,
            pen,
        ),
        Row::Guardianship => picks(
            (
                words::GUARDIANSHIP,
                &[Guardianship::Under14, Guardianship::Ward],
            ),
            |ward| {
                let choice = SubjectChoice::Guardianship(ward);
                (words::guardianship(ward), ward == form.ward, choice)
            },
            ui,
            pen,
        ),
        Row::Relation => picks(
            (
                words::RELATION,
                &[Relation::Mother, Relation::Father, Relation::Guardian],
            ),
            |relation| {
                let choice = SubjectChoice::Relation(relation);
                (words::relation(relation), relation == form.relation, choice)
            },
            ui,
            pen,
        ),
        Row::Seal => picks(
            (words::SEAL, &[SealProof::Specimen, SealProof::Certificate]),
            |seal| {
                let choice = SubjectChoice::Seal(seal);
                (words::seal(seal), form.seal == Some(seal), choice)
            },
            ui,
            pen,
        ),
    }
}

fn titled(form: &SubjectForm, slot: PaperSlot, ui: &mut Ui, pen: &mut Pen<'_>) {
    if let Some(title) = words::paper(slot) {
        ui.add_space(3.0);
        widget::caption(ui, pen.word(title));
    }
    beside(form, &Row::Paper(slot).fields(), ui, pen);
}

fn beside(form: &SubjectForm, fields: &[SubjectField], ui: &mut Ui, pen: &mut Pen<'_>) {
    ui.columns(fields.len(), |columns| {
        for (ui, field) in columns.iter_mut().zip(fields) {
            let field = *field;
            let input = Field {
                name: TextField::Subject(field),
                caption: pen.word(words::field(field)),
                hint: hint(field).map_or("", |hint| pen.word(hint)),
                secret: false,
                enabled: true,
            };
            if let Some(text) = input.show(ui, form.text(field)) {
                pen.send(Msg::SubjectTyped(field, text));
            }
        }
    });
}

fn hint(field: SubjectField) -> Option<Say> {
    match field {
        SubjectField::Text(TextSlot::Born | TextSlot::Founded)
        | SubjectField::Paper(_, Part::Issued | Part::Expires) => Some(words::DAY_HINT),
        SubjectField::Text(TextSlot::OwnCase) => Some(words::CASE_HINT),
        _ => None,
    }
}

fn picks<T: Copy>(
    (caption, all): (Say, &[T]),
    told: impl Fn(T) -> (Say, bool, SubjectChoice),
    ui: &mut Ui,
    pen: &mut Pen<'_>,
) {
    widget::caption(ui, pen.word(caption));
    ui.columns(all.len(), |columns| {
        for (ui, one) in columns.iter_mut().zip(all) {
            let (text, chosen, choice) = told(*one);
            // Chosen is not said by colour alone.
            let mark = if chosen { "•" } else { "" };
            pick((mark, pen.word(text), chosen), choice, ui, pen);
        }
    });
}

fn pick(
    (key, text, chosen): (&str, &str, bool),
    choice: SubjectChoice,
    ui: &mut Ui,
    pen: &mut Pen<'_>,
) {
    let line = Choice {
        key,
        text,
        chosen,
        role: Role::RadioButton,
        width: ui.available_width(),
    };
    if line.show(ui) {
        pen.send(Msg::SubjectChosen(choice));
    }
}
