//! The card on the reader: a chip with its faults.

use std::time::Duration;

use openssl::bn::BigNum;
use openssl::pkey::{PKey, Private};
use time::OffsetDateTime;

use crate::Result;
use crate::chip::{Chip, Session, Settings, TerminalTrust};
use crate::fault::Fault;
use crate::issue::{self, AgreementKey, data_group_file};
use crate::link::Link;
use crate::person::Person;
use crate::pki::{TestPki, six_digits};
use crate::profile::Profile;
use crate::quirk::Quirk;
use crate::random::{self, Random};
use crate::recorder::Recorder;

/// A personalised card. It answers in process; [`crate::vpcd::serve`] puts it on a virtual reader.
pub struct Card {
    chip: Chip,
    answer_to_reset: Vec<u8>,
    delay: Duration,
    link: Option<Link>,
    recorder: Option<Recorder>,
}

impl Card {
    /// Issues a healthy card.
    ///
    /// # Errors
    /// When the portrait cannot be read, the profile asks for what cannot be issued, or OpenSSL refuses.
    pub fn personalise(
        person: &Person,
        pki: &TestPki,
        profile: &Profile,
        now: OffsetDateTime,
    ) -> Result<Self> {
        Self::personalise_with(person, pki, profile, now, &[])
    }

    /// Issues a card with faults.
    ///
    /// # Errors
    /// As [`Self::personalise`].
    pub fn personalise_with(
        person: &Person,
        pki: &TestPki,
        profile: &Profile,
        now: OffsetDateTime,
        faults: &[Fault],
    ) -> Result<Self> {
        let issued = issue::personalise(person, pki, profile, now, faults)?;
        let quirks: Vec<Quirk> = issue::quirks_of(faults).collect();
        let session = if quirks.contains(&Quirk::LeftoverSession) {
            Session::leftover()
        } else {
            Session::default()
        };
        let mut chip = Chip {
            master_files: issued.master_files,
            pace_offers: issued.pace_offers,
            files: issued.files,
            locked: profile
                .locked_data_groups
                .iter()
                .copied()
                .map(data_group_file)
                .collect(),
            keys: issued.keys,
            mrz_information: issued.zone.information(&issued.person),
            document_number: issued.zone.document_number(&issued.person),
            card_access_number: issued.person.card_access_number().to_owned(),
            personal_identification_number: profile.personal_identification_number.clone(),
            terminal_trust: terminal_trust(pki, profile, person),
            settings: Settings::of(profile),
            quirks,
            misbehaviours: issue::misbehaviours_of(faults).collect(),
            random: random::system(),
            session,
            answers_left: None,
            commands_to_reset: None,
        };
        let mut delay = Duration::ZERO;
        for fault in faults {
            match *fault {
                Fault::RemoveAfter(count) => chip.answers_left = Some(count),
                Fault::ResetAfter(count) => chip.commands_to_reset = Some(count),
                Fault::Slow(milliseconds) => delay = Duration::from_millis(milliseconds.into()),
                Fault::SelectMasterFile(status) => {
                    chip.settings.master_file_answer = Some(status);
                }
                Fault::LongestRead(most) => chip.settings.longest_read = Some(most.into()),
                _ => {}
            }
        }
        Ok(Self {
            chip,
            answer_to_reset: profile.answer_to_reset()?,
            delay,
            link: None,
            recorder: None,
        })
    }

    /// Takes nonces and ephemeral keys from `random` from now on.
    #[must_use]
    pub fn with_random(mut self, random: Random) -> Self {
        self.chip.random = random;
        self
    }

    /// Opens with another MRZ information (with check digits) and card access number, as the published
    /// worked examples need.
    #[must_use]
    pub fn with_access_keys(mut self, mrz_information: &str, card_access_number: &str) -> Self {
        mrz_information.clone_into(&mut self.chip.mrz_information);
        card_access_number.clone_into(&mut self.chip.card_access_number);
        self
    }

    /// Replaces one file of the application.
    #[must_use]
    pub fn with_file(mut self, identifier: u16, content: Vec<u8>) -> Self {
        self.chip.files.insert(identifier, content);
        self
    }

    /// One file of the application as it lies in the chip.
    #[must_use]
    pub fn file(&self, identifier: u16) -> Option<&[u8]> {
        self.chip.files.get(&identifier).map(Vec::as_slice)
    }

