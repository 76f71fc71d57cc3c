//! `cccd compare-faces`: one comparison by the operator's model, for the terminal itself.

use std::io::{Read, stdin};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;
use dossier::sha256_digest::Sha256Digest;
use zeroize::Zeroizing;

use super::say;
use crate::config::ColourOrder;
use crate::face_model::{ColourScale, Portraits, compare_here, limit_memory};

/// No portrait is longer: the limit of what is decoded.
const LONGEST: u32 = 32 << 20;

/// The model, as the settings have it.
#[derive(Args)]
pub(super) struct CompareFacesArgs {
    /// The ONNX file.
    model: PathBuf,
    /// SHA-256 that it must have.
    #[arg(long, value_parser = |text: &str| Sha256Digest::try_from(text.to_owned()))]
    sha256: Sha256Digest,
    /// The grey value that becomes 0.
    #[arg(long)]
    mean: f32,
    /// How many grey values become 1.
    #[arg(long)]
    scale: f32,
    /// In which order the model takes the colours.
    #[arg(long)]
    order: ColourOrder,
}

/// Reads both images, each behind its length, and prints how the comparison ended.
pub(super) fn run(args: &CompareFacesArgs) -> anyhow::Result<ExitCode> {
    limit_memory()?;
    let portraits = Portraits {
        chip: image()?,
        live: image()?,
    };
    let scale = ColourScale {
        mean: args.mean,
        scale: args.scale,
        order: args.order,
    };
    let end = compare_here(&args.model, args.sha256, scale, &portraits);
    say(&serde_json::to_string(&end)?)?;
    Ok(ExitCode::SUCCESS)
}

fn image() -> anyhow::Result<Zeroizing<Vec<u8>>> {
    let mut length = [0; 4];
    stdin().read_exact(&mut length).context("no image")?;
    let length = u32::from_be_bytes(length);
    anyhow::ensure!(length <= LONGEST, "an image of {length} bytes");
    let mut bytes = Zeroizing::new(vec![0; usize::try_from(length)?]);
    stdin().read_exact(&mut bytes).context("half an image")?;
    Ok(bytes)
}
