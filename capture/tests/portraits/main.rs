//! Portraits: components under every defect, framing, tries, records, cameras and their streams.

mod cameras;
mod components;
mod scene;
mod sitters;
mod streams;
