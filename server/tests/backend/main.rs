//! The backend over loopback HTTP, with cards from the twin read by the reader.

mod counter;
mod database;
mod decisions;
mod devices;
mod evidence;
mod migrations;
mod office;
mod policy;
mod postgres;
mod process;
mod rulings;
mod sessions;
mod submissions;
