//! Cameras of this computer through V4L2. What to ask for is decided in `capture::portrait`; here it is asked.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

use capture::portrait::{
    CameraError, CameraMode, Control, FixedControls, Frame, OfferedControl, OfferedSizes,
    PixelFormat, mode, negotiate, settings,
};
use linuxvideo::controls::{Cid, ControlFlags};
use linuxvideo::format::{FrameSizes, PixFormat, PixelFormat as FourCc};
use linuxvideo::stream::ReadStream;
use linuxvideo::{BufType, CapabilityFlags, Device, Fract};

use super::stills::of_system;
use super::{FrameSource, PATIENCE};
use crate::config::VideoCamera;

/// How often a waiting buffer is looked for: a fraction of a frame's time.
const LOOK: Duration = Duration::from_millis(4);
/// More device files than this belong to no counter.
const MOST_DEVICES: usize = 64;

pub(super) struct Camera {
    stream: ReadStream,
    mode: CameraMode,
    /// Bytes from one row to the next, of formats that have rows.
    stride: u32,
}

impl Camera {
    pub(super) fn open(camera: &VideoCamera) -> Result<Self, CameraError> {
        let mut last = CameraError::NotFound;
        for path in candidates(camera) {
            match Self::open_at(&path, camera) {
                Ok(opened) => return Ok(opened),
                Err(error) => last = error,
            }
        }
        Err(last)
    }

    fn open_at(path: &Path, camera: &VideoCamera) -> Result<Self, CameraError> {
        let mut device = Device::open(path).map_err(|error| of_system(&error))?;
        let capabilities = device.capabilities().map_err(|error| of_system(&error))?;
        if !capabilities
            .device_capabilities()
            .contains(CapabilityFlags::VIDEO_CAPTURE)
        {
            return Err(CameraError::NoMode);
        }
        let mode = negotiate(&modes(&device)).ok_or(CameraError::NoMode)?;
        set_up(&mut device, camera);
        let wanted = PixFormat::new(mode.width, mode.height, four_cc(mode.format));
        let capture = device
            .video_capture(wanted)
            .map_err(|error| of_system(&error))?;
        // The driver may have chosen another size, but not another format.
        let given = capture.format();
        if given.pixel_format() != four_cc(mode.format) {
            return Err(CameraError::NoMode);
        }
        let mode = CameraMode {
            width: given.width(),
            height: given.height(),
            ..mode
        };
        let stride = given.bytes_per_line();
        if let Err(error) = capture.set_frame_interval(Fract::new(1, mode.rate.max(1))) {
            tracing::debug!(%error, "the camera keeps its own rate");
        }
        let stream = capture.into_stream().map_err(|error| of_system(&error))?;
        Ok(Self {
            stream,
            mode,
            stride,
        })
    }
}

impl FrameSource for Camera {
    fn next(&mut self, stop: &AtomicBool) -> Result<Frame, CameraError> {
        let deadline = Instant::now() + PATIENCE;
        while self
            .stream
            .will_block()
            .map_err(|_| CameraError::Unplugged)?
        {
            if stop.load(Ordering::Relaxed) {
                return Err(CameraError::Cancelled);
            }
            if Instant::now() >= deadline {
                return Err(CameraError::NoFrame);
            }
            sleep(LOOK);
        }
        let (mode, stride) = (self.mode, self.stride);
        let taken = self.stream.dequeue(|view| {
            Ok(match mode.format {
                PixelFormat::MotionJpeg => Ok(Frame::encoded(&view)),
                PixelFormat::Yuyv => Frame::yuyv(mode.width, mode.height, stride, &view),
            })
        });
        let frame = taken.map_err(|_| CameraError::Unplugged)?;
        Ok(frame?)
    }

    fn is_live(&self) -> bool {
        true
    }
}

/// Whether a device file is there: it comes and goes with the plug.
pub(super) fn is_plugged(camera: &VideoCamera) -> bool {
    !candidates(camera).is_empty()
}

