//! SFM packet: start 40, command, param, size, flag or error, sum of bytes 0 to 10, end 0A.

use crate::fault::CaptureError;

/// Bytes of one packet.
pub(super) const PACKET_BYTES: usize = 13;
const START: u8 = 0x40;
/// Closes packets and binary data.
pub(super) const END: u8 = 0x0A;

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$each:meta])* $item:ident = $code:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name {
            $($(#[$each])* $item,)+
        }

        impl $name {
            /// Every one that is known.
            pub const ALL: &'static [Self] = &[$(Self::$item),+];

            /// The byte on the line.
            pub fn code(self) -> u8 {
                match self { $(Self::$item => $code,)+ }
            }

            /// The meaning of a byte.
            pub fn from_code(code: u8) -> Option<Self> {
                match code { $($code => Some(Self::$item),)+ _ => None }
            }
        }
    };
}

codes! {
    /// Operations of the module.
    Command {
        /// SW: writes a system parameter.
        SystemWrite = 0x01,
        /// SF: saves the parameters.
        SystemSave = 0x02,
        /// SR: reads a system parameter.
        SystemRead = 0x03,
        /// SS: state of the module.
        SystemStatus = 0x04,
        /// ES: enrols by a scan.
        EnrolScan = 0x05,
        /// EI: enrols by an image.
        EnrolImage = 0x06,
        /// ET: enrols by a template.
        EnrolTemplate = 0x07,
        /// VS: verifies by a scan.
        VerifyScan = 0x08,
        /// VI: verifies by an image.
        VerifyImage = 0x09,
        /// VT: verifies by a template.
        VerifyTemplate = 0x10,
        /// IS: identifies by a scan.
        IdentifyScan = 0x11,
        /// II: identifies by an image.
        IdentifyImage = 0x12,
        /// IT: identifies by a template.
        IdentifyTemplate = 0x13,
        /// RT: reads a stored template.
        ReadTemplate = 0x14,
        /// SI: scans an image and sends it.
        ScanImage = 0x15,
        /// DT: deletes a template.
        DeleteTemplate = 0x16,
        /// DA: deletes every template.
        DeleteAll = 0x17,
        /// RI: sends the image of the last scan.
        ReadImage = 0x20,
        /// ST: scans and sends a template.
        ScanTemplate = 0x21,
        /// VH: verifies a template of the host by a scan.
        VerifyHostTemplate = 0x22,
        /// CA: cancels the running operation.
        Cancel = 0x60,
        /// SIX: scans an image and sends it in packets.
        ScanImagePackets = 0x83,
        /// RIX: sends the last image in packets.
        ReadImagePackets = 0x84,
        /// ID: reads the module's number.
        ModuleId = 0x85,
    }
}

codes! {
    /// System parameters, in the flag byte of SW and SR.
    Parameter {
        /// Timeout of a scan.
        Timeout = 0x62,
        /// Enrolment mode.
        EnrolMode = 0x65,
        /// Security level.
        SecurityLevel = 0x66,
        /// Image format: 30 grey, 31 binary, 32 four bits, 33 WSQ.
        ImageFormat = 0x6C,
        /// Type of the module.
        ModuleType = 0x6D,
        /// Firmware version.
        FirmwareVersion = 0x6E,
        /// Line rate.
        BaudRate = 0x71,
        /// Image quality.
        ImageQuality = 0x81,
        /// Template type: 30 Suprema, 31 ISO/IEC 19794-2, 32 ANSI 378.
        TemplateType = 0x96,
        /// Fake-finger detection.
        FakeFinger = 0x98,
    }
}

codes! {
    /// The error byte of an answer. Assumed: the source marks the list as from memory.
    ErrorByte {
        /// Done.
        Success = 0x61,
        /// The scan succeeded; more follows.
        ScanSuccess = 0x62,
        /// The scan failed.
        ScanFail = 0x63,
        /// Nothing found.
        NotFound = 0x69,
        /// No match.
        NotMatch = 0x6A,
        /// The finger must be placed again.
        TryAgain = 0x6B,
        /// No finger within the module's own time.
        TimeOut = 0x6C,
        /// Not an operation of this module.
        Unsupported = 0x75,
        /// Not a number of this module.
        InvalidId = 0x76,
        /// Another operation runs.
        Busy = 0x80,
    }
}

