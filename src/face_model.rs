//! Comparison of two portraits by the operator's model, in a process of its own.
//!
//! A model is somebody else's program. It runs where it can use up its memory or its time, or end the process, and the
//! counter goes on: [`FaceModel::compare`] starts this program's hidden command `compare-faces`, gives it both images
//! on standard input, and takes one line of JSON, a [`FaceEnd`]. Nothing reaches a disk.

mod apart;
mod onnx;

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::Context;
use dossier::portrait::{FaceEnd, ModelComparison, NotCompared};
use zeroize::Zeroizing;

use crate::config::FaceModelConfig;

pub use apart::{compare_here, limit_memory};
pub use onnx::{ColourScale, Embedder, ModelError};

/// A comparison that takes longer is given up.
const PATIENCE: Duration = Duration::from_secs(20);
const TICK: Duration = Duration::from_millis(20);
/// The answer is one short line.
const LONGEST_ANSWER: u64 = 256;

/// The chip's portrait and the counter's, as image files.
pub struct Portraits {
    /// From DG2.
    pub chip: Zeroizing<Vec<u8>>,
    /// From the camera.
    pub live: Zeroizing<Vec<u8>>,
}

/// The operator's model and the program that runs it.
pub struct FaceModel {
    config: FaceModelConfig,
    program: PathBuf,
    patience: Duration,
}

impl FaceModel {
    /// A model of the settings, its path counted from their folder already.
    ///
    /// # Errors
    /// When the settings cannot be meant.
    pub fn of(config: FaceModelConfig, program: PathBuf) -> anyhow::Result<Self> {
        let FaceModelConfig { mean, scale, .. } = config;
        anyhow::ensure!(
            mean.is_finite() && scale.is_finite() && scale > 0.0,
            "[face_model] mean and scale must be numbers, and scale above 0"
        );
        anyhow::ensure!(
            (1..=64).contains(&config.name.chars().count()),
            "[face_model] name must have 1 to 64 characters"
        );
        Ok(Self {
            config,
            program,
            patience: PATIENCE,
        })
    }

    /// Another time after which a comparison is given up.
    #[must_use]
    pub fn within(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Compares; always ends within its time.
    #[must_use]
    pub fn compare(&self, portraits: &Portraits) -> ModelComparison {
        let end = self.ask(portraits).unwrap_or_else(|error| {
            tracing::warn!(
                error = format_args!("{error:#}"),
                "the face model did not answer"
            );
            FaceEnd::NotPerformed(NotCompared::ModelFailed)
        });
        ModelComparison {
            model: self.config.name.clone(),
            sha256: self.config.sha256,
            threshold: self.config.threshold,
            end,
        }
    }

    fn ask(&self, portraits: &Portraits) -> anyhow::Result<FaceEnd> {
        let deadline = Instant::now() + self.patience;
        let mut apart = Apart(self.start()?);
        let mut input = apart.0.stdin.take().context("no standard input")?;
        // Both are read to their end before the model is touched.
        for image in [&portraits.chip, &portraits.live] {
            let length = u32::try_from(image.len()).context("image")?;
            input.write_all(&length.to_be_bytes())?;
            input.write_all(image)?;
        }
        drop(input);
        loop {
            if apart.0.try_wait()?.is_some() {
                break;
            }
            if Instant::now() >= deadline {
                return Ok(FaceEnd::NotPerformed(NotCompared::ModelSlow));
            }
            std::thread::sleep(TICK);
        }
        let output = apart.0.stdout.take().context("no standard output")?;
        let mut answer = String::new();
        output.take(LONGEST_ANSWER).read_to_string(&mut answer)?;
        serde_json::from_str(&answer).context("no answer")
    }

    fn start(&self) -> anyhow::Result<Child> {
        let config = &self.config;
        Command::new(&self.program)
            .arg("compare-faces")
            .arg(&config.file)
            .args(["--sha256", &config.sha256.to_string()])
            .args(["--order", config.order.word()])
            .arg(format!("--mean={}", config.mean))
            .arg(format!("--scale={}", config.scale))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("cannot start the comparison")
    }
}

/// This program's own file.
///
/// # Errors
/// When the system does not tell.
pub fn own_program() -> anyhow::Result<PathBuf> {
    std::env::current_exe().context("this program's own file")
}

/// A process that never outlives its comparison.
struct Apart(Child);

impl Drop for Apart {
    fn drop(&mut self) {
        // One that has ended is only collected.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A model's file, no longer than a model of faces is.
fn read_model(file: &Path) -> Result<Vec<u8>, NotCompared> {
    const LONGEST: u64 = 512 << 20;
    let opened = std::fs::File::open(file).map_err(|_| NotCompared::ModelMissing)?;
    let mut bytes = Vec::new();
    match opened.take(LONGEST + 1).read_to_end(&mut bytes) {
        Err(_) => Err(NotCompared::ModelMissing),
        Ok(length) if u64::try_from(length).is_ok_and(|length| length <= LONGEST) => Ok(bytes),
        Ok(_) => Err(NotCompared::ModelUnreadable),
    }
}
