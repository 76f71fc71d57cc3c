//! Whole readings of the software card: healthy, faulty and hostile.

mod desk;
mod faulty;
mod healthy;
mod hostile;
