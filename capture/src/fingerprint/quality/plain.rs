//! Contrast and lightness of blocks, without any idea of ridges. ISO/IEC 29794-4: foreground.

use crate::image::GreyImage;

/// Blocks of about one ridge period and a half at 500 ppi.
pub(in crate::fingerprint) const BLOCK: usize = 16;

#[derive(Clone, Copy, Default)]
pub(in crate::fingerprint) struct Block {
    count: f64,
    sum: f64,
    squares: f64,
}

impl Block {
    pub(in crate::fingerprint) fn mean(&self) -> f64 {
        self.sum / self.count.max(1.0)
    }

    pub(in crate::fingerprint) fn deviation(&self) -> f64 {
        let variance = self.squares / self.count.max(1.0) - self.mean() * self.mean();
        variance.max(0.0).sqrt()
    }
}

/// The image cut into blocks, row by row.
pub(in crate::fingerprint) fn blocks(grey: &GreyImage) -> Vec<Block> {
    let width = usize::try_from(grey.width()).unwrap_or(usize::MAX).max(1);
    let height = grey.pixels().len() / width;
    let across = width.div_ceil(BLOCK);
    let mut blocks = vec![Block::default(); across * height.div_ceil(BLOCK)];
    for (y, row) in grey.pixels().chunks_exact(width).enumerate() {
        for (x, piece) in row.chunks(BLOCK).enumerate() {
            let Some(block) = blocks.get_mut(y / BLOCK * across + x) else {
                continue;
            };
            for pixel in piece {
                let value = f64::from(*pixel);
                block.count += 1.0;
                block.sum += value;
                block.squares += value * value;
            }
        }
    }
    blocks
}
