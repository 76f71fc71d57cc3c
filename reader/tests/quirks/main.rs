//! Every oddity of cards and readers known from the field, by its number.

mod access;
mod data;
mod proofs;
mod readers;
mod reading;
mod table;
