//! A reading: files by name, and the chip's evidence.

use std::collections::BTreeMap;

use reader::{
    files::{ElementaryFiles, FileId},
    read_out::ReadOut,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

use super::{
    base64::Octets,
    evidence::EvidenceForm,
    presented::{self, PresentedForm},
};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ReadOutForm {
    files: BTreeMap<String, Octets>,
    evidence: EvidenceForm,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    presented: Vec<PresentedForm>,
}

pub(crate) fn serialize<S: Serializer>(read_out: &ReadOut, out: S) -> Result<S::Ok, S::Error> {
    let files = read_out
        .files
        .iter()
        .map(|(file, bytes)| (file.name(), Octets::new(bytes)))
        .collect();
    ReadOutForm {
        files,
        evidence: EvidenceForm::from(&read_out.evidence),
        presented: read_out.presented.iter().map(PresentedForm::from).collect(),
    }
    .serialize(out)
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<ReadOut, D::Error> {
    let form = ReadOutForm::deserialize(input)?;
    let mut files = ElementaryFiles::default();
    for (name, octets) in form.files {
        let file =
            FileId::from_name(&name).ok_or_else(|| D::Error::custom("not a file of the card"))?;
        if octets.0.len() > ElementaryFiles::MAX_FILE_LEN {
            return Err(D::Error::custom("a file of the card is too long"));
        }
        files.insert(file, octets.0.to_vec());
    }
    let evidence = form
        .evidence
        .try_into()
        .map_err(|_| D::Error::custom("evidence out of bounds"))?;
    let presented = presented::all(form.presented)
        .map_err(|_| D::Error::custom("what was presented is out of bounds"))?;
    Ok(ReadOut {
        files,
        evidence,
        presented,
    })
}
