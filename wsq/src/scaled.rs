//! Annex B: real numbers written as an integer and the power of ten that divides it.

use crate::bytes::Bytes;
use crate::error::WsqError;

/// Reads exponent (8 bits) and value (16 bits).
pub(crate) fn read(bytes: &mut Bytes<'_>) -> Result<f64, WsqError> {
    let exponent = bytes.byte()?;
    let value = bytes.word()?;
    Ok(f64::from(value) / 10f64.powi(exponent.into()))
}

/// Reads sign, exponent (8 bits each) and value (32 bits), the form of filter taps.
pub(crate) fn read_tap(bytes: &mut Bytes<'_>) -> Result<f64, WsqError> {
    let sign = bytes.byte()?;
    let exponent = bytes.byte()?;
    let value = f64::from(u32::from_be_bytes(bytes.array()?)) / 10f64.powi(exponent.into());
    Ok(if sign == 0 { value } else { -value })
}

/// Writes a number of at most 65535, negative ones as 0, with all the digits that 16 bits hold.
pub(crate) fn write(out: &mut Vec<u8>, number: f64) {
    let (exponent, value) = digits(number, 65_535);
    out.push(exponent);
    out.extend(value.to_be_bytes().into_iter().skip(2));
}

/// Writes a filter tap.
pub(crate) fn write_tap(out: &mut Vec<u8>, tap: f64) {
    let (exponent, value) = digits(tap.abs(), u32::MAX);
    out.push(u8::from(tap < 0.0));
    out.push(exponent);
    out.extend(value.to_be_bytes());
}

/// The number as a decoder will see it after [`write`].
pub(crate) fn as_written(number: f64) -> f64 {
    let (exponent, value) = digits(number, 65_535);
    f64::from(value) / 10f64.powi(exponent.into())
}

/// The most digits below `ceiling`. Twenty decimals are more than any number here needs.
fn digits(number: f64, ceiling: u32) -> (u8, u32) {
    let mut best = (0, 0);
    let mut scaled = number;
    for exponent in 0..=20 {
        if !(scaled > 0.0 && scaled.round() <= f64::from(ceiling)) {
            break;
        }
        best = (exponent, whole(scaled));
        scaled *= 10.0;
    }
    best
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the caller bounds it to 0..=u32::MAX, and `as` saturates"
)]
fn whole(number: f64) -> u32 {
    number.round() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_digits() {
        for number in [0.44, 1.0, 128.0, 65_535.0, 0.007_311_2, 179.573_3, 3.14e-9] {
            let mut out = Vec::new();
            write(&mut out, number);
            let read = read(&mut Bytes::new(&out, "number")).unwrap();
            assert!(
                (read - number).abs() <= number * 1e-4,
                "{number} became {read}"
            );
            assert!((read - as_written(number)).abs() < 1e-15);
        }
    }

    #[test]
    fn taps_keep_their_sign_and_nine_digits() {
        for tap in [0.852_698_679_009_403_4, -0.418_092_273_222_212_2, 0.0] {
            let mut out = Vec::new();
            write_tap(&mut out, tap);
            let read = read_tap(&mut Bytes::new(&out, "tap")).unwrap();
            assert!((read - tap).abs() < 1e-9);
        }
    }

    #[test]
    fn zero_and_what_is_too_small_are_written_as_zero() {
        assert_eq!(as_written(0.0), 0.0);
        assert_eq!(as_written(-5.0), 0.0);
    }
}
