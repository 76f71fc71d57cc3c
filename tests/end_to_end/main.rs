//! The whole line on the real PC/SC path: pcscd, a software card on the virtual reader, the backend
//! process, a sensor on a pseudo-terminal, and the terminal's own binary.
//!
//! One `pcscd` serves a machine, so these tests take turns (`counter::Turn`).

mod bad_input;
mod bank;
mod counter;
mod devices;
mod enrolment;
mod evidence;
mod fingers;
mod hostile_chips;
mod logs;
mod pcscd;
mod process;
mod profiles;
mod registration;
mod report;
mod tester;
mod verdicts;
mod window;
