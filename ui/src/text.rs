//! Every word that a person reads, in Vietnamese and English, Unicode form NFC.

use dossier::consent::Language;

/// Declares the words of a list and the list of them.
macro_rules! words {
    ($($name:ident: $vi:literal, $en:literal;)+) => {
        $(
            #[doc = concat!("“", $en, "”.")]
            pub const $name: Say = say($vi, $en);
        )+
        /// Every word of this list, for the tests of fonts and translations.
        pub const ALL: &[Say] = &[$($name),+];
    };
}

pub mod appearance;
pub mod backend;
pub mod bank;
pub mod card;
pub mod check;
pub mod citizen;
pub mod code_book;
pub mod decision;
pub mod devices;
pub mod evidence;
pub mod fingers;
pub(crate) mod fold;
pub mod identity;
pub mod inspection;
pub mod policy;
pub mod portrait;
pub mod problem;
pub mod reason;
pub mod registration;
pub mod ruling;
pub mod screen;
pub mod sources;
pub mod subject;
pub mod tester;
pub mod trust;
pub mod upkeep;

/// One text in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Say {
    /// Vietnamese.
    pub vi: &'static str,
    /// English.
    pub en: &'static str,
}

impl Say {
    /// The text in one language.
    #[must_use]
    pub fn by(self, language: Language) -> &'static str {
        match language {
            Language::Vi => self.vi,
            Language::En => self.en,
        }
    }
}

/// A text in both languages, Vietnamese first.
#[must_use]
pub const fn say(vi: &'static str, en: &'static str) -> Say {
    Say { vi, en }
}
