//! The card as a terminal, a virtual reader and a verifier meet it.

mod bench;
mod issued_files;
mod proofs;
mod reading;
mod terminal;
mod virtual_reader;
mod worked_examples;
