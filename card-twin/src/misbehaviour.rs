//! Chips that break the protocols on purpose, one way each.

/// One way: its name and what the chip does.
pub struct Described {
    /// The way.
    pub misbehaviour: Misbehaviour,
    /// Name on the command line.
    pub name: &'static str,
    /// What the chip does.
    pub what: &'static str,
}

macro_rules! misbehaviours {
    ($($one:ident $name:literal $what:literal;)*) => {
        /// A way in which a chip breaks a protocol.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Misbehaviour {
            $(#[doc = $what] $one,)*
        }

        impl Misbehaviour {
            /// All ways with their names and one line each.
            pub const ALL: &'static [Described] = &[
                $(Described { misbehaviour: Self::$one, name: $name, what: $what },)*
            ];
        }
    };
}

misbehaviours! {
    ShortNonce "h56-pace-nonce-15" "PACE: the nonce has 15 octets";
    NoNonce "h56-pace-nonce-0" "PACE: the nonce is empty";
    MappingReflected "h56-pace-mapping-reflected" "PACE: the chip's mapping key is the terminal's";
    MappingIsGenerator "h56-pace-mapping-generator" "PACE: the chip's mapping key is the generator itself";
    KeyReflected "h56-pace-key-reflected" "PACE: the chip's key is the terminal's";
    KeyAtInfinity "h56-pace-infinity" "PACE: the chip's key is the point at infinity";
    KeyOffCurve "h56-pace-off-curve" "PACE: the chip's key is not on the curve";
    KeyZero "h56-pace-dh-0" "PACE over a prime field: the chip's key is 0";
    KeyOne "h56-pace-dh-1" "PACE over a prime field: the chip's key is 1";
    KeyLast "h56-pace-dh-last" "PACE over a prime field: the chip's key is the prime less 1";
    KeyBeyond "h56-pace-dh-beyond" "PACE over a prime field: the chip's key is the prime and 2 more";
    TokenWrong "h56-pace-token-wrong" "PACE: the chip's token is wrong";
    TokenShort "h56-pace-token-7" "PACE: the chip's token has 7 octets";
    ChallengeNotEchoed "h55-bac-no-echo" "BAC: the terminal's challenge does not come back";
    ChallengeReplaced "h55-bac-other-rnd-ic" "BAC: the chip's own challenge comes back changed";
    KeyMaterialShort "h55-bac-short-key" "BAC: the chip gives eight octets of key material";
    AnswerUnauthentic "h55-bac-wrong-mac" "BAC: the chip's answer has a wrong MAC";
    AnswerShort "h55-bac-short" "BAC: the chip's answer is one octet short";
    ChecksumWrong "h53-sm-wrong-mac" "secure messaging: DO 8E is wrong";
    ChecksumMissing "h53-sm-no-mac" "secure messaging: DO 8E is missing";
    StatusMissing "h53-sm-no-status" "secure messaging: DO 99 is missing";
    PaddingMissing "h53-sm-padding" "secure messaging: the plaintext is padded with FF, its MAC is right";
    Plain "h53-sm-plain" "secure messaging: a bare 9000 instead of an answer";
    Replayed "h53-sm-replayed" "secure messaging: every answer is the one before";
    Reordered "h53-sm-order" "secure messaging: DO 99 stands before DO 87";
    EndlessMore "h52-endless-61" "READ BINARY always answers 61FF";
    EndlessLength "h52-endless-6c" "READ BINARY always answers 6C10";
    OneAtATime "h52-read-one" "READ BINARY gives one octet, whatever is asked for";
    HeaderGrows "h52-file-grows" "a file's header names one octet more each time it is read";
    MoreThanAsked "h52-read-more" "READ BINARY gives more octets than asked";
    SignatureReplayed "h14-aa-replayed" "active authentication: a signature over another challenge";
    SignatureZero "h16-aa-zero" "active authentication: r and s are zero";
    SignatureRefused "h11-aa-refused" "active authentication is refused with 6982";
    AgreementRefused "h11-ca-refused" "chip authentication is refused with 6982";
    OtherKeysAgreed "h12-ca-other-keys" "chip authentication answers 9000 and the session goes on under keys of its own";
    MappingUnpadded "h58-cam-padding" "PACE-CAM: the chip authentication data are not padded";
    MappingFactorOne "h58-cam-factor-1" "PACE-CAM: CA_IC is 1";
    FilesPadded "h50-files-padded" "zeros follow every data group, behind the end that its header names";
    DetailsRefused "h03-dg13-6982" "DG13 answers 6982, EF.SOD and EF.COM list it";
    KeysHidden "h04-com-hides-keys" "EF.COM does not list DG14 and DG15, which are there";
    KeysRemoved "h05-no-dg14-dg15" "DG14 and DG15 are gone from chip and EF.COM, EF.SOD lists them";
    WeakerAccess "h57-weaker-card-access" "EF.CardAccess offers PACE on another curve than DG14 says";
    NoPaceOffered "h57-no-pace-offered" "EF.CardAccess offers no PACE, DG14 says there is; BAC works";
}
