//! The whole decision for every kind of subject: each combination against what the articles say of it.

use std::collections::BTreeSet;

use rules::deadline::CardState;
use rules::eligibility::{Condition, Guardian, Obstacle, Representative, Request, Subject};
use rules::level2::{
    Biometric, DataMatch, Facts, Ground, Higher, Person, Ruling, Uniqueness, decide,
};
use rules::not_issued::NotIssued;
use rules::profile::{Level, Level2Rule, OfficeKind, Profile, ProfileName};
use time::Date;
use time::macros::date;

use super::level2::recognition;
use super::profile;
use Biometric::{Differs, Excepted, Matches, NotCompared};

const TODAY: Date = date!(2026 - 11 - 25);
const ADULT: Date = date!(1999 - 03 - 15);
const CHILD: Date = date!(2018 - 03 - 15);

const GUARDIANS: [Guardian; 4] = [
    Guardian::Proven,
    Guardian::RelationUnproven,
    Guardian::WithoutLevel2,
    Guardian::Absent,
];
const REPRESENTATIVES: [Representative; 3] = [
    Representative::VerifiedWithAllConsents,
    Representative::ConsentMissing,
    Representative::NotVerified,
];

/// Every subject with the guardian who came, and whether nothing is against taking the file.
fn subjects() -> Vec<(Subject, Guardian, bool)> {
    let mut all = vec![(Subject::Citizen { born: ADULT }, Guardian::Absent, true)];
    for guardian in GUARDIANS {
        let stands = guardian == Guardian::Proven;
        all.push((Subject::Citizen { born: CHILD }, guardian, stands));
        all.push((Subject::Ward { guardian }, guardian, stands));
    }
    for representative in REPRESENTATIVES {
        let stands = representative == Representative::VerifiedWithAllConsents;
        let subject = Subject::Organisation { representative };
        all.push((subject, Guardian::Absent, stands));
    }
    for condition in [Condition::Met, Condition::NotMet] {
        let subject = Subject::Foreigner {
            born: ADULT,
            condition,
        };
        all.push((subject, Guardian::Absent, condition == Condition::Met));
    }
    all
}

fn request(subject: Subject, guardian: Guardian) -> Request {
    Request {
        level: Level::Two,
        office: match subject {
            Subject::Foreigner { .. } => OfficeKind::ImmigrationPolice,
            _ => OfficeKind::CommunePolice,
        },
        with_card_issuance: false,
        card: CardState::Valid,
        guardian,
    }
}

/// What S1 Art. 13.3a says of the two biometrics, in its own words.
fn biometrics_do(
    level2: Level2Rule,
    foreign: bool,
    (portrait, fingerprint): (Biometric, Biometric),
    recognised: bool,
) -> bool {
    let both = portrait == Matches && fingerprint == Matches;
    let one = (portrait == Matches) != (fingerprint == Matches);
    both || (level2 == Level2Rule::BothOrOneWithRecognition && !foreign && one && recognised)
}

/// Counts what the enumeration went through, so that it cannot silently go through nothing.
#[derive(Default)]
struct Seen {
    approvable: u32,
    higher: u32,
    not_now: u32,
}

#[test]
fn every_combination_of_every_subject() {
    let results = [Matches, Differs, NotCompared, Excepted];
    let mut seen = Seen::default();
    for name in [ProfileName::Draft2022, ProfileName::Decree69] {
        let profile = profile(name);
        for (subject, guardian, stands) in subjects() {
            for portrait in results {
                for fingerprint in results {
                    let request = (subject, request(subject, guardian));
                    let case = (request, stands, (portrait, fingerprint));
                    one_row(&profile, case, &mut seen);
                }
            }
        }
    }
    assert_eq!(seen.approvable + seen.higher + seen.not_now, 32_256);
    // Five subjects stand. Both match: twice each under both profiles; one of two with recognition: four citizens.
    assert_eq!(seen.approvable, 5 * 2 * 2 + 4 * 6);
    assert!(seen.higher > 0 && seen.not_now > seen.higher);
}

type Case = ((Subject, Request), bool, (Biometric, Biometric));

