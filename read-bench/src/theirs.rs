//! The other reader, crate `dmrtd`: the same files, the same proofs but chip authentication.

use std::cell::RefCell;

use anyhow::{Result, anyhow, ensure};
use card_twin::profile::Profile;
use dmrtd::auth::passive::{self, DataGroup, TrustAnchor};
use dmrtd::com::{TransceiveError, Transceiver};
use dmrtd::lds::ef::ElementaryFile;
use dmrtd::passport::Passport;
use dmrtd::proto::can_key::CanKey;

use crate::clocked_card::{ClockedCard, Measured};
use crate::desk::{CAN, Desk};
use crate::floor;

pub(crate) fn read_often(desk: &Desk, profile: &Profile, rounds: usize) -> Result<Vec<Measured>> {
    let mut card = desk.issue(profile)?;
    let floor = floor::of(&card, profile);
    let anchor = TrustAnchor::from_certificate(&desk.csca()?)?;
    let mut all = Vec::new();
    for _ in 0..rounds {
        let clocked = RefCell::new(ClockedCard::insert(&mut card));
        read_once(&clocked, std::slice::from_ref(&anchor))?;
        let mut measured = clocked.into_inner().stop();
        measured.floor = floor.clone();
        all.push(measured);
    }
    Ok(all)
}

/// Access, every file, passive authentication to the issuer, active authentication.
fn read_once(card: &RefCell<ClockedCard<'_>>, anchors: &[TrustAnchor]) -> Result<()> {
    let mut passport = Passport::new(Lent(card));
    let card_access = passport.read_ef_card_access()?;
    let key = CanKey::new(CAN).map_err(|error| anyhow!("{error}"))?;
    passport.start_session_pace(key, &card_access)?;
    passport.read_ef_com()?;
    let sod = passport.read_ef_sod()?;
    let security_options = passport.read_ef_dg14()?;
    let mrz = passport.read_ef_dg1()?;
    let details = passport.read_ef_dg13()?;
    let key = passport.read_ef_dg15()?;
    let face = passport.read_ef_dg2()?;
    let groups = [
        (1, mrz.to_bytes()),
        (2, face.to_bytes()),
        (13, details.to_bytes()),
        (14, security_options.to_bytes()),
        (15, key.to_bytes()),
    ]
    .map(|(number, bytes)| DataGroup { number, bytes });
    let mut challenge = [0; 8];
    openssl::rand::rand_bytes(&mut challenge)?;
    let answer = passport.active_authenticate(&challenge)?;
    let passive = passive::verify(sod.to_bytes(), &groups, anchors)?;
    ensure!(passive.is_authentic(), "the path is not proven");
    dmrtd::auth::active::verify(key.aa_public_key(), &challenge, &answer)?;
    Ok(())
}

struct Lent<'a, 'card>(&'a RefCell<ClockedCard<'card>>);

impl Transceiver for Lent<'_, '_> {
    fn transceive(&mut self, apdu: &[u8]) -> Result<Vec<u8>, TransceiveError> {
        Ok(self.0.borrow_mut().transmit(apdu))
    }
}
