//! DG2: one face in a biometric information template, ISO/IEC 19794-5. ICAO Doc 9303-10 §4.7.2.

use image::{ImageFormat, ImageReader};

use crate::person::{Person, Sex};
use crate::{Error, Result, der};

/// Bytes before the picture inside a facial record: header, facial information, image information.
const RECORD_OVERHEAD: usize = 14 + 20 + 12;

/// Reads the person's JPEG and wraps it.
pub(super) fn build(person: &Person) -> Result<Vec<u8>> {
    let path = person.portrait_path();
    let jpeg = std::fs::read(path).map_err(Error::file(path))?;
    let size = ImageReader::with_format(std::io::Cursor::new(&jpeg), ImageFormat::Jpeg)
        .into_dimensions()?;
    let record = facial_record(&jpeg, size, person.sex)?;
    let header = der::group(
        0xA1,
        [
            der::tlv(0x81, &[0x02]),       // facial features
            der::tlv(0x82, &[0x00]),       // no subtype
            der::tlv(0x87, &[0x01, 0x01]), // format owner: ISO/IEC JTC 1 SC 37
            der::tlv(0x88, &[0x00, 0x08]), // format: ISO/IEC 19794-5
        ],
    );
    let template = der::group(0x7F60, [header, der::tlv(0x5F2E, &record)]);
    Ok(der::group(
        0x75,
        [der::group(0x7F61, [der::integer(1), template])],
    ))
}

fn facial_record(jpeg: &[u8], size: (u32, u32), sex: Sex) -> Result<Vec<u8>> {
    let too_large = |_| Error::Value {
        field: "portrait",
        reason: "at most 65535 pixels each way and 4 GB",
    };
    let length = u32::try_from(jpeg.len() + RECORD_OVERHEAD).map_err(too_large)?;
    let block = u32::try_from(jpeg.len() + 20 + 12).map_err(too_large)?;
    let (width, height) = (
        u16::try_from(size.0).map_err(too_large)?,
        u16::try_from(size.1).map_err(too_large)?,
    );
    let mut record = b"FAC\x00010\x00".to_vec();
    record.extend_from_slice(&length.to_be_bytes());
    record.extend_from_slice(&1_u16.to_be_bytes());
    // Facial information: no feature points; colours, features, expression and pose unspecified.
    record.extend_from_slice(&block.to_be_bytes());
    record.extend_from_slice(&[0, 0]);
    record.push(match sex {
        Sex::Male => 1,
        Sex::Female => 2,
    });
    record.extend_from_slice(&[0; 13]);
    // Image information: full frontal, JPEG, sRGB, source and device unspecified.
    record.extend_from_slice(&[1, 0]);
    record.extend_from_slice(&width.to_be_bytes());
    record.extend_from_slice(&height.to_be_bytes());
    record.extend_from_slice(&[1, 0, 0, 0, 0, 0]);
    record.extend_from_slice(jpeg);
    Ok(record)
}
