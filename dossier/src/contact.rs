//! Phone number and e-mail address of the person. Decree 69/2024: an own mobile number is
//! required, an e-mail address is not.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use zeroize::ZeroizeOnDrop;

use crate::fault::Fault;

/// How the person wants to be reached, checked in form only: nobody has called the number yet.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// The mobile number.
    pub phone: PhoneNumber,
    /// The e-mail address, when the person has one.
    pub email: Option<EmailAddress>,
}

/// A Vietnamese mobile number in international form, `+84` and nine digits (ITU-T E.164).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ZeroizeOnDrop)]
#[serde(try_from = "String", into = "String")]
pub struct PhoneNumber(String);

/// An e-mail address of the plain `local@domain` form (RFC 5321 §4.1.2, ASCII).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ZeroizeOnDrop)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

/// Why a text is no contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ContactError {
    /// Nothing was typed.
    #[error("nothing was given")]
    Empty,
    /// Letters or signs that a number cannot have.
    #[error("a phone number has digits only")]
    NotDigits,
    /// Neither `0` nor `+84` and nine digits.
    #[error("a mobile number has nine digits after 0 or +84, not {digits}")]
    WrongLength {
        /// How many digits follow the prefix.
        digits: usize,
    },
    /// The first digit is not one of mobile networks.
    #[error("not a mobile number of Vietnam")]
    NotMobile,
    /// Not of the form `local@domain`.
    #[error("not an e-mail address")]
    NotAnAddress,
}

impl ContactError {
    /// The clause that the text is measured against.
    #[must_use]
    pub fn clause(&self) -> &'static str {
        match self {
            Self::NotAnAddress => "RFC 5321 §4.1.2",
            Self::Empty | Self::NotDigits | Self::WrongLength { .. } | Self::NotMobile => {
                "NĐ 69/2024 (số thuê bao di động chính chủ)"
            }
        }
    }

    /// Who must act.
    #[must_use]
    pub fn who(&self) -> Fault {
        Fault::Operator
    }
}

impl PhoneNumber {
    /// Accepts `0912 345 678`, `+84912345678` and `84912345678`, with spaces, dots or hyphens.
    ///
    /// # Errors
    /// [`ContactError`] when the text is not a Vietnamese mobile number.
    pub fn parse(text: &str) -> Result<Self, ContactError> {
        let typed: String = text
            .nfkc()
            .filter(|letter| !letter.is_whitespace() && !matches!(letter, '.' | '-' | '(' | ')'))
            .take(32)
            .collect();
        if typed.is_empty() {
            return Err(ContactError::Empty);
        }
        let international = typed.strip_prefix('+').unwrap_or(&typed);
        if !international.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(ContactError::NotDigits);
        }
        let national = typed
            .strip_prefix("+84")
            .or_else(|| typed.strip_prefix('0'))
            .or_else(|| typed.strip_prefix("84").filter(|rest| rest.len() == 9))
            .unwrap_or(international);
        if national.len() != 9 || national.len() == international.len() {
            return Err(ContactError::WrongLength {
                digits: national.len(),
            });
        }
        if !national.starts_with(['3', '5', '7', '8', '9']) {
            return Err(ContactError::NotMobile);
        }
        Ok(Self(format!("+84{national}")))
    }

    /// The international form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form people read back: `0912 345 678`.
    #[must_use]
    pub fn spoken(&self) -> String {
        let mut spoken = String::from("0");
        for (index, digit) in self.0.chars().skip(3).enumerate() {
            if index == 3 || index == 6 {
                spoken.push(' ');
            }
            spoken.push(digit);
        }
        spoken
    }
}

impl EmailAddress {
    /// Accepts a plain address; the domain is kept in lower case.
    ///
    /// # Errors
    /// [`ContactError`] when the text is not an address.
    pub fn parse(text: &str) -> Result<Self, ContactError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(ContactError::Empty);
        }
        let (local, domain) = text.rsplit_once('@').ok_or(ContactError::NotAnAddress)?;
        let domain = domain.to_ascii_lowercase();
        if text.len() <= 254 && is_dot_atom(local) && local.len() <= 64 && is_domain(&domain) {
            Ok(Self(format!("{local}@{domain}")))
        } else {
            Err(ContactError::NotAnAddress)
        }
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for PhoneNumber {
    type Error = ContactError;

    fn try_from(text: String) -> Result<Self, ContactError> {
        Self::parse(&text)
    }
}

impl From<PhoneNumber> for String {
    fn from(number: PhoneNumber) -> Self {
        number.0.clone()
    }
}

impl TryFrom<String> for EmailAddress {
    type Error = ContactError;

    fn try_from(text: String) -> Result<Self, ContactError> {
        Self::parse(&text)
    }
}

impl From<EmailAddress> for String {
    fn from(address: EmailAddress) -> Self {
        address.0.clone()
    }
}

fn is_dot_atom(local: &str) -> bool {
    let atom =
        |letter: char| letter.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(letter);
    local
        .split('.')
        .all(|part| !part.is_empty() && part.chars().all(atom))
}

fn is_domain(domain: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .chars()
                .all(|letter| letter.is_ascii_alphanumeric() || letter == '-')
    };
    let top = domain.rsplit('.').next().unwrap_or_default();
    domain.contains('.')
        && domain.split('.').all(label)
        && top.len() >= 2
        && !top.starts_with(char::is_numeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mobile_number_has_one_stored_form() {
        for typed in [
            "0912345678",
            "0912 345 678",
            "+84 912.345.678",
            "84912345678",
            "０９１２３４５６７８",
        ] {
            assert_eq!(
                PhoneNumber::parse(typed).unwrap().as_str(),
                "+84912345678",
                "{typed}"
            );
        }
        assert_eq!(
            PhoneNumber::parse("0912345678").unwrap().spoken(),
            "0912 345 678"
        );
    }

    #[test]
    fn what_is_no_mobile_number_says_why() {
        let why = |typed: &str| PhoneNumber::parse(typed).err().unwrap();
        assert_eq!(why("  "), ContactError::Empty);
        assert_eq!(why("09123a5678"), ContactError::NotDigits);
        assert_eq!(why("091234567"), ContactError::WrongLength { digits: 8 });
        assert_eq!(why("912345678"), ContactError::WrongLength { digits: 9 });
        assert_eq!(why("+1912345678"), ContactError::WrongLength { digits: 10 });
        assert_eq!(why("0212345678"), ContactError::NotMobile);
    }

    #[test]
    fn an_address_is_plain() {
        let kept = EmailAddress::parse(" vi.du+1@Thu.Example.VN ").unwrap();
        assert_eq!(kept.as_str(), "vi.du+1@thu.example.vn");
        for typed in [
            "a",
            "a@b",
            "@b.vn",
            "a@.vn",
            "a b@c.vn",
            "a..b@c.vn",
            "a@-c.vn",
            "a@c.1",
            "ví@c.vn",
        ] {
            assert_eq!(
                EmailAddress::parse(typed).err(),
                Some(ContactError::NotAnAddress),
                "{typed}"
            );
        }
    }
}
