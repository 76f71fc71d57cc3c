//! EF01 ReadSysPara (0F) and ReadProdInfo (3C): what the module says about itself.

use super::packet::Address;

/// The 16 bytes of ReadSysPara.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SystemParameters {
    /// Status register: bit 0 busy, 2 password verified, 3 image buffer valid.
    pub status: u16,
    /// System identifier.
    pub system_id: u16,
    /// Templates that the module can hold.
    pub capacity: u16,
    /// Matching level 1 to 5.
    pub security_level: u16,
    /// The module's address.
    pub address: Address,
    /// Payload of one data packet: 32, 64, 128 or 256.
    pub packet_bytes: u16,
    /// Line rate.
    pub baud: u32,
}

impl SystemParameters {
    /// Reads the acknowledge payload behind its confirmation code.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let word = |at: usize| {
            let pair = bytes.get(at..at + 2)?;
            Some(u16::from_be_bytes(pair.try_into().ok()?))
        };
        let packet_code = word(12)?;
        let baud_factor = word(14)?;
        if bytes.len() != 16 || packet_code > 3 || !(1..=12).contains(&baud_factor) {
            return None;
        }
        Some(Self {
            status: word(0)?,
            system_id: word(2)?,
            capacity: word(4)?,
            security_level: word(6)?,
            address: Address(bytes.get(8..12)?.try_into().ok()?),
            packet_bytes: 32 << packet_code,
            baud: 9_600 * u32::from(baud_factor),
        })
    }
}

/// The part of the 46 bytes of ReadProdInfo that we use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductInfo {
    /// The model's name, printable ASCII only.
    pub model: String,
    /// The serial number, printable ASCII only.
    pub serial: String,
    /// Width and height of the sensor's image.
    pub geometry: SensorGeometry,
}

impl ProductInfo {
    /// Reads the acknowledge payload behind its confirmation code.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        if bytes.len() != 46 {
            return None;
        }
        let dimension = |at: usize| {
            let pair = bytes.get(at..at + 2)?;
            Some(u16::from_be_bytes(pair.try_into().ok()?))
        };
        Some(Self {
            model: printable(bytes.get(0..16)?),
            serial: printable(bytes.get(20..28)?),
            geometry: SensorGeometry::new(dimension(38)?, dimension(40)?)?,
        })
    }
}

/// Width and height of a sensor's image. Never a constant of ours: the module states it, or the
/// length of a whole upload names the one model that sends it, or the capture is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SensorGeometry {
    width: u16,
    height: u16,
}

impl SensorGeometry {
    /// A plausible sensor: 64 to 1024 pixels each way and an even width (two pixels per byte).
    pub fn new(width: u16, height: u16) -> Option<Self> {
        let plausible = 64..=1024;
        (plausible.contains(&width) && plausible.contains(&height) && width.is_multiple_of(2))
            .then_some(Self { width, height })
    }

    /// The geometry whose 4-bit image has this many bytes, among the models that state none.
    pub fn from_upload_bytes(bytes: usize) -> Option<Self> {
        match bytes {
            // ZFM, R30x, AS608.
            36_864 => Self::new(256, 288),
            // R503 firmware before ReadProdInfo.
            18_432 => Self::new(192, 192),
            _ => None,
        }
    }

    /// Pixels across.
    pub fn width(self) -> u16 {
        self.width
    }

    /// Pixels down.
    pub fn height(self) -> u16 {
        self.height
    }

    /// Bytes of one image on the serial line, 4 bits for each pixel.
    pub fn upload_bytes(self) -> usize {
        usize::from(self.width) * usize::from(self.height) / 2
    }
}

fn printable(field: &[u8]) -> String {
    field
        .iter()
        .filter(|byte| byte.is_ascii_graphic() || **byte == b' ')
        .map(|byte| char::from(*byte))
        .collect::<String>()
        .trim()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn factory_parameters_are_read() {
        let bytes = [
            0, 0, 0, 0, 0, 0xC8, 0, 3, 0xFF, 0xFF, 0xFF, 0xFF, 0, 2, 0, 6,
        ];
        let parameters = SystemParameters::parse(&bytes).unwrap();
        assert_eq!(parameters.capacity, 200);
        assert_eq!(parameters.packet_bytes, 128);
        assert_eq!(parameters.baud, 57_600);
        assert_eq!(SystemParameters::parse(&bytes[..15]), None);
        let mut wrong = bytes;
        wrong[13] = 4;
        assert_eq!(SystemParameters::parse(&wrong), None);
    }

    #[test]
    fn product_info_without_a_plausible_geometry_is_none() {
        let mut bytes = [0_u8; 46];
        bytes[..4].copy_from_slice(b"R503");
        assert_eq!(ProductInfo::parse(&bytes), None);
        bytes[38..42].copy_from_slice(&[0, 192, 0, 192]);
        let info = ProductInfo::parse(&bytes).unwrap();
        assert_eq!(info.model, "R503");
        assert_eq!(info.geometry.upload_bytes(), 18_432);
    }
}
