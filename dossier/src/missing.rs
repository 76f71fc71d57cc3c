//! What a draft still lacks: a closed list, so that every entry has a sentence for people.

/// One reason why a draft cannot be sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
pub enum Missing {
    /// No card was read.
    #[error("no card was read")]
    CardNotRead,
    /// The card was refuted, or its files could not be read.
    #[error("the card is refuted or unread")]
    CardNotGenuine,
    /// Foreigner, organisation or dependant: something declared of them is missing.
    #[error("what is declared of the subject is incomplete")]
    Subject,
    /// No portrait, or none that passed while there are tries left.
    #[error("no portrait was captured")]
    Portrait,
    /// Nobody ticked that a living person sat in front of the camera.
    #[error("nobody watched the person")]
    PersonWatched,
    /// No fingerprint.
    #[error("no fingerprint was captured")]
    Fingerprint,
    /// No phone number.
    #[error("no phone number was given")]
    PhoneMissing,
    /// The phone number is not a Vietnamese mobile number.
    #[error("the phone number is not a mobile number")]
    PhoneInvalid,
    /// The e-mail address is not one.
    #[error("the e-mail address is not valid")]
    EmailInvalid,
    /// Consent is not given, or not on every point.
    #[error("consent is not complete")]
    Consent,
}

impl Missing {
    /// All of them, in the order of the counter's work.
    pub const ALL: [Self; 10] = [
        Self::CardNotRead,
        Self::CardNotGenuine,
        Self::Subject,
        Self::Portrait,
        Self::PersonWatched,
        Self::Fingerprint,
        Self::PhoneMissing,
        Self::PhoneInvalid,
        Self::EmailInvalid,
        Self::Consent,
    ];

    /// The rule that demands it.
    #[must_use]
    pub fn clause(&self) -> &'static str {
        match self {
            Self::CardNotRead | Self::CardNotGenuine => "NĐ 69/2024 Art. 13, 9303-11 §5.1",
            Self::Subject => "S1 Art. 7, 8, 11.2, 11.3",
            Self::Portrait | Self::Fingerprint => "Luật 26/2023/QH15 Art. 3.13",
            Self::PersonWatched => "ISO/IEC 30107-1",
            Self::PhoneMissing | Self::PhoneInvalid | Self::EmailInvalid => "NĐ 69/2024, TK01",
            Self::Consent => "Luật 91/2025/QH15",
        }
    }

    /// Who must act.
    #[must_use]
    pub fn who(&self) -> crate::fault::Fault {
        crate::fault::Fault::Operator
    }
}
