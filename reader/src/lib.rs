//! ICAO Doc 9303 (8th edition, 2021) for Vietnam's chip ID cards.
//!
//! Bytes in, bytes out: no clock, file, thread, network or randomness of its own.
//!
//! | clause | module |
//! |---|---|
//! | 9303-3 §4, 9303-5 (MRZ) | [`mrz`] |
//! | 9303-10 (logical data structure) | [`lds`] |
//! | 9303-11 §4 (BAC, PACE), §9.8 (secure messaging) | [`access`] |
//! | 9303-11 §5 (passive authentication), 9303-12 (PKI) | [`passive`], [`trust`] |
//! | 9303-11 §6 (active and chip authentication) | [`chip`] |
//! | 9303-11 §7 (terminal authentication) | [`terminal_authentication`] |
//! | 9303-11 §4.2 (the whole procedure of one reading) | [`reading`], [`card`] |
//! | 9303-11 §4.2 (what is shown to open a chip) | [`presented`] |
//! | ISO/IEC 7816-4 (commands, BER-TLV) | [`wire`] |
//! | BSI TR-03135 (results of checks) | [`verdict`] |
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing
    )
)]

pub mod access;
pub mod card;
pub mod channel;
pub mod chip;
mod crypto;
pub mod fault;
pub mod files;
pub mod lds;
pub mod mrz;
pub mod passive;
pub mod presented;
pub mod qr;
pub mod randomness;
pub mod read_out;
pub mod reading;
pub mod terminal_authentication;
pub mod trust;
pub mod verdict;
pub mod wire;

pub use crypto::CryptoError;
