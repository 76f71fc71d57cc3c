//! The window as a whole: its state machine without drawing, then its screens with real clicks.

mod appearance;
mod approver_line;
mod bad_input;
mod bank;
mod code_book;
mod counter_line;
mod exceptions;
mod face_model;
mod fingers;
mod inspection;
mod locking;
mod notices;
mod policies;
mod portrait;
mod printing;
mod screens;
mod size;
mod subjects;
mod support;
mod tester;
mod texts;
mod trial;
mod typing;
mod under_way;
mod upkeep;
mod wedge;
