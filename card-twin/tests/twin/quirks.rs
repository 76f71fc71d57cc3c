//! Each quirk does what its line says.

use card_twin::card::Card;
use card_twin::fault::Fault;
use card_twin::pki::TestPki;
use card_twin::profile::Profile;
use card_twin::protocol::{ChipKeyOffer, Mapping, PaceOffer, Suite};
use card_twin::quirk::Quirk;
use openssl::cms::{CMSOptions, CmsContentInfo};
use openssl::stack::Stack;
use openssl::x509::X509;
use openssl::x509::store::X509StoreBuilder;

use crate::access::{basic, pace_with};
use crate::bench::{APPLICATION, bytes, card_of, hex, profile, send};
use crate::reading::opened;
use crate::terminal::{Session, object};

const MRZ: &str = "199000018499031593903157";
const CARD_ACCESS: &str = "00A4020C02011C";

fn with(quirk: Quirk) -> Card {
    card_of(&profile(), &[Fault::Quirk(quirk)]).0
}

fn of(profile: &Profile, quirk: Quirk) -> Card {
    card_of(profile, &[Fault::Quirk(quirk)]).0
}

/// A card and its session after PACE.
fn protected(quirk: Quirk) -> (Card, Session) {
    let mut card = with(quirk);
    let session = opened(&mut card);
    (card, session)
}

fn standard() -> PaceOffer {
    PaceOffer::new(Mapping::Gm, Suite::Aes128, 13)
}

fn try_pace(card: &mut Card, extra: &[u8]) -> Option<u16> {
    pace_with(card, &standard(), 2, b"000018", extra).err()
}

#[test]
fn selection_and_card_access() {
    let mut card = card_of(&profile(), &[Fault::SelectMasterFile(0x6A86)]).0;
    assert_eq!(send(&mut card, "00A4000C023F00"), "6A86");
    let mut card = with(Quirk::CardAccessLocked);
    assert_eq!(send(&mut card, CARD_ACCESS), "6982");
    assert!(basic(&mut card, MRZ).is_ok());
    let mut card = with(Quirk::MasterFileMustBeSelected);
    assert_eq!(send(&mut card, CARD_ACCESS), "6A82");
    assert_eq!(send(&mut card, "00A4000C023F00"), "9000");
    assert_eq!(send(&mut card, CARD_ACCESS), "9000");
    let mut card = with(Quirk::CardAccessWarning);
    assert_eq!(send(&mut card, CARD_ACCESS), "6283");
    assert_eq!(send(&mut card, "00B0000002"), "31349000");
    let mut card = with(Quirk::NoLeOnSelect);
    assert_eq!(send(&mut card, &format!("{CARD_ACCESS}00")), "6700");
    assert_eq!(send(&mut card, CARD_ACCESS), "9000");
    let mut card = with(Quirk::NoShortIdentifier);
    assert_eq!(send(&mut card, "00B09C0000"), "6A82");
    let mut card = with(Quirk::DirectoryLocked);
    assert_eq!(send(&mut card, "00A4020C022F00"), "6982");
}

#[test]
fn the_start_of_pace() {
    let parameters = object(0x84, &[13]);
    let mut card = with(Quirk::SeveralPaceInfos);
    assert_eq!(try_pace(&mut card, &[]), Some(0x6A88));
    assert_eq!(try_pace(&mut card, &parameters), None);
    let mut card = with(Quirk::ParametersRefused);
    assert_eq!(try_pace(&mut card, &parameters), Some(0x6A80));
    assert_eq!(try_pace(&mut card, &[]), None);
    let mut card = with(Quirk::TokenRefused);
    assert_eq!(try_pace(&mut card, &[]), Some(0x6300));
    let mut card = with(Quirk::PaceBroken);
    assert_eq!(try_pace(&mut card, &[]), Some(0x6F00));
    let mut card = with(Quirk::PaceBeforeApplication);
    assert_eq!(send(&mut card, APPLICATION), "9000");
    assert_eq!(try_pace(&mut card, &[]), Some(0x6985));
    let mut card = with(Quirk::PaceOnly);
    assert_eq!(basic(&mut card, MRZ).err(), Some(0x6A88));
    assert_eq!(try_pace(&mut card, &[]), None);
    let offer = profile().with_buffers(300, 300);
    let mut card = of(&offer, Quirk::LongLeRefused);
    assert_eq!(
        send(&mut card, "0022C1A40F800A04007F00070202040202830102"),
        "9000"
    );
    assert_eq!(send(&mut card, "108600000000027C000000"), "6982");
}

