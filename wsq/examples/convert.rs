//! `convert IN.wsq OUT.pgm` decodes; `convert IN.pgm OUT.wsq [BITS_PER_PIXEL [PPI]]` encodes.

use std::env;
use std::error::Error;
use std::fs;

use wsq::{Bitrate, EncodeSettings, GreyImage, Limits};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [from, to, rest @ ..] = arguments.as_slice() else {
        return Err(
            "usage: convert IN.wsq OUT.pgm | convert IN.pgm OUT.wsq [BITS_PER_PIXEL [PPI]]".into(),
        );
    };
    let input = fs::read(from)?;
    if input.starts_with(b"P5") {
        let bitrate = rest.first().map_or(Ok(0.75), |rate| rate.parse())?;
        let mut settings = EncodeSettings::new(Bitrate::new(bitrate)?);
        if let Some(ppi) = rest.get(1) {
            settings = settings.with_ppi(ppi.parse()?);
        }
        fs::write(to, wsq::encode(&read_pgm(&input)?, &settings)?)?;
    } else {
        let decoded = wsq::decode(&input, &Limits::default())?;
        let (width, height) = (decoded.image.width(), decoded.image.height());
        let mut out = format!("P5\n{width} {height}\n255\n").into_bytes();
        out.extend(decoded.image.pixels());
        fs::write(to, out)?;
    }
    Ok(())
}

/// A PGM of one byte per pixel, without comments.
fn read_pgm(input: &[u8]) -> Result<GreyImage, Box<dyn Error>> {
    let mut header = input.splitn(5, |byte| byte.is_ascii_whitespace());
    let mut field = || header.next().ok_or("the header is cut off");
    let (_magic, width, height, _levels) = (field()?, field()?, field()?, field()?);
    let number = |digits: &[u8]| -> Result<u16, Box<dyn Error>> {
        Ok(std::str::from_utf8(digits)?.parse()?)
    };
    Ok(GreyImage::new(
        number(width)?,
        number(height)?,
        field()?.to_vec(),
    )?)
}
