//! Card capabilities in the historical bytes. ISO/IEC 7816-4 §12.1.1, ISO/IEC 7816-3 §8.2.

/// Third byte of the card capabilities: extended Lc and Le fields.
const EXTENDED_FIELDS: u8 = 0x40;
/// Category indicator of compact TLV, and of compact TLV with a status at the end.
const COMPACT: u8 = 0x80;
const COMPACT_WITH_STATUS: u8 = 0x00;

/// Whether the card says that it takes extended lengths; nothing when it does not say.
pub(super) fn takes_extended_length(atr: &[u8]) -> Option<bool> {
    let historical = historical_bytes(atr)?;
    let (category, objects) = historical.split_first()?;
    let objects = match *category {
        COMPACT => objects,
        COMPACT_WITH_STATUS => objects.get(..objects.len().checked_sub(3)?)?,
        _ => return None,
    };
    let capabilities = find(objects, 7)?;
    Some(capabilities.get(2)? & EXTENDED_FIELDS != 0)
}

/// Walks the interface bytes TA to TD, of which each TD says what follows.
fn historical_bytes(atr: &[u8]) -> Option<&[u8]> {
    let (_, rest) = atr.split_first()?;
    let (format, mut rest) = rest.split_first()?;
    let count = usize::from(format & 0x0F);
    let mut present = format >> 4;
    while present != 0 {
        let others = (present & 0x07).count_ones() as usize;
        rest = rest.get(others..)?;
        present = if present & 0x08 == 0 {
            0
        } else {
            let (next, after) = rest.split_first()?;
            rest = after;
            next >> 4
        };
    }
    rest.get(..count)
}

/// The value of a compact data object: tag and length share a byte.
fn find(mut objects: &[u8], tag: u8) -> Option<&[u8]> {
    loop {
        let (head, rest) = objects.split_first()?;
        let (value, rest) = rest.split_at_checked(usize::from(head & 0x0F))?;
        if head >> 4 == tag {
            return Some(value);
        }
        objects = rest;
    }
}

#[cfg(test)]
mod tests {
    use super::takes_extended_length;
    use test_vectors::unhex;

    #[test]
    fn capabilities_are_found_behind_the_interface_bytes() {
        for (atr, expected) in [
            ("3B 85 80 01 80 73 C0 21 80 96", Some(false)),
            ("3B 85 80 01 80 73 C0 21 C0 D6", Some(true)),
            ("3B F8 11 22 33 81 01 80 73 C0 21 C0 12 34 56", Some(true)),
            ("3B 88 80 01 00 73 C0 21 C0 07 90 00 00", Some(true)),
            ("3B 85 80 01 C1 73 C0 21 C0 00", None),
            ("3B 84 80 01 80 62 C0 21 00", None),
            ("3B 83 80 01 80 71 C0 00", None),
        ] {
            assert_eq!(takes_extended_length(&unhex(atr)), expected, "{atr}");
        }
    }

    #[test]
    fn cut_short_it_says_nothing() {
        let atr = unhex("3B 85 80 01 80 73 C0 21 C0 D6");
        for len in 0..9 {
            assert_eq!(takes_extended_length(&atr[..len]), None, "{len}");
        }
        assert_eq!(takes_extended_length(&[0xFF; 40]), None);
    }
}
