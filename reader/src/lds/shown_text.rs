//! Texts of a chip that may be shown to people. ICAO Doc 9303-10 §4.7.11, §4.7.13.

use unicode_normalization::UnicodeNormalization;

use super::LdsError;

const MAX_CHARACTERS: usize = 1024;

/// Composed Unicode (NFC) without control or direction characters; nothing when that leaves nothing.
///
/// # Errors
/// [`LdsError`] when the octets are not UTF-8 or longer than any field of a card.
pub(super) fn shown_text(octets: &[u8], file: &'static str) -> Result<Option<String>, LdsError> {
    let wrong = LdsError::Value {
        file,
        element: "text",
    };
    let text = std::str::from_utf8(octets).map_err(|_| wrong)?;
    if text.chars().count() > MAX_CHARACTERS {
        return Err(wrong);
    }
    let shown: String = text
        .nfc()
        .filter(|character| !is_invisible(*character))
        .collect();
    let shown = shown.trim();
    Ok((!shown.is_empty()).then(|| shown.to_owned()))
}

/// Characters that could make a name look like another one on a screen.
fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}
