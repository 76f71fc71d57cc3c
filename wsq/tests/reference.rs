//! Decoding against pixels that another implementation (NBIS 5.0.0) decoded: never more than one grey level apart.

use std::path::Path;
use std::{env, fs};

use wsq::{Decoded, EndOfImage, Limits};

/// Annex AA asks of a decoder: at least 99.9 % of the pixels the same, and no other more than one level away.
fn assert_conforms(ours: &[u8], reference: &[u8], name: &str) {
    assert_eq!(ours.len(), reference.len(), "{name}");
    let furthest = ours
        .iter()
        .zip(reference)
        .map(|(a, b)| a.abs_diff(*b))
        .max();
    let different = ours.iter().zip(reference).filter(|(a, b)| a != b).count();
    assert!(furthest <= Some(1), "{name}: {furthest:?} levels apart");
    assert!(
        different * 1000 <= ours.len(),
        "{name}: {different} pixels differ"
    );
}

fn decoded(path: &Path) -> Decoded {
    wsq::decode(&fs::read(path).unwrap(), &Limits::default()).unwrap()
}

fn assert_vector(name: &str, width: u16, height: u16) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
    let ours = decoded(&folder.join(name).with_extension("wsq"));
    let pgm = fs::read(folder.join(name).with_extension("pgm")).unwrap();
    let header = format!("P5\n{width} {height}\n255\n");
    let reference = pgm.strip_prefix(header.as_bytes()).unwrap();
    assert_eq!((ours.image.width(), ours.image.height()), (width, height));
    assert_eq!(ours.ppi(), Some(500));
    assert_eq!(ours.end, EndOfImage::Marked { trailing: 0 });
    assert_conforms(ours.image.pixels(), reference, name);
}

#[test]
fn standard_filters() {
    assert_vector("ridges-201x177", 201, 177);
}

#[test]
fn short_filters_of_odd_length() {
    assert_vector("filters-5x3-131x154", 131, 154);
}

#[test]
fn filters_of_even_length() {
    assert_vector("filters-8x8-131x154", 131, 154);
}

/// The published sample is not part of this repository. Its reference pixels are known by their hash; the few pixels
/// where this decoder is one level away are listed, so that the hash proves all the others.
#[test]
fn published_sample() {
    const REFERENCE_FNV1A: u64 = 0x17C6_0411_3414_7420;
    const REFERENCE_MINUS_OURS: [(usize, i8); 10] = [
        (21_592, 1),
        (25_396, 1),
        (86_064, 1),
        (101_027, 1),
        (119_658, 1),
        (134_240, 1),
        (241_988, -1),
        (270_298, -1),
        (281_428, 1),
        (333_294, 1),
    ];

    let path = env::var_os("CCCD_EXTERNAL_VECTORS")
        .map(|root| Path::new(&root).join("images/sample-545x622.wsq"));
    let Some(path) = path.filter(|path| path.exists()) else {
        println!("not present: images/sample-545x622.wsq under CCCD_EXTERNAL_VECTORS");
        return;
    };
    let sample = decoded(&path);
    assert_eq!((sample.image.width(), sample.image.height()), (545, 622));
    assert_eq!(sample.ppi(), Some(500));
    let mut pixels = sample.image.into_pixels();
    for (place, level) in REFERENCE_MINUS_OURS {
        pixels[place] = pixels[place].saturating_add_signed(level);
    }
    assert_eq!(fnv1a(&pixels), REFERENCE_FNV1A);
}

fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3)
    })
}
