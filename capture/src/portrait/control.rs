//! What to set on a camera before its first frame. Linux V4L2, user and camera control classes.

/// The controls that are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Control {
    /// `V4L2_CID_POWER_LINE_FREQUENCY`.
    PowerLineFrequency,
    /// `V4L2_CID_AUTO_WHITE_BALANCE`.
    AutoWhiteBalance,
    /// `V4L2_CID_EXPOSURE_AUTO`.
    ExposureAuto,
    /// `V4L2_CID_EXPOSURE_AUTO_PRIORITY`.
    ExposureAutoPriority,
    /// `V4L2_CID_EXPOSURE_ABSOLUTE`.
    ExposureAbsolute,
    /// `V4L2_CID_FOCUS_AUTO`.
    FocusAuto,
    /// `V4L2_CID_FOCUS_ABSOLUTE`.
    FocusAbsolute,
}

impl Control {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::PowerLineFrequency,
        Self::AutoWhiteBalance,
        Self::ExposureAuto,
        Self::ExposureAutoPriority,
        Self::ExposureAbsolute,
        Self::FocusAuto,
        Self::FocusAbsolute,
    ];
}

/// A control that a camera offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfferedControl {
    /// Which.
    pub control: Control,
    /// The smallest value.
    pub lowest: i32,
    /// The largest value.
    pub highest: i32,
}

/// One value to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting {
    /// Where to.
    pub control: Control,
    /// The value.
    pub value: i32,
}

/// What the operator fixes; what is not fixed is left to the camera's own automatic.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FixedControls {
    /// Focus in the driver's units.
    pub focus: Option<i32>,
    /// Exposure in the driver's units, 100 µs by V4L2.
    pub exposure: Option<i32>,
}

/// `V4L2_CID_POWER_LINE_FREQUENCY_50HZ`: lamps in Vietnam flicker with 50 Hz mains.
const MAINS_50_HZ: i32 = 1;
/// `V4L2_EXPOSURE_MANUAL`.
const EXPOSURE_MANUAL: i32 = 1;
/// `V4L2_EXPOSURE_APERTURE_PRIORITY`: automatic time, the only automatic of most USB cameras.
const EXPOSURE_BY_APERTURE: i32 = 3;
/// `V4L2_EXPOSURE_AUTO`.
const EXPOSURE_BY_BOTH: i32 = 0;

/// The values to write, in this order: an automatic goes off before its value can be fixed. Controls that the
/// camera does not offer are left out, values are brought into its range.
pub fn settings(offered: &[OfferedControl], fixed: FixedControls) -> Vec<Setting> {
    let find = |wanted: Control| offered.iter().find(|offer| offer.control == wanted);
    let exposure_auto = match fixed.exposure {
        Some(_) => EXPOSURE_MANUAL,
        None if find(Control::ExposureAuto)
            .is_some_and(|one| one.highest >= EXPOSURE_BY_APERTURE) =>
        {
            EXPOSURE_BY_APERTURE
        }
        None => EXPOSURE_BY_BOTH,
    };
    let wanted = [
        (Control::PowerLineFrequency, Some(MAINS_50_HZ)),
        (Control::AutoWhiteBalance, Some(1)),
        (Control::ExposureAuto, Some(exposure_auto)),
        // Dim light must not halve the frame rate: the hints would come late.
        (Control::ExposureAutoPriority, Some(0)),
        (Control::ExposureAbsolute, fixed.exposure),
        (Control::FocusAuto, Some(i32::from(fixed.focus.is_none()))),
        (Control::FocusAbsolute, fixed.focus),
    ];
    wanted
        .into_iter()
        .filter_map(|(control, value)| {
            let (offer, value) = (find(control)?, value?);
            (offer.lowest <= offer.highest).then(|| Setting {
                control,
                value: value.clamp(offer.lowest, offer.highest),
            })
        })
        .collect()
}
