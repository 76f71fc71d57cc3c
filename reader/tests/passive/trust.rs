//! Trust stores and paths: who may issue document signers.

use card_twin::pki::{MintOptions, TestPki};
use openssl::asn1::Asn1Time;
use openssl::bn::BigNum;
use openssl::ec::{EcGroup, EcKey};
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkey::{PKey, Private};
use openssl::x509::extension::{
    AuthorityKeyIdentifier, BasicConstraints, KeyUsage, SubjectKeyIdentifier,
};
use openssl::x509::{X509, X509Builder, X509NameBuilder, X509Ref};
use reader::chip::ChallengeExpectation;
use reader::read_out::ReadOut;
use reader::trust::{ProfileError, ReferenceTime, TrustAnchors};
use reader::verdict::{CheckId, CheckResult, Reason, assess};
use time::Duration;

use crate::forger::{Forgery, issuer_and_serial};
use crate::issued::{CHALLENGE, NOW, ended, healthy, pki};

/// A certificate to be signed by whoever the test wants.
struct Request<'a> {
    country: &'a str,
    common_name: &'a str,
    serial: u32,
    issuer: Option<(&'a X509Ref, &'a PKey<Private>)>,
    is_ca: bool,
    signs_documents: bool,
    starts: Duration,
    lasts: Duration,
    name_of: Option<&'a X509Ref>,
}

impl Default for Request<'_> {
    fn default() -> Self {
        Self {
            country: "VN",
            common_name: "Signer",
            serial: 7,
            issuer: None,
            is_ca: false,
            signs_documents: true,
            starts: -Duration::days(30),
            lasts: Duration::days(365),
            name_of: None,
        }
    }
}

fn ec_key(curve: Nid) -> PKey<Private> {
    PKey::from_ec_key(EcKey::generate(&EcGroup::from_curve_name(curve).unwrap()).unwrap()).unwrap()
}

fn certify(request: &Request<'_>, key: &PKey<Private>) -> X509 {
    let mut name = X509NameBuilder::new().unwrap();
    name.append_entry_by_nid(Nid::COUNTRYNAME, request.country)
        .unwrap();
    name.append_entry_by_nid(Nid::COMMONNAME, request.common_name)
        .unwrap();
    let own_name = name.build();
    let subject = request
        .name_of
        .map_or(&*own_name, |other| other.subject_name());
    let mut builder = X509Builder::new().unwrap();
    builder.set_version(2).unwrap();
    builder
        .set_serial_number(
            &BigNum::from_u32(request.serial)
                .unwrap()
                .to_asn1_integer()
                .unwrap(),
        )
        .unwrap();
    builder.set_subject_name(subject).unwrap();
    builder
        .set_issuer_name(
            request
                .issuer
                .map_or(subject, |(issuer, _)| issuer.subject_name()),
        )
        .unwrap();
    let start = (NOW + request.starts).unix_timestamp();
    builder
        .set_not_before(&Asn1Time::from_unix(start).unwrap())
        .unwrap();
    builder
        .set_not_after(&Asn1Time::from_unix(start + request.lasts.whole_seconds()).unwrap())
        .unwrap();
    builder.set_pubkey(key).unwrap();
    let mut usage = KeyUsage::new();
    if request.is_ca {
        builder
            .append_extension(BasicConstraints::new().critical().ca().build().unwrap())
            .unwrap();
        usage.key_cert_sign();
    }
    if request.signs_documents {
        usage.digital_signature();
    }
    builder
        .append_extension(usage.critical().build().unwrap())
        .unwrap();
    let own = SubjectKeyIdentifier::new()
        .build(&builder.x509v3_context(None, None))
        .unwrap();
    builder.append_extension(own).unwrap();
    if let Some((issuer, _)) = request.issuer {
        let context = builder.x509v3_context(Some(issuer), None);
        let authority = AuthorityKeyIdentifier::new()
            .keyid(true)
            .build(&context)
            .unwrap();
        builder.append_extension(authority).unwrap();
    }
    builder
        .sign(
            request.issuer.map_or(key, |(_, issuer_key)| issuer_key),
            MessageDigest::sha256(),
        )
        .unwrap();
    builder.build()
}

