//! Distinguished names for people and for the country rule. RFC 5280 §4.1.2.4, ICAO Doc 9303-12 §7.1.1.

use crate::wire::der::Elements;

/// Content octets of id-at-countryName, 2.5.4.6.
const COUNTRY: [u8; 3] = [0x55, 0x04, 0x06];
/// The most attributes of one name that are looked at.
const MAX_ATTRIBUTES: usize = 32;

/// What names that are equal by RFC 5280 §7.1 have in common: a key to search by, never a proof that
/// two names are equal.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct NameKey(String);

impl NameKey {
    /// From the encoded name.
    pub(crate) fn of(name: &[u8]) -> Option<Self> {
        let mut key = String::new();
        for (attribute, value) in attributes(name)? {
            let letters = value.chars().filter(char::is_ascii_alphanumeric);
            let value: String = letters.map(|c| c.to_ascii_lowercase()).collect();
            key.push_str(&format!("{}={value};", short(attribute)));
        }
        Some(Self(key))
    }
}

/// The name as `C=VN, O=..., CN=...`, control characters replaced.
pub(crate) fn one_line(name: &[u8]) -> Option<String> {
    let parts = attributes(name)?.into_iter().map(|(attribute, value)| {
        let shown = value.chars().map(|c| if c.is_control() { '?' } else { c });
        format!(
            "{}={}",
            short(attribute),
            shown.take(128).collect::<String>()
        )
    });
    Some(parts.collect::<Vec<_>>().join(", "))
}

/// countryName as written: live lists have lower case and three letters too.
pub(crate) fn country_as_written(name: &[u8]) -> Option<String> {
    let mut countries = attributes(name)?
        .into_iter()
        .filter(|(attribute, _)| *attribute == COUNTRY);
    countries.next().map(|(_, value)| value)
}

/// countryName, upper case.
pub(crate) fn country(name: &[u8]) -> Option<String> {
    country_as_written(name).map(|country| country.to_ascii_uppercase())
}

fn attributes(name: &[u8]) -> Option<Vec<(&[u8], String)>> {
    let mut found = Vec::new();
    let mut relative = Elements::inside(name, 0x30)?;
    while !relative.is_empty() {
        let mut parts = Elements::new(relative.take(0x31)?);
        while !parts.is_empty() {
            if found.len() == MAX_ATTRIBUTES {
                return None;
            }
            let mut attribute = Elements::new(parts.take(0x30)?);
            let identifier = attribute.take(0x06)?;
            let value = attribute.any()?;
            found.push((identifier, decoded(value.tag, value.value)));
        }
    }
    Some(found)
}

/// BMPString, UTF8String, or a string of one octet for each letter. ISO/IEC 8825-1 §8.23.
fn decoded(tag: u8, octets: &[u8]) -> String {
    match tag {
        0x1E => {
            let units = octets.chunks_exact(2).map(|pair| match pair {
                [high, low] => u16::from_be_bytes([*high, *low]),
                _ => 0,
            });
            char::decode_utf16(units)
                .map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER))
                .collect()
        }
        0x0C => String::from_utf8_lossy(octets).into_owned(),
        _ => octets.iter().map(|octet| char::from(*octet)).collect(),
    }
}

fn short(attribute: &[u8]) -> String {
    match attribute {
        [0x55, 0x04, 3] => "CN".into(),
        [0x55, 0x04, 5] => "serialNumber".into(),
        [0x55, 0x04, 6] => "C".into(),
        [0x55, 0x04, 7] => "L".into(),
        [0x55, 0x04, 8] => "ST".into(),
        [0x55, 0x04, 10] => "O".into(),
        [0x55, 0x04, 11] => "OU".into(),
        other => other.iter().map(|octet| format!("{octet:02X}")).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::tlv::encode;

    fn name(country: (u32, &[u8]), common: (u32, &[u8])) -> Vec<u8> {
        let attribute = |oid: u8, (tag, value): (u32, &[u8])| {
            let both = [encode(0x06, &[0x55, 0x04, oid]), encode(tag, value)].concat();
            encode(0x31, &encode(0x30, &both))
        };
        encode(
            0x30,
            &[attribute(6, country), attribute(3, common)].concat(),
        )
    }

    #[test]
    fn names_that_are_equal_share_a_key_whatever_their_spelling() {
        let plain = name((0x13, b"VN"), (0x0C, b"CSCA Vietnam"));
        let respelled = name((0x0C, b"vn"), (0x13, b"csca  VIETNAM"));
        let wide: Vec<u8> = "CSCA Vietnam"
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect();
        let wide = name((0x13, b"VN"), (0x1E, &wide));
        assert_eq!(NameKey::of(&plain), NameKey::of(&respelled));
        assert_eq!(NameKey::of(&plain), NameKey::of(&wide));
        let other = name((0x13, b"VN"), (0x0C, b"CSCA Vietnam 2"));
        assert_ne!(NameKey::of(&plain), NameKey::of(&other));
        assert_eq!(one_line(&plain).unwrap(), "C=VN, CN=CSCA Vietnam");
        assert_eq!(country_as_written(&respelled).unwrap(), "vn");
        assert_eq!(country(&respelled).unwrap(), "VN");
    }

    #[test]
    fn a_broken_or_endless_name_has_no_key() {
        assert_eq!(NameKey::of(&[0x30, 3, 0x31, 5, 0]), None);
        let many = encode(0x30, &name((0x13, b"VN"), (0x0C, b"x"))[2..].repeat(17));
        assert_eq!(NameKey::of(&many), None);
    }
}
