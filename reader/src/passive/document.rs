//! The content of a document, parsed from the bytes that were hashed. ICAO Doc 9303-10 §4.7.

use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::files::{DataGroupNumber, ElementaryFiles};
use crate::lds::{
    Dg11, Dg12, Dg13, DisplayedSignature, EncodedFace, EncodedFinger, LdsError, PersonToNotify,
    SecurityInfos, dg1, dg2, dg3, dg7, dg14, dg15, dg16,
};
use crate::mrz::MachineReadableZone;

/// A citizen's data: no `Debug`, wiped when dropped. A part whose file cannot be parsed is missing.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Document {
    /// DG1.
    pub mrz: MachineReadableZone,
    /// DG13.
    pub details: Option<Dg13>,
    /// DG2.
    pub face: Option<EncodedFace>,
    /// DG3, when terminal authentication opened it.
    pub fingers: Vec<EncodedFinger>,
    /// DG7.
    pub signatures: Vec<DisplayedSignature>,
    /// DG11.
    pub personal_details: Option<Dg11>,
    /// DG12.
    pub document_details: Option<Dg12>,
    /// DG16.
    pub persons_to_notify: Vec<PersonToNotify>,
    /// DG14.
    #[zeroize(skip)]
    pub security_infos: Option<SecurityInfos>,
    /// DG15: SubjectPublicKeyInfo, DER.
    pub active_authentication_key: Option<Vec<u8>>,
    /// The data groups that the parts above come from, parsed or not, ascending.
    #[zeroize(skip)]
    pub data_groups: Vec<DataGroupNumber>,
}

impl Document {
    /// From the data groups among `allowed` that were read.
    ///
    /// # Errors
    /// [`LdsError`] when there is no DG1 that could name the document.
    pub(super) fn parse(
        files: &ElementaryFiles,
        allowed: &[DataGroupNumber],
    ) -> Result<Self, LdsError> {
        let file = |number| {
            files
                .data_group(number)
                .filter(|_| allowed.contains(&number))
        };
        let missing = LdsError::Missing {
            file: "EF.DG1",
            element: "file",
        };
        let numbered = |number| DataGroupNumber::new(number).and_then(file);
        Ok(Self {
            mrz: dg1::zone(file(DataGroupNumber::MRZ).ok_or(missing)?)?,
            fingers: parsed(file(DataGroupNumber::FINGERS), dg3::parse).unwrap_or_default(),
            signatures: parsed(numbered(7), dg7::parse).unwrap_or_default(),
            personal_details: parsed(numbered(11), Dg11::parse),
            document_details: parsed(numbered(12), Dg12::parse),
            persons_to_notify: parsed(numbered(16), dg16::parse).unwrap_or_default(),
            details: parsed(file(DataGroupNumber::DETAILS), Dg13::parse),
            face: parsed(file(DataGroupNumber::FACE), dg2::parse),
            security_infos: parsed(file(DataGroupNumber::SECURITY_OPTIONS), dg14::parse),
            active_authentication_key: parsed(
                file(DataGroupNumber::ACTIVE_AUTHENTICATION_KEY),
                dg15::parse,
            ),
            data_groups: allowed
                .iter()
                .copied()
                .filter(|number| file(*number).is_some())
                .collect(),
        })
    }
}

/// A file that is there and has the form of its kind.
fn parsed<T>(file: Option<&[u8]>, parse: impl FnOnce(&[u8]) -> Result<T, LdsError>) -> Option<T> {
    file.and_then(|bytes| parse(bytes).ok())
}