/// The healthy card under a signer that the test issued.
fn signed_by(signer: &X509, key: &PKey<Private>) -> ReadOut {
    let forgery = Forgery {
        certificates: vec![signer.to_der().unwrap()],
        signer: issuer_and_serial(signer),
        key: key.clone(),
        ..Forgery::default()
    };
    forgery.read_out()
}

fn path(read_out: &ReadOut, trusted: &[&X509Ref]) -> (CheckResult, Reason) {
    let (trust, refused) =
        TrustAnchors::from_certificates(trusted.iter().map(|one| one.to_der().unwrap()));
    assert_eq!(refused, []);
    let assessment = assess(
        read_out,
        &trust,
        ReferenceTime(NOW),
        ChallengeExpectation::Exactly(CHALLENGE),
    );
    assert_eq!(
        ended(&assessment, CheckId::PassiveSignature).0,
        CheckResult::Successful
    );
    ended(&assessment, CheckId::PassivePath)
}

fn path_of(request: &Request<'_>) -> (CheckResult, Reason) {
    let key = ec_key(Nid::X9_62_PRIME256V1);
    let issuer = Some((pki().csca(), pki().csca_key()));
    let signer = certify(
        &Request {
            issuer,
            ..Request { ..*request }
        },
        &key,
    );
    path(&signed_by(&signer, &key), &[pki().csca()])
}

#[test]
fn a_further_signer_of_the_same_ca_is_accepted() {
    assert_eq!(
        path_of(&Request::default()),
        (CheckResult::Successful, Reason::AsRequired)
    );
}

#[test]
fn signers_that_break_the_profile_are_refused() {
    let profile = (CheckResult::Failed, Reason::CertificateProfile);
    assert_eq!(
        path_of(&Request {
            is_ca: true,
            ..Request::default()
        }),
        profile
    );
    assert_eq!(
        path_of(&Request {
            signs_documents: false,
            is_ca: true,
            ..Request::default()
        }),
        profile
    );
    assert_eq!(
        path_of(&Request {
            serial: 0,
            ..Request::default()
        }),
        profile
    );
}

#[test]
fn signers_outside_their_validity_are_refused() {
    let not_then = (CheckResult::Failed, Reason::SignerNotValidThen);
    let lasts = Duration::days(10);
    assert_eq!(
        path_of(&Request {
            starts: -Duration::days(20),
            lasts,
            ..Request::default()
        }),
        not_then
    );
    assert_eq!(
        path_of(&Request {
            starts: Duration::days(1),
            lasts,
            ..Request::default()
        }),
        not_then
    );
}

#[test]
fn a_self_signed_signer_is_never_trusted() {
    let key = ec_key(Nid::X9_62_PRIME256V1);
    let own = certify(&Request::default(), &key);
    let ended = path(&signed_by(&own, &key), &[pki().csca()]);
    assert_eq!(ended, (CheckResult::Undetermined, Reason::IssuerUnknown));
    let (trust, refused) = TrustAnchors::from_certificates([own.to_der().unwrap()]);
    assert!(trust.is_empty());
    assert_eq!(refused[0].error, ProfileError::Usage);
}

#[test]
fn an_attackers_ca_with_a_trusted_name_is_refused() {
    let ca_key = ec_key(Nid::X9_62_PRIME256V1);
    let ca_name = Request {
        is_ca: true,
        signs_documents: false,
        name_of: Some(pki().csca()),
        ..Request::default()
    };
    let ca = certify(&ca_name, &ca_key);
    let key = ec_key(Nid::X9_62_PRIME256V1);
    let signer = certify(
        &Request {
            issuer: Some((&ca, &ca_key)),
            ..Request::default()
        },
        &key,
    );
    let other_key = path(&signed_by(&signer, &key), &[pki().csca()]);
    assert_eq!(
        other_key,
        (CheckResult::Undetermined, Reason::IssuerUnknown),
        "may be a successor"
    );
    let claims_trusted = certify(
        &Request {
            issuer: Some((pki().csca(), &ca_key)),
            ..Request::default()
        },
        &key,
    );
    let forged = path(&signed_by(&claims_trusted, &key), &[pki().csca()]);
    assert_eq!(forged, (CheckResult::Failed, Reason::PathSignatureInvalid));
    let second_of_two = path(&signed_by(&signer, &key), &[pki().csca(), &ca]);
    assert_eq!(second_of_two, (CheckResult::Successful, Reason::AsRequired));
}

