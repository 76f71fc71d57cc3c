//! What a list in force says of one device.

use super::entry::{BlockReason, DeviceEntry, Purpose, Standing};
use super::identity::{DeviceIdentity, Origin};
use super::register::{DeviceRegister, Simulators};

/// A list that is signed, in its time, and not too old. Only `DeviceList::in_force` makes one.
#[derive(Clone, Copy, Debug)]
pub struct ListInForce<'a>(&'a DeviceRegister);

/// Why a device may not be used for a purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Refusal {
    /// No list ever came.
    #[error("there is no list of devices")]
    NoList,
    /// The list's own time is over.
    #[error("the list of devices has expired")]
    ListExpired,
    /// No backend confirmed the list for too long, or the clock was set back.
    #[error("the list of devices is too old")]
    ListStale,
    /// The list does not name it.
    #[error("the list does not name this device")]
    Unknown,
    /// The list blocks it.
    #[error("the list blocks this device: {0:?}")]
    Blocked(BlockReason),
    /// It runs another firmware than the list allows, or states none.
    #[error("the list does not allow this firmware")]
    Firmware,
    /// It proved another certificate than the list names, or none.
    #[error("the device has another certificate than the list names")]
    Certificate,
    /// A program plays it, and the list is for citizens.
    #[error("the list allows no simulators")]
    Simulator,
    /// It may be used, for another purpose.
    #[error("the list does not allow this purpose")]
    Purpose,
}

impl Refusal {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::NoList,
        Self::ListExpired,
        Self::ListStale,
        Self::Unknown,
        Self::Blocked(BlockReason::Stolen),
        Self::Blocked(BlockReason::Faulty),
        Self::Blocked(BlockReason::Insecure),
        Self::Blocked(BlockReason::Uncertified),
        Self::Blocked(BlockReason::Withdrawn),
        Self::Firmware,
        Self::Certificate,
        Self::Simulator,
        Self::Purpose,
    ];
}

impl<'a> ListInForce<'a> {
    pub(super) fn of(register: &'a DeviceRegister) -> Self {
        Self(register)
    }

    /// Whether the device may be used for a purpose. Tests are open to every device.
    ///
    /// # Errors
    /// [`Refusal`].
    pub fn admit(self, device: &DeviceIdentity, purpose: Purpose) -> Result<(), Refusal> {
        if purpose == Purpose::Tester {
            return Ok(());
        }
        if device.origin == Origin::Simulated && self.0.simulators == Simulators::Refused {
            return Err(Refusal::Simulator);
        }
        let entries = self.most_specific(device);
        let blocked = entries.iter().find_map(|entry| match entry.standing {
            Standing::Blocked(reason) => Some(reason),
            Standing::Allowed(_) => None,
        });
        if let Some(reason) = blocked {
            return Err(Refusal::Blocked(reason));
        }
        // Several entries of one model, say one for each firmware: one that fits is enough.
        let ends = entries.iter().map(|entry| allows(entry, device, purpose));
        ends.reduce(|one, other| one.or(other))
            .unwrap_or(Err(Refusal::Unknown))
    }

    /// What is said of this very device, or else of its model. A block of either never goes unseen.
    fn most_specific(self, device: &DeviceIdentity) -> Vec<&'a DeviceEntry> {
        let of_it: Vec<&DeviceEntry> = self
            .0
            .devices
            .iter()
            .filter(|entry| names(entry, device))
            .collect();
        let exact = of_it.iter().any(|entry| entry.serial.is_some());
        let counts = |entry: &&DeviceEntry| {
            entry.serial.is_some() == exact || matches!(entry.standing, Standing::Blocked(_))
        };
        of_it.into_iter().filter(counts).collect()
    }
}

fn names(entry: &DeviceEntry, device: &DeviceIdentity) -> bool {
    entry.kind == device.kind
        && entry.model == device.model
        && entry.origin == device.origin
        && entry
            .serial
            .as_ref()
            .is_none_or(|serial| Some(serial) == device.serial.as_ref())
        // A block of some versions says nothing of the others; a device that hides its own is blocked.
        && match entry.standing {
            Standing::Allowed(_) => true,
            Standing::Blocked(_) => !entry.firmware.excludes(device.firmware.as_deref()),
        }
}

fn allows(entry: &DeviceEntry, device: &DeviceIdentity, purpose: Purpose) -> Result<(), Refusal> {
    if !entry.firmware.contains(device.firmware.as_deref()) {
        return Err(Refusal::Firmware);
    }
    if entry.certificate.is_some() && entry.certificate != device.certificate {
        return Err(Refusal::Certificate);
    }
    match &entry.standing {
        Standing::Allowed(purposes) if purposes.contains(&purpose) => Ok(()),
        _ => Err(Refusal::Purpose),
    }
}