    /// Uses `private` for every static key on standardised `parameters`, as published worked examples
    /// need. DG14 keeps the key it was issued with.
    ///
    /// # Errors
    /// When the number is no private key of that group.
    pub fn with_static_key(mut self, parameters: u8, private: &[u8]) -> Result<Self> {
        let keys = &mut self.chip.keys;
        for key in keys.agreement.iter_mut().chain(&mut keys.mapping) {
            if key.offer.parameters == parameters {
                *key = AgreementKey::of(key.offer, BigNum::from_slice(private)?)?;
            }
        }
        Ok(self)
    }

    /// Signs Active Authentication with `key`. DG15 keeps the key it was issued with.
    #[must_use]
    pub fn with_signature_key(mut self, key: PKey<Private>) -> Self {
        if let Some(proof) = self.chip.keys.signature.as_mut() {
            proof.key = key;
        }
        self
    }

    /// Answers as slowly as over this radio link.
    #[must_use]
    pub fn with_link(mut self, link: Link) -> Self {
        self.link = Some(link);
        self
    }

    /// Writes what passes to `recorder`.
    #[must_use]
    pub fn with_recorder(mut self, recorder: Recorder) -> Self {
        self.recorder = Some(recorder);
        self
    }

    /// One file of the master file, such as EF.CardAccess or EF.CardSecurity.
    #[must_use]
    pub fn master_file(&self, identifier: u16) -> Option<&[u8]> {
        self.chip.master_files.get(&identifier).map(Vec::as_slice)
    }

    /// Answers one command. A card that was removed answers nothing at all.
    pub fn transmit(&mut self, apdu: &[u8]) -> Vec<u8> {
        match self.chip.answers_left.as_mut() {
            Some(0) => return Vec::new(),
            Some(left) => *left -= 1,
            None => {}
        }
        match self.chip.commands_to_reset {
            Some(0) => {
                self.chip.commands_to_reset = None;
                self.reset();
            }
            Some(left) => self.chip.commands_to_reset = Some(left - 1),
            None => {}
        }
        let answer = self.chip.answer(apdu);
        if let Some(recorder) = self.recorder.as_mut() {
            recorder.note(apdu, &answer);
        }
        answer
    }

    /// Reset: the session is forgotten, the files are not.
    pub fn reset(&mut self) {
        self.chip.session = Session::default();
    }

    /// Power on. The session that another program left behind outlives it: readers share a powered card.
    pub fn power_on(&mut self) {
        if !self.chip.session.is_leftover() {
            self.reset();
        }
    }

    /// Answer to reset.
    #[must_use]
    pub fn atr(&self) -> &[u8] {
        &self.answer_to_reset
    }

    /// Whether the card has left the field.
    #[must_use]
    pub fn is_removed(&self) -> bool {
        self.chip.answers_left == Some(0)
    }

    /// How much longer than necessary each answer takes. Keeping it is the caller's business.
    #[must_use]
    pub fn delay(&self) -> Duration {
        self.delay
    }

    /// How long a command and its answer take over the card's link, delay included.
    #[must_use]
    pub fn time(&self, command: usize, answer: usize) -> Duration {
        let link = self.link.map(|link| link.time(command, answer));
        self.delay + link.unwrap_or_default()
    }
}

/// The verifying CA that the card trusts, and the date it believes: that of its issue.
fn terminal_trust(pki: &TestPki, profile: &Profile, person: &Person) -> Option<TerminalTrust> {
    if !profile.terminal_authentication {
        return None;
    }
    Some(TerminalTrust {
        points: vec![pki.terminals()?.authority().clone()],
        today: six_digits(person.issued.midnight().assume_utc()),
    })
}

impl Settings {
    fn of(profile: &Profile) -> Self {
        let whole = usize::from(u16::MAX) + 11;
        let (command_buffer, answer_buffer) = profile.buffers.map_or((whole, whole), |buffers| {
            (usize::from(buffers.command), usize::from(buffers.response))
        });
        Self {
            basic_access_control: profile.basic_access_control,
            extended_length: profile.extended_length,
            command_buffer,
            answer_buffer,
            end_of_file_warning: profile.end_of_file_warning,
            master_file_answer: None,
            longest_read: None,
        }
    }
}
