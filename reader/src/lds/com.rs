//! EF.COM: which data groups there are, unsigned. ICAO Doc 9303-10 §4.6.1.

use super::{LdsError, open};
use crate::files::DataGroupNumber;

const FILE: &str = "EF.COM";
const TAG_LIST: u32 = 0x5C;
/// Tags of DG1 to DG16. ICAO Doc 9303-10 Table 39.
const TAGS: [u8; 16] = [
    0x61, 0x75, 0x63, 0x76, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6A, 0x6B, 0x6C, 0x6D, 0x6E, 0x6F, 0x70,
];

/// The common data elements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Com {
    /// The data groups listed, ascending.
    pub data_groups: Vec<DataGroupNumber>,
}

impl Com {
    /// From the file's bytes. Tags that belong to no data group are ignored.
    ///
    /// # Errors
    /// [`LdsError`] when the file is not an EF.COM.
    pub fn parse(bytes: &[u8]) -> Result<Self, LdsError> {
        let file = open(bytes, FILE, 0x60)?;
        let list = file.node().child(TAG_LIST).ok_or(LdsError::Missing {
            file: FILE,
            element: "tag list",
        })?;
        let mut data_groups: Vec<_> = list.value().iter().filter_map(|tag| number(*tag)).collect();
        data_groups.sort_unstable();
        data_groups.dedup();
        Ok(Self { data_groups })
    }
}

fn number(tag: u8) -> Option<DataGroupNumber> {
    let index = TAGS.iter().position(|known| *known == tag)?;
    DataGroupNumber::new(u8::try_from(index).ok()? + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tag_list_names_data_groups() {
        let bytes = test_vectors::unhex(
            "60 18 5F01 04 30313037 5F36 06 303430303030 5C 06 61 75 63 6D 6E 6F",
        );
        let numbers: Vec<u8> = Com::parse(&bytes)
            .unwrap()
            .data_groups
            .iter()
            .map(|one| one.value())
            .collect();
        assert_eq!(numbers, [1, 2, 3, 13, 14, 15]);
    }

    #[test]
    fn a_file_without_list_is_refused() {
        let error = Com::parse(&test_vectors::unhex("60 07 5F01 04 30313037"));
        assert_eq!(
            error,
            Err(LdsError::Missing {
                file: FILE,
                element: "tag list"
            })
        );
    }
}
