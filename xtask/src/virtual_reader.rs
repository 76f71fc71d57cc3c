//! The virtual reader of vsmartcard-vpcd, seen from outside: who listens, who is connected.
//!
//! Connecting to it would insert a card, so the kernel's socket table is read instead.

use std::fs;

use anyhow::{Context, Result};

/// TCP port of slot 0.
pub(crate) const PORT: u16 = 35963;

const LISTEN: &str = "0A";
const ESTABLISHED: &str = "01";

/// What is known about slot 0.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub(crate) enum Slot {
    /// pcscd has no virtual reader, or does not run.
    Absent,
    Empty,
    Occupied,
}

/// Reads `/proc/net/tcp`.
pub(crate) fn slot() -> Result<Slot> {
    let table = fs::read_to_string("/proc/net/tcp").context("/proc/net/tcp")?;
    Ok(slot_in(&table))
}

fn slot_in(table: &str) -> Slot {
    let local_port = format!(":{PORT:04X}");
    let mut slot = Slot::Absent;
    for line in table.lines() {
        let mut fields = line.split_whitespace().skip(1);
        let local = fields.next().unwrap_or_default();
        let state = fields.nth(1).unwrap_or_default();
        match (local.ends_with(&local_port), state) {
            (true, ESTABLISHED) => return Slot::Occupied,
            (true, LISTEN) => slot = Slot::Empty,
            _ => {}
        }
    }
    slot
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "  sl  local_address rem_address   st tx_queue rx_queue\n";
    const LISTENING: &str = "   0: 00000000:8C7B 00000000:0000 0A 00000000:00000000\n";

    #[test]
    fn tells_the_three_states_apart() {
        assert_eq!(slot_in(HEAD), Slot::Absent);
        assert_eq!(slot_in(&format!("{HEAD}{LISTENING}")), Slot::Empty);
        let card = "   1: 0100007F:8C7B 0100007F:D431 01 00000000:00000000\n";
        assert_eq!(slot_in(&format!("{HEAD}{LISTENING}{card}")), Slot::Occupied);
    }

    #[test]
    fn a_closing_or_remote_socket_is_no_card() {
        let closing = "   1: 0100007F:8C7B 0100007F:D431 06 00000000:00000000\n";
        let card_side = "   2: 0100007F:D431 0100007F:8C7B 01 00000000:00000000\n";
        let table = format!("{HEAD}{LISTENING}{closing}{card_side}");
        assert_eq!(slot_in(&table), Slot::Empty);
    }
}
