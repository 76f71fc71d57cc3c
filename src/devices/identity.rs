//! Who a device of this counter is, for the list of devices.

use std::path::Path;

use dossier::devices::{DeviceIdentity, DeviceKind, Origin};
use serialport::{SerialPortType, UsbPortInfo};

use super::camera::is_on_this_computer;
use crate::config::PortraitSource;

/// A card reader by its PC/SC name.
#[must_use]
pub fn of_reader(name: &str) -> DeviceIdentity {
    DeviceIdentity {
        origin: match name.starts_with("Virtual PCD") {
            true => Origin::Simulated,
            false => Origin::Real,
        },
        ..plain(DeviceKind::CardReader, without_slot(name))
    }
}

/// A file that stands for a device.
#[must_use]
pub fn of_file(kind: DeviceKind) -> DeviceIdentity {
    let model = match kind {
        DeviceKind::Camera => "image file",
        _ => "text file",
    };
    DeviceIdentity {
        origin: Origin::Simulated,
        ..plain(kind, model)
    }
}

/// A source of portraits. A stream of this computer's own loopback is a program.
#[must_use]
pub fn of_camera(source: &PortraitSource) -> DeviceIdentity {
    match source {
        PortraitSource::File(_) | PortraitSource::Folder(_) => of_file(DeviceKind::Camera),
        PortraitSource::Network(camera) => DeviceIdentity {
            origin: match is_on_this_computer(camera) {
                true => Origin::Simulated,
                false => Origin::Real,
            },
            ..plain(DeviceKind::Camera, "network camera")
        },
        PortraitSource::Video(camera) => plain(DeviceKind::Camera, &camera.device),
    }
}

/// A device on a serial port that says nothing of itself: what its USB adapter or its own USB says.
fn of_port(kind: DeviceKind, path: &str, family: &str) -> DeviceIdentity {
    let usb = usb_of(Path::new(path));
    let product = usb.as_ref().and_then(|usb| {
        let maker = usb.manufacturer.as_deref().unwrap_or_default();
        let product = usb.product.as_deref()?;
        Some(format!("{maker} {product}").trim().to_owned())
    });
    DeviceIdentity {
        serial: usb.and_then(|usb| usb.serial_number),
        origin: origin_of(path),
        ..plain(kind, product.as_deref().unwrap_or(family))
    }
}

/// A scanner that sends text.
#[must_use]
pub fn of_serial_scanner(path: &str) -> DeviceIdentity {
    of_port(DeviceKind::Scanner, path, "serial scanner")
}

/// An Elyctis ID BOX.
#[must_use]
pub fn of_elyctis(path: &str) -> DeviceIdentity {
    of_port(DeviceKind::Scanner, path, "Elyctis ID BOX")
}

/// A program's end of a line is no device.
pub(super) fn origin_of(path: &str) -> Origin {
    let real = std::fs::canonicalize(path);
    match real.is_ok_and(|path| path.starts_with("/dev/pts")) {
        true => Origin::Simulated,
        false => Origin::Real,
    }
}

pub(super) fn plain(kind: DeviceKind, model: &str) -> DeviceIdentity {
    DeviceIdentity {
        kind,
        model: model.to_owned(),
        serial: None,
        firmware: None,
        certificate: None,
        origin: Origin::Real,
    }
}

/// PC/SC Lite adds the numbers of device and slot, two digits each.
fn without_slot(name: &str) -> &str {
    let digits = |text: &str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let cut = |name| -> Option<&str> {
        let (before, last) = str::rsplit_once(name, ' ')?;
        digits(last).then_some(before)
    };
    cut(name).and_then(cut).unwrap_or(name)
}

fn usb_of(path: &Path) -> Option<UsbPortInfo> {
    let real = std::fs::canonicalize(path).ok()?;
    let ports = serialport::available_ports().ok()?;
    let port = ports
        .into_iter()
        .find(|port| Path::new(&port.port_name) == real)?;
    match port.port_type {
        SerialPortType::UsbPort(usb) => Some(usb),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_of_this_computer_is_a_program_however_it_is_spelt() {
        let origin = |url: &str| of_camera(&PortraitSource::named(url)).origin;
        for here in [
            "http://127.0.0.1/",
            "http://127.0.0.2:8080/",
            "http://localhost:81/video",
            "http://LOCALHOST/",
            "http://officer@127.0.0.1:8080/",
            "http://[::1]:8080/",
            "http://[::ffff:127.0.0.1]/",
            "http://0.0.0.0:8080/",
            "http://127.1:8080/",
        ] {
            assert_eq!(origin(here), Origin::Simulated, "{here}");
        }
        for elsewhere in ["http://192.0.2.7/", "http://[2001:db8::7]/"] {
            assert_eq!(origin(elsewhere), Origin::Real, "{elsewhere}");
        }
    }

    #[test]
    fn a_readers_model_is_its_name_without_the_slot() {
        let reader = of_reader("ACS ACR1252 1S CL Reader [ACR1252 Dual Reader PICC] 00 01");
        assert_eq!(
            reader.model,
            "ACS ACR1252 1S CL Reader [ACR1252 Dual Reader PICC]"
        );
        assert_eq!(reader.origin, Origin::Real);
        let virtual_reader = of_reader("Virtual PCD 00 00");
        assert_eq!(virtual_reader.model, "Virtual PCD");
        assert_eq!(virtual_reader.origin, Origin::Simulated);
        assert_eq!(of_reader("Reader 2000").model, "Reader 2000");
    }
}
