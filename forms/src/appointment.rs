//! Receipt of a file with the day of its result (giấy hẹn). S1 Art. 16; Decree 69/2024 Art. 13.

use serde::Serialize;
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::{Day, Form, Month, Office};

/// Giấy tiếp nhận hồ sơ và hẹn trả kết quả.
#[derive(Serialize, Zeroize, ZeroizeOnDrop)]
pub struct Appointment {
    /// The receiving office.
    pub office: Office,
    /// Number of the file.
    pub file_number: String,
    /// The person's name.
    pub name: String,
    /// The person's number, masked but for its end.
    pub masked_number: String,
    /// What was filed.
    pub procedure: String,
    /// The papers handed over.
    pub papers: Vec<String>,
    /// When it was received, to the minute.
    pub received_at: String,
    /// The deadline in words, for example "03 ngày làm việc".
    pub deadline: String,
    /// The clause that sets it.
    pub clause: String,
    /// The last day.
    #[zeroize(skip)]
    pub due_on: Day,
    /// Whether the calendar behind the day may still change.
    pub due_is_provisional: bool,
    /// How the result comes.
    pub channels: Vec<String>,
    /// What the person does when it has come.
    pub next_step: String,
    /// What it costs.
    pub fee: String,
    /// The receiving officer.
    pub officer: String,
    /// The day of signing.
    #[zeroize(skip)]
    pub signed_on: Month,
}

impl Form for Appointment {
    const NAME: &'static str = "giay-hen";
    const TITLE: &'static str = "Giấy tiếp nhận hồ sơ và hẹn trả kết quả";
    const TEMPLATE: &'static str = include_str!("../templates/giay-hen.typ");
}
