//! Letters without marks, for words that people type in a hurry.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Small letters without marks.
pub(crate) fn folded(text: &str) -> String {
    let bare = text.nfd().filter(|letter| !is_combining_mark(*letter));
    bare.flat_map(char::to_lowercase)
        .map(|letter| if letter == 'đ' { 'd' } else { letter })
        .collect()
}
