//! Where the chip's nonces and ephemeral keys come from.

/// Fills a buffer with random bytes. A test passes the numbers of a worked example instead.
pub type Random = Box<dyn FnMut(&mut [u8]) + Send>;

/// The operating system's generator, through OpenSSL.
///
/// # Panics
/// If the system cannot give random bytes: a card with guessable nonces must not answer at all.
#[must_use]
pub fn system() -> Random {
    Box::new(|buffer| openssl::rand::rand_bytes(buffer).expect("the system gives random bytes"))
}

/// Gives out `script` from its start, then zeros.
#[must_use]
pub fn scripted(script: Vec<u8>) -> Random {
    let mut rest = script.into_iter();
    Box::new(move |buffer| {
        buffer
            .iter_mut()
            .for_each(|byte| *byte = rest.next().unwrap_or(0))
    })
}

/// The same stream for the same seed: SHA-256 over seed and counter. For reproducible test keys only.
#[must_use]
pub fn seeded(seed: u64) -> Random {
    let mut counter = 0_u64;
    let mut block: Vec<u8> = Vec::new();
    Box::new(move |buffer| {
        for byte in buffer {
            if block.is_empty() {
                let input = [seed.to_be_bytes(), counter.to_be_bytes()].concat();
                block = openssl::sha::sha256(&input).to_vec();
                counter += 1;
            }
            *byte = block.pop().unwrap_or(0);
        }
    })
}
