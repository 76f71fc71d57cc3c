//! One touch of a finger: placed, turned, stretched, and printed as dry, wet or smeared skin would.

use super::growth::Finger;
use super::noise::{Lattice, SplitMix, split};

/// How skin and glass were.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Condition {
    /// Clean, neither dry nor wet.
    Good,
    /// Thin ridges, broken where the skin does not touch.
    Dry,
    /// Thick ridges that run into each other.
    Wet,
    /// The finger slid in places.
    Smudged,
    /// The finger lies half beside the window.
    Partial,
    /// Ridges and valleys almost the same grey.
    LowContrast,
}

impl Condition {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Good,
        Self::Dry,
        Self::Wet,
        Self::Smudged,
        Self::Partial,
        Self::LowContrast,
    ];
}

/// Where the pattern's middle lies, from the image's middle.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Placement {
    /// Pixels to the right.
    pub right: f64,
    /// Pixels down.
    pub down: f64,
    /// Degrees counter-clockwise.
    pub turned: f64,
    /// Largest shift, in pixels, of the skin's stretching.
    pub stretched: f64,
}

/// What is to be printed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Impression {
    /// Pixels across.
    pub width: u16,
    /// Pixels down.
    pub height: u16,
    /// Where and how turned.
    pub placement: Placement,
    /// Skin and glass.
    pub condition: Condition,
    /// Fixes the noise of this touch.
    pub touch: u64,
}

impl Impression {
    /// A good touch in the middle of an image.
    #[must_use]
    pub fn good(width: u16, height: u16) -> Self {
        Self {
            width,
            height,
            placement: Placement::default(),
            condition: Condition::Good,
            touch: 0,
        }
    }

    /// The n-th casual touch: moved up to 30 pixels, turned up to 15 degrees, stretched up to 10 pixels.
    #[must_use]
    pub fn casual(self, touch: u64) -> Self {
        let mut random = SplitMix::new(touch, 3);
        Self {
            placement: Placement {
                right: random.between(-30.0, 30.0),
                down: random.between(-30.0, 30.0),
                turned: random.between(-15.0, 15.0),
                stretched: random.between(2.0, 10.0),
            },
            touch,
            ..self
        }
    }

    /// The same touch under other skin and glass.
    #[must_use]
    pub fn under(self, condition: Condition) -> Self {
        Self { condition, ..self }
    }
}

/// 256 grey levels row by row, ridges dark.
#[derive(Clone, PartialEq, Eq)]
pub struct Image {
    /// Pixels across.
    pub width: u16,
    /// Pixels down.
    pub height: u16,
    /// One byte for each pixel.
    pub pixels: Vec<u8>,
}

impl Finger {
    /// The image of one touch.
    #[must_use]
    pub fn print(&self, impression: &Impression) -> Image {
        let mut canvas = Canvas::new(impression.width, impression.height);
        let middle = (
            f64::from(impression.width) / 2.0,
            f64::from(impression.height) / 2.0,
        );
        canvas.touch(self, impression, middle);
        canvas.seen(impression.touch)
    }
}

/// Grey before the sensor's own noise.
pub(super) struct Canvas {
    width: u16,
    height: u16,
    greys: Vec<f64>,
}

/// Grey of clean glass.
const GLASS: f64 = 238.0;

impl Canvas {
    pub(super) fn new(width: u16, height: u16) -> Self {
        Self {
            width,
            height,
            greys: vec![GLASS; usize::from(width) * usize::from(height)],
        }
    }

    /// Presses a finger onto the glass, its pattern's middle at a place before it is moved.
    pub(super) fn touch(&mut self, finger: &Finger, impression: &Impression, middle: (f64, f64)) {
        let skin = Skin::new(finger, impression);
        let placement = impression.placement;
        let (sine, cosine) = placement.turned.to_radians().sin_cos();
        let (mx, my) = (middle.0 + placement.right, middle.1 + placement.down);
        for y in 0..self.height {
            for x in 0..self.width {
                let (dx, dy) = (f64::from(x) - mx, f64::from(y) - my);
                if dx * dx + dy * dy > REACH * REACH {
                    continue;
                }
                // Rows grow downwards, so counter-clockwise is negative here.
                let (ox, oy) = (dx * cosine - dy * sine, dx * sine + dy * cosine);
                if let Some(grey) = skin.grey(ox, oy) {
                    let at = usize::from(y) * usize::from(self.width) + usize::from(x);
                    self.greys[at] = self.greys[at].min(grey);
                }
            }
        }
    }

