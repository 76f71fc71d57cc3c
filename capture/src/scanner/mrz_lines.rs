//! Machine-readable zones that readers send line by line: 3 of 30, 2 of 36, 2 of 44 characters.

use zeroize::Zeroizing;

/// Gathers the lines of one zone.
#[derive(Default)]
pub struct MrzLines {
    lines: Vec<Zeroizing<String>>,
}

impl MrzLines {
    /// Takes one scan. Nothing while a zone is not whole; text that is no line of a zone passes.
    pub fn take(&mut self, text: Zeroizing<String>) -> Option<Zeroizing<String>> {
        if lines_of(text.len()).is_none() || !text.bytes().all(is_zone) {
            self.lines.clear();
            return Some(text);
        }
        if self
            .lines
            .first()
            .is_some_and(|one| one.len() != text.len())
        {
            self.lines.clear();
        }
        self.lines.push(text);
        let length = self.lines.first().map_or(0, |one| one.len());
        (Some(self.lines.len()) == lines_of(length)).then(|| {
            let lines: Vec<&str> = self.lines.iter().map(|line| line.as_str()).collect();
            let zone = Zeroizing::new(lines.join("\n"));
            self.lines.clear();
            zone
        })
    }
}

fn lines_of(length: usize) -> Option<usize> {
    match length {
        30 => Some(3),
        36 | 44 => Some(2),
        _ => None,
    }
}

fn is_zone(byte: u8) -> bool {
    byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'<'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn take(lines: &mut MrzLines, text: &str) -> Option<String> {
        lines
            .take(Zeroizing::new(text.to_owned()))
            .map(|zone| zone.to_string())
    }

    #[test]
    fn three_lines_of_30_make_a_zone_and_other_text_passes() {
        let mut lines = MrzLines::default();
        let line = "A<".repeat(15);
        assert_eq!(take(&mut lines, &line), None);
        assert_eq!(take(&mut lines, &line), None);
        let zone = take(&mut lines, &line).unwrap();
        assert_eq!(zone.lines().count(), 3);
        assert_eq!(
            take(&mut lines, "001199000018|x"),
            Some("001199000018|x".into())
        );
        let passport = "P<".repeat(22);
        assert_eq!(take(&mut lines, &line), None);
        assert_eq!(take(&mut lines, &passport), None);
        assert_eq!(take(&mut lines, &passport).unwrap().lines().count(), 2);
    }
}
