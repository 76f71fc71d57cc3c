//! What was presented at the counter, as JSON.

use reader::presented::{MAX_PRESENTED, Presented, PresentedKind};
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop};

use super::evidence::OutOfBounds;

#[derive(Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
#[serde(deny_unknown_fields)]
pub(crate) struct PresentedForm {
    #[zeroize(skip)]
    kind: Kind,
    text: String,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Qr,
    Mrz,
    Number,
    Can,
}

impl From<&Presented> for PresentedForm {
    fn from(presented: &Presented) -> Self {
        let kind = match presented.kind() {
            PresentedKind::Qr => Kind::Qr,
            PresentedKind::Mrz => Kind::Mrz,
            PresentedKind::Number => Kind::Number,
            PresentedKind::Can => Kind::Can,
        };
        Self {
            kind,
            text: presented.text().to_owned(),
        }
    }
}

/// Every text is parsed again: one that is not of its kind makes the whole list worthless.
pub(crate) fn all(forms: Vec<PresentedForm>) -> Result<Vec<Presented>, OutOfBounds> {
    if forms.len() > MAX_PRESENTED {
        return Err(OutOfBounds);
    }
    forms
        .iter()
        .map(|form| {
            let kind = match form.kind {
                Kind::Qr => PresentedKind::Qr,
                Kind::Mrz => PresentedKind::Mrz,
                Kind::Number => PresentedKind::Number,
                Kind::Can => PresentedKind::Can,
            };
            Presented::new(kind, &form.text).map_err(|_| OutOfBounds)
        })
        .collect()
}
