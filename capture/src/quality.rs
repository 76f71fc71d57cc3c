//! A measured quantity beside what is accepted. After ISO/IEC 29794-1 §6: native measure and its mapping.

/// One quantity measured on an image, with the interval that is accepted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measured {
    /// The native value.
    pub value: f64,
    /// The smallest accepted value.
    pub lowest: f64,
    /// The largest accepted value.
    pub highest: f64,
}

impl Measured {
    /// Whether the value lies in the accepted interval.
    pub fn ok(&self) -> bool {
        self.standing() == Standing::Accepted
    }

    /// On which side of the interval the value lies.
    pub fn standing(&self) -> Standing {
        if self.value < self.lowest {
            Standing::TooLow
        } else if self.value <= self.highest {
            Standing::Accepted
        } else {
            Standing::TooHigh
        }
    }
}

/// A measured value's place relative to the accepted interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Below the interval.
    TooLow,
    /// Inside the interval.
    Accepted,
    /// Above the interval, or not a number.
    TooHigh,
}

/// The ratio of two counts; an empty whole has the ratio 0.
pub(crate) fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 {
        0.0
    } else {
        // Counts of pixels of one image stay far below 2^53.
        part as f64 / whole as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_is_closed_and_nan_is_outside() {
        let at = |value| Measured {
            value,
            lowest: 1.0,
            highest: 2.0,
        };
        assert!(at(1.0).ok() && at(2.0).ok());
        assert_eq!(at(0.9).standing(), Standing::TooLow);
        assert_eq!(at(2.1).standing(), Standing::TooHigh);
        assert!(!at(f64::NAN).ok());
    }
}
