//! Comments (COM), and the NISTCOM form of them: lines of a name and a value.

use core::fmt;

/// A comment of the form that NIST's tools write: `NIST_COM n`, then a line for each attribute. `Debug` shows their
/// number only: a comment may hold anything, a name as well.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct NistCom {
    attributes: Vec<(String, String)>,
}

/// A comment has at most 65 533 bytes; more lines than this are not attributes of an image.
const MOST_ATTRIBUTES: usize = 64;

impl NistCom {
    /// Reads a comment; `None` when it is text of another kind.
    pub(crate) fn parse(comment: &[u8]) -> Option<Self> {
        let text = comment.split(|byte| *byte == 0).next().unwrap_or_default();
        if !text.starts_with(b"NIST_COM") {
            return None;
        }
        let attributes = text
            .split(|byte| *byte == b'\n')
            .filter_map(|line| core::str::from_utf8(line).ok())
            .filter_map(|line| line.trim().split_once([' ', '\t']))
            .map(|(name, value)| (name.to_owned(), value.trim().to_owned()))
            .take(MOST_ATTRIBUTES)
            .collect();
        Some(Self { attributes })
    }

    /// The value of an attribute; of several, the last.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .rev()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// Pixels per inch, when stated and above 0.
    #[must_use]
    pub fn ppi(&self) -> Option<u16> {
        self.attribute("PPI")?.parse().ok().filter(|ppi| *ppi > 0)
    }
}

impl fmt::Debug for NistCom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NistCom({} attributes)", self.attributes.len())
    }
}

/// The NISTCOM text of a stream.
pub(crate) fn nistcom_text(width: u16, height: u16, ppi: Option<u16>, bitrate: f64) -> String {
    let ppi = ppi.map_or("-1".to_owned(), |ppi| ppi.to_string());
    format!(
        "NIST_COM 9\nPIX_WIDTH {width}\nPIX_HEIGHT {height}\nPIX_DEPTH 8\nPPI {ppi}\nLOSSY 1\nCOLORSPACE GRAY\n\
         COMPRESSION WSQ\nWSQ_BITRATE {bitrate:.6}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let com = NistCom::parse(nistcom_text(545, 622, Some(500), 0.75).as_bytes()).unwrap();
        assert_eq!(com.ppi(), Some(500));
        assert_eq!(com.attribute("NIST_COM"), Some("9"));
        assert_eq!(com.attribute("WSQ_BITRATE"), Some("0.750000"));
    }

    #[test]
    fn an_unknown_resolution_is_none() {
        assert_eq!(
            NistCom::parse(nistcom_text(1, 1, None, 2.25).as_bytes())
                .unwrap()
                .ppi(),
            None
        );
        assert_eq!(
            NistCom::parse(b"NIST_COM 1\nPPI 99999999").unwrap().ppi(),
            None
        );
        assert_eq!(NistCom::parse(b"NIST_COM 1\nPPI 0").unwrap().ppi(), None);
    }

    #[test]
    fn other_text_is_no_nistcom() {
        assert_eq!(NistCom::parse(b"Cognaxon"), None);
        assert_eq!(NistCom::parse(b""), None);
    }

    #[test]
    fn the_last_of_two_values_counts_and_text_ends_at_nul() {
        let com = NistCom::parse(b"NIST_COM 2\nPPI 500\nPPI 1000\n\0PPI 72").unwrap();
        assert_eq!(com.ppi(), Some(1000));
    }
}
