//! One reading of a card from power-up to active authentication. ICAO Doc 9303-11 §4.2.

mod event;
mod failure;
mod file_reader;
mod plan;
mod procedure;

pub use event::{ReadEvent, ReadStep};
pub use failure::{FileError, ReadError, ReadFailure};

use crate::access::AccessKey;
use crate::channel::CardChannel;
use crate::randomness::Randomness;
use crate::read_out::{ActiveAuthenticationChallenge, ReadOut};

/// What a reading needs to know.
pub struct ReadRequest {
    /// The password that opens the chip.
    pub key: AccessKey,
    /// The challenge for active authentication, best issued by who decides later.
    pub challenge: ActiveAuthenticationChallenge,
    /// Whether a card without PACE may be opened with basic access control.
    pub allow_bac: bool,
}

/// Reads a card: EF.CardAccess, access control, the files it lists, and the chip's proofs.
///
/// Whoever wants the channel back passes a closure over it.
/// Passwords are never tried twice, and a failed PACE is never answered with basic access control.
///
/// # Errors
/// [`ReadFailure`] with everything that was read before.
pub fn read<C: CardChannel>(
    channel: C,
    request: &ReadRequest,
    rng: &mut dyn Randomness,
    watch: &mut dyn FnMut(ReadEvent<'_>),
) -> Result<ReadOut, ReadFailure> {
    procedure::Procedure::new(request, rng, watch).run(channel)
}
