//! Image files as cameras: one file whose content is the frame, or a folder that is shown in turn.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

use capture::image::{ImageError, Limits};
use capture::portrait::{CameraError, Frame};

use super::{FrameSource, TICK};
use crate::config::FolderSource;
use crate::devices::file_source;

/// A file's content is looked at this often.
const INTERVAL: Duration = Duration::from_millis(100);
/// More files than a film of hours are no counter's folder.
const MOST_FILES: usize = 100_000;

pub(super) struct ImageFile {
    path: PathBuf,
    pace: Pace,
}

pub(super) struct Folder {
    files: Vec<PathBuf>,
    place: usize,
    repeat: bool,
    pace: Pace,
}

impl ImageFile {
    pub(super) fn new(path: PathBuf) -> Self {
        Self {
            path,
            pace: Pace::new(INTERVAL),
        }
    }
}

impl FrameSource for ImageFile {
    fn next(&mut self, stop: &AtomicBool) -> Result<Frame, CameraError> {
        self.pace.wait(stop)?;
        read(&self.path)
    }

    fn is_live(&self) -> bool {
        false
    }
}

impl Folder {
    pub(super) fn open(source: &FolderSource) -> Result<Self, CameraError> {
        let entries = std::fs::read_dir(&source.folder).map_err(|error| of_system(&error))?;
        let image = |path: &PathBuf| {
            let ending = path.extension().and_then(|ending| ending.to_str());
            ending.is_some_and(|ending| {
                ["jpg", "jpeg", "png", "jp2"]
                    .iter()
                    .any(|known| known.eq_ignore_ascii_case(ending))
            })
        };
        let mut files: Vec<_> = entries
            .take(MOST_FILES)
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(image)
            .collect();
        files.sort();
        if files.is_empty() {
            return Err(CameraError::Ended);
        }
        Ok(Self {
            files,
            place: 0,
            repeat: source.repeat,
            pace: Pace::new(Duration::from_millis(source.interval_ms)),
        })
    }
}

impl FrameSource for Folder {
    fn next(&mut self, stop: &AtomicBool) -> Result<Frame, CameraError> {
        self.pace.wait(stop)?;
        if self.repeat {
            self.place %= self.files.len();
        }
        let file = self.files.get(self.place).ok_or(CameraError::Ended)?;
        self.place += 1;
        read(file)
    }

    fn is_live(&self) -> bool {
        false
    }
}

fn read(path: &Path) -> Result<Frame, CameraError> {
    match file_source::frame(path) {
        Ok(bytes) => Ok(Frame::Encoded(bytes)),
        Err(error) if error.kind() == ErrorKind::InvalidData => {
            let limit = Limits::PORTRAIT.file_bytes;
            let bytes = limit + 1;
            Err(ImageError::FileTooLong { bytes, limit }.into())
        }
        Err(error) => Err(of_system(&error)),
    }
}

pub(super) fn of_system(error: &std::io::Error) -> CameraError {
    match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => CameraError::NotFound,
        ErrorKind::ResourceBusy => CameraError::Busy,
        kind => CameraError::Refused { kind },
    }
}

/// The first frame at once, the others an interval apart.
struct Pace {
    interval: Duration,
    due: Instant,
}

impl Pace {
    fn new(interval: Duration) -> Self {
        Self {
            interval,
            due: Instant::now(),
        }
    }

    fn wait(&mut self, stop: &AtomicBool) -> Result<(), CameraError> {
        loop {
            if stop.load(Ordering::Relaxed) {
                return Err(CameraError::Cancelled);
            }
            let left = self.due.saturating_duration_since(Instant::now());
            if left.is_zero() {
                self.due = Instant::now() + self.interval;
                return Ok(());
            }
            sleep(left.min(TICK));
        }
    }
}
