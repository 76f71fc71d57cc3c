//! Writes the first inputs of every target into `corpus/`, from the files of the fictitious person.

use std::path::Path;
use std::{fs, io};

use wsq::{Bitrate, EncodeSettings, GreyImage};

/// Selector in the target `lds_files` and file identifier.
const FILES: [(u8, u16); 11] = [
    (1, 0x0101),
    (2, 0x0102),
    (3, 0x0103),
    (11, 0x010B),
    (12, 0x010C),
    (13, 0x010D),
    (14, 0x010E),
    (15, 0x010F),
    (17, 0x011E),
    (21, 0x011C),
    (0, 0x011D),
];
const MASTER_FILES: [(u8, u16); 3] = [(18, 0x011C), (19, 0x2F01), (20, 0x2F00)];
const ZONES: [&str; 2] = [
    "IDVNM1990000184001199000018<<5\n9903159F3903157VNM<<<<<<<<<<<2\nNGUYEN<<THI<VI<DU<<<<<<<<<<<<<",
    "PPUTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10",
];
const CODES: [&str; 2] = [
    "001199000018|012345678|Nguyễn Thị Ví Dụ|15031999|Nữ|Số 1 Phố Mẫu, Hà Nội|20042021",
    "001199000018||Nguyễn Thị Ví Dụ|15031999|Nữ|Số 1 Phố Mẫu, Hà Nội|20042025||||",
];
const JPEG_2000: &[u8] = include_bytes!("../../capture/tests/data/gradient-32x40.jp2");
const PNG: &[u8] = include_bytes!("../../capture/tests/data/gradient-32x40.png");

fn main() -> io::Result<()> {
    let card = fuzz::small_card();
    let files = FILES
        .iter()
        .map(|(kind, name)| (*kind, *name, card.file(*name)));
    let master = MASTER_FILES
        .iter()
        .map(|(kind, name)| (*kind, *name, card.master_file(*name)));
    for (kind, name, content) in files.chain(master) {
        let Some(content) = content else {
            continue;
        };
        save(
            "lds_files",
            &format!("{kind:02}-{name:04x}"),
            &[&[kind], content].concat(),
        )?;
        save("tlv", &format!("{kind:02}-{name:04x}"), content)?;
        if name == 0x011D {
            save("sod", "cccd", content)?;
        }
    }
    if let Some(content) = card.master_file(0x011D) {
        save("sod", "card-security", content)?;
    }
    for (number, (zone, code)) in ZONES.iter().zip(CODES).enumerate() {
        save("mrz", &number.to_string(), zone.as_bytes())?;
        save("qr", &number.to_string(), code.as_bytes())?;
    }
    let ridges = (0..48 * 48)
        .map(|at| if at / 4 % 2 == 0 { 60 } else { 200 })
        .collect();
    let image = GreyImage::new(48, 48, ridges).map_err(io::Error::other)?;
    let settings = EncodeSettings::new(Bitrate::ARCHIVE).with_ppi(500);
    let stream = wsq::encode(&image, &settings).map_err(io::Error::other)?;
    save("wsq_stream", "ridges", &stream)?;
    save("images", "ridges.wsq", &stream)?;
    save("images", "gradient.jpg", fuzz::PORTRAIT)?;
    save("images", "gradient.jp2", JPEG_2000)?;
    save("images", "gradient.png", PNG)?;
    for (name, content) in fuzz::trust_files() {
        save("trust_files", name, &content)?;
        let parsed_alone = match name.rsplit('.').next() {
            Some("cer") => "certificate",
            Some("crl") => "revocation_list",
            Some("ml") => "signed_list",
            Some("defects") => "defect_list",
            _ => continue,
        };
        save(parsed_alone, name, &content)?;
    }
    for (name, content) in fuzz::terminal_files() {
        save("cv_certificates", name, &content)?;
    }
    save("answers", "unchanged", &[])?;
    save(
        "answers",
        "cut-and-changed",
        &[3, 7, 1, 9, 2, 0, 30, 40, 0x80],
    )
}

fn save(target: &str, name: &str, content: &[u8]) -> io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("corpus")
        .join(target);
    fs::create_dir_all(&folder)?;
    fs::write(folder.join(name), content)
}
