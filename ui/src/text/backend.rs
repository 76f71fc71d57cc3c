//! The backend's refusals. Vietnamese comes with the interface itself; English stands here.

use dossier::api::ProblemType;

use super::problem::Advice;
use super::say;

/// The advice for a refusal.
#[must_use]
pub fn advice(kind: ProblemType) -> Advice {
    let (happened, todo) = kind
        .detail()
        .split_once("; ")
        .unwrap_or((kind.detail(), ""));
    let (happened_en, todo_en) = english(kind);
    Advice {
        happened: say(happened, happened_en),
        todo: say(todo.trim_end_matches('.'), todo_en),
    }
}

fn english(kind: ProblemType) -> (&'static str, &'static str) {
    use ProblemType as P;
    match kind {
        P::Malformed => (
            "The server could not read the request",
            "call technical support to update this program",
        ),
        P::SignInRefused => (
            "Officer, password or terminal is wrong",
            "check them and sign in again",
        ),
        P::SignInLocked => (
            "Too many failed attempts have locked the account",
            "leave it for a while and try again",
        ),
        P::SecondFactorNeeded => (
            "The account has a second factor",
            "type the six digits of the authenticator",
        ),
        P::SecondFactorRefused => (
            "The code is wrong, over or used",
            "wait for the next one and type it",
        ),
        P::SessionInvalid => ("The session has ended", "sign in again"),
        P::Forbidden => (
            "This role may not do that",
            "sign in with an account that may",
        ),
        P::TerminalUnknown => (
            "This terminal is not enrolled or was revoked",
            "call the administrator",
        ),
        P::TerminalBlocked => (
            "This terminal or its office is blocked; what was filed is kept",
            "call the administrator",
        ),
        P::TerminalMismatch => (
            "The request names another terminal than the one that is connected",
            "call the administrator",
        ),
        P::CertificateNeeded => (
            "The connection has no valid certificate of this terminal",
            "call the administrator for a new enrolment code",
        ),
        P::EnrolmentRefused => (
            "The enrolment code is wrong, used or over",
            "ask the administrator for a new one",
        ),
        P::SignatureInvalid => (
            "The signature of the file is not valid",
            "sign it again from an enrolled terminal",
        ),
        P::SubmissionRefused => (
            "The file is incomplete or malformed",
            "start the file again at the counter",
        ),
        P::SessionMismatch => (
            "The session named in the file fits neither officer, terminal nor time",
            "sign in again and submit once more",
        ),
        P::TooLarge => (
            "The file is too large",
            "press F3 to take a smaller portrait",
        ),
        P::NotFound => (
            "There is no such case, or it is not for this officer",
            "check the number of the case",
        ),
        P::QueueEmpty => (
            "No case waits for this officer",
            "press F5 to look again later",
        ),
        P::SelfDecision => (
            "The submitter cannot decide the case",
            "leave it to another approver",
        ),
        P::ConfirmationRefused => (
            "The second person's name or password is wrong",
            "have that person type them again",
        ),
        P::OwnException => (
            "Nobody confirms an exception of their own",
            "ask another officer to confirm it",
        ),
        P::ExceptionUnconfirmed => (
            "An exempted finger has no second person's confirmation that counts for this file",
            "make the file anew and have it confirmed",
        ),
        P::ConfirmerDecision => (
            "Who confirmed an exception of the case cannot decide it",
            "leave it to another approver",
        ),
        P::SecondApproverNeeded => (
            "A case of high risk takes two approvers",
            "leave it to the second officer",
        ),
        P::HigherDecision => (
            "A special case is decided by the higher level",
            "hand it up",
        ),
        P::RuleForbids => (
            "The decree does not allow approval with what was compared so far",
            "compare what is missing, or refuse and say why",
        ),
        P::AlreadyClaimed => (
            "Another officer holds the case",
            "choose another case or wait",
        ),
        P::LeaseLost => (
            "The time to hold the case has run out",
            "claim it again and decide",
        ),
        P::AlreadyDecided => ("The case is decided already", "press F5 to see the result"),
        P::NotGenuine => (
            "The server did not find the card genuine",
            "refuse the case and say why",
        ),
        P::NoteRequired => (
            "Another reason needs a note of at most 500 characters",
            "type the note",
        ),
        P::BankCannotFile => (
            "A bank's desk does not receive files of level 2",
            "send the citizen to the police",
        ),
        P::PartyUnknown => (
            "The relying party is not registered, or its signature is wrong",
            "call the administrator of the connection",
        ),
        P::PartyRequestRefused => (
            "The request has another form, asserts nothing, or is out of its time",
            "make and sign it anew",
        ),
        P::ContractNotInForce => (
            "Contract or permit is not the one registered, is over, or is suspended",
            "call the authority",
        ),
        P::ProviderNotEligible => (
            "The operator has no right, or no longer, to serve relying parties",
            "call the administrator of the system",
        ),
        P::ConsentRefused => (
            "No consent in force covers this request",
            "ask the citizen to consent to each field",
        ),
        P::RequestReplayed => (
            "This request was answered before",
            "make a new one for a new transaction",
        ),
        P::FormNotYet => (
            "The case has not come as far as this form",
            "choose another form or wait for the result",
        ),
        P::FormNotPrintable => (
            "The form has a letter that cannot be printed",
            "call technical support",
        ),
        P::LockCauseRefused => (
            "The rules have no such cause of a lock, or an officer does not state it",
            "choose another cause",
        ),
        P::LockEvidenceMissing => (
            "The owner's card or the body's document that must stand behind it is missing",
            "write it down and send the request again",
        ),
        P::LockedAlready => (
            "The account is locked for this cause already",
            "check the account again",
        ),
        P::UnlockRefused => (
            "This lock ends only at the request of whoever asked for it, or not at all",
            "check the cause of the lock",
        ),
        P::NotToBeActivated => (
            "The person still activates the account in the application, or has not been told yet",
            "ask the person to activate it there",
        ),
        P::AccountActive => ("The account is active already", "check the account again"),
        P::AccountLocked => (
            "The account is locked and cannot be activated",
            "ask for the lock's end first",
        ),
        P::AccountEnded => (
            "The account ended with its card",
            "ask the person to renew the card and to register again",
        ),
        P::SourceSilent => ("A source database did not answer", "try again later"),
        P::SourceEventRefused => (
            "No source signed this event, or it is out of its time",
            "sign it again with the registered key",
        ),
        P::PolicyNotInForce => (
            "The server's profile has ended, so it receives nothing",
            "ask the administrator to install the new signed one",
        ),
        P::TooManyRequests => (
            "This terminal asks too much in a short time",
            "leave it for a while and try again",
        ),
        P::Unavailable => (
            "The server cannot answer at the moment",
            "keep the file and try again later",
        ),
    }
}
