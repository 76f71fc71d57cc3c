//! Every rule left out in turn: exactly its forgeries get past, and each rule has one that only it catches.

use std::collections::BTreeMap;

use card_twin::hostile::{self, Case, Deck, ImportCase, Policy};
use time::macros::format_description;
use time::{Date, Time, UtcOffset};
use zeroize::Zeroizing;

use super::rule::omission::without;
use super::{Assessment, Rule, Verdict, assess};
use crate::chip::ChallengeExpectation;
use crate::files::FileId;
use crate::presented::{Presented, PresentedKind};
use crate::read_out::{
    AccessEvidence, AccessProtocol, ActiveAuthenticationChallenge, ActiveAuthenticationResponse,
    Attempt, ChipAuthenticationTranscript, PaceCamTranscript, PasswordKind, ReadOut,
};
use crate::trust::{
    ReferenceTime, RevocationPolicy, Sha1Policy, TrustAnchors, TrustFile, TrustPolicy,
};

/// Name of the rule that only a verifier who issued the challenge can apply.
const CHALLENGE_RULE: &str = "chip.challenge";

/// A forgery, how it is judged, and the rule that alone catches it.
struct Forgery<'a> {
    case: &'a Case,
    trust: TrustAnchors,
    expected: ChallengeExpectation,
    rule: &'a str,
}

#[test]
fn each_rule_alone_catches_its_forgeries() {
    let deck = Deck::new(hostile::SEED).unwrap();
    let mut table = Table::default();
    for forgery in forgeries(&deck) {
        let (honest, broken) = without(None, || forgery.judge());
        if forgery.rule != CHALLENGE_RULE {
            table.wrong.extend(forgery.difference(&honest));
        }
        let mutant = |rule| without(Some(rule), || forgery.judge()).0;
        let gets_past = |rule| gets_past(honest.verdict(), mutant(rule).verdict());
        table.enter(forgery.case.name, forgery.rule, broken, gets_past);
    }
    for import in &deck.imports {
        let (honest, broken) = without(None, || refusal(import));
        if honest != import.refusal {
            let wanted = import.refusal;
            let found = format!("{}: {honest:?}, not {wanted:?}", import.name);
            table.wrong.push(found);
        }
        let gets_past = |rule| without(Some(rule), || refusal(import)).0.is_none();
        table.enter(import.name, import.rule, broken, gets_past);
    }
    table.print_and_check();
}

/// What was found out about every rule.
#[derive(Default)]
struct Table<'a> {
    /// By rule, the forgeries that get past when it is left out.
    past: BTreeMap<Rule, Vec<&'a str>>,
    /// By name of the rule, the forgeries that it should catch.
    caught: BTreeMap<&'a str, Vec<&'a str>>,
    wrong: Vec<String>,
}

impl<'a> Table<'a> {
    fn enter(
        &mut self,
        name: &'a str,
        rule: &'a str,
        broken: impl IntoIterator<Item = Rule>,
        gets_past: impl Fn(Rule) -> bool,
    ) {
        self.caught.entry(rule).or_default().push(name);
        for rule in broken.into_iter().filter(|rule| gets_past(*rule)) {
            self.past.entry(rule).or_default().push(name);
        }
    }

    fn print_and_check(mut self) {
        for rule in Rule::ALL {
            let past = self.past.remove(rule).unwrap_or_default();
            println!(
                "{:<28} [{}] lets past: {}",
                rule.name(),
                rule.clause(),
                past.join(", ")
            );
            let caught = self.caught.remove(rule.name()).unwrap_or_default();
            if past != caught || caught.is_empty() {
                let found = format!("{}: past {past:?}, caught {caught:?}", rule.name());
                self.wrong.push(found);
            }
        }
        for (kind, cases) in &self.caught {
            println!("{kind}: {} cases", cases.len());
        }
        assert_eq!(self.wrong, Vec::<String>::new());
        let others: Vec<_> = self.caught.into_keys().collect();
        assert_eq!(others, ["listed", "none", "several", "structure"]);
    }
}

/// The code with which a file is refused; nothing when it is taken.
fn refusal(case: &ImportCase) -> Option<&'static str> {
    let files: Vec<_> = case.store.iter().chain([&case.file]).collect();
    let files = files.into_iter().map(|(name, bytes)| TrustFile {
        name: (*name).to_owned(),
        bytes: bytes.clone(),
        ..TrustFile::default()
    });
    let (_, results) = TrustAnchors::from_files(&files.collect::<Vec<_>>());
    let last = results.last().unwrap();
    last.as_ref().err().map(|refusal| refusal.code())
}

fn forgeries(deck: &Deck) -> Vec<Forgery<'_>> {
    let challenge = ActiveAuthenticationChallenge(hostile::CHALLENGE);
    let foreign = deck.case("a14-other-challenge").unwrap();
    let alone = Forgery {
        case: foreign,
        trust: trust_of(deck, foreign),
        expected: ChallengeExpectation::Exactly(challenge),
        rule: CHALLENGE_RULE,
    };
    let saved = deck.cases.iter().map(|case| Forgery {
        case,
        trust: trust_of(deck, case),
        expected: ChallengeExpectation::Any,
        rule: case.expect.rule,
    });
    saved.chain([alone]).collect()
}

