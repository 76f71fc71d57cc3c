//! The EF01 family's operations. † marks those that only newer R503 firmware has.

use zeroize::Zeroizing;

use super::arguments::{Buffer, Light, NOTE_BYTES, NotePage, Pages, Parameter, Sample};
use super::packet::{Address, Packet, PacketKind};

/// A command to the module.
#[derive(Clone, PartialEq, Eq)]
pub enum Operation {
    /// 01 GenImg: takes a frame into the module's image buffer.
    GenerateImage,
    /// 02 Img2Tz: features of the image buffer into a character buffer.
    ImageToFeatures(Buffer),
    /// 03 Match: buffer 1 against buffer 2.
    Match,
    /// 04 Search: a buffer against pages of the library.
    Search(Buffer, Pages),
    /// 05 RegModel: both buffers into one template, which then lies in both.
    CombineModel,
    /// 06 Store: a buffer's template onto a page of the library.
    Store(Buffer, u16),
    /// 07 Load: a page's template into a buffer.
    Load(Buffer, u16),
    /// 08 UpChar: a buffer's template to the host, as data packets.
    UploadFeatures(Buffer),
    /// 09 DownChar: a template from the host into a buffer, as data packets.
    DownloadFeatures(Buffer, Sample),
    /// 0A UpImage: the image buffer to the host, as data packets.
    UploadImage,
    /// 0B DownImage: an image from the host into the image buffer, as data packets.
    DownloadImage(Sample),
    /// 0C Delete.
    Delete(Pages),
    /// 0D Empty: the whole library.
    EmptyLibrary,
    /// 0E SetSysPara.
    SetParameter(Parameter),
    /// 0F ReadSysPara: address, packet size, line rate.
    ReadSystemParameters,
    /// 12 SetPwd.
    SetPassword(u32),
    /// 13 VfyPwd: unlocks the module.
    VerifyPassword(u32),
    /// 14 GetRandomCode.
    Random,
    /// 15 SetAdder: the answer already comes from the new address.
    SetAddress(Address),
    /// 17 Control: the module's own port off or on.
    ControlPort(Switch),
    /// 18 WriteNotepad.
    WriteNotes(NotePage, [u8; NOTE_BYTES]),
    /// 19 ReadNotepad.
    ReadNotes(NotePage),
    /// 1B HiSpeedSearch: as Search, faster.
    FastSearch(Buffer, Pages),
    /// 1D TempleteNum: how many templates the library holds.
    CountTemplates,
    /// 1F ReadIndexTable: which of 256 pages are taken.
    ReadIndex(u8),
    /// 31 AutoEnroll †: six images of a finger into one template; one answer for each step.
    AutoEnrol(AutoEnrolment),
    /// 32 AutoIdentify †: one image against the library; one answer for each step.
    AutoIdentify(AutoIdentification),
    /// 35 AuraLedConfig †.
    SetLight(Light),
    /// 3C ReadProdInfo †: model and image geometry; others refuse or stay silent.
    ReadProductInfo,
    /// 3D SoftRst †: the module boots and says 55.
    SoftReset,
    /// 40 HandShake †.
    Handshake,
    /// 50 OpenLED and 51 CloseLED: the window's light.
    WindowLight(Switch),
}

/// On or off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Switch {
    /// Off.
    Off,
    /// On.
    On,
}

/// What AutoEnroll (31) does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AutoEnrolment {
    /// The page for the template.
    pub page: u8,
    /// Whether a template on the page may be replaced.
    pub replace: bool,
    /// Whether a finger that the library holds already may be enrolled again.
    pub again: bool,
    /// Whether the finger must be lifted between two images.
    pub lift: bool,
}

/// What AutoIdentify (32) does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AutoIdentification {
    /// How strictly: 1 to 5.
    pub security_level: u8,
    /// The first page that is searched.
    pub first: u8,
    /// How many pages are searched.
    pub count: u8,
    /// How often a failed image may be taken again.
    pub tries: u8,
}

