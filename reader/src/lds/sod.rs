//! EF.SOD: the LDS security object inside the signature. ICAO Doc 9303-10 §4.6.2.3.
//!
//! ```text
//! LDSSecurityObject ::= SEQUENCE {
//!   version INTEGER { v0(0), v1(1) }, hashAlgorithm AlgorithmIdentifier,
//!   dataGroupHashValues SEQUENCE SIZE (2..16) OF SEQUENCE { INTEGER (1..16), OCTET STRING },
//!   ldsVersionInfo SEQUENCE OPTIONAL -- v1 only }
//! ```

use super::{LdsError, open};
use crate::files::DataGroupNumber;
use crate::verdict::Rule;
use crate::wire::oid::ObjectIdentifier;
use crate::wire::tlv::Node;

const FILE: &str = "EF.SOD";

/// The list of hashes that the document signer signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LdsSecurityObject {
    /// The hash function of all the hashes.
    pub hash_algorithm: ObjectIdentifier,
    /// One hash for each data group, ascending.
    pub data_group_hashes: Vec<DataGroupHash>,
}

/// DataGroupHash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataGroupHash {
    /// The data group.
    pub number: DataGroupNumber,
    /// The hash of its file.
    pub hash: Vec<u8>,
}

impl LdsSecurityObject {
    /// From the signed content.
    ///
    /// # Errors
    /// [`LdsError`] when the content is not an LDS security object, or names a data group twice.
    pub fn parse(content: &[u8]) -> Result<Self, LdsError> {
        let object = open(content, FILE, 0x30)?;
        let mut parts = object.node().children();
        let version = parts
            .next()
            .filter(|part| part.tag() == 0x02)
            .map(Node::value);
        let known = matches!(version, Some([0 | 1]));
        Rule::LdsVersion.demands(known, wrong("version"))?;
        let version_info = version != Some(&[0]);
        let algorithm = parts
            .next()
            .and_then(|part| part.child(0x06))
            .ok_or(missing("hashAlgorithm"))?;
        let hash_algorithm =
            ObjectIdentifier::from_content(algorithm.value()).ok_or(wrong("hashAlgorithm"))?;
        let hashes = parts
            .next()
            .filter(|part| part.tag() == 0x30)
            .ok_or(missing("dataGroupHashValues"))?;
        let after = parts.next();
        if after.is_some_and(|part| !version_info || part.tag() != 0x30) || parts.next().is_some() {
            return Err(wrong("ldsVersionInfo"));
        }
        let data_group_hashes = hashes
            .children()
            .map(data_group_hash)
            .collect::<Result<Vec<_>, _>>()?;
        Self {
            hash_algorithm,
            data_group_hashes,
        }
        .in_order()
    }

    /// The signed hash of a data group.
    #[must_use]
    pub fn hash(&self, number: DataGroupNumber) -> Option<&[u8]> {
        self.data_group_hashes
            .iter()
            .find(|one| one.number == number)
            .map(|one| one.hash.as_slice())
    }

    fn in_order(mut self) -> Result<Self, LdsError> {
        self.data_group_hashes.sort_by_key(|one| one.number);
        let twice = self
            .data_group_hashes
            .windows(2)
            .any(|pair| matches!(pair, [a, b] if a.number == b.number));
        let duplicate = LdsError::Duplicate {
            file: FILE,
            element: "dataGroupNumber",
        };
        Rule::LdsNumberOnce.demands(!twice, duplicate)?;
        if self.data_group_hashes.is_empty() {
            Err(missing("dataGroupHashValues"))
        } else {
            Ok(self)
        }
    }
}

fn data_group_hash(entry: Node<'_>) -> Result<DataGroupHash, LdsError> {
    let mut parts = entry.children();
    let number = parts
        .next()
        .filter(|part| part.tag() == 0x02)
        .ok_or(missing("dataGroupNumber"))?;
    let hash = parts
        .next()
        .filter(|part| part.tag() == 0x04)
        .ok_or(missing("dataGroupHashValue"))?;
    let number = match number.value() {
        [number] => DataGroupNumber::new(*number),
        _ => None,
    };
    Ok(DataGroupHash {
        number: number.ok_or(wrong("dataGroupNumber"))?,
        hash: hash.value().to_vec(),
    })
}

fn missing(element: &'static str) -> LdsError {
    LdsError::Missing {
        file: FILE,
        element,
    }
}

fn wrong(element: &'static str) -> LdsError {
    LdsError::Value {
        file: FILE,
        element,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{oid, tlv::encode};

    fn object(version: u8, numbers: &[&[u8]]) -> Vec<u8> {
        let entries: Vec<u8> = numbers
            .iter()
            .flat_map(|number| {
                encode(
                    0x30,
                    &[encode(0x02, number), encode(0x04, &[7; 32])].concat(),
                )
            })
            .collect();
        let algorithm = encode(0x30, &encode(0x06, oid::SHA256.content()));
        encode(
            0x30,
            &[encode(0x02, &[version]), algorithm, encode(0x30, &entries)].concat(),
        )
    }

    #[test]
    fn hashes_are_found_by_number() {
        let parsed = LdsSecurityObject::parse(&object(0, &[&[14], &[1], &[2]])).unwrap();
        assert_eq!(parsed.hash_algorithm, oid::SHA256);
        assert_eq!(parsed.hash(DataGroupNumber::MRZ), Some([7; 32].as_slice()));
        assert_eq!(parsed.hash(DataGroupNumber::FINGERS), None);
    }

    #[test]
    fn impossible_lists_are_refused() {
        let duplicate = LdsError::Duplicate {
            file: FILE,
            element: "dataGroupNumber",
        };
        assert_eq!(
            LdsSecurityObject::parse(&object(0, &[&[1], &[2], &[1]])),
            Err(duplicate)
        );
        for number in [&[0][..], &[17], &[0xFF], &[1, 0, 0, 0, 1], &[]] {
            let refused = LdsSecurityObject::parse(&object(0, &[number]));
            assert_eq!(refused, Err(wrong("dataGroupNumber")), "{number:?}");
        }
        assert_eq!(
            LdsSecurityObject::parse(&object(0, &[])),
            Err(missing("dataGroupHashValues"))
        );
        assert_eq!(
            LdsSecurityObject::parse(&object(2, &[&[1]])),
            Err(wrong("version"))
        );
        assert_eq!(
            LdsSecurityObject::parse(&object(0xFF, &[&[1]])),
            Err(wrong("version"))
        );
    }
}
