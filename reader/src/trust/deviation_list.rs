//! Deviation lists: what a state says is wrong with documents of its own. ICAO Doc 9303-12 §10, 9303-3 §7.
//!
//! ```text
//! DeviationList        ::= SEQUENCE { version INTEGER {v0(0)}, digestAlgorithm AlgorithmIdentifier OPTIONAL,
//!                                     deviations SET OF Deviation }
//! Deviation            ::= SEQUENCE { documents DeviationDocuments, descriptions SET OF DeviationDescription }
//! DeviationDocuments   ::= SEQUENCE { documentType [0] PrintableString OPTIONAL,
//!                                     dscIdentifier DocumentSignerIdentifier OPTIONAL,
//!                                     issuingDate [4] IssuancePeriod OPTIONAL,
//!                                     documentNumbers [5] SET OF PrintableString OPTIONAL }
//! DocumentSignerIdentifier ::= CHOICE { issuerAndSerialNumber [1], subjectKeyIdentifier [2], certificateDigest [3] }
//! DeviationDescription ::= SEQUENCE { description PrintableString OPTIONAL, deviationType OBJECT IDENTIFIER,
//!                                     parameters [0] ANY OPTIONAL, nationalUse [1] ANY OPTIONAL }
//! ```

use rasn::types::GeneralizedTime;
use rasn_pkix::Time;
use time::OffsetDateTime;

use super::certificate::moment;
use super::defect::Defect;
use super::defect_list::{DefectEntry, DefectList, MAX_DEFECTS, MAX_ENTRIES};
use super::document_reference::{DocumentReference, SignerReference};
use crate::crypto::digest::DigestAlgorithm;
use crate::wire::der::Elements;

/// The most document numbers of one entry; the largest list that is public has three hundred thousand.
const MAX_NUMBERS: usize = 1_000_000;
/// id-icao-DeviationList, 2.23.136.1.1.7.
const DEVIATION_LIST: [u8; 6] = [0x67, 0x81, 0x08, 0x01, 0x01, 0x07];

impl DefectList {
    /// From the content of a deviation list, each deviation as the defect that it is. Parsing is no belief.
    #[must_use]
    pub fn parse_deviations(content: &[u8]) -> Option<Self> {
        let mut list = Elements::inside(content, 0x30)?;
        let version = list.take(0x02)?;
        let _digest_algorithm = list.take(0x30);
        let deviations = Elements::new(list.take(0x31)?).all_whole(0x30, MAX_ENTRIES)?;
        if version != [0] || !list.is_empty() {
            return None;
        }
        let entries = (1..).zip(deviations);
        let entries: Option<Vec<_>> = entries
            .map(|(number, entry)| deviation(number, entry))
            .collect();
        Some(Self { entries: entries? })
    }
}

fn deviation(number: u16, entry: &[u8]) -> Option<DefectEntry> {
    let mut parts = Elements::inside(entry, 0x30)?;
    let documents = documents(parts.take(0x30)?)?;
    let descriptions = Elements::new(parts.take(0x31)?).all_whole(0x30, MAX_DEFECTS)?;
    let defects: Option<Vec<_>> = descriptions.into_iter().map(description).collect();
    let defects = defects.filter(|defects| !defects.is_empty())?;
    parts.is_empty().then_some(DefectEntry {
        number,
        defects,
        documents,
    })
}

fn documents(content: &[u8]) -> Option<DocumentReference> {
    let mut parts = Elements::new(content);
    let document_code = parts.take(0x80).map(<[u8]>::to_vec);
    let mut documents = DocumentReference {
        document_code,
        ..DocumentReference::default()
    };
    if let Some(name) = parts.take(0xA1) {
        documents.signer = Some(SignerReference::issuer_and_serial(name)?);
    } else if let Some(key) = parts.take(0x82) {
        documents.signer = Some(SignerReference::SubjectKeyIdentifier(key.to_vec()));
    } else if let Some(digest) = parts.take(0x83) {
        // The algorithm is that of the list; its length tells it as well.
        let algorithm = DigestAlgorithm::of_length(digest.len())?;
        documents.certificate_hash = Some((algorithm, digest.to_vec()));
    }
    if let Some(period) = parts.take(0xA4) {
        let mut period = Elements::new(period);
        let mut next = || generalized(period.take_whole(0x18)?);
        documents.issued = Some((next()?, next()?));
    }
    if let Some(numbers) = parts.take(0xA5) {
        let mut numbers: Vec<_> = Elements::new(numbers)
            .all_values(0x13, MAX_NUMBERS)?
            .into_iter()
            .map(<[u8]>::to_vec)
            .collect();
        numbers.sort_unstable();
        documents.numbers = Some(numbers);
    }
    parts.is_empty().then_some(documents)
}

fn generalized(encoded: &[u8]) -> Option<OffsetDateTime> {
    let time: GeneralizedTime = rasn::ber::decode(encoded).ok()?;
    moment(&Time::General(time))
}

