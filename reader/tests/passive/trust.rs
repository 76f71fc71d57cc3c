//! Trust stores and paths: who may issue document signers.

use card_twin::pki::{MintOptions, TestPki};
use openssl::bn::{BigNum, BigNumContext};
use openssl::ec::{Asn1Flag, EcGroup, EcKey, EcPoint, PointConversionForm};
use openssl::nid::Nid;
use openssl::pkey::{PKey, Private};
use openssl::x509::{X509, X509Ref};
use reader::chip::ChallengeExpectation;
use reader::read_out::ReadOut;
use reader::trust::{ProfileError, ReferenceTime, TrustAnchors};
use reader::verdict::{CheckId, CheckResult, Reason, assess};
use time::Duration;

use crate::certifier::{Request, certify, ec_key};
use crate::forger::{Forgery, RSASSA_PSS, SHA256_WITH_RSA, issuer_and_serial};
use crate::issued::{CHALLENGE, NOW, ended, healthy, pki, trust};

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
    let usage = (CheckResult::Failed, Reason::SignerMayNotSign);
    let profile = (CheckResult::Failed, Reason::CertificateProfile);
    assert_eq!(
        path_of(&Request {
            is_ca: true,
            ..Request::default()
        }),
        usage
    );
    assert_eq!(
        path_of(&Request {
            signs_documents: false,
            is_ca: true,
            ..Request::default()
        }),
        usage
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
fn a_signer_of_other_document_types_is_refused() {
    let passport = path_of(&Request {
        document_type: Some("P"),
        ..Request::default()
    });
    assert_eq!(passport, (CheckResult::Failed, Reason::DocumentTypeDiffers));
    for code in ["I", "ID"] {
        let card = path_of(&Request {
            document_type: Some(code),
            ..Request::default()
        });
        assert_eq!(card.0, CheckResult::Successful, "{code}");
    }
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
fn a_known_curve_with_another_generator_is_refused() {
    let known = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1).unwrap();
    let mut context = BigNumContext::new().unwrap();
    let [mut p, mut a, mut b, mut order] = std::array::from_fn(|_| BigNum::new().unwrap());
    known
        .components_gfp(&mut p, &mut a, &mut b, &mut context)
        .unwrap();
    known.order(&mut order, &mut context).unwrap();
    let mut group = EcGroup::from_components(p, a, b, &mut context).unwrap();
    let mut generator = EcPoint::new(&known).unwrap();
    let three = BigNum::from_u32(3).unwrap();
    generator
        .mul_generator2(&known, &three, &mut context)
        .unwrap();
    let octets = generator
        .to_bytes(&known, PointConversionForm::UNCOMPRESSED, &mut context)
        .unwrap();
    let generator = EcPoint::from_bytes(&group, &octets, &mut context).unwrap();
    group
        .set_generator(generator, order, BigNum::from_u32(1).unwrap())
        .unwrap();
    group.set_asn1_flag(Asn1Flag::EXPLICIT_CURVE);
    let key = PKey::from_ec_key(EcKey::generate(&group).unwrap()).unwrap();
    let ca = certify(
        &Request {
            is_ca: true,
            signs_documents: false,
            ..Request::default()
        },
        &key,
    );
    let (trust, refused) = TrustAnchors::from_certificates([ca.to_der().unwrap()]);
    assert!(trust.is_empty());
    assert!(matches!(
        refused[0].error,
        ProfileError::Key | ProfileError::Malformed
    ));
}

#[test]
fn rsa_signers_sign_with_either_padding() {
    let key = PKey::from_rsa(openssl::rsa::Rsa::generate(2048).unwrap()).unwrap();
    let issuer = Some((pki().csca(), pki().csca_key()));
    let signer = certify(
        &Request {
            issuer,
            ..Request::default()
        },
        &key,
    );
    let forgery = |signature: &str, pss_salt| Forgery {
        certificates: vec![signer.to_der().unwrap()],
        signer: issuer_and_serial(&signer),
        key: key.clone(),
        signature: signature.into(),
        pss_salt,
        ..Forgery::default()
    };
    for (signature, salt) in [
        (SHA256_WITH_RSA, None),
        (RSASSA_PSS, Some(32)),
        (RSASSA_PSS, Some(20)),
    ] {
        let ended = path(&forgery(signature, salt).read_out(), &[pki().csca()]);
        assert_eq!(ended.0, CheckResult::Successful, "{signature} {salt:?}");
    }
    let without_parameters = forgery(RSASSA_PSS, None).read_out();
    let assessment = assess(
        &without_parameters,
        &trust(),
        ReferenceTime(NOW),
        ChallengeExpectation::Any,
    );
    let signature = ended(&assessment, CheckId::PassiveSignature);
    assert_eq!(signature, (CheckResult::Failed, Reason::AlgorithmRefused));
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
