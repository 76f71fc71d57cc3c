//! BER-TLV data objects of cards. ISO/IEC 7816-4 §6.3, ISO/IEC 8825-1 §8.1.
//!
//! Crate `iso7816-tlv` parses, but only what a bounded scan let through: it recurses without limit,
//! takes length `80` for an empty object, and counts every length as if it were the shortest form.

use iso7816_tlv::ber;
use zeroize::Zeroizing;

mod error;
mod scan;
#[cfg(test)]
mod tests;

pub use error::TlvError;
pub(crate) use scan::{check_bounds_of_ber, definite_lengths, unwrap_outermost};

use scan::Scan;

/// The deepest nesting that is followed. Files of a card need six levels, a certificate twelve.
pub const MAX_DEPTH: usize = 16;
/// The most data objects in one parse.
pub const MAX_OBJECTS: usize = 1024;

/// One data object and everything inside it.
pub struct DataObject(ber::Tlv);

impl DataObject {
    /// Exactly one data object: bytes after it are an error.
    ///
    /// # Errors
    /// [`TlvError`] when the bytes are not one well-formed data object within the bounds.
    pub fn parse(bytes: &[u8]) -> Result<Self, TlvError> {
        let mut objects = Self::parse_all(bytes)?;
        match (objects.pop(), objects.is_empty()) {
            (Some(only), true) => Ok(only),
            (Some(_), false) => Err(TlvError::TrailingBytes),
            (None, _) => Err(TlvError::Truncated { offset: 0 }),
        }
    }

    /// Data objects one after another, to the end of the bytes.
    ///
    /// # Errors
    /// [`TlvError`] when anything in the bytes is not a well-formed data object within the bounds.
    pub fn parse_all(bytes: &[u8]) -> Result<Vec<Self>, TlvError> {
        let canonical = Zeroizing::new(Scan::shortest_lengths(bytes)?);
        let mut rest = canonical.as_slice();
        let mut objects = Vec::new();
        while !rest.is_empty() {
            let (object, after) = ber::Tlv::parse(rest);
            objects.push(Self(object.map_err(|_| TlvError::Malformed)?));
            rest = after;
        }
        Ok(objects)
    }

    /// The object itself, for walking through it.
    #[must_use]
    pub fn node(&self) -> Node<'_> {
        Node(&self.0)
    }
}

/// A data object inside a parsed tree.
#[derive(Clone, Copy)]
pub struct Node<'a>(&'a ber::Tlv);

impl<'a> Node<'a> {
    /// The tag, its octets read as one big-endian number: `0x5F1F`.
    #[must_use]
    pub fn tag(self) -> u32 {
        self.0
            .tag()
            .to_bytes()
            .iter()
            .fold(0, |tag, octet| (tag << 8) | u32::from(*octet))
    }

    /// The value octets; empty for a constructed object.
    #[must_use]
    pub fn value(self) -> &'a [u8] {
        match self.0.value() {
            ber::Value::Primitive(octets) => octets,
            ber::Value::Constructed(_) => &[],
        }
    }

    /// The objects inside; none for a primitive object.
    pub fn children(self) -> impl DoubleEndedIterator<Item = Node<'a>> + ExactSizeIterator {
        let inside: &[ber::Tlv] = match self.0.value() {
            ber::Value::Primitive(_) => &[],
            ber::Value::Constructed(objects) => objects,
        };
        inside.iter().map(Node)
    }

    /// The first object inside that has this tag.
    #[must_use]
    pub fn child(self, tag: u32) -> Option<Node<'a>> {
        self.children().find(|child| child.tag() == tag)
    }

    /// The whole object as DER would write its lengths.
    #[must_use]
    pub fn to_der(self) -> Vec<u8> {
        let content = match self.0.value() {
            ber::Value::Primitive(octets) => octets.clone(),
            ber::Value::Constructed(objects) => objects
                .iter()
                .flat_map(|object| Node(object).to_der())
                .collect(),
        };
        let mut der = self.0.tag().to_bytes().to_vec();
        push_length(&mut der, content.len());
        der.extend(content);
        der
    }
}

/// Writes a definite length in its shortest form.
pub fn push_length(out: &mut Vec<u8>, length: usize) {
    match u8::try_from(length) {
        Ok(short) if short < 0x80 => out.push(short),
        _ => {
            let octets = length.to_be_bytes();
            let significant: Vec<u8> = octets
                .iter()
                .copied()
                .skip_while(|octet| *octet == 0)
                .collect();
            out.push(0x80 | u8::try_from(significant.len()).unwrap_or(8));
            out.extend(significant);
        }
    }
}

/// One data object from a tag and its value octets.
#[must_use]
pub fn encode(tag: u32, value: &[u8]) -> Vec<u8> {
    let octets = tag.to_be_bytes();
    let mut out: Vec<u8> = octets
        .iter()
        .copied()
        .skip_while(|octet| *octet == 0)
        .collect();
    push_length(&mut out, value.len());
    out.extend_from_slice(value);
    out
}
