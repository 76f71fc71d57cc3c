//! A record of what passed between reader and card, without contents.

use std::fs::File;
use std::io::Write;
use std::path::Path;

use crate::{Error, Result};

/// Writes one line for each command: header, length of data and Le, length of the answer, status word.
pub struct Recorder {
    out: Box<dyn Write + Send>,
    number: u32,
}

impl Recorder {
    /// Records into a new file.
    ///
    /// # Errors
    /// When the file cannot be made.
    pub fn create(path: &Path) -> Result<Self> {
        let file = File::create(path).map_err(Error::file(path))?;
        Ok(Self::to(Box::new(file)))
    }

    /// Records into `out`.
    #[must_use]
    pub fn to(out: Box<dyn Write + Send>) -> Self {
        Self { out, number: 0 }
    }

    /// A record that cannot be written is lost; the card goes on.
    pub(crate) fn note(&mut self, command: &[u8], answer: &[u8]) {
        self.number += 1;
        let header: String = command
            .iter()
            .take(4)
            .map(|byte| format!("{byte:02X}"))
            .collect();
        let status: String = answer
            .get(answer.len().saturating_sub(2)..)
            .unwrap_or_default()
            .iter()
            .map(|byte| format!("{byte:02X}"))
            .collect();
        let written = writeln!(
            self.out,
            "{:4} {header} command {} answer {} {status}",
            self.number,
            command.len(),
            answer.len()
        );
        if written.is_err() {
            self.out = Box::new(std::io::sink());
        }
    }
}
