//! Fingerprints: one finger's image, its quality, minutiae, comparison, rules of capture and record.
//!
//! | module | what | source |
//! |---|---|---|
//! | [`finger`] | positions, hands | ISO/IEC 19794-2 Table 2 |
//! | [`frame`] | an image with ridges on it | ISO/IEC 29794-4 |
//! | [`quality`] | components, score, hint | ISO/IEC 29794-1 §6 |
//! | [`minutiae`], [`comparison`] | features and how alike two fingers are | NIST MINDTCT, BOZORTH3 |
//! | [`advice`] | what a local comparison may say | rule of the profile |
//! | [`gate`], [`profile`], [`device`] | what an image and a device must have | Circular 110/2020/TT-BCA Art. 3 |
//! | [`order`], [`slap`], [`attempts`], [`exception`] | how fingers are taken | Circular 60/2021/TT-BCA Art. 5 |
//! | [`attack`] | presentation attacks | ISO/IEC 30107-1 |
//! | [`record`] | the finger image record | ISO/IEC 19794-4 |

pub mod advice;
pub mod attack;
pub mod attempts;
pub mod comparison;
pub mod device;
pub mod exception;
pub mod finger;
pub mod frame;
pub mod gate;
pub mod minutiae;
pub mod order;
pub mod profile;
pub mod quality;
pub mod record;
mod ridges;
pub mod slap;

pub use finger::{Finger, Hand};
pub use frame::{FingerprintImage, GreyDepth};
pub use quality::{FingerprintQuality, Impression};
