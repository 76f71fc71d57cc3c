//! Elements of a distinguished encoding, one level at a time. ISO/IEC 8825-1 §8.1, §10.
//!
//! Lists of certificates and of revoked serial numbers hold more elements than any card: they are walked
//! level by level, without recursion, and nothing is copied.

/// One element: identifier octet, value, and the whole with its header.
#[derive(Clone, Copy)]
pub(crate) struct Element<'a> {
    pub(crate) tag: u8,
    pub(crate) value: &'a [u8],
    pub(crate) whole: &'a [u8],
}

/// Elements one after another.
#[derive(Clone, Copy)]
pub(crate) struct Elements<'a> {
    rest: &'a [u8],
}

impl<'a> Elements<'a> {
    /// The elements that fill these bytes.
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// The elements inside the one element with this tag that fills the bytes.
    pub(crate) fn inside(bytes: &'a [u8], tag: u8) -> Option<Self> {
        let mut outer = Self::new(bytes);
        let value = outer.take(tag)?;
        outer.is_empty().then_some(Self::new(value))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// The next element, whatever it is; nothing at the end or where the encoding is broken.
    pub(crate) fn any(&mut self) -> Option<Element<'a>> {
        let (tag, after) = self.rest.split_first()?;
        if tag & 0x1F == 0x1F {
            return None;
        }
        let (first, after) = after.split_first()?;
        let (length, after) = match first {
            0..=0x7F => (usize::from(*first), after),
            0x81..=0x84 => {
                let (octets, after) = after.split_at_checked(usize::from(first & 0x7F))?;
                let length = octets
                    .iter()
                    .fold(0_usize, |length, octet| (length << 8) | usize::from(*octet));
                (length, after)
            }
            _ => return None,
        };
        let (value, rest) = after.split_at_checked(length)?;
        let whole = self.rest.get(..self.rest.len() - rest.len())?;
        self.rest = rest;
        Some(Element {
            tag: *tag,
            value,
            whole,
        })
    }

    /// The value of the next element, which has this tag.
    pub(crate) fn take(&mut self, tag: u8) -> Option<&'a [u8]> {
        let mut ahead = *self;
        let element = ahead.any().filter(|element| element.tag == tag)?;
        *self = ahead;
        Some(element.value)
    }

    /// The next element with its header, which has this tag.
    pub(crate) fn take_whole(&mut self, tag: u8) -> Option<&'a [u8]> {
        let mut ahead = *self;
        let element = ahead.any().filter(|element| element.tag == tag)?;
        *self = ahead;
        Some(element.whole)
    }

    /// All elements, when every one has this tag and there are no more than `most`.
    pub(crate) fn all_whole(mut self, tag: u8, most: usize) -> Option<Vec<&'a [u8]>> {
        let mut all = Vec::new();
        while !self.is_empty() {
            if all.len() == most {
                return None;
            }
            all.push(self.take_whole(tag)?);
        }
        Some(all)
    }

    /// The values of all elements, under the same conditions.
    pub(crate) fn all_values(mut self, tag: u8, most: usize) -> Option<Vec<&'a [u8]>> {
        let mut all = Vec::new();
        while !self.is_empty() {
            if all.len() == most {
                return None;
            }
            all.push(self.take(tag)?);
        }
        Some(all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_come_one_after_another() {
        let mut elements = Elements::inside(&[0x30, 5, 2, 1, 7, 5, 0], 0x30).unwrap();
        assert_eq!(elements.take(0x05), None, "the integer comes first");
        assert_eq!(elements.take(0x02), Some(&[7][..]));
        assert_eq!(elements.take_whole(0x05), Some(&[5, 0][..]));
        assert!(elements.is_empty() && elements.any().is_none());
    }

    #[test]
    fn broken_lengths_end_the_walk() {
        for bytes in [
            &[0x30][..],
            &[0x30, 0x80, 0, 0],
            &[0x30, 2, 1],
            &[0x30, 0x85, 0, 0, 0, 0, 0],
            &[0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF],
            &[0x1F, 0x81, 0x01, 0],
        ] {
            assert!(Elements::new(bytes).any().is_none(), "{bytes:02X?}");
        }
        assert!(Elements::inside(&[0x30, 0, 0], 0x30).is_none());
    }

    #[test]
    fn the_number_of_elements_is_bounded() {
        let many = [[5, 0]; 4].concat();
        assert_eq!(Elements::new(&many).all_whole(5, 4).unwrap().len(), 4);
        assert!(Elements::new(&many).all_whole(5, 3).is_none());
        assert!(Elements::new(&many).all_whole(2, 9).is_none());
        assert_eq!(
            Elements::new(&many).all_values(5, 4),
            Some(vec![&[][..]; 4])
        );
        assert_eq!(Elements::new(&many).all_values(5, 3), None);
    }
}
