//! Every elementary file but EF.SOD; the first octet chooses the file. ICAO Doc 9303-10 §4.
#![no_main]

use reader::lds::{AtrInfo, CardAccess, Com, Cvca, Dg11, Dg12, Dg13, Dir, LdsSecurityObject};
use reader::lds::{dg1, dg2, dg3, dg7, dg14, dg15, dg16};

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    let Some((file, bytes)) = input.split_first() else {
        return;
    };
    let _ = match file {
        1 => dg1::zone(bytes).is_ok(),
        2 => dg2::parse(bytes).is_ok(),
        3 => dg3::parse(bytes).is_ok(),
        7 => dg7::parse(bytes).is_ok(),
        11 => Dg11::parse(bytes).is_ok(),
        12 => Dg12::parse(bytes).is_ok(),
        13 => Dg13::parse(bytes).is_ok(),
        14 => dg14::parse(bytes).is_ok(),
        15 => dg15::parse(bytes).is_ok(),
        16 => dg16::parse(bytes).is_ok(),
        17 => Com::parse(bytes).is_ok(),
        18 => CardAccess::parse(bytes).is_ok(),
        19 => AtrInfo::parse(bytes).is_ok(),
        20 => Dir::parse(bytes).is_ok(),
        21 => Cvca::parse(bytes).is_ok(),
        _ => LdsSecurityObject::parse(bytes).is_ok(),
    };
});