impl Operation {
    /// The operation's name in the module's manual.
    pub fn name(&self) -> &'static str {
        self.code_and_name().1
    }

    /// The bytes on the line; a template or an image follows by itself after the module's answer.
    pub fn encode(&self, address: Address) -> Zeroizing<Vec<u8>> {
        let mut payload = Zeroizing::new(vec![self.code_and_name().0]);
        payload.extend_from_slice(&self.arguments());
        Zeroizing::new(match Packet::new(PacketKind::Command, &payload) {
            Ok(packet) => packet.encode(address),
            // No operation has more than 33 bytes of arguments.
            Err(_) => Vec::new(),
        })
    }

    /// What the host sends when the module is ready for it.
    pub fn sample(&self) -> Option<&Sample> {
        match self {
            Self::DownloadFeatures(_, sample) | Self::DownloadImage(sample) => Some(sample),
            _ => None,
        }
    }

    fn code_and_name(&self) -> (u8, &'static str) {
        match self {
            Self::GenerateImage => (0x01, "GenImg"),
            Self::ImageToFeatures(_) => (0x02, "Img2Tz"),
            Self::Match => (0x03, "Match"),
            Self::Search(..) => (0x04, "Search"),
            Self::CombineModel => (0x05, "RegModel"),
            Self::Store(..) => (0x06, "Store"),
            Self::Load(..) => (0x07, "LoadChar"),
            Self::UploadFeatures(_) => (0x08, "UpChar"),
            Self::DownloadFeatures(..) => (0x09, "DownChar"),
            Self::UploadImage => (0x0A, "UpImage"),
            Self::DownloadImage(_) => (0x0B, "DownImage"),
            Self::Delete(_) => (0x0C, "DeletChar"),
            Self::EmptyLibrary => (0x0D, "Empty"),
            Self::SetParameter(_) => (0x0E, "SetSysPara"),
            Self::ReadSystemParameters => (0x0F, "ReadSysPara"),
            Self::SetPassword(_) => (0x12, "SetPwd"),
            Self::VerifyPassword(_) => (0x13, "VfyPwd"),
            Self::Random => (0x14, "GetRandomCode"),
            Self::SetAddress(_) => (0x15, "SetAdder"),
            Self::ControlPort(_) => (0x17, "Control"),
            Self::WriteNotes(..) => (0x18, "WriteNotepad"),
            Self::ReadNotes(_) => (0x19, "ReadNotepad"),
            Self::FastSearch(..) => (0x1B, "HiSpeedSearch"),
            Self::CountTemplates => (0x1D, "TempleteNum"),
            Self::ReadIndex(_) => (0x1F, "ReadIndexTable"),
            Self::AutoEnrol(_) => (0x31, "AutoEnroll"),
            Self::AutoIdentify(_) => (0x32, "AutoIdentify"),
            Self::SetLight(_) => (0x35, "AuraLedConfig"),
            Self::ReadProductInfo => (0x3C, "ReadProdInfo"),
            Self::SoftReset => (0x3D, "SoftRst"),
            Self::Handshake => (0x40, "HandShake"),
            Self::WindowLight(Switch::On) => (0x50, "OpenLED"),
            Self::WindowLight(Switch::Off) => (0x51, "CloseLED"),
        }
    }

    fn arguments(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(match self {
            Self::ImageToFeatures(buffer)
            | Self::UploadFeatures(buffer)
            | Self::DownloadFeatures(buffer, _) => vec![buffer.number()],
            Self::Store(buffer, page) | Self::Load(buffer, page) => {
                let [high, low] = page.to_be_bytes();
                vec![buffer.number(), high, low]
            }
            Self::Search(buffer, pages) | Self::FastSearch(buffer, pages) => {
                let mut bytes = vec![buffer.number()];
                bytes.extend(of_pages(*pages));
                bytes
            }
            Self::Delete(pages) => of_pages(*pages).to_vec(),
            Self::SetParameter(parameter) => parameter.bytes().to_vec(),
            Self::SetPassword(password) | Self::VerifyPassword(password) => {
                password.to_be_bytes().to_vec()
            }
            Self::SetAddress(address) => address.0.to_vec(),
            Self::ControlPort(switch) => vec![u8::from(*switch == Switch::On)],
            Self::WriteNotes(page, notes) => {
                let mut bytes = vec![page.number()];
                bytes.extend_from_slice(notes);
                bytes
            }
            Self::ReadNotes(page) => vec![page.number()],
            Self::ReadIndex(page) => vec![*page],
            Self::AutoEnrol(how) => {
                let flag = u8::from;
                // The fourth: the module tells of each step.
                vec![
                    how.page,
                    flag(how.replace),
                    flag(how.again),
                    1,
                    flag(how.lift),
                ]
            }
            Self::AutoIdentify(how) => {
                vec![how.security_level, how.first, how.count, 1, how.tries]
            }
            Self::SetLight(light) => vec![
                light.pattern as u8,
                light.speed,
                light.colour as u8,
                light.cycles,
            ],
            Self::GenerateImage
            | Self::Match
            | Self::CombineModel
            | Self::UploadImage
            | Self::DownloadImage(_)
            | Self::EmptyLibrary
            | Self::ReadSystemParameters
            | Self::Random
            | Self::CountTemplates
            | Self::ReadProductInfo
            | Self::SoftReset
            | Self::Handshake
            | Self::WindowLight(_) => Vec::new(),
        })
    }
}

fn of_pages(pages: Pages) -> [u8; 4] {
    let ([a, b], [c, d]) = (pages.first.to_be_bytes(), pages.count.to_be_bytes());
    [a, b, c, d]
}

#[cfg(test)]
mod tests;
