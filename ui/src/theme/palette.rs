//! The colours of each theme. A view asks for them by what they are for and names none of its own.

use egui::{Color32, Context, Id, Ui};

/// What a pane is painted in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// Calm and light.
    #[default]
    Light,
    /// For a dim room.
    Dark,
    /// Every text stands out by 7:1 or more.
    Contrast,
}

impl Theme {
    /// All of them, in the order in which a key walks through them.
    pub const ALL: [Self; 3] = [Self::Light, Self::Dark, Self::Contrast];

    /// The one after this.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Light => Self::Dark,
            Self::Dark => Self::Contrast,
            Self::Contrast => Self::Light,
        }
    }

    /// Its colours.
    #[must_use]
    pub fn palette(self) -> &'static Palette {
        match self {
            Self::Light => &LIGHT,
            Self::Dark => &DARK,
            Self::Contrast => &CONTRAST,
        }
    }
}

/// Text and what is behind it, of one tone.
#[derive(Clone, Copy, Debug)]
pub struct Pair {
    /// Text and icons.
    pub ink: Color32,
    /// Behind them.
    pub fill: Color32,
}

/// The colours of a theme.
#[derive(Clone, Copy, Debug)]
pub struct Palette {
    /// Behind the panes.
    pub ground: Color32,
    /// A pane.
    pub paper: Color32,
    /// A well inside a pane.
    pub well: Color32,
    /// Thin lines.
    pub line: Color32,
    /// Edges of fields, which must be seen.
    pub edge: Color32,
    /// Text.
    pub ink: Color32,
    /// Second-rank text.
    pub soft: Color32,
    /// Headings, and text on a tint.
    pub heading: Color32,
    /// The product's colour: the next action, a number that counts.
    pub accent: Color32,
    /// The same under the pointer or with the keyboard.
    pub accent_hot: Color32,
    /// A tint of the product's colour.
    pub accent_tint: Color32,
    /// On the product's colour.
    pub on_accent: Color32,
    /// The title bar.
    pub bar: Color32,
    /// A button on the title bar.
    pub bar_raised: Color32,
    /// Text on both.
    pub on_bar: Color32,
    /// Second-rank text on the title bar, and behind the chosen button there.
    pub on_bar_soft: Color32,
    /// Keyboard focus.
    pub focus: Color32,
    /// Done, proven.
    pub good: Pair,
    /// Refuted, failed.
    pub bad: Pair,
    /// Needs a look.
    pub watch: Pair,
    /// Nothing yet.
    pub quiet: Pair,
}

/// The same grey behind a portrait or a fingerprint in every theme: what is around a picture changes how it is seen.
pub(crate) const PICTURE_GROUND: Color32 = Color32::from_rgb(0xD9, 0xDE, 0xE2);
/// A picture as it is.
pub(crate) const UNTINTED: Color32 = Color32::WHITE;

const fn rgb(value: u32) -> Color32 {
    let [_, red, green, blue] = value.to_be_bytes();
    Color32::from_rgb(red, green, blue)
}

const fn pair(ink: u32, fill: u32) -> Pair {
    Pair {
        ink: rgb(ink),
        fill: rgb(fill),
    }
}

static LIGHT: Palette = Palette {
    ground: rgb(0xE9_EE_F1),
    paper: rgb(0xFF_FF_FF),
    well: rgb(0xF3_F6_F8),
    line: rgb(0xC9_D3_DA),
    edge: rgb(0x7A_8A_96),
    ink: rgb(0x14_22_2C),
    soft: rgb(0x4A_5B_67),
    heading: rgb(0x08_3A_46),
    accent: rgb(0x0B_55_63),
    accent_hot: rgb(0x08_3A_46),
    accent_tint: rgb(0xDF_EE_F0),
    on_accent: rgb(0xFF_FF_FF),
    bar: rgb(0x08_3A_46),
    bar_raised: rgb(0x0B_55_63),
    on_bar: rgb(0xFF_FF_FF),
    on_bar_soft: rgb(0xDF_EE_F0),
    focus: rgb(0x3B_4F_B8),
    good: pair(0x12_5C_36, 0xE2_F3_E9),
    bad: pair(0x9B_1C_1C, 0xFB_E6_E5),
    watch: pair(0x7A_48_00, 0xFD_F0_D6),
    quiet: pair(0x4A_5B_67, 0xEC_F0_F3),
};

