//! Colours, type and spacing: calm, light, deep teal. Every pair used for text is 4.5:1 or better.

use std::sync::Arc;

use egui::{
    Color32, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Stroke, TextStyle,
};

const REGULAR: &[u8] = include_bytes!("../fonts/NotoSans-Regular.ttf");
const BOLD: &[u8] = include_bytes!("../fonts/NotoSans-Bold.ttf");
const BOLD_FAMILY: &str = "bold";

/// Behind the panes.
pub const GROUND: Color32 = Color32::from_rgb(0xE9, 0xEE, 0xF1);
/// A pane.
pub const PAPER: Color32 = Color32::WHITE;
/// A well inside a pane.
pub const WELL: Color32 = Color32::from_rgb(0xF3, 0xF6, 0xF8);
/// Thin lines.
pub const LINE: Color32 = Color32::from_rgb(0xC9, 0xD3, 0xDA);
/// Edges of fields, which must be seen.
pub const EDGE: Color32 = Color32::from_rgb(0x7A, 0x8A, 0x96);
/// Text.
pub const INK: Color32 = Color32::from_rgb(0x14, 0x22, 0x2C);
/// Second-rank text.
pub const SOFT: Color32 = Color32::from_rgb(0x4A, 0x5B, 0x67);
/// The product's colour.
pub const ACCENT: Color32 = Color32::from_rgb(0x0B, 0x55, 0x63);
/// The product's colour, darker: the title bar, a pressed button.
pub const ACCENT_DEEP: Color32 = Color32::from_rgb(0x08, 0x3A, 0x46);
/// A tint of the product's colour.
pub const ACCENT_TINT: Color32 = Color32::from_rgb(0xDF, 0xEE, 0xF0);
/// On the product's colour.
pub const ON_ACCENT: Color32 = Color32::WHITE;
/// Keyboard focus.
pub const FOCUS: Color32 = Color32::from_rgb(0x3B, 0x4F, 0xB8);

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
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Good,
        Self::Bad,
        Self::Watch,
        Self::Quiet,
        Self::Active,
    ];

    /// Text and icons.
    #[must_use]
    pub fn ink(self) -> Color32 {
        match self {
            Self::Good => Color32::from_rgb(0x12, 0x5C, 0x36),
            Self::Bad => Color32::from_rgb(0x9B, 0x1C, 0x1C),
            Self::Watch => Color32::from_rgb(0x7A, 0x48, 0x00),
            Self::Quiet => SOFT,
            Self::Active => ACCENT,
        }
    }

    /// Behind them.
    #[must_use]
    pub fn fill(self) -> Color32 {
        match self {
            Self::Good => Color32::from_rgb(0xE2, 0xF3, 0xE9),
            Self::Bad => Color32::from_rgb(0xFB, 0xE6, 0xE5),
            Self::Watch => Color32::from_rgb(0xFD, 0xF0, 0xD6),
            Self::Quiet => Color32::from_rgb(0xEC, 0xF0, 0xF3),
            Self::Active => ACCENT_TINT,
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
pub fn install_fonts_and_style(ctx: &egui::Context) {
    ctx.set_fonts(fonts());
    ctx.set_theme(egui::ThemePreference::Light);
    ctx.all_styles_mut(style);
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
    visuals(&mut style.visuals);
}

fn visuals(visuals: &mut egui::Visuals) {
    *visuals = egui::Visuals::light();
    visuals.panel_fill = GROUND;
    visuals.window_fill = PAPER;
    visuals.extreme_bg_color = PAPER;
    visuals.faint_bg_color = WELL;
    visuals.weak_text_color = Some(SOFT);
    visuals.selection.bg_fill = ACCENT_TINT;
    visuals.selection.stroke = Stroke::new(2.0, FOCUS);
    visuals.window_stroke = Stroke::new(1.0, LINE);
    visuals.widgets.noninteractive.fg_stroke = Stroke::new(1.0, INK);
    visuals.widgets.noninteractive.bg_stroke = Stroke::new(1.0, LINE);
    let states = [
        (&mut visuals.widgets.inactive, PAPER, EDGE),
        (&mut visuals.widgets.hovered, ACCENT_TINT, ACCENT),
        (&mut visuals.widgets.active, ACCENT_TINT, ACCENT_DEEP),
        (&mut visuals.widgets.open, ACCENT_TINT, ACCENT),
    ];
    for (state, fill, edge) in states {
        state.bg_fill = fill;
        state.weak_bg_fill = fill;
        state.bg_stroke = Stroke::new(1.0, edge);
        state.fg_stroke = Stroke::new(1.5, INK);
        state.corner_radius = CornerRadius::same(RADIUS_SMALL);
        state.expansion = 0.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance(colour: Color32) -> f64 {
        let part = |value: u8| {
            let value = f64::from(value) / 255.0;
            if value <= 0.04045 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * part(colour.r()) + 0.7152 * part(colour.g()) + 0.0722 * part(colour.b())
    }

    fn contrast(one: Color32, other: Color32) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn every_text_colour_stands_out_from_what_is_behind_it() {
        let mut pairs = vec![(ON_ACCENT, ACCENT), (ON_ACCENT, ACCENT_DEEP)];
        for ground in [GROUND, PAPER, WELL, ACCENT_TINT] {
            pairs.extend([(INK, ground), (SOFT, ground), (ACCENT, ground)]);
        }
        for tone in Tone::ALL {
            pairs.extend([
                (tone.ink(), tone.fill()),
                (tone.ink(), PAPER),
                (tone.ink(), GROUND),
            ]);
            pairs.push((PAPER, tone.ink()));
        }
        for (text, ground) in pairs {
            assert!(contrast(text, ground) >= 4.5, "{text:?} on {ground:?}");
        }
        assert!(contrast(EDGE, PAPER) >= 3.0 && contrast(FOCUS, PAPER) >= 3.0);
    }
}
