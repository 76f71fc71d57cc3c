//! What a run of PACE leaves behind. ICAO Doc 9303-11 §4.4.1, §7.

use crate::access::SecureMessaging;
use crate::read_out::PaceCamTranscript;

/// A secure channel, and what later protocols need to know of how it came about.
pub struct PaceSession {
    pub(crate) messaging: SecureMessaging,
    pub(crate) trail: PaceTrail,
}

/// What a run of PACE shows besides its keys.
#[derive(Clone)]
pub(crate) struct PaceTrail {
    /// ID of the chip in terminal authentication: its compressed ephemeral key.
    pub(crate) chip_name: Vec<u8>,
    /// Our own compressed ephemeral key, which terminal authentication signs after chip authentication
    /// mapping.
    pub(crate) terminal_name: Vec<u8>,
    /// Certification authority references in the chip's last answer, newest first.
    pub(crate) authorities: Vec<Vec<u8>>,
    /// What chip authentication mapping brought.
    pub(crate) chip_authentication: Option<PaceCamTranscript>,
}
