//! What the module keeps: character buffers, a library of templates, a notepad. A template of the simulation is
//! the finger's number and a pattern that follows from it; two of one finger are alike.

use std::collections::BTreeMap;

const OK: u8 = 0x00;
const NO_MATCH: u8 = 0x08;
const NOT_FOUND: u8 = 0x09;
const NOT_COMBINED: u8 = 0x0A;
const BAD_PAGE: u8 = 0x0B;
const UNREADABLE: u8 = 0x0C;
const NO_BUFFER: u8 = 0x18;

const PAGES: u16 = 200;
const BUFFERS: u8 = 6;
const TEMPLATE_BYTES: usize = 512;
/// What two templates of one finger score.
const ALIKE: u16 = 100;

#[derive(Default)]
pub(super) struct Library {
    buffers: BTreeMap<u8, Vec<u8>>,
    pages: BTreeMap<u16, Vec<u8>>,
    notes: BTreeMap<u8, [u8; 32]>,
    drawn: u32,
}

impl Library {
    /// Features of a finger into a buffer.
    pub(super) fn keep(&mut self, buffer: u8, finger: u64) -> u8 {
        if !(1..=BUFFERS).contains(&buffer) {
            return NO_BUFFER;
        }
        let mut template = finger.to_be_bytes().to_vec();
        let mut state = finger | 1;
        while template.len() < TEMPLATE_BYTES {
            state = state.wrapping_mul(0x5851_F42D_4C95_7F2D).wrapping_add(1);
            template.push((state >> 56) as u8);
        }
        self.put(buffer, template);
        OK
    }

    pub(super) fn put(&mut self, buffer: u8, template: Vec<u8>) {
        self.buffers.insert(buffer, template);
    }

    pub(super) fn template(&self, buffer: u8) -> Option<&[u8]> {
        self.buffers.get(&buffer).map(Vec::as_slice)
    }

    /// The acknowledge payload, or nothing for an operation that is no business of the library.
    pub(super) fn obey(&mut self, payload: &[u8]) -> Option<Vec<u8>> {
        Some(match payload {
            [0x03] => match (self.template(1), self.template(2)) {
                (Some(one), Some(two)) if one == two => with(OK, &ALIKE.to_be_bytes()),
                _ => vec![NO_MATCH],
            },
            [0x04 | 0x1B, buffer, first @ .., c, d] if first.len() == 2 => {
                let first = u16::from_be_bytes([first[0], first[1]]);
                let count = u16::from_be_bytes([*c, *d]);
                self.search(*buffer, first, count)
            }
            [0x05] => vec![self.combine()],
            [0x06, buffer, a, b] => vec![self.store(*buffer, u16::from_be_bytes([*a, *b]))],
            [0x07, buffer, a, b] => vec![self.load(*buffer, u16::from_be_bytes([*a, *b]))],
            [0x0C, a, b, c, d] => {
                let (first, count) = (u16::from_be_bytes([*a, *b]), u16::from_be_bytes([*c, *d]));
                let gone = first..first.saturating_add(count);
                self.pages.retain(|page, _| !gone.contains(page));
                vec![OK]
            }
            [0x0D] => {
                self.pages.clear();
                vec![OK]
            }
            [0x14] => {
                self.drawn = self
                    .drawn
                    .wrapping_mul(1_664_525)
                    .wrapping_add(1_013_904_223);
                with(OK, &self.drawn.to_be_bytes())
            }
            [0x18, page, notes @ ..] if *page < 16 => {
                self.notes.insert(*page, notes.try_into().ok()?);
                vec![OK]
            }
            [0x19, page] if *page < 16 => {
                with(OK, self.notes.get(page).unwrap_or(&[0; 32]).as_slice())
            }
            [0x1D] => with(OK, &u16::try_from(self.pages.len()).ok()?.to_be_bytes()),
            [0x1F, 0] => with(OK, &self.index()),
            [0x31, page, replace, ..] if payload.len() == 6 => return self.enrol(*page, *replace),
            _ => return None,
        })
    }

    fn search(&self, buffer: u8, first: u16, count: u16) -> Vec<u8> {
        let wanted = self.template(buffer);
        let mut range = self.pages.range(first..first.saturating_add(count));
        match range.find(|(_, template)| Some(template.as_slice()) == wanted) {
            Some((page, _)) => {
                let mut said = with(OK, &page.to_be_bytes());
                said.extend(ALIKE.to_be_bytes());
                said
            }
            None => vec![NOT_FOUND],
        }
    }

    fn combine(&self) -> u8 {
        match (self.template(1), self.template(2)) {
            (Some(one), Some(two)) if one == two => OK,
            _ => NOT_COMBINED,
        }
    }

    fn store(&mut self, buffer: u8, page: u16) -> u8 {
        match self.buffers.get(&buffer) {
            _ if page >= PAGES => BAD_PAGE,
            Some(template) => {
                self.pages.insert(page, template.clone());
                OK
            }
            None => NO_BUFFER,
        }
    }

    fn load(&mut self, buffer: u8, page: u16) -> u8 {
        match self.pages.get(&page) {
            _ if page >= PAGES => BAD_PAGE,
            Some(template) => {
                self.buffers.insert(buffer, template.clone());
                OK
            }
            None => UNREADABLE,
        }
    }

    /// The last of AutoEnroll's answers, of the finger that lies in buffer 1.
    fn enrol(&mut self, page: u8, replace: u8) -> Option<Vec<u8>> {
        let taken = self.pages.contains_key(&u16::from(page)) && replace == 0;
        let code = match taken {
            true => BAD_PAGE,
            false => self.store(1, u16::from(page)),
        };
        Some(vec![code, 0x0F, page])
    }

    fn index(&self) -> [u8; 32] {
        let mut table = [0_u8; 32];
        for page in self.pages.keys() {
            if let Some(byte) = table.get_mut(usize::from(page / 8)) {
                *byte |= 1 << (page % 8);
            }
        }
        table
    }
}

fn with(code: u8, rest: &[u8]) -> Vec<u8> {
    let mut said = vec![code];
    said.extend(rest);
    said
}
