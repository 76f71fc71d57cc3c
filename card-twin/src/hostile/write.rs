//! The deck as folders, as `cccd verify` reads them.

use std::path::{Path, PathBuf};

use super::{Case, ChainCase, ChipCase, Deck, Expect, ImportCase, Policy};
use crate::{Error, Result};

/// Name of the file that says what must come of a case.
pub(super) const EXPECT: &str = "expect";

impl Deck {
    /// Every file of the deck with its path inside the deck's folder.
    #[must_use]
    pub fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut files = Vec::new();
        for (name, bytes) in &self.trust {
            files.push((Path::new("trust").join(name), bytes.clone()));
        }
        for case in &self.cases {
            let folder = Path::new(case.theme).join(case.name);
            for (name, bytes) in &case.files {
                files.push((folder.join(format!("{name}.bin")), bytes.clone()));
            }
            files.push((
                folder.join("evidence.json"),
                case.evidence.to_json().into_bytes(),
            ));
            files.push((
                folder.join(EXPECT),
                case.expect.to_text(case.what).into_bytes(),
            ));
            if !case.presented.is_empty() {
                let bytes = presented(&case.presented).into_bytes();
                files.push((folder.join("presented.json"), bytes));
            }
            for (name, bytes) in case.trust.iter().flatten() {
                files.push((folder.join("trust").join(name), bytes.clone()));
            }
            if let Some(index) = case.policy.index() {
                files.push((folder.join("trust/store/index.json"), index.into()));
            }
        }
        files.extend(self.imports.iter().flat_map(ImportCase::files));
        files.extend(self.chains.iter().flat_map(ChainCase::files));
        files.extend(self.chips.iter().map(ChipCase::file));
        files
    }

    /// Writes the deck into an empty folder.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn write_dir(&self, folder: &Path) -> Result<()> {
        for (path, bytes) in self.files() {
            let path = folder.join(path);
            if let Some(parent) = path.parent() {
                std::fs::create_dir_all(parent).map_err(Error::file(parent))?;
            }
            std::fs::write(&path, bytes).map_err(Error::file(&path))?;
        }
        Ok(())
    }

    /// The case of this name.
    #[must_use]
    pub fn case(&self, name: &str) -> Option<&Case> {
        self.cases.iter().find(|case| case.name == name)
    }
}

impl Policy {
    /// The index of a trust store that holds nothing but the policy.
    fn index(self) -> Option<&'static str> {
        match self {
            Self::Usual => None,
            Self::RevocationRequired => Some(
                "{\n  \"version\": 1,\n  \"policy\": { \"revocation\": \"required\" },\n  \"files\": []\n}\n",
            ),
            Self::Sha1Flagged => Some(
                "{\n  \"version\": 1,\n  \"policy\": { \"sha1\": \"flagged\" },\n  \"files\": []\n}\n",
            ),
        }
    }
}

/// What was presented, as a terminal saves it.
fn presented(all: &[(&'static str, String)]) -> String {
    let one = |(kind, text): &(&str, String)| {
        let text = text.replace('\n', "\\n");
        format!("  {{ \"kind\": \"{kind}\", \"text\": \"{text}\" }}")
    };
    format!(
        "[\n{}\n]\n",
        all.iter().map(one).collect::<Vec<_>>().join(",\n")
    )
}

impl Expect {
    fn to_text(self, what: &str) -> String {
        format!(
            "# {what}\nverdict: {}\ncheck: {}\nresult: {}\nreason: {}\nrule: {}\nday: {}\n",
            self.verdict, self.check, self.result, self.reason, self.rule, self.day
        )
    }
}
