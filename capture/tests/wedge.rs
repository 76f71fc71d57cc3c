//! Scanners that type beside people who type: at every pace, with every frame rate, in any order.

use std::time::Duration;

use capture::scanner::ScanError;
use capture::scanner::wedge::{Keyboard, Recognise, Stroke, Wedge};

const QR: &str = "001199000018||Nguyễn Thị Ví Dụ|15031999|Nữ|Số 1 Phố Mẫu, Hà Nội|20042021";
const ZONE: &str =
    "IDVNM1990000186001199000018<<39903151F3903155VNM<<<<<<<<<<<2NGUYEN<<THI<VI<DU<<<<<<<<<<<<<";
const NOTE: &str = "Nguyen Thi Vi Du, so 1 pho Mau, Ha Noi 0912345678";

/// A key going down at a moment, in milliseconds.
#[derive(Clone)]
struct Key(u64, Press);

#[derive(Clone, PartialEq)]
enum Press {
    Letter(String),
    Composed(String),
    Enter,
    Backspace,
}

impl Keyboard for Press {
    fn stroke(&self) -> Stroke<'_> {
        match self {
            Self::Letter(letter) => Stroke::Letters(letter),
            Self::Composed(letter) => Stroke::Composed(letter),
            Self::Enter => Stroke::End,
            Self::Backspace => Stroke::Other,
        }
    }
}

/// What came out.
#[derive(Default, Debug, PartialEq)]
struct Heard {
    field: String,
    scans: Vec<Result<String, ScanError>>,
}

/// Plays keys into a window that draws every so often, and a second longer.
fn play(keys: &[Key], frame_ms: u64) -> Heard {
    play_where(Recognise::CodesAndPace, keys, frame_ms)
}

fn play_where(recognise: Recognise, keys: &[Key], frame_ms: u64) -> Heard {
    let mut wedge = Wedge::<Press>::default();
    let mut heard = Heard::default();
    let end = keys.last().map_or(0, |key| key.0) + 1_000 + 3 * frame_ms;
    let mut waiting = keys.iter().peekable();
    for now in (0..=end).step_by(usize::try_from(frame_ms).unwrap()) {
        let mut frame = Vec::new();
        while let Some(Key(_, press)) = waiting.next_if(|key| key.0 <= now) {
            frame.push(press.clone());
        }
        let look = wedge.look(frame, Duration::from_millis(now), recognise);
        for press in look.pass {
            match press {
                Press::Letter(letter) | Press::Composed(letter) => heard.field.push_str(&letter),
                Press::Enter => heard.field.push('\n'),
                Press::Backspace => drop(heard.field.pop()),
            }
        }
        let scan = look.scan.map(|scan| scan.map(|text| text.to_string()));
        heard.scans.extend(scan);
    }
    heard
}

/// Keys of a text from a moment on, one every so often.
fn keys(text: &str, from: u64, gap: impl Fn(usize) -> u64) -> Vec<Key> {
    let mut at = from;
    let letters = text.chars().enumerate();
    letters
        .map(|(number, letter)| {
            at += gap(number);
            let press = match letter {
                '\n' => Press::Enter,
                letter => Press::Letter(letter.to_string()),
            };
            Key(at, press)
        })
        .collect()
}

/// Uneven, and the same every time: from half to one and a half of a mean.
fn uneven(mean: u64) -> impl Fn(usize) -> u64 {
    move |number| {
        let mixed = (number as u64).wrapping_mul(6_364_136_223_846_793_005) >> 33;
        mean / 2 + mixed % mean.max(1)
    }
}

const FRAMES: [u64; 5] = [4, 16, 33, 100, 500];

#[test]
fn nobody_who_types_is_taken_for_a_scanner() {
    for words_per_minute in [40, 80, 120, 200] {
        let mean = 60_000 / (words_per_minute * 5);
        for frame in FRAMES {
            let typed = format!("{NOTE}\n");
            let heard = play(&keys(&typed, 10, uneven(mean)), frame);
            assert_eq!(
                heard.field, typed,
                "{words_per_minute} wpm, frame {frame} ms"
            );
            assert_eq!(heard.scans, []);
        }
    }
}

#[test]
fn what_a_scanner_types_never_reaches_the_field() {
    for text in [QR, ZONE, "https://example.vn/a-code-that-is-no-card"] {
        for gap in [1, 2, 5, 10, 15] {
            for frame in FRAMES {
                for suffix in ["\n", ""] {
                    let scan = keys(&format!("{text}{suffix}"), 10, |_| gap);
                    let heard = play(&scan, frame);
                    // Frames that swallow most of a scan tell no pace: then only a card's text is known.
                    let is_card = text.contains('|') || text.contains("<<");
                    if !is_card && frame > 33 {
                        continue;
                    }
                    let what = format!("{text} every {gap} ms, frame {frame} ms, {suffix:?}");
                    assert_eq!(heard.field, "", "{what}");
                    assert_eq!(heard.scans, [Ok(text.to_owned())], "{what}");
                }
            }
        }
    }
}