fn description(entry: &[u8]) -> Option<Defect> {
    let mut parts = Elements::inside(entry, 0x30)?;
    let _text = parts.take(0x13);
    let kind = parts.take(0x06)?.strip_prefix(&DEVIATION_LIST)?;
    let parameters = parts.take(0xA0).and_then(|one| Elements::new(one).any());
    let _national_use = parts.take(0xA1);
    let data_group = || {
        let number = parameters.filter(|one| one.tag == 0x02)?;
        match number.value {
            &[number] => Some(number),
            _ => None,
        }
    };
    let defect = match kind {
        [1, 1] => Defect::SignerCertificateWrong { signature: true },
        [1, 2] => Defect::SignerCertificateWrong { signature: false },
        [1, 4] => Defect::ActiveAuthenticationKeyRevoked,
        [2, 1] => Defect::DataGroupsMalformed {
            numbers: vec![data_group()?],
        },
        [2, 2] => Defect::HashWrong {
            number: data_group()?,
        },
        [2, 3] => Defect::SecurityObjectInvalid {
            signature: true,
            hashes: false,
        },
        [2, 4] => Defect::ComDiscrepancy,
        [3, ..] => Defect::MrzIncorrect,
        // A CSCA is judged when it is taken in, and a chip that could be read is none of those.
        [1, 3] | [4, ..] => Defect::ChipUnusable,
        _ => Defect::NotToBeUsed,
    };
    parts.is_empty().then_some(defect)
}

#[cfg(test)]
mod tests {
    use super::super::document_reference::Concern;
    use super::*;
    use crate::wire::tlv::encode;

    fn list(documents: &[Vec<u8>], kind: &[u8], parameters: &[u8]) -> Vec<u8> {
        let kind = encode(0x06, &[&DEVIATION_LIST[..], kind].concat());
        let text = encode(0x13, b"WHAT IS WRONG");
        let parameters = match parameters {
            [] => Vec::new(),
            some => encode(0xA0, &encode(0x02, some)),
        };
        let description = encode(0x30, &[text, kind, parameters].concat());
        let documents = encode(0x30, &documents.concat());
        let descriptions = encode(0x31, &description);
        let deviation = encode(0x30, &[documents, descriptions].concat());
        encode(
            0x30,
            &[encode(0x02, &[0]), encode(0x31, &deviation)].concat(),
        )
    }

    fn parsed(list: &[u8]) -> Option<DefectEntry> {
        DefectList::parse_deviations(list)?.entries.pop()
    }

    #[test]
    fn deviations_are_read_with_every_condition() {
        let numbers = [encode(0x13, b"CA00002AA"), encode(0x13, b"CA00001AA")].concat();
        let period = [
            encode(0x18, b"20171001000000Z"),
            encode(0x18, b"20180205235959.999Z"),
        ]
        .concat();
        let documents = [
            encode(0x80, b"C<"),
            encode(0x83, &[7; 32]),
            encode(0xA4, &period),
            encode(0xA5, &numbers),
        ];
        let entry = parsed(&list(&documents, &[2, 2], &[12])).unwrap();
        assert_eq!(entry.defects, [Defect::HashWrong { number: 12 }]);
        let reference = &entry.documents;
        assert_eq!(reference.document_code.as_deref(), Some(&b"C<"[..]));
        let first = reference.numbers.as_ref().unwrap().first().unwrap();
        assert_eq!(first, b"CA00001AA", "ascending, to be searched");
        let (from, to) = reference.issued.unwrap();
        assert_eq!((to - from).whole_days(), 127);
        assert!(reference.certificate_hash.is_some());
        // Of a document nothing is known, so nothing speaks against it.
        assert_eq!(reference.covers(&Default::default()), Concern::Possible);
    }

    #[test]
    fn every_kind_of_deviation_is_a_defect_and_the_unknown_is_not_relied_on() {
        for (kind, defect) in [
            (
                &[1, 1][..],
                Defect::SignerCertificateWrong { signature: true },
            ),
            (&[1, 2], Defect::SignerCertificateWrong { signature: false }),
            (&[1, 3], Defect::ChipUnusable),
            (&[1, 4], Defect::ActiveAuthenticationKeyRevoked),
            (&[2, 4], Defect::ComDiscrepancy),
            (&[3, 2], Defect::MrzIncorrect),
            (&[4], Defect::ChipUnusable),
            (&[5], Defect::NotToBeUsed),
            (&[1], Defect::NotToBeUsed),
        ] {
            let entry = parsed(&list(&[], kind, &[])).unwrap();
            assert_eq!(entry.defects, [defect], "{kind:?}");
            assert_eq!(
                entry.documents.covers(&Default::default()),
                Concern::Certain
            );
        }
    }

    #[test]
    fn broken_lists_are_none() {
        let whole = list(&[], &[2, 2], &[12]);
        assert!(parsed(&whole).is_some());
        for broken in [
            list(&[], &[2, 2], &[]),
            list(&[encode(0x83, &[7; 31])], &[2, 4], &[]),
            list(&[encode(0xA4, &encode(0x18, b"yesterday"))], &[2, 4], &[]),
            list(&[encode(0xA1, &[])], &[2, 4], &[]),
            list(
                &[encode(0xA5, &encode(0x13, b"X")), encode(0x80, b"P")],
                &[2, 4],
                &[],
            ),
            [whole.clone(), vec![0]].concat(),
            whole[..whole.len() - 1].to_vec(),
        ] {
            assert!(parsed(&broken).is_none());
        }
    }
}
