//! Portraits and finger images that an issuer signed and that no decoder may follow: they are not shown, and
//! what the signature proves stays proven. ISO/IEC 19794-4, 19794-5, 10918-1, FBI IAFIS-IC-0110.

use super::contents::signed_with;
use super::identity::replaced;
use super::{Maker, genuine};
use crate::Result;
use crate::der;
use crate::issue::data_group_3_of;
use crate::profile::Finger;

/// Ridges drawn on 64 by 64 pixels, WSQ.
const FINGER: &[u8] = include_bytes!("finger.wsq");
/// Compression algorithm of WSQ, ISO/IEC 19794-4 Table 3.
const WSQ: u8 = 2;
/// Signature box of JP2, and nothing behind it.
const JP2: [u8; 12] = [0, 0, 0, 12, b'j', b'P', b' ', b' ', 13, 10, 0x87, 10];

pub(super) fn cases(maker: &mut Maker<'_>) -> Result<()> {
    faces(maker)?;
    fingers(maker)
}

fn faces(maker: &mut Maker<'_>) -> Result<()> {
    let shown = genuine("passive.hash.dg2", "successful", "as_required");
    let honest = maker.base.groups.get(&2).cloned().unwrap_or_default();
    let changed = |from: &[u8], to: &[u8]| replaced(&honest, from, to);
    let start = honest
        .windows(3)
        .position(|part| part == [0xFF, 0xD8, 0xFF]);
    let with_image = |change: &dyn Fn(&mut [u8])| {
        let mut file = honest.clone();
        if let Some(image) = start.and_then(|start| file.get_mut(start..)) {
            change(image);
        }
        file
    };
    let counted = |count: &[u8]| recounted(&honest, &der::tlv(der::INTEGER, count));
    let files: [(&'static str, &'static str, Vec<u8>); 9] = [
        (
            "a63-no-image",
            "DG2 that counts no image",
            changed(&[0x02, 0x01, 0x01], &[0x02, 0x01, 0x00]),
        ),
        (
            "a63-255-images",
            "DG2 that counts 255 images",
            counted(&[0x00, 0xFF]),
        ),
        (
            "a63-two-thousand-million-images",
            "DG2 that counts 2,147,483,647 images",
            counted(&[0x7F, 0xFF, 0xFF, 0xFF]),
        ),
        (
            "a63-record-too-long",
            "DG2 whose record is longer than the file",
            changed(b"FAC\x00010\x00\x00\x00", b"FAC\x00010\x00\x7F\xFF"),
        ),
        (
            "a63-huge-image",
            "DG2 whose record says 65535 by 65535",
            changed(&[1, 0, 0, 24, 0, 32], &[1, 0, 255, 255, 255, 255]),
        ),
        (
            "a63-huge-frame",
            "DG2 whose picture itself says 65535 by 65535",
            with_image(&|image| {
                let frame = image.windows(2).position(|part| part == [0xFF, 0xC0]);
                if let Some(size) = frame.and_then(|at| image.get_mut(at + 5..at + 9)) {
                    size.fill(0xFF);
                }
            }),
        ),
        (
            "a63-jp2-called-jpeg",
            "DG2 whose record says JPEG, the picture begins like JP2",
            with_image(&|image| {
                if let Some(begin) = image.get_mut(..JP2.len()) {
                    begin.copy_from_slice(&JP2);
                }
            }),
        ),
        (
            "a63-no-picture",
            "DG2 whose picture is zeros behind its mark",
            with_image(&|image| {
                if let Some(rest) = image.get_mut(3..) {
                    rest.fill(0);
                }
            }),
        ),
        (
            "a63-cut",
            "DG2 whose picture ends in the middle of its tables",
            with_image(&|image| {
                let half = image.len() / 2;
                if let Some(rest) = image.get_mut(half..) {
                    rest.fill(0xFF);
                }
            }),
        ),
    ];
    for (name, what, file) in files {
        signed_with(maker, (name, what), 2, file, shown)?;
    }
    Ok(())
}

/// DG2 with another number of instances, its lengths written anew.
fn recounted(file: &[u8], count: &[u8]) -> Vec<u8> {
    let parts = || {
        let group = der::first(der::first(file)?.value)?;
        let parts = der::all(group.value)?;
        let templates = parts.iter().skip(1);
        let templates: Vec<Vec<u8>> = templates
            .map(|(tag, value)| der::tlv(*tag, value))
            .collect();
        let inside = [count.to_vec(), templates.concat()].concat();
        Some(der::tlv(0x75, &der::tlv(0x7F61, &inside)))
    };
    parts().unwrap_or_default()
}

fn fingers(maker: &mut Maker<'_>) -> Result<()> {
    let shown = genuine("passive.hash.dg3", "successful", "as_required");
    let at = |mark: u8| {
        let found = FINGER.windows(2).position(|part| part == [0xFF, mark]);
        found.unwrap_or_default()
    };
    let (frame, tables) = (at(0xA2), at(0xA6));
    let changed = |from: usize, octets: &[u8]| {
        let mut image = FINGER.to_vec();
        if let Some(place) = image.get_mut(from..from + octets.len()) {
            place.copy_from_slice(octets);
        }
        image
    };
    let comment = [&[0xFF, 0xA8, 0xFF, 0xFF][..], &[b'x'; 0xFFFD]].concat();
    let (begin, rest) = FINGER.split_at_checked(2).unwrap_or((FINGER, &[]));
    let images: [(&'static str, &'static str, Vec<u8>); 7] = [
        ("finger", "DG3 with a finger in WSQ", FINGER.to_vec()),
        (
            "a64-no-pixels",
            "WSQ of 0 by 0 pixels",
            changed(frame + 6, &[0; 4]),
        ),
        (
            "a64-huge",
            "WSQ of 65535 by 65535 pixels",
            changed(frame + 6, &[0xFF; 4]),
        ),
        (
            "a64-table-overflow",
            "WSQ whose Huffman table has 255 codes of one bit",
            changed(tables + 5, &[0xFF]),
        ),
        (
            "a64-table-too-long",
            "WSQ whose Huffman table is longer than the file",
            changed(tables + 2, &[0xFF, 0xFF]),
        ),
        (
            "a64-no-end",
            "WSQ that ends in the middle of a block",
            FINGER
                .get(..FINGER.len() - 200)
                .unwrap_or_default()
                .to_vec(),
        ),
        (
            "a64-long-comment",
            "WSQ with a further comment of 64 KB",
            [begin, &comment, rest].concat(),
        ),
    ];
    for (name, what, image) in images {
        let finger = Finger {
            position: 2,
            width: 64,
            height: 64,
            compression: WSQ,
            image,
        };
        signed_with(maker, (name, what), 3, data_group_3_of(&[finger])?, shown)?;
    }
    Ok(())
}
