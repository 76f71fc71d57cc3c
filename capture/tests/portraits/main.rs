//! Portraits: components under every defect, framing, tries, records, camera streams.

mod components;
mod scene;
mod streams;
