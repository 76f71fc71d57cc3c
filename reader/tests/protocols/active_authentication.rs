//! Active authentication: keys and hashes. ICAO Doc 9303-11 §6.1.

use card_twin::profile::{Hash, Profile};
use reader::verdict::{CheckId, Reason};

use crate::bench::{can, card, light_profile, proves, read};

fn proven(profile: Profile, what: &str) {
    let mut profile = profile;
    profile.data_groups = vec![1, 13, 14, 15];
    let out = read(&mut card(&profile), can()).unwrap_or_else(|error| panic!("{what}: {error}"));
    let check = CheckId::ActiveAuthentication;
    proves(&out, check, Reason::AsRequired, what);
}

#[test]
fn ecdsa_on_every_curve_with_every_hash_plain_and_der() {
    let mut count = 0;
    for parameters in 8..=18 {
        for hash in Hash::ALL {
            for der in [false, true] {
                let what = format!("{parameters} {hash:?} DER {der}");
                proven(light_profile().with_ecdsa(parameters, hash, der), &what);
                count += 1;
            }
        }
    }
    assert_eq!(count, 11 * 5 * 2);
    println!("{count} combinations of active authentication with ECDSA read");
}

#[test]
fn rsa_with_message_recovery_of_every_length_with_every_hash() {
    let mut count = 0;
    for bits in [1024, 1280, 1536, 2048, 3072] {
        for hash in Hash::ALL {
            proven(
                light_profile().with_rsa(bits, hash),
                &format!("{bits} {hash:?}"),
            );
            count += 1;
        }
    }
    assert_eq!(count, 5 * 5);
    println!("{count} combinations of active authentication with RSA read");
}
