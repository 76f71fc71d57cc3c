//! Which devices a counter may use: the backend's signed list, and what it says of one device.
//!
//! S1 Art. 23 and 24: the chip is read with devices that the agency supplies. An operator writes a
//! [`DeviceRegister`]; the backend signs it; only [`DeviceList::open`] makes a [`DeviceList`] out of the
//! signed text, and only [`DeviceList::in_force`] an answer, so that a list that is forged, rolled back
//! or too old admits nobody.

mod answer;
mod entry;
mod firmware;
mod identity;
mod list;
mod register;

pub use answer::{ListInForce, Refusal};
pub use entry::{BlockReason, DeviceEntry, Purpose, Standing};
pub use firmware::{FirmwareRange, FirmwareVersion};
pub use identity::{DeviceIdentity, DeviceKind, Origin};
pub use list::{DeviceList, DeviceListError, MAX_AGE, MAX_LEN};
pub use register::{DeviceRegister, RegisterError, Simulators};
