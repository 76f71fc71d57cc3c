//! The card as a terminal, a virtual reader and a verifier meet it.

mod access;
mod bench;
mod fingerprints;
mod group;
mod issued_files;
mod matrix;
mod minting;
mod proofs;
mod quirks;
mod reading;
mod terminal;
mod virtual_reader;
mod worked_examples;
mod worked_examples_more;
