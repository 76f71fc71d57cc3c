//! Each defect lowers the component that is about it, and no other that is not.

use capture::image::{Limits, MediaType, decode};
use capture::portrait::{
    Attempts, Component, CropError, Finding, Print, TriesSpent, WhyNot, crop, facial_record,
    to_jpeg,
};

use crate::scene::Scene;

fn objections(scene: &Scene) -> Vec<Component> {
    let quality = scene.quality();
    quality
        .objections()
        .map(|(component, _)| component)
        .collect()
}

fn scaled(colour: [u8; 3], factor: f64) -> [f64; 3] {
    colour.map(|channel| f64::from(channel) * factor)
}

#[test]
fn a_good_frame_has_no_objection_and_every_component() {
    let quality = Scene::good().quality();
    assert_eq!(quality.objections().next(), None);
    assert_eq!(quality.findings().len(), Component::ALL.len());
    assert!(Component::ALL.len() >= 12 && quality.score() >= 50);
}

#[test]
fn each_defect_falls_in_its_own_component() {
    use Component as C;
    let good = Scene::good();
    let grey =
        |[red, green, blue]: [u8; 3]| (f64::from(red) + f64::from(green) + f64::from(blue)) / 3.0;
    let face = |x: u32, y: u32| (203..501).contains(&x) && (303..603).contains(&y);
    let levels = |colour: [u8; 3]| colour.map(|channel| f64::from(channel / 40) * 40.0 + 20.0);
    let light = |x: u32| if x < 364 { 1.0 } else { 0.55 };
    let tile = |x: u32, y: u32| !(130..=590).contains(&x) && (x / 24 + y / 24).is_multiple_of(2);
    let cases: [(&str, Scene, &[C]); 15] = [
        (
            "grey picture",
            good.clone().repaint(|_, _, colour| [grey(colour); 3]),
            &[C::NaturalColour],
        ),
        (
            "blue light",
            good.clone().repaint(|_, _, [r, g, b]| {
                [f64::from(r) * 0.7, f64::from(g) * 0.9, f64::from(b) * 1.3]
            }),
            &[C::NaturalColour],
        ),
        (
            "few levels",
            good.clone().repaint(|_, _, colour| levels(colour)),
            &[C::DynamicRange],
        ),
        (
            "light from the side",
            good.clone()
                .repaint(|x, _, colour| scaled(colour, light(x))),
            &[C::Illumination],
        ),
        (
            "dark",
            good.clone().repaint(|_, _, colour| scaled(colour, 0.12)),
            &[C::Luminance, C::UnderExposure, C::DynamicRange],
        ),
        (
            "shadow on the face",
            good.clone().repaint(|x, y, colour| {
                if face(x, y) && y >= 525 {
                    [8.0; 3]
                } else {
                    scaled(colour, 1.0)
                }
            }),
            &[C::UnderExposure],
        ),
        (
            "burnt",
            good.clone().repaint(|x, y, colour| {
                if face(x, y) && y < 380 {
                    [255.0; 3]
                } else {
                    scaled(colour, 1.0)
                }
            }),
            &[C::OverExposure],
        ),
        (
            "busy wall",
            good.clone().repaint(|x, y, colour| {
                if tile(x, y) {
                    [40.0; 3]
                } else {
                    scaled(colour, 1.0)
                }
            }),
            &[C::Background],
        ),
        ("out of focus", soft(&good), &[C::Sharpness]),
        ("moved", moved(&good), &[C::Motion]),
        ("blocks", blocks(&good), &[C::Blocking]),
        (
            "far away",
            good.placed((1280, 720), 330, (475, 150)),
            &[C::InterEyeDistance],
        ),
        (
            "at the edge",
            good.placed((1280, 960), 700, (-150, 27)),
            &[C::Margin, C::Across],
        ),
        (
            "too low",
            good.placed((720, 960), 720, (0, 330)),
            &[C::Margin, C::Down],
        ),
        ("two people", two(&good), &[C::SingleFace]),
    ];
    let mut wrong = Vec::new();
    for (defect, scene, expected) in &cases {
        let mut found = objections(scene);
        let mut expected = expected.to_vec();
        found.sort();
        expected.sort();
        if found != expected {
            wrong.push(format!(
                "{defect}: {found:?}, expected {expected:?}: {:?}",
                scene.quality()
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn without_a_face_nothing_of_the_face_is_claimed() {
    let wall = Scene(image::RgbaImage::from_pixel(
        640,
        480,
        image::Rgba([200, 200, 200, 255]),
    ));
    let quality = wall.quality();
    assert!(quality.face().is_none());
    for (component, finding) in quality.findings() {
        match component {
            Component::SingleFace => assert!(matches!(finding, Finding::Measured { score: 0, .. })),
            _ => assert_eq!(*finding, Finding::NotMeasured(WhyNot::NoFace)),
        }
    }
    let small = Scene(image::RgbaImage::new(20, 20));
    assert!(small.quality().face().is_none());
}

#[test]
fn prints_have_their_aspect_and_the_head_its_share() {
    let scene = Scene::good();
    let (quality, frame) = (scene.quality(), scene.frame());
    let face = quality.face().unwrap();
    for print in [Print::Passport35x45, Print::Paper4x6] {
        let cut = crop(&frame, face, print).unwrap();
        let aspect = f64::from(cut.width()) / f64::from(cut.height());
        assert!((aspect - print.aspect()).abs() < 0.02, "{aspect}");
        assert!((0.58..=0.80).contains(&(face.head_length() / f64::from(cut.height()))));
        let jpeg = to_jpeg(&cut).unwrap();
        let back = decode(&jpeg, Limits::PORTRAIT).unwrap();
        assert_eq!((back.width(), back.height()), (cut.width(), cut.height()));
        let record = facial_record(MediaType::Jpeg, (cut.width(), cut.height()), &jpeg).unwrap();
        assert_eq!(record.len(), 46 + jpeg.len());
        assert!(record.starts_with(b"FAC\x00010\x00") && record.ends_with(&jpeg));
        assert_eq!(
            record[8..12],
            u32::try_from(record.len()).unwrap().to_be_bytes()
        );
    }
    let edge = scene.placed((1280, 960), 700, (-150, 27));
    let quality = edge.quality();
    let refused = crop(&edge.frame(), quality.face().unwrap(), Print::Passport35x45);
    assert_eq!(refused.err(), Some(CropError::OverTheEdge));
    assert!(facial_record(MediaType::Png, (1, 1), b"").is_err());
    assert!(facial_record(MediaType::Jpeg, (70_000, 1), b"").is_err());
}

#[test]
fn the_best_of_three_tries_counts_and_a_fourth_is_refused() {
    let good = Scene::good();
    let soft = soft(&good).quality();
    let mut attempts = Attempts::new(3);
    attempts.add(soft.clone(), "first").unwrap();
    attempts.add(good.quality(), "second").unwrap();
    attempts.add(soft.clone(), "third").unwrap();
    assert!(attempts.spent());
    assert_eq!(attempts.add(soft, "fourth"), Err(TriesSpent));
    assert_eq!(attempts.best().map(|(_, frame)| *frame), Some("second"));
}

fn soft(scene: &Scene) -> Scene {
    Scene(image::imageops::blur(&scene.0, 8.0))
}

fn moved(scene: &Scene) -> Scene {
    let still = scene.0.clone();
    scene.clone().repaint(|x, y, _| {
        let mut sum = [0.0; 3];
        for step in 0..17 {
            let from = still.get_pixel((x + step).saturating_sub(8).min(719), y);
            for (sum, channel) in sum.iter_mut().zip(from.0) {
                *sum += f64::from(channel) / 17.0;
            }
        }
        sum
    })
}

/// Each 8 × 8 block in its own brightness, as a coarse quantiser leaves it.
fn blocks(scene: &Scene) -> Scene {
    scene.clone().repaint(|x, y, colour| {
        let off = f64::from((x / 8 * 7 + y / 8 * 13) % 5) * 6.0 - 12.0;
        colour.map(|channel| f64::from(channel) + off)
    })
}

fn two(scene: &Scene) -> Scene {
    let mut pair = scene.placed((1440, 960), 720, (360, 0));
    let kind = image::imageops::FilterType::Triangle;
    let other = image::imageops::resize(&scene.0, 330, 440, kind);
    image::imageops::overlay(&mut pair.0, &other, 0, 500);
    pair
}
