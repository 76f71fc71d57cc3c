//! A card's code in a camera's frame. ISO/IEC 18004; what counts as damage is the same as for a scanner's text.

use zeroize::Zeroizing;

use super::frames::{MAX_SCAN_BYTES, checked};
use super::{Scan, ScanError};
use crate::image::GreyImage;

/// A frame of a table full of codes is not searched to its end.
const MOST_CODES: usize = 8;

/// The first code of a frame that can be read; nothing while there is none, or none whole.
///
/// Letters that do not survive as UTF-8 are [`ScanError::Charset`], more than any card's code holds is
/// [`ScanError::Endless`]: another frame of the same code would not mend either.
pub fn code_in(frame: &GreyImage) -> Option<Scan> {
    let (width, height) = (frame.width() as usize, frame.height() as usize);
    let pixels = frame.pixels();
    let at = |x: usize, y: usize| pixels.get(y * width + x).copied().unwrap_or(u8::MAX);
    let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(width, height, at);
    let grids = prepared.detect_grids();
    let mut refused = None;
    for grid in grids.iter().take(MOST_CODES) {
        // Reserved once: a vector that grows would leave parts of the text behind in freed memory.
        let mut bytes = Zeroizing::new(Vec::with_capacity(MOST_BYTES));
        if grid.decode_to(&mut *bytes).is_err() {
            continue;
        }
        let scan = match bytes.len() {
            0 => continue,
            length if length > MAX_SCAN_BYTES => Err(ScanError::Endless),
            _ => checked(&bytes),
        };
        match scan {
            Ok(text) => return Some(Ok(text)),
            Err(error) => refused = refused.or(Some(Err(error))),
        }
    }
    refused
}

/// A code of version 40, level L, in digits: the most that ISO/IEC 18004 table 7 knows.
const MOST_BYTES: usize = 7_089;
