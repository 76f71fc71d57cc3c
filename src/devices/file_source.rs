//! Devices that deliver through a file: a camera that drops its frame, a scanner that drops its text.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use zeroize::Zeroizing;

/// A frame larger than this is not a portrait.
const MAX_FRAME_LEN: u64 = 8 * 1024 * 1024;
/// A code longer than this is not a card's.
const MAX_CODE_LEN: u64 = 4096;

/// Reads the frame that a camera delivered.
///
/// # Errors
/// When the file is missing or larger than a frame can be.
pub fn frame(path: &Path) -> io::Result<Zeroizing<Vec<u8>>> {
    read_bounded(path, MAX_FRAME_LEN)
}

/// Reads the text that a scanner delivered, without its line end.
///
/// # Errors
/// When the file is missing, longer than a code can be, or not UTF-8.
pub fn code(path: &Path) -> io::Result<Zeroizing<String>> {
    let bytes = read_bounded(path, MAX_CODE_LEN)?;
    let text = std::str::from_utf8(&bytes)
        .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "the code is not UTF-8"))?;
    Ok(Zeroizing::new(
        text.trim_end_matches(['\r', '\n']).to_owned(),
    ))
}

fn read_bounded(path: &Path, limit: u64) -> io::Result<Zeroizing<Vec<u8>>> {
    let mut bytes = Zeroizing::new(Vec::new());
    File::open(path)?.take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return Err(io::Error::new(
            io::ErrorKind::InvalidData,
            "the file is too long",
        ));
    }
    Ok(bytes)
}
