//! The verdict of a reading that still goes on: what can be judged is judged while the next command is
//! in flight. ICAO Doc 9303-11 §5.1.

use super::Assessment;
use super::assessment;
use crate::chip::ChallengeExpectation;
use crate::files::FileId;
use crate::passive::Ahead;
use crate::read_out::ReadOut;
use crate::trust::{ReferenceTime, TrustAnchors};

/// Takes files as they come in and does the work that the verdict will need.
///
/// What was prepared counts only for the very bytes it was prepared from, so that the verdict is the same
/// as [`assess`](super::assess) gives, whatever was told before.
pub struct Preparation<'t> {
    trust: &'t TrustAnchors,
    at: ReferenceTime,
    ahead: Ahead<'t>,
}

impl<'t> Preparation<'t> {
    /// For one trust and one moment.
    #[must_use]
    pub fn new(trust: &'t TrustAnchors, at: ReferenceTime) -> Self {
        Self {
            trust,
            at,
            ahead: Ahead::new(trust, at),
        }
    }

    /// A whole file: EF.SOD's signature is verified, a data group hashed, the signer's path built.
    pub fn file(&mut self, file: FileId, bytes: &[u8]) {
        self.ahead.file(file, bytes);
    }

    /// Judges a complete reading.
    #[must_use]
    pub fn assess(mut self, read_out: &ReadOut, expected: ChallengeExpectation) -> Assessment {
        let passive = crate::passive::conclude(&mut self.ahead, read_out);
        assessment::judge(read_out, passive, (self.trust, self.at), expected)
    }
}
