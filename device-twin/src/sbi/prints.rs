//! The fingers on the platen, each grown when it is first asked for.

use std::array;
use std::sync::{Arc, OnceLock};

use crate::synthetic::{Finger, Image, Impression};

/// Pixels of one segmented finger at 500 ppi.
const SIZE: (u16, u16) = (300, 400);

/// Ten fingers of one invented person; copies share what was grown.
#[derive(Clone)]
pub struct Prints {
    seed: u64,
    grown: Arc<[OnceLock<Image>; 10]>,
}

impl Prints {
    /// The fingers of a seed.
    #[must_use]
    pub fn of(seed: u64) -> Self {
        Self {
            seed,
            grown: Arc::new(array::from_fn(|_| OnceLock::new())),
        }
    }

    /// The finger at a position of ISO/IEC 19794-2, 1 to 10.
    pub(super) fn finger(&self, position: u8) -> Option<&Image> {
        let cell = self.grown.get(usize::from(position).checked_sub(1)?)?;
        Some(cell.get_or_init(|| {
            let (width, height) = SIZE;
            let finger = Finger::grow(self.seed.wrapping_mul(10) + u64::from(position));
            finger.print(&Impression::good(width, height))
        }))
    }

    /// A platen that nothing lies on.
    pub(super) fn nothing() -> Image {
        let (width, height) = SIZE;
        let pixels = vec![250; usize::from(width) * usize::from(height)];
        Image {
            width,
            height,
            pixels,
        }
    }
}
