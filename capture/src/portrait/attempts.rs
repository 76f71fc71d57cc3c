//! At most so many tries at a portrait, each with its scores; the best frame is the one that counts.

use super::PortraitQuality;

/// The tries of one person. `T` is what is kept beside the quality of the best, for example the frame.
pub struct Attempts<T> {
    most: usize,
    tried: Vec<PortraitQuality>,
    best: Option<(usize, T)>,
}

/// There is no try left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("every try is spent")]
pub struct TriesSpent;

impl<T> Attempts<T> {
    /// No try so far, of at most `most`.
    pub fn new(most: usize) -> Self {
        Self {
            most,
            tried: Vec::new(),
            best: None,
        }
    }

    /// Counts a try and keeps its frame when none was better.
    ///
    /// # Errors
    /// [`TriesSpent`]; the frame is dropped.
    pub fn add(&mut self, quality: PortraitQuality, frame: T) -> Result<(), TriesSpent> {
        if self.tried.len() >= self.most {
            return Err(TriesSpent);
        }
        let rank = |quality: &PortraitQuality| (quality.score(), quality.sum());
        let best = self.best().map(|(best, _)| rank(best));
        if best.is_none_or(|best| rank(&quality) > best) {
            self.best = Some((self.tried.len(), frame));
        }
        self.tried.push(quality);
        Ok(())
    }

    /// Whether no try is left.
    pub fn spent(&self) -> bool {
        self.tried.len() >= self.most
    }

    /// The best of them.
    pub fn best(&self) -> Option<(&PortraitQuality, &T)> {
        let (index, frame) = self.best.as_ref()?;
        Some((self.tried.get(*index)?, frame))
    }
}
