//! What the process's memory may end up in. Faces, fingers and keys lie in it: no core dump, no other process's
//! look into it, and no page of it on a swap device where the system lets the process say so.

use std::fs;

use rustix::mm::{MlockAllFlags, mlockall};
use rustix::process::{
    DumpableBehavior, Resource, Rlimit, getrlimit, set_dumpable_behavior, setrlimit,
};
use rustix::thread::{CapabilitySet, capabilities};

/// Whether memory can reach a disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Every page stays in memory.
    Locked,
    /// Pages are not locked, and this machine has nowhere to swap them to.
    NoSwap,
    /// Pages are not locked, and may be swapped.
    MaySwap,
}

impl Standing {
    /// The stable word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Locked => "locked",
            Self::NoSwap => "no_swap",
            Self::MaySwap => "may_swap",
        }
    }
}

/// Protects this process. Called before anything of a person is in memory; once more does no harm.
pub fn protect() -> Standing {
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    if setrlimit(Resource::Core, none).is_err()
        || set_dumpable_behavior(DumpableBehavior::NotDumpable).is_err()
    {
        tracing::warn!("core dumps are not refused");
    }
    let standing = match may_lock() && mlockall(all()).is_ok() {
        true => Standing::Locked,
        false if swaps(&fs::read_to_string("/proc/swaps").unwrap_or_default()) => Standing::MaySwap,
        false => Standing::NoSwap,
    };
    if standing == Standing::MaySwap {
        tracing::warn!("memory is not locked and may be swapped: CAP_IPC_LOCK is missing");
    }
    standing
}

/// A page is locked when it is first used; reserved address space costs nothing.
fn all() -> MlockAllFlags {
    MlockAllFlags::CURRENT | MlockAllFlags::FUTURE | MlockAllFlags::ONFAULT
}

/// Under a limit the lock would make a later allocation fail, and with it a capture.
fn may_lock() -> bool {
    let unlimited = getrlimit(Resource::Memlock).current.is_none();
    let held =
        capabilities(None).is_ok_and(|sets| sets.effective.contains(CapabilitySet::IPC_LOCK));
    unlimited || held
}

/// Whether the kernel's table names a device behind its heading.
fn swaps(table: &str) -> bool {
    table.lines().skip(1).any(|line| !line.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_alone_is_no_swap() {
        assert!(!swaps("Filename\tType\tSize\tUsed\tPriority\n"));
        assert!(!swaps(""));
        assert!(swaps("Filename\tType\n/dev/sda2 partition 1000 0 -2\n"));
    }

    #[test]
    fn what_is_said_to_be_locked_is_locked() {
        let standing = protect();
        let status = fs::read_to_string("/proc/self/status").unwrap();
        let locked = status.lines().find_map(|line| line.strip_prefix("VmLck:"));
        let locked: u64 = locked
            .and_then(|rest| rest.split_whitespace().next())
            .and_then(|number| number.parse().ok())
            .unwrap();
        assert_eq!(standing == Standing::Locked, locked > 0);
        assert_eq!(getrlimit(Resource::Core).current, Some(0));
    }
}
