//! Reference data of BSI TR-03105-5, when the folder of published files is there.

use reader::lds::{Com, FingerFormat, dg1, dg2, dg3, dg14, dg15};
use reader::mrz::MachineReadableZone;

fn file(name: &str) -> Option<Vec<u8>> {
    test_vectors::external_file(&format!("bsi-tr03105-5-reference/{name}.bin"))
}

#[test]
fn the_default_passport_is_read() {
    let Some(zone) = file("Datagroup1") else {
        return;
    };
    let zone = dg1::zone(&zone).ok().unwrap();
    assert!(matches!(zone, MachineReadableZone::Td3(_)));
    assert_eq!(zone.surname(), "MUSTERMANN");
    assert_eq!(zone.given_names(), "ERIKA");
    let common = Com::parse(&file("EF_COM").unwrap()).unwrap();
    assert!(common.data_groups.len() >= 4);
    let face = dg2::parse(&file("Datagroup2").unwrap()).ok().unwrap();
    assert!(face.image.len() > 1000);
    assert!(dg14::parse(&file("Datagroup14").unwrap()).is_ok());
    assert!(dg15::parse(&file("Datagroup15").unwrap()).is_ok());
}

#[test]
fn the_default_fingers_are_read() {
    let Some(bytes) = file("Datagroup3") else {
        return;
    };
    let fingers = dg3::parse(&bytes).ok().unwrap();
    assert_eq!(fingers.len(), 2);
    for finger in fingers {
        assert_eq!(finger.format, FingerFormat::Wsq);
        assert_eq!((finger.claimed_width, finger.claimed_height), (620, 620));
        assert_eq!((finger.depth, finger.pixels_per_inch), (8, 500));
    }
}
