//! The sample registry: fictitious people. It holds no biometric reference, so of faces and fingers it says nothing.

use std::collections::BTreeMap;

use dossier::source::{Origin, Reply, Said, SourceField, SourceStanding, WhyNotSaid};
use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

use super::{
    Answer, Answers, Heading,
    question::{OfCard, OfForeigner, OfOrganisation, OfPaper, OfPerson, Value},
};

const BUILT_IN: &str = include_str!("sample.toml");
/// The longest registry that is read.
pub(super) const MAX_LEN: u64 = 16 << 20;
/// How many people are generated beside those that are written down.
const GENERATED: u32 = 500;

/// Fictitious people, by what they are looked up under.
#[derive(Clone, Debug, Default)]
pub struct Sample {
    people: BTreeMap<String, Person>,
    foreigners: BTreeMap<(String, String), Foreigner>,
    organisations: BTreeMap<String, Organisation>,
    papers: BTreeMap<(String, String), Paper>,
}

/// The registry is not of its form.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the registry does not have its form: {0}")]
pub struct NoRegistry(String);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    person: Vec<Person>,
    #[serde(default)]
    foreigner: Vec<Foreigner>,
    #[serde(default)]
    organisation: Vec<Organisation>,
    #[serde(default)]
    paper: Vec<Paper>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Person {
    number: String,
    name: String,
    date_of_birth: String,
    sex: String,
    #[serde(default = "vietnam")]
    nationality: String,
    residence: Option<String>,
    document_number: Option<String>,
    date_of_expiry: Option<String>,
    #[serde(default)]
    standing: Standing,
    /// Of the card, apart from its holder.
    #[serde(default)]
    card: Standing,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Foreigner {
    nationality: String,
    document_number: String,
    immigration_key: String,
    name: String,
    date_of_birth: String,
    sex: String,
    #[serde(default)]
    standing: Standing,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Organisation {
    code: String,
    name: String,
    tax_code: Option<String>,
    head_office: String,
    #[serde(default)]
    standing: Standing,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Paper {
    number: String,
    title: String,
    paper: String,
    issuer: String,
    issued_on: String,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Standing {
    #[default]
    Registered,
    Locked,
    Died,
}

impl Sample {
    /// The people that come with the program.
    ///
    /// # Errors
    /// [`NoRegistry`] when the program was built with a broken one.
    pub fn built_in() -> Result<Self, NoRegistry> {
        let mut sample = Self::parse(BUILT_IN)?;
        for place in 0..GENERATED {
            let person = generated(place);
            sample.people.entry(person.number.clone()).or_insert(person);
        }
        Ok(sample)
    }

    /// The people of a file, and nobody else.
    ///
    /// # Errors
    /// [`NoRegistry`] when the text is not of this form.
    pub fn parse(text: &str) -> Result<Self, NoRegistry> {
        // The parser's whole message would quote the file.
        let file: File =
            toml::from_str(text).map_err(|why| NoRegistry(why.message().to_owned()))?;
        let passport = |one: &Foreigner| (one.nationality.clone(), one.document_number.clone());
        let paper = |one: &Paper| (one.number.clone(), one.paper.clone());
        Ok(Self {
            people: by(file.person, |one| one.number.clone()),
            foreigners: by(file.foreigner, passport),
            organisations: by(file.organisation, |one| one.code.clone()),
            papers: by(file.paper, paper),
        })
    }
}

fn by<K: Ord, T>(all: Vec<T>, key: impl Fn(&T) -> K) -> BTreeMap<K, T> {
    all.into_iter().map(|one| (key(&one), one)).collect()
}

fn vietnam() -> String {
    "VNM".into()
}

/// A person who does not exist: the same for the same place, always. Numbers of the province 000, which there is
/// not.
fn generated(place: u32) -> Person {
    const FAMILY: [&str; 5] = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng"];
    const MIDDLE: [[&str; 2]; 2] = [["Văn", "Hữu"], ["Thị", "Ngọc"]];
    const GIVEN: [&str; 7] = ["Mẫu", "Thử", "Ví Dụ", "Giả Định", "Minh Họa", "Tập", "Nháp"];
    let pick = |list: &[&'static str], by: u32| {
        let length = u32::try_from(list.len()).unwrap_or(1);
        let place = usize::try_from(by % length).unwrap_or_default();
        list.get(place).copied().unwrap_or_default()
    };
    let female = place % 2 == 1;
    let year = 1950 + place % 50;
    let middle = if female { &MIDDLE[1] } else { &MIDDLE[0] };
    let number = format!("000{}{:02}{place:06}", u8::from(female), year % 100);
    Person {
        name: format!(
            "{} {} {}",
            pick(&FAMILY, place / 2),
            pick(middle, place / 10),
            pick(&GIVEN, place / 20)
        ),
        date_of_birth: format!("{year}-{:02}-{:02}", 1 + place % 12, 1 + place % 28),
        sex: if female { "F" } else { "M" }.into(),
        nationality: vietnam(),
        residence: None,
        document_number: number.get(3..).map(str::to_owned),
        date_of_expiry: None,
        standing: Standing::Registered,
        card: Standing::Registered,
        number,
    }
}

impl From<Standing> for SourceStanding {
    fn from(standing: Standing) -> Self {
        match standing {
            Standing::Registered => Self::Registered,
            Standing::Locked => Self::Locked,
            Standing::Died => Self::Died,
        }
    }
}

/// What is said of each field that was asked about: the value asked, and the value held.
type Comparison<'a> = (SourceField, Option<&'a Value>, Option<&'a str>);

fn answer(standing: SourceStanding, compared: &[Comparison<'_>], faces: &[SourceField]) -> Answer {
    let identity = compared.iter().filter_map(|(field, asked, held)| {
        let asked = asked.as_ref()?;
        Some((
            *field,
            match held {
                Some(held) if same(asked, held) => Said::Correct,
                Some(_) => Said::Incorrect,
                None => Said::NotAnswered(WhyNotSaid::NoReference),
            },
        ))
    });
    let faces = faces
        .iter()
        .map(|field| (*field, Said::NotAnswered(WhyNotSaid::NoReference)));
    Answer {
        origin: Origin::Sample,
        reply: Reply::Answered {
            standing,
            fields: identity.chain(faces).collect(),
        },
        words: None,
    }
}

fn nobody() -> Answer {
    answer(SourceStanding::NotRegistered, &[], &[])
}

/// One Unicode form, one case, one blank between words.
fn same(asked: &str, held: &str) -> bool {
    let plain = |text: &str| {
        let composed = text.nfc().collect::<String>().to_lowercase();
        composed.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    plain(asked) == plain(held)
}

fn biometrics(portrait: bool, fingers: usize) -> Vec<SourceField> {
    let portrait = portrait.then_some(SourceField::Portrait);
    let fingers = (fingers > 0).then_some(SourceField::Fingerprints);
    portrait.into_iter().chain(fingers).collect()
}

impl Answers<OfPerson> for Sample {
    fn answer(&self, _: &Heading, question: &OfPerson) -> Answer {
        let Some(person) = self.people.get(question.number.as_str()) else {
            return nobody();
        };
        answer(
            person.standing.into(),
            &[
                (
                    SourceField::Name,
                    question.name.as_ref(),
                    Some(&person.name),
                ),
                (
                    SourceField::DateOfBirth,
                    question.date_of_birth.as_ref(),
                    Some(&person.date_of_birth),
                ),
                (SourceField::Sex, question.sex.as_ref(), Some(&person.sex)),
                (
                    SourceField::Nationality,
                    question.nationality.as_ref(),
                    Some(&person.nationality),
                ),
                (
                    SourceField::Residence,
                    question.residence.as_ref(),
                    person.residence.as_deref(),
                ),
            ],
            &[],
        )
    }
}

impl Answers<OfCard> for Sample {
    fn answer(&self, _: &Heading, question: &OfCard) -> Answer {
        let person = self.people.get(question.number.as_str());
        let Some((person, number)) =
            person.and_then(|one| Some((one, one.document_number.as_ref()?)))
        else {
            return nobody();
        };
        answer(
            person.card.into(),
            &[
                (
                    SourceField::DocumentNumber,
                    question.document_number.as_ref(),
                    Some(number),
                ),
                (
                    SourceField::DateOfExpiry,
                    question.date_of_expiry.as_ref(),
                    person.date_of_expiry.as_deref(),
                ),
            ],
            &biometrics(question.portrait.is_some(), question.fingerprints.len()),
        )
    }
}

impl Answers<OfForeigner> for Sample {
    fn answer(&self, _: &Heading, question: &OfForeigner) -> Answer {
        let key = (
            question.nationality.to_string(),
            question.document_number.to_string(),
        );
        let Some(person) = self.foreigners.get(&key) else {
            return nobody();
        };
        answer(
            person.standing.into(),
            &[
                (
                    SourceField::ImmigrationKey,
                    Some(&question.immigration_key),
                    Some(&person.immigration_key),
                ),
                (
                    SourceField::Name,
                    question.name.as_ref(),
                    Some(&person.name),
                ),
                (
                    SourceField::DateOfBirth,
                    question.date_of_birth.as_ref(),
                    Some(&person.date_of_birth),
                ),
                (SourceField::Sex, question.sex.as_ref(), Some(&person.sex)),
            ],
            &biometrics(true, question.fingerprints.len()),
        )
    }
}

impl Answers<OfOrganisation> for Sample {
    fn answer(&self, _: &Heading, question: &OfOrganisation) -> Answer {
        let Some(found) = self.organisations.get(question.code.as_str()) else {
            return nobody();
        };
        answer(
            found.standing.into(),
            &[
                (SourceField::Name, Some(&question.name), Some(&found.name)),
                (
                    SourceField::TaxCode,
                    question.tax_code.as_ref(),
                    found.tax_code.as_deref(),
                ),
                (
                    SourceField::Residence,
                    Some(&question.residence),
                    Some(&found.head_office),
                ),
            ],
            &[],
        )
    }
}

impl Answers<OfPaper> for Sample {
    fn answer(&self, _: &Heading, question: &OfPaper) -> Answer {
        let key = (question.number.to_string(), question.paper.to_string());
        let Some(held) = self.papers.get(&key) else {
            return nobody();
        };
        let pairs = [
            (&question.title, &held.title),
            (&question.issuer, &held.issuer),
            (&question.issued_on, &held.issued_on),
        ];
        let all = pairs.iter().all(|(asked, held)| same(asked, held));
        let said = if all { Said::Correct } else { Said::Incorrect };
        Answer {
            origin: Origin::Sample,
            reply: Reply::Answered {
                standing: SourceStanding::Registered,
                fields: BTreeMap::from([(SourceField::Paper, said)]),
            },
            words: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use zeroize::Zeroizing;

    use super::*;

    fn question(person: &Person) -> OfPerson {
        let value = |text: &str| Some(Zeroizing::new(text.to_owned()));
        OfPerson {
            number: Zeroizing::new(person.number.clone()),
            name: value(&person.name.to_uppercase()),
            date_of_birth: value(&person.date_of_birth),
            sex: value(&person.sex),
            nationality: None,
            residence: value("Số 9 Phố Khác"),
        }
    }

    fn said(answer: Answer) -> (SourceStanding, BTreeMap<SourceField, Said>) {
        match answer.reply {
            Reply::Answered { standing, fields } => (standing, fields),
            Reply::NotAnswered(why) => panic!("{why:?}"),
        }
    }

    #[test]
    fn generated_people_are_the_same_every_time_and_each_has_a_number_of_their_own() {
        let numbers: BTreeSet<_> = (0..GENERATED)
            .map(|place| generated(place).number)
            .collect();
        assert_eq!(numbers.len(), usize::try_from(GENERATED).unwrap());
        assert!(
            numbers
                .iter()
                .all(|number| number.len() == 12 && number.starts_with("000"))
        );
        assert_eq!(generated(21).name, generated(21).name);
    }

    #[test]
    fn each_field_is_right_or_wrong_and_what_is_not_held_is_neither() {
        let sample = Sample::built_in().unwrap();
        let person = generated(7);
        let mut asked = question(&person);
        asked.date_of_birth = Some(Zeroizing::new("1901-01-01".into()));
        let (standing, fields) = said(sample.answer(&Heading::new("test"), &asked));
        assert_eq!(standing, SourceStanding::Registered);
        assert_eq!(
            fields[&SourceField::Name],
            Said::Correct,
            "whatever the case"
        );
        assert_eq!(fields[&SourceField::DateOfBirth], Said::Incorrect);
        let unheld = Said::NotAnswered(WhyNotSaid::NoReference);
        assert_eq!(fields[&SourceField::Residence], unheld);
        assert!(!fields.contains_key(&SourceField::Nationality), "not asked");
        asked.number = Zeroizing::new("999999999999".into());
        let (standing, _) = said(sample.answer(&Heading::new("test"), &asked));
        assert_eq!(standing, SourceStanding::NotRegistered);
    }

    #[test]
    fn a_registry_of_ones_own_holds_only_its_people_and_says_who_died() {
        let text = "[[person]]\nnumber = \"000000000001\"\nname = \"Lê Mẫu\"\ndate_of_birth = \"1950-01-01\"\nsex = \"M\"\nstanding = \"died\"\n";
        let sample = Sample::parse(text).unwrap();
        let asked = question(&sample.people["000000000001"]);
        assert_eq!(
            said(sample.answer(&Heading::new("test"), &asked)).0,
            SourceStanding::Died
        );
        let other = question(&generated(1));
        let (standing, _) = said(sample.answer(&Heading::new("test"), &other));
        assert_eq!(standing, SourceStanding::NotRegistered);
        assert!(Sample::parse("[[person]]\nnumber = 1\n").is_err());
    }
}
