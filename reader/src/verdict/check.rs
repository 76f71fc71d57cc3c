//! A check, its result, its clause and its reason.

use crate::files::DataGroupNumber;

/// One check of a document and how it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// What was checked.
    pub id: CheckId,
    /// How it ended.
    pub result: CheckResult,
    /// Why it ended so.
    pub reason: Reason,
}

/// Name of a check; scripts rely on [`CheckId::name`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CheckId {
    /// PACE, 9303-11 §4.4.
    AccessPace,
    /// Basic access control, 9303-11 §4.3.
    AccessBac,
    /// EF.CardAccess agrees with the signed DG14, 9303-11 §9.2.11.
    CardAccessConsistent,
    /// The key that opened the chip is derived from DG1, 9303-11 §4.2.
    AccessKeyFits,
    /// Signature of EF.SOD, 9303-11 §5.1.
    PassiveSignature,
    /// Document signer to country signing CA, 9303-12 §6.
    PassivePath,
    /// Revocation of the document signer, 9303-12 §7.
    PassiveRevocation,
    /// Hash of a data group, 9303-11 §5.1.
    PassiveHash(DataGroupNumber),
    /// Country of DS, CSCA and DG1 agree, 9303-12 §7.1.1.
    PassiveCountry,
    /// Chip authentication, 9303-11 §6.2.
    ChipAuthentication,
    /// Active authentication, 9303-11 §6.1.
    ActiveAuthentication,
    /// PACE with chip authentication mapping, 9303-11 §4.4.3.5.
    PaceCam,
    /// Date of expiry, 9303-3 §4.8.
    DocumentExpiry,
    /// DG1 and DG13 agree, and EF.COM lists what the SOD signs.
    DocumentConsistent,
    /// What was printed or typed agrees with the chip, 9303-11 §3.
    PresentedAgrees,
    /// The clock is not earlier than anything known to have happened, 9303-12 §6 and RFC 5280 §6.1.1.
    ClockPlausible,
}

impl CheckId {
    /// The stable name, for example `passive.hash.dg2`.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Self::AccessPace => "access.pace".into(),
            Self::AccessBac => "access.bac".into(),
            Self::CardAccessConsistent => "access.card_access_consistent".into(),
            Self::AccessKeyFits => "access.key_fits".into(),
            Self::PassiveSignature => "passive.signature".into(),
            Self::PassivePath => "passive.path".into(),
            Self::PassiveRevocation => "passive.revocation".into(),
            Self::PassiveHash(number) => format!("passive.hash.dg{}", number.value()),
            Self::PassiveCountry => "passive.country".into(),
            Self::ChipAuthentication => "chip.chip_authentication".into(),
            Self::ActiveAuthentication => "chip.active_authentication".into(),
            Self::PaceCam => "chip.pace_cam".into(),
            Self::DocumentExpiry => "document.expiry".into(),
            Self::DocumentConsistent => "document.consistent".into(),
            Self::PresentedAgrees => "identity.presented".into(),
            Self::ClockPlausible => "clock.plausible".into(),
        }
    }

    /// The clause that demands the check.
    #[must_use]
    pub fn clause(self) -> &'static str {
        match self {
            Self::AccessPace => "9303-11 §4.4",
            Self::AccessBac => "9303-11 §4.3",
            Self::CardAccessConsistent => "9303-11 §9.2.11",
            Self::AccessKeyFits => "9303-11 §4.2",
            Self::PassiveSignature | Self::PassiveHash(_) => "9303-11 §5.1",
            Self::PassivePath => "9303-12 §6",
            Self::PassiveRevocation => "9303-12 §7",
            Self::PassiveCountry => "9303-12 §7.1.1",
            Self::ChipAuthentication => "9303-11 §6.2",
            Self::ActiveAuthentication => "9303-11 §6.1",
            Self::PaceCam => "9303-11 §4.4.3.5",
            Self::DocumentExpiry => "9303-3 §4.8",
            Self::DocumentConsistent => "9303-10 §4.6",
            Self::PresentedAgrees => "9303-11 §3",
            Self::ClockPlausible => "9303-12 §6",
        }
    }
}

/// Result words of BSI TR-03135.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CheckResult {
    /// Proven.
    Successful,
    /// Refuted.
    Failed,
    /// Performed without a conclusion, or could not be concluded.
    Undetermined,
    /// The document or the protocol does not offer it.
    NotSupported,
    /// Not reached because something before it ended the reading.
    Aborted,
}

impl CheckResult {
    /// The word of BSI TR-03135.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Successful => "successful",
            Self::Failed => "failed",
            Self::Undetermined => "undetermined",
            Self::NotSupported => "not_supported",
            Self::Aborted => "aborted",
        }
    }
}

