//! What a camera offers, what is asked of it, and frames as they come.

use capture::image::{ImageError, Limits, MediaType, decode};
use capture::portrait::{
    CameraError, CameraMode, Control, FixedControls, Frame, OfferedControl, OfferedSizes,
    PixelFormat, Repetition, Setting, StreamError, StreamHead, mode, negotiate, settings, to_jpeg,
};

use crate::scene::Scene;

const FOCUS_AUTO: Control = Control::FocusAuto;
const FOCUS: Control = Control::FocusAbsolute;
const EXPOSURE_AUTO: Control = Control::ExposureAuto;
const EXPOSURE: Control = Control::ExposureAbsolute;
const MAINS: Control = Control::PowerLineFrequency;

fn control(control: Control, lowest: i32, highest: i32) -> OfferedControl {
    OfferedControl {
        control,
        lowest,
        highest,
    }
}

fn written(offered: &[OfferedControl], fixed: FixedControls) -> Vec<(Control, i32)> {
    let settings = settings(offered, fixed);
    settings
        .iter()
        .map(|Setting { control, value }| (*control, *value))
        .collect()
}

#[test]
fn automatics_are_on_unless_the_operator_fixes_a_value() {
    let usb_camera = [
        control(FOCUS, 0, 250),
        control(FOCUS_AUTO, 0, 1),
        control(EXPOSURE_AUTO, 0, 3),
        control(EXPOSURE, 3, 2047),
        control(MAINS, 0, 2),
    ];
    let automatic = written(&usb_camera, FixedControls::default());
    assert_eq!(automatic, [(MAINS, 1), (EXPOSURE_AUTO, 3), (FOCUS_AUTO, 1)]);
    let fixed = FixedControls {
        focus: Some(999),
        exposure: Some(156),
    };
    // The automatic goes off first, and a value beyond the range is the range's end.
    assert_eq!(
        written(&usb_camera, fixed),
        [
            (MAINS, 1),
            (EXPOSURE_AUTO, 1),
            (EXPOSURE, 156),
            (FOCUS_AUTO, 0),
            (FOCUS, 250)
        ]
    );
    assert_eq!(written(&[], fixed), []);
    let both = [control(EXPOSURE_AUTO, 0, 1)];
    assert_eq!(
        written(&both, FixedControls::default()),
        [(EXPOSURE_AUTO, 0)]
    );
    // A driver that turns its range around is left alone.
    assert_eq!(written(&[control(MAINS, 2, 0)], fixed), []);
}

#[test]
fn sizes_and_intervals_become_modes() {
    let listed = OfferedSizes::Listed(vec![(640, 480), (1280, 720)]);
    assert_eq!(listed.listed(), [(640, 480), (1280, 720)]);
    let range = OfferedSizes::Stepped {
        smallest: (160, 120),
        largest: (1600, 1200),
        step: (16, 8),
    };
    assert_eq!(
        range.listed(),
        [(1280, 720), (960, 720), (640, 480), (1600, 1200)]
    );
    let fixed = OfferedSizes::Stepped {
        smallest: (320, 240),
        largest: (320, 240),
        step: (0, 0),
    };
    assert_eq!(fixed.listed(), [(320, 240)]);
    let format = PixelFormat::MotionJpeg;
    let rate = |interval| mode(format, (1280, 720), interval).map(|mode| mode.rate);
    assert_eq!(rate((1, 30)), Some(30));
    assert_eq!(rate((333_333, 10_000_000)), Some(30));
    assert_eq!(rate((0, 30)), None);
    assert_eq!(rate((30, 0)), None);
    let modes = listed.listed().into_iter();
    let modes: Vec<CameraMode> = modes
        .filter_map(|size| mode(format, size, (1, 30)))
        .collect();
    assert_eq!(negotiate(&modes).map(|mode| mode.height), Some(720));
}

#[test]
fn rows_with_gaps_are_closed_and_short_frames_refused() {
    let bytes = [[235, 128, 235, 128, 9, 9], [16, 128, 16, 128, 9, 9]].concat();
    let frame = Frame::yuyv(2, 2, 6, &bytes).unwrap();
    let image = frame.decode().unwrap();
    let rows: Vec<u8> = image.pixels().chunks(8).map(|row| row[0]).collect();
    assert_eq!(rows, [255, 0]);
    let (media_type, file) = frame.to_file().unwrap();
    assert_eq!(media_type, MediaType::Jpeg);
    assert_eq!(decode(&file, Limits::PORTRAIT).unwrap().height(), 2);
    // The last row may end without its gap.
    assert!(Frame::yuyv(2, 2, 6, &bytes[..10]).is_ok());
    for short in [&bytes[..9], &[]] {
        let refused = Frame::yuyv(2, 2, 6, short).err();
        assert!(matches!(refused, Some(ImageError::PixelCount { .. })));
    }
    assert!(Frame::yuyv(0, 2, 0, &bytes).is_err());
    assert!(Frame::yuyv(u32::MAX, u32::MAX, u32::MAX, &bytes).is_err());
}

