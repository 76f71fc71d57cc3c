//! The bounds that every data object is held to before a parser sees it. ISO/IEC 8825-1 §8.1.

use zeroize::Zeroizing;

use super::{MAX_DEPTH, MAX_OBJECTS, TlvError, push_length};

const MAX_TAG_OCTETS: usize = 3;
const MAX_LENGTH_OCTETS: usize = 4;

/// Which lengths a scan accepts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lengths {
    Definite,
    DefiniteOrIndefinite,
}

/// Checks that BER, indefinite lengths included, stays within the bounds, before a parser that
/// recurses sees it.
///
/// # Errors
/// [`TlvError`] naming the first bound or rule that the bytes break.
pub(crate) fn check_bounds_of_ber(bytes: &[u8]) -> Result<(), TlvError> {
    definite_lengths(bytes).map(drop)
}

/// The same object with every length definite and in its shortest form. Used for the CMS object in
/// EF.SOD, which some issuers do not write in DER.
///
/// # Errors
/// [`TlvError`] naming the first bound or rule that the bytes break.
pub(crate) fn definite_lengths(bytes: &[u8]) -> Result<Zeroizing<Vec<u8>>, TlvError> {
    let mut scan = Scan {
        bytes,
        objects: 0,
        lengths: Lengths::DefiniteOrIndefinite,
    };
    let mut definite = Zeroizing::new(Vec::with_capacity(bytes.len()));
    let end = scan.object(0, bytes.len(), 0, &mut definite)?;
    if end == bytes.len() {
        Ok(definite)
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

pub(super) struct Scan<'a> {
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
    pub(super) fn shortest_lengths(bytes: &[u8]) -> Result<Vec<u8>, TlvError> {
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
