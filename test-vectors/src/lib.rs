//! Published worked examples of ICAO Doc 9303, the hostile deck, and the loader that tests use. Sources:
//! `MANIFEST.md`.

pub mod hostile;

use std::path::PathBuf;
use std::sync::OnceLock;

use serde::Deserialize;
use serde_json::Value;

const ICAO: &str = include_str!("../icao9303-worked-examples.json");

/// The whole file of worked examples.
///
/// # Panics
/// When the file is not JSON.
pub fn icao() -> &'static Value {
    static VALUE: OnceLock<Value> = OnceLock::new();
    VALUE.get_or_init(|| serde_json::from_str(ICAO).expect("the worked examples are JSON"))
}

/// One example by its `id`, from `examples`, `eac` or `computed_here`.
///
/// # Panics
/// When there is no such example: a test that names it must not pass.
pub fn example(id: &str) -> &'static Value {
    let file = icao();
    let places = [
        &file["examples"],
        &file["eac"],
        &file["computed_here"]["vectors"],
    ];
    let mut all = places.iter().filter_map(|place| place.as_array()).flatten();
    all.find(|example| example["id"] == id)
        .unwrap_or_else(|| panic!("no worked example {id}"))
}

/// The bytes of a hexadecimal value, for example `hex(&example("bac-kdf")["inputs"]["Kseed"])`.
///
/// # Panics
/// When the value is not a string of hexadecimal digits.
pub fn hex(value: &Value) -> Vec<u8> {
    unhex(
        value
            .as_str()
            .unwrap_or_else(|| panic!("not a string: {value}")),
    )
}

/// The bytes of hexadecimal digits; white space is ignored.
///
/// # Panics
/// When there is anything else in the text, or half a byte.
pub fn unhex(text: &str) -> Vec<u8> {
    let digits: Vec<u32> = text
        .chars()
        .filter(|character| !character.is_whitespace())
        .map(|character| {
            character
                .to_digit(16)
                .unwrap_or_else(|| panic!("not hexadecimal: {character}"))
        })
        .collect();
    assert!(digits.len().is_multiple_of(2), "half a byte in {text}");
    let octets = digits
        .chunks_exact(2)
        .map(|pair| u8::try_from(pair[0] * 16 + pair[1]));
    octets
        .map(|octet| octet.expect("two digits are one byte"))
        .collect()
}

/// A check digit of 9303-3 Appendix A.
#[derive(Clone, Debug, Deserialize)]
pub struct CheckDigitExample {
    /// Clause.
    pub source: String,
    /// The characters covered.
    pub input: String,
    /// The digit printed.
    pub check_digit: String,
}

/// A TD1 zone of Doc 9303.
#[derive(Clone, Debug, Deserialize)]
pub struct Td1Example {
    /// Clause.
    pub source: String,
    /// Three lines.
    pub lines: Vec<String>,
    /// Document number with its fillers.
    pub document_number: String,
    /// Whether the composite digit as printed is right; Doc 9303 has two errata.
    pub composite_ok: bool,
}

/// All check digit examples.
///
/// # Panics
/// When the file does not have them.
pub fn mrz_check_digits() -> Vec<CheckDigitExample> {
    serde_json::from_value(icao()["mrz"]["check_digit_examples"].clone())
        .expect("check digit examples")
}

/// All TD1 zones.
///
/// # Panics
/// When the file does not have them.
pub fn mrz_td1() -> Vec<Td1Example> {
    serde_json::from_value(icao()["mrz"]["td1"].clone()).expect("TD1 examples")
}

/// The folder of published files that cannot be part of this repository, from the environment
/// variable `CCCD_EXTERNAL_VECTORS`. Tests that need it say so and end when it is not present.
pub fn external() -> Option<PathBuf> {
    let folder = std::env::var_os("CCCD_EXTERNAL_VECTORS")
        .map(PathBuf::from)
        .filter(|folder| folder.is_dir());
    if folder.is_none() {
        eprintln!("external vectors: not present");
    }
    folder
}

/// One file of that folder, by its path in it.
pub fn external_file(path: &str) -> Option<Vec<u8>> {
    std::fs::read(external()?.join(path)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_are_found_by_name() {
        assert_eq!(hex(&example("bac-kdf")["inputs"]["Kseed"]).len(), 16);
        assert_eq!(example("sm-aes128")["id"], "sm-aes128");
        assert_eq!(mrz_check_digits().len(), 5);
        assert_eq!(mrz_td1().len(), 5);
    }

    #[test]
    #[should_panic(expected = "no worked example")]
    fn an_unknown_name_stops_the_test() {
        example("no-such-example");
    }

    #[test]
    fn hexadecimal_text_becomes_bytes() {
        assert_eq!(unhex("00 fF\n1a"), [0x00, 0xFF, 0x1A]);
    }
}
