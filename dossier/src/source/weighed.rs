//! What the answers of every source mean together, beside what an officer states.

use std::collections::BTreeMap;

use super::{Concerning, Reply, Said, Source, SourceField, SourceReply, SourceStanding};
use crate::decision::{Answer, Examined};

/// What the sources say of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weighed {
    /// What they answered; where nothing, the officer's own statement counts.
    pub answered: Examined,
    /// A source knows the person as dead, locked or cancelled: whose identity it is, is not clear. S1 Art. 12.1.
    pub identity_unclear: bool,
    /// The card is withdrawn or cancelled: no valid card was shown.
    pub card_withdrawn: bool,
}

impl Weighed {
    /// The answers, with the officer's statement where there is none: nobody overrules a source.
    #[must_use]
    pub fn beside(&self, stated: Examined) -> Examined {
        let or = |answered, stated| match answered {
            Answer::NotAnswered => stated,
            Answer::Matches | Answer::Differs => answered,
        };
        Examined {
            data: or(self.answered.data, stated.data),
            portrait: or(self.answered.portrait, stated.portrait),
            fingerprint: or(self.answered.fingerprint, stated.fingerprint),
        }
    }
}

/// Of every question the reply that counts, from replies in the order in which they came: the last. But what a
/// source denied stands until the source itself answers again: a source that is out of reach unsays nothing.
#[must_use]
pub fn in_force(replies: Vec<SourceReply>) -> Vec<SourceReply> {
    let mut counting: BTreeMap<(Source, Concerning), SourceReply> = BTreeMap::new();
    for reply in replies {
        let key = (reply.source, reply.concerning);
        let stays = |earlier: &SourceReply| earlier.denies() && !reply.is_answered();
        if !counting.get(&key).is_some_and(stays) {
            counting.insert(key, reply);
        }
    }
    counting.into_values().collect()
}

/// Weighs one reply for each question of a case. A paper that its agency has not confirmed stops nothing
/// (S1 Art. 16.4) and is left out.
#[must_use]
pub fn weigh(replies: &[SourceReply]) -> Weighed {
    let of_person: Vec<&SourceReply> = replies
        .iter()
        .filter(|reply| reply.source != Source::Agency)
        .collect();
    let stands = |reply: &SourceReply| match &reply.reply {
        Reply::Answered { standing, .. } => Some(*standing),
        Reply::NotAnswered(_) => None,
    };
    let gone = |reply: &&SourceReply| match stands(reply) {
        Some(SourceStanding::Died) => true,
        Some(SourceStanding::Locked) => reply.source != Source::IdCard,
        _ => false,
    };
    let withdrawn = |reply: &&SourceReply| {
        reply.source == Source::IdCard && stands(reply) == Some(SourceStanding::Locked)
    };
    Weighed {
        answered: Examined {
            data: data(&of_person),
            portrait: biometric(&of_person, SourceField::Portrait),
            fingerprint: biometric(&of_person, SourceField::Fingerprints),
        },
        identity_unclear: of_person.iter().any(gone),
        card_withdrawn: of_person.iter().any(withdrawn),
    }
}

/// One denial is enough; to match, every source must have confirmed everything that it was asked.
fn data(replies: &[&SourceReply]) -> Answer {
    let answers = replies.iter().map(|reply| match &reply.reply {
        Reply::Answered {
            standing: SourceStanding::NotRegistered,
            ..
        } => Answer::Differs,
        Reply::Answered { standing, fields } => {
            let said = || {
                let identity = fields.iter().filter(|(field, _)| !field.is_biometric());
                identity.map(|(_, said)| *said)
            };
            if said().any(|said| said == Said::Incorrect) {
                Answer::Differs
            } else if *standing == SourceStanding::Registered
                && said().all(|said| said == Said::Correct)
            {
                Answer::Matches
            } else {
                Answer::NotAnswered
            }
        }
        Reply::NotAnswered(_) => Answer::NotAnswered,
    });
    let answers: Vec<Answer> = answers.collect();
    if answers.contains(&Answer::Differs) {
        Answer::Differs
    } else if answers.is_empty() || answers.contains(&Answer::NotAnswered) {
        Answer::NotAnswered
    } else {
        Answer::Matches
    }
}

fn biometric(replies: &[&SourceReply], field: SourceField) -> Answer {
    let said = replies.iter().filter_map(|reply| match &reply.reply {
        Reply::Answered { fields, .. } => fields.get(&field).copied(),
        Reply::NotAnswered(_) => None,
    });
    let said: Vec<Said> = said.collect();
    if said.contains(&Said::Incorrect) {
        Answer::Differs
    } else if said.contains(&Said::Correct) {
        Answer::Matches
    } else {
        Answer::NotAnswered
    }
}