    /// What the sensor delivers.
    pub(super) fn seen(&self, touch: u64) -> Image {
        let mut random = SplitMix::new(touch, 4);
        let pixels = self
            .greys
            .iter()
            .map(|grey| level(grey + 3.5 * random.normal()))
            .collect();
        Image {
            width: self.width,
            height: self.height,
            pixels,
        }
    }
}

/// No part of a finger is farther from its middle.
const REACH: f64 = 330.0;

/// One finger under one condition, in coordinates from the pattern's middle.
struct Skin<'a> {
    finger: &'a Finger,
    condition: Condition,
    radii: (f64, f64),
    pad: (f64, f64),
    stretch: (Lattice, Lattice, f64),
    pressure: Lattice,
    grain: Lattice,
    slide: Lattice,
    slide_to: (f64, f64),
}

impl<'a> Skin<'a> {
    fn new(finger: &'a Finger, impression: &Impression) -> Self {
        let mut random = SplitMix::new(impression.touch, 5);
        let span = 2.0 * REACH;
        let angle = random.between(0.0, std::f64::consts::TAU);
        let pad = match impression.condition {
            Condition::Partial => (random.between(130.0, 160.0), random.between(-40.0, 60.0)),
            _ => (0.0, 28.0),
        };
        Self {
            finger,
            condition: impression.condition,
            radii: (random.between(150.0, 172.0), random.between(205.0, 238.0)),
            pad,
            stretch: (
                Lattice::new(&mut random, span, 130.0),
                Lattice::new(&mut random, span, 130.0),
                impression.placement.stretched,
            ),
            pressure: Lattice::new(&mut random, span, 70.0),
            grain: Lattice::new(&mut random, span, 3.2),
            slide: Lattice::new(&mut random, span, 80.0),
            slide_to: angle.sin_cos(),
        }
    }

    /// The grey where skin touches; nothing elsewhere.
    fn grey(&self, x: f64, y: f64) -> Option<f64> {
        let (rx, ry) = (x + REACH, y + REACH);
        let pressure = self.pressure.at(rx, ry);
        let edge = ((x - self.pad.0) / self.radii.0).hypot((y - self.pad.1) / self.radii.1);
        let contact = ((1.0 + 0.05 * pressure - edge) * 9.0).clamp(0.0, 1.0);
        if contact <= 0.0 {
            return None;
        }
        let (sx, sy, most) = &self.stretch;
        let (x, y) = (x + most * sx.at(rx, ry), y + most * sy.at(rx, ry));
        let grain = self.grain.at(rx, ry);
        let height = match self.condition {
            Condition::Smudged => self.slid(x, y, self.slide.at(rx, ry)),
            _ => self.height(x, y),
        }?;
        let (ridge, valley) = self.greys();
        let inked = self.inked(height, pressure, grain);
        Some(GLASS + contact * (valley + (ridge - valley) * inked - GLASS))
    }

    /// How much of the skin touches the glass here, 0 to 1.
    fn inked(&self, height: f64, pressure: f64, grain: f64) -> f64 {
        let threshold = match self.condition {
            Condition::Dry => 0.45 + 0.40 * pressure + 1.3 * grain.max(0.0),
            Condition::Wet => -0.78 - 0.45 * pressure + 0.25 * grain,
            _ => 0.02 + 0.16 * pressure + 0.06 * grain,
        };
        let soft = match self.condition {
            Condition::Wet => 0.9,
            _ => 0.7,
        };
        ((height - threshold) / soft + 0.5).clamp(0.0, 1.0)
    }

    /// The mean of the heights that slid over this place.
    fn slid(&self, x: f64, y: f64, slide: f64) -> Option<f64> {
        let length = (slide * 60.0 + 8.0).clamp(0.0, 30.0);
        let steps = [-1.0, -0.75, -0.5, -0.25, 0.0, 0.25, 0.5, 0.75, 1.0];
        let sum: Option<f64> = steps
            .iter()
            .map(|step| {
                let way = step * length * 0.5;
                self.height(x + self.slide_to.0 * way, y + self.slide_to.1 * way)
            })
            .sum();
        Some(sum? / 9.0)
    }

    fn height(&self, x: f64, y: f64) -> Option<f64> {
        let core = self.finger.core();
        self.finger.height(core.0 + x, core.1 + y)
    }

    fn greys(&self) -> (f64, f64) {
        match self.condition {
            Condition::Dry => (130.0, 230.0),
            Condition::Wet => (34.0, 150.0),
            Condition::LowContrast => (172.0, 208.0),
            _ => (62.0, 212.0),
        }
    }
}

fn level(grey: f64) -> u8 {
    u8::try_from(split(grey.clamp(0.0, 255.0) + 0.5).0).unwrap_or(u8::MAX)
}
