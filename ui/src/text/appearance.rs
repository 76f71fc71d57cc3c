//! How the window looks.

use super::{Say, say};
use crate::theme::Theme;

words! {
    THEME: "Giao diện", "Theme";
    LIGHT: "Sáng", "Light";
    DARK: "Tối", "Dark";
    CONTRAST: "Tương phản cao", "High contrast";
}

/// A theme's name.
#[must_use]
pub fn theme(theme: Theme) -> Say {
    match theme {
        Theme::Light => LIGHT,
        Theme::Dark => DARK,
        Theme::Contrast => CONTRAST,
    }
}
