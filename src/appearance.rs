//! How the window of this terminal looks, in a file beside the records.

use std::fs;
use std::path::{Path, PathBuf};

use ui::model::Appearance;

use crate::keys;

/// The file of a terminal's folder.
#[must_use]
pub fn file_in(folder: &Path) -> PathBuf {
    folder.join("appearance")
}

/// What was kept. A file that is missing or damaged keeps no counter closed: the window has its usual looks then.
#[must_use]
pub fn load_or_usual(file: &Path) -> Appearance {
    let kept = fs::read_to_string(file).ok();
    kept.and_then(|text| Appearance::parse(&text))
        .unwrap_or_default()
}

/// Keeps it.
///
/// # Errors
/// When the file cannot be written.
pub fn keep(file: &Path, appearance: Appearance) -> anyhow::Result<()> {
    keys::replace(file, format!("{appearance}\n").as_bytes())
}

#[cfg(test)]
mod tests {
    use ui::model::appearance::TextSize;
    use ui::theme::Theme;

    use super::*;

    #[test]
    fn the_looks_of_a_terminal_outlive_its_window_and_a_damaged_file_is_no_obstacle() {
        let folder = tempfile::tempdir().unwrap();
        let file = file_in(folder.path());
        assert_eq!(load_or_usual(&file), Appearance::default());
        let chosen = Appearance {
            theme: Theme::Contrast,
            text_size: TextSize::of(150).unwrap(),
            citizen: true,
        };
        keep(&file, chosen).unwrap();
        assert_eq!(load_or_usual(&file), chosen);
        fs::write(&file, [0xFF; 40]).unwrap();
        assert_eq!(load_or_usual(&file), Appearance::default());
    }
}
