//! A terminal reads the card: access control, files, chip proofs, and what is refused.

use crate::bench::{APPLICATION, bytes, card, card_of, hex, profile, send};
use crate::terminal::{Session, pace};
use card_twin::card::Card;
use card_twin::fault::Fault;
use card_twin::profile::Profile;

const CAN: &[u8] = b"000018";

pub(crate) fn opened(card: &mut Card) -> Session {
    let mut session = pace(card, 2, CAN).unwrap_or_else(|status| panic!("PACE: {status:04X}"));
    let (_, status) = session.send(card, "00A4040C", &bytes("A0000002471001"), None);
    assert_eq!(status, 0x9000);
    session
}

#[test]
fn card_access_is_readable_at_once_and_the_rest_is_not() {
    let (mut card, _) = card(&[]);
    assert_eq!(send(&mut card, "00A4020C02011C"), "9000");
    assert_eq!(
        send(&mut card, "00B0000000"),
        format!("{}9000", profile().card_access)
    );
    assert_eq!(
        send(&mut card, "00B09C0008"),
        "3134300D060804009000".replace("3134300D06080400", &profile().card_access[..16])
    );
    assert_eq!(send(&mut card, "00A4000C023F00"), "9000");
    assert_eq!(send(&mut card, APPLICATION), "9000");
    assert_eq!(send(&mut card, "00A4000C023F00"), "6D00");
    for file in ["011E", "011D", "0101", "0102", "0103", "010B", "011C"] {
        assert_eq!(
            send(&mut card, &format!("00A4020C02{file}")),
            "6982",
            "{file}"
        );
    }
    assert_eq!(send(&mut card, "00B0810000"), "6982");
    assert_eq!(send(&mut card, "00B0000000"), "6986");
    assert_eq!(
        send(
            &mut card,
            "00880000080102030405060708 00".replace(' ', "").as_str()
        ),
        "6982"
    );
    card.reset();
    assert_eq!(send(&mut card, "00A4020C02011C"), "9000");
}

#[test]
fn pace_by_card_access_number_opens_every_file() {
    let (mut card, _) = card(&[]);
    let mut session = opened(&mut card);
    for file in [0x011E, 0x011D, 0x0101, 0x0102, 0x010D, 0x010E, 0x010F] {
        let content = session.read(&mut card, file);
        assert_eq!(Some(content.as_slice()), card.file(file), "{file:04X}");
    }
    let (_, locked) = session.send(&mut card, "00A4020C", &[0x01, 0x03], None);
    let (_, missing) = session.send(&mut card, "00A4020C", &[0x01, 0x0B], None);
    assert_eq!((locked, missing), (0x6982, 0x6A82));
}

#[test]
fn pace_by_mrz_and_inside_the_application_works_too() {
    let (mut card, _) = card(&[]);
    assert_eq!(send(&mut card, APPLICATION), "9000");
    let password = openssl::sha::sha1(b"199000018499031593903157");
    let mut session = pace(&mut card, 1, &password).unwrap_or_else(|status| panic!("{status:04X}"));
    assert_eq!(
        Some(session.read(&mut card, 0x011E).as_slice()),
        card.file(0x011E)
    );
}

#[test]
fn a_wrong_password_is_refused_at_the_last_step_and_a_second_try_works() {
    let (mut card, _) = card(&[]);
    assert_eq!(pace(&mut card, 2, b"000019").err(), Some(0x6300));
    assert_eq!(pace(&mut card, 3, CAN).err(), Some(0x6A88));
    assert!(pace(&mut card, 2, CAN).is_ok());
}

#[test]
fn basic_access_control_refuses_a_wrong_cryptogram() {
    let (mut card, _) = card(&[]);
    send(&mut card, APPLICATION);
    let attempt = format!("0082000028{}28", "00".repeat(40));
    assert_eq!(send(&mut card, &attempt), "6985");
    assert_eq!(send(&mut card, "0084000008").len(), 20);
    assert_eq!(send(&mut card, &attempt), "6300");
    assert_eq!(send(&mut card, &attempt), "6985", "a challenge serves once");
}

#[test]
fn a_wrong_mac_ends_the_session() {
    let (mut card, _) = card(&[]);
    let mut session = opened(&mut card);
    let mut command = session.protect(&bytes("00A4020C"), &[0x01, 0x01], None);
    let last = command.len() - 2;
    command[last] ^= 1;
    assert_eq!(hex(&card.transmit(&command)), "6988");
    let (_, status) = session.send(&mut card, "00A4020C", &[0x01, 0x01], None);
    assert_eq!(status, 0x6882);
}

