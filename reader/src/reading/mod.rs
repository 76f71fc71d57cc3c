//! One reading of a card from power-up to active authentication. ICAO Doc 9303-11 §4.2.

mod answer_to_reset;
mod attributes;
mod event;
mod failure;
mod file_reader;
pub mod floor;
mod identity;
mod opening;
mod plan;
mod procedure;
mod profile;
mod profile_memory;
mod proofs;
mod recovery;
mod terminal;

pub use event::{ReadEvent, ReadStep};
pub use failure::{FileError, ReadError, ReadFailure};
pub use identity::IdentityWatch;
pub use profile::{Addressing, CardAccessRoute, ExtendedLength, PastEnd, ReaderProfile};
pub use profile_memory::{ProfileMemory, ProfileMemoryError};

use time::Date;

use crate::access::AccessKey;
use crate::channel::CardChannel;
use crate::randomness::Randomness;
use crate::read_out::{ActiveAuthenticationChallenge, ReadOut};
use crate::terminal_authentication::TerminalSigner;

/// What a reading needs to know.
pub struct ReadRequest {
    /// The password that opens the chip.
    pub key: AccessKey,
    /// The challenge for active authentication, best issued by who decides later.
    pub challenge: ActiveAuthenticationChallenge,
    /// Whether a card without PACE may be opened with basic access control.
    pub allow_bac: bool,
}

/// What makes a reading shorter, and what it leaves for the next one.
#[derive(Default)]
pub struct ReadAids {
    /// What is known of this reader and this kind of chip; afterwards, what was learnt too.
    pub profile: ReaderProfile,
    /// What an interrupted reading of the same card brought: its files are kept, the file that broke
    /// off is continued. Access and the chip's proofs are performed again.
    pub partial: Option<ReadOut>,
    /// Who signs for this terminal, so that the chip opens its fingerprints. Nobody: not authorised.
    pub terminal: Option<Box<dyn TerminalSigner + Send>>,
    /// The day by the terminal's clock: certificates of the terminal that are out of their time are not
    /// even shown. Unknown: the chip alone judges them.
    pub today: Option<Date>,
}

/// Reads a card: EF.CardAccess, access control, the files it lists, and the chip's proofs.
///
/// Whoever wants the channel back passes a closure over it.
/// A refused password is never tried again, and a failed PACE is never answered with basic access control.
///
/// # Errors
/// [`ReadFailure`] with everything that was read before.
pub fn read<C: CardChannel>(
    channel: C,
    request: &ReadRequest,
    rng: &mut dyn Randomness,
    watch: &mut dyn FnMut(ReadEvent<'_>),
) -> Result<ReadOut, ReadFailure> {
    read_with(channel, request, &mut ReadAids::default(), rng, watch)
}

/// As [`read`], with what is known of reader and chip.
///
/// # Errors
/// As [`read`].
pub fn read_with<C: CardChannel>(
    channel: C,
    request: &ReadRequest,
    aids: &mut ReadAids,
    rng: &mut dyn Randomness,
    watch: &mut dyn FnMut(ReadEvent<'_>),
) -> Result<ReadOut, ReadFailure> {
    procedure::Procedure::new(request, aids, rng, watch).run(channel)
}

/// As [`read`], going on where an interrupted reading of the same card ended: access control and the
/// chip's proofs again, then the missing bytes. A joined file that contradicts EF.SOD is read anew.
///
/// # Errors
/// As [`read`]; its partial reading can be resumed again.
pub fn resume<C: CardChannel>(
    partial: ReadOut,
    channel: C,
    request: &ReadRequest,
    rng: &mut dyn Randomness,
    watch: &mut dyn FnMut(ReadEvent<'_>),
) -> Result<ReadOut, ReadFailure> {
    let mut aids = ReadAids {
        partial: Some(partial),
        ..ReadAids::default()
    };
    read_with(channel, request, &mut aids, rng, watch)
}
