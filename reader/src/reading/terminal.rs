//! Terminal authentication during a reading, and the fingerprints that it opens. ICAO Doc 9303-11 §7.

use super::plan;
use super::procedure::{Interruption, Procedure};
use crate::access::AccessKey;
use crate::card::{Card, ExchangeError, SecureChannel};
use crate::channel::CardChannel;
use crate::files::{DataGroupNumber, FileId};
use crate::lds::dg14;
use crate::read_out::TerminalAuthorisation;
use crate::terminal_authentication::{Binding, authenticate};

/// Check digits and dates behind the document number in the information of the MRZ.
const DATES_LEN: usize = 14;

impl Procedure<'_> {
    /// Shows the terminal's certificates to a chip that asks for them, and reads DG3 when it opens.
    pub(super) fn authenticate_terminal<C: CardChannel>(
        &mut self,
        card: &mut Card<SecureChannel, C>,
    ) -> Result<(), Interruption> {
        let fingers = FileId::DataGroup(DataGroupNumber::FINGERS);
        if !plan::lists_fingers(&self.out) {
            self.out.evidence.terminal_authentication = TerminalAuthorisation::NotOffered;
            return Ok(());
        }
        let outcome = self.run_terminal_authentication(card)?;
        let reads_fingers = matches!(
            outcome,
            TerminalAuthorisation::Authorised {
                reads_fingers: true,
                ..
            }
        );
        self.out.evidence.terminal_authentication = outcome;
        if reads_fingers {
            self.read_file(card, fingers, None)?;
        }
        Ok(())
    }

    fn run_terminal_authentication<C: CardChannel>(
        &mut self,
        card: &mut Card<SecureChannel, C>,
    ) -> Result<TerminalAuthorisation, Interruption> {
        let trail = card.pace_trail().cloned();
        let chip_name = match (&trail, &self.request.key) {
            (Some(trail), _) => trail.chip_name.clone(),
            (None, AccessKey::Mrz(key)) => {
                let information = key.information();
                let len = information.len().saturating_sub(DATES_LEN);
                information.get(..len).unwrap_or_default().to_vec()
            }
            (None, _) => return Ok(TerminalAuthorisation::NotAuthorised),
        };
        // Without chip authentication the chip knows our key of PACE only when that proved the chip.
        let of_mapping = trail
            .as_ref()
            .filter(|trail| trail.chip_authentication.is_some())
            .map(|trail| trail.terminal_name.clone());
        let terminal_name = self.terminal_name.clone().or(of_mapping);
        let (Some(signer), Some(terminal_name)) = (self.terminal_signer(), terminal_name) else {
            return Ok(TerminalAuthorisation::NotAuthorised);
        };
        let file = FileId::DataGroup(DataGroupNumber::SECURITY_OPTIONS);
        let infos = self
            .out
            .files
            .bytes(file)
            .and_then(|bytes| dg14::parse(bytes).ok());
        let binding = Binding {
            chip_name: &chip_name,
            terminal_name: &terminal_name,
            authorities: trail.as_ref().map_or(&[], |trail| &trail.authorities),
            references_file: infos.and_then(|infos| infos.verifying_authorities_file),
            today: self.aids.today,
        };
        match authenticate(card, signer, &binding) {
            Ok(outcome) => Ok(outcome),
            Err(error @ ExchangeError::SecureMessaging(_)) => {
                Err(Interruption::Session(error, None))
            }
            Err(error) => Err(Interruption::Final(error.into())),
        }
    }
}
