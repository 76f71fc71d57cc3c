//! Annex A and B: the quantization table (DQT), bin widths of the 64 subbands.

use crate::bytes::Bytes;
use crate::error::WsqError;
use crate::scaled;
use crate::subbands::SUBBANDS;

/// Bin widths of one subband; a width of 0 says that the subband is not transmitted.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Bins {
    /// Q: width of every bin but the one around zero.
    pub(crate) width: f64,
    /// Z: width of the bin around zero.
    pub(crate) zero: f64,
}

impl Bins {
    pub(crate) fn transmitted(&self) -> bool {
        self.width > 0.0
    }
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct QuantizationTable {
    /// C: where in its bin a value is rebuilt, counted from the outer edge.
    pub(crate) center: f64,
    pub(crate) bands: Vec<Bins>,
}

impl QuantizationTable {
    pub(crate) fn parse(mut segment: Bytes<'_>) -> Result<Self, WsqError> {
        let center = scaled::read(&mut segment)?;
        let bands = (0..SUBBANDS)
            .map(|_| {
                Ok(Bins {
                    width: scaled::read(&mut segment)?,
                    zero: scaled::read(&mut segment)?,
                })
            })
            .collect::<Result<_, WsqError>>()?;
        segment.finish()?;
        Ok(Self { center, bands })
    }

    pub(crate) fn content(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(387);
        scaled::write(&mut out, self.center);
        for band in &self.bands {
            scaled::write(&mut out, band.width);
            scaled::write(&mut out, band.zero);
        }
        out
    }

    /// Rebuilds the samples of one subband.
    pub(crate) fn dequantizer(&self, bins: Bins) -> impl Fn(i32) -> f32 + use<> {
        let (width, center) = (to_f32(bins.width), to_f32(self.center));
        let half = bins.zero / 2.0;
        move |index| {
            let inner = match index {
                0 => return 0.0,
                1.. => f64::from(width * (of_index(index) - center)) + half,
                _ => f64::from(width * (of_index(index) + center)) - half,
            };
            settled(to_f32(inner))
        }
    }
}

/// Samples below any meaning become zero: arithmetic on subnormal numbers would be slow enough to be an attack.
pub(crate) fn settled(sample: f32) -> f32 {
    if sample.abs() < 1e-15 { 0.0 } else { sample }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "nearest single precision is what is wanted"
)]
pub(crate) fn to_f32(number: f64) -> f32 {
    number as f32
}

#[expect(
    clippy::cast_precision_loss,
    reason = "indices have at most 16 bits and a sign"
)]
fn of_index(index: i32) -> f32 {
    index as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bins_are_rebuilt_off_their_outer_edge() {
        let table = QuantizationTable {
            center: 0.44,
            bands: Vec::new(),
        };
        let rebuild = table.dequantizer(Bins {
            width: 10.0,
            zero: 12.0,
        });
        assert!((rebuild(1) - 11.6).abs() < 1e-5);
        assert!((rebuild(-1) + 11.6).abs() < 1e-5);
        assert!((rebuild(3) - 31.6).abs() < 1e-5);
        assert_eq!(rebuild(0), 0.0);
    }
}
