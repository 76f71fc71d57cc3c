//! Check digits. ICAO Doc 9303-3 §4.9.

/// The check digit of a field, as an ASCII digit; nothing when a character cannot stand in an MRZ.
#[must_use]
pub fn check_digit(field: &str) -> Option<u8> {
    let mut sum = 0_u32;
    for (weight, character) in [7, 3, 1].into_iter().cycle().zip(field.bytes()) {
        sum += weight * u32::from(value(character)?);
    }
    u8::try_from(sum % 10).ok().map(|digit| b'0' + digit)
}

fn value(character: u8) -> Option<u8> {
    match character {
        b'0'..=b'9' => Some(character - b'0'),
        b'A'..=b'Z' => Some(character - b'A' + 10),
        b'<' => Some(0),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::check_digit;

    #[test]
    fn examples_of_9303_3_appendix_a() {
        for example in test_vectors::mrz_check_digits() {
            assert_eq!(
                check_digit(&example.input),
                example.check_digit.bytes().next(),
                "{}",
                example.source
            );
        }
    }

    #[test]
    fn a_character_outside_the_mrz_has_no_check_digit() {
        assert_eq!(check_digit("AB c"), None);
        assert_eq!(check_digit("Đ"), None);
    }
}
