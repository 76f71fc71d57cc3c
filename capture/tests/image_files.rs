//! Image files through [`decode`]: four formats, bombs, damage.

use capture::image::{ImageError, Limits, MediaType, decode};
use capture::portrait::PortraitFrame;
use proptest::collection::vec;
use proptest::prelude::{any, proptest};

const JP2: &[u8] = include_bytes!("data/gradient-32x40.jp2");
const J2C: &[u8] = include_bytes!("data/gradient-32x40.j2c");
const JPEG: &[u8] = include_bytes!("data/gradient-32x40.jpg");
const PNG: &[u8] = include_bytes!("data/gradient-32x40.png");
const ALL: [&[u8]; 4] = [JP2, J2C, JPEG, PNG];

#[test]
fn the_same_gradient_comes_out_of_every_format() {
    for file in ALL {
        let image = decode(file, Limits::PORTRAIT).unwrap();
        assert_eq!((image.width(), image.height()), (32, 40));
        let first = &image.pixels()[..4];
        let last = &image.pixels()[image.pixels().len() - 4..];
        assert!(
            first[0] > 230 && first[2] < 25 && first[3] == 255,
            "{first:?}"
        );
        assert!(last[0] < 25 && last[2] > 230, "{last:?}");
    }
}

#[test]
fn a_header_that_claims_60000_by_60000_is_refused_before_decoding() {
    let side = 60_000_u32;
    let claim = |file: &[u8], marker: &[u8], width_at: usize, height_at: usize, field: usize| {
        let at = position(file, marker);
        let mut bomb = file.to_vec();
        let bytes = &side.to_be_bytes()[4 - field..];
        bomb[at + width_at..at + width_at + field].copy_from_slice(bytes);
        bomb[at + height_at..at + height_at + field].copy_from_slice(bytes);
        bomb
    };
    let siz = [0xFF, 0x51];
    for bomb in [
        claim(JP2, &siz, 6, 10, 4),
        claim(J2C, &siz, 6, 10, 4),
        claim(JPEG, &[0xFF, 0xC0], 7, 5, 2),
    ] {
        assert_eq!(
            decode(&bomb, Limits::PORTRAIT).err(),
            Some(ImageError::TooManyPixels {
                width: side,
                height: side,
                limit: Limits::PORTRAIT.pixels
            })
        );
    }
    // A PNG header carries its own CRC, so a patched one is damaged rather than large.
    let small = Limits {
        pixels: 32 * 40 - 1,
        ..Limits::PORTRAIT
    };
    for file in ALL {
        assert!(matches!(
            decode(file, small).err(),
            Some(ImageError::TooManyPixels {
                width: 32,
                height: 40,
                ..
            })
        ));
    }
}

#[test]
fn a_portrait_profile_has_no_thousand_components_or_tiles() {
    let siz = position(J2C, &[0xFF, 0x51]);
    let patched = |at: usize, bytes: &[u8]| {
        let mut file = J2C.to_vec();
        file[siz + at..siz + at + bytes.len()].copy_from_slice(bytes);
        decode(&file, Limits::PORTRAIT).err()
    };
    let structure = |what| Some(ImageError::Structure { what });
    assert_eq!(patched(38, &[0x3F, 0xFF]), structure("components"));
    assert_eq!(patched(22, &[0, 0, 0, 1, 0, 0, 0, 1]), structure("tiles"));
    assert_eq!(patched(40, &[37]), structure("sample depth"));
}

#[test]
fn other_files_are_told_apart() {
    let refused = |bytes: &[u8]| decode(bytes, Limits::PORTRAIT).err();
    assert_eq!(refused(b"GIF89a"), Some(ImageError::UnknownFormat));
    assert_eq!(refused(b""), Some(ImageError::UnknownFormat));
    let long = vec![0xFF; Limits::PORTRAIT.file_bytes + 1];
    assert!(matches!(
        refused(&long),
        Some(ImageError::FileTooLong { .. })
    ));
    for file in ALL {
        assert!(refused(&file[..20]).is_some());
    }
}

#[test]
fn a_portrait_keeps_its_bytes_and_knows_its_format() {
    let formats = [
        (JP2, MediaType::Jp2),
        (J2C, MediaType::Jp2),
        (JPEG, MediaType::Jpeg),
        (PNG, MediaType::Png),
    ];
    for (file, media_type) in formats {
        let frame = PortraitFrame::from_bytes(file).unwrap();
        assert_eq!(frame.bytes(), file);
        assert_eq!(frame.media_type(), media_type);
        assert_eq!((frame.width(), frame.height()), (32, 40));
    }
}

proptest! {
    #[test]
    fn damaged_files_never_panic(
        which in 0_usize..4,
        changes in vec((any::<usize>(), any::<u8>()), 1..6),
        keep in any::<usize>(),
    ) {
        let mut file = ALL[which].to_vec();
        for (at, value) in changes {
            let at = at % file.len();
            file[at] = value;
        }
        file.truncate(1 + keep % (file.len() * 2));
        if let Ok(image) = decode(&file, Limits::PORTRAIT) {
            let pixels = u64::from(image.width()) * u64::from(image.height());
            assert_eq!(image.pixels().len() as u64, pixels * 4);
        }
    }
}

fn position(file: &[u8], marker: &[u8]) -> usize {
    file.windows(marker.len())
        .position(|window| window == marker)
        .unwrap()
}