#[test]
fn what_card_access_announces() {
    let announced = |quirk| hex(with(quirk).master_file(0x011C).expect("EF.CardAccess"));
    assert!(announced(Quirk::NoParameterId).ends_with("300F060A04007F00070202040202020102"));
    assert!(announced(Quirk::IntegratedOnly).contains("04007F00070202040402"));
    assert!(!announced(Quirk::IntegratedOnly).contains("04007F00070202040202"));
    assert!(announced(Quirk::UnknownInfos).contains("04007F0007020203040202"));
    assert!(
        announced(Quirk::ReferencesElsewhere)
            .contains("3007040201 1A04011A".replace(' ', "").as_str())
    );
}

#[test]
fn the_mapping_key_may_be_in_card_security_only() {
    let offers = [PaceOffer::new(Mapping::Cam, Suite::Aes128, 13)];
    let profile = profile().with_pace(&offers).expect("profile");
    let card = of(&profile, Quirk::CamKeyInCardSecurity);
    let file = card.master_file(0x011D).expect("EF.CardSecurity");
    let content = signed_content(file).expect("signature verifies");
    // ChipAuthenticationPublicKeyInfo on named parameters with key identifier 13, as in appendix I.
    let start = bytes("3062060904007F0007020201023052300C060704007F0007010202010D034200");
    let at = content
        .windows(start.len())
        .position(|window| window == start);
    let key = &content[at.expect("key") + start.len()..][..65];
    let dg14 = card.file(0x010E).expect("DG14");
    assert!(!dg14.windows(65).any(|window| window == key));
}

#[test]
fn the_end_of_a_file() {
    let tail = "00B08DFF";
    let (mut card, mut session) = protected(Quirk::ExactLe);
    assert_eq!(session.send(&mut card, tail, &[], Some(223)).1, 0x6C63);
    assert_eq!(session.send(&mut card, tail, &[], Some(0x63)).1, 0x9000);
    let (mut card, mut session) = protected(Quirk::EndOfFileOutside);
    assert_eq!(session.send(&mut card, tail, &[], Some(223)).1, 0x6B00);
    assert_eq!(session.send(&mut card, tail, &[], Some(16)).1, 0x6988);
    let passport = Profile::built_in("legacy-bac-3des").expect("profile");
    for (faults, expected) in [
        (vec![], 0x9000),
        (vec![Fault::Quirk(Quirk::EndOfFileWarning)], 0x6282),
    ] {
        let mut card = card_of(&passport, &faults).0;
        let mut session = basic(&mut card, MRZ).expect("BAC");
        let (data, status) = session.send(&mut card, tail, &[], Some(223));
        assert_eq!((data.len(), status), (0x63, expected));
    }
    let mut card = card_of(&profile(), &[Fault::LongestRead(160)]).0;
    let mut session = opened(&mut card);
    assert_eq!(
        session.send(&mut card, "00B08200", &[], Some(161)).1,
        0x6700
    );
    assert_eq!(
        session.send(&mut card, "00B08200", &[], Some(160)).0.len(),
        160
    );
}

