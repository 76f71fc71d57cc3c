//! Fingerprints against synthetic fingers, which belong to nobody.

mod capture_rules;
mod comparisons;
mod devices;
mod gate;
mod odd_images;
mod records;
mod slaps;

use capture::fingerprint::minutiae::{Extractor, Mindtct, Minutiae};
use capture::fingerprint::{Finger, FingerprintImage, GreyDepth};
use capture::image::GreyImage;
use device_twin::synthetic::{self, Condition, Image, Impression};
use zeroize::Zeroizing;

fn grey(image: Image) -> GreyImage {
    let (width, height) = (image.width.into(), image.height.into());
    GreyImage::new(width, height, Zeroizing::new(image.pixels)).unwrap()
}

/// A touch of 400 by 500 pixels.
fn touch(seed: u64, touch: u64, condition: Condition) -> GreyImage {
    let impression = Impression::good(400, 500).casual(touch).under(condition);
    grey(synthetic::Finger::grow(seed).print(&impression))
}

fn frame(grey: GreyImage) -> FingerprintImage {
    FingerprintImage::new(grey, GreyDepth::Levels256, 500, Finger::RightIndex).unwrap()
}

fn minutiae(grey: &GreyImage) -> Minutiae {
    Mindtct.extract(grey, 500).ok().unwrap()
}
