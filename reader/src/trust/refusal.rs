//! Why a file gives no trust: a closed list, so that every one has a sentence for people.

use crate::fault::Fault;

/// Declares the refusals and their list at once, so that none is missed.
macro_rules! refusals {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $clause:literal, $who:ident;)+) => {
        /// Why a file of trust is refused. The store stays as it was.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
        pub enum TrustRefusal {
            $($(#[$doc])* #[error($code)] $name,)+
        }

        impl TrustRefusal {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// Stable code for reports.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }

            /// The clause that the file is measured against.
            #[must_use]
            pub fn clause(self) -> &'static str {
                match self { $(Self::$name => $clause,)+ }
            }

            /// Who must act.
            #[must_use]
            pub fn who(self) -> Fault {
                match self { $(Self::$name => Fault::$who,)+ }
            }
        }
    };
}

refusals! {
    /// Longer than any list of the world's CSCAs.
    TooLong = "too_long", "9303-12 §9", Operator;
    /// Neither a certificate nor a list of a known kind.
    Unrecognised = "unrecognised", "9303-12 §7", Operator;
    /// Several certificates in one file that nobody signed.
    UnsignedCollection = "unsigned_collection", "9303-12 §9", Operator;
    /// The fingerprint is not the one that the operator gave.
    FingerprintDiffers = "fingerprint_differs", "9303-12 §5.3", Operator;
    /// A certificate that cannot be parsed.
    CertificateMalformed = "certificate_malformed", "9303-12 §7.1", Trust;
    /// A key that is too short, malformed or on a curve that is not accepted.
    KeyRefused = "key_refused", "9303-12 §4.1.6", Trust;
    /// A signature algorithm that is not accepted.
    AlgorithmRefused = "algorithm_refused", "9303-12 §4.4", Trust;
    /// A certificate whose form needs a tolerance that was not named.
    ProfileBroken = "profile_broken", "9303-12 §7.1", Trust;
    /// A certificate that is no CA.
    NotCountrySigningCa = "not_country_signing_ca", "9303-12 §7.1", Trust;
    /// A document signer that no anchor issued.
    SignerNotIssued = "signer_not_issued", "9303-12 §7.1", Trust;
    /// A list that nobody signed.
    ListUnsigned = "list_unsigned", "9303-12 §9", Trust;
    /// A list that cannot be parsed.
    ListMalformed = "list_malformed", "9303-12 §9", Trust;
    /// The signature of the list does not fit its content.
    ListSignatureInvalid = "list_signature_invalid", "9303-12 §9", Trust;
    /// The list's signer has no path to a certificate that the operator pinned.
    ListSignerUnknown = "list_signer_unknown", "9303-12 §9", Operator;
    /// The list's signer may not sign lists of this kind.
    ListSignerUnfit = "list_signer_unfit", "9303-12 §7.1", Trust;
    /// The list's signer was not valid when it signed.
    ListSignerNotValidThen = "list_signer_not_valid_then", "9303-12 §6", Trust;
    /// A revocation list names the list's signer, or a certificate on every way from it to a pinned one.
    ListSignerRevoked = "list_signer_revoked", "9303-12 §6", Trust;
    /// The list does not say when it was signed.
    ListUndated = "list_undated", "9303-12 §9", Trust;
    /// A newer list of the same signer is in the store.
    ListOlder = "list_older", "9303-12 §9", Operator;
    /// A revocation list that cannot be parsed, or that covers less than all of its issuer.
    CrlMalformed = "crl_malformed", "9303-12 §7.1.4", Trust;
    /// No anchor bears the name of the list's issuer.
    CrlIssuerUnknown = "crl_issuer_unknown", "9303-12 §7.1.4", Operator;
    /// No trusted key of the issuer signed the list.
    CrlSignatureInvalid = "crl_signature_invalid", "9303-12 §7.1.4", Trust;
    /// Another list revokes the key that signed it, or every way from it to an anchor.
    CrlIssuerRevoked = "crl_issuer_revoked", "9303-12 §7.1.4", Trust;
    /// A newer list of the same issuer is in the store.
    CrlOlder = "crl_older", "9303-12 §7.1.4", Operator;
}

impl From<super::ProfileError> for TrustRefusal {
    fn from(error: super::ProfileError) -> Self {
        use super::ProfileError as E;
        match error {
            E::Malformed => Self::CertificateMalformed,
            E::Key => Self::KeyRefused,
            E::Algorithm => Self::AlgorithmRefused,
            E::Form => Self::ProfileBroken,
            E::Usage => Self::NotCountrySigningCa,
        }
    }
}