/// Why a check ended as it did: a closed list, so that every one has a sentence for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// Proven as the clause demands.
    AsRequired,
    /// The document does not offer this protocol.
    NotOffered,
    /// Something before it ended the reading.
    NotReached,
    /// The password (CAN or MRZ) was wrong.
    WrongPassword,
    /// The card was removed.
    CardRemoved,
    /// The chip answered against the protocol.
    ProtocolViolation,
    /// EF.CardAccess and DG14 contradict each other.
    CardAccessDiffers,
    /// EF.SOD is missing.
    SodMissing,
    /// EF.SOD or a certificate in it cannot be parsed.
    SodMalformed,
    /// The signed content is not an LDS security object.
    WrongContentType,
    /// There is not exactly one signer with one certificate.
    SignerNotOne,
    /// Signed attributes are missing, doubled, or speak of another content.
    SignedAttributes,
    /// The digest that was signed is not that of the content.
    DigestDiffers,
    /// The signature does not fit the content.
    SignatureInvalid,
    /// Algorithms contradict each other or the signer's key.
    AlgorithmsDisagree,
    /// The signer's key is too short, malformed, or not on a standardised curve.
    KeyRefused,
    /// Proven with SHA-1, which the operator's policy takes.
    HashWeak,
    /// Proven with a deviation from the standard that is listed.
    WithinTolerance,
    /// An algorithm or curve that is not accepted.
    AlgorithmRefused,
    /// No trusted country signing CA issued the document signer.
    IssuerUnknown,
    /// A certificate's signature in the path does not verify.
    PathSignatureInvalid,
    /// The document signer's certificate breaks the profile of 9303-12.
    CertificateProfile,
    /// The certificate's key is not one that signs documents.
    SignerMayNotSign,
    /// The signer's certificate is for other types of documents.
    DocumentTypeDiffers,
    /// Another certificate in the signed object issued the signer's: Doc 9303 knows two levels.
    ChainTooLong,
    /// The issuer was not valid when it issued the signer's certificate.
    IssuerNotValidThen,
    /// The document signer was not valid when it signed.
    SignerNotValidThen,
    /// The path holds, but the signer's key was used outside the period it was made for.
    SignerKeyPeriodOver,
    /// The path holds; the signer's certificate has ended since.
    SignerExpired,
    /// No revocation list is loaded for this issuer.
    NoRevocationList,
    /// The revocation list of this issuer has passed its nextUpdate.
    RevocationListStale,
    /// A revocation list bears the issuer's name, but no trusted key of that issuer signed it.
    RevocationListInvalid,
    /// The document signer is revoked.
    SignerRevoked,
    /// A list revokes a certificate between the document signer and the anchor, or the anchor itself.
    IssuerRevoked,
    /// A signed defect list names the documents of this signer.
    ListedDefect {
        /// The entry of the list that says so, from 1.
        entry: u16,
    },
    /// The clock is earlier than something that this program already knows to have happened.
    ClockDoubtful,
    /// The bytes of a data group do not have the signed hash.
    HashMismatch,
    /// The signed list names a data group that was not read.
    DataGroupMissing,
    /// The signed list names a data group that only authorised terminals may read.
    DataGroupLocked,
    /// A file was read that the signed list does not name.
    DataGroupUnsigned,
    /// Countries of signer, CA and MRZ differ.
    CountryDiffers,
    /// The chip's key is not covered by a verified signature, so its answer proves nothing.
    KeyNotSigned,
    /// The chip could not prove that it holds the private key.
    ChipProofInvalid,
    /// The challenge is not the one that was issued.
    ChallengeNotOurs,
    /// Proven, but only to the terminal that chose the ephemeral key.
    ConvincesTerminalOnly,
    /// Proven over a challenge that this verifier did not issue.
    ChallengeNotFresh,
    /// Proven over a challenge that belongs to another reading: it may be a recording of that one.
    ChallengeForeign,
    /// The card promises a chip proof that did not take place.
    ChipProofMissing,
    /// The date of expiry has passed.
    Expired,
    /// The card has no date of expiry.
    NoExpiry,
    /// A date cannot be read.
    DateUnreadable,
    /// DG1 cannot be parsed or a check digit is wrong.
    MrzMalformed,
    /// DG13 cannot be parsed.
    DetailsMalformed,
    /// DG1 and DG13 name different persons or dates.
    DetailsDiffer,
    /// EF.COM and EF.SOD list different data groups.
    ComDiffers,
    /// EF.COM was not read: nothing could be compared with EF.SOD.
    ComMissing,
    /// The chip answers to another document's key than the one its DG1 gives.
    AccessKeyDiffers,
    /// The reading does not say what opened the chip.
    KeyNotRecorded,
    /// This document's key cannot be derived from its DG1.
    KeyNotOfDocument,
    /// Nothing was presented that could be compared with the chip.
    NothingPresented,
    /// What is printed or typed differs from the chip in something that may be misread.
    PresentedDiffers,
    /// What is printed belongs to another document than the chip.
    PresentedOfAnotherDocument,
}

impl Reason {
    /// The entry of the defect list that is cited.
    #[must_use]
    pub fn cited_entry(self) -> Option<u16> {
        match self {
            Self::ListedDefect { entry } => Some(entry),
            _ => None,
        }
    }

    /// Stable code for reports, lower case with underscores.
    #[must_use]
    pub fn code(self) -> String {
        let mut code = String::new();
        let name = format!("{self:?}");
        for letter in name.chars().take_while(char::is_ascii_alphabetic) {
            if letter.is_ascii_uppercase() && !code.is_empty() {
                code.push('_');
            }
            code.push(letter.to_ascii_lowercase());
        }
        code
    }
}
