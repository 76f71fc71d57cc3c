//! Presentation attacks: what was done against a finger that is no living finger. ISO/IEC 30107-1.

/// Who looked, and what they found. There is no third way to say nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PresentationCheck {
    /// The device looked; its verdict stands under its signature, which the driver checked.
    Device(DeviceVerdict),
    /// The device cannot look: the officer watched the finger and says so with a tick.
    OfficerWatched,
    /// The device cannot look and nobody ticked.
    NotPerformed,
}

/// A device's verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DeviceVerdict {
    /// A living finger.
    Live,
    /// An artefact: the image must not be used.
    Attack,
}
