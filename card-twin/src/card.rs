//! The card on the reader: a chip with its faults.

use std::time::Duration;

use time::OffsetDateTime;

use crate::Result;
use crate::chip::{Chip, Session};
use crate::fault::Fault;
use crate::issue::{self, data_group_file, mrz};
use crate::person::Person;
use crate::pki::TestPki;
use crate::profile::Profile;
use crate::random::{self, Random};

/// A personalised card. It answers in process; [`crate::vpcd::serve`] puts it on a virtual reader.
pub struct Card {
    chip: Chip,
    answer_to_reset: Vec<u8>,
    answers_left: Option<u32>,
    delay: Duration,
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
        let personalisation = issue::personalise(person, pki, profile, now, faults)?;
        let chip = Chip {
            card_access: if profile.pace {
                Some(profile.card_access_bytes()?)
            } else {
                None
            },
            files: personalisation.files,
            locked: profile
                .locked_data_groups
                .iter()
                .copied()
                .map(data_group_file)
                .collect(),
            keys: personalisation.keys,
            mrz_information: mrz::information(person),
            card_access_number: person.card_access_number().to_owned(),
            basic_access_control: profile.basic_access_control,
            extended_length: profile.extended_length,
            end_of_file_warning: profile.end_of_file_warning,
            random: random::system(),
            session: Session::default(),
        };
        let mut card = Self {
            chip,
            answer_to_reset: profile.answer_to_reset()?,
            answers_left: None,
            delay: Duration::ZERO,
        };
        for fault in faults {
            match *fault {
                Fault::RemoveAfter(count) => card.answers_left = Some(count),
                Fault::Slow(milliseconds) => {
                    card.delay = Duration::from_millis(milliseconds.into())
                }
                _ => {}
            }
        }
        Ok(card)
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

    /// Answers one command. A card that was removed answers nothing at all.
    pub fn transmit(&mut self, apdu: &[u8]) -> Vec<u8> {
        match self.answers_left.as_mut() {
            Some(0) => return Vec::new(),
            Some(left) => *left -= 1,
            None => {}
        }
        self.chip.answer(apdu)
    }

    /// Power off and on: the session is forgotten, the files are not.
    pub fn reset(&mut self) {
        self.chip.session = Session::default();
    }

    /// Answer to reset.
    #[must_use]
    pub fn atr(&self) -> &[u8] {
        &self.answer_to_reset
    }

    /// Whether the card has left the field.
    #[must_use]
    pub fn is_removed(&self) -> bool {
        self.answers_left == Some(0)
    }

    /// How much longer than necessary each answer takes. Keeping it is the caller's business.
    #[must_use]
    pub fn delay(&self) -> Duration {
        self.delay
    }
}
