//! Slips of verification, printed as PDF one after another.

use std::time::Instant;

use dossier::api::Role;

use super::{Scale, times};
use crate::{
    office::{BANK, Office},
    relying_parties::receipt_of_an_answer,
    service::Service,
};

pub(super) fn print(office: &Office, service: &Service, scale: &Scale) {
    office.add_at("quay", Role::Teller, BANK);
    let (_, _, receipt) = receipt_of_an_answer(office);
    let teller = service.sign_in("quay");
    let taken = (0..scale.slips).map(|_| {
        let asked = Instant::now();
        let pdf = service.slip(&teller, &receipt);
        let taken = asked.elapsed();
        assert!(pdf.starts_with(b"%PDF-"));
        taken
    });
    times("slip", taken.collect());
    let printed = i64::try_from(scale.slips).unwrap();
    let written = "SELECT count(*) FROM audit WHERE action = 'party.slip'";
    assert_eq!(office.count(written), printed);
}
