//! The floor of a twin's reading: AES secure messaging, a 256-bit curve.

use card_twin::card::Card;
use card_twin::profile::Profile;
use reader::reading::floor::CardShape;

use crate::clocked_card::Passed;

/// An uncompressed point, and two numbers of a signature.
const POINT: usize = 65;
const SIGNATURE: usize = 64;
const EF_CARD_ACCESS: u16 = 0x011C;
/// EF.COM, EF.SOD, DG1, DG2, DG13, DG14, DG15.
const FILES: [u16; 7] = [0x011E, 0x011D, 0x0101, 0x0102, 0x010D, 0x010E, 0x010F];

/// Every command of the shortest reading of this card.
pub(crate) fn of(card: &Card, profile: &Profile) -> Vec<Passed> {
    let length = |bytes: Option<&[u8]>| bytes.map_or(0, <[u8]>::len);
    let shape = CardShape {
        card_access: Some(length(card.master_file(EF_CARD_ACCESS))),
        public_key: POINT,
        block: 16,
        longest_answer: profile.buffers.map(|buffers| usize::from(buffers.response)),
        chip_authentication: profile.chip_authentication,
        active_authentication: Some(SIGNATURE),
        files: FILES.map(|file| length(card.file(file))).to_vec(),
    };
    let all = shape.shortest_reading().into_iter();
    all.map(|one| Passed {
        command: one.command,
        answer: one.answer,
    })
    .collect()
}
