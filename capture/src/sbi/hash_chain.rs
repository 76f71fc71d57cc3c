//! Each capture carries the hash of the one before. SBI 1.0, hash and previousHash.

use std::fmt::Write;

use openssl::sha::sha256;

/// Hash of a block: upper-case hexadecimal of SHA-256 over the previous hash and the hash of the data,
/// both as such text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockHash(String);

impl BlockHash {
    /// The hash before the first block: that of nothing.
    #[must_use]
    pub fn first() -> Self {
        Self(hex(&sha256(&[])))
    }

    /// The hash of the block with this data.
    #[must_use]
    pub fn then(&self, data: &[u8]) -> Self {
        let joined = format!("{}{}", self.0, hex(&sha256(data)));
        Self(hex(&sha256(joined.as_bytes())))
    }

    /// As it stands in requests.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a device stated this hash; it may use either case.
    pub(super) fn is(&self, stated: &str) -> bool {
        self.0.eq_ignore_ascii_case(stated)
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02X}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_hash_is_that_of_nothing() {
        let nothing = "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855";
        assert_eq!(BlockHash::first().as_str(), nothing);
    }

    #[test]
    fn blocks_follow_one_another() {
        let one = BlockHash::first().then(b"data");
        let other = one.then(b"data");
        assert_ne!(one, other);
        assert!(one.is(&one.as_str().to_lowercase()));
        assert!(!one.is(other.as_str()));
    }
}
