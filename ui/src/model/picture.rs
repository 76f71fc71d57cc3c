//! A decoded image with a name, so that the view uploads it once.

use capture::image::{GreyImage, RgbaImage};

/// A decoded image. A citizen's data: no `Debug`, wiped when dropped.
pub struct Picture {
    /// Used once in the life of a model.
    pub(crate) name: u64,
    pixels: Pixels,
}

enum Pixels {
    Colour(RgbaImage),
    Grey(GreyImage),
}

impl Picture {
    pub(crate) fn colour(name: u64, image: RgbaImage) -> Self {
        Self {
            name,
            pixels: Pixels::Colour(image),
        }
    }

    pub(crate) fn grey(name: u64, image: GreyImage) -> Self {
        Self {
            name,
            pixels: Pixels::Grey(image),
        }
    }

    /// Columns and rows.
    #[must_use]
    pub fn size(&self) -> [usize; 2] {
        let (width, height) = match &self.pixels {
            Pixels::Colour(image) => (image.width(), image.height()),
            Pixels::Grey(image) => (image.width(), image.height()),
        };
        [width, height].map(|side| usize::try_from(side).unwrap_or(0))
    }

    /// For the graphics card; nothing when pixels and size do not fit together.
    pub(crate) fn to_egui(&self) -> Option<egui::ColorImage> {
        let size = self.size();
        let count = size.iter().product::<usize>();
        match &self.pixels {
            Pixels::Colour(image) => (image.pixels().len() == count * 4 && count > 0)
                .then(|| egui::ColorImage::from_rgba_unmultiplied(size, image.pixels())),
            Pixels::Grey(image) => (image.pixels().len() == count && count > 0)
                .then(|| egui::ColorImage::from_gray(size, image.pixels())),
        }
    }
}
