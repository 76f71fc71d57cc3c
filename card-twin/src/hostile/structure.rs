//! Files that are no data objects, or that hide something in their lengths. ISO/IEC 8825-1 §8.1.

use super::{Expect, Maker, refuted};
use crate::Result;
use crate::der;

pub(super) fn cases(maker: &mut Maker<'_>) -> Result<()> {
    let malformed: Expect = refuted("passive.signature", "sod_malformed", "structure");
    let mut object = maker.base.object();
    object.tail = vec![0x00];
    let tail = object.file(&mut maker.random)?;
    let mut object = maker.base.object();
    object.inner_tail = vec![0x05, 0x00];
    let inner = object.file(&mut maker.random)?;
    let honest = maker.base.object().file(&mut maker.random)?;
    let inside = der::first(&honest)
        .map(|file| file.value.to_vec())
        .unwrap_or_default();
    let nested = (0..1500).fold(vec![0x05, 0x00], |inside, _| der::tlv(0x30, &inside));
    let files: [(&'static str, &'static str, Vec<u8>); 11] = [
        ("a50-tail", "an octet after the file", tail),
        ("a50-tail-inside", "an element after the signers", inner),
        (
            "a51-cut",
            "EF.SOD cut in the middle",
            honest.get(..honest.len() / 2).unwrap_or_default().to_vec(),
        ),
        ("a51-empty", "EF.SOD is empty", Vec::new()),
        ("a51-tag-only", "EF.SOD is one octet", vec![0x77]),
        (
            "a51-length-4-gigabytes",
            "length 84FFFFFFFF",
            [&[0x77, 0x84, 0xFF, 0xFF, 0xFF, 0xFF], inside.as_slice()].concat(),
        ),
        (
            "a51-length-of-five-octets",
            "length in five octets",
            [&[0x77, 0x85, 0, 0, 0, 0, 1], inside.as_slice()].concat(),
        ),
        (
            "a51-outer-indefinite",
            "the file's own length is indefinite",
            [&[0x77, 0x80], inside.as_slice(), &[0, 0]].concat(),
        ),
        (
            "a51-long-tag",
            "a tag of six octets",
            der::tlv(0x77, &[0x3F, 0x81, 0x82, 0x83, 0x84, 0x05, 0x00]),
        ),
        (
            "a51-nested",
            "1500 levels of nesting",
            der::tlv(0x77, &nested),
        ),
        (
            "a51-nested-indefinite",
            "10,000 levels of indefinite nesting",
            der::tlv(0x77, &[0x30, 0x80].repeat(10_000)),
        ),
    ];
    for (name, what, sod) in files {
        let files = maker.base.files(sod);
        maker.add(name, what, files, malformed);
    }
    Ok(())
}
