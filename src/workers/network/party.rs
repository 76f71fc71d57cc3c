//! The teller's question to the managing agency, signed as the relying party of the settings. Nothing of it is kept.

use std::fs::File;
use std::io::Read;
use std::path::PathBuf;

use anyhow::Context;
use dossier::keys::PartyKey;
use dossier::relying::{
    ConsentRequest, PartyReceipt, PartyRequest, ReceiptUse, Service, SharedField,
};
use time::Duration;
use ui::core_record;
use ui::effect::PartyInquiry;
use ui::event::{Event, SessionId};
use ui::model::bank::{BankDesk, ConsentBasis};
use ui::problem::Problem;
use uuid::{Builder, Uuid};
use zeroize::Zeroizing;

use super::NetworkWorker;
use crate::backend::BackendError;
use crate::clock;
use crate::config::{Config, RelyingPartyConfig};
use crate::keys::passphrase;
use crate::problem;
use crate::randomness::random_bytes;

/// A consent that is recorded at the desk is for what stands at the desk.
const CONSENT_COUNTS: Duration = Duration::hours(1);

/// For whom this terminal asks, with the key that signs it.
pub(in crate::workers) struct Party {
    config: RelyingPartyConfig,
    key: PartyKey,
}

impl Party {
    /// Opens the relying party of the settings; nothing where they name none.
    ///
    /// # Errors
    /// When its key cannot be opened.
    pub(in crate::workers) fn open(config: &Config) -> anyhow::Result<Option<Self>> {
        let Some(party) = config.resolved_party() else {
            return Ok(None);
        };
        let pem = std::fs::read(&party.key).map(Zeroizing::new);
        let pem = pem.context("cannot read the relying party's key")?;
        let key = PartyKey::from_pem_encrypted(&pem, &passphrase(config)?);
        Ok(Some(Self {
            config: party,
            key: key.context("the relying party's key")?,
        }))
    }

    /// What the window tells a customer.
    pub(in crate::workers) fn desk(&self) -> BankDesk {
        self.config.desk()
    }

    fn request(&self, inquiry: &PartyInquiry, consent: &Zeroizing<String>) -> PartyRequest {
        PartyRequest {
            request: new_id(),
            service: Service::Authentication,
            contract: self.config.contract.clone(),
            permit: self.config.permit.clone(),
            at: clock::now(),
            purpose: self.config.purpose.clone(),
            transaction: new_id().to_string(),
            consent: consent.to_string(),
            number: inquiry.number.clone(),
            asserted: inquiry.asserted.clone(),
        }
    }

    /// The record of the customer that the bank's own system wrote.
    fn core_record(&self) -> Option<Zeroizing<String>> {
        let file: &PathBuf = self.config.core_record.as_ref()?;
        let mut text = Zeroizing::new(String::new());
        // One byte more than is looked at: what is longer is refused, not cut.
        let most = u64::try_from(core_record::MAX_LEN).unwrap_or(u64::MAX) + 1;
        let read = File::open(file).and_then(|file| file.take(most).read_to_string(&mut text));
        match read {
            Ok(_) => Some(text),
            Err(error) => {
                tracing::warn!(kind = ?error.kind(), "the bank's record cannot be read");
                None
            }
        }
    }
}

impl NetworkWorker {
    pub(super) fn read_core_record(&self, session: SessionId) {
        let text = self.party.as_ref().and_then(Party::core_record);
        if let Some(text) = text {
            self.outlet.send(Event::CoreRecord { session, text });
        }
    }

    pub(super) fn ask_party(&mut self, session: SessionId, inquiry: &PartyInquiry) {
        let event = match self.asked(inquiry) {
            Ok(receipt) => Event::PartyAnswered {
                session,
                receipt: Box::new(receipt),
            },
            Err(problem) => Event::PartyFailed { session, problem },
        };
        self.outlet.send(event);
    }

