//! Every protocol of Doc 9303-11 with every parameter, read in process from the software card.
//!
//! Each test generates its combinations, counts them, and prints the count: none is left out unseen.

mod active_authentication;
mod bench;
mod chip_authentication;
mod pace;
mod terminal_authentication;