fn candidates(camera: &VideoCamera) -> Vec<PathBuf> {
    if camera.device != "auto" {
        let path = PathBuf::from(&camera.device);
        return path.exists().then_some(path).into_iter().collect();
    }
    let video = |path: &PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str());
        name.is_some_and(|name| name.starts_with("video"))
    };
    let entries = std::fs::read_dir("/dev").into_iter().flatten();
    let mut paths: Vec<_> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(video)
        .take(MOST_DEVICES)
        .collect();
    paths.sort();
    paths
}

fn four_cc(format: PixelFormat) -> FourCc {
    match format {
        PixelFormat::MotionJpeg => FourCc::MJPG,
        PixelFormat::Yuyv => FourCc::YUYV,
    }
}

/// Every mode of both formats that the driver can name.
fn modes(device: &Device) -> Vec<CameraMode> {
    let described = device.formats(BufType::VIDEO_CAPTURE).flatten();
    let offered: Vec<_> = described.map(|format| format.pixel_format()).collect();
    [PixelFormat::MotionJpeg, PixelFormat::Yuyv]
        .into_iter()
        .filter(|format| offered.contains(&four_cc(*format)))
        .flat_map(|format| modes_of(device, format))
        .collect()
}

fn modes_of(device: &Device, format: PixelFormat) -> Vec<CameraMode> {
    let Ok(sizes) = device.frame_sizes(four_cc(format)) else {
        return Vec::new();
    };
    sizes_of(&sizes)
        .listed()
        .into_iter()
        .filter_map(|(width, height)| {
            let intervals = device
                .frame_intervals(four_cc(format), width, height)
                .ok()?;
            let shortest = intervals.min();
            let seconds = (shortest.numerator(), shortest.denominator());
            mode(format, (width, height), seconds)
        })
        .collect()
}

fn sizes_of(sizes: &FrameSizes) -> OfferedSizes {
    match sizes {
        FrameSizes::Discrete(sizes) => OfferedSizes::Listed(
            sizes
                .iter()
                .map(|one| (one.width(), one.height()))
                .collect(),
        ),
        FrameSizes::Stepwise(range) | FrameSizes::Continuous(range) => OfferedSizes::Stepped {
            smallest: (range.min_width(), range.min_height()),
            largest: (range.max_width(), range.max_height()),
            step: (range.step_width(), range.step_height()),
        },
    }
}

/// Writes the settings; a camera that refuses one still gives frames.
fn set_up(device: &mut Device, camera: &VideoCamera) {
    let locked = ControlFlags::READ_ONLY | ControlFlags::DISABLED;
    let offered: Vec<_> = device
        .controls()
        .flatten()
        .filter(|control| !control.flags().intersects(locked))
        .filter_map(|offer| {
            Some(OfferedControl {
                control: Control::ALL
                    .into_iter()
                    .find(|one| cid(*one) == offer.id())?,
                lowest: offer.minimum(),
                highest: offer.maximum(),
            })
        })
        .collect();
    let fixed = FixedControls {
        focus: camera.focus,
        exposure: camera.exposure,
    };
    for setting in settings(&offered, fixed) {
        if let Err(error) = device.write_control_raw(cid(setting.control), setting.value) {
            tracing::debug!(control = ?setting.control, %error, "the camera refuses a setting");
        }
    }
}

fn cid(control: Control) -> Cid {
    match control {
        Control::PowerLineFrequency => Cid::POWER_LINE_FREQUENCY,
        Control::AutoWhiteBalance => Cid::AUTO_WHITE_BALANCE,
        Control::ExposureAuto => Cid::EXPOSURE_AUTO,
        Control::ExposureAutoPriority => Cid::EXPOSURE_AUTO_PRIORITY,
        Control::ExposureAbsolute => Cid::EXPOSURE_ABSOLUTE,
        Control::FocusAuto => Cid::FOCUS_AUTO,
        Control::FocusAbsolute => Cid::FOCUS_ABSOLUTE,
    }
}
