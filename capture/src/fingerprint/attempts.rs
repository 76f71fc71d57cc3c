//! Tries for one finger: every score is kept, the best image too. Enrolment practice, at most three.

/// What one try came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Try {
    /// An image with this score that passed the gate.
    Passed(u8),
    /// An image with this score that the gate held.
    Held(u8),
    /// No image.
    Failed,
}

impl Try {
    /// Worth: passed before held, then the score.
    fn rank(self) -> (u8, u8) {
        match self {
            Self::Failed => (0, 0),
            Self::Held(score) => (1, score),
            Self::Passed(score) => (2, score),
        }
    }
}

/// Whether a later try's image replaces the one kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// The new image is the best so far.
    New,
    /// The older one stays.
    Older,
}

/// What comes after a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// The finger is done.
    Done,
    /// It may be tried again.
    Again {
        /// Tries left.
        left: u8,
    },
    /// No try is left: the best image stays, and the profile wants an exception with its reason.
    Exhausted,
}

/// Whether the newest of these tries is the best.
pub fn keep(older: &[Try], new: Try) -> Keep {
    let best = older.iter().map(|one| one.rank()).max();
    match best {
        Some(best) if best >= new.rank() => Keep::Older,
        _ if new == Try::Failed => Keep::Older,
        _ => Keep::New,
    }
}

/// What comes after these tries, of which a profile allows `most`. A try without an image (no
/// finger came, the cable was out) uses up none.
pub fn next(tries: &[Try], most: u8) -> Next {
    if tries.iter().any(|one| matches!(one, Try::Passed(_))) {
        return Next::Done;
    }
    let used = tries.iter().filter(|one| **one != Try::Failed).count();
    let used = u8::try_from(used).unwrap_or(u8::MAX);
    match most.saturating_sub(used) {
        0 => Next::Exhausted,
        left => Next::Again { left },
    }
}
