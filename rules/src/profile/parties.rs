//! Authority, citizen, relying party, provider. S1 Art. 17, 27 to 36; S0 (XT05).

use serde::Deserialize;

use super::Row;

/// Who decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Authority {
    /// The competent level, not named.
    CompetentLevel,
    /// The director of C06; a commune only receives and forwards.
    DirectorOfC06,
}

/// What the person affirms at the counter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Affirmation {
    /// General agreement.
    General,
    /// Agreement to the account.
    Account,
    /// Agreement to the account and the electronic ID card.
    AccountAndElectronicCard,
}

/// How a result reaches the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// Text message.
    Sms,
    /// The national application.
    Application,
    /// E-mail.
    Email,
}

/// What the person pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fee {
    /// Nothing.
    None,
    /// Text messages are free; nothing else is said.
    SmsFree,
}

/// When files are received.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hours {
    /// Office hours, Monday to Friday.
    OfficeHours,
}

/// How a person consents to a private relying party.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RelyingPartyConsent {
    /// The person consents.
    Subject,
    /// By contract.
    Contract,
    /// Confirmed in the application, by text message to the own number, or another set form.
    ConfirmedByApplicationOrSms,
}

/// Who may be a provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProviderKind {
    /// Any enterprise founded under Vietnam's law.
    AnyEnterprise,
    /// A public unit or state enterprise.
    PublicUnitOrStateEnterprise,
}

/// For which period a provider reports (XT05).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportPeriod {
    /// January to June, July to December.
    HalfYear,
    /// The year.
    Year,
    /// When the agency asks.
    OnRequest,
}

/// Rows about the parties.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parties {
    /// Who decides.
    pub authority: Row<Authority>,
    /// What the person affirms.
    pub affirmation: Row<Affirmation>,
    /// How the result reaches the person.
    pub channels: Row<Vec<Channel>>,
    /// What the person pays.
    pub fee: Row<Fee>,
    /// When files are received.
    pub hours: Row<Hours>,
    /// How the person consents to a private relying party.
    pub relying_party_consent: Row<RelyingPartyConsent>,
    /// Who may be a provider.
    pub provider: Row<ProviderKind>,
    /// For which periods a provider reports.
    pub reports: Row<Vec<ReportPeriod>>,
}