#[test]
fn errors_inside_a_session() {
    let missing = [0x01, 0x0B];
    let (mut card, mut session) = protected(Quirk::PlainErrors);
    assert_eq!(
        session.send(&mut card, "00A4020C", &missing, None).1,
        0x6A82
    );
    session.counter -= 1;
    assert_eq!(session.send(&mut card, "00B08100", &[], Some(8)).1, 0x9000);
    let (mut card, mut session) = protected(Quirk::PlainErrorsCounted);
    assert_eq!(
        session.send(&mut card, "00A4020C", &missing, None).1,
        0x6A82
    );
    assert_eq!(session.send(&mut card, "00B08100", &[], Some(8)).1, 0x9000);
    let (mut card, mut session) = protected(Quirk::ErrorEndsSession);
    assert_eq!(
        session.send(&mut card, "00A4020C", &missing, None).1,
        0x6A82
    );
    assert_eq!(session.send(&mut card, "00B08100", &[], Some(8)).1, 0x6882);
    let (mut card, mut session) = protected(Quirk::ShortSession);
    let answers = (0..60).map(|_| session.send(&mut card, "00B08100", &[], Some(8)).1);
    let lived = answers.filter(|status| *status == 0x9000).count();
    assert!((55..60).contains(&lived), "{lived}");
    let mut card = card_of(&profile(), &[Fault::ResetAfter(8)]).0;
    let mut session = opened(&mut card);
    let answers: Vec<u16> = (0..4)
        .map(|_| session.send(&mut card, "00B08100", &[], Some(8)).1)
        .collect();
    assert_eq!(answers, [0x9000, 0x9000, 0x6882, 0x6882]);
}

#[test]
fn protection_may_be_odd_or_missing() {
    let (mut card, mut session) = protected(Quirk::BadPadding);
    let (data, _) = session.send(&mut card, "00B08100", &[], Some(5));
    assert_eq!(hex(&data), format!("615D5F1F5A{}", "00".repeat(10)));
    let mut card = with(Quirk::TruncatedStatus);
    let mut session = crate::terminal::pace(&mut card, 2, b"000018").expect("PACE");
    let command = session.protect(&bytes("00B09C00"), &[], Some(5));
    assert!(hex(&card.transmit(&command)).ends_with("9902909000"));
    let (mut card, mut session) = protected(Quirk::Downgrade);
    let mut last = Vec::new();
    for _ in 0..10 {
        let command = session.protect(&bytes("00B08100"), &[], Some(5));
        last = card.transmit(&command);
        session.counter += 1;
    }
    assert_eq!(hex(&last), "615D5F1F5A9000");
}

#[test]
fn lengths_that_cards_disagree_on() {
    let (mut card, mut session) = protected(Quirk::LeZeroFull);
    let (data, status) = session.send(&mut card, "00B08200", &[], Some(0));
    assert_eq!((data.len(), status), (256, 0x9000));
    let (mut card, mut session) = protected(Quirk::LeZeroRefused);
    assert_eq!(session.send(&mut card, "00B08200", &[], Some(0)).1, 0x6700);
    assert_eq!(
        session.send(&mut card, "00B08200", &[], Some(223)).1,
        0x9000
    );
    let (mut card, mut session) = protected(Quirk::EmptyAt236);
    let (data, status) = session.send(&mut card, "00B08200", &[], Some(223));
    assert_eq!((data.len(), status), (0, 0x9000));
    let (mut card, mut session) = protected(Quirk::EmptyAnswers);
    let empty = (0..14).filter(|_| {
        let (data, status) = session.send(&mut card, "00B08200", &[], Some(16));
        data.is_empty() && status == 0x9000
    });
    assert_eq!(empty.count(), 2);
    let (mut card, mut session) = protected(Quirk::GetResponse);
    let command = session.protect(&bytes("00B08200"), &[], Some(0));
    let first = card.transmit(&command);
    assert_eq!((first.len(), first[256]), (258, 0x61));
    let rest = card.transmit(&[0, 0xC0, 0, 0, first[257]]);
    let (data, status) = session.open(&[&first[..256], &rest].concat());
    assert_eq!((data.len(), status), (256, 0x9000));
    let (mut card, mut session) = protected(Quirk::TruncatedAnswers);
    let command = session.protect(&bytes("00B08200"), &[], Some(0));
    assert_eq!(card.transmit(&command).len(), 258);
    let long = profile().with_buffers(4096, 4096);
    let mut card = of(&long, Quirk::LongLeEmpty);
    assert_eq!(send(&mut card, "00B09C00000000"), "9000");
}