#[test]
fn a_link_certificate_leads_to_its_anchor_only() {
    let new_key = ec_key(Nid::BRAINPOOL_P384R1);
    let new_ca = Request {
        is_ca: true,
        signs_documents: false,
        common_name: "New",
        ..Request::default()
    };
    let new = certify(&new_ca, &new_key);
    let issuer = Some((pki().csca(), pki().csca_key()));
    let link = certify(&Request { issuer, ..new_ca }, &new_key);
    let key = ec_key(Nid::X9_62_PRIME256V1);
    let starts = -Duration::days(1);
    let signer = certify(
        &Request {
            issuer: Some((&new, &new_key)),
            starts,
            ..Request::default()
        },
        &key,
    );
    let read_out = signed_by(&signer, &key);
    let unknown = (CheckResult::Undetermined, Reason::IssuerUnknown);
    assert_eq!(
        path(&read_out, &[pki().csca(), &link]),
        (CheckResult::Successful, Reason::AsRequired)
    );
    assert_eq!(path(&read_out, &[&link]), unknown);
    assert_eq!(path(&read_out, &[pki().csca()]), unknown);
}

#[test]
fn another_country_is_refused() {
    let ca_key = ec_key(Nid::BRAINPOOL_P256R1);
    let ca_name = Request {
        country: "UT",
        is_ca: true,
        signs_documents: false,
        ..Request::default()
    };
    let ca = certify(&ca_name, &ca_key);
    let key = ec_key(Nid::X9_62_PRIME256V1);
    let (trust, _) = TrustAnchors::from_certificates([ca.to_der().unwrap()]);
    for country in ["UT", "VN"] {
        let signer = certify(
            &Request {
                country,
                issuer: Some((&ca, &ca_key)),
                ..Request::default()
            },
            &key,
        );
        let read_out = signed_by(&signer, &key);
        let assessment = assess(
            &read_out,
            &trust,
            ReferenceTime(NOW),
            ChallengeExpectation::Any,
        );
        assert_eq!(
            ended(&assessment, CheckId::PassivePath).0,
            CheckResult::Successful
        );
        let check = ended(&assessment, CheckId::PassiveCountry);
        assert_eq!(
            check,
            (CheckResult::Failed, Reason::CountryDiffers),
            "{country}"
        );
    }
}

#[test]
fn weak_or_unknown_keys_are_refused() {
    let weak = PKey::from_rsa(openssl::rsa::Rsa::generate(1024).unwrap()).unwrap();
    let foreign = ec_key(Nid::SECP256K1);
    let ca = Request {
        is_ca: true,
        signs_documents: false,
        ..Request::default()
    };
    for key in [weak, foreign] {
        let (trust, refused) =
            TrustAnchors::from_certificates([certify(&ca, &key).to_der().unwrap()]);
        assert!(trust.is_empty());
        assert_eq!(refused[0].error, ProfileError::Key);
    }
}

#[test]
fn files_that_are_no_certificates_are_named() {
    let pem = pki().csca().to_pem().unwrap();
    let files = vec![
        b"no certificate".to_vec(),
        Vec::new(),
        vec![0x30, 0x80],
        pem,
    ];
    let (trust, refused) = TrustAnchors::from_certificates(files);
    assert_eq!(trust.len(), 1);
    assert_eq!(trust.subjects().count(), 1);
    let indices: Vec<_> = refused.iter().map(|one| (one.index, one.error)).collect();
    assert_eq!(
        indices,
        [0, 1, 2].map(|index| (index, ProfileError::Malformed))
    );
}

#[test]
fn a_document_signer_is_no_anchor() {
    let (trust, refused) =
        TrustAnchors::from_certificates([pki().document_signer().to_der().unwrap()]);
    assert!(trust.is_empty());
    assert_eq!(refused[0].error, ProfileError::Usage);
}

#[test]
fn named_and_explicit_curves_are_both_read() {
    let options = MintOptions {
        curve_form: card_twin::pki::CurveForm::Named,
        ..MintOptions::default()
    };
    let named = TestPki::mint_with(NOW, options).unwrap();
    let key = named.document_signer_key();
    let signer = named.document_signer().to_owned();
    assert_eq!(
        path(&signed_by(&signer, key), &[named.csca()]).0,
        CheckResult::Successful
    );
    assert_eq!(
        path(&healthy(), &[pki().csca()]).0,
        CheckResult::Successful,
        "explicit"
    );
}
