//! Comparison of faces by a model of the operator, through the program that a counter runs: models that are right,
//! wrong, hostile or gone.

mod onnx_file;

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use dossier::portrait::{FaceEnd, ModelComparison, NotCompared, Thousandths};
use dossier::sha256_digest::Sha256Digest;
use onnx_file::{colours, constant, integers, mean_of_squares, model, node};
use openssl::sha::sha256;
use terminal::config::{ColourOrder, FaceModelConfig};
use terminal::face_model::{FaceModel, Portraits};
use zeroize::Zeroizing;

const CHIP: &[u8] = include_bytes!("../../card-twin/persons/nguyen-thi-vi-du.jpg");
const LIVE: &[u8] = include_bytes!("../../card-twin/persons/nguyen-thi-vi-du-live.jpg");
const PICTURE: [u64; 4] = [0, 3, 112, 112];

fn portraits(chip: &[u8], live: &[u8]) -> Portraits {
    Portraits {
        chip: Zeroizing::new(chip.to_vec()),
        live: Zeroizing::new(live.to_vec()),
    }
}

fn settings(file: &Path, content: &[u8]) -> FaceModelConfig {
    FaceModelConfig {
        name: "colours".into(),
        file: file.to_owned(),
        sha256: Sha256Digest::new(sha256(content)),
        threshold: Thousandths::try_from(360).unwrap(),
        mean: 127.5,
        scale: 127.5,
        order: ColourOrder::Rgb,
    }
}

fn program() -> PathBuf {
    env!("CARGO_BIN_EXE_cccd").into()
}

fn compared(content: &[u8], portraits: &Portraits) -> ModelComparison {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("model.onnx");
    std::fs::write(&file, content).unwrap();
    let model = FaceModel::of(settings(&file, content), program()).unwrap();
    // Unoptimised builds find a face slowly; a good model is never the one to be given up here.
    model.within(Duration::from_secs(300)).compare(portraits)
}

fn similarity(content: &[u8], portraits: &Portraits) -> i16 {
    match compared(content, portraits).end {
        FaceEnd::Similarity(similarity) => similarity.into(),
        FaceEnd::NotPerformed(why) => panic!("{why:?}"),
    }
}

fn refused(content: &[u8], portraits: &Portraits) -> NotCompared {
    match compared(content, portraits).end {
        FaceEnd::NotPerformed(why) => why,
        FaceEnd::Similarity(similarity) => panic!("{similarity}"),
    }
}

#[test]
fn a_model_tells_how_alike_the_portraits_are_and_is_named() {
    let content = colours(&PICTURE);
    let comparison = compared(&content, &portraits(CHIP, LIVE));
    assert_eq!(comparison.model, "colours");
    assert_eq!(comparison.sha256, Sha256Digest::new(sha256(&content)));
    assert_eq!(i16::from(comparison.threshold), 360);
    let FaceEnd::Similarity(both) = comparison.end else {
        panic!("{:?}", comparison.end);
    };
    assert_eq!(similarity(&content, &portraits(LIVE, LIVE)), 1000);
    assert!(i16::from(both) < 1000, "{both}");
}

#[test]
fn the_model_itself_says_what_it_takes() {
    let last = [
        node(
            "Transpose",
            ("x", "planes"),
            &[integers("perm", &[0, 3, 1, 2])],
        ),
        mean_of_squares(("planes", "means"), 14),
        node("Flatten", ("means", "y"), &[]),
    ];
    let colour_last = model(&[1, 112, 112, 3], &last, &[]);
    let same = portraits(CHIP, LIVE);
    // One picture, whichever way its numbers lie; another size is another picture.
    assert_eq!(
        similarity(&colour_last, &same),
        similarity(&colours(&PICTURE), &same)
    );
    assert_eq!(
        similarity(&colours(&[1, 3, 56, 56]), &portraits(LIVE, LIVE)),
        1000
    );
}

#[test]
fn a_model_that_is_none_or_is_of_something_else_is_refused() {
    use NotCompared as N;
    let three = [
        node("GlobalAveragePool", ("x", "means"), &[]),
        node("Flatten", ("means", "y"), &[]),
    ];
    let unknown = [node("ReadAnotherFile", ("x", "y"), &[])];
    let cases = [
        ("text", b"not a model".to_vec(), N::ModelUnreadable),
        ("nothing", Vec::new(), N::ModelUnreadable),
        ("half", colours(&PICTURE)[..90].to_vec(), N::ModelUnreadable),
        (
            "operator",
            model(&PICTURE, &unknown, &[]),
            N::ModelUnreadable,
        ),
        ("not square", colours(&[1, 3, 112, 96]), N::ModelShape),
        ("grey", colours(&[1, 1, 112, 112]), N::ModelShape),
        ("open", colours(&[1, 3, 0, 0]), N::ModelShape),
        ("huge", colours(&[1, 3, 1 << 20, 1 << 20]), N::ModelShape),
        ("flat", colours(&[1, 3]), N::ModelShape),
        ("short vector", model(&PICTURE, &three, &[]), N::ModelShape),
    ];
    let both = portraits(CHIP, LIVE);
    for (name, content, why) in cases {
        assert_eq!(refused(&content, &both), why, "{name}");
    }
}

#[test]
fn a_model_that_eats_memory_ends_and_the_counter_does_not() {
    let nodes = [node("ConstantOfShape", ("sizes", "y"), &[])];
    let content = model(&PICTURE, &nodes, &[constant("sizes", &[1 << 30])]);
    let why = refused(&content, &portraits(CHIP, LIVE));
    assert_eq!(why, NotCompared::ModelFailed);
}

#[test]
fn a_comparison_that_never_ends_is_given_up() {
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("silent");
    std::fs::write(&program, "#!/bin/sh\nexec sleep 600\n").unwrap();
    std::fs::set_permissions(&program, Permissions::from_mode(0o700)).unwrap();
    let model = FaceModel::of(settings(Path::new("model.onnx"), b""), program).unwrap();
    let end = model
        .within(Duration::from_millis(200))
        .compare(&portraits(b"", b""))
        .end;
    assert_eq!(end, FaceEnd::NotPerformed(NotCompared::ModelSlow));
}

#[test]
fn another_file_than_the_settings_name_is_not_used() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("model.onnx");
    let config = settings(&file, &colours(&PICTURE));
    let model = FaceModel::of(config, program()).unwrap();
    let model = model.within(Duration::from_secs(300));
    let end = || model.compare(&portraits(CHIP, LIVE)).end;
    assert_eq!(end(), FaceEnd::NotPerformed(NotCompared::ModelMissing));
    std::fs::write(&file, colours(&[1, 3, 56, 56])).unwrap();
    assert_eq!(end(), FaceEnd::NotPerformed(NotCompared::ModelChanged));
}

#[test]
fn an_image_without_a_face_is_not_compared() {
    let content = colours(&PICTURE);
    let why = |chip, live| refused(&content, &portraits(chip, live));
    assert_eq!(why(b"", LIVE), NotCompared::ChipFace);
    assert_eq!(why(CHIP, b"GIF89a"), NotCompared::LiveFace);
}

#[test]
fn settings_that_cannot_be_meant_are_refused() {
    let refused = |change: fn(&mut FaceModelConfig)| {
        let mut config = settings(Path::new("model.onnx"), b"");
        change(&mut config);
        FaceModel::of(config, program()).is_err()
    };
    assert!(!refused(|_| {}));
    assert!(refused(|config| config.scale = 0.0));
    assert!(refused(|config| config.mean = f32::NAN));
    assert!(refused(|config| config.name = "a".repeat(65)));
}
