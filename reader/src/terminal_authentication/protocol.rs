//! Running terminal authentication over the keys of chip authentication. ICAO Doc 9303-11 §7.1, BSI TR-03110-3 §B.3.

use time::Date;

use super::certificate_chain::chain_to;
use super::cv_certificate::CvCertificate;
use super::{TerminalSigner, references};
use crate::card::{Exchange, ExchangeError};
use crate::chip::long_command;
use crate::read_out::TerminalAuthorisation;
use crate::wire::{CommandApdu, ResponseApdu, data_object};

const CHALLENGE_LEN: usize = 8;

/// What ties the terminal's signature to this chip and this session.
pub(crate) struct Binding<'a> {
    /// The chip's compressed ephemeral key of PACE, or after basic access control the document number
    /// with its check digit.
    pub(crate) chip_name: &'a [u8],
    /// The terminal's compressed ephemeral key of chip authentication.
    pub(crate) terminal_name: &'a [u8],
    /// References that the chip gave in PACE; without any EF.CVCA is read.
    pub(crate) authorities: &'a [Vec<u8>],
    /// Where EF.CVCA is, when DG14 says so.
    pub(crate) references_file: Option<u16>,
    /// The day by the terminal's clock, when it is known.
    pub(crate) today: Option<Date>,
}

/// Presents the terminal's certificates and signs the chip's challenge. A terminal without certificates
/// for this chip sends nothing but the reading of EF.CVCA.
pub(crate) fn authenticate(
    card: &mut dyn Exchange,
    signer: &dyn TerminalSigner,
    binding: &Binding<'_>,
) -> Result<TerminalAuthorisation, ExchangeError> {
    let certificates: Vec<CvCertificate> = signer
        .certificate_chain()
        .iter()
        .filter_map(|bytes| CvCertificate::parse(bytes).ok())
        .collect();
    let of_file = match binding.authorities {
        [] if !certificates.is_empty() => references::read(card, binding.references_file)?,
        _ => Vec::new(),
    };
    let authorities = match binding.authorities {
        [] => of_file.as_slice(),
        given => given,
    };
    // The chip's own clock, which only certificates move, lags behind: it would take what has ended.
    let Ok(chain) = chain_to(&certificates, authorities, binding.today) else {
        return Ok(TerminalAuthorisation::NotAuthorised);
    };
    let Some(terminal) = chain.last() else {
        return Ok(TerminalAuthorisation::NotAuthorised);
    };
    for certificate in &chain {
        let commands = [
            set_template(0xB6, certificate.authority()),
            CommandApdu::new([0x00, 0x2A, 0x00, 0xBE]).with_data(certificate.body_and_signature()),
        ];
        for command in commands {
            let response = long_command::exchange(card, &command)?;
            if !response.status().is_success() {
                return Ok(refused(&response));
            }
        }
    }
    let response = card.exchange(&set_template(0xA4, terminal.holder()))?;
    if !response.status().is_success() {
        return Ok(refused(&response));
    }
    let response = sign_challenge(card, signer, terminal, binding)?;
    Ok(match response {
        Ok(response) if response.status().is_success() => TerminalAuthorisation::Authorised {
            holder: String::from_utf8_lossy(terminal.holder()).into_owned(),
            reads_fingers: chain.iter().all(|one| one.grants_fingers()),
        },
        Ok(response) => refused(&response),
        Err(outcome) => outcome,
    })
}

/// GET CHALLENGE and EXTERNAL AUTHENTICATE.
fn sign_challenge(
    card: &mut dyn Exchange,
    signer: &dyn TerminalSigner,
    terminal: &CvCertificate,
    binding: &Binding<'_>,
) -> Result<Result<ResponseApdu, TerminalAuthorisation>, ExchangeError> {
    let challenge = CommandApdu::new([0x00, 0x84, 0x00, 0x00]).expecting(CHALLENGE_LEN);
    let challenge = card.exchange(&challenge)?;
    if !challenge.status().is_success() {
        return Ok(Err(refused(&challenge)));
    }
    if challenge.data().len() != CHALLENGE_LEN {
        return Ok(Err(TerminalAuthorisation::Refused(None)));
    }
    let message = [binding.chip_name, challenge.data(), binding.terminal_name].concat();
    let Ok(signature) = signer.sign(terminal.algorithm(), &message) else {
        return Ok(Err(TerminalAuthorisation::NotAuthorised));
    };
    let command = CommandApdu::new([0x00, 0x82, 0x00, 0x00]).with_data(signature);
    long_command::exchange(card, &command).map(Ok)
}

/// MSE:Set DST (B6) names the key that verifies the next certificate, MSE:Set AT (A4) the terminal's.
fn set_template(template: u8, reference: &[u8]) -> CommandApdu {
    let mut data = Vec::new();
    data_object::append(&mut data, 0x83, reference);
    CommandApdu::new([0x00, 0x22, 0x81, template]).with_data(data)
}

fn refused(response: &ResponseApdu) -> TerminalAuthorisation {
    TerminalAuthorisation::Refused(Some(response.status().value()))
}
