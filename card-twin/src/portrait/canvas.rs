//! Soft-edged ellipses over one another: all that the drawing needs.

/// Red, green, blue, 0 to 1.
pub(super) type Colour = [f32; 3];

/// An ellipse, turned by `angle` radians.
#[derive(Clone, Copy)]
pub(super) struct Ellipse {
    pub(super) at: (f32, f32),
    pub(super) radii: (f32, f32),
    pub(super) angle: f32,
}

/// How an ellipse is filled.
#[derive(Clone, Copy)]
pub(super) struct Fill {
    pub(super) colour: Colour,
    /// 0 to 1.
    pub(super) opacity: f32,
    /// Width of the blurred edge in pixels.
    pub(super) edge: f32,
    /// Lightness added towards the upper left and taken from the lower right.
    pub(super) relief: f32,
}

/// A picture under construction. All positions may be turned around a pivot first.
pub(super) struct Canvas {
    width: usize,
    /// Pixels for one unit of length.
    scale: f32,
    pixels: Vec<Colour>,
    pivot: (f32, f32),
    turn: f32,
    shift: (f32, f32),
}

impl Ellipse {
    pub(super) fn new(at: (f32, f32), radii: (f32, f32)) -> Self {
        Self {
            at,
            radii,
            angle: 0.0,
        }
    }

    pub(super) fn turned(self, degrees: f32) -> Self {
        Self {
            angle: degrees.to_radians(),
            ..self
        }
    }

    /// Position in units of the radii.
    fn local(&self, x: f32, y: f32) -> (f32, f32) {
        let (sin, cos) = self.angle.sin_cos();
        let (x, y) = (x - self.at.0, y - self.at.1);
        (
            (x * cos + y * sin) / self.radii.0,
            (y * cos - x * sin) / self.radii.1,
        )
    }

    /// How much of the pixel at `x`, `y` is inside, with an edge of `edge` pixels.
    fn coverage(&self, x: f32, y: f32, edge: f32) -> f32 {
        let (u, v) = self.local(x, y);
        let outside = ((u * u + v * v).sqrt() - 1.0) * self.radii.0.min(self.radii.1);
        let t = (0.5 - outside / edge).clamp(0.0, 1.0);
        t * t * (3.0 - 2.0 * t)
    }
}

impl Fill {
    pub(super) fn new(colour: Colour) -> Self {
        Self {
            colour,
            opacity: 1.0,
            edge: 1.6,
            relief: 0.0,
        }
    }

    pub(super) fn opacity(self, opacity: f32) -> Self {
        Self { opacity, ..self }
    }

    pub(super) fn edge(self, edge: f32) -> Self {
        Self { edge, ..self }
    }

    pub(super) fn relief(self, relief: f32) -> Self {
        Self { relief, ..self }
    }
}

impl Canvas {
    /// A black canvas of this many units, each of `halves` half pixels.
    pub(super) fn new(width: u32, height: u32, halves: u8) -> Self {
        let side = |side: u32| side as usize * usize::from(halves) / 2;
        let (width, height) = (side(width), side(height));
        Self {
            width,
            scale: f32::from(halves) / 2.0,
            pixels: vec![[0.0; 3]; width * height],
            pivot: (0.0, 0.0),
            turn: 0.0,
            shift: (0.0, 0.0),
        }
    }

    /// Everything drawn from now on is turned around `pivot` and shifted.
    pub(super) fn place(&mut self, pivot: (f32, f32), degrees: f32, shift: (f32, f32)) {
        (self.pivot, self.turn, self.shift) = (pivot, degrees.to_radians(), shift);
    }

    /// Sets every pixel from its position, each coordinate 0 to 1.
    pub(super) fn backdrop(&mut self, colour: impl Fn(f32, f32) -> Colour) {
        let rows = (self.pixels.len() / self.width) as f32;
        let width = self.width;
        for (index, pixel) in self.pixels.iter_mut().enumerate() {
            *pixel = colour(
                (index % width) as f32 / width as f32,
                (index / width) as f32 / rows,
            );
        }
    }

    pub(super) fn draw(&mut self, shape: Ellipse, fill: Fill) {
        self.draw_inside(shape, fill, None);
    }

    /// Draws only where `mask` is.
    pub(super) fn draw_inside(&mut self, shape: Ellipse, fill: Fill, mask: Option<Ellipse>) {
        let (sin, cos) = (-self.turn).sin_cos();
        for (index, pixel) in self.pixels.iter_mut().enumerate() {
            let x = (index % self.width) as f32 / self.scale - self.pivot.0 - self.shift.0;
            let y = (index / self.width) as f32 / self.scale - self.pivot.1 - self.shift.1;
            let (x, y) = (
                x * cos - y * sin + self.pivot.0,
                x * sin + y * cos + self.pivot.1,
            );
            let inside = mask.map_or(1.0, |mask| mask.coverage(x, y, fill.edge));
            let alpha = shape.coverage(x, y, fill.edge) * fill.opacity * inside;
            if alpha > 0.0 {
                let (u, v) = shape.local(x, y);
                let light = 1.0 - fill.relief * (0.6 * u + 0.8 * v);
                for (channel, colour) in pixel.iter_mut().zip(fill.colour) {
                    *channel += alpha * (colour * light - *channel);
                }
            }
        }
    }

    /// Sensor grain: the same every time, so that the file is reproducible.
    pub(super) fn grain(&mut self, amount: f32) {
        let mut state = 0x2545_F491_u32;
        for pixel in &mut self.pixels {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            let noise = ((state >> 8) as f32 / 16_777_216.0 - 0.5) * amount;
            pixel.iter_mut().for_each(|channel| *channel += noise);
        }
    }

    pub(super) fn into_rgb(self) -> Vec<u8> {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "clamped to a byte's range"
        )]
        let byte = |channel: &f32| (channel * 255.0).round().clamp(0.0, 255.0) as u8;
        self.pixels.iter().flatten().map(byte).collect()
    }
}
