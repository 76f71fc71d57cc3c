//! When an account is temporarily not issued, and who may see why. S1 Art. 12.

/// A ground of Art. 12.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NotIssued {
    /// The electronic identity is not clear. Art. 12.1.
    IdentityUnclear,
    /// Barred from entry or exit. Art. 12.2.
    TravelBan,
    /// Signs of harm to national security or public order. Art. 12.3.
    Security,
    /// Against the objectives of the decree. Art. 12.4; a note says how.
    Purpose,
    /// An illness that takes away control of one's acts. Art. 12.5; the guardian's way is open.
    Capacity,
}

/// Who looks at a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Viewer {
    /// The officer at the counter.
    ReceivingOfficer,
    /// The officer who decides.
    Approver,
    /// A bank's teller.
    Teller,
}

/// How much of a ground a viewer sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Visibility {
    /// The ground itself.
    Ground,
    /// That the account is temporarily not issued, without the ground.
    NotIssuedOnly,
    /// Nothing at all.
    Hidden,
}

impl NotIssued {
    /// Every ground, in the order of the article.
    pub const ALL: [Self; 5] = [
        Self::IdentityUnclear,
        Self::TravelBan,
        Self::Security,
        Self::Purpose,
        Self::Capacity,
    ];

    /// The stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::IdentityUnclear => "IDENTITY_UNCLEAR",
            Self::TravelBan => "TRAVEL_BAN",
            Self::Security => "SECURITY",
            Self::Purpose => "PURPOSE",
            Self::Capacity => "CAPACITY",
        }
    }

    /// The ground of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ground| ground.code() == code)
    }

    /// The clause.
    #[must_use]
    pub fn clause(self) -> &'static str {
        match self {
            Self::IdentityUnclear => "S1 Art. 12.1",
            Self::TravelBan => "S1 Art. 12.2",
            Self::Security => "S1 Art. 12.3",
            Self::Purpose => "S1 Art. 12.4",
            Self::Capacity => "S1 Art. 12.5",
        }
    }

    /// Whether only the backend may set it: a counter knows neither bans nor security findings.
    #[must_use]
    pub fn set_by_backend_only(self) -> bool {
        match self {
            Self::TravelBan | Self::Security => true,
            Self::IdentityUnclear | Self::Purpose | Self::Capacity => false,
        }
    }

    /// Whether it needs a note that says how.
    #[must_use]
    pub fn needs_note(self) -> bool {
        self == Self::Purpose
    }

    /// Whether the registration may go on under a guardian's account (Art. 11.2) instead of ending.
    #[must_use]
    pub fn opens_guardian_route(self) -> bool {
        self == Self::Capacity
    }

    /// How much of it this viewer sees.
    #[must_use]
    pub fn visible_to(self, viewer: Viewer) -> Visibility {
        match (self, viewer) {
            (_, Viewer::Approver) => Visibility::Ground,
            (_, Viewer::Teller) => Visibility::Hidden,
            (Self::TravelBan | Self::Security, Viewer::ReceivingOfficer) => {
                Visibility::NotIssuedOnly
            }
            (Self::IdentityUnclear | Self::Purpose | Self::Capacity, Viewer::ReceivingOfficer) => {
                Visibility::Ground
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bans_and_security_are_shown_to_the_approver_alone() {
        for ground in [NotIssued::TravelBan, NotIssued::Security] {
            assert!(ground.set_by_backend_only());
            let seen = |viewer| ground.visible_to(viewer);
            assert_eq!(seen(Viewer::Approver), Visibility::Ground);
            assert_eq!(seen(Viewer::ReceivingOfficer), Visibility::NotIssuedOnly);
            assert_eq!(seen(Viewer::Teller), Visibility::Hidden);
        }
    }

    #[test]
    fn a_bank_sees_no_ground_of_any_kind() {
        let seen = NotIssued::ALL.map(|ground| ground.visible_to(Viewer::Teller));
        assert_eq!(seen, [Visibility::Hidden; 5]);
    }

    #[test]
    fn only_purpose_needs_a_note_and_only_capacity_has_another_way() {
        let with_note: Vec<_> = NotIssued::ALL
            .into_iter()
            .filter(|one| one.needs_note())
            .collect();
        assert_eq!(with_note, [NotIssued::Purpose]);
        let with_way: Vec<_> = NotIssued::ALL
            .into_iter()
            .filter(|one| one.opens_guardian_route())
            .collect();
        assert_eq!(with_way, [NotIssued::Capacity]);
    }
}
