//! The backend over loopback HTTP, with cards from the twin read by the reader.

mod audit;
mod backup;
mod counter;
mod database;
mod decisions;
mod devices;
mod evidence;
mod full_disk;
mod kill;
mod migrations;
mod office;
mod operations;
mod policy;
mod postgres;
mod process;
mod relying_parties;
mod retention;
mod rulings;
mod secured;
mod service;
mod sessions;
mod source_events;
mod source_server;
mod sources;
mod submissions;
mod terminals;
