//! Printed forms of a case: their names on the wire.

/// A form that is printed of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FormName {
    /// The request that the person signs: TK01, or TK02 of an organisation.
    Request,
    /// Receipt with the day of the result (giấy hẹn). S1 Art. 16.
    Appointment,
    /// Notice of refusal. S1 Art. 17.3.
    Refusal,
}

/// In which form it comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PrintedAs {
    /// To be printed.
    Pdf,
    /// What the print holds, as data.
    Json,
}

impl FormName {
    /// All forms.
    pub const ALL: [Self; 3] = [Self::Request, Self::Appointment, Self::Refusal];

    /// The stable word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Appointment => "appointment",
            Self::Refusal => "refusal",
        }
    }

    /// The form of a path's last part, and the suffix when it has one: `appointment`, `appointment.pdf`.
    #[must_use]
    pub fn from_path(part: &str) -> Option<(Self, Option<PrintedAs>)> {
        let (word, printed_as) = match part.split_once('.') {
            Some((word, suffix)) => (word, Some(PrintedAs::of_suffix(suffix)?)),
            None => (part, None),
        };
        let form = Self::ALL.into_iter().find(|form| form.word() == word)?;
        Some((form, printed_as))
    }
}

impl PrintedAs {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Pdf, Self::Json];

    /// The media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Json => "application/json",
        }
    }

    /// What follows the dot of a name.
    #[must_use]
    pub fn suffix(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Json => "json",
        }
    }

    fn of_suffix(suffix: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.suffix() == suffix)
    }

    /// The first that an `Accept` header names (RFC 9110 §12.5.1, without weights); PDF when it names neither.
    #[must_use]
    pub fn accepted(header: &str) -> Self {
        let named = |range: &str| {
            let media_type = range.split(';').next().unwrap_or_default().trim();
            let same = |one: &Self| media_type.eq_ignore_ascii_case(one.media_type());
            Self::ALL.into_iter().find(same)
        };
        header.split(',').find_map(named).unwrap_or(Self::Pdf)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_names_a_form_and_perhaps_how_it_comes() {
        let of = FormName::from_path;
        assert_eq!(of("refusal"), Some((FormName::Refusal, None)));
        for form in FormName::ALL {
            for printed_as in PrintedAs::ALL {
                let path = format!("{}.{}", form.word(), printed_as.suffix());
                assert_eq!(of(&path), Some((form, Some(printed_as))));
            }
        }
        for other in ["", "else", "refusal.", "refusal.exe", "refusal.pdf.json"] {
            assert_eq!(of(other), None, "{other}");
        }
    }

    #[test]
    fn the_first_that_is_accepted_counts() {
        assert_eq!(PrintedAs::accepted("application/json"), PrintedAs::Json);
        let both = "text/html, Application/JSON;q=0.9, application/pdf";
        assert_eq!(PrintedAs::accepted(both), PrintedAs::Json);
        assert_eq!(PrintedAs::accepted("*/*"), PrintedAs::Pdf);
        assert_eq!(PrintedAs::accepted(""), PrintedAs::Pdf);
    }
}