    fn asked(&mut self, inquiry: &PartyInquiry) -> Result<PartyReceipt, Problem> {
        let consent = self.consent(inquiry)?;
        let party = self.party.as_ref().ok_or(Problem::RelyingPartyMissing)?;
        let request = party.request(inquiry, &consent);
        let signed = request.sign(&party.config.id, &party.key);
        let signed = signed.map(Zeroizing::new).map_err(|_| Problem::Internal)?;
        let id = party.config.id.clone();
        let answer = self.backend.ask_as_party(&signed);
        let receipt = self
            .heard(answer)
            .map_err(|error| problem::of_backend(&error))?;
        if is_answer(&receipt, &request, &id) {
            Ok(receipt)
        } else {
            Err(problem::of_backend(&BackendError::Nonsense))
        }
    }

    /// The consent that the customer brought, or the one that is recorded now, by the customer's own case and for
    /// exactly the fields that were ticked.
    fn consent(&mut self, inquiry: &PartyInquiry) -> Result<Zeroizing<String>, Problem> {
        let party = self.party.as_ref().ok_or(Problem::RelyingPartyMissing)?;
        match &inquiry.basis {
            ConsentBasis::Reference(reference) => Ok(reference.clone()),
            ConsentBasis::Case(case) => {
                let request = ConsentRequest {
                    case: *case,
                    party: party.config.id.clone(),
                    purpose: party.config.purpose.clone(),
                    fields: inquiry.asserted.keys().copied().collect(),
                    until: clock::now() + CONSENT_COUNTS,
                };
                let recorded =
                    self.with_token(|backend, token| backend.record_consent(token, &request));
                recorded
                    .map(|recorded| Zeroizing::new(recorded.reference))
                    .map_err(|error| problem::of_backend(&error))
            }
        }
    }
}

/// The receipt is this request's, of this party and transaction, and says something of every field and no other.
/// Whether a clock is wrong is shown beside it.
fn is_answer(receipt: &PartyReceipt, request: &PartyRequest, party: &str) -> bool {
    let used = receipt.used_by(party, &request.transaction, receipt.answered_at);
    let asked: Vec<SharedField> = request.asserted.keys().copied().collect();
    let told: Vec<SharedField> = receipt.fields.keys().copied().collect();
    receipt.request == request.request && used == ReceiptUse::Usable && asked == told
}

fn new_id() -> Uuid {
    Builder::from_random_bytes(random_bytes()).into_uuid()
}

#[cfg(test)]
mod tests {
    use dossier::relying::PartySaid;
    use dossier::source::Origin;

    use super::*;

    #[test]
    fn an_answer_to_something_else_is_no_answer() {
        let value = |text: &str| Zeroizing::new(text.to_owned());
        let now = clock::now();
        let request = PartyRequest {
            request: new_id(),
            service: Service::Authentication,
            contract: "HD-01".into(),
            permit: "GP-01".into(),
            at: now,
            purpose: "mở tài khoản".into(),
            transaction: "GD-1".into(),
            consent: "x".into(),
            number: value("001199000018"),
            asserted: [(SharedField::Name, value("Nguyễn Thị Ví Dụ"))].into(),
        };
        let receipt = PartyReceipt {
            request: request.request,
            party: "ngan-hang".into(),
            contract: "HD-01".into(),
            service: Service::Authentication,
            purpose: request.purpose.clone(),
            transaction: "GD-1".into(),
            consent: Uuid::nil(),
            origin: Origin::Sample,
            said: PartySaid::Correct,
            fields: [(SharedField::Name, PartySaid::Correct)].into(),
            answered_at: now,
            usable_until: now + Duration::hours(48),
        };
        assert!(is_answer(&receipt, &request, "ngan-hang"));
        assert!(!is_answer(&receipt, &request, "ngan-hang-khac"));
        let changes: [fn(&mut PartyReceipt); 4] = [
            |receipt| receipt.request = Uuid::nil(),
            |receipt| receipt.transaction = "GD-2".into(),
            |receipt| receipt.fields.clear(),
            |receipt| {
                receipt.fields.insert(SharedField::Sex, PartySaid::Correct);
            },
        ];
        for change in changes {
            let mut other = receipt.clone();
            change(&mut other);
            assert!(!is_answer(&other, &request, "ngan-hang"));
        }
    }
}
