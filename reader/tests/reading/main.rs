//! Whole readings of the software card: healthy, faulty and hostile.

mod desk;
mod economy;
mod faulty;
mod healthy;
mod hostile;
mod misbehaving;
mod resumed;
