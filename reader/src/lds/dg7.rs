//! EF.DG7: displayed signature or usual mark. ICAO Doc 9303-10 §4.7.7.

use zeroize::{Zeroize, ZeroizeOnDrop};

use super::LdsError;
use super::elements;

const FILE: &str = "EF.DG7";
const INSTANCES: u32 = 0x02;
const IMAGE: u32 = 0x5F43;

/// An image of a signature, as encoded on the chip. No `Debug`, wiped when dropped.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct DisplayedSignature(pub Vec<u8>);

/// The images in the file.
///
/// # Errors
/// [`LdsError`] when the file is not a DG7 or has another number of images than it announces.
pub fn parse(bytes: &[u8]) -> Result<Vec<DisplayedSignature>, LdsError> {
    let elements = elements::of_file(bytes, FILE, 0x67)?;
    let announced = elements.iter().find(|element| element.tag == INSTANCES);
    let images: Vec<_> = elements
        .iter()
        .filter(|element| element.tag == IMAGE)
        .map(|element| DisplayedSignature(element.value.to_vec()))
        .collect();
    let as_announced = announced
        .is_none_or(|one| matches!(one.value, [number] if usize::from(*number) == images.len()));
    if as_announced && !images.is_empty() {
        Ok(images)
    } else {
        Err(LdsError::Value {
            file: FILE,
            element: "number of instances",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_are_as_many_as_announced() {
        let file = |hex| parse(&test_vectors::unhex(hex));
        let images = file("67 0A 02 01 01 5F43 04 FFD8FFE0").ok().unwrap();
        assert_eq!(images[0].0, [0xFF, 0xD8, 0xFF, 0xE0]);
        assert!(file("67 07 5F43 04 FFD8FFE0").is_ok());
        for hex in ["67 0A 02 01 02 5F43 04 FFD8FFE0", "67 03 02 01 00", "67 00"] {
            assert!(file(hex).is_err(), "{hex}");
        }
        assert!(file("68 00").is_err());
    }
}