fn trust_of(deck: &Deck, case: &Case) -> TrustAnchors {
    let files = case.trust.as_ref().unwrap_or(&deck.trust);
    let files = files.iter().map(|(name, bytes)| TrustFile {
        name: (*name).to_owned(),
        bytes: bytes.clone(),
        ..TrustFile::default()
    });
    let (trust, _) = TrustAnchors::from_files(&files.collect::<Vec<_>>());
    let mut policy = TrustPolicy::default();
    match case.policy {
        Policy::Usual => {}
        Policy::RevocationRequired => policy.revocation = RevocationPolicy::Required,
        Policy::Sha1Flagged => policy.sha1 = Sha1Policy::Flagged,
    }
    trust.with_policy(policy)
}

/// Red is no longer red, or open has become green.
fn gets_past(honest: Verdict, mutant: Verdict) -> bool {
    match honest {
        Verdict::Refuted => mutant != Verdict::Refuted,
        Verdict::Undetermined => mutant == Verdict::Genuine,
        Verdict::Genuine | Verdict::Unread => false,
    }
}

impl Forgery<'_> {
    fn judge(&self) -> Assessment {
        let day = format_description!("[year]-[month]-[day]");
        let day = Date::parse(self.case.expect.day, day).unwrap();
        let noon = day.with_time(Time::from_hms(12, 0, 0).unwrap());
        let at = ReferenceTime(noon.assume_offset(UtcOffset::from_hms(7, 0, 0).unwrap()));
        assess(&read_out(self.case), &self.trust, at, self.expected)
    }

    /// What differs from what the case expects.
    fn difference(&self, assessment: &Assessment) -> Option<String> {
        let expect = &self.case.expect;
        let mut checks = assessment.checks.iter();
        let check = checks.find(|check| check.id.name() == expect.check)?;
        let found = (
            assessment.verdict().word(),
            check.result.word(),
            check.reason.code(),
        );
        let wanted = (expect.verdict, expect.result, expect.reason.to_owned());
        let failed: Vec<_> = assessment
            .checks
            .iter()
            .filter(|check| check.result == super::CheckResult::Failed)
            .map(|check| (check.id.name(), check.reason.code()))
            .collect();
        (found != wanted)
            .then(|| format!("{}: {found:?}, not {wanted:?}; {failed:?}", self.case.name))
    }
}

fn read_out(case: &Case) -> ReadOut {
    let mut read_out = ReadOut::default();
    for (name, bytes) in &case.files {
        let file = FileId::from_name(name).unwrap();
        read_out.files.insert(file, bytes.clone());
    }
    let by_pace = AccessProtocol::Pace { parameter_id: 13 };
    let (protocol, password) = match (case.evidence.by_pace, case.evidence.by_zone) {
        (true, false) => (by_pace, PasswordKind::Can),
        (true, true) => (by_pace, PasswordKind::Mrz),
        (false, _) => (AccessProtocol::Bac, PasswordKind::Mrz),
    };
    for (kind, text) in &case.presented {
        let kind = PresentedKind::ALL
            .into_iter()
            .find(|one| one.word() == *kind);
        let presented = Presented::new(kind.unwrap(), text).ok().unwrap();
        read_out.presented.push(presented);
    }
    let evidence = &mut read_out.evidence;
    evidence.access = Some(AccessEvidence { protocol, password });
    evidence.chip_authentication = attempt(&case.evidence.chip_authentication, |transcript| {
        ChipAuthenticationTranscript {
            protocol: transcript.protocol.clone(),
            key_id: None,
            ephemeral_private_key: Zeroizing::new(transcript.ephemeral_private_key.clone()),
            protected_command: transcript.command.clone(),
            protected_response: transcript.response.clone(),
        }
    });
    if let Some(mapping) = &case.evidence.mapping {
        evidence.pace_cam = Attempt::Answered(PaceCamTranscript {
            parameter_id: 13,
            mapping_key: mapping.key.clone(),
            chip_authentication_data: mapping.data.clone(),
        });
    }
    evidence.active_authentication = attempt(
        &case.evidence.active_authentication,
        |(challenge, answer)| ActiveAuthenticationResponse {
            challenge: ActiveAuthenticationChallenge(*challenge),
            signature: answer.clone(),
        },
    );
    read_out
}

fn attempt<S, T>(attempt: &hostile::Attempt<S>, answered: impl Fn(&S) -> T) -> Attempt<T> {
    match attempt {
        hostile::Attempt::NotOffered => Attempt::NotOffered,
        hostile::Attempt::NotReached => Attempt::NotReached,
        hostile::Attempt::Failed => Attempt::Failed(Some(0x6B00)),
        hostile::Attempt::Answered(answer) => Attempt::Answered(answered(answer)),
    }
}
