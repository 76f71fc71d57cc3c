//! XT05, report on the provision of electronic authentication. S0; Decree 59/2022 Art. 34, annex.

use serde::Serialize;

use crate::{Day, Form, Month};

/// Báo cáo về hoạt động cung cấp dịch vụ xác thực điện tử. Counts only, no person.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct ProviderReport {
    /// The provider.
    pub provider: String,
    /// Number of the report.
    pub number: String,
    /// Place of the date line.
    pub place: String,
    /// To whom.
    pub addressee: String,
    /// Half-year, year or on request, in words.
    pub period: String,
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// 1. Services supplied.
    pub services: Vec<String>,
    /// 2a. Customer market, in sentences.
    pub market: Vec<String>,
    /// 2b. Incidents.
    pub incidents: Vec<Incident>,
    /// Share of time in which reception and use were available, in words.
    pub availability: String,
    /// 2c. Security, information security and protection of personal data.
    pub security: Vec<String>,
    /// 3. Table of files.
    pub files: Vec<FileCount>,
    /// Digest of the ledger that the figures come from, when the report is frozen.
    pub ledger_digest: Option<String>,
    /// Who signs.
    pub signer: String,
    /// The day of signing.
    pub signed_on: Month,
}

/// An incident.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Incident {
    /// From when to when.
    pub time: String,
    /// Cause.
    pub cause: String,
    /// Effect.
    pub effect: String,
    /// What was done.
    pub fix: String,
}

/// One line of the table of files.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct FileCount {
    /// Tên tài liệu.
    pub name: String,
    /// Số lượng.
    pub quantity: u64,
    /// Ghi chú.
    pub note: String,
}

impl Form for ProviderReport {
    const NAME: &'static str = "xt05";
    const TITLE: &'static str = "Báo cáo về hoạt động cung cấp dịch vụ xác thực điện tử (XT05)";
    const TEMPLATE: &'static str = include_str!("../templates/xt05.typ");
}
