//! Names in the MRZ's alphabet. ICAO Doc 9303-3 §4.6, §6.

use unicode_normalization::UnicodeNormalization;

/// A name as an MRZ spells it: capital letters without marks, Đ as D, everything else a space.
#[must_use]
pub fn transliterate(name: &str) -> String {
    let mut letters = String::new();
    for character in name.nfd() {
        match character {
            'a'..='z' => letters.push(character.to_ascii_uppercase()),
            'A'..='Z' => letters.push(character),
            'đ' | 'Đ' => letters.push('D'),
            '\'' | '\u{300}'..='\u{36F}' => {}
            _ if !letters.is_empty() && !letters.ends_with(' ') => letters.push(' '),
            _ => {}
        }
    }
    letters.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::transliterate;

    #[test]
    fn vietnamese_letters_lose_their_marks() {
        assert_eq!(transliterate("Nguyễn Thị Ví Dụ"), "NGUYEN THI VI DU");
        assert_eq!(transliterate("Đặng  Ứng-Hoè"), "DANG UNG HOE");
        assert_eq!(transliterate(""), "");
    }

    #[test]
    fn both_unicode_forms_give_the_same_letters() {
        assert_eq!(
            transliterate("Nguye\u{302}\u{303}n"),
            transliterate("Nguyễn")
        );
    }
}
