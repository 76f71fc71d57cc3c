//! The chip's portrait, decoded on the side while the chip still proves itself.

use std::thread::JoinHandle;

use capture::image::{Limits, RgbaImage};
use reader::lds::dg2;
use ui::event::{Event, SessionId};
use zeroize::Zeroizing;

use super::Outlet;

/// A portrait that nobody has verified yet, being decoded.
pub(super) struct FacePreview {
    thread: JoinHandle<Option<RgbaImage>>,
    encoded: Zeroizing<Vec<u8>>,
}

impl FacePreview {
    /// Begins to decode the portrait of DG2 and shows it when done. A file without one shows nothing.
    pub(super) fn start(session: SessionId, file: &[u8], outlet: Outlet) -> Option<Self> {
        let encoded = Zeroizing::new(dg2::parse(file).ok()?.image.clone());
        let image = encoded.clone();
        let work = move || {
            let face = decode(&image)?;
            outlet.send(Event::CardFace {
                session,
                face: face.clone(),
            });
            Some(face)
        };
        let thread = std::thread::Builder::new().name("portrait".into());
        Some(Self {
            thread: thread.spawn(work).ok()?,
            encoded,
        })
    }

    /// The decoded portrait, if it is of this image and no other.
    pub(super) fn of(self, image: &[u8]) -> Option<RgbaImage> {
        let face = self.thread.join().ok()?;
        face.filter(|_| self.encoded.as_slice() == image)
    }
}

/// Decodes a portrait.
pub(super) fn decode(image: &[u8]) -> Option<RgbaImage> {
    match capture::image::decode(image, Limits::PORTRAIT) {
        Ok(image) => Some(image),
        Err(error) => {
            tracing::warn!(%error, "the chip's portrait cannot be decoded");
            None
        }
    }
}
