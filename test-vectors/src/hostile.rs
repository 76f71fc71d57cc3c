//! The hostile deck as it is kept: folders by theme, each with an `expect` file.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Name of the file that says what must come of a case.
const EXPECT: &str = "expect";

/// One case of the deck.
pub struct Kept {
    /// Name of its folder.
    pub name: String,
    /// The folder.
    pub folder: PathBuf,
    /// What is wrong with it, one line.
    pub what: String,
    expect: BTreeMap<String, String>,
}

impl Kept {
    /// What the case expects under this word.
    ///
    /// # Panics
    /// When it does not say: a test that asks must not pass.
    pub fn expects(&self, word: &str) -> &str {
        let found = self.expect.get(word);
        found.unwrap_or_else(|| panic!("{} does not say its {word}", self.name))
    }

    /// The bytes of a file of the case.
    ///
    /// # Panics
    /// When it is not there.
    pub fn file(&self, name: &str) -> Vec<u8> {
        fs::read(self.folder.join(name)).unwrap_or_else(|_| panic!("no {name} in {}", self.name))
    }

    /// What the case expects under this word, when it says so.
    pub fn may_expect(&self, word: &str) -> Option<&str> {
        self.expect.get(word).map(String::as_str)
    }
}

/// The folder of the deck.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("hostile")
}

/// The themes, in the order of their names.
///
/// # Panics
/// When the deck is not there.
pub fn themes() -> Vec<String> {
    let themes = folders(&folder());
    let names = themes.iter().filter_map(|path| path.file_name()?.to_str());
    // The common trust folder is no theme.
    names
        .filter(|name| *name != "trust")
        .map(str::to_owned)
        .collect()
}

/// The cases of a theme, in the order of their names.
///
/// # Panics
/// When the theme or an `expect` file is not there.
pub fn cases(theme: &str) -> Vec<Kept> {
    folders(&folder().join(theme))
        .into_iter()
        .map(kept)
        .collect()
}

fn folders(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|_| panic!("no {}", folder.display()));
    let paths = entries.map(|entry| entry.expect("entry of the deck").path());
    let mut folders: Vec<PathBuf> = paths.filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

fn kept(folder: PathBuf) -> Kept {
    let text = fs::read_to_string(folder.join(EXPECT));
    let text = text.unwrap_or_else(|_| panic!("no {EXPECT} in {}", folder.display()));
    let name = folder.file_name().and_then(|name| name.to_str());
    let what = text.lines().find_map(|line| line.strip_prefix("# "));
    Kept {
        name: name.unwrap_or_default().to_owned(),
        what: what.unwrap_or_default().to_owned(),
        expect: text
            .lines()
            .filter_map(|line| line.split_once(": "))
            .map(|(word, value)| (word.to_owned(), value.to_owned()))
            .collect(),
        folder,
    }
}
