//! SELECT and READ BINARY. ICAO Doc 9303-10 §3.6.2, §3.6.3.

use crate::files::FileId;
use crate::wire::{CommandApdu, data_object};

/// Offsets above need the odd instruction.
const MAX_EVEN_OFFSET: usize = 0x7FFF;
/// Tag and length of DO'53', which the odd instruction counts as part of the answer.
const ODD_FRAME: usize = 4;

/// Where READ BINARY reads.
#[derive(Clone, Copy)]
pub(super) enum Place {
    /// At the begin of the file with this short identifier, which is selected by it.
    ShortIdentifier(u8),
    /// In the selected file.
    Offset(usize),
}

impl Place {
    /// Whether the odd instruction is needed, which answers in DO'53'.
    pub(super) fn is_far(self) -> bool {
        matches!(self, Self::Offset(offset) if offset > MAX_EVEN_OFFSET)
    }

    /// What the answer holds besides the file's bytes.
    pub(super) fn frame(self) -> usize {
        if self.is_far() { ODD_FRAME } else { 0 }
    }
}

pub(super) fn short_identifier(file: FileId) -> Place {
    let [_, low] = file.fid().to_be_bytes();
    Place::ShortIdentifier(low & 0x1F)
}

/// Without Le, which some cards refuse here.
pub(super) fn select(file: FileId) -> CommandApdu {
    CommandApdu::new([0x00, 0xA4, 0x02, 0x0C]).with_data(file.fid().to_be_bytes().to_vec())
}

/// In extended form only when more than `short` bytes are to come.
pub(super) fn read_binary(place: Place, len: usize, short: usize) -> CommandApdu {
    let command = match place {
        Place::ShortIdentifier(identifier) => {
            CommandApdu::new([0x00, 0xB0, 0x80 | identifier, 0]).expecting(len)
        }
        Place::Offset(offset) if place.is_far() => read_binary_odd(offset, len),
        Place::Offset(offset) => {
            let [.., high, low] = offset.to_be_bytes();
            CommandApdu::new([0x00, 0xB0, high, low]).expecting(len)
        }
    };
    if len + place.frame() > short {
        command.in_extended_form()
    } else {
        command
    }
}

fn read_binary_odd(offset: usize, len: usize) -> CommandApdu {
    let [.., high, middle, low] = offset.to_be_bytes();
    let offset: &[u8] = if high == 0 {
        &[middle, low]
    } else {
        &[high, middle, low]
    };
    let mut data = Vec::new();
    data_object::append(&mut data, 0x54, offset);
    let frame = match len {
        0..=0x7F => 2,
        0x80..=0xFF => 3,
        _ => 4,
    };
    CommandApdu::new([0x00, 0xB1, 0x00, 0x00])
        .with_data(data)
        .expecting(len + frame)
}
