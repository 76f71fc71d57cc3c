//! What a camera says it can do, as modes to choose from. Linux V4L2 `VIDIOC_ENUM_FMT`, `…_FRAMESIZES`,
//! `…_FRAMEINTERVALS`.

use super::{CameraMode, PixelFormat};

/// Sizes of one format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OfferedSizes {
    /// Each by itself.
    Listed(Vec<(u32, u32)>),
    /// Every size from the smallest to the largest in these steps.
    Stepped {
        /// Smallest width and height.
        smallest: (u32, u32),
        /// Largest width and height.
        largest: (u32, u32),
        /// Steps of both.
        step: (u32, u32),
    },
}

/// Sizes worth asking for when the camera would take any.
const WORTHWHILE: [(u32, u32); 4] = [(1280, 720), (1920, 1080), (960, 720), (640, 480)];

impl OfferedSizes {
    /// The sizes as a list; of a range those that are worth asking for, and the largest.
    pub fn listed(&self) -> Vec<(u32, u32)> {
        match self {
            Self::Listed(sizes) => sizes.clone(),
            Self::Stepped {
                smallest,
                largest,
                step,
            } => {
                let fits = |(width, height): &(u32, u32)| {
                    on_grid(*width, smallest.0, largest.0, step.0)
                        && on_grid(*height, smallest.1, largest.1, step.1)
                };
                let mut sizes: Vec<_> = WORTHWHILE.into_iter().filter(fits).collect();
                if !sizes.contains(largest) {
                    sizes.push(*largest);
                }
                sizes
            }
        }
    }
}

fn on_grid(side: u32, smallest: u32, largest: u32, step: u32) -> bool {
    (smallest..=largest).contains(&side) && (side - smallest).is_multiple_of(step.max(1))
}

/// The mode of a format and size whose shortest interval between frames is this many seconds.
///
/// Nothing for an interval of zero or without a denominator: such a driver's word is worth nothing.
pub fn mode(
    format: PixelFormat,
    (width, height): (u32, u32),
    (numerator, denominator): (u32, u32),
) -> Option<CameraMode> {
    Some(CameraMode {
        format,
        width,
        height,
        rate: denominator.checked_div(numerator)?,
    })
    .filter(|mode| mode.rate > 0)
}
