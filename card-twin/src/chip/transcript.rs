//! The first exchange after chip authentication, as a terminal records it. ICAO Doc 9303-11 §6.2, §9.8.

use super::crypto;
use crate::hostile::Transcript;
use crate::issue::AgreementKey;
use crate::random::Random;
use crate::{Error, Result, der, domain};

/// READ BINARY of four octets by short identifier 1, and the answer that the status is 9000.
pub(crate) fn of(chip: &AgreementKey, random: &mut Random) -> Result<Transcript> {
    let suite = chip.offer.suite;
    let domain = domain::Domain::standard(chip.offer.parameters)?;
    let mut domain = domain.ok_or(Error::Value {
        field: "chip_keys",
        reason: "parameters 0 to 2 or 8 to 18",
    })?;
    let private = domain.private_key(random)?;
    let generator = domain.generator()?;
    let public = domain.power(&generator, &chip.private)?;
    let shared = domain.power(&public, &private)?;
    let secret = domain.secret(&shared)?;
    let key = crypto::derive_key(suite, &secret, crypto::AUTHENTICATION);
    let block = suite.block();
    let mac = |counter: u8, data: &[u8]| {
        let mut input = vec![0; block];
        if let Some(last) = input.last_mut() {
            *last = counter;
        }
        input.extend_from_slice(data);
        crypto::mac(suite, &key, &input)
    };
    let header = [0x0C, 0xB0, 0x81, 0x00];
    let expected = der::tlv(0x97, &[4]);
    let padded = [crypto::pad(&header, block), crypto::pad(&expected, block)].concat();
    let objects = [expected, der::tlv(0x8E, &mac(1, &padded)?)].concat();
    let length = u8::try_from(objects.len()).unwrap_or(0);
    let command = [&header[..], &[length], &objects, &[0]].concat();
    let status = der::tlv(0x99, &[0x90, 0x00]);
    let checksum = der::tlv(0x8E, &mac(2, &crypto::pad(&status, block))?);
    Ok(Transcript {
        protocol: chip.offer.oid(),
        ephemeral_private_key: private.to_vec_padded(domain.order()?.num_bytes())?,
        command,
        response: [status, checksum, vec![0x90, 0x00]].concat(),
    })
}
