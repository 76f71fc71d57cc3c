//! Annex A: how the image is split into 64 subbands.

/// Subbands of the frequency partition; 60 to 63 are never transmitted by the FBI's encoders.
pub(crate) const SUBBANDS: usize = 64;

/// A part of the plane of samples.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Area {
    pub(crate) x: usize,
    pub(crate) y: usize,
    pub(crate) width: usize,
    pub(crate) height: usize,
}

impl Area {
    pub(crate) const fn samples(&self) -> usize {
        self.width * self.height
    }
}

/// One step of the decomposition: an area that is split into four.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Split {
    pub(crate) area: Area,
    /// The high half stands left, so that positions follow frequency in an area whose spectrum is mirrored.
    pub(crate) high_left: bool,
    /// The high half stands on top.
    pub(crate) high_top: bool,
    /// First subband inside the area, and the one after the last.
    pub(crate) bands: (usize, usize),
}

/// All splits, parents before children, and the subbands in order.
#[derive(Debug, Clone)]
pub(crate) struct Partition {
    pub(crate) splits: Vec<Split>,
    pub(crate) bands: Vec<Area>,
}

impl Partition {
    pub(crate) fn new(width: usize, height: usize) -> Self {
        let mut partition = Self {
            splits: Vec::with_capacity(21),
            bands: Vec::with_capacity(SUBBANDS),
        };
        let whole = Area {
            x: 0,
            y: 0,
            width,
            height,
        };
        partition.descend(whole, false, false, &WHOLE);
        partition
    }

    /// Depth first, so that leaves come in the order of their subband numbers.
    fn descend(&mut self, area: Area, high_left: bool, high_top: bool, tree: &Tree) {
        let Tree::Four(children) = tree else {
            self.bands.push(area);
            return;
        };
        let first = self.bands.len();
        self.splits.push(Split {
            area,
            high_left,
            high_top,
            bands: (first, first + tree.leaves()),
        });
        let (left, right) = halves(area.width, high_left);
        let (top, bottom) = halves(area.height, high_top);
        let columns = [(area.x, left, false), (area.x + left, right, true)];
        let rows = [(area.y, top, false), (area.y + top, bottom, true)];
        let places = rows
            .into_iter()
            .flat_map(|row| columns.into_iter().map(move |column| (column, row)));
        for (((x, width, mirrored_x), (y, height, mirrored_y)), child) in
            places.zip(children.iter())
        {
            let part = Area {
                x,
                y,
                width,
                height,
            };
            self.descend(part, mirrored_x, mirrored_y, child);
        }
    }
}

/// Lengths of the two halves of a line in their order; the low half is the longer one.
pub(crate) const fn halves(length: usize, high_first: bool) -> (usize, usize) {
    let (low, high) = (length.div_ceil(2), length / 2);
    if high_first { (high, low) } else { (low, high) }
}

enum Tree {
    Band,
    Four(&'static [Tree; 4]),
}

impl Tree {
    fn leaves(&self) -> usize {
        match self {
            Self::Band => 1,
            Self::Four(children) => children.iter().map(Self::leaves).sum(),
        }
    }
}

const FOUR: Tree = Tree::Four(&[Tree::Band, Tree::Band, Tree::Band, Tree::Band]);
const SIXTEEN: Tree = Tree::Four(&[FOUR, FOUR, FOUR, FOUR]);
/// Subbands 0 to 6.
const CORNER: Tree = Tree::Four(&[FOUR, Tree::Band, Tree::Band, Tree::Band]);
/// Subbands 0 to 51.
const LOW: Tree = Tree::Four(&[
    Tree::Four(&[CORNER, FOUR, FOUR, FOUR]),
    SIXTEEN,
    SIXTEEN,
    Tree::Band,
]);
const WHOLE: Tree = Tree::Four(&[LOW, FOUR, FOUR, FOUR]);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sixty_four_bands_tile_the_plane() {
        for (width, height) in [(545, 622), (1, 1), (33, 35), (512, 512), (2, 999)] {
            let partition = Partition::new(width, height);
            assert_eq!(partition.bands.len(), SUBBANDS);
            assert_eq!(partition.splits.len(), 21);
            let mut covered = vec![0u8; width * height];
            for band in &partition.bands {
                for y in band.y..band.y + band.height {
                    for x in band.x..band.x + band.width {
                        covered[y * width + x] += 1;
                    }
                }
            }
            assert!(
                covered.iter().all(|times| *times == 1),
                "{width} x {height}"
            );
        }
    }

    #[test]
    fn sizes_follow_the_levels() {
        let bands = Partition::new(512, 512).bands;
        assert!(bands[..4].iter().all(|band| band.samples() == 16 * 16));
        assert!(bands[4..51].iter().all(|band| band.samples() == 32 * 32));
        assert!(bands[51..].iter().all(|band| band.samples() == 128 * 128));
        assert_eq!((bands[51].x, bands[51].y), (128, 128));
        assert_eq!((bands[19].x, bands[19].y), (128, 0));
        assert_eq!((bands[35].x, bands[35].y), (0, 128));
        assert_eq!((bands[52].x, bands[52].y), (256, 0));
        assert_eq!((bands[56].x, bands[56].y), (0, 256));
    }

    #[test]
    fn a_mirrored_area_gives_its_shorter_half_first() {
        let bands = Partition::new(545, 545).bands;
        // 545 = 273 + 272; 273 = 137 + 136 and 19..34 lie in the right 136; 52 and 53 in the mirrored 272.
        assert_eq!(bands[52].width, 136);
        let odd = Partition::new(546, 546).bands;
        assert_eq!((odd[52].width, odd[53].width), (136, 137));
    }
}
