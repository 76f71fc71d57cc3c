//! The rules whose breach stops a proof, each by its name. BSI TR-03135 §3.
//!
//! Every rule goes through [`Rule::demands`]. The unit tests of this crate, and nothing else, can leave
//! one out there and see which forgeries then pass.

#[cfg(test)]
pub(crate) mod omission;

macro_rules! rules {
    ($($rule:ident $name:literal $clause:literal $what:literal;)*) => {
        /// One rule.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(crate) enum Rule {
            $(#[doc = $what] $rule,)*
        }

        #[cfg(test)]
        impl Rule {
            pub(crate) const ALL: &[Self] = &[$(Self::$rule,)*];

            pub(crate) fn name(self) -> &'static str {
                match self {
                    $(Self::$rule => $name,)*
                }
            }

            pub(crate) fn clause(self) -> &'static str {
                match self {
                    $(Self::$rule => $clause,)*
                }
            }
        }
    };
}

rules! {
    OuterType "cms.outer-type" "RFC 5652 §3" "The ContentInfo is id-signedData.";
    SignedDataVersion "cms.version" "9303-10 §4.6.2.2" "The SignedData is of version 3.";
    ContentType "cms.content-type" "9303-10 §4.6.2.2" "The content is of the type that the file needs.";
    OneSigner "cms.one-signer" "9303-10 §4.6.2.2" "There is exactly one SignerInfo.";
    OneCertificate "cms.one-certificate" "9303-10 §4.6.2.2" "The signer is named by exactly one certificate.";
    AttributesPresent "cms.attributes-present" "9303-10 §4.6.2.2" "The signature covers signed attributes.";
    AttributesOnce "cms.attributes-once" "RFC 5652 §11" "Each signed attribute is there once, with one value.";
    ContentTypeAttribute "cms.content-type-attribute" "RFC 5652 §11.1" "The signed content type is the content's.";
    MessageDigest "cms.message-digest" "RFC 5652 §11.2" "The signed digest is the content's.";
    DigestListed "cms.digest-listed" "RFC 5652 §5.1" "The signer's digest is among digestAlgorithms.";
    DigestStrength "cms.digest-strength" "9303-12 §4.4" "Content and attributes are hashed with SHA-2.";
    AlgorithmsAgree "cms.algorithms-agree" "RFC 5754 §3" "digestAlgorithm and signatureAlgorithm agree.";
    AlgorithmFitsKey "cms.algorithm-fits-key" "9303-12 §4.4" "The signature algorithm is one for the signer's key.";
    PssParameters "cms.pss-parameters" "RFC 4055 §3.1" "The trailer field of RSASSA-PSS is 1.";
    Signature "cms.signature" "RFC 5652 §5.6" "The signer's key made the signature.";
    LdsVersion "lds.version" "9303-10 §4.6.2.3" "The LDS security object is of version 0 or 1.";
    LdsNumberOnce "lds.number-once" "9303-10 §4.6.2.3" "No data group is listed twice.";
    SignerVersion "signer.version" "9303-12 Table 4" "The signer's certificate is X.509 version 3.";
    SignerSerial "signer.serial" "9303-12 Table 4" "Its serial number is positive, of at most 20 octets.";
    SignerAlgorithmsAgree "signer.algorithms-agree" "RFC 5280 §4.1.1.2" "It names one signature algorithm inside and outside.";
    SignerAlgorithm "signer.algorithm" "9303-12 §4.4" "It is signed with RSA or ECDSA and SHA-2.";
    SignerKey "signer.key" "9303-12 §4.1.6.3" "Its key is RSA of 2048 bits or more, or on a standardised curve.";
    SignerCriticalExtension "signer.critical-extension" "RFC 5280 §4.2" "It has no unknown critical extension.";
    SignerKeyUsage "signer.key-usage" "9303-12 Table 5" "Its key may sign documents and no certificates.";
    SignerKeyLimited "signer.key-limited" "9303-12 Table 5" "Its issuer said what its key may do.";
    SignerIsNoCa "signer.no-ca" "9303-12 Table 5" "It is not marked as a CA.";
    SignerPurpose "signer.purpose" "9303-12 Table 5" "Its key is not that of a list signer.";
    SignerDocumentType "signer.document-type" "9303-12 §7.1.1.6" "It may sign documents of this type.";
    PathTwoLevels "path.two-levels" "9303-12 §4.1" "No certificate beside it issued it.";
    PathAuthorityKey "path.authority-key" "RFC 5280 §4.2.1.1" "It names the key of its issuer.";
    PathSignature "path.signature" "9303-12 §6" "The key of a trusted issuer of that name signed it.";
    PathIssuerValid "path.issuer-valid" "9303-12 §6" "The issuer was valid when it issued it.";
    PathSignerValid "path.signer-valid" "9303-12 §6" "It was valid when it signed.";
    PathNotRevoked "path.not-revoked" "9303-12 §6" "No list of its issuer revokes it.";
    PathIssuersNotRevoked "path.issuers-not-revoked" "9303-12 §7.1.4" "No list revokes the anchor or a link on the way to it.";
    ListSignerIsNoCa "list.no-ca" "9303-12 §9" "The signer of a list is no CA.";
    ListPurpose "list.purpose" "9303-12 §7.1" "The signer's key is one for lists of this kind.";
    ListPinned "list.pinned" "9303-12 §9" "A certificate that the operator pinned issued the signer.";
    ListSignerValid "list.signer-valid" "9303-12 §6" "The signer was valid when it signed.";
    ListOfOneState "list.one-state" "9303-3 §7.3.2" "The signer of a defect or deviation list and its CSCA are of one state.";
    ListDated "list.dated" "9303-12 §9" "The list says when it was signed.";
    ListNotRevoked "list.not-revoked" "9303-12 §6" "No list revokes the signer or every way to the pinned certificate.";
    CrlSignature "crl.signature" "9303-12 §7.1.4" "A trusted key of the issuer signed the revocation list.";
    CrlNewest "crl.newest" "9303-12 §7.1.4" "No newer revocation list of the same key is there.";
    CrlIssuerNotRevoked "crl.issuer-not-revoked" "RFC 5280 §6.3.3" "No list revokes the key or every way from it to an anchor.";
    ListNewest "list.newest" "9303-12 §9" "No newer list of the same signer is there.";
    DefectSigner "defect.signer" "TR-03129-2 §7.3" "An entry counts for documents of the signer that it names.";
    ReplacementKey "defect.same-key" "TR-03129-2 §7.3" "A replacement certifies the key that made the signature.";
    DefectState "defect.own-state" "9303-3 §7.3.2" "A defect or deviation list counts for documents of its own state.";
    DeviationDocuments "deviation.documents" "9303-3 §7.3.6" "Every condition of an entry is known to hold.";
    CountryOfIssuer "country.issuer" "9303-12 §7.1.1" "Signer and CSCA are of one country.";
    CountryOfDocument "country.document" "9303-11 §5.1" "Signer and MRZ are of one country.";
    HashAlgorithm "hash.algorithm" "9303-12 §4.4" "Data groups are hashed with SHA-2.";
    HashValue "hash.value" "9303-11 §5.1" "A data group has the signed hash.";
    HashPresent "hash.present" "9303-11 §5.1" "A signed data group that everyone may read is there.";
    AccessKey "access.key" "9303-11 §4.2" "The key that opened the chip is the one that DG1 gives.";
    Presented "identity.presented" "9303-11 §3" "Number and dates printed on the card are those of DG1.";
    CardAccess "access.card-access" "9303-11 §9.2.11" "EF.CardAccess offers the PACE that DG14 signs.";
    ChipAuthentication "chip.ca" "9303-11 §6.2" "The chip answered under keys that need the signed DG14's.";
    PaceCam "chip.pace-cam" "9303-11 §4.4.3.3.3" "The mapping key is CA_IC times a signed key.";
    ChallengeOurs "chip.challenge" "9303-11 §6.1" "The challenge signed is the one issued.";
    ActiveAuthentication "chip.aa" "9303-11 §6.1" "The signed DG15's key signed the challenge.";
    ActiveAuthenticationKey "chip.aa-key" "9303-11 §6.1" "That key is one that nobody else can find.";
    ChipPromise "chip.promise" "9303-11 §6" "Every proof that the document promises took place.";
    ListedProof "defect.proof" "TR-03129-2 §7.3" "No list takes the worth of a proof away.";
    RevocationCleared "policy.revocation" "TR-03135 §3" "Where the operator demands it, a current list clears the signer.";
    ChipAnswers "chip.answers" "9303-11 §6" "The chip does not refuse a proof that it promises.";
}

impl Rule {
    /// Nothing when the rule holds, and `otherwise` when it is broken.
    #[cfg_attr(
        not(test),
        expect(
            clippy::unused_self,
            reason = "the name is for the tests and for whoever reads the call"
        )
    )]
    pub(crate) fn demands<E>(self, holds: bool, otherwise: E) -> Result<(), E> {
        #[cfg(test)]
        let holds = omission::judged(self, holds);
        if holds { Ok(()) } else { Err(otherwise) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_its_own_name_and_a_clause_and_can_be_left_out() {
        for (index, rule) in Rule::ALL.iter().enumerate() {
            assert_eq!(rule.demands(true, ()), Ok(()));
            assert_eq!(rule.demands(false, 7), Err(7));
            let (left_out, broken) = omission::without(Some(*rule), || rule.demands(false, ()));
            assert_eq!(left_out, Ok(()));
            assert!(broken.contains(rule));
            assert!(!rule.clause().is_empty());
            let same = |other: &Rule| other.name() == rule.name();
            assert_eq!(Rule::ALL.iter().position(same), Some(index));
        }
    }
}
