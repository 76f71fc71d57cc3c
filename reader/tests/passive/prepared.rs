//! Whatever was prepared before, of this card, of a changed one or of another one: the verdict is the same.

use card_twin::fault::Fault;
use reader::chip::ChallengeExpectation;
use reader::files::{DataGroupNumber, FileId};
use reader::read_out::ReadOut;
use reader::trust::ReferenceTime;
use reader::verdict::{Assessment, Check, Preparation, Verdict};

use crate::issued::{CHALLENGE, NOW, card, healthy, judge, person, read_card, read_faulty, trust};

const TOLD: [FileId; 4] = [
    FileId::Sod,
    FileId::DataGroup(DataGroupNumber::MRZ),
    FileId::DataGroup(DataGroupNumber::FACE),
    FileId::DataGroup(DataGroupNumber::SECURITY_OPTIONS),
];

/// The same reading with one octet of a file changed.
fn changed(file: FileId) -> ReadOut {
    let mut read_out = healthy();
    let mut bytes = read_out.files.bytes(file).unwrap().to_vec();
    *bytes.last_mut().unwrap() ^= 1;
    read_out.files.insert(file, bytes);
    read_out
}

fn without(file: FileId) -> ReadOut {
    let mut read_out = healthy();
    read_out.files.remove(file);
    read_out
}

/// Another card of the same person: same issuer, other keys.
fn other_card() -> ReadOut {
    read_card(card(&person(), &[]), "000018").unwrap()
}

fn readings() -> Vec<ReadOut> {
    let mut all = vec![healthy(), other_card(), read_faulty(Fault::UnknownIssuer)];
    all.extend(TOLD.map(changed));
    all.extend(TOLD.map(without));
    all
}

fn prepared(told: &[(FileId, Vec<u8>)], read_out: &ReadOut) -> Assessment {
    let trust = trust();
    let mut preparation = Preparation::new(&trust, ReferenceTime(NOW));
    for (file, bytes) in told {
        preparation.file(*file, bytes);
    }
    preparation.assess(read_out, ChallengeExpectation::Exactly(CHALLENGE))
}

fn files(read_out: &ReadOut) -> Vec<(FileId, Vec<u8>)> {
    let files = read_out.files.iter();
    files.map(|(file, bytes)| (file, bytes.to_vec())).collect()
}

fn comparable(assessment: &Assessment) -> (Verdict, Vec<Check>) {
    (assessment.verdict(), assessment.checks.clone())
}

#[test]
fn files_of_this_card_or_of_another_one_told_before_change_no_verdict() {
    let readings = readings();
    for judged in &readings {
        let expected = comparable(&judge(judged));
        for told in &readings {
            let assessment = prepared(&files(told), judged);
            assert_eq!(comparable(&assessment), expected);
        }
    }
}

#[test]
fn neither_order_nor_repetition_nor_gaps_matter() {
    let healthy = healthy();
    let expected = comparable(&judge(&healthy));
    assert_eq!(expected.0, Verdict::Genuine);
    let in_order = files(&healthy);
    let reversed: Vec<_> = in_order.iter().rev().cloned().collect();
    let twice = [in_order.clone(), reversed.clone()].concat();
    let between = [in_order.clone(), files(&other_card()), reversed.clone()].concat();
    let sod_last: Vec<_> = {
        let (sod, rest): (Vec<_>, Vec<_>) =
            (in_order.iter().cloned()).partition(|(file, _)| *file == FileId::Sod);
        [rest, sod].concat()
    };
    for told in [reversed, twice, between, sod_last, in_order[..4].to_vec()] {
        assert_eq!(comparable(&prepared(&told, &healthy)), expected);
    }
}
