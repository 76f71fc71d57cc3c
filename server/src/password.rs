//! Passwords: Argon2id (RFC 9106), and a lock-out that grows with each failure.

use argon2::{
    Argon2, PasswordHasher, PasswordVerifier,
    password_hash::{self, phc::PasswordHash},
};
use time::Duration;

/// Failures that cost nothing but the time of the hash.
const FREE_FAILURES: u32 = 3;
/// The first wait; it doubles with each further failure.
const FIRST_WAIT: Duration = Duration::seconds(2);
/// The longest wait.
const LONGEST_WAIT: Duration = Duration::hours(1);

/// Compared with when there is no such officer, so that the answer takes as long. Even its own
/// password signs nobody in.
pub const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5bm9ib2R5bm9ib2R5$m0lQmXhVTO3ACUCwjP7oJEo5J6LV7WEPTV2AA7hBZuY";

/// Hashes a password with a fresh salt, as a PHC string.
///
/// # Errors
/// When the operating system gives no randomness.
pub fn hash(password: &str) -> Result<String, password_hash::Error> {
    Argon2::default()
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
}

/// What comparing a password with a hash shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// The password is right.
    Equal,
    /// The password is wrong, or the hash is none.
    Different,
}

/// Compares a password with a PHC string.
#[must_use]
pub fn compare(password: &str, hash: &str) -> Comparison {
    let Ok(hash) = PasswordHash::new(hash) else {
        return Comparison::Different;
    };
    match Argon2::default().verify_password(password.as_bytes(), &hash) {
        Ok(()) => Comparison::Equal,
        Err(_) => Comparison::Different,
    }
}

/// How long after this many failures in a row nobody may try again.
#[must_use]
pub fn wait_after(failures: u32) -> Duration {
    let Some(beyond) = failures.checked_sub(FREE_FAILURES + 1) else {
        return Duration::ZERO;
    };
    FIRST_WAIT
        .checked_mul(1 << beyond.min(16))
        .map_or(LONGEST_WAIT, |wait| wait.min(LONGEST_WAIT))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_salted_argon2id_and_compares() {
        let (one, two) = (hash("mật khẩu dài").unwrap(), hash("mật khẩu dài").unwrap());
        assert!(one.starts_with("$argon2id$"));
        assert_ne!(one, two);
        assert_eq!(compare("mật khẩu dài", &one), Comparison::Equal);
        assert_eq!(compare("mật khẩu dai", &one), Comparison::Different);
        assert_eq!(compare("mật khẩu dài", "no hash"), Comparison::Different);
    }

    #[test]
    fn nobodys_hash_costs_what_an_officers_costs() {
        let (nobody, officer) = (
            PasswordHash::new(NOBODY).unwrap(),
            hash("any password").unwrap(),
        );
        let officer = PasswordHash::new(&officer).unwrap();
        assert_eq!(nobody.params, officer.params);
        assert_eq!(
            (nobody.algorithm, nobody.version),
            (officer.algorithm, officer.version)
        );
        assert_eq!(
            nobody.hash.map(|hash| hash.len()),
            officer.hash.map(|hash| hash.len())
        );
    }

    #[test]
    fn waits_grow_and_end() {
        let waits: Vec<i64> = (0..8)
            .map(|failures| wait_after(failures).whole_seconds())
            .collect();
        assert_eq!(waits, [0, 0, 0, 0, 2, 4, 8, 16]);
        assert_eq!(wait_after(u32::MAX), Duration::hours(1));
    }
}
