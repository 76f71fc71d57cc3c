//! Connected blocks of ridges, found with a list instead of recursion.

use super::super::quality::plain::Block;

/// Deviation from which a block belongs to a finger.
const SKIN: f64 = 14.0;

/// One connected part, in blocks.
pub(super) struct Region {
    pub(super) left: usize,
    pub(super) right: usize,
    pub(super) top: usize,
    pub(super) bottom: usize,
    /// How many blocks it has.
    pub(super) blocks: usize,
}

/// All connected parts; blocks that touch at a corner are connected.
pub(super) fn regions(blocks: &[Block], across: usize) -> Vec<Region> {
    let mut skin: Vec<bool> = blocks.iter().map(|b| b.deviation() >= SKIN).collect();
    let mut found = Vec::new();
    for start in 0..skin.len() {
        if taken(&mut skin, start) {
            found.push(grown(&mut skin, across.max(1), start));
        }
    }
    found
}

/// Takes a block out of the skin that is still to be visited.
fn taken(skin: &mut [bool], at: usize) -> bool {
    skin.get_mut(at).is_some_and(std::mem::take)
}

fn grown(skin: &mut [bool], across: usize, start: usize) -> Region {
    let mut open = vec![start];
    let mut region = Region {
        left: start % across,
        right: start % across,
        top: start / across,
        bottom: start / across,
        blocks: 0,
    };
    while let Some(at) = open.pop() {
        let (x, y) = (at % across, at / across);
        region.blocks += 1;
        region.left = region.left.min(x);
        region.right = region.right.max(x);
        region.top = region.top.min(y);
        region.bottom = region.bottom.max(y);
        for ny in y.saturating_sub(1)..=y + 1 {
            for nx in x.saturating_sub(1)..=(x + 1).min(across - 1) {
                let next = ny * across + nx;
                if taken(skin, next) {
                    open.push(next);
                }
            }
        }
    }
    region
}
