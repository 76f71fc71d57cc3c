//! The content of a document, parsed from the bytes that were hashed. ICAO Doc 9303-10 §4.7.

use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::files::{DataGroupNumber, ElementaryFiles};
use crate::lds::{Dg13, EncodedFace, LdsError, SecurityInfos, dg1, dg2, dg14, dg15};
use crate::mrz::Td1;

/// A citizen's data: no `Debug`, wiped when dropped. A part whose file cannot be parsed is missing.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Document {
    /// DG1.
    pub mrz: Td1,
    /// DG13.
    pub details: Option<Dg13>,
    /// DG2.
    pub face: Option<EncodedFace>,
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
        Ok(Self {
            mrz: dg1::parse(file(DataGroupNumber::MRZ).ok_or(missing)?)?,
            details: file(DataGroupNumber::DETAILS).and_then(|bytes| Dg13::parse(bytes).ok()),
            face: file(DataGroupNumber::FACE).and_then(|bytes| dg2::parse(bytes).ok()),
            security_infos: file(DataGroupNumber::SECURITY_OPTIONS)
                .and_then(|bytes| dg14::parse(bytes).ok()),
            active_authentication_key: file(DataGroupNumber::ACTIVE_AUTHENTICATION_KEY)
                .and_then(|bytes| dg15::parse(bytes).ok()),
            data_groups: allowed
                .iter()
                .copied()
                .filter(|number| file(*number).is_some())
                .collect(),
        })
    }
}
