//! The card as a terminal, a virtual reader and a verifier meet it.

mod access;
mod bench;
mod group;
mod issued_files;
mod matrix;
mod proofs;
mod reading;
mod terminal;
mod virtual_reader;
mod worked_examples;