static DARK: Palette = Palette {
    ground: rgb(0x0F_17_1C),
    paper: rgb(0x18_23_2A),
    well: rgb(0x1F_2D_35),
    line: rgb(0x37_4A_55),
    edge: rgb(0x80_96_A3),
    ink: rgb(0xE8_EE_F1),
    soft: rgb(0xAE_BD_C6),
    heading: rgb(0x9A_DB_E6),
    accent: rgb(0x6C_C7_D6),
    accent_hot: rgb(0x9A_DB_E6),
    accent_tint: rgb(0x1C_3B_44),
    on_accent: rgb(0x06_24_2B),
    bar: rgb(0x07_30_3A),
    bar_raised: rgb(0x11_55_63),
    on_bar: rgb(0xFF_FF_FF),
    on_bar_soft: rgb(0xCF_E6_EA),
    focus: rgb(0xB4_BF_FF),
    good: pair(0x7F_D6_A0, 0x16_35_2A),
    bad: pair(0xFF_A3_9E, 0x43_20_1F),
    watch: pair(0xF2_C0_6B, 0x3D_2E_12),
    quiet: pair(0xAE_BD_C6, 0x26_34_3C),
};

static CONTRAST: Palette = Palette {
    ground: rgb(0xF0_F0_F0),
    paper: rgb(0xFF_FF_FF),
    well: rgb(0xF7_F7_F7),
    line: rgb(0x5A_5A_5A),
    edge: rgb(0x00_00_00),
    ink: rgb(0x00_00_00),
    soft: rgb(0x33_33_33),
    heading: rgb(0x00_2B_33),
    accent: rgb(0x00_3C_47),
    accent_hot: rgb(0x00_00_00),
    accent_tint: rgb(0xDD_EF_F2),
    on_accent: rgb(0xFF_FF_FF),
    bar: rgb(0x00_00_00),
    bar_raised: rgb(0x33_33_33),
    on_bar: rgb(0xFF_FF_FF),
    on_bar_soft: rgb(0xFF_FF_FF),
    focus: rgb(0x1B_1B_B3),
    good: pair(0x00_48_20, 0xE4_F5_EA),
    bad: pair(0x7A_0A_0A, 0xFD_EC_EB),
    watch: pair(0x55_30_00, 0xFD_F3_DF),
    quiet: pair(0x33_33_33, 0xF0_F0_F0),
};

/// The colours of the window that is being drawn.
#[must_use]
pub fn palette(ui: &Ui) -> &'static Palette {
    shown(ui.ctx()).palette()
}

/// The theme of the window.
pub(super) fn shown(ctx: &Context) -> Theme {
    ctx.data(|data| data.get_temp(key())).unwrap_or_default()
}

pub(super) fn remember(ctx: &Context, theme: Theme) {
    ctx.data_mut(|data| data.insert_temp(key(), theme));
}

fn key() -> Id {
    Id::unique("theme of the window")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every text colour with every ground that a view puts behind it.
    fn text_pairs(of: &Palette) -> Vec<(Color32, Color32)> {
        let mut pairs = vec![
            (of.on_accent, of.accent),
            (of.on_accent, of.accent_hot),
            (of.on_bar, of.bar),
            (of.on_bar, of.bar_raised),
            (of.on_bar_soft, of.bar),
            (of.bar, of.on_bar_soft),
            (of.soft, of.quiet.fill),
        ];
        for ground in [of.ground, of.paper, of.well, of.accent_tint] {
            let inks = [of.ink, of.soft, of.heading, of.accent];
            pairs.extend(inks.map(|ink| (ink, ground)));
        }
        let tones = [of.good, of.bad, of.watch, of.quiet];
        for tone in tones {
            pairs
                .extend([of.paper, of.ground, of.well, tone.fill].map(|ground| (tone.ink, ground)));
            pairs.extend([(of.paper, tone.ink), (of.ink, tone.fill)]);
        }
        pairs
    }

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
    fn every_text_colour_stands_out_from_what_is_behind_it_in_every_theme() {
        for theme in Theme::ALL {
            let least = match theme {
                Theme::Light | Theme::Dark => 4.5,
                Theme::Contrast => 7.0,
            };
            let of = theme.palette();
            for (text, ground) in text_pairs(of) {
                let seen = contrast(text, ground);
                assert!(
                    seen >= least,
                    "{theme:?}: {text:?} on {ground:?} is {seen:.2}"
                );
            }
            assert!(contrast(of.edge, of.paper) >= 3.0, "{theme:?}");
            assert!(contrast(of.focus, of.paper) >= 3.0, "{theme:?}");
        }
    }

    #[test]
    fn the_key_walks_through_every_theme_and_comes_back() {
        let mut walked = vec![Theme::default()];
        while let Some(last) = walked.last().copied() {
            if last.next() == Theme::default() {
                break;
            }
            walked.push(last.next());
        }
        assert_eq!(walked, Theme::ALL);
    }
}
