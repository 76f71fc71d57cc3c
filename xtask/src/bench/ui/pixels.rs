//! The pixels of a virtual screen, from the file in which it keeps them (X window dump, four octets a pixel).

use std::collections::BTreeSet;
use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::Path;

use anyhow::{Context, Result, ensure};

/// A part of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Area {
    pub(super) left: usize,
    pub(super) top: usize,
    pub(super) right: usize,
    pub(super) bottom: usize,
}

/// A screen's file.
pub(super) struct Pixels {
    file: File,
    first: u64,
    stride: u64,
    pub(super) width: usize,
    pub(super) height: usize,
}

impl Pixels {
    pub(super) fn of(folder: &Path) -> Result<Self> {
        let path = folder.join("Xvfb_screen0");
        let file = File::open(&path).with_context(|| format!("{}", path.display()))?;
        let mut header = [0; 100];
        file.read_exact_at(&mut header, 0)?;
        let word = |index: usize| {
            let octets = header.get(index * 4..index * 4 + 4).unwrap_or_default();
            octets
                .iter()
                .fold(0_u32, |value, octet| value << 8 | u32::from(*octet))
        };
        ensure!(word(11) == 32, "{} bits a pixel", word(11));
        Ok(Self {
            file,
            // The header, then twelve octets for each colour of the table.
            first: u64::from(word(0)) + u64::from(word(19)) * 12,
            stride: u64::from(word(12)),
            width: word(4).try_into()?,
            height: word(5).try_into()?,
        })
    }

    pub(super) fn whole(&self) -> Area {
        Area {
            left: 0,
            top: 0,
            right: self.width,
            bottom: self.height,
        }
    }

    /// Every `step`th row of an area, four octets a pixel.
    pub(super) fn rows(&self, area: Area, step: usize) -> Result<Vec<[u8; 4]>> {
        let mut pixels = Vec::new();
        let mut row = vec![0; (area.right - area.left) * 4];
        for line in (area.top..area.bottom).step_by(step) {
            let at = self.first + self.stride * line as u64 + area.left as u64 * 4;
            self.file.read_exact_at(&mut row, at)?;
            pixels.extend(row.chunks_exact(4).map(|one| [one[0], one[1], one[2], 0]));
        }
        Ok(pixels)
    }
}

/// How many different colours there are.
pub(super) fn colours(pixels: &[[u8; 4]]) -> usize {
    pixels.iter().collect::<BTreeSet<_>>().len()
}

/// The part of the pixels that differ.
pub(super) fn difference(one: &[[u8; 4]], other: &[[u8; 4]]) -> f64 {
    let differing = one.iter().zip(other).filter(|(a, b)| a != b).count();
    differing as f64 / one.len().max(1) as f64
}

/// The smallest area around the pixels of a whole screen that differ and do not differ by themselves.
pub(super) fn changed(
    width: usize,
    (before, after): (&[[u8; 4]], &[[u8; 4]]),
    restless: &[bool],
) -> Option<Area> {
    let mut area: Option<Area> = None;
    let pairs = before.iter().zip(after).zip(restless);
    for (index, ((old, new), restless)) in pairs.enumerate() {
        if old == new || *restless {
            continue;
        }
        let (x, y) = (index % width, index / width);
        let around = area.get_or_insert(Area {
            left: x,
            top: y,
            right: x + 1,
            bottom: y + 1,
        });
        around.left = around.left.min(x);
        around.right = around.right.max(x + 1);
        around.bottom = around.bottom.max(y + 1);
    }
    area
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: [u8; 4] = [0; 4];
    const NEW: [u8; 4] = [1; 4];

    #[test]
    fn the_area_holds_what_changed_and_nothing_restless() {
        let before = [OLD; 12];
        let mut after = before;
        for index in [0, 5, 10] {
            after[index] = NEW;
        }
        let mut restless = [false; 12];
        restless[0] = true;
        let area = Area {
            left: 1,
            top: 1,
            right: 3,
            bottom: 3,
        };
        assert_eq!(changed(4, (&before, &after), &restless), Some(area));
        assert_eq!(changed(4, (&before, &before), &restless), None);
        assert!((difference(&before, &after) - 0.25).abs() < 1e-9);
        assert_eq!(colours(&after), 2);
    }
}
