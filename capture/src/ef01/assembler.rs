//! EF01 UpImage (0A): data packets (02 …, last 08) to pixels.

use zeroize::Zeroizing;

use super::module_info::SensorGeometry;
use crate::fault::CaptureError;
use crate::image::GreyImage;

/// Collects the upload. With a known geometry nothing beyond one image is ever held.
pub struct ImageAssembler {
    geometry: Option<SensorGeometry>,
    received: Zeroizing<Vec<u8>>,
}

impl ImageAssembler {
    /// For a sensor that stated its geometry, or for one that did not.
    pub fn new(geometry: Option<SensorGeometry>) -> Self {
        let bound = bound(geometry);
        Self {
            geometry,
            // Reserved once: a vector that grows would leave pixels behind in freed memory.
            received: Zeroizing::new(Vec::with_capacity(bound)),
        }
    }

    /// Takes one data packet's payload.
    ///
    /// # Errors
    /// [`CaptureError::Overlong`] as soon as there is more than one image.
    pub fn push(&mut self, payload: &[u8]) -> Result<(), CaptureError> {
        let total = self.received.len() + payload.len();
        if total > bound(self.geometry) {
            return Err(CaptureError::Overlong {
                received: total,
                expected: bound(self.geometry),
            });
        }
        self.received.extend_from_slice(payload);
        Ok(())
    }

    /// Bytes so far.
    pub fn received(&self) -> usize {
        self.received.len()
    }

    /// Bytes of a whole image, when the sensor stated its geometry.
    pub fn expected(&self) -> Option<usize> {
        self.geometry.map(SensorGeometry::upload_bytes)
    }

    /// The image, after the last-data packet: high nibble left, 16 levels spread over 0..=255.
    ///
    /// # Errors
    /// [`CaptureError::Truncated`] or [`CaptureError::UnknownGeometry`].
    pub fn finish(self) -> Result<GreyImage, CaptureError> {
        let bytes = self.received.len();
        let geometry = match self.geometry {
            Some(geometry) if bytes == geometry.upload_bytes() => geometry,
            Some(geometry) => {
                return Err(CaptureError::Truncated {
                    received: bytes,
                    expected: geometry.upload_bytes(),
                });
            }
            None => SensorGeometry::from_upload_bytes(bytes)
                .ok_or(CaptureError::UnknownGeometry { bytes })?,
        };
        let mut pixels = Zeroizing::new(Vec::with_capacity(bytes * 2));
        for pair in self.received.iter() {
            pixels.push((pair >> 4) * 17);
            pixels.push((pair & 0x0F) * 17);
        }
        GreyImage::new(geometry.width().into(), geometry.height().into(), pixels)
            .map_err(|_| CaptureError::UnknownGeometry { bytes })
    }
}

/// The largest upload: one image, or the largest image of a model that states no geometry.
fn bound(geometry: Option<SensorGeometry>) -> usize {
    const LARGEST_OF_TABLE: usize = 36_864;
    geometry.map_or(LARGEST_OF_TABLE, SensorGeometry::upload_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nibbles_become_pixels_left_first() {
        let geometry = SensorGeometry::new(64, 64).unwrap();
        let mut assembler = ImageAssembler::new(Some(geometry));
        assembler.push(&[0x0F; 2048]).unwrap();
        let image = assembler.finish().unwrap();
        assert_eq!(image.pixels()[..2], [0, 255]);
    }

    #[test]
    fn a_half_image_is_no_image() {
        let mut known = ImageAssembler::new(SensorGeometry::new(64, 64));
        known.push(&[0; 1024]).unwrap();
        assert!(matches!(
            known.finish(),
            Err(CaptureError::Truncated {
                received: 1024,
                expected: 2048
            })
        ));
        let mut unknown = ImageAssembler::new(None);
        unknown.push(&[0; 1024]).unwrap();
        assert!(matches!(
            unknown.finish(),
            Err(CaptureError::UnknownGeometry { bytes: 1024 })
        ));
    }

    #[test]
    fn endless_data_stops_at_the_bound() {
        let mut assembler = ImageAssembler::new(None);
        let refused = (0..10_000).find_map(|_| assembler.push(&[0; 128]).err());
        assert!(matches!(
            refused,
            Some(CaptureError::Overlong {
                received: 36_992,
                ..
            })
        ));
        assert_eq!(assembler.received(), 36_864);
    }
}