#[test]
fn motion_jpeg_without_tables_is_the_same_picture_and_gets_them_for_the_file() {
    let file = to_jpeg(&Scene::good().frame()).unwrap();
    let bare = without_tables(&file);
    assert!(bare.len() < file.len());
    let frame = Frame::encoded(&bare);
    let whole = decode(&file, Limits::PORTRAIT).unwrap();
    assert_eq!(frame.decode().unwrap().pixels(), whole.pixels());
    let (_, kept) = frame.to_file().unwrap();
    let again = image::load_from_memory(&kept).unwrap().into_rgba8();
    assert_eq!(again.as_raw().as_slice(), whole.pixels());
    // A file with its own tables is kept to the byte.
    let kept = Frame::encoded(&file).to_file().unwrap().1;
    assert_eq!(kept.as_slice(), file.as_slice());
}

#[test]
fn half_an_image_is_none() {
    let file = to_jpeg(&Scene::good().frame()).unwrap();
    for length in [file.len() / 2, file.len() - 2] {
        let half = Frame::encoded(&file[..length]);
        assert!(half.decode().is_err(), "{length} of {}", file.len());
        assert!(half.to_file().is_err());
    }
    let padded = [file.as_slice(), &[0; 512]].concat();
    assert!(Frame::encoded(&padded).decode().is_ok());
    assert!(Frame::encoded(b"no image").decode().is_err());
}

#[test]
fn two_seconds_of_one_frame_are_a_frozen_camera() {
    let (one, other) = (Frame::encoded(b"one"), Frame::encoded(b"other"));
    let mut repetition = Repetition::default();
    assert!(!repetition.is_frozen(None, &one));
    for _ in 1..Repetition::MOST {
        assert!(!repetition.is_frozen(Some(&one), &one));
    }
    assert!(repetition.is_frozen(Some(&one), &one));
    assert!(!repetition.is_frozen(Some(&one), &other));
}

#[test]
fn an_answers_head_is_taken_however_it_arrives_and_never_endlessly() {
    let answer = b"HTTP/1.0 200 OK\r\nServer: x\r\nContent-Type: multipart/x-mixed-replace;boundary=b\r\n\r\n--b\r\n\r\nframe\r\n--b";
    for size in [1, 7, answer.len()] {
        let mut head = StreamHead::default();
        let mut pieces = answer.chunks(size);
        let opened = pieces.by_ref().find_map(|piece| head.push(piece).unwrap());
        let mut opened = opened.unwrap();
        let mut frames = opened.stream.push(&opened.rest).unwrap();
        for piece in pieces {
            frames.extend(opened.stream.push(piece).unwrap());
        }
        assert_eq!(frames.len(), 1);
        assert_eq!(frames[0].as_slice(), b"frame");
    }
    let fails = |bytes: &[u8]| StreamHead::default().push(bytes).err();
    let status = |code| Some(CameraError::Status { code });
    assert_eq!(fails(b"HTTP/1.1 401 No\r\n\r\n"), status(401));
    let stream = |error| Some(CameraError::Stream(error));
    let chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: multipart/x-mixed-replace;boundary=b\r\n\r\n";
    assert_eq!(fails(chunked), stream(StreamError::ContentType));
    assert_eq!(
        fails(b"220 mail server\r\n"),
        stream(StreamError::ContentType)
    );
    let fields = [b"HTTP/1.0 200 OK\r\n".to_vec(), b"X: y\r\n".repeat(80)].concat();
    assert_eq!(fails(&fields), stream(StreamError::HeaderTooLong));
    let long = [b"HTTP/1.0 200 OK\r\nX: ".to_vec(), vec![b'y'; 20_000]].concat();
    assert_eq!(fails(&long), stream(StreamError::HeaderTooLong));
}

/// Takes every DHT segment out of a file.
fn without_tables(file: &[u8]) -> Vec<u8> {
    let (mut bare, mut place) = (file[..2].to_vec(), 2);
    loop {
        let length = 2 + usize::from(u16::from_be_bytes([file[place + 2], file[place + 3]]));
        match file[place + 1] {
            0xda => break,
            0xc4 => {}
            _ => bare.extend(&file[place..place + length]),
        }
        place += length;
    }
    bare.extend(&file[place..]);
    bare
}
