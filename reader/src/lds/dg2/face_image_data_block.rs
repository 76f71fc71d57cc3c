//! The face image data block of data objects. ISO/IEC 39794-5:2019 §7, Annex A.
//!
//! ```text
//! FaceImageDataBlock ::= [APPLICATION 5] SEQUENCE {
//!   versionBlock [0], representationBlocks [1] SEQUENCE OF SEQUENCE {
//!     representationId [0], imageRepresentation [1] CHOICE { base [0] CHOICE {
//!       imageRepresentation2DBlock [0] SEQUENCE {
//!         representationData2D [0] OCTET STRING,
//!         imageInformation2DBlock [1] SEQUENCE { imageDataFormat [0], ..., imageSizeBlock [7] } } } } } }
//! ```

use super::{EncodedFace, FILE, format, wrong};
use crate::lds::LdsError;
use crate::wire::tlv::Node;

const FACE_IMAGE_DATA_BLOCK: u32 = 0x65;
const VERSION_BLOCK: u32 = 0xA0;
const REPRESENTATION_BLOCKS: u32 = 0xA1;
const REPRESENTATION_BLOCK: u32 = 0x30;
const IMAGE_INFORMATION: u32 = 0xA1;
const IMAGE_SIZE_BLOCK: u32 = 0xA7;
/// From the representation to the two-dimensional image: imageRepresentation, base, 2D block.
const PATH_TO_IMAGE: [u32; 3] = [0xA1, 0xA0, 0xA0];

pub(super) fn face(block: Node<'_>) -> Result<EncodedFace, LdsError> {
    if block.tag() != FACE_IMAGE_DATA_BLOCK {
        return Err(LdsError::Tag {
            file: FILE,
            expected: FACE_IMAGE_DATA_BLOCK,
            found: block.tag(),
        });
    }
    block.child(VERSION_BLOCK).ok_or(missing("version block"))?;
    let blocks = block
        .child(REPRESENTATION_BLOCKS)
        .ok_or(missing("representation blocks"))?;
    let first = blocks
        .child(REPRESENTATION_BLOCK)
        .ok_or(missing("representation block"))?;
    let image = PATH_TO_IMAGE
        .into_iter()
        .try_fold(first, Node::child)
        .ok_or(missing("two-dimensional image representation"))?;
    let data = image.child(0x80).ok_or(missing("representation data"))?;
    let format = format(data.value()).ok_or(wrong("image data format"))?;
    let size = image
        .child(IMAGE_INFORMATION)
        .ok_or(missing("image information"))?
        .child(IMAGE_SIZE_BLOCK);
    let side = |tag| size.and_then(|size| size.child(tag)).map(Node::value);
    Ok(EncodedFace {
        format,
        claimed_width: pixels(side(0x80))?,
        claimed_height: pixels(side(0x81))?,
        image: data.value().to_vec(),
    })
}

/// ImageSize ::= INTEGER (0..65535).
fn pixels(integer: Option<&[u8]>) -> Result<u16, LdsError> {
    match integer {
        None => Ok(0),
        Some([one @ 0..0x80]) => Ok(u16::from(*one)),
        Some([high @ 0..0x80, low]) | Some([0, high, low]) => Ok(u16::from_be_bytes([*high, *low])),
        Some(_) => Err(wrong("image size")),
    }
}

fn missing(element: &'static str) -> LdsError {
    LdsError::Missing {
        file: FILE,
        element,
    }
}
