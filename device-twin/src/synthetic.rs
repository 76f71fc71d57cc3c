//! Fingers that belong to nobody: a ridge field grown from a seed, and impressions of it at 500 ppi.
//!
//! A finger begins as a flow of directions around singular points ([`flow`]) and as noise. Passing
//! an oriented band filter over the noise again and again ([`growth`]) lets ridges appear whose
//! endings and forks nobody placed. An impression ([`impression`]) moves, turns and stretches the
//! finger and prints it as skin and glass would. Same seed, same build: same pixels.

mod flow;
mod growth;
mod impression;
mod noise;
mod slap;

pub use flow::Pattern;
pub use growth::Finger;
pub use impression::{Condition, Image, Impression, Placement};
pub use slap::{Hand, Slap, SlapFault, slap};

/// Resolution of every image made here: 500 ppi, ISO/IEC 19794-4 acquisition level 30 and above.
pub const PPI: u16 = 500;

#[cfg(test)]
mod tests;
