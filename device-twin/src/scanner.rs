//! A simulated code scanner or MRZ reader: one scan whenever it is asked, or a while after it is looked at.

use clap::ValueEnum;

use crate::pty::Device;

/// What it speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Protocol {
    /// Text as soon as somebody pulls the trigger, which is again and again.
    Plain,
    /// Text after SYN T CR.
    Honeywell,
    /// TLV of Elyctis ID BOX, once for each `43 00 01 01`.
    Elyctis,
}

/// What ends a scan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Suffix {
    /// CR LF.
    CrLf,
    /// CR.
    Cr,
    /// LF.
    Lf,
    /// ETX.
    Etx,
    /// Silence.
    None,
}

/// One thing that it does wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Fault {
    /// Nothing.
    None,
    /// Latin-1 taken for UTF-8: every name is damaged.
    Charset,
    /// One letter of the text is another one.
    WrongLetter,
    /// Bytes without an end.
    Endless,
    /// Nothing is ever scanned.
    Silent,
    /// The cable is pulled in the middle of the text.
    Unplug,
}

/// Looks at the line between two pulls of the trigger.
const PAUSE: u32 = 15;

/// The scanner: bytes from the host in, bytes to the host out.
pub struct Scanner {
    text: String,
    protocol: Protocol,
    suffix: Suffix,
    fault: Fault,
    heard: Vec<u8>,
    looks: u32,
    unplugged: bool,
}

impl Scanner {
    /// A scanner in front of one text.
    pub fn new(text: &str, protocol: Protocol, suffix: Suffix, fault: Fault) -> Self {
        Self {
            text: text.to_owned(),
            protocol,
            suffix,
            fault,
            heard: Vec::new(),
            looks: 0,
            unplugged: false,
        }
    }

    fn asked(&mut self, bytes: &[u8]) -> bool {
        self.heard.extend(bytes);
        let command: &[u8] = match self.protocol {
            Protocol::Plain => {
                self.looks += 1;
                return self.looks.is_multiple_of(PAUSE);
            }
            Protocol::Honeywell => &[0x16, 0x54, 0x0D],
            Protocol::Elyctis => &[0x43, 0x00, 0x01, 0x01],
        };
        let asked = self
            .heard
            .windows(command.len())
            .any(|part| part == command);
        if asked {
            self.heard.clear();
        }
        asked
    }

    fn scan(&mut self) -> Vec<u8> {
        let text = match self.fault {
            Fault::Silent => return Vec::new(),
            Fault::Endless => return vec![b'A'; 16 * 1024],
            Fault::Charset => self.text.bytes().map(char::from).collect(),
            Fault::WrongLetter => self.text.replacen('9', "8", 1),
            Fault::None | Fault::Unplug => self.text.clone(),
        };
        let mut bytes = text.into_bytes();
        if self.fault == Fault::Unplug {
            self.unplugged = true;
            bytes.truncate(bytes.len() / 2);
            return bytes;
        }
        if self.protocol == Protocol::Elyctis {
            let length = u16::try_from(bytes.len()).unwrap_or(u16::MAX);
            let [high, low] = length.to_be_bytes();
            return [vec![0x49, high, low], bytes].concat();
        }
        let suffix: &[u8] = match self.suffix {
            Suffix::CrLf => b"\r\n",
            Suffix::Cr => b"\r",
            Suffix::Lf => b"\n",
            Suffix::Etx => &[0x03],
            Suffix::None => b"",
        };
        let lines: Vec<u8> = String::from_utf8_lossy(&bytes)
            .lines()
            .flat_map(|line| [line.as_bytes(), b"\r"].concat())
            .collect();
        let body = lines.strip_suffix(b"\r").unwrap_or(&lines);
        [b"\x02]Q1".as_slice(), body, suffix].concat()
    }
}

impl Device for Scanner {
    fn receive(&mut self, bytes: &[u8]) -> Vec<u8> {
        match self.asked(bytes) {
            true => self.scan(),
            false => Vec::new(),
        }
    }

    fn unplugged(&self) -> bool {
        self.unplugged
    }
}
