//! Ridges drawn for tests: rings around a core, paper around them, and grain.

use wsq::GreyImage;

/// Ridges nine pixels apart, as at 500 pixels per inch; `grain` in grey levels.
pub(crate) fn ridges(width: u16, height: u16, grain: f64, seed: u32) -> GreyImage {
    let (center_x, center_y) = (f64::from(width) / 2.0, f64::from(height) / 2.5);
    let mut state = seed;
    let mut noise = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        f64::from(state >> 16) / 65_536.0 - 0.5
    };
    let mut pixels = Vec::new();
    for y in 0..height {
        for x in 0..width {
            let (dx, dy) = (f64::from(x) - center_x, (f64::from(y) - center_y) * 0.8);
            let ridge = (dx.hypot(dy) * std::f64::consts::TAU / 9.0 + (dx / 17.0).sin()).cos();
            let outside = (dx / center_x).hypot(dy / center_y).powi(4).min(1.0);
            let level = 235.0 - (1.0 - outside) * (110.0 - 95.0 * ridge) + grain * noise();
            pixels.push(level.clamp(0.0, 255.0).round() as u8);
        }
    }
    GreyImage::new(width, height, pixels).unwrap()
}