#[cfg(test)]
mod tests {
    use time::{Duration, OffsetDateTime};
    use uuid::Uuid;

    use super::*;
    use crate::source::{Origin, WhyNoReply, WhyNotSaid};

    fn reply(source: Source, reply: Reply) -> SourceReply {
        SourceReply {
            question: Uuid::nil(),
            source,
            concerning: Concerning::Holder,
            origin: Origin::Connected,
            asked_at: OffsetDateTime::UNIX_EPOCH,
            ended_at: OffsetDateTime::UNIX_EPOCH + Duration::seconds(1),
            reply,
        }
    }

    fn says(source: Source, standing: SourceStanding, said: &[(SourceField, Said)]) -> SourceReply {
        let fields = said.iter().copied().collect();
        reply(source, Reply::Answered { standing, fields })
    }

    fn silent(source: Source) -> SourceReply {
        reply(source, Reply::NotAnswered(WhyNoReply::TimedOut))
    }

    const NAME: (SourceField, Said) = (SourceField::Name, Said::Correct);
    const NO_FACE: (SourceField, Said) = (
        SourceField::Portrait,
        Said::NotAnswered(WhyNotSaid::NoReference),
    );

    #[test]
    fn a_source_is_believed_over_any_statement_and_silence_leaves_it_to_the_officer() {
        use SourceStanding::Registered;
        let population = says(Source::Population, Registered, &[NAME]);
        let number = (SourceField::DocumentNumber, Said::Correct);
        let card = says(Source::IdCard, Registered, &[number, NO_FACE]);
        let both = weigh(&[population.clone(), card.clone()]);
        assert_eq!(both.answered.data, Answer::Matches);
        assert_eq!(both.answered.portrait, Answer::NotAnswered);
        let stated = Examined {
            data: Answer::Differs,
            portrait: Answer::Matches,
            fingerprint: Answer::NotAnswered,
        };
        let seen = both.beside(stated);
        assert_eq!(
            (seen.data, seen.portrait),
            (Answer::Matches, Answer::Matches)
        );
        let half = weigh(&[population, silent(Source::IdCard)]);
        assert_eq!(half.answered.data, Answer::NotAnswered);
        assert_eq!(weigh(&[]).answered, Examined::NOTHING);
        let denied = says(
            Source::Population,
            Registered,
            &[NAME, (SourceField::Sex, Said::Incorrect)],
        );
        let against = weigh(&[denied, card]);
        assert_eq!(
            against.beside(Examined::ALL_MATCH).data,
            Answer::Differs,
            "no statement mends it"
        );
        let face = says(
            Source::IdCard,
            Registered,
            &[(SourceField::Portrait, Said::Incorrect)],
        );
        let face = weigh(&[face]).beside(Examined::ALL_MATCH);
        assert_eq!(face.portrait, Answer::Differs);
        assert_eq!(face.fingerprint, Answer::Matches);
    }

    #[test]
    fn who_is_not_there_dead_or_locked_is_not_a_person_who_matches() {
        let none = |standing| weigh(&[says(Source::Population, standing, &[])]);
        let absent = none(SourceStanding::NotRegistered);
        assert_eq!(absent.answered.data, Answer::Differs);
        assert!(!absent.identity_unclear);
        for standing in [SourceStanding::Died, SourceStanding::Locked] {
            let weighed = weigh(&[says(Source::Population, standing, &[NAME])]);
            assert!(weighed.identity_unclear && !weighed.card_withdrawn);
            assert_eq!(weighed.answered.data, Answer::NotAnswered);
        }
        let card = weigh(&[says(Source::IdCard, SourceStanding::Locked, &[])]);
        assert!(card.card_withdrawn && !card.identity_unclear);
    }

    #[test]
    fn a_paper_without_its_agency_stops_nothing() {
        use SourceStanding::Registered;
        let person = says(Source::Population, Registered, &[NAME]);
        let paper = says(Source::Agency, SourceStanding::NotRegistered, &[]);
        let with = weigh(&[person.clone(), paper, silent(Source::Agency)]);
        assert_eq!(with, weigh(&[person]));
    }

    #[test]
    fn a_denial_stands_until_the_source_itself_answers_again() {
        use SourceStanding::{Died, Registered};
        let died = says(Source::Population, Died, &[]);
        let fine = says(Source::Population, Registered, &[NAME]);
        let silent = silent(Source::Population);
        let last =
            |replies: &[&SourceReply]| in_force(replies.iter().map(|one| (*one).clone()).collect());
        assert_eq!(last(&[&died, &silent]), std::slice::from_ref(&died));
        assert_eq!(last(&[&died, &fine]), std::slice::from_ref(&fine));
        assert_eq!(last(&[&fine, &silent]), std::slice::from_ref(&silent));
        assert_eq!(last(&[&silent, &died, &silent]), [died]);
    }
}
