//! Signatures that carry part of their message. ISO/IEC 9796-2 scheme 1, as ICAO Doc 9303-11 §6.1.2 uses it.

use crate::crypto::digest::DigestAlgorithm;
use crate::crypto::mac;
use crate::crypto::public_key::PublicKey;
use crate::crypto::signature::recover;

/// First byte of a block with partial recovery and no padding.
const HEADER: u8 = 0x6A;

/// Whether the signature was made with this key over a message that ends in `challenge`.
pub(super) fn proves(key: &PublicKey, challenge: &[u8], signature: &[u8]) -> bool {
    let Ok(blocks) = recover(key, signature) else {
        return false;
    };
    blocks
        .iter()
        .any(|block| block_covers(block, challenge).is_some())
}

/// 6A | M1 | hash of M1 and challenge | trailer.
fn block_covers(block: &[u8], challenge: &[u8]) -> Option<()> {
    let (header, rest) = block.split_first()?;
    let (digest, rest) = match rest {
        [rest @ .., 0xBC] => (DigestAlgorithm::Sha1, rest),
        [rest @ .., identifier, 0xCC] => (by_identifier(*identifier)?, rest),
        _ => return None,
    };
    let (recovered, hash) = rest.split_at_checked(rest.len().checked_sub(digest.output_len())?)?;
    // M1 fills the block: a short one would leave room for bytes that nothing covers.
    let computed = digest.digest(&[recovered, challenge]).ok()?;
    (*header == HEADER && !recovered.is_empty() && mac::equal(&computed, hash)).then_some(())
}

/// Hash identifiers of ISO/IEC 10118.
fn by_identifier(identifier: u8) -> Option<DigestAlgorithm> {
    match identifier {
        0x33 => Some(DigestAlgorithm::Sha1),
        0x34 => Some(DigestAlgorithm::Sha256),
        0x35 => Some(DigestAlgorithm::Sha512),
        0x36 => Some(DigestAlgorithm::Sha384),
        0x38 => Some(DigestAlgorithm::Sha224),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::block_covers;
    use test_vectors::{example, hex};

    #[test]
    fn blocks_of_both_trailers_cover_their_challenge_only() {
        for id in ["aa-rsa1024-sha1-bsi-dg15", "aa-rsa1024-sha256-bsi-dg15"] {
            let (block, challenge) = (hex(&example(id)["F"]), hex(&example(id)["RND_IFD"]));
            assert!(block_covers(&block, &challenge).is_some(), "{id}");
            assert!(block_covers(&block, &[0; 8]).is_none(), "{id}");
            for index in 0..block.len() {
                let mut changed = block.clone();
                changed[index] ^= 1;
                assert!(
                    block_covers(&changed, &challenge).is_none(),
                    "{id} byte {index}"
                );
            }
        }
    }

    #[test]
    fn appendix_f_block_is_the_printed_one() {
        // The document prints no key: what is signed is checked, as far as it goes.
        let example = example("aa-rsa1024-sha1");
        let (steps, challenge) = (&example["intermediate"], &example["inputs"]["RND_IFD"]);
        let challenge = hex(challenge);
        let parts = [
            &[0x6A][..],
            &hex(&steps["M1"]),
            &hex(&steps["SHA1_M"]),
            &[0xBC],
        ];
        assert_eq!(parts.concat(), hex(&steps["F"]));
        assert!(block_covers(&hex(&steps["F"]), &challenge).is_some());
        assert!(block_covers(&hex(&steps["F"]), &[0; 8]).is_none());
        let command = super::super::active_authentication::command(
            &crate::read_out::ActiveAuthenticationChallenge(challenge.try_into().unwrap()),
            256,
        );
        let printed = hex(&example["inputs"]["apdu_internal_authenticate"]);
        assert_eq!(command.encode()[..], printed);
    }

    #[test]
    fn blocks_without_room_are_refused() {
        assert!(block_covers(&[], &[0; 8]).is_none());
        assert!(block_covers(&[0x6A, 0xBC], &[0; 8]).is_none());
        assert!(block_covers(&[0x6A, 0x34, 0xCC], &[0; 8]).is_none());
        assert!(block_covers(&[0x6A; 128], &[0; 8]).is_none());
    }
}
