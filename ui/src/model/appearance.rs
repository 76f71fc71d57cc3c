//! How the window looks: a person's choice, kept by the terminal. Nothing of it is about a citizen.

use std::fmt;

use crate::theme::Theme;

/// Theme and size of text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Appearance {
    /// The colours.
    pub theme: Theme,
    /// The size of the text and of everything around it.
    pub text_size: TextSize,
    /// Whether the citizen has a window of their own.
    pub citizen: bool,
}

/// Size of text in percent: one of [`TextSize::STEPS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextSize(u16);

impl TextSize {
    /// The sizes there are.
    pub const STEPS: [u16; 6] = [100, 115, 130, 150, 175, 200];

    /// Exactly this size, where there is such a step.
    #[must_use]
    pub fn of(percent: u16) -> Option<Self> {
        Self::STEPS.contains(&percent).then_some(Self(percent))
    }

    /// What lengths are multiplied by.
    #[must_use]
    pub fn factor(self) -> f32 {
        f32::from(self.0) / 100.0
    }

    /// In percent.
    #[must_use]
    pub fn percent(self) -> u16 {
        self.0
    }

    /// The size after this change; the largest and the smallest stay as they are.
    #[must_use]
    pub fn changed(self, change: SizeChange) -> Self {
        let mut steps = Self::STEPS.into_iter();
        let step = match change {
            SizeChange::Larger => steps.find(|step| *step > self.0),
            SizeChange::Smaller => steps.rev().find(|step| *step < self.0),
            SizeChange::Usual => return Self::default(),
        };
        step.map_or(self, Self)
    }
}

impl Default for TextSize {
    fn default() -> Self {
        Self(100)
    }
}

/// Ctrl with +, - or 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SizeChange {
    /// The next larger step.
    Larger,
    /// The next smaller step.
    Smaller,
    /// 100 %.
    Usual,
}

/// One line: the theme's name, the percentage, and whether there is a citizen's window.
impl fmt::Display for Appearance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let citizen = if self.citizen { CITIZEN } else { "" };
        let percent = self.text_size.percent();
        write!(f, "{} {percent}{citizen}", name(self.theme))
    }
}

/// The end of the line where there is a citizen's window.
const CITIZEN: &str = " citizen";

impl Appearance {
    /// Reads what `Display` wrote; nothing for any other text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim_end();
        let (looks, citizen) = match text.strip_suffix(CITIZEN) {
            Some(looks) => (looks, true),
            None => (text, false),
        };
        let (theme, percent) = looks.split_once(' ')?;
        Some(Self {
            theme: Theme::ALL.into_iter().find(|one| name(*one) == theme)?,
            text_size: TextSize::of(percent.parse().ok()?)?,
            citizen,
        })
    }
}

fn name(theme: Theme) -> &'static str {
    match theme {
        Theme::Light => "light",
        Theme::Dark => "dark",
        Theme::Contrast => "contrast",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_again_and_nothing_else_is() {
        for theme in Theme::ALL {
            for percent in TextSize::STEPS {
                let text_size = TextSize::of(percent).unwrap();
                for citizen in [false, true] {
                    let one = Appearance {
                        theme,
                        text_size,
                        citizen,
                    };
                    assert_eq!(Appearance::parse(&one.to_string()), Some(one));
                }
            }
        }
        for other in [
            "",
            "dark",
            "dark 99",
            "dark 1000000",
            "blue 100",
            "dark 100 x",
        ] {
            assert_eq!(Appearance::parse(other), None, "{other}");
        }
    }

    #[test]
    fn text_grows_to_twice_its_size_and_comes_back() {
        let mut size = TextSize::default();
        let mut seen = vec![size.percent()];
        for _ in 0..7 {
            size = size.changed(SizeChange::Larger);
            seen.push(size.percent());
        }
        seen.dedup();
        assert_eq!(seen, TextSize::STEPS);
        assert_eq!(size.changed(SizeChange::Smaller).percent(), 175);
        assert_eq!(size.changed(SizeChange::Usual), TextSize::default());
        assert_eq!(
            TextSize::default().changed(SizeChange::Smaller).percent(),
            100
        );
    }
}