#[test]
fn where_passwords_are_typed_a_program_may_type_them_and_a_card_stays_out() {
    let password = "Mat-khau-duoc-tu-dien-2026\n";
    for gap in [0, 1, 5, 15] {
        for frame in FRAMES {
            let what = format!("every {gap} ms, frame {frame} ms");
            let heard = play_where(Recognise::CodesOnly, &keys(password, 10, |_| gap), frame);
            assert_eq!(heard.field, password, "{what}");
            assert_eq!(heard.scans, [], "{what}");
            for card in [QR, ZONE] {
                let scan = keys(&format!("{card}\n"), 10, |_| gap);
                let heard = play_where(Recognise::CodesOnly, &scan, frame);
                assert_eq!(heard.field, "", "{what}");
                assert_eq!(heard.scans, [Ok(card.to_owned())], "{what}");
            }
        }
    }
}

#[test]
fn a_window_that_froze_takes_nobody_for_a_scanner() {
    // Everything that was typed in three seconds comes in one look, and again in the next.
    let typed = keys("so nha 12 ngo 34 pho Mau, phuong Mau, quan Mau", 10, |_| 90);
    let heard = play(&typed, 3_000);
    assert_eq!(heard.field.chars().count(), typed.len());
    assert_eq!(heard.scans, []);
}

#[test]
fn a_roll_of_fingers_and_a_word_of_an_input_method_pass() {
    let mut roll = keys("qwertasdfg", 10, |_| 4);
    roll.extend(keys(" lan", 500, |_| 120));
    assert_eq!(play(&roll, 16).field, "qwertasdfg lan");
    let word: Vec<Key> = "Nguyễn Thị"
        .chars()
        .zip(0_u64..)
        .map(|(letter, at)| Key(at / 7 * 600, Press::Composed(letter.to_string())))
        .collect();
    let heard = play(&word, 16);
    assert_eq!((heard.field.as_str(), heard.scans.len()), ("Nguyễn Thị", 0));
}

#[test]
fn typing_before_and_after_a_scan_stays_in_its_order() {
    let mut hands = keys("0912", 10, |_| 150);
    hands.extend(keys(&format!("{QR}\n"), 1_000, |_| 5));
    let after = hands.last().unwrap().0;
    hands.extend(keys("345", after + 200, |_| 150));
    hands.push(Key(after + 900, Press::Backspace));
    let heard = play(&hands, 16);
    assert_eq!(heard.field, "091234");
    assert_eq!(heard.scans, [Ok(QR.to_owned())]);
}

#[test]
fn two_scans_are_two() {
    let mut twice = keys(&format!("{QR}\n"), 10, |_| 3);
    let after = twice.last().unwrap().0;
    twice.extend(keys(&format!("{ZONE}\n"), after + 300, |_| 3));
    let heard = play(&twice, 16);
    assert_eq!(heard.scans, [Ok(QR.to_owned()), Ok(ZONE.to_owned())]);
    assert_eq!(heard.field, "");
}

#[test]
fn what_the_keyboard_changed_is_scanned_again() {
    let refused = [Err(ScanError::Retyped)];
    // No mark got through, a question mark for each, Telex at work on the words.
    let bare = "001199000018||Nguyen Thi Vi Du|15031999|Nam|So 1 Pho Mau, Ha Noi|20042021";
    let lost = "001199000018||Nguy?n Th? Ví D?|15031999|Nữ|Số 1 Phố Mẫu, Hà Nội|20042021";
    for damaged in [bare, lost] {
        let heard = play(&keys(&format!("{damaged}\n"), 10, |_| 5), 16);
        assert_eq!(
            (heard.field.as_str(), heard.scans.as_slice()),
            ("", refused.as_slice())
        );
    }
    let telex: Vec<Key> = QR
        .chars()
        .zip(0_u64..)
        .map(|(letter, at)| match letter.is_alphabetic() {
            true => Key(at * 5, Press::Composed(letter.to_string())),
            false => Key(at * 5, Press::Letter(letter.to_string())),
        })
        .collect();
    let heard = play(&telex, 16);
    assert_eq!(
        (heard.field.as_str(), heard.scans.as_slice()),
        ("", refused.as_slice())
    );
}

#[test]
fn a_scanner_without_an_end_is_bounded() {
    let endless = "A".repeat(5_000);
    let heard = play(&keys(&endless, 10, |_| 3), 16);
    assert_eq!(heard.field, "");
    assert_eq!(heard.scans, [Err(ScanError::Endless)]);
}
