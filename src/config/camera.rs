//! `[portrait]`: where portraits come from.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::FileSource;

/// Where portraits come from; the key that is there says which.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(untagged)]
pub enum PortraitSource {
    /// `file`: an image file whose content is the frame.
    File(FileSource),
    /// `folder`: image files that are shown in turn.
    Folder(FolderSource),
    /// `url`: a network camera that streams M-JPEG.
    Network(NetworkCamera),
    /// `device`: a camera of this computer.
    Video(VideoCamera),
}

/// A folder of image files, shown in the order of their names.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct FolderSource {
    /// The folder.
    pub folder: PathBuf,
    /// Whether it begins again at its end.
    #[serde(default = "yes")]
    pub repeat: bool,
    /// Milliseconds between two files.
    #[serde(default = "tenth")]
    pub interval_ms: u64,
}

/// A camera that streams M-JPEG over HTTP.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct NetworkCamera {
    /// Address of the stream; `http` only, for loopback and the counter's own network.
    pub url: String,
    /// Name for basic authentication (RFC 7617).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// File that holds the password for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password_file: Option<PathBuf>,
}

/// A camera of this computer, by V4L2.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct VideoCamera {
    /// Device file, or `auto` for the first camera that offers a usable format.
    pub device: String,
    /// Fixed focus in the driver's units; automatic when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub focus: Option<i32>,
    /// Fixed exposure in units of 100 µs; automatic when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exposure: Option<i32>,
}

fn yes() -> bool {
    true
}

fn tenth() -> u64 {
    100
}

impl PortraitSource {
    /// What a setting of `cccd setup` names: a URL, a device, a folder or a file.
    #[must_use]
    pub fn named(text: &str) -> Self {
        let path = Path::new(text);
        if text.starts_with("http://") {
            Self::Network(NetworkCamera {
                url: text.to_owned(),
                user: None,
                password_file: None,
            })
        } else if text == "auto" || text.starts_with("/dev/") {
            Self::Video(VideoCamera {
                device: text.to_owned(),
                focus: None,
                exposure: None,
            })
        } else if path.is_dir() {
            Self::Folder(FolderSource {
                folder: path.to_owned(),
                repeat: true,
                interval_ms: tenth(),
            })
        } else {
            Self::File(FileSource {
                file: path.to_owned(),
            })
        }
    }

    /// The same source with its paths changed, for example counted from a folder.
    #[must_use]
    pub fn with_paths(mut self, change: impl Fn(&Path) -> PathBuf) -> Self {
        match &mut self {
            Self::File(source) => source.file = change(&source.file),
            Self::Folder(source) => source.folder = change(&source.folder),
            Self::Network(camera) => {
                camera.password_file = camera.password_file.take().map(|file| change(&file));
            }
            Self::Video(_) => {}
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_that_is_there_says_which_source_it_is() {
        let parse = |text: &str| toml::from_str::<PortraitSource>(text);
        assert!(matches!(
            parse("file = 'a.jpg'"),
            Ok(PortraitSource::File(_))
        ));
        let Ok(PortraitSource::Folder(folder)) = parse("folder = 'a'") else {
            panic!("a folder");
        };
        assert!(folder.repeat && folder.interval_ms == 100);
        let url = "url = 'http://127.0.0.1:8081/'";
        assert!(matches!(parse(url), Ok(PortraitSource::Network(_))));
        let device = "device = 'auto'\nfocus = 40";
        assert!(matches!(parse(device), Ok(PortraitSource::Video(_))));
        assert!(parse("device = 'auto'\nlens = 1").is_err());
        assert!(parse("file = 'a.jpg'\nfolder = 'a'").is_err());
    }

    #[test]
    fn setup_names_a_source_by_its_form() {
        let named = PortraitSource::named;
        assert!(matches!(
            named("http://10.0.0.9/video"),
            PortraitSource::Network(_)
        ));
        assert!(matches!(named("/dev/video2"), PortraitSource::Video(_)));
        assert!(matches!(named("auto"), PortraitSource::Video(_)));
        assert!(matches!(named("portrait.jpg"), PortraitSource::File(_)));
        let here = std::env::temp_dir();
        let folder = named(here.to_str().expect("UTF-8"));
        assert!(matches!(folder, PortraitSource::Folder(_)));
    }
}