#[test]
fn chip_proofs_may_be_odd() {
    let rsa = profile().with_rsa(2048, card_twin::profile::Hash::Sha256);
    let mut card = of(&rsa, Quirk::SignatureTruncated);
    let mut session = basic(&mut card, MRZ).expect("BAC");
    let (signature, status) = session.send(&mut card, "00880000", &[7; 8], Some(0));
    assert_eq!((signature.len(), status), (231, 0x9000));
    let (mut card, mut session) = protected(Quirk::DerSignature);
    let (signature, _) = session.send(&mut card, "00880000", &[7; 8], Some(0));
    assert_eq!(signature[0], 0x30);
    let protocol = object(0x80, &ChipKeyOffer::new(Suite::Aes128, 13).oid());
    let (mut card, mut session) = protected(Quirk::ChipAuthenticationFails);
    assert_eq!(
        session.send(&mut card, "002241A4", &protocol, None).1,
        0x6F00
    );
    let (mut card, mut session) = protected(Quirk::KeyIdRefused);
    let named = [protocol.clone(), object(0x84, &[1])].concat();
    assert_eq!(session.send(&mut card, "002241A4", &named, None).1, 0x6A80);
    let generator = crate::group::Group::standard(13).generator();
    let key = object(0x7C, &object(0x80, &generator));
    for (quirk, after) in [
        (Quirk::KeepsOldKeys, 0x9000),
        (Quirk::LeavesAfterChipAuthentication, 0x6988),
    ] {
        let (mut card, mut session) = protected(quirk);
        assert_eq!(
            session.send(&mut card, "002241A4", &protocol, None).1,
            0x9000
        );
        assert_eq!(session.send(&mut card, "00860000", &key, Some(0)).1, 0x9000);
        assert_eq!(session.send(&mut card, "00B08100", &[], Some(8)).1, after);
        for _ in 0..11 {
            card.transmit(&bytes(CARD_ACCESS));
        }
        assert_eq!(
            card.is_removed(),
            quirk == Quirk::LeavesAfterChipAuthentication
        );
    }
    let mut card = with(Quirk::LeadingZero);
    assert_eq!(try_pace(&mut card, &[]), None);
}

#[test]
fn files_that_are_missing_open_or_left_over() {
    assert!(with(Quirk::NoCommon).file(0x011E).is_none());
    assert!(with(Quirk::NoSecurityInfos).file(0x010E).is_none());
    let mut card = with(Quirk::OpenSod);
    send(&mut card, APPLICATION);
    assert_eq!(send(&mut card, "00A4020C02011D"), "9000");
    assert!(send(&mut card, "00B0000002").starts_with("7782"));
    assert_eq!(send(&mut card, "00A4020C02011E"), "6982");
    let (mut card, mut session) = protected(Quirk::NotTravelDocument);
    assert_eq!(
        session.send(&mut card, "00A4020C", &[0x01, 0x1E], None).1,
        0x6A82
    );
    assert_eq!(
        session.send(&mut card, "00A4020C", &[0x01, 0x1D], None).1,
        0x6982
    );
    let mut card = with(Quirk::LeftoverSession);
    card.power_on();
    assert_eq!(send(&mut card, "0084000008"), "6982");
    card.reset();
    assert_eq!(send(&mut card, "0084000008").len(), 20);
    let mut card = with(Quirk::MasterFileAfterAccess);
    let opened = pace_with(&mut card, &standard(), 2, b"000018", &[]);
    let Ok(mut opened) = opened else {
        panic!("PACE")
    };
    let (_, status) = opened
        .session
        .send(&mut card, "00A4020C", &[0x01, 0x1C], None);
    assert_eq!(status, 0x6882);
}

