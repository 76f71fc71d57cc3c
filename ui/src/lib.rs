//! The window as a state machine: a [`Model`], messages in, [`Effect`]s out, and a drawing of it.
//!
//! Nothing here reads a clock, a file, a device or the network. The shell executes effects on its
//! workers and feeds their outcomes back as [`Event`]s.

#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing
    )
)]

pub mod card_input;
pub mod compare;
pub mod core_record;
pub mod effect;
pub mod event;
pub mod model;
pub mod msg;
pub mod problem;
pub mod subject;
pub mod tester;
pub mod text;
pub mod theme;
mod update;
pub mod view;

pub use effect::Effect;
pub use event::Event;
pub use model::Model;
pub use msg::Msg;
pub use problem::Problem;
pub use theme::install_fonts_and_style;
pub use update::update;
pub use view::{citizen, view};
