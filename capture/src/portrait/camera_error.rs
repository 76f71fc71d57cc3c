//! Why a camera gives no frame, and who has to act.

use std::io::ErrorKind;

use super::StreamError;
use crate::Fault;
use crate::image::ImageError;

/// What ends a camera's stream of frames. Holds no pixel and no address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CameraError {
    /// No device, file, folder or host of that name.
    #[error("no camera where the settings say")]
    NotFound,
    /// The operating system denies access.
    #[error("the camera cannot be opened: {kind}")]
    Refused {
        /// The system's reason.
        kind: ErrorKind,
    },
    /// Another program has the camera.
    #[error("another program uses the camera")]
    Busy,
    /// It went away while it was used, or closed its connection.
    #[error("the camera went away")]
    Unplugged,
    /// No whole frame in time.
    #[error("no frame within the deadline")]
    NoFrame,
    /// It offers neither M-JPEG nor YUYV.
    #[error("the camera offers no format that is understood")]
    NoMode,
    /// The address answers with another status than 200.
    #[error("the camera's address answers {code}")]
    Status {
        /// The status code of RFC 9110.
        code: u16,
    },
    /// What comes is no stream of frames.
    #[error("no stream of frames: {0}")]
    Stream(#[from] StreamError),
    /// A frame that is no image.
    #[error("a frame is no image: {0}")]
    Image(#[from] ImageError),
    /// The same frame again and again: a sensor's noise never repeats.
    #[error("the camera repeats one frame")]
    Frozen,
    /// Every file of the folder was shown.
    #[error("no further frame in the folder")]
    Ended,
    /// The officer stopped it.
    #[error("stopped")]
    Cancelled,
}

impl CameraError {
    /// The rule that was not met.
    pub fn clause(&self) -> &'static str {
        match self {
            Self::NotFound | Self::Refused { .. } | Self::Busy | Self::Unplugged => "V4L2 open",
            Self::NoFrame | Self::Ended => "V4L2 streaming: frame deadline",
            Self::NoMode => "V4L2 VIDIOC_ENUM_FMT: MJPG, YUYV",
            Self::Status { .. } => "RFC 9110 §15",
            Self::Stream(_) => "RFC 2046 §5.1",
            Self::Image(_) => "ISO/IEC 10918-1",
            Self::Frozen => "ISO/IEC 29794-5: capture",
            Self::Cancelled => "capture session",
        }
    }

    /// Who has to act.
    pub fn who(&self) -> Fault {
        match self {
            Self::NotFound | Self::Busy | Self::Unplugged | Self::Ended | Self::Cancelled => {
                Fault::Operator
            }
            Self::Refused { .. } => Fault::Line,
            Self::NoFrame | Self::NoMode | Self::Status { .. } | Self::Frozen => Fault::Sensor,
            Self::Stream(_) => Fault::Sensor,
            Self::Image(error) => error.who(),
        }
    }
}
