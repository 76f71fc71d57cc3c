//! BER-TLV data objects of cards. ISO/IEC 7816-4 §6.3, ISO/IEC 8825-1 §8.1.
//!
//! Crate `iso7816-tlv` parses, but only what a bounded scan let through: it recurses without limit,
//! takes length `80` for an empty object, and counts every length as if it were the shortest form.

use iso7816_tlv::ber;
use zeroize::Zeroizing;

use crate::fault::Fault;

/// The deepest nesting that is followed. Files of a card need six levels, a certificate twelve.
pub const MAX_DEPTH: usize = 16;
/// The most data objects in one parse.
pub const MAX_OBJECTS: usize = 1024;
const MAX_TAG_OCTETS: usize = 3;
const MAX_LENGTH_OCTETS: usize = 4;

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

/// Why bytes are not data objects. ISO/IEC 8825-1 §8.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TlvError {
    /// The bytes end inside a tag, a length or a value.
    #[error("data object at byte {offset} is cut off")]
    Truncated {
        /// Where the object starts.
        offset: usize,
    },
    /// A tag of more than three octets, or a zero tag.
    #[error("tag at byte {offset} is not accepted")]
    Tag {
        /// Where the object starts.
        offset: usize,
    },
    /// Length octet `80` where only definite lengths are allowed.
    #[error("indefinite length at byte {offset}")]
    IndefiniteLength {
        /// Where the object starts.
        offset: usize,
    },
    /// A length of more than four octets.
    #[error("length field at byte {offset} is too long")]
    LengthTooLong {
        /// Where the object starts.
        offset: usize,
    },
    /// Nested deeper than [`MAX_DEPTH`].
    #[error("data objects nested too deep at byte {offset}")]
    TooDeep {
        /// Where the object starts.
        offset: usize,
    },
    /// More than [`MAX_OBJECTS`] data objects.
    #[error("too many data objects")]
    TooMany,
    /// Bytes after the data object.
    #[error("bytes follow the data object")]
    TrailingBytes,
    /// The parser refused what the scan let through.
    #[error("malformed data object")]
    Malformed,
}

impl TlvError {
    /// The clause that the failure is measured against.
    #[must_use]
    pub fn clause(&self) -> &'static str {
        match self {
            Self::Truncated { .. } | Self::IndefiniteLength { .. } | Self::LengthTooLong { .. } => {
                "ISO/IEC 8825-1 §8.1.3"
            }
            Self::Tag { .. } => "ISO/IEC 8825-1 §8.1.2",
            Self::TooDeep { .. } | Self::TooMany | Self::TrailingBytes | Self::Malformed => {
                "ISO/IEC 7816-4 §6.3"
            }
        }
    }

    /// Who must act.
    #[must_use]
    pub fn who(&self) -> Fault {
        Fault::Chip
    }
}

/// Which lengths a scan accepts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lengths {
    Definite,
    DefiniteOrIndefinite,
}

/// Checks that BER, indefinite lengths included, stays within the bounds, before a parser that
/// recurses sees it. Used for the CMS object in EF.SOD, which some issuers do not write in DER.
///
/// # Errors
/// [`TlvError`] naming the first bound or rule that the bytes break.
pub(crate) fn check_bounds_of_ber(bytes: &[u8]) -> Result<(), TlvError> {
    let mut scan = Scan {
        bytes,
        objects: 0,
        lengths: Lengths::DefiniteOrIndefinite,
    };
    let mut discarded = Vec::new();
    let end = scan.object(0, bytes.len(), 0, &mut discarded)?;
    if end == bytes.len() {
        Ok(())
    } else {
        Err(TlvError::TrailingBytes)
    }
}

/// The value of one outermost object, whose inside is not looked at: EF.SOD wraps a CMS object.
///
/// # Errors
/// [`TlvError`] when the bytes are not exactly one object of definite length with this tag.
pub(crate) fn unwrap_outermost(bytes: &[u8], tag: u8) -> Result<&[u8], TlvError> {
    let scan = Scan {
        bytes,
        objects: 0,
        lengths: Lengths::Definite,
    };
    let header = scan.header(0, bytes.len())?;
    if bytes.first() != Some(&tag) {
        return Err(TlvError::Tag { offset: 0 });
    }
    let length = header
        .length
        .ok_or(TlvError::IndefiniteLength { offset: 0 })?;
    let inside = bytes.get(header.value..).unwrap_or_default();
    match inside.len().cmp(&length) {
        std::cmp::Ordering::Less => Err(TlvError::Truncated { offset: 0 }),
        std::cmp::Ordering::Equal => Ok(inside),
        std::cmp::Ordering::Greater => Err(TlvError::TrailingBytes),
    }
}

struct Scan<'a> {
    bytes: &'a [u8],
    objects: usize,
    lengths: Lengths,
}

