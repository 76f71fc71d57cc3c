//! Agreement and mappings against ICAO Doc 9303-11 Appendices G and H.

use test_vectors::{example, hex};

use super::*;

fn nonces(example: &serde_json::Value) -> (Vec<u8>, Vec<u8>) {
    let inputs = &example["inputs"];
    (hex(&inputs["nonce_s"]), hex(&inputs["nonce_t"]))
}

/// Chip and terminal agree over the mapped generator as printed, seen from both sides.
fn agrees(domain: &Domain, example: &serde_json::Value, point: bool) {
    let (inputs, steps) = (&example["inputs"], &example["intermediate"]);
    let public = |name: &str| match point {
        true => [&[4][..], &hex(&steps[format!("{name}_xy")])].concat(),
        false => hex(&steps[name]),
    };
    let secret = &steps[if point {
        "shared_secret_x"
    } else {
        "shared_secret"
    }];
    let [chip, terminal] = ["chip", "terminal"].map(|side| {
        let private = hex(&inputs[format!("{side}_dh_private")]);
        let pair = domain.restore(&private).unwrap();
        assert_eq!(pair.public_bytes(), public(&format!("{side}_dh_public")));
        pair
    });
    for (own, peer) in [(&chip, &terminal), (&terminal, &chip)] {
        let agreed = domain.shared_secret(own, peer.public_bytes()).unwrap();
        assert_eq!(agreed[..], hex(secret));
    }
}

#[test]
fn appendix_h1_integrated_mapping_over_a_curve() {
    let example = example("pace-im-ecdh-aes128");
    let (s, t) = nonces(example);
    let string = integrated_mapping::pseudo_random(BlockCipher::Aes128, &s, &t, 320).unwrap();
    assert_eq!(string[..], hex(&example["intermediate"]["R_s_t"]));
    let parameters = DomainParameters::from_parameter_id(13).unwrap();
    let domain = Domain::standard(&parameters).unwrap();
    let domain = domain.integrated(BlockCipher::Aes128, &s, &t).unwrap();
    let generator = domain.restore(&[1]).unwrap();
    assert_eq!(
        generator.public_bytes()[1..],
        hex(&example["intermediate"]["mapped_generator_xy"])
    );
    agrees(&domain, example, true);
}

#[test]
fn appendix_h2_integrated_mapping_in_a_prime_field() {
    let example = example("pace-im-dh-aes128");
    let (s, t) = nonces(example);
    let parameters = DomainParameters::from_parameter_id(0).unwrap();
    let domain = Domain::standard(&parameters).unwrap();
    let domain = domain.integrated(BlockCipher::Aes128, &s, &t).unwrap();
    let generator = domain.restore(&[1]).unwrap();
    assert_eq!(
        generator.public_bytes(),
        hex(&example["intermediate"]["mapped_generator"])
    );
    agrees(&domain, example, false);
}

#[test]
fn appendix_g2_generic_mapping_in_a_prime_field() {
    let example = example("pace-gm-dh-aes128");
    let (inputs, steps) = (&example["inputs"], &example["intermediate"]);
    let written_out = ModularGroup::explicit(
        &hex(&inputs["domain"]["p"]),
        &hex(&inputs["domain"]["g"]),
        Some(&hex(&inputs["domain"]["q"])),
    );
    let parameters = DomainParameters::from_parameter_id(0).unwrap();
    assert_eq!(
        written_out.map(DomainParameters::Modular),
        Ok(parameters.clone())
    );
    let domain = Domain::standard(&parameters).unwrap();
    let own = domain
        .restore(&hex(&inputs["terminal_map_private"]))
        .unwrap();
    assert_eq!(own.public_bytes(), hex(&steps["terminal_map_public"]));
    let peer = hex(&steps["chip_map_public"]);
    let domain = domain
        .mapped(&own, &peer, &hex(&inputs["nonce_s"]))
        .unwrap();
    agrees(&domain, example, false);
}

#[test]
fn numbers_outside_the_subgroup_are_refused() {
    for id in 0..=2 {
        let parameters = DomainParameters::from_parameter_id(id).unwrap();
        let DomainParameters::Modular(group) = &parameters else {
            panic!("a prime field");
        };
        let prime = BigNum::from_slice(&group.prime).unwrap();
        let mut last = prime.to_owned().unwrap();
        last.sub_word(1).unwrap();
        let domain = Domain::standard(&parameters).unwrap();
        let own = domain.restore(&[5]).unwrap();
        let refused: [Vec<u8>; 9] = [
            vec![],
            vec![0],
            vec![1],
            last.to_vec(),
            prime.to_vec(),
            vec![0xFF; group.prime.len()],
            [&[0][..], &group.generator[..]].concat(),
            own.public_bytes().to_vec(),
            // No residue of the subgroup: 2 generates more than q elements in these groups.
            vec![2],
        ];
        for peer in refused {
            assert!(
                domain.shared_secret(&own, &peer).is_err(),
                "{id} {peer:02X?}"
            );
        }
        let peer = domain.restore(&[7]).unwrap();
        assert!(domain.shared_secret(&own, peer.public_bytes()).is_ok());
    }
}

#[test]
fn made_up_groups_are_refused() {
    let Some(DomainParameters::Modular(group)) = DomainParameters::from_parameter_id(1) else {
        panic!("a prime field");
    };
    let order = group.order.as_deref();
    let mut composite = group.prime.clone();
    composite[200] ^= 1;
    assert!(ModularGroup::explicit(&composite, &group.generator, order).is_err());
    assert!(ModularGroup::explicit(&group.prime, &[1], order).is_err());
    assert!(ModularGroup::explicit(&group.prime, &[2], order).is_err());
    assert!(ModularGroup::explicit(&group.prime, &group.generator, Some(&[3])).is_err());
    assert!(ModularGroup::explicit(&[0xFB], &[2], None).is_err());
    assert!(ModularGroup::explicit(&group.prime, &group.generator, None).is_ok());
}

#[test]
fn p224_cannot_be_mapped_by_integration() {
    let parameters = DomainParameters::from_parameter_id(10).unwrap();
    let domain = Domain::standard(&parameters).unwrap();
    let refused = domain.integrated(BlockCipher::Aes128, &[1; 16], &[2; 16]);
    assert!(refused.is_err());
}
