//! The backend over loopback HTTP, with cards from the twin read by the reader.

mod counter;
mod decisions;
mod office;
mod process;
mod sessions;
mod submissions;