struct Header {
    tag_end: usize,
    value: usize,
    length: Option<usize>,
    constructed: bool,
}

impl Scan<'_> {
    /// The same objects with every length in its shortest form.
    fn shortest_lengths(bytes: &[u8]) -> Result<Vec<u8>, TlvError> {
        let mut scan = Scan {
            bytes,
            objects: 0,
            lengths: Lengths::Definite,
        };
        let mut out = Vec::with_capacity(bytes.len());
        let mut at = 0;
        while at < bytes.len() {
            at = scan.object(at, bytes.len(), 0, &mut out)?;
        }
        Ok(out)
    }

    /// Copies the object at `at`, which must end by `limit`, and gives the place after it.
    fn object(
        &mut self,
        at: usize,
        limit: usize,
        depth: usize,
        out: &mut Vec<u8>,
    ) -> Result<usize, TlvError> {
        if depth >= MAX_DEPTH {
            return Err(TlvError::TooDeep { offset: at });
        }
        self.objects += 1;
        if self.objects > MAX_OBJECTS {
            return Err(TlvError::TooMany);
        }
        let header = self.header(at, limit)?;
        let (content, end) = match header.length {
            Some(length) => self.definite(&header, at, length, limit, depth)?,
            None => self.indefinite(&header, at, limit, depth)?,
        };
        out.extend_from_slice(
            self.bytes
                .get(at..header.tag_end)
                .ok_or(TlvError::Malformed)?,
        );
        push_length(out, content.len());
        out.extend_from_slice(&content);
        Ok(end)
    }

    fn definite(
        &mut self,
        header: &Header,
        at: usize,
        length: usize,
        limit: usize,
        depth: usize,
    ) -> Result<(Zeroizing<Vec<u8>>, usize), TlvError> {
        let end = header.value.checked_add(length).filter(|end| *end <= limit);
        let end = end.ok_or(TlvError::Truncated { offset: at })?;
        let mut content = Zeroizing::new(Vec::with_capacity(length));
        if header.constructed {
            let mut inner = header.value;
            while inner < end {
                inner = self.object(inner, end, depth + 1, &mut content)?;
            }
        } else {
            content.extend_from_slice(
                self.bytes
                    .get(header.value..end)
                    .ok_or(TlvError::Malformed)?,
            );
        }
        Ok((content, end))
    }

    fn indefinite(
        &mut self,
        header: &Header,
        at: usize,
        limit: usize,
        depth: usize,
    ) -> Result<(Zeroizing<Vec<u8>>, usize), TlvError> {
        if self.lengths == Lengths::Definite || !header.constructed {
            return Err(TlvError::IndefiniteLength { offset: at });
        }
        let mut content = Zeroizing::new(Vec::new());
        let mut inner = header.value;
        loop {
            match self.bytes.get(inner..limit) {
                Some([0, 0, ..]) => return Ok((content, inner + 2)),
                Some([_, ..]) => inner = self.object(inner, limit, depth + 1, &mut content)?,
                _ => return Err(TlvError::Truncated { offset: at }),
            }
        }
    }

    fn header(&self, at: usize, limit: usize) -> Result<Header, TlvError> {
        let octet = |index: usize| {
            self.bytes
                .get(index)
                .copied()
                .filter(|_| index < limit)
                .ok_or(TlvError::Truncated { offset: at })
        };
        let first = octet(at)?;
        let mut tag_end = at + 1;
        if first & 0x1F == 0x1F {
            while octet(tag_end)? & 0x80 != 0 {
                tag_end += 1;
            }
            tag_end += 1;
        }
        if first == 0 || tag_end - at > MAX_TAG_OCTETS {
            return Err(TlvError::Tag { offset: at });
        }
        let (length, value) = match octet(tag_end)? {
            short @ 0..0x80 => (Some(usize::from(short)), tag_end + 1),
            0x80 => (None, tag_end + 1),
            long => {
                let octets = usize::from(long & 0x7F);
                if octets > MAX_LENGTH_OCTETS {
                    return Err(TlvError::LengthTooLong { offset: at });
                }
                let mut length = 0_usize;
                for index in 0..octets {
                    length = (length << 8) | usize::from(octet(tag_end + 1 + index)?);
                }
                (Some(length), tag_end + 1 + octets)
            }
        };
        Ok(Header {
            tag_end,
            value,
            length,
            constructed: first & 0x20 != 0,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(bytes: &[u8]) -> TlvError {
        DataObject::parse(bytes).err().unwrap()
    }

    #[test]
    fn multi_octet_tags_and_nested_objects_are_read() {
        let object =
            DataObject::parse(&test_vectors::unhex("7F61 08 02 01 01 7F60 02 5F2E 00")).err();
        assert_eq!(object, Some(TlvError::Truncated { offset: 9 }));
        let object = DataObject::parse(&test_vectors::unhex("7F61 09 02 01 01 7F60 03 5F2E 00"))
            .ok()
            .unwrap();
        let tags: Vec<u32> = object.node().children().map(Node::tag).collect();
        assert_eq!(
            (object.node().tag(), tags.as_slice()),
            (0x7F61, [0x02, 0x7F60].as_slice())
        );
        assert_eq!(
            object.node().child(0x02).map(Node::value),
            Some([1].as_slice())
        );
    }

    #[test]
    fn long_length_forms_are_read_as_the_short_ones() {
        let padded = test_vectors::unhex("30 82 0007 04 82 0001 AA 04 81 01 BB");
        assert_eq!(error(&padded), TlvError::Truncated { offset: 9 });
        let padded = test_vectors::unhex("30 82 0009 04 82 0001 AA 04 81 01 BB");
        let object = DataObject::parse(&padded).ok().unwrap();
        let values: Vec<&[u8]> = object.node().children().map(Node::value).collect();
        assert_eq!(values, [[0xAA].as_slice(), &[0xBB]]);
        assert_eq!(
            object.node().to_der(),
            test_vectors::unhex("30 06 04 01 AA 04 01 BB")
        );
    }

    #[test]
    fn lengths_around_every_form_survive() {
        for length in [0, 1, 0x7E, 0x7F, 0x80, 0xFF, 0x100, 0xFFFF, 0x1_0000] {
            let encoded = encode(0x30, &encode(0x5F1F, &vec![7; length]));
            let object = DataObject::parse(&encoded).ok().unwrap();
            assert_eq!(object.node().child(0x5F1F).unwrap().value().len(), length);
            assert_eq!(object.node().to_der(), encoded);
        }
    }

    #[test]
    fn hostile_lengths_and_tags_are_refused() {
        assert_eq!(error(&[]), TlvError::Truncated { offset: 0 });
        assert_eq!(error(&[0x30]), TlvError::Truncated { offset: 0 });
        assert_eq!(
            error(&[0x30, 0x80, 0, 0]),
            TlvError::IndefiniteLength { offset: 0 }
        );
        assert_eq!(
            error(&[0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF]),
            TlvError::Truncated { offset: 0 }
        );
        assert_eq!(
            error(&[0x30, 0x85, 0, 0, 0, 0, 0]),
            TlvError::LengthTooLong { offset: 0 }
        );
        assert_eq!(
            error(&[0x30, 0x03, 0x04, 0x02, 0x00]),
            TlvError::Truncated { offset: 2 }
        );
        assert_eq!(error(&[0x04, 0x00, 0x00]), TlvError::Tag { offset: 2 });
        assert_eq!(error(&[0x04, 0x00, 0x04, 0x00]), TlvError::TrailingBytes);
        assert_eq!(
            error(&[0x5F, 0x81, 0x82, 0x83, 0x04, 0x00]),
            TlvError::Tag { offset: 0 }
        );
    }

    #[test]
    fn ten_thousand_levels_are_refused() {
        let mut nested = vec![0x04, 0x00];
        for _ in 0..10_000 {
            nested = encode(0x30, &nested);
        }
        assert!(matches!(error(&nested), TlvError::TooDeep { .. }));
        assert!(matches!(
            check_bounds_of_ber(&nested),
            Err(TlvError::TooDeep { .. })
        ));
        let indefinite = [0x30, 0x80].repeat(100_000);
        assert!(matches!(
            check_bounds_of_ber(&indefinite),
            Err(TlvError::TooDeep { .. })
        ));
    }

    #[test]
    fn too_many_objects_are_refused() {
        let many = encode(0x30, &[0x04, 0x00].repeat(MAX_OBJECTS));
        assert_eq!(error(&many), TlvError::TooMany);
        let allowed = encode(0x30, &[0x04, 0x00].repeat(MAX_OBJECTS - 1));
        assert_eq!(
            DataObject::parse(&allowed)
                .ok()
                .unwrap()
                .node()
                .children()
                .len(),
            MAX_OBJECTS - 1
        );
    }

    #[test]
    fn indefinite_lengths_end_with_two_zero_octets() {
        assert_eq!(
            check_bounds_of_ber(&[0x30, 0x80, 0x04, 0x01, 0x00, 0x00, 0x00]),
            Ok(())
        );
        let open = check_bounds_of_ber(&[0x30, 0x80, 0x04, 0x01, 0x00, 0x30, 0x00]);
        assert!(matches!(open, Err(TlvError::Truncated { .. })));
        assert!(matches!(
            check_bounds_of_ber(&[0x04, 0x80, 0, 0]),
            Err(TlvError::IndefiniteLength { .. })
        ));
    }
}
