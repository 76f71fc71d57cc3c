//! S1 Art. 13.3a and the stricter rule, every combination written out.

use rules::level2::{Basis, Biometric, Ground, Higher, Modality, Person, Ruling, rule};
use rules::profile::Level2Rule;

use super::level2::{facts, recognition};
use Biometric::{Differs, Excepted, Matches, NotCompared};

/// What a row of the table ends in.
#[derive(Debug, PartialEq, Eq)]
enum End {
    /// Approvable on both biometrics.
    Both,
    /// Approvable on the portrait with recognition.
    Face,
    /// Approvable on the fingerprint with recognition.
    Finger,
    /// An officer has to recognise the holder first.
    Recognise,
    /// To a higher level.
    Higher,
    /// Not approvable.
    No,
}

/// Columns: portrait, fingerprint; then one-of-two rule for a citizen without and with recognition;
/// both-rule for a citizen; any rule for a foreigner. A recognition that cannot exist is `-`: the
/// row then says what happens without it.
#[rustfmt::skip]
const TABLE: [(Biometric, Biometric, [End; 4]); 12] = {
    use End::{Both, Face, Finger, Higher, No, Recognise};
    [
        // portrait    fingerprint   one-of-two  + recognition  both  foreigner
        (Matches,      Matches,     [Both,       Both,          Both, Both]),
        (Matches,      Differs,     [Recognise,  Face,          No,   No]),
        (Matches,      NotCompared, [Recognise,  Face,          No,   Higher]),
        (Differs,      Matches,     [Recognise,  Finger,        No,   No]),
        (Differs,      Differs,     [No,         No,            No,   No]),
        (Differs,      NotCompared, [No,         No,            No,   No]),
        (NotCompared,  Matches,     [Recognise,  Finger,        No,   Higher]),
        (NotCompared,  Differs,     [No,         No,            No,   No]),
        (NotCompared,  NotCompared, [No,         No,            No,   Higher]),
        (Matches,      Excepted,    [Recognise,  Face,          Higher, Higher]),
        (Differs,      Excepted,    [No,         No,            No,   No]),
        (NotCompared,  Excepted,    [No,         No,            No,   Higher]),
    ]
};

fn end(ruling: &Ruling) -> End {
    match ruling {
        Ruling::MayApprove(Basis::BothBiometrics) => End::Both,
        Ruling::MayApprove(Basis::OneBiometricAndRecognition(Modality::Portrait)) => End::Face,
        Ruling::MayApprove(Basis::OneBiometricAndRecognition(Modality::Fingerprint)) => End::Finger,
        Ruling::HigherDecision(Higher::ForeignerNotOnRecord | Higher::FingersExcepted) => {
            End::Higher
        }
        Ruling::HigherDecision(Higher::Special) => panic!("no special case here"),
        Ruling::NotNow(grounds) => match grounds.as_slice() {
            [Ground::RecognitionNeeded(_)] => End::Recognise,
            _ => End::No,
        },
    }
}

#[test]
fn every_combination() {
    let one_of_two = Level2Rule::BothOrOneWithRecognition;
    for (portrait, fingerprint, expected) in TABLE {
        let plain = facts(portrait, fingerprint);
        let mut recognised = plain.clone();
        recognised.recognition = recognition(portrait, fingerprint).ok();
        let mut foreign = recognised.clone();
        foreign.person = Person::Foreigner;
        let found = [
            end(&rule(one_of_two, &plain)),
            end(&rule(one_of_two, &recognised)),
            end(&rule(Level2Rule::Both, &recognised)),
            end(&rule(one_of_two, &foreign)),
        ];
        assert_eq!(
            found, expected,
            "portrait {portrait:?}, fingerprint {fingerprint:?}"
        );
        assert_eq!(
            end(&rule(Level2Rule::Both, &foreign)),
            end(&rule(one_of_two, &foreign)),
            "the rule makes no difference to a foreigner"
        );
    }
}
