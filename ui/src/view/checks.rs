//! The list of checks, what needs a look first.

use egui::{RichText, ScrollArea, Ui};
use reader::files::DataGroupNumber;
use reader::verdict::{Check, CheckId, CheckResult, Reason};

use super::icon::Icon;
use super::{Pen, widget};
use crate::text::{check, reason, screen};
use crate::theme::{self, Tone};

pub(crate) fn show(checks: &[Check], ui: &mut Ui, pen: &Pen<'_>) {
    heading(ui, pen);
    ScrollArea::vertical()
        .id_salt("checks")
        .auto_shrink([false, false])
        .show(ui, |ui| lines_of(checks, ui, pen));
}

/// The same, where something else scrolls.
pub(crate) fn within(checks: &[Check], ui: &mut Ui, pen: &Pen<'_>) {
    heading(ui, pen);
    lines_of(checks, ui, pen);
}

fn heading(ui: &mut Ui, pen: &Pen<'_>) {
    ui.label(
        RichText::new(pen.word(screen::CHECKS))
            .font(theme::bold(14.0))
            .color(theme::palette(ui).soft),
    );
}

fn lines_of(checks: &[Check], ui: &mut Ui, pen: &Pen<'_>) {
    ui.spacing_mut().item_spacing.y = 3.0;
    for (result, text) in lines(checks, pen) {
        let (tone, icon) = tone(result);
        widget::line(ui, tone, icon, &text);
    }
}

/// One line for a check, and one for all unchanged data groups together.
fn lines(checks: &[Check], pen: &Pen<'_>) -> Vec<(CheckResult, String)> {
    let mut lines = Vec::new();
    let unchanged: Vec<String> = checks.iter().filter_map(unchanged_group).collect();
    for check in checks
        .iter()
        .filter(|check| unchanged_group(check).is_none())
    {
        lines.push((check.result, line(check, pen)));
    }
    if !unchanged.is_empty() {
        let name = pen.word(check::check(CheckId::PassiveHash(DataGroupNumber::MRZ)));
        lines.push((
            CheckResult::Successful,
            format!("{name}: {}", unchanged.join(", ")),
        ));
    }
    lines.sort_by_key(|(result, _)| urgency(*result));
    lines
}

fn unchanged_group(check: &Check) -> Option<String> {
    match (check.id, check.result) {
        (CheckId::PassiveHash(group), CheckResult::Successful) => {
            Some(format!("DG{}", group.value()))
        }
        _ => None,
    }
}

fn line(check: &Check, pen: &Pen<'_>) -> String {
    let name = check::check_name(check.id, pen.language);
    let result = pen.word(check::result(check.result));
    match (check.result, check.reason) {
        // These say no more than the result itself; why a reading ended stands above the list.
        (CheckResult::Aborted, _) | (_, Reason::AsRequired | Reason::NotOffered) => {
            format!("{name}: {result}")
        }
        (_, why) => format!("{name}: {result} – {}", reason::sentence(why, pen.language)),
    }
}

fn urgency(result: CheckResult) -> u8 {
    match result {
        CheckResult::Failed => 0,
        CheckResult::Undetermined => 1,
        CheckResult::Successful => 2,
        CheckResult::Aborted => 3,
        CheckResult::NotSupported => 4,
    }
}

fn tone(result: CheckResult) -> (Tone, Icon) {
    match result {
        CheckResult::Successful => (Tone::Good, Icon::Tick),
        CheckResult::Failed => (Tone::Bad, Icon::Cross),
        CheckResult::Undetermined => (Tone::Watch, Icon::Dots),
        CheckResult::NotSupported | CheckResult::Aborted => (Tone::Quiet, Icon::Dash),
    }
}
