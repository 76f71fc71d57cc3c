//! How much one caller may ask: the generic cell rate algorithm, in tables that never grow beyond a bound.

use std::{
    collections::HashMap,
    hash::Hash,
    net::IpAddr,
    sync::{Mutex, PoisonError},
};

use serde::Deserialize;

/// The most callers of one kind that are remembered at once. A caller beyond them waits; callers of other kinds do not.
const MAX_CALLERS: usize = 10_000;

/// So many requests a minute, and so many at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rate {
    /// On average.
    pub per_minute: u32,
    /// Without a pause before.
    pub burst: u32,
}

/// What a configuration may say of limits; what it leaves out is as here.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Rates {
    /// Of a terminal with a certificate.
    pub terminal: Rate,
    /// Of a session.
    pub session: Rate,
    /// Of an address without a certificate.
    pub address: Rate,
}

impl Default for Rates {
    fn default() -> Self {
        Self {
            terminal: Rate {
                per_minute: 1200,
                burst: 300,
            },
            session: Rate {
                per_minute: 1200,
                burst: 300,
            },
            address: Rate {
                per_minute: 60,
                burst: 30,
            },
        }
    }
}

/// The limits of a running backend.
pub struct Limits {
    terminals: Table<String>,
    sessions: Table<[u8; 32]>,
    addresses: Table<IpAddr>,
}

impl Limits {
    /// Nobody has asked yet.
    #[must_use]
    pub fn new(rates: Rates) -> Self {
        Self {
            terminals: Table::new(rates.terminal),
            sessions: Table::new(rates.session),
            addresses: Table::new(rates.address),
        }
    }

    /// Counts a request of a terminal; after how many milliseconds it may ask again, when it may not now.
    ///
    /// # Errors
    /// The wait.
    pub fn terminal(&self, id: &str, now: i64) -> Result<(), i64> {
        self.terminals.take(id.to_owned(), now)
    }

    /// The same of a session, by the digest of its token.
    ///
    /// # Errors
    /// The wait.
    pub fn session(&self, token: [u8; 32], now: i64) -> Result<(), i64> {
        self.sessions.take(token, now)
    }

    /// The same of an address.
    ///
    /// # Errors
    /// The wait.
    pub fn address(&self, address: IpAddr, now: i64) -> Result<(), i64> {
        self.addresses.take(address, now)
    }
}

/// For each caller the moment at which all it has asked is paid for.
struct Table<K> {
    callers: Mutex<HashMap<K, i64>>,
    /// Milliseconds that one request costs.
    cost: i64,
    /// Milliseconds that a caller may be in debt.
    credit: i64,
}

impl<K: Eq + Hash> Table<K> {
    fn new(rate: Rate) -> Self {
        let cost = 60_000 / i64::from(rate.per_minute.max(1));
        let cost = cost.max(1);
        Self {
            callers: Mutex::default(),
            cost,
            credit: cost * i64::from(rate.burst.max(1)),
        }
    }

    fn take(&self, caller: K, now: i64) -> Result<(), i64> {
        let mut callers = self.callers.lock().unwrap_or_else(PoisonError::into_inner);
        let paid = callers.get(&caller).copied().unwrap_or(now).max(now);
        let wait = paid + self.cost - self.credit - now;
        if wait > 0 {
            return Err(wait);
        }
        if callers.len() >= MAX_CALLERS && !callers.contains_key(&caller) {
            callers.retain(|_, paid| *paid > now);
            if callers.len() >= MAX_CALLERS {
                return Err(self.cost);
            }
        }
        callers.insert(caller, paid + self.cost);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table<u32> {
        Table::new(Rate {
            per_minute: 60,
            burst: 3,
        })
    }

    #[test]
    fn a_burst_then_one_a_second_and_the_wait_is_told() {
        let table = table();
        for _ in 0..3 {
            assert_eq!(table.take(1, 5_000), Ok(()));
        }
        assert_eq!(table.take(1, 5_000), Err(1_000));
        assert_eq!(
            table.take(2, 5_000),
            Ok(()),
            "another caller is not held up"
        );
        assert_eq!(table.take(1, 5_400), Err(600));
        assert_eq!(table.take(1, 6_000), Ok(()));
        assert_eq!(table.take(1, 6_000), Err(1_000));
        for _ in 0..3 {
            assert_eq!(
                table.take(1, 60_000),
                Ok(()),
                "credit does not grow beyond the burst"
            );
        }
        assert_eq!(table.take(1, 60_000), Err(1_000));
    }

    #[test]
    fn a_table_is_bounded_and_forgets_who_has_paid() {
        let table = table();
        for caller in 0..10_000 {
            assert_eq!(table.take(caller, 0), Ok(()));
        }
        assert_eq!(table.take(10_000, 0), Err(1_000));
        assert_eq!(table.take(5, 0), Ok(()), "who is known goes on");
        assert_eq!(table.callers.lock().unwrap().len(), 10_000);
        assert_eq!(table.take(10_000, 1_000), Ok(()));
        assert_eq!(table.callers.lock().unwrap().len(), 2);
    }
}