/// One packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Packet {
    /// Command, repeated by the answer.
    pub command: u8,
    /// First field.
    pub param: u32,
    /// Second field: the length of binary data, or a parameter's value.
    pub size: u32,
    /// Flag of a command, error byte of an answer.
    pub flag: u8,
}

impl Packet {
    /// A command with a flag.
    pub fn command(command: Command, param: u32, size: u32, flag: u8) -> Self {
        Self {
            command: command.code(),
            param,
            size,
            flag,
        }
    }

    /// The bytes on the line.
    pub fn encode(&self) -> [u8; PACKET_BYTES] {
        let [p0, p1, p2, p3] = self.param.to_le_bytes();
        let [s0, s1, s2, s3] = self.size.to_le_bytes();
        let head = [
            START,
            self.command,
            p0,
            p1,
            p2,
            p3,
            s0,
            s1,
            s2,
            s3,
            self.flag,
        ];
        let [h0, h1, h2, h3, h4, h5, h6, h7, h8, h9, h10] = head;
        [h0, h1, h2, h3, h4, h5, h6, h7, h8, h9, h10, sum(&head), END]
    }

    /// Reads a whole packet.
    ///
    /// # Errors
    /// [`CaptureError::BadChecksum`], or [`CaptureError::Unexpected`] when start or end is missing.
    pub fn parse(bytes: &[u8; PACKET_BYTES]) -> Result<Self, CaptureError> {
        let [
            start,
            command,
            p0,
            p1,
            p2,
            p3,
            s0,
            s1,
            s2,
            s3,
            flag,
            stated,
            end,
        ] = *bytes;
        if start != START || end != END {
            return Err(CaptureError::Unexpected {
                operation: "packet",
            });
        }
        let computed = sum(bytes.get(..11).unwrap_or_default());
        if stated != computed {
            return Err(CaptureError::BadChecksum {
                stated: stated.into(),
                computed: computed.into(),
            });
        }
        Ok(Self {
            command,
            param: u32::from_le_bytes([p0, p1, p2, p3]),
            size: u32::from_le_bytes([s0, s1, s2, s3]),
            flag,
        })
    }
}

fn sum(bytes: &[u8]) -> u8 {
    bytes.iter().fold(0, |sum, byte| sum.wrapping_add(*byte))
}

/// Finds packets in a stream; bytes before a start byte are noise.
#[derive(Default)]
pub struct PacketDecoder {
    held: Vec<u8>,
}

impl PacketDecoder {
    /// Takes one byte; a packet when it is whole.
    pub fn feed(&mut self, byte: u8) -> Option<Result<Packet, CaptureError>> {
        if self.held.is_empty() && byte != START {
            return None;
        }
        self.held.push(byte);
        let whole: [u8; PACKET_BYTES] = self.held.as_slice().try_into().ok()?;
        self.held.clear();
        Some(Packet::parse(&whole))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manuals_enrolment_of_number_9929_is_framed() {
        let packet = Packet::command(Command::EnrolScan, 0x9929, 0, 0);
        assert_eq!(
            packet.encode(),
            [0x40, 5, 0x29, 0x99, 0, 0, 0, 0, 0, 0, 0, 7, 0x0A]
        );
        assert_eq!(Packet::parse(&packet.encode()), Ok(packet));
    }

    #[test]
    fn a_changed_byte_is_a_wrong_sum_and_noise_is_skipped() {
        let packet = Packet::command(Command::ScanImage, 0, 0, 0);
        let mut damaged = packet.encode();
        damaged[3] ^= 1;
        assert!(matches!(
            Packet::parse(&damaged),
            Err(CaptureError::BadChecksum { .. })
        ));
        let mut decoder = PacketDecoder::default();
        let line = [0, 0x55].into_iter().chain(packet.encode());
        let found: Vec<_> = line.filter_map(|byte| decoder.feed(byte)).collect();
        assert_eq!(found, [Ok(packet)]);
    }

    #[test]
    fn every_code_is_its_own() {
        for command in Command::ALL {
            assert_eq!(Command::from_code(command.code()), Some(*command));
        }
        for parameter in Parameter::ALL {
            assert_eq!(Parameter::from_code(parameter.code()), Some(*parameter));
        }
        assert_eq!(ErrorByte::from_code(0), None);
    }
}
