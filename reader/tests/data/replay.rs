//! Damaged files of the twin, at least two thousand of each kind: every parser ends with a value or an
//! error. The same inputs that the fuzz targets start from.

use card_twin::card::Card;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use reader::files::{DataGroupNumber, ElementaryFiles, FileId};
use reader::lds::{AtrInfo, CardAccess, Com, Cvca, Dg11, Dg12, Dg13, Dir, SecurityInfos};
use reader::lds::{dg1, dg2, dg3, dg14, dg15};
use reader::mrz::MachineReadableZone;
use reader::passive;
use reader::qr::QrText;
use reader::read_out::ReadOut;
use reader::trust::{ReferenceTime, TrustAnchors};
use reader::wire::tlv::DataObject;
use time::macros::datetime;

use crate::twin_files::{card, small_card};

const CASES: u32 = 2000;
/// The structure of a file stands in front; the image behind it is opaque here.
const STRUCTURE: usize = 400;

/// One change of a file.
#[derive(Clone, Debug)]
enum Damage {
    Replace(prop::sample::Index, u8),
    Remove(prop::sample::Index),
    Insert(prop::sample::Index, u8),
    Cut(prop::sample::Index),
    Repeat(prop::sample::Index, u8),
}

fn damages() -> impl Strategy<Value = Vec<Damage>> {
    // Octets that mean something in lengths and tags come more often than others.
    let octet = || {
        prop_oneof![
            any::<u8>(),
            prop::sample::select(vec![
                0_u8, 1, 0x1F, 0x30, 0x7F, 0x80, 0x81, 0x82, 0x84, 0xFF
            ]),
        ]
    };
    let one = prop_oneof![
        6 => (any::<prop::sample::Index>(), octet()).prop_map(|(at, octet)| Damage::Replace(at, octet)),
        1 => any::<prop::sample::Index>().prop_map(Damage::Remove),
        2 => (any::<prop::sample::Index>(), octet()).prop_map(|(at, octet)| Damage::Insert(at, octet)),
        1 => any::<prop::sample::Index>().prop_map(Damage::Cut),
        1 => (any::<prop::sample::Index>(), any::<u8>()).prop_map(|(at, length)| Damage::Repeat(at, length)),
    ];
    prop::collection::vec(one, 1..6)
}

fn damaged(healthy: &[u8], damages: &[Damage]) -> Vec<u8> {
    let mut bytes = healthy.to_vec();
    for damage in damages {
        let structure = bytes.len().min(STRUCTURE);
        if structure == 0 {
            break;
        }
        match damage {
            Damage::Replace(at, octet) => bytes[at.index(structure)] = *octet,
            Damage::Remove(at) => drop(bytes.remove(at.index(structure))),
            Damage::Insert(at, octet) => bytes.insert(at.index(structure), *octet),
            Damage::Cut(at) => {
                let at = at.index(bytes.len());
                bytes.truncate(at);
            }
            Damage::Repeat(at, length) => {
                let at = at.index(structure);
                let end = bytes.len().min(at + usize::from(*length));
                let again = bytes[at..end].to_vec();
                bytes.splice(end..end, again);
            }
        }
    }
    bytes
}

/// Whether a parser takes a file.
type Accepts = fn(&[u8]) -> bool;

/// Runs a parser on damaged copies and gives how many were refused.
fn replay(healthy: &[u8], accepts: impl Fn(&[u8]) -> bool) -> u32 {
    assert!(accepts(healthy), "the healthy file is refused");
    let refused = std::cell::Cell::new(0);
    let config = Config {
        cases: CASES,
        failure_persistence: None,
        ..Config::default()
    };
    let outcome = TestRunner::new(config).run(&damages(), |damages| {
        let accepted = accepts(&damaged(healthy, &damages));
        refused.set(refused.get() + u32::from(!accepted));
        Ok(())
    });
    outcome.unwrap();
    refused.get()
}

fn file(card: &Card, identifier: u16) -> Vec<u8> {
    let found = card
        .file(identifier)
        .or_else(|| card.master_file(identifier));
    found
        .unwrap_or_else(|| panic!("no file {identifier:04X}"))
        .to_vec()
}

#[test]
fn damaged_files_are_parsed_or_refused() {
    let eac = small_card();
    let parsers: [(u16, Accepts); 11] = [
        (0x0101, |bytes| dg1::zone(bytes).is_ok()),
        (0x0103, |bytes| dg3::parse(bytes).is_ok()),
        (0x010B, |bytes| Dg11::parse(bytes).is_ok()),
        (0x010C, |bytes| Dg12::parse(bytes).is_ok()),
        (0x010D, |bytes| Dg13::parse(bytes).is_ok()),
        (0x010E, |bytes| dg14::parse(bytes).is_ok()),
        (0x010F, |bytes| dg15::parse(bytes).is_ok()),
        (0x011E, |bytes| Com::parse(bytes).is_ok()),
        (0x2F00, |bytes| Dir::parse(bytes).is_ok()),
        (0x2F01, |bytes| AtrInfo::parse(bytes).is_ok()),
        (0x0102, |bytes| dg2::parse(bytes).is_ok()),
    ];
    for (identifier, accepts) in parsers {
        let refused = replay(&file(&eac, identifier), accepts);
        assert!(refused > CASES / 10, "{identifier:04X}: {refused} refused");
    }
}

#[test]
fn damaged_security_infos_and_references_are_parsed_or_refused() {
    let eac = small_card();
    let access = eac.master_file(0x011C).unwrap();
    assert!(replay(access, |bytes| CardAccess::parse(bytes).is_ok()) > CASES / 10);
    assert!(replay(access, |bytes| SecurityInfos::parse(bytes).is_ok()) > CASES / 10);
    assert!(replay(access, |bytes| DataObject::parse(bytes).is_ok()) > CASES / 10);
    let references = eac.file(0x011C).unwrap();
    assert!(replay(references, |bytes| Cvca::parse(bytes).is_ok()) > CASES / 10);
}

#[test]
fn a_damaged_security_object_proves_nothing() {
    let whole = card("cccd-2021", &[]);
    let zone = file(&whole, 0x0101);
    let at = ReferenceTime(datetime!(2026-11-20 03:00 UTC));
    let (trust, _) = TrustAnchors::from_certificates([]);
    let sod = file(&whole, 0x011D);
    let refused = replay(&sod, |bytes| {
        let mut files = ElementaryFiles::default();
        files.insert(FileId::DataGroup(DataGroupNumber::MRZ), zone.clone());
        files.insert(FileId::Sod, bytes.to_vec());
        let read_out = ReadOut {
            files,
            ..ReadOut::default()
        };
        !passive::authenticate(&read_out, &trust, at)
            .signed_groups
            .is_empty()
    });
    assert!(refused > CASES / 2, "{refused} refused");
}

#[test]
fn damaged_texts_are_parsed_or_refused() {
    let code =
        "001199000018|012345678|Nguyễn Thị Ví Dụ|15031999|Nữ|Số 1 Phố Mẫu, Hà Nội|20042021||||";
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let codes = replay(code.as_bytes(), |bytes| {
        QrText::parse(&text(bytes)).is_ok_and(|qr| qr.warnings().len() < 16)
    });
    let zone = "IDVNM1990000184001199000018<<59903159F3903157VNM<<<<<<<<<<<2NGUYEN<<THI<VI<DU<<<<<<<<<<<<<";
    let zones = replay(zone.as_bytes(), |bytes| {
        MachineReadableZone::from_scan(&text(bytes)).is_ok()
    });
    assert!(
        codes > CASES / 10 && zones > CASES / 2,
        "{codes} and {zones} refused"
    );
}
