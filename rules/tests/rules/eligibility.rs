//! Ages, offices, cards, guardians and representatives.

use rules::deadline::CardState;
use rules::eligibility::{
    Condition, Eligibility, Guardian, Obstacle, Representative, Request, Subject, age, eligibility,
};
use rules::profile::{Level, OfficeKind, ProfileName, Through};
use time::Date;
use time::macros::date;

use super::profile;

const TODAY: Date = date!(2026 - 11 - 25);

const REQUEST: Request = Request {
    level: Level::Two,
    office: OfficeKind::CommunePolice,
    with_card_issuance: false,
    card: CardState::Valid,
    guardian: Guardian::Absent,
};

fn citizen(born: Date) -> Subject {
    Subject::Citizen { born }
}

fn under(name: ProfileName, subject: Subject, request: Request) -> Eligibility {
    eligibility(&profile(name), subject, request, TODAY)
}

fn refused(obstacles: &[Obstacle]) -> Eligibility {
    Eligibility::MayNot(obstacles.to_vec())
}

#[test]
fn fourteen_is_reached_on_the_birthday() {
    assert_eq!(age(date!(2012 - 11 - 25), TODAY), Some(14));
    assert_eq!(age(date!(2012 - 11 - 26), TODAY), Some(13));
    assert_eq!(age(date!(2012 - 02 - 29), date!(2026 - 02 - 28)), Some(13));
    assert_eq!(age(date!(2026 - 11 - 26), TODAY), None);
    assert_eq!(age(TODAY, TODAY), Some(0));
}

#[test]
fn ages_of_each_decree() {
    let with_guardian = Request {
        guardian: Guardian::Proven,
        ..REQUEST
    };
    let own = Eligibility::May(Through::Own);
    let guardian = Eligibility::May(Through::Guardian);
    let child_of_5 = citizen(date!(2021 - 06 - 01));
    let child_of_6 = citizen(date!(2020 - 11 - 25));
    let of_14 = citizen(date!(2012 - 11 - 25));
    for name in [
        ProfileName::Draft2022,
        ProfileName::Decree59,
        ProfileName::Decree69,
    ] {
        assert_eq!(under(name, of_14, REQUEST), own, "{name:?}");
        assert_eq!(under(name, child_of_6, with_guardian), guardian, "{name:?}");
        assert_eq!(
            under(name, child_of_6, REQUEST),
            refused(&[Obstacle::GuardianMissing]),
            "{name:?}"
        );
    }
    assert_eq!(
        under(ProfileName::Decree59, child_of_5, with_guardian),
        guardian
    );
    assert_eq!(
        under(ProfileName::Decree69, child_of_5, with_guardian),
        refused(&[Obstacle::LevelAtThisAge])
    );
    let level_1 = Request {
        level: Level::One,
        ..with_guardian
    };
    assert_eq!(under(ProfileName::Decree69, child_of_5, level_1), guardian);
}

#[test]
fn a_bank_never_files_and_foreigners_go_to_immigration() {
    let adult = citizen(date!(1990 - 01 - 01));
    let at = |office| Request { office, ..REQUEST };
    for name in [
        ProfileName::Draft2022,
        ProfileName::Decree59,
        ProfileName::Decree69,
    ] {
        assert_eq!(
            under(name, adult, at(OfficeKind::Bank)),
            refused(&[Obstacle::Office])
        );
        let foreigner = Subject::Foreigner {
            born: date!(1990 - 01 - 01),
            condition: Condition::Met,
        };
        assert_eq!(
            under(name, foreigner, REQUEST),
            refused(&[Obstacle::Office])
        );
        assert_eq!(
            under(name, foreigner, at(OfficeKind::ImmigrationPolice)),
            Eligibility::May(Through::Own)
        );
        assert_eq!(
            under(name, adult, at(OfficeKind::ImmigrationPolice)),
            refused(&[Obstacle::Office])
        );
    }
}

#[test]
fn the_draft_sends_registration_with_a_card_away_from_the_commune() {
    let adult = citizen(date!(1990 - 01 - 01));
    let with_card = Request {
        with_card_issuance: true,
        ..REQUEST
    };
    assert_eq!(
        under(ProfileName::Draft2022, adult, with_card),
        refused(&[Obstacle::OfficeWithCard])
    );
    assert_eq!(
        under(ProfileName::Decree69, adult, with_card),
        Eligibility::May(Through::Own)
    );
}

#[test]
fn an_expired_card_registers_together_with_a_new_one() {
    let adult = citizen(date!(1990 - 01 - 01));
    let expired = Request {
        card: CardState::ExpiredOrNone,
        ..REQUEST
    };
    assert_eq!(
        under(ProfileName::Decree69, adult, expired),
        refused(&[Obstacle::CardNotValid])
    );
    let with_card = Request {
        with_card_issuance: true,
        ..expired
    };
    assert_eq!(
        under(ProfileName::Decree69, adult, with_card),
        Eligibility::May(Through::Own)
    );
    assert_eq!(
        under(ProfileName::Draft2022, adult, expired),
        Eligibility::May(Through::Own)
    );
}

#[test]
fn guardians_wards_and_representatives() {
    let name = ProfileName::Decree69;
    let ward = |guardian| under(name, Subject::Ward { guardian }, REQUEST);
    assert_eq!(ward(Guardian::Proven), Eligibility::May(Through::Guardian));
    assert_eq!(
        ward(Guardian::Absent),
        refused(&[Obstacle::GuardianMissing])
    );
    assert_eq!(
        ward(Guardian::WithoutLevel2),
        refused(&[Obstacle::GuardianLevel])
    );
    assert_eq!(
        ward(Guardian::RelationUnproven),
        refused(&[Obstacle::RelationUnproven])
    );
    let organisation =
        |representative| under(name, Subject::Organisation { representative }, REQUEST);
    assert_eq!(
        organisation(Representative::VerifiedWithAllConsents),
        Eligibility::May(Through::Own)
    );
    assert_eq!(
        organisation(Representative::ConsentMissing),
        refused(&[Obstacle::RepresentativeConsent])
    );
    assert_eq!(
        organisation(Representative::NotVerified),
        refused(&[Obstacle::RepresentativeLevel])
    );
}

#[test]
fn every_obstacle_is_named_at_once() {
    let foreign_child = Subject::Foreigner {
        born: date!(2018 - 01 - 01),
        condition: Condition::NotMet,
    };
    assert_eq!(
        under(ProfileName::Decree69, foreign_child, REQUEST),
        refused(&[
            Obstacle::Office,
            Obstacle::ForeignerCondition,
            Obstacle::GuardianMissing
        ])
    );
    assert_eq!(
        under(
            ProfileName::Decree69,
            citizen(date!(2027 - 01 - 01)),
            REQUEST
        ),
        refused(&[Obstacle::BornInFuture])
    );
}
