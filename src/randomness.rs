//! The only place that asks the operating system for randomness.

use reader::randomness::Randomness;

/// OpenSSL's generator, seeded by the operating system.
pub struct SystemRandomness;

impl Randomness for SystemRandomness {
    fn fill(&mut self, buffer: &mut [u8]) {
        // Without randomness no key may be made: stopping is the only safe answer.
        if openssl::rand::rand_bytes(buffer).is_err() {
            std::process::abort();
        }
    }
}

/// A random array.
#[must_use]
pub fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    SystemRandomness.fill(&mut bytes);
    bytes
}
