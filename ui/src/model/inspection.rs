//! Looking closely at the two faces of a case: side by side, or one over the other.

/// How the faces are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Inspection {
    /// Side by side, or one over the other.
    pub way: Way,
    /// How often as large as they fit: 1 to 4.
    pub zoom: u8,
}

/// One of two ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Side by side.
    Beside,
    /// The counter's portrait over the chip's, with so many tenths of it.
    Over(u8),
}

/// What a key does to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inspect {
    /// Opens it, or closes it.
    Toggle,
    /// The other way.
    OtherWay,
    /// Larger or smaller.
    Zoom(i8),
    /// More of the one or of the other.
    Blend(i8),
}

const MOST_ZOOM: u8 = 4;
const TENTHS: u8 = 10;
const HALF: u8 = 5;

impl Default for Inspection {
    fn default() -> Self {
        Self {
            way: Way::Beside,
            zoom: 1,
        }
    }
}

impl Inspection {
    /// After a key.
    pub(crate) fn after(open: &mut Option<Self>, key: Inspect) {
        let Some(mut seen) = *open else {
            if key == Inspect::Toggle {
                *open = Some(Self::default());
            }
            return;
        };
        match key {
            Inspect::Toggle => {
                *open = None;
                return;
            }
            Inspect::OtherWay => {
                seen.way = match seen.way {
                    Way::Beside => Way::Over(HALF),
                    Way::Over(_) => Way::Beside,
                };
            }
            Inspect::Zoom(by) => {
                seen.zoom = seen.zoom.saturating_add_signed(by).clamp(1, MOST_ZOOM)
            }
            Inspect::Blend(by) => {
                if let Way::Over(tenths) = &mut seen.way {
                    *tenths = tenths.saturating_add_signed(by).min(TENTHS);
                }
            }
        }
        *open = Some(seen);
    }
}
