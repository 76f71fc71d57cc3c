//! What the process of a comparison does.

use std::panic::{AssertUnwindSafe, catch_unwind};

use anyhow::Context;
use capture::image::{Limits, RgbaImage, decode};
use capture::portrait::{Face, FaceFinder, aligned, cosine};
use dossier::portrait::{FaceEnd, NotCompared, Thousandths};
use dossier::sha256_digest::Sha256Digest;
use openssl::sha::sha256;
use rustix::process::{Resource, Rlimit, setrlimit};

use super::onnx::{ColourScale, Embedder};
use super::{Portraits, read_model};

/// Address space of the process, in bytes: several times the largest models of faces, below a counter's memory.
const MEMORY: u64 = 3 << 30;
/// Seconds of computing, should nobody wait for the answer any more.
const SECONDS: u64 = 60;

/// Bounds this process, which exists for one comparison.
///
/// # Errors
/// When the system refuses.
pub fn limit_memory() -> anyhow::Result<()> {
    for (resource, most) in [(Resource::As, MEMORY), (Resource::Cpu, SECONDS)] {
        let limit = Rlimit {
            current: Some(most),
            maximum: Some(most),
        };
        setrlimit(resource, limit).context("the process cannot be bounded")?;
    }
    Ok(())
}

/// Compares with the model of a file.
#[must_use]
pub fn compare_here(
    file: &std::path::Path,
    wanted: Sha256Digest,
    scale: ColourScale,
    portraits: &Portraits,
) -> FaceEnd {
    // The model's code is not ours: a panic in it is the model's end, as running out of memory is the process's.
    let compared = catch_unwind(AssertUnwindSafe(|| compare(file, wanted, scale, portraits)));
    match compared.unwrap_or(Err(NotCompared::ModelFailed)) {
        Ok(similarity) => FaceEnd::Similarity(similarity),
        Err(why) => FaceEnd::NotPerformed(why),
    }
}

fn compare(
    file: &std::path::Path,
    wanted: Sha256Digest,
    scale: ColourScale,
    portraits: &Portraits,
) -> Result<Thousandths, NotCompared> {
    let mut finder = FaceFinder::new().map_err(|_| NotCompared::ModelFailed)?;
    let chip = one_face(&portraits.chip, &mut finder).ok_or(NotCompared::ChipFace)?;
    let live = one_face(&portraits.live, &mut finder).ok_or(NotCompared::LiveFace)?;
    let model = read_model(file)?;
    if Sha256Digest::new(sha256(&model)) != wanted {
        return Err(NotCompared::ModelChanged);
    }
    let model = Embedder::load(&model, scale).map_err(|error| {
        tracing::warn!(%error, clause = error.clause(), who = ?error.who(), "the face model cannot be used");
        NotCompared::from(&error)
    })?;
    let embedding = |(image, face): &(RgbaImage, Face)| {
        let embedded = model.embed(&aligned(image, face, model.side()));
        embedded.map_err(|error| NotCompared::from(&error))
    };
    let cosine = cosine(&embedding(&chip)?, &embedding(&live)?);
    cosine
        .and_then(Thousandths::of)
        .ok_or(NotCompared::ModelFailed)
}

/// The image and the one face in it.
fn one_face(file: &[u8], finder: &mut FaceFinder) -> Option<(RgbaImage, Face)> {
    let image = decode(file, Limits::PORTRAIT).ok()?;
    let faces = finder.find(&image).ok()?;
    match faces.as_slice() {
        [face] => Some((image, *face)),
        _ => None,
    }
}