#[test]
fn data_groups_may_be_odd() {
    let file = |quirk, identifier: u16| with(quirk).file(identifier).expect("file").to_vec();
    let text = |quirk| String::from_utf8(file(quirk, 0x0101)[5..].to_vec()).expect("text");
    assert!(text(Quirk::UnlistedProvince).starts_with("IDVNM1990000184099199000018"));
    assert!(text(Quirk::RogueCountry).starts_with("IDUTO"));
    assert_eq!(
        text(Quirk::LongDocumentNumber)[..30],
        *"IDVNM001199000<0185<<<<<<<<<<<"
    );
    assert_eq!(&text(Quirk::OptionalFiller)[27..30], "<<<");
    assert!(hex(&file(Quirk::HugeCount, 0x0102)).contains("02047FFFFFFF"));
    assert!(file(Quirk::PortraitTrailing, 0x0102).ends_with(&[0; 37]));
    assert_eq!(file(Quirk::FeaturePoints, 0x0102)[84 - 12 - 15], 3);
    assert!(file(Quirk::DeepNesting, 0x011E).len() > 9000);
    assert!(hex(&file(Quirk::NestedNames, 0x010B)).contains("5F2B0419990315"));
    assert!(hex(&file(Quirk::EmptyObject, 0x010C)).ends_with("5F8500"));
    assert!(file(Quirk::Dg14Trailing, 0x010E).ends_with(&[0; 5]));
    assert_eq!(file(Quirk::Dg14NotDer, 0x010E)[..2], [0x6E, 0x83]);
    let chip_authentication = "04007F00070202030202";
    assert!(!hex(&file(Quirk::NoChipAuthenticationInfo, 0x010E)).contains(chip_authentication));
}

#[test]
fn document_security_objects_may_be_odd() {
    for quirk in [
        Quirk::IndefiniteSod,
        Quirk::DigestsDiffer,
        Quirk::SignerNameStrings,
        Quirk::SignerKeyIdentifier,
        Quirk::LegacyContentType,
    ] {
        let card = with(quirk);
        let sod = &card.file(0x011D).expect("SOD")[4..];
        assert!(signed_content(sod).is_some(), "{quirk:?}");
    }
    let sod = |quirk| hex(with(quirk).file(0x011D).expect("SOD"));
    // The country is a PrintableString in the certificate, a UTF8String in the signer identifier.
    let (printable, utf8) = ("0603550406 1302564E", "06035504060C02564E");
    let respelled = sod(Quirk::SignerNameStrings);
    assert!(respelled.contains(&printable.replace(' ', "")) && respelled.contains(utf8));
    assert!(!sod(Quirk::SignerKeyIdentifier).contains(utf8));
    assert!(sod(Quirk::IndefiniteSod)[8..].starts_with("3080"));
    assert!(sod(Quirk::DigestsDiffer).contains("608648016503040202"));
    assert!(sod(Quirk::LegacyContentType).contains("06052B1B010101"));
    let pss = sod(Quirk::Pkcs1UnderPss);
    assert!(pss.contains("06092A864886F70D01010A") && pss.contains("06092A864886F70D01010B"));
}

pub(crate) fn signed_content(cms: &[u8]) -> Option<Vec<u8>> {
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

#[test]
fn every_quirk_can_be_personalised_on_every_profile() {
    let pki = TestPki::mint(crate::bench::now()).expect("PKI");
    for profile in Profile::all().expect("profiles") {
        // Generating RSA keys takes longer than all the rest.
        let profile = profile.with_ecdsa(13, card_twin::profile::Hash::Sha256, false);
        for known in Quirk::ALL {
            let faults = [Fault::Quirk(known.quirk)];
            let person = crate::bench::person();
            let now = crate::bench::now();
            let card = Card::personalise_with(&person, &pki, &profile, now, &faults);
            assert!(card.is_ok(), "{} {}", profile.name, known.name);
        }
    }
}
