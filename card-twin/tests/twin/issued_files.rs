//! What personalisation writes: the published layouts, and a signature that verifies.

use crate::bench::{bytes, card, card_of, hex, person, profile};
use card_twin::profile::Profile;
use openssl::cms::{CMSOptions, CmsContentInfo};
use openssl::sha::sha256;
use openssl::stack::Stack;
use openssl::x509::X509;
use openssl::x509::store::X509StoreBuilder;

#[test]
fn the_machine_readable_zone_is_the_published_sample() {
    assert_eq!(
        person().mrz(),
        "IDVNM1990000184001199000018<<59903159F3903157VNM<<<<<<<<<<<2NGUYEN<<THI<VI<DU<<<<<<<<<<<<<"
    );
    assert_eq!(person().card_access_number(), "000018");
    let (card, _) = card(&[]);
    let dg1 = card.file(0x0101).expect("DG1");
    assert_eq!(hex(&dg1[..5]), "615D5F1F5A");
    assert_eq!(&dg1[5..], person().mrz().as_bytes());
}

#[test]
fn the_qr_text_has_seven_fields() {
    assert_eq!(
        person().qr_text(),
        "001199000018|012345678|Nguyễn Thị Ví Dụ|15031999|Nữ|Số 1 Phố Mẫu, Hà Nội|20042021"
    );
}

#[test]
fn dg13_is_the_published_sample() {
    let (card, _) = card(&[]);
    let dg13 = hex(card.file(0x010D).expect("DG13"));
    assert_eq!(dg13.len(), 354 * 2);
    let header_and_first_fields = "6D82015E3082015A020101060628D3160100083182014B\
        3011020101130C303031313939303030303138\
        301C0201020C174E677579E1BB856E205468E1BB8B2056C3AD2044E1BBA5\
        300F020103130A31352F30332F313939393009020104 0C044EE1BBAF\
        300F0201050C0A5669E1BB8774204E616D30090201060C044B696E68300B0201070C064B68C3B46E67"
        .replace(' ', "");
    assert!(dg13.starts_with(&header_and_first_fields));
    let last_fields = "300F02010B130A32302F30342F32303231300F02010C0C0A31352F30332F32303339\
        302D02010D30130C114E677579E1BB856E2056C4836E2043686130130C115472E1BAA76E205468E1BB8B204DE1BAB9\
        300302010E300E02010F13093031323334353637383015020110131030313233343536373839414243444546";
    assert!(dg13.ends_with(last_fields));
    for head in ["30190201080C14", "30220201090C1D", "301702010A0C12"] {
        assert!(dg13.contains(head), "{head}");
    }
}

#[test]
fn ef_com_lists_what_is_there_and_dg2_holds_the_picture_at_byte_84() {
    let (card, _) = card(&[]);
    assert_eq!(
        hex(card.file(0x011E).expect("COM")),
        "60185F0104303130375F36063034303030305C066175636D6E6F"
    );
    let dg2 = card.file(0x0102).expect("DG2");
    let picture = std::fs::read(person().portrait_path()).expect("portrait");
    assert_eq!(&dg2[84..], picture);
    assert_eq!(&dg2[38..46], b"FAC\x00010\x00");
    assert!((15_000..=20_000).contains(&picture.len()));
}

#[test]
fn ef_sod_is_signed_by_the_document_signer_over_the_true_hashes() {
    let (card, pki) = card(&[]);
    let sod = card.file(0x011D).expect("SOD");
    assert_eq!(&sod[..2], [0x77, 0x82]);
    let content = signed_content(&sod[4..]).expect("signature verifies");
    assert_eq!(
        hex(&content[..4]),
        format!("3081{:02X}02", content.len() - 3)
    );
    for number in [1_u8, 2, 3, 13, 14, 15] {
        let file = card.file(0x0100 | u16::from(number)).expect("data group");
        let entry = [
            bytes(&format!("30250201{number:02X}0420")),
            sha256(file).to_vec(),
        ]
        .concat();
        assert!(
            content.windows(entry.len()).any(|window| window == entry),
            "DG{number}"
        );
    }
    // LDSSecurityObject as eContentType, and the signer's certificate inside.
    assert!(hex(sod).contains("060667810801010 1A0".replace(' ', "").as_str()));
    let certificate = pki.document_signer().to_der().expect("DER");
    assert!(
        sod.windows(certificate.len())
            .any(|window| window == certificate)
    );
}

