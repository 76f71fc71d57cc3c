//! The standard card in its three kinds of buffer, and its issuer.

use std::path::Path;

use anyhow::{Context, Result};
use card_twin::card::Card;
use card_twin::person::{EXAMPLE_FILE, Person};
use card_twin::pki::TestPki;
use card_twin::profile::{Hash, Profile};
use serde::Serialize;
use time::OffsetDateTime;
use time::macros::datetime;

/// When everything is read.
pub(crate) const NOW: OffsetDateTime = datetime!(2026-11-01 09:00 +7);
/// CAN of the fictitious citizen.
pub(crate) const CAN: &str = "000018";
/// The picture of the standard card: with its headers DG2 has 18 KB.
const PICTURE_LEN: usize = 17_900;
/// Standardised domain parameters of NIST P-256. 9303-11 §9.5.1.
const P256: u8 = 12;
/// Card capabilities with extended length. ISO/IEC 7816-4 §12.1.1.
const EXTENDED_HISTORICAL_BYTES: &str = "8073C021C0";
const EF_DG2: u16 = 0x0102;

/// How long the card's answers may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Strategy {
    /// 256 bytes and a status word.
    Short,
    /// A buffer of 1920 bytes.
    Extended1920,
    /// A buffer of 64 KB.
    Extended64k,
}

impl Strategy {
    pub(crate) const ALL: [Self; 3] = [Self::Short, Self::Extended1920, Self::Extended64k];

    fn of(self, profile: Profile) -> Profile {
        match self {
            Self::Short => profile,
            Self::Extended1920 => extended(profile, 1920),
            Self::Extended64k => extended(profile, u16::MAX),
        }
    }
}

fn extended(mut profile: Profile, buffer: u16) -> Profile {
    profile.historical_bytes = EXTENDED_HISTORICAL_BYTES.to_owned();
    profile.with_buffers(buffer, buffer)
}

/// Issuer and citizen.
pub(crate) struct Desk {
    person: Person,
    pub(crate) pki: TestPki,
}

impl Desk {
    pub(crate) fn set_up() -> Result<Self> {
        Ok(Self {
            person: Person::load(Path::new(EXAMPLE_FILE))?,
            pki: TestPki::mint(NOW)?,
        })
    }

    /// CardAccess, COM, SOD, DG1, DG2 of 18 KB, DG13, DG14, DG15; PACE, chip and active authentication.
    pub(crate) fn standard(&self, strategy: Strategy) -> Result<Profile> {
        let profile = Profile::built_in("cccd-2021")?;
        let card = self.issue(&profile)?;
        let face = card.file(EF_DG2).context("DG2")?;
        let begin = face
            .windows(3)
            .position(|at| at == [0xFF, 0xD8, 0xFF])
            .context("a JPEG in DG2")?;
        // Cut to the size: a reading does not look inside.
        let picture = face.get(begin..begin + PICTURE_LEN).context("18 KB")?;
        Ok(strategy.of(profile.with_portrait(picture.to_vec())))
    }

    /// The same without chip authentication, and with the one curve of active authentication (P-256)
    /// that the other reader verifies.
    pub(crate) fn for_both(&self, strategy: Strategy) -> Result<Profile> {
        let profile = self.standard(strategy)?.with_chip_keys(&[])?;
        Ok(profile.with_ecdsa(P256, Hash::Sha256, false))
    }

    pub(crate) fn issue(&self, profile: &Profile) -> Result<Card> {
        let card = Card::personalise(&self.person, &self.pki, profile, NOW)?;
        Ok(card)
    }

    /// The trusted issuer's certificate, DER.
    pub(crate) fn csca(&self) -> Result<Vec<u8>> {
        Ok(self.pki.csca().to_der()?)
    }
}
