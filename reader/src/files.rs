//! The elementary files of an eMRTD, kept as the very bytes that were read. ICAO Doc 9303-10 §3, §4.

use std::collections::BTreeMap;

use zeroize::Zeroizing;

/// Number of a data group, 1 to 16. ICAO Doc 9303-10 §4.7.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DataGroupNumber(u8);

impl DataGroupNumber {
    /// DG1, the machine-readable zone.
    pub const MRZ: Self = Self(1);
    /// DG2, the encoded face.
    pub const FACE: Self = Self(2);
    /// DG3, the encoded fingers.
    pub const FINGERS: Self = Self(3);
    /// DG7, the displayed signature.
    pub const DISPLAYED_SIGNATURE: Self = Self(7);
    /// DG11, additional personal details.
    pub const ADDITIONAL_PERSONAL_DETAILS: Self = Self(11);
    /// DG12, additional document details.
    pub const ADDITIONAL_DOCUMENT_DETAILS: Self = Self(12);
    /// DG13, which Vietnam uses for the citizen's details.
    pub const DETAILS: Self = Self(13);
    /// DG14, SecurityInfos of chip authentication and PACE.
    pub const SECURITY_OPTIONS: Self = Self(14);
    /// DG15, the public key of active authentication.
    pub const ACTIVE_AUTHENTICATION_KEY: Self = Self(15);
    /// DG16, persons to notify.
    pub const PERSONS_TO_NOTIFY: Self = Self(16);

    /// A number from 1 to 16, or nothing.
    #[must_use]
    pub const fn new(number: u8) -> Option<Self> {
        if number >= 1 && number <= 16 {
            Some(Self(number))
        } else {
            None
        }
    }

    /// The number itself.
    #[must_use]
    pub const fn value(self) -> u8 {
        self.0
    }
}

/// An elementary file that this program knows. ICAO Doc 9303-10 §3.11, §4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileId {
    /// EF.CardAccess in the master file.
    CardAccess,
    /// EF.CardSecurity in the master file.
    CardSecurity,
    /// EF.COM in the eMRTD application.
    Com,
    /// EF.SOD in the eMRTD application.
    Sod,
    /// EF.DG1 to EF.DG16 in the eMRTD application.
    DataGroup(DataGroupNumber),
}

impl FileId {
    /// Two-byte file identifier. ICAO Doc 9303-10 Table 34, Table 38.
    #[must_use]
    pub const fn fid(self) -> u16 {
        match self {
            Self::CardAccess => 0x011C,
            Self::CardSecurity => 0x011D,
            Self::Com => 0x011E,
            Self::Sod => 0x011D,
            Self::DataGroup(number) => 0x0100 + number.0 as u16,
        }
    }

    /// Whether the file lies in the master file, before the application.
    #[must_use]
    pub const fn is_of_master_file(self) -> bool {
        matches!(self, Self::CardAccess | Self::CardSecurity)
    }

    /// Short name: `CardAccess`, `COM`, `SOD`, `DG1`; with `.bin` it is the name of a saved file.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Self::CardAccess => "CardAccess".into(),
            Self::CardSecurity => "CardSecurity".into(),
            Self::Com => "COM".into(),
            Self::Sod => "SOD".into(),
            Self::DataGroup(number) => format!("DG{}", number.0),
        }
    }

    /// The reverse of [`FileId::name`].
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::all().find(|file| file.name() == name)
    }

    /// Every file, in the order of their names' declaration.
    pub fn all() -> impl Iterator<Item = Self> {
        let groups = (1..=16)
            .filter_map(DataGroupNumber::new)
            .map(Self::DataGroup);
        [Self::CardAccess, Self::CardSecurity, Self::Com, Self::Sod]
            .into_iter()
            .chain(groups)
    }
}

/// Files as read from one card in one session. Citizens' data: no `Debug`, wiped when dropped.
#[derive(Clone, Default)]
pub struct ElementaryFiles {
    files: BTreeMap<FileId, Zeroizing<Vec<u8>>>,
    unfinished: Option<UnfinishedFile>,
}

/// The begin of a file whose reading was interrupted. Citizens' data: no `Debug`, wiped when dropped.
#[derive(Clone)]
pub struct UnfinishedFile {
    /// Which file.
    pub file: FileId,
    /// Its first bytes.
    pub bytes: Zeroizing<Vec<u8>>,
    /// Bytes of the whole file, as its header says.
    pub expected: usize,
}

impl ElementaryFiles {
    /// The longest file that is kept, in bytes; longer ones are refused while reading.
    pub const MAX_FILE_LEN: usize = 256 * 1024;

    /// Keeps a file, replacing an older reading of it.
    pub fn insert(&mut self, file: FileId, bytes: Vec<u8>) {
        self.files.insert(file, Zeroizing::new(bytes));
    }

    /// Keeps the begin of a file, so that a later reading can go on where this one ended.
    pub fn set_unfinished(&mut self, unfinished: Option<UnfinishedFile>) {
        self.unfinished = unfinished;
    }

    /// The file whose reading was interrupted; it is in no other list.
    #[must_use]
    pub fn unfinished(&self) -> Option<&UnfinishedFile> {
        self.unfinished.as_ref()
    }

    /// Forgets a file that turned out to be wrong.
    pub fn remove(&mut self, file: FileId) {
        self.files.remove(&file);
    }

    /// The bytes of a file, when it was read.
    #[must_use]
    pub fn bytes(&self, file: FileId) -> Option<&[u8]> {
        self.files.get(&file).map(|bytes| bytes.as_slice())
    }

    /// The bytes of a data group, when it was read.
    #[must_use]
    pub fn data_group(&self, number: DataGroupNumber) -> Option<&[u8]> {
        self.bytes(FileId::DataGroup(number))
    }

    /// All files that were read.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &[u8])> {
        self.files
            .iter()
            .map(|(file, bytes)| (*file, bytes.as_slice()))
    }

    /// The data groups that were read, ascending.
    pub fn data_groups(&self) -> impl Iterator<Item = (DataGroupNumber, &[u8])> {
        self.iter().filter_map(|(file, bytes)| match file {
            FileId::DataGroup(number) => Some((number, bytes)),
            _ => None,
        })
    }
}
