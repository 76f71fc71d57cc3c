//! A model of the radio link between reader and card, so that timings mean something.
//!
//! ISO/IEC 14443-3 sends nine bit times to a byte; ISO/IEC 14443-4 cuts commands and answers into frames
//! and acknowledges all but the last.

use std::time::Duration;

/// Bit rate, pauses and the chip's own speed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// kbit/s: 106, 212, 424 or 848.
    pub rate: u32,
    /// Pause before each frame.
    pub frame_delay: Duration,
    /// What the chip needs for each command.
    pub chip_time: Duration,
    /// What the chip needs for each byte of the answer.
    pub chip_time_per_byte: Duration,
    /// Reader and bus, for each command.
    pub reader_time: Duration,
}

/// Longest frame (FSD and FSC), and its prologue and epilogue.
const FRAME: usize = 256;
const FRAME_OVERHEAD: usize = 3;

impl Link {
    /// The usual pauses at a bit rate; `None` when there is no such rate.
    #[must_use]
    pub fn at(rate: u32) -> Option<Self> {
        matches!(rate, 106 | 212 | 424 | 848).then_some(Self {
            rate,
            frame_delay: Duration::from_micros(100),
            chip_time: Duration::from_millis(3),
            chip_time_per_byte: Duration::from_micros(10),
            reader_time: Duration::from_millis(2),
        })
    }

    /// How long a command and its answer take, from their lengths in bytes.
    #[must_use]
    pub fn time(&self, command: usize, answer: usize) -> Duration {
        let (out_bytes, out_frames) = frames(command);
        let (in_bytes, in_frames) = frames(answer);
        // Each frame but the last of a direction is acknowledged by a block of its own.
        let acknowledgements = out_frames + in_frames - 2;
        let bytes = out_bytes + in_bytes + acknowledgements * FRAME_OVERHEAD;
        let bits = u64::try_from(bytes * 9).unwrap_or(u64::MAX);
        let air =
            Duration::from_nanos(bits.saturating_mul(1_000_000) / u64::from(self.rate.max(1)));
        let pauses = times(self.frame_delay, out_frames + in_frames + acknowledgements);
        let chip = self.chip_time + times(self.chip_time_per_byte, answer);
        air + pauses + chip + self.reader_time
    }
}

/// Bytes on the air and number of frames of a message.
fn frames(length: usize) -> (usize, usize) {
    let count = length.div_ceil(FRAME - FRAME_OVERHEAD).max(1);
    (length + count * FRAME_OVERHEAD, count)
}

fn times(one: Duration, count: usize) -> Duration {
    one.saturating_mul(u32::try_from(count).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_frame_each_way_by_hand() {
        let link = Link::at(106).expect("rate");
        // (10 + 3 + 2 + 3) bytes of 9 bits at 106 kbit/s, two pauses, 3 ms + 20 µs, 2 ms.
        let air = 18 * 9 * 1_000_000 / 106;
        let expected = Duration::from_nanos(air) + Duration::from_micros(200 + 3020 + 2000);
        assert_eq!(link.time(10, 2), expected);
    }

    #[test]
    fn longer_answers_and_slower_links_take_longer() {
        let [slow, fast] = [106, 848].map(|rate| Link::at(rate).expect("rate"));
        assert!(slow.time(20, 5000) > fast.time(20, 5000));
        assert!(fast.time(20, 5000) > fast.time(20, 250));
        assert_eq!(Link::at(100), None);
    }
}
