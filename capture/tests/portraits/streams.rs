//! Camera streams and raw frames, good and hostile.

use capture::portrait::{
    CameraMode, MotionJpeg, PixelFormat, StreamError, negotiate, yuyv_to_rgba,
};

const TYPE: &str = "multipart/x-mixed-replace; boundary=--frame";

fn part(length: Option<usize>, body: &[u8]) -> Vec<u8> {
    let mut part = b"--frame\r\nContent-Type: image/jpeg\r\n".to_vec();
    if let Some(length) = length {
        part.extend(format!("Content-Length: {length}\r\n").bytes());
    }
    part.extend(b"\r\n");
    part.extend(body);
    part.extend(b"\r\n");
    part
}

#[test]
fn frames_come_whole_however_the_bytes_are_cut() {
    let stream = [
        part(Some(5), b"first"),
        part(None, b"second --frame inside\r\n-"),
        part(Some(0), b""),
        b"--frame--".to_vec(),
    ]
    .concat();
    for size in [1, 3, 7, stream.len()] {
        let mut parser = MotionJpeg::new(TYPE).unwrap();
        let mut frames = Vec::new();
        for piece in stream.chunks(size) {
            frames.extend(parser.push(piece).unwrap());
        }
        let frames: Vec<&[u8]> = frames.iter().map(|frame| frame.as_slice()).collect();
        assert_eq!(
            frames,
            [b"first".as_slice(), b"second --frame inside\r\n-", b""]
        );
        assert!(parser.over());
    }
}

#[test]
fn a_stream_that_lies_or_never_ends_is_dropped() {
    let fails = |bytes: &[u8]| MotionJpeg::new(TYPE).unwrap().push(bytes).err();
    let wrong = [part(Some(3), b"longer"), part(Some(1), b"x")].concat();
    assert_eq!(fails(&wrong), Some(StreamError::WrongLength));
    assert_eq!(fails(&vec![b'x'; 5000]), Some(StreamError::HeaderTooLong));
    let header = [b"--frame\r\n".to_vec(), vec![b'h'; 5000]].concat();
    assert_eq!(fails(&header), Some(StreamError::HeaderTooLong));
    let huge = part(Some(usize::MAX), b"");
    assert_eq!(fails(&huge), Some(StreamError::PartTooLong));
    let letters = b"--frame\r\nContent-Length: many\r\n\r\n";
    assert_eq!(fails(letters), Some(StreamError::BadLength));
    let mut endless = MotionJpeg::new(TYPE).unwrap();
    endless.push(b"--frame\r\n\r\n").unwrap();
    let ended = (0..200).find_map(|_| endless.push(&[0; 65_536]).err());
    assert_eq!(ended, Some(StreamError::PartTooLong));
    for other in [
        "image/jpeg",
        "multipart/x-mixed-replace",
        "multipart/x-mixed-replace; boundary=",
    ] {
        assert_eq!(MotionJpeg::new(other).err(), Some(StreamError::ContentType));
    }
}

#[test]
fn the_mode_is_fast_enough_then_near_720_lines_then_uncompressed() {
    let mode = |format, width, height, rate| CameraMode {
        format,
        width,
        height,
        rate,
    };
    let yuyv = |width, height, rate| mode(PixelFormat::Yuyv, width, height, rate);
    let jpeg = |width, height, rate| mode(PixelFormat::MotionJpeg, width, height, rate);
    let offered = [
        yuyv(640, 480, 30),
        yuyv(1280, 720, 5),
        jpeg(1280, 720, 30),
        jpeg(1920, 1080, 30),
    ];
    assert_eq!(negotiate(&offered), Some(jpeg(1280, 720, 30)));
    assert_eq!(
        negotiate(&[yuyv(1280, 720, 15), jpeg(1280, 720, 30)]),
        Some(yuyv(1280, 720, 15))
    );
    assert_eq!(negotiate(&[yuyv(1280, 720, 5)]), Some(yuyv(1280, 720, 5)));
    assert_eq!(negotiate(&[yuyv(0, 720, 30)]), None);
    // More pixels than a portrait may have: every frame would be refused.
    let large = jpeg(3840, 2160, 30);
    assert_eq!(negotiate(&[large]), None);
    assert_eq!(
        negotiate(&[large, jpeg(640, 480, 30)]),
        Some(jpeg(640, 480, 30))
    );
}

#[test]
fn yuyv_gives_the_colours_of_bt_601() {
    let frame = yuyv_to_rgba(2, 2, &[235, 128, 16, 128, 81, 90, 81, 240]).unwrap();
    let expected = [
        [255, 255, 255, 255],
        [0, 0, 0, 255],
        [255, 0, 0, 255],
        [255, 0, 0, 255],
    ];
    for (pixel, wanted) in frame.pixels().chunks(4).zip(expected) {
        for (one, other) in pixel.iter().zip(wanted) {
            assert!(one.abs_diff(other) <= 2, "{pixel:?} {wanted:?}");
        }
    }
    assert!(yuyv_to_rgba(2, 2, &[0; 4]).is_err());
    assert!(yuyv_to_rgba(3, 1, &[0; 6]).is_err());
}
