//! Random bytes as an argument: nonces and ephemeral keys. ICAO Doc 9303-11 §4.3.2, §4.4.3.

/// A source of unpredictable bytes; the shell gives the operating system's, tests give vectors.
pub trait Randomness {
    /// Overwrites the whole buffer.
    fn fill(&mut self, buffer: &mut [u8]);
}

impl<F: FnMut(&mut [u8])> Randomness for F {
    fn fill(&mut self, buffer: &mut [u8]) {
        self(buffer);
    }
}
