//! The hostile deck: what is kept is what the card twin makes, `cccd verify` and `cccd trust import` give
//! every case what it must get, and the document names them all.

mod images;
mod imports;
mod kept;
mod readings;
mod table;

/// Themes that hold no saved readings.
const OTHER_THEMES: [&str; 3] = ["chips", "imports", "terminal-certificates"];

fn reading_themes() -> Vec<String> {
    let themes = test_vectors::hostile::themes().into_iter();
    themes
        .filter(|theme| !OTHER_THEMES.contains(&theme.as_str()))
        .collect()
}
