//! Colours, type and spacing: calm, deep teal, in three themes.

use std::sync::Arc;

use egui::{
    Color32, Context, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Stroke,
    TextStyle, Ui,
};

mod palette;

pub(crate) use palette::{PICTURE_GROUND, UNTINTED};
pub use palette::{Pair, Palette, Theme, palette};

use crate::model::Appearance;

const REGULAR: &[u8] = include_bytes!("../fonts/NotoSans-Regular.ttf");
const BOLD: &[u8] = include_bytes!("../fonts/NotoSans-Bold.ttf");
const BOLD_FAMILY: &str = "bold";

/// What a colour says; never said by colour alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Done, proven.
    Good,
    /// Refuted, failed.
    Bad,
    /// Needs a look.
    Watch,
    /// Nothing yet.
    Quiet,
    /// At work, or the next thing to do.
    Active,
}

impl Tone {
    /// Text and icons.
    #[must_use]
    pub fn ink(self, ui: &Ui) -> Color32 {
        self.of(palette(ui)).ink
    }

    /// Behind them.
    #[must_use]
    pub fn fill(self, ui: &Ui) -> Color32 {
        self.of(palette(ui)).fill
    }

    fn of(self, palette: &Palette) -> Pair {
        match self {
            Self::Good => palette.good,
            Self::Bad => palette.bad,
            Self::Watch => palette.watch,
            Self::Quiet => palette.quiet,
            Self::Active => Pair {
                ink: palette.accent,
                fill: palette.accent_tint,
            },
        }
    }
}

/// Radius of panes.
pub const RADIUS: u8 = 10;
/// Radius of buttons and fields.
pub const RADIUS_SMALL: u8 = 6;
/// Space between panes.
pub const GAP: f32 = 10.0;
/// Space inside panes.
pub const PAD: f32 = 14.0;

/// Body text.
#[must_use]
pub fn body() -> FontId {
    FontId::proportional(15.0)
}

/// The smallest text there is.
#[must_use]
pub fn small() -> FontId {
    FontId::proportional(14.0)
}

/// Bold text of a size.
#[must_use]
pub fn bold(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(BOLD_FAMILY.into()))
}

/// Installs the bundled fonts and the style. To be called once, before the first frame.
pub fn install_fonts_and_style(ctx: &Context) {
    ctx.set_fonts(fonts());
    ctx.set_theme(egui::ThemePreference::Light);
    ctx.all_styles_mut(style);
    // The model has the size of the text, so that it is kept.
    ctx.options_mut(|options| options.zoom_with_keyboard = false);
}

/// Gives the window the chosen theme and size of text, where it has another.
pub(crate) fn apply(ctx: &Context, wanted: Appearance) {
    if palette::shown(ctx) != wanted.theme {
        palette::remember(ctx, wanted.theme);
        ctx.all_styles_mut(|style| visuals(&mut style.visuals, wanted.theme));
    }
    ctx.set_zoom_factor(wanted.text_size.factor());
}

/// The bundled fonts, and nothing else: what they lack shall be noticed.
#[must_use]
pub fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::empty();
    for (name, bytes) in [("regular", REGULAR), ("bold", BOLD)] {
        fonts
            .font_data
            .insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    }
    let regular = vec!["regular".to_owned()];
    fonts
        .families
        .insert(FontFamily::Proportional, regular.clone());
    fonts
        .families
        .insert(FontFamily::Monospace, regular.clone());
    fonts.families.insert(
        FontFamily::Name(BOLD_FAMILY.into()),
        vec!["bold".to_owned()],
    );
    fonts
}

fn style(style: &mut egui::Style) {
    style.text_styles = [
        (TextStyle::Small, small()),
        (TextStyle::Body, body()),
        (TextStyle::Monospace, body()),
        (TextStyle::Button, body()),
        (TextStyle::Heading, bold(20.0)),
    ]
    .into();
    style.spacing.item_spacing = egui::vec2(8.0, 6.0);
    style.spacing.button_padding = egui::vec2(12.0, 6.0);
    style.spacing.interact_size.y = 32.0;
    style.spacing.icon_width = 20.0;
    style.spacing.icon_width_inner = 12.0;
    style.spacing.scroll = egui::style::ScrollStyle::solid();
    style.animation_time = 0.0;
    // Citizens' data are not for the clipboard.
    style.interaction.selectable_labels = false;
    visuals(&mut style.visuals, Theme::default());
}

fn visuals(visuals: &mut egui::Visuals, theme: Theme) {
    let of = theme.palette();
    *visuals = match theme {
        Theme::Dark => egui::Visuals::dark(),
        Theme::Light | Theme::Contrast => egui::Visuals::light(),
    };
    visuals.panel_fill = of.ground;
    visuals.window_fill = of.paper;
    visuals.extreme_bg_color = of.paper;
    visuals.faint_bg_color = of.well;
    visuals.weak_text_color = Some(of.soft);
    visuals.selection.bg_fill = of.accent_tint;
    visuals.selection.stroke = Stroke::new(2.0, of.focus);
    visuals.window_stroke = Stroke::new(1.0, of.line);
    visuals.widgets.noninteractive.fg_stroke = Stroke::new(1.0, of.ink);
    visuals.widgets.noninteractive.bg_stroke = Stroke::new(1.0, of.line);
    let states = [
        (&mut visuals.widgets.inactive, of.paper, of.edge),
        (&mut visuals.widgets.hovered, of.accent_tint, of.accent),
        (&mut visuals.widgets.active, of.accent_tint, of.heading),
        (&mut visuals.widgets.open, of.accent_tint, of.accent),
    ];
    for (state, fill, edge) in states {
        state.bg_fill = fill;
        state.weak_bg_fill = fill;
        state.bg_stroke = Stroke::new(1.0, edge);
        state.fg_stroke = Stroke::new(1.5, of.ink);
        state.corner_radius = CornerRadius::same(RADIUS_SMALL);
        state.expansion = 0.0;
    }
}