#[test]
fn a_plain_command_ends_the_session() {
    let (mut card, _) = card(&[]);
    let mut session = opened(&mut card);
    assert_eq!(send(&mut card, "00A4020C020101"), "6982");
    let (_, status) = session.send(&mut card, "00A4020C", &[0x01, 0x01], None);
    assert_eq!(status, 0x6882);
}

#[test]
fn reading_by_short_identifier_by_odd_instruction_and_past_the_end() {
    let (mut card, _) = card(&[]);
    let mut session = opened(&mut card);
    let dg2 = card.file(0x0102).expect("DG2").to_vec();
    let (head, status) = session.send(&mut card, "00B08200", &[], Some(0));
    assert_eq!((head.as_slice(), status), (&dg2[..223], 0x9000));
    let (part, status) = session.send(&mut card, "00B10000", &bytes("54021000"), Some(0));
    assert_eq!((&part[..3], status), ([0x53, 0x81, 220].as_slice(), 0x9000));
    assert_eq!(&part[3..], &dg2[0x1000..0x1000 + 220]);
    let (tail, status) = session.send(&mut card, "00B08D60", &[], Some(223));
    assert_eq!((tail.as_slice(), status), (&dg2_tail(&card)[..223], 0x9000));
    let (end, status) = session.send(&mut card, "00B08DFF", &[], Some(223));
    assert_eq!((end.len(), status), (354 - 255, 0x6282));
    let (none, status) = session.send(&mut card, "00B00200", &[], Some(16));
    assert_eq!((none.len(), status), (0, 0x6B00));
}

fn dg2_tail(card: &Card) -> Vec<u8> {
    card.file(0x010D).expect("DG13")[0x60..].to_vec()
}

#[test]
fn extended_length_is_refused_unless_the_profile_has_it() {
    let (mut short, _) = card(&[]);
    assert_eq!(send(&mut short, "00B09C00000000"), "6700");
    let text = include_str!("../../profiles/cccd-2021.toml")
        .replace("extended_length = false", "extended_length = true");
    let (mut extended, _) = card_of(&Profile::from_toml(&text).expect("profile"), &[]);
    assert_eq!(
        send(&mut extended, "00B09C00000000"),
        format!("{}9000", profile().card_access)
    );
    let mut session = opened(&mut extended);
    let dg2 = extended.file(0x0102).expect("DG2").to_vec();
    session.send(&mut extended, "00A4020C", &[0x01, 0x02], None);
    let count = u16::try_from(dg2.len()).expect("length");
    assert!(session.read_extended(&mut extended, count) == (dg2, 0x9000));
}

#[test]
fn a_removed_card_answers_nothing() {
    let (mut card, _) = card(&[Fault::RemoveAfter(2)]);
    assert_eq!(send(&mut card, "00A4020C02011C"), "9000");
    assert!(!card.is_removed());
    assert_eq!(send(&mut card, "00B0000001"), "319000");
    assert!(card.is_removed());
    assert_eq!(send(&mut card, "00B0000001"), "");
}

#[test]
fn malformed_commands_get_status_words() {
    let (mut card, _) = card(&[]);
    for (command, answer) in [
        ("", "6700"),
        ("00A4", "6700"),
        ("00A4020C05011C", "6700"),
        ("00A4020C01FF", "6700"),
        ("00A4090C02011C", "6A86"),
        ("80CA000000", "6E00"),
        ("04B0000000", "6E00"),
        ("00FE000000", "6D00"),
        ("10B0000000", "6884"),
        ("0CB0000000", "6882"),
        ("0086000002 7C0000", "6985"),
        ("0022C1A4028001", "6A80"),
        ("0022C1A40F800A04007F00070202040204830102", "6A80"),
        ("002281B603830141", "6982"),
    ] {
        assert_eq!(
            send(&mut card, &command.replace(' ', "")),
            answer,
            "{command}"
        );
    }
    // A point off the curve ends the run of PACE.
    assert_eq!(
        send(&mut card, "0022C1A40F800A04007F00070202040202830102"),
        "9000"
    );
    assert_eq!(send(&mut card, "10860000027C0000").len(), 44);
    assert_eq!(
        send(
            &mut card,
            &format!("10860000457C43814104{}00", "01".repeat(64))
        ),
        "6A80"
    );
    assert_eq!(send(&mut card, "10860000027C0000"), "6985");
}
