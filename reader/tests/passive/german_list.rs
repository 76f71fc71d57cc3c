//! The published German master list, pinned to the German CSCA beside it. It cannot be part of this repository.

use std::collections::BTreeMap;

use openssl::x509::X509;
use reader::trust::{Anchor, Loaded, ProfileError, Role, Tolerance, TrustAnchors, TrustFile};

use crate::lists::{file, load};

const LIST: &str = "csca/DE_ML_2026-05-28-08-28-45.ml";
const PINNED: &str = "csca/DE-csca-04CD.cer";

/// The list and its pin, with these breaches of the profile overlooked.
fn trust(tolerated: &[Tolerance]) -> Option<(TrustAnchors, Loaded)> {
    test_vectors::external()?;
    let list = TrustFile {
        tolerated: tolerated.to_vec(),
        ..file(LIST, test_vectors::external_file(LIST)?)
    };
    let pinned = file(PINNED, test_vectors::external_file(PINNED)?);
    let (trust, mut results) = load(&[pinned, list]);
    Some((trust, results.pop()?.unwrap()))
}

#[test]
fn every_certificate_of_the_german_list_is_parsed_and_judged() {
    let Some((trust, loaded)) = trust(&Tolerance::ALL) else {
        println!("German master list: not present");
        return;
    };
    let Loaded::List { entries, .. } = loaded else {
        panic!("a list")
    };
    assert_eq!(entries, 588);
    // The pinned certificate is in the list too and is taken once.
    let certificates: Vec<_> = trust.certificates().collect();
    assert_eq!(certificates.len(), 588);
    let mut counts = BTreeMap::new();
    let mut breaches = BTreeMap::new();
    for one in &certificates {
        *counts.entry(standing(&trust, one)).or_insert(0) += 1;
        for breach in one.breaches() {
            *breaches.entry(breach.word()).or_insert(0) += 1;
        }
    }
    println!("{counts:#?}\n{breaches:#?}");
    assert_eq!(
        counts,
        BTreeMap::from([
            // The same name twice, and the certificate's own key signed it.
            ("self-signed, verified", 375),
            // Signed by another key of the list, under the same name (127) or another one (57).
            ("link, verified", 184),
            // 12: the list holds no key that signed it. 5: signed by a key that is younger than itself.
            ("link without an issuer that was valid then", 17),
            // Links signed with SHA-1.
            ("link, algorithm refused", 12),
        ])
    );
    // Links whose two names differ octet by octet: 84 are published, 76 of them verified and 8 without a
    // usable issuer, 3 by name and 5 by key. Trying every key of the name finds the issuer of two more;
    // of the other six, three have no issuer by name and three are signed with SHA-1.
    let of_two_names = || certificates.iter().filter(|one| has_two_names(one));
    let verified = of_two_names().filter(|one| standing(&trust, one) == "link, verified");
    assert_eq!((of_two_names().count(), verified.count()), (84, 78));
}

fn standing(trust: &TrustAnchors, one: &Anchor) -> &'static str {
    match one.standing() {
        Ok((Role::Anchor, _)) => "self-signed, verified",
        Ok((Role::Link, _)) if trust.leads_to_an_anchor(one) => "link, verified",
        Ok((Role::Link, _)) => "link without an issuer that was valid then",
        Err(ProfileError::Algorithm) => "link, algorithm refused",
        Err(_) => "refused",
    }
}

fn has_two_names(one: &Anchor) -> bool {
    let certificate = X509::from_der(one.der()).unwrap();
    let issuer = certificate.issuer_name().to_der().unwrap();
    issuer != certificate.subject_name().to_der().unwrap()
}

#[test]
fn without_tolerances_the_quirky_certificates_of_the_german_list_are_set_aside() {
    let Some((strict, _)) = trust(&[]) else {
        println!("German master list: not present");
        return;
    };
    let (tolerant, _) = trust(&Tolerance::ALL).unwrap();
    let quirky = tolerant
        .certificates()
        .filter(|one| !one.breaches().is_empty())
        .count();
    let accepted = |trust: &TrustAnchors| {
        trust
            .certificates()
            .filter(|one| one.standing().is_ok())
            .count()
    };
    println!(
        "quirky {quirky}, accepted {} and {}",
        accepted(&strict),
        accepted(&tolerant)
    );
    assert!(accepted(&strict) < accepted(&tolerant));
}
