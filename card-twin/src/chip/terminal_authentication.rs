//! Terminal Authentication version 1. BSI TR-03110-1 §3.4, ICAO Doc 9303-11 §7.

use super::apdu::{Answer, Command, Reply, StatusWord};
use super::{Access, Chip};
use crate::der;
use crate::pki::cv_certificate::{CvCertificate, Role};
use crate::quirk::Quirk;

/// Whom the chip lets read fingerprints: the verifying CAs it trusts, newest first, and the date that it
/// believes, which only certificates move on.
pub(crate) struct TerminalTrust {
    pub(crate) points: Vec<CvCertificate>,
    pub(crate) today: [u8; 6],
}

/// A run of Terminal Authentication.
#[derive(Default)]
pub(crate) struct TerminalRun {
    /// Name of the key that verifies the next certificate.
    verifying: Option<Vec<u8>>,
    /// Certificates verified in this session.
    chain: Vec<CvCertificate>,
    /// The certificate that the terminal says it is.
    named: Option<CvCertificate>,
    /// Rights of the authenticated terminal.
    rights: Option<u8>,
}

impl TerminalRun {
    pub(super) fn is_named(&self) -> bool {
        self.named.is_some()
    }
}

impl Chip {
    /// MSE:SET DST names the key that verifies the next certificate.
    pub(super) fn set_verifying_key(&mut self, command: &Command) -> Reply {
        self.terminal_precondition()?;
        let objects = der::all(&command.data).ok_or(StatusWord::WRONG_DATA)?;
        let name = der::pick(&objects, 0x83).ok_or(StatusWord::WRONG_DATA)?;
        if self.verifying_certificate(name).is_none() {
            return Err(StatusWord::REFERENCE_NOT_FOUND);
        }
        self.session.terminal.verifying = Some(name.to_vec());
        Ok(Answer::ok(Vec::new()))
    }

    /// PSO:VERIFY CERTIFICATE with body and signature.
    pub(super) fn verify_certificate(&mut self, command: &Command) -> Reply {
        self.terminal_precondition()?;
        if (command.p1, command.p2) != (0x00, 0xBE) {
            return Err(StatusWord::WRONG_PARAMETERS);
        }
        let name = self.session.terminal.verifying.take();
        let name = name.ok_or(StatusWord::CONDITIONS_NOT_SATISFIED)?;
        let issuer = self
            .verifying_certificate(&name)
            .ok_or(StatusWord::REFERENCE_NOT_FOUND)?;
        let subject =
            CvCertificate::parse(&command.data, Some(&issuer.key)).ok_or(StatusWord::WRONG_DATA)?;
        let today = self.terminal_trust.as_ref().map(|trust| trust.today);
        let in_time = today.is_some_and(|today| today <= subject.expires);
        if !subject.may_follow(issuer) || !in_time || !subject.is_signed_by(&issuer.key) {
            return Err(StatusWord::AUTHENTICATION_FAILED);
        }
        self.accept(subject);
        Ok(Answer::ok(Vec::new()))
    }

    /// A link certificate becomes a trust point; all but foreign certificates move the date on.
    fn accept(&mut self, subject: CvCertificate) {
        let Some(trust) = self.terminal_trust.as_mut() else {
            return;
        };
        if subject.role != Role::ForeignVerifier {
            trust.today = trust.today.max(subject.effective);
        }
        if subject.role == Role::Authority {
            trust.points.insert(0, subject.clone());
            trust.points.truncate(2);
            let references: Vec<&[u8]> = trust.points.iter().map(|point| &*point.holder).collect();
            let file = crate::issue::verifying_authorities(&references);
            self.files.insert(crate::issue::EF_CVCA, file);
        }
        self.session.terminal.chain.push(subject);
    }

    /// MSE:SET AT names the terminal's own certificate.
    pub(super) fn set_terminal(&mut self, command: &Command) -> Reply {
        self.terminal_precondition()?;
        let objects = der::all(&command.data).ok_or(StatusWord::WRONG_DATA)?;
        let name = der::pick(&objects, 0x83).ok_or(StatusWord::WRONG_DATA)?;
        let chain = &self.session.terminal.chain;
        let found = chain
            .iter()
            .find(|known| known.holder == name && known.role == Role::Terminal);
        self.session.terminal.named = Some(found.ok_or(StatusWord::REFERENCE_NOT_FOUND)?.clone());
        Ok(Answer::ok(Vec::new()))
    }

    /// EXTERNAL AUTHENTICATE: the terminal signs the chip's name, its challenge and its own key of Chip
    /// Authentication.
    pub(super) fn authenticate_terminal(&mut self, command: &Command) -> Reply {
        let terminal = self.session.terminal.named.take();
        let terminal = terminal.ok_or(StatusWord::CONDITIONS_NOT_SATISFIED)?;
        let challenge = self.session.challenge.take();
        let challenge = challenge.ok_or(StatusWord::CONDITIONS_NOT_SATISFIED)?;
        let key = self.session.terminal_key.clone();
        let key = key.ok_or(StatusWord::CONDITIONS_NOT_SATISFIED)?;
        let message = [self.own_name(), challenge, key].concat();
        if !terminal.key.verifies(&message, &command.data) {
            return Err(StatusWord::AUTHENTICATION_FAILED);
        }
        self.session.terminal.rights = Some(self.effective_rights(&terminal));
        Ok(Answer::ok(Vec::new()))
    }

    /// Bytes of the challenge that Terminal Authentication gets.
    pub(super) fn challenge_bytes(&self) -> usize {
        match () {
            () if !self.session.terminal.is_named() => 8,
            () if self.has(Quirk::ShortChallenge) => 7,
            () if self.has(Quirk::LongChallenge) => 9,
            () => 8,
        }
    }

    /// Whether the authenticated terminal may read a locked file.
    pub(super) fn terminal_may_read(&self, identifier: u16) -> bool {
        let bit = match identifier {
            0x0103 => 0x01,
            0x0104 => 0x02,
            _ => return false,
        };
        self.session
            .terminal
            .rights
            .is_some_and(|rights| rights & bit != 0)
    }

    fn terminal_precondition(&self) -> Result<(), StatusWord> {
        if self.terminal_trust.is_none() {
            return Err(StatusWord::INSTRUCTION_NOT_SUPPORTED);
        }
        if !self.access_granted() || self.session.terminal_key.is_none() {
            return Err(StatusWord::SECURITY_NOT_SATISFIED);
        }
        Ok(())
    }

    fn verifying_certificate(&self, name: &[u8]) -> Option<&CvCertificate> {
        let points = self.terminal_trust.iter().flat_map(|trust| &trust.points);
        points
            .chain(&self.session.terminal.chain)
            .find(|known| known.holder == name)
    }

    /// The chip's ephemeral key of PACE, or after BAC the document number with its check digit.
    fn own_name(&self) -> Vec<u8> {
        match (self.session.access, &self.session.pace_identity) {
            (Access::Pace, Some(identity)) => identity.clone(),
            _ => self.document_number.as_bytes().to_vec(),
        }
    }

    /// Rights that the whole chain grants.
    fn effective_rights(&self, terminal: &CvCertificate) -> u8 {
        let mut rights = terminal.rights;
        let mut issuer = terminal.authority.clone();
        for _ in 0..4 {
            let Some(certificate) = self.verifying_certificate(&issuer) else {
                break;
            };
            rights &= certificate.rights;
            if certificate.role == Role::Authority {
                break;
            }
            issuer.clone_from(&certificate.authority);
        }
        rights
    }
}
