//! What a reading tells while it goes on. BSI TR-03135 §4 (progress for operators).

use crate::files::FileId;

/// Something that happened during a reading.
pub enum ReadEvent<'a> {
    /// A step began.
    Step(ReadStep),
    /// A part of a file arrived.
    File {
        /// Which file.
        file: FileId,
        /// Bytes so far.
        received: usize,
        /// Bytes of the whole file, once its header was read.
        expected: Option<usize>,
    },
    /// A file is complete. Its bytes are a citizen's data, not yet verified.
    FileDone {
        /// Which file.
        file: FileId,
        /// The whole file.
        bytes: &'a [u8],
    },
}

/// The steps of a reading, in their order; the last three may alternate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReadStep {
    /// EF.CardAccess in the open.
    CardAccess,
    /// PACE or basic access control.
    Access,
    /// Elementary files.
    Files,
    /// Chip authentication.
    ChipAuthentication,
    /// Active authentication.
    ActiveAuthentication,
}
