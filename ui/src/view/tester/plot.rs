//! Where the time of a reading went, beside the least that it could have taken with this card.

use dossier::card_trace::StepBudget;
use dossier::consent::Language;
use egui::{Ui, WidgetInfo, accesskit::Role};
use egui_plot::{Bar, BarChart, Plot};

use crate::text::tester as words;
use crate::theme::{self, Tone};

const HEIGHT: f32 = 160.0;

/// One bar a step: up to the floor, and what was above it.
pub(super) fn budget(steps: &[StepBudget], ui: &mut Ui, language: Language) {
    let light = Tone::Watch.ink(ui).gamma_multiply(0.5);
    let bars =
        |fill: egui::Color32, from: fn(&StepBudget) -> f64, above: fn(&StepBudget) -> f64| {
            let places = (0_u32..).map(f64::from);
            let bars = steps.iter().zip(places).map(|(step, place)| {
                Bar::new(-place, above(step))
                    .base_offset(from(step))
                    .width(0.62)
                    .fill(fill)
                    .stroke(egui::Stroke::NONE)
            });
            bars.collect::<Vec<_>>()
        };
    let floor = bars(theme::palette(ui).accent, |_| 0.0, |step| step.floor_ms);
    let above = bars(
        light,
        |step| step.floor_ms,
        |step| step.waited_ms - step.floor_ms,
    );
    let names: Vec<&str> = steps
        .iter()
        .map(|step| words::step(&step.step).by(language))
        .collect();
    let response = Plot::new("budget")
        .height(HEIGHT)
        .allow_drag(false)
        .allow_zoom(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .allow_double_click_reset(false)
        .show_x(false)
        .show_y(false)
        .show_grid([true, false])
        .y_axis_min_width(118.0)
        .y_grid_spacer(move |_| {
            let marks = (0_u32..6).map(f64::from);
            let mark = |place: f64| egui_plot::GridMark {
                value: -place,
                step_size: 1.0,
            };
            marks.map(mark).collect()
        })
        .y_axis_formatter(move |mark, _| {
            let nearest = names.iter().zip((0_u32..).map(f64::from));
            let mut at = nearest.filter(|(_, place)| (mark.value + place).abs() < 0.01);
            at.next()
                .map_or_else(String::new, |(name, _)| (*name).to_owned())
        })
        .show(ui, |plot| {
            plot.bar_chart(BarChart::new("floor", floor).horizontal());
            plot.bar_chart(BarChart::new("above", above).horizontal());
        });
    let spoken = spoken(steps, language);
    response
        .response
        .widget_info(|| WidgetInfo::labeled(Role::Image, true, &spoken));
    let text = egui::RichText::new(spoken.clone()).font(theme::small());
    ui.add(egui::Label::new(text.color(theme::palette(ui).soft)).wrap());
}

/// The same in words: no meaning by colour alone.
fn spoken(steps: &[StepBudget], language: Language) -> String {
    let each = steps.iter().map(|step| {
        format!(
            "{} {:.0}/{:.0} ms",
            words::step(&step.step).by(language),
            step.floor_ms,
            step.waited_ms
        )
    });
    each.collect::<Vec<_>>().join(" · ")
}