#[test]
fn a_changed_byte_in_ef_sod_breaks_the_signature() {
    let (card, _) = card(&[]);
    let mut sod = card.file(0x011D).expect("SOD")[4..].to_vec();
    let hash = sha256(card.file(0x0101).expect("DG1"));
    let at = sod
        .windows(32)
        .position(|window| window == hash)
        .expect("hash of DG1");
    sod[at] ^= 1;
    assert!(signed_content(&sod).is_none());
}

#[test]
fn the_pki_chains_with_explicit_parameters_and_survives_a_folder() {
    let (_, pki) = card(&[]);
    let folder = tempfile::tempdir().expect("folder");
    pki.write_dir(folder.path()).expect("writes");
    let again = card_twin::pki::TestPki::load_dir(folder.path()).expect("loads");
    let trusted =
        X509::from_der(&std::fs::read(folder.path().join("trust/csca.cer")).expect("file"))
            .expect("DER");
    let key = trusted.public_key().expect("key");
    assert!(again.document_signer().verify(&key).expect("verifies"));
    assert!(trusted.verify(&key).expect("verifies"));
    assert_eq!(
        trusted.issued(again.document_signer()),
        openssl::x509::X509VerifyResult::OK
    );
    assert!(
        again
            .document_signer_key()
            .public_eq(&again.document_signer().public_key().expect("key"))
    );
    // prime-field inside the key: parameters are written out.
    let prime_field = bytes("06072A8648CE3D0101");
    for certificate in [trusted.to_der(), again.document_signer().to_der()] {
        let certificate = certificate.expect("DER");
        assert!(
            certificate
                .windows(prime_field.len())
                .any(|window| window == prime_field)
        );
    }
}

#[test]
fn cards_without_expiry_and_cards_without_active_authentication() {
    let folder = tempfile::tempdir().expect("folder");
    let text = std::fs::read_to_string(crate::bench::person_file())
        .expect("file")
        .replace("expires = ", "# ");
    let file = folder.path().join("person.toml");
    std::fs::write(&file, text).expect("writes");
    let person = card_twin::person::Person::load(&file).expect("person");
    assert!(person.mrz().contains("F9912315VNM"));

    let text = include_str!("../../profiles/cccd-2021.toml").replace("\"ecdsa\"", "\"none\"");
    let (card, _) = card_of(&Profile::from_toml(&text).expect("profile"), &[]);
    assert!(card.file(0x010F).is_none());
    assert!(hex(card.file(0x011E).expect("COM")).ends_with("5C056175636D6E"));
}

#[test]
fn dg14_repeats_card_access_and_adds_the_keys() {
    let (card, _) = card(&[]);
    let dg14 = hex(card.file(0x010E).expect("DG14"));
    let infos = profile().card_access[4..].to_owned();
    for info in [&infos[..30], &infos[30..64], &infos[64..]] {
        assert!(dg14.contains(info), "{info}");
    }
    for oid in [
        "060904007F000702020102",
        "0606678108010105020101060A04007F00070101040103",
    ] {
        assert!(dg14.contains(oid), "{oid}");
    }
}

fn signed_content(cms: &[u8]) -> Option<Vec<u8>> {
    let mut content = Vec::new();
    let store = X509StoreBuilder::new().ok()?.build();
    let none = Stack::<X509>::new().ok()?;
    let flags = CMSOptions::NO_SIGNER_CERT_VERIFY | CMSOptions::BINARY;
    CmsContentInfo::from_der(cms)
        .ok()?
        .verify(Some(&none), Some(&store), None, Some(&mut content), flags)
        .ok()?;
    Some(content)
}
