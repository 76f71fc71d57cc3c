//! Cameras: one trait for image files, folders, network cameras and V4L2.

mod network;
mod pump;
mod stills;
mod video;

use std::sync::atomic::AtomicBool;
use std::time::Duration;

use capture::portrait::{CameraError, Frame};

use crate::config::PortraitSource;

pub(super) use network::Stream;
pub use network::is_on_this_computer;
pub use pump::Pump;

/// How soon stopping and deadlines are seen.
const TICK: Duration = Duration::from_millis(20);
/// A camera that gives no whole frame for so long is not at work.
const PATIENCE: Duration = Duration::from_secs(3);

/// Something that gives frames, one after another.
pub trait FrameSource {
    /// The next frame. Blocks until there is one, its own deadline passes, or `stop` is set.
    ///
    /// # Errors
    /// [`CameraError`]; the source is of no use after it.
    fn next(&mut self, stop: &AtomicBool) -> Result<Frame, CameraError>;

    /// Whether frames come from a sensor, whose noise never repeats.
    fn is_live(&self) -> bool;
}

/// Opens a source.
///
/// # Errors
/// [`CameraError`] when it is not there or is no camera.
pub fn open(
    source: &PortraitSource,
    stop: &AtomicBool,
) -> Result<Box<dyn FrameSource>, CameraError> {
    Ok(match source {
        PortraitSource::File(source) => Box::new(stills::ImageFile::new(source.file.clone())),
        PortraitSource::Folder(source) => Box::new(stills::Folder::open(source)?),
        PortraitSource::Network(camera) => Box::new(Stream::open(camera, stop)?),
        PortraitSource::Video(camera) => Box::new(video::Camera::open(camera)?),
    })
}

/// Whether the source is there, without using it.
#[must_use]
pub fn is_present(source: &PortraitSource) -> bool {
    match source {
        PortraitSource::File(source) => source.file.exists(),
        PortraitSource::Folder(source) => source.folder.is_dir(),
        PortraitSource::Network(camera) => network::answers(camera),
        PortraitSource::Video(camera) => video::is_plugged(camera),
    }
}

/// The source's kind and name for the dossier; an address without what may be secret in it.
#[must_use]
pub fn describe(source: &PortraitSource) -> String {
    match source {
        PortraitSource::File(_) => "image-file".to_owned(),
        PortraitSource::Folder(_) => "image-folder".to_owned(),
        PortraitSource::Network(_) => "network-camera".to_owned(),
        PortraitSource::Video(camera) => format!("v4l2 {}", camera.device),
    }
}