fn one_row(profile: &Profile, (request, stands, biometrics): Case, seen: &mut Seen) {
    let level2 = profile.biometrics.level2.value;
    let foreign = matches!(request.0, Subject::Foreigner { .. });
    for recognised in [false, true] {
        let note = recognised
            .then(|| recognition(biometrics.0, biometrics.1).ok())
            .flatten();
        let has_note = note.is_some();
        for data in [
            DataMatch::Matches,
            DataMatch::Differs,
            DataMatch::NotAnswered,
        ] {
            for uniqueness in [
                Uniqueness::Unique,
                Uniqueness::Duplicate,
                Uniqueness::NotSearched,
            ] {
                for (special, withheld) in [
                    (false, None),
                    (true, None),
                    (false, Some(NotIssued::Security)),
                ]
                .into_iter()
                .chain([(true, Some(NotIssued::Capacity))])
                {
                    let facts = Facts {
                        person: Person::Citizen,
                        obstacles: BTreeSet::new(),
                        data,
                        portrait: biometrics.0,
                        fingerprint: biometrics.1,
                        recognition: note.clone(),
                        uniqueness,
                        not_issued: withheld.into_iter().collect(),
                        special,
                    };
                    let ruling = decide(profile, request, TODAY, facts);
                    let clear = stands
                        && data == DataMatch::Matches
                        && uniqueness == Uniqueness::Unique
                        && withheld.is_none();
                    let enough = biometrics_do(level2, foreign, biometrics, has_note);
                    let context =
                        format!("{request:?} {biometrics:?} {data:?} {uniqueness:?} {special}");
                    match ruling {
                        Ruling::MayApprove(_) => {
                            assert!(clear && enough && !special, "{context}");
                            seen.approvable += 1;
                        }
                        Ruling::HigherDecision(why) => {
                            assert!(clear, "{context}");
                            higher(
                                why,
                                (special, enough),
                                (foreign, level2),
                                biometrics,
                                &context,
                            );
                            seen.higher += 1;
                        }
                        Ruling::NotNow(grounds) => {
                            assert!(!grounds.is_empty(), "{context}");
                            assert!(!clear || !enough, "{context}");
                            let told = grounds
                                .iter()
                                .any(|ground| matches!(ground, Ground::NotEligible(_)));
                            assert_eq!(told, !stands, "{context}");
                            seen.not_now += 1;
                        }
                    }
                }
            }
        }
    }
}

fn higher(
    why: Higher,
    (special, enough): (bool, bool),
    (foreign, level2): (bool, Level2Rule),
    (portrait, fingerprint): (Biometric, Biometric),
    context: &str,
) {
    let fits = match why {
        Higher::Special => special && enough,
        Higher::ForeignerNotOnRecord => {
            foreign && !enough && portrait != Differs && fingerprint != Differs
        }
        Higher::FingersExcepted => {
            !foreign && level2 == Level2Rule::Both && portrait == Matches && fingerprint == Excepted
        }
    };
    assert!(fits, "{why:?}: {context}");
}

#[test]
fn each_standing_has_its_own_obstacle() {
    let profile = profile(ProfileName::Decree69);
    let facts = Facts {
        person: Person::Citizen,
        obstacles: BTreeSet::new(),
        data: DataMatch::Matches,
        portrait: Matches,
        fingerprint: Matches,
        recognition: None,
        uniqueness: Uniqueness::Unique,
        not_issued: BTreeSet::new(),
        special: false,
    };
    let of = |subject, guardian| {
        decide(
            &profile,
            (subject, request(subject, guardian)),
            TODAY,
            facts.clone(),
        )
    };
    let against = |obstacle| Ruling::NotNow(vec![Ground::NotEligible(obstacle)]);
    let table = [
        (Guardian::RelationUnproven, Obstacle::RelationUnproven),
        (Guardian::WithoutLevel2, Obstacle::GuardianLevel),
        (Guardian::Absent, Obstacle::GuardianMissing),
    ];
    for (guardian, obstacle) in table {
        assert_eq!(of(Subject::Ward { guardian }, guardian), against(obstacle));
        let child = Subject::Citizen { born: CHILD };
        assert_eq!(of(child, guardian), against(obstacle));
    }
    for (representative, obstacle) in [
        (
            Representative::ConsentMissing,
            Obstacle::RepresentativeConsent,
        ),
        (Representative::NotVerified, Obstacle::RepresentativeLevel),
    ] {
        let organisation = Subject::Organisation { representative };
        assert_eq!(of(organisation, Guardian::Absent), against(obstacle));
    }
}

#[test]
fn a_bank_never_files_level_2() {
    for name in [
        ProfileName::Draft2022,
        ProfileName::Decree59,
        ProfileName::Decree69,
    ] {
        let profile = profile(name);
        let subject = Subject::Citizen { born: ADULT };
        let mut at_bank = request(subject, Guardian::Absent);
        at_bank.office = OfficeKind::Bank;
        let found =
            rules::eligibility::eligibility(&profile, subject, at_bank, date!(2023 - 06 - 01));
        let refused = rules::eligibility::Eligibility::MayNot(vec![Obstacle::Office]);
        assert_eq!(found, refused, "{name:?}");
    }
}

#[test]
fn every_ground_has_its_own_code_and_comes_back_from_it() {
    let all = Ground::all();
    let codes: BTreeSet<_> = all.iter().map(|ground| ground.code()).collect();
    assert_eq!(codes.len(), all.len());
    for ground in all {
        assert_eq!(Ground::from_code(ground.code()), Some(ground));
        assert!(ground.clause().starts_with("S1 Art. "), "{ground:?}");
    }
    assert_eq!(Ground::from_code("ELSE"), None);
}
