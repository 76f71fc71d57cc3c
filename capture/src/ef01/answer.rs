//! What the module answered: the payload behind the confirmation code, by operation.

use super::arguments::{NOTE_BYTES, Sample};
use super::confirmation::Confirmation;
use super::module_info::{ProductInfo, SystemParameters};
use super::operation::Operation;
use crate::fault::CaptureError;

/// The last step of AutoEnroll (31): the template is stored.
const STORED: u8 = 0x0F;
/// The last step of AutoIdentify (32): the library was searched.
const SEARCHED: u8 = 0x03;

/// What an operation came to.
pub enum Answer {
    /// It was done, and there is nothing to tell.
    Done,
    /// GenImg: nothing on the window.
    NoFinger,
    /// Match: the buffers are of different fingers.
    NoMatch,
    /// Search: the library holds no such finger.
    NotFound,
    /// Match: how alike the buffers are, on the module's own scale.
    Score(u16),
    /// Search: where the finger is.
    Found {
        /// The page.
        page: u16,
        /// How alike, on the module's own scale.
        score: u16,
    },
    /// GetRandomCode.
    Random(u32),
    /// TempleteNum.
    Templates(u16),
    /// ReadIndexTable.
    Index(IndexTable),
    /// ReadNotepad.
    Notes([u8; NOTE_BYTES]),
    /// ReadSysPara.
    Parameters(SystemParameters),
    /// ReadProdInfo.
    Product(ProductInfo),
    /// AutoEnroll: the page that holds the template now.
    Enrolled(u8),
    /// UpChar or UpImage.
    Sample(Sample),
}

/// Which of 256 pages are taken; bit 0 of each byte is its first page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IndexTable([u8; 32]);

impl IndexTable {
    /// Whether a page of this table holds a template.
    pub fn is_taken(&self, page: u8) -> bool {
        let byte = self.0.get(usize::from(page / 8)).copied();
        byte.is_some_and(|byte| byte >> (page % 8) & 1 == 1)
    }

    /// The first page that holds none.
    pub fn first_free(&self) -> Option<u8> {
        (0..=u8::MAX).find(|page| !self.is_taken(*page))
    }
}

/// One acknowledge packet, understood.
pub(super) enum Heard {
    /// The operation is over.
    Answer(Answer),
    /// Data packets follow.
    DataFollows,
    /// The module waits for data packets.
    Ready,
    /// A step of several is done; more answers follow.
    Underway,
}

/// Understands the answer to an operation.
pub(super) fn understand(
    operation: &Operation,
    code: Confirmation,
    rest: &[u8],
) -> Result<Heard, CaptureError> {
    match (operation, code) {
        (_, Confirmation::Ok) => succeeded(operation, rest).ok_or(CaptureError::Unexpected {
            operation: operation.name(),
        }),
        (_, Confirmation::WrongPassword | Confirmation::PasswordNeeded) => {
            Err(CaptureError::WrongPassword)
        }
        (Operation::GenerateImage, Confirmation::NoFinger) => Ok(Heard::Answer(Answer::NoFinger)),
        (Operation::Match, Confirmation::NoMatch) => Ok(Heard::Answer(Answer::NoMatch)),
        (
            Operation::Search(..) | Operation::FastSearch(..) | Operation::AutoIdentify(_),
            Confirmation::NotFound,
        ) => Ok(Heard::Answer(Answer::NotFound)),
        (_, refused) => Err(CaptureError::Refused {
            operation: operation.name(),
            code: refused.code(),
        }),
    }
}

/// `None` where the payload is not what the operation answers with.
fn succeeded(operation: &Operation, rest: &[u8]) -> Option<Heard> {
    let answer = match operation {
        Operation::UploadFeatures(_) | Operation::UploadImage => {
            return rest.is_empty().then_some(Heard::DataFollows);
        }
        Operation::DownloadFeatures(..) | Operation::DownloadImage(_) => {
            return rest.is_empty().then_some(Heard::Ready);
        }
        Operation::AutoEnrol(_) => return enrolment_step(rest),
        Operation::AutoIdentify(_) => return identification_step(rest),
        Operation::Match => Answer::Score(u16::from_be_bytes(rest.try_into().ok()?)),
        Operation::Search(..) | Operation::FastSearch(..) => found(rest)?,
        Operation::Random => Answer::Random(u32::from_be_bytes(rest.try_into().ok()?)),
        Operation::CountTemplates => Answer::Templates(u16::from_be_bytes(rest.try_into().ok()?)),
        Operation::ReadIndex(_) => Answer::Index(IndexTable(rest.try_into().ok()?)),
        Operation::ReadNotes(_) => Answer::Notes(rest.try_into().ok()?),
        Operation::ReadSystemParameters => Answer::Parameters(SystemParameters::parse(rest)?),
        Operation::ReadProductInfo => Answer::Product(ProductInfo::parse(rest)?),
        // Some firmware pads the answer of what only confirms.
        _ => Answer::Done,
    };
    Some(Heard::Answer(answer))
}

fn found(rest: &[u8]) -> Option<Answer> {
    let [a, b, c, d] = rest else {
        return None;
    };
    Some(Answer::Found {
        page: u16::from_be_bytes([*a, *b]),
        score: u16::from_be_bytes([*c, *d]),
    })
}

fn enrolment_step(rest: &[u8]) -> Option<Heard> {
    match rest {
        [STORED, page] => Some(Heard::Answer(Answer::Enrolled(*page))),
        // The command itself is confirmed without a step.
        [] | [_, _] => Some(Heard::Underway),
        _ => None,
    }
}

fn identification_step(rest: &[u8]) -> Option<Heard> {
    match rest {
        [SEARCHED, place @ ..] => found(place).map(Heard::Answer),
        [] | [_, _, _, _, _] => Some(Heard::Underway),
        _ => None,
    }
}
