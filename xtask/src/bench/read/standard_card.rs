//! The standard card on the virtual reader: DG2 of 18 KB, and the buffer that a strategy needs.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::Strategy;
use crate::workspace::Workspace;

/// CAN of the fictitious citizen.
pub(super) const CAN: &str = "000018";
/// The picture of the standard card: with its headers DG2 has 18 KB.
const PICTURE_LEN: usize = 17_900;
const PERSON: &str = "nguyen-thi-vi-du";
/// Card capabilities, without and with extended length. ISO/IEC 7816-4 §12.1.1.
const HISTORICAL_BYTES: [&str; 2] = ["\"8073C02180\"", "\"8073C021C0\""];

/// Where person and profile of a card lie.
pub(super) struct CardFiles {
    pub(super) person: PathBuf,
    pub(super) profile: PathBuf,
}

/// Writes the files that personalise the card.
pub(super) fn write(workspace: &Workspace, folder: &Path, strategy: Strategy) -> Result<CardFiles> {
    let twin = workspace.root.join("card-twin");
    let from = |path: PathBuf| fs::read(&path).with_context(|| path.display().to_string());
    let person = folder.join(format!("{PERSON}.toml"));
    let picture = from(twin.join(format!("persons/{PERSON}.jpg")))?;
    // Cut to the size: a reading does not look inside.
    let picture = picture.get(..PICTURE_LEN).context("a picture of 18 KB")?;
    fs::write(folder.join(format!("{PERSON}.jpg")), picture)?;
    fs::write(&person, from(twin.join(format!("persons/{PERSON}.toml")))?)?;
    let profile = folder.join(format!("{}.toml", strategy.name()));
    let usual = String::from_utf8(from(twin.join("profiles/cccd-2021.toml"))?)?;
    fs::write(&profile, with_buffer(&usual, strategy.buffer())?)?;
    Ok(CardFiles { person, profile })
}

/// The profile with extended length and these buffers.
fn with_buffer(profile: &str, buffer: Option<u16>) -> Result<String> {
    let Some(buffer) = buffer else {
        return Ok(profile.to_owned());
    };
    let [short, extended] = HISTORICAL_BYTES;
    let mut changed = profile.to_owned();
    for (from, to) in [
        (short, extended),
        ("extended_length = false", "extended_length = true"),
    ] {
        let once = changed.matches(from).count() == 1;
        changed = changed.replace(from, to);
        anyhow::ensure!(once, "the profile does not say {from} once");
    }
    Ok(format!(
        "{changed}\n[buffers]\ncommand = {buffer}\nresponse = {buffer}\n"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_buffer_turns_extended_length_on() {
        let profile = "historical_bytes = \"8073C02180\"\nextended_length = false\n";
        let changed = with_buffer(profile, Some(1920)).unwrap();
        assert!(changed.contains("C021C0\"\nextended_length = true\n"));
        assert!(changed.ends_with("command = 1920\nresponse = 1920\n"));
        assert_eq!(with_buffer(profile, None).unwrap(), profile);
        assert!(with_buffer("extended_length = false", Some(1)).is_err());
    }
}
