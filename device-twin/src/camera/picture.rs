//! What the camera sees: a drawn person in front of a wall, 1280 × 720, each frame with other noise.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::{self, FilterType};
use image::{ExtendedColorType, ImageEncoder, Rgb, RgbImage};

use super::CameraFault;

const WIDTH: u32 = 1280;
const HEIGHT: u32 = 720;
/// The person's picture across the frame: its eyes are then more than 90 pixels apart.
const PERSON: u32 = 600;
/// So many frames repeat: enough that two in a row always differ.
const FRAMES: u32 = 6;
const QUALITY: u8 = 90;

/// The file is no picture.
#[derive(Debug, thiserror::Error)]
#[error("the picture cannot be used: {0}")]
pub struct PictureUnreadable(#[from] image::ImageError);

/// The frames that a camera shows in turn, as JPEG files.
#[derive(Clone)]
pub struct Film {
    frames: Vec<Vec<u8>>,
}

impl Film {
    /// Draws the frames from the picture of a person who does not exist.
    ///
    /// # Errors
    /// [`PictureUnreadable`].
    pub fn of(picture: &[u8], fault: CameraFault) -> Result<Self, PictureUnreadable> {
        let person = image::load_from_memory(picture)?.into_rgb8();
        let scene = scene(&person, fault);
        let count = if fault == CameraFault::Frozen {
            1
        } else {
            FRAMES
        };
        let frames = (0..count).map(|number| encoded(&noisy(&scene, number)));
        Ok(Self {
            frames: frames.collect::<Result<_, _>>()?,
        })
    }

    /// Files that are shown as they are.
    #[must_use]
    pub fn of_files(frames: Vec<Vec<u8>>) -> Self {
        Self { frames }
    }

    /// The frame of this number, the first again after the last.
    #[must_use]
    pub fn frame(&self, number: usize) -> &[u8] {
        let place = number % self.frames.len().max(1);
        self.frames.get(place).map_or(&[], Vec::as_slice)
    }
}

fn scene(person: &RgbImage, fault: CameraFault) -> RgbImage {
    match fault {
        CameraFault::Dark => repainted(placed(person, PERSON), |channel| channel / 6),
        CameraFault::Blurred => imageops::blur(&placed(person, PERSON), 7.0),
        CameraFault::NoFace => wall(person),
        CameraFault::Far => placed(person, 300),
        CameraFault::TwoFaces => {
            let mut both = placed(person, PERSON);
            let other = resized(person, 330);
            imageops::overlay(&mut both, &other, 0, 280);
            both
        }
        CameraFault::Turned => placed(&imageops::rotate90(person), PERSON),
        _ => placed(person, PERSON),
    }
}

/// The person in the middle; what lies beside the picture continues its edges.
fn placed(person: &RgbImage, width: u32) -> RgbImage {
    let person = resized(person, width);
    let left = (WIDTH - person.width().min(WIDTH)) / 2;
    let top = HEIGHT.saturating_sub(person.height());
    RgbImage::from_fn(WIDTH, HEIGHT, |x, y| {
        let across = x.saturating_sub(left).min(person.width() - 1);
        let down = y.saturating_sub(top).min(person.height() - 1);
        *person.get_pixel(across, down)
    })
}

fn resized(person: &RgbImage, width: u32) -> RgbImage {
    let height = person.height() * width / person.width().max(1);
    imageops::resize(person, width, height.max(1), FilterType::Triangle)
}

/// The picture's upper left corner over the whole frame.
fn wall(person: &RgbImage) -> RgbImage {
    RgbImage::from_pixel(WIDTH, HEIGHT, *person.get_pixel(4, 4))
}

fn repainted(mut scene: RgbImage, paint: impl Fn(u8) -> u8) -> RgbImage {
    for pixel in scene.pixels_mut() {
        pixel.0 = pixel.0.map(&paint);
    }
    scene
}

/// A sensor's noise, another one for every frame.
fn noisy(scene: &RgbImage, number: u32) -> RgbImage {
    let mut state = 0x2545_F491_u32.wrapping_add(number.wrapping_mul(0x9E37_79B9)) | 1;
    let mut frame = scene.clone();
    for Rgb(pixel) in frame.pixels_mut() {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        let [noise, ..] = (state >> 9).to_le_bytes();
        let (up, amount) = (noise & 1 == 1, (noise >> 1) % 3);
        *pixel = pixel.map(|channel| {
            if up {
                channel.saturating_add(amount)
            } else {
                channel.saturating_sub(amount)
            }
        });
    }
    frame
}

fn encoded(frame: &RgbImage) -> Result<Vec<u8>, image::ImageError> {
    let mut file = Vec::new();
    JpegEncoder::new_with_quality(Cursor::new(&mut file), QUALITY).write_image(
        frame.as_raw(),
        frame.width(),
        frame.height(),
        ExtendedColorType::Rgb8,
    )?;
    Ok(file)
}
