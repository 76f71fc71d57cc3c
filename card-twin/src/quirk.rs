//! Odd behaviour of cards in the field, one by one.

/// One quirk: its name, the number of the field report that it reproduces, and what it does.
pub struct Described {
    /// The quirk.
    pub quirk: Quirk,
    /// Name on the command line.
    pub name: &'static str,
    /// What the card does.
    pub what: &'static str,
}

macro_rules! quirks {
    ($($quirk:ident $name:literal $what:literal;)*) => {
        /// A way in which a card is odd without being forged.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Quirk {
            $(#[doc = $what] $quirk,)*
        }

        impl Quirk {
            /// All quirks with their names and one line each.
            pub const ALL: &'static [Described] = &[
                $(Described { quirk: Self::$quirk, name: $name, what: $what },)*
            ];
        }
    };
}

quirks! {
    CardAccessLocked "q02-card-access-6982" "EF.CardAccess answers 6982 and PACE is refused; BAC works";
    UnlistedProvince "q05-unlisted-province" "the personal number starts with a province that no list has";
    MasterFileMustBeSelected "q06-mf-must-be-selected" "EF.CardAccess is not found until SELECT 3F00 was sent";
    CardAccessWarning "q07-card-access-6283" "SELECT EF.CardAccess answers 6283, yet it is readable";
    NoLeOnSelect "q08-le-on-select-6700" "SELECT and MSE with a Le field answer 6700";
    SeveralPaceInfos "q09-several-pace-infos" "two PACEInfo of one protocol: DO 84 must say which";
    ParametersRefused "q09-do84-refused" "DO 84 in MSE:SET AT is refused with 6A80";
    NoParameterId "q10-no-parameter-id" "PACEInfo without parameterId";
    IntegratedOnly "q11-im-only" "PACE with integrated mapping only";
    TokenRefused "q12-token-6300" "the last step of PACE always answers 6300";
    LongLeRefused "q12-ga-long-le-6982" "GENERAL AUTHENTICATE with a Le over 256 answers 6982";
    CamKeyInCardSecurity "q13-cam-key-in-card-security" "the key of PACE-CAM is in EF.CardSecurity only, DG14 has another";
    DirectoryLocked "q13-ef-dir-6982" "EF.DIR answers 6982 before access control";
    PaceBeforeApplication "q14-pace-after-aid-6985" "PACE is refused with 6985 once the application is selected";
    MasterFileAfterAccess "q14-mf-after-access-6882" "reading files of the master file after access answers 6882";
    PaceOnly "q15-bac-6a88" "no BAC: its commands answer 6A88";
    PaceBroken "q16-pace-6f00" "EF.CardAccess offers PACE but MSE:SET AT answers 6F00; BAC works";
    NotTravelDocument "q17-eid-only" "EF.COM is missing and EF.SOD is denied";
    ExactLe "q19-exact-le-6cxx" "a Le beyond the end of the file answers 6Cxx with the exact length";
    EndOfFileWarning "q20-eof-6282" "a Le beyond the end of the file answers 6282 with the bytes there are";
    EndOfFileOutside "q22-eof-6b00-6988" "reading past the end answers 6B00, the next command 6988";
    PlainErrors "q23-plain-errors" "error status words inside a session are not protected, their command does not count";
    PlainErrorsCounted "q23-plain-errors-counted" "as q23-plain-errors, and the command counts in the send sequence counter";
    ErrorEndsSession "q24-error-ends-session" "an error inside the session destroys the session";
    BadPadding "q25-padding-0000-80" "plaintext of protected answers is padded with zeros before 80";
    TruncatedStatus "q26-truncated-do99" "DO 99 of protected answers is cut short";
    EmptyAt236 "q27-empty-at-236" "READ BINARY of 200 bytes and more answers 9000 without data";
    ShortSession "q28-short-session" "the session dies after 60 protected commands";
    LeavesAfterChipAuthentication "q28-leaves-after-ca" "the card leaves the field 12 commands after chip authentication";
    NoShortIdentifier "q29-no-sfi-card-access" "EF.CardAccess cannot be read by its short identifier";
    HugeCount "q30-huge-count" "DG2 claims 2 147 483 647 faces";
    DeepNesting "q30-deep-nesting" "EF.COM is 3000 nested objects";
    Downgrade "q30-sm-downgrade" "after the tenth protected command answers come unprotected";
    SignatureTruncated "q31-aa-truncated" "a long answer to a short Le is cut to what fits, with 9000";
    LongLeEmpty "q31-le-65536-empty" "a Le of 65536 answers 9000 without data";
    GetResponse "q31-61xx" "long answers to a short Le come by 61xx and GET RESPONSE";
    DerSignature "q32-aa-der" "ECDSA of active authentication is DER instead of plain";
    ChipAuthenticationFails "q33-ca-6f00" "chip authentication answers 6F00";
    KeyIdRefused "q33-ca-key-id-6a80" "DO 84 of chip authentication is refused with 6A80";
    NoChipAuthenticationInfo "q33-no-ca-info" "DG14 has the key but no ChipAuthenticationInfo";
    LeadingZero "q34-leading-zero" "shared secrets of PACE start with a zero byte";
    KeepsOldKeys "q35-ca-keeps-keys" "chip authentication answers 9000 and the session goes on under the old keys";
    Dg14NotDer "q36-dg14-not-der" "DG14 has lengths in more bytes than DER allows";
    IndefiniteSod "q37-sod-indefinite" "EF.SOD is BER with indefinite lengths";
    DigestsDiffer "q38-digests-differ" "EF.SOD hashes data groups with SHA-256 and is signed with SHA-384";
    Pkcs1UnderPss "q39-pkcs1-under-pss" "the signer's key says RSASSA-PSS, EF.SOD is signed with PKCS #1 v1.5";
    LegacyContentType "q40-sod-legacy-oid" "EF.SOD has the content type 1.3.27.1.1.1";
    SignerNameStrings "q40-sid-string-types" "the signer identifier spells its name with other string types";
    SignerKeyIdentifier "q40-sid-key-id" "the signer is named by its subject key identifier";
    RogueCountry "q41-rogue-country" "the MRZ names another issuing state than the signer";
    NestedNames "q43-dg11-nested-names" "DG11 with other names in nested A0 objects and a date in BCD";
    EmptyObject "q43-dg12-empty-object" "DG12 with an empty 5F85 object";
    Dg14Trailing "q43-dg14-trailing" "bytes after the end of DG14";
    PortraitTrailing "q44-dg2-trailing" "padding after the picture in DG2";
    FeaturePoints "q44-dg2-feature-points" "DG2 with feature points before the picture";
    LongDocumentNumber "q45-long-document-number" "TD1 document number of twelve characters";
    OptionalFiller "q45-optional-filler" "the optional data of TD1 end without a check digit";
    LeftoverSession "q48-leftover-session" "a reset does not end the session of another program";
    ThreeReferences "q50-cvca-three-cars" "EF.CVCA names three authorities";
    NoReference "q50-cvca-no-car" "EF.CVCA is empty";
    ReferencesElsewhere "q50-cvca-elsewhere" "EF.CVCA is not at the file identifier that DG14 names";
    ShortChallenge "q50-challenge-7" "the challenge of terminal authentication has seven bytes";
    LongChallenge "q50-challenge-9" "the challenge of terminal authentication has nine bytes";
    LeZeroFull "le-00-256" "protected READ BINARY with Le 00 gives 256 bytes of data";
    LeZeroRefused "le-00-refused" "protected commands with Le 00 answer 6700";
    NoCommon "no-com" "no EF.COM";
    NoSecurityInfos "no-dg14" "DG14 was never issued";
    UnknownInfos "unknown-security-infos" "EF.CardAccess and DG14 hold infos of newer versions and unknown kinds";
    OpenSod "sod-before-access" "EF.SOD is readable before access control";
    EmptyAnswers "empty-answers" "every seventh READ BINARY answers 9000 without data";
    TruncatedAnswers "truncated-9000" "protected answers to a short Le are cut at 256 bytes, with 9000";
}
