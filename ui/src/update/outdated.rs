//! Takes away what stands on the screen and is no longer true.

use dossier::api::ProblemType;

use crate::event::{DeviceKind, DeviceState};
use crate::model::card::CardPane;
use crate::model::counter::Notice;
use crate::model::{Approver, Counter, Model, Screen, SignInForm};
use crate::problem::Problem;

/// The file changed: it is neither the one that was incomplete nor the one that was stored.
pub(super) fn after_change(counter: &mut Counter) {
    if let Some(Notice::Stored | Notice::Problem(Problem::FileIncomplete)) = counter.notice {
        counter.notice = None;
    }
}

/// The store took the draft, so it works again.
pub(super) fn after_saving(counter: &mut Counter) {
    let failed = [Problem::StoreUnavailable, Problem::StoreFull];
    forget(&mut counter.notice, &failed);
}

/// Somebody signed in again.
pub(super) fn after_sign_in(counter: &mut Counter) {
    forget(
        &mut counter.notice,
        &[Problem::SessionExpired, Problem::Unattended],
    );
}

/// The card field holds another text.
pub(super) fn after_typing(card: &mut CardPane) {
    use Problem as P;
    let of_the_text = [P::NumberInvalid, P::MrzInvalid, P::ScanUnreadable];
    drop_if(&mut card.problem, &of_the_text);
}

/// The officer's name or password was typed again.
pub(super) fn after_credentials(form: &mut SignInForm) {
    let of_the_old = [
        Problem::SignInRefused,
        Problem::SignInIncomplete,
        Problem::BackendRefused(ProblemType::ConfirmationRefused),
        Problem::BackendRefused(ProblemType::OwnException),
        Problem::BackendRefused(ProblemType::Forbidden),
    ];
    drop_if(&mut form.problem, &of_the_old);
    // A code belongs to the name and the password that were asked about.
    form.code = None;
    after_code(form);
}

/// The code of the second factor was typed.
pub(super) fn after_code(form: &mut SignInForm) {
    let asked = [
        ProblemType::SecondFactorNeeded,
        ProblemType::SecondFactorRefused,
    ];
    drop_if(&mut form.problem, &asked.map(Problem::BackendRefused));
    drop_if(&mut form.problem, &[Problem::SignInIncomplete]);
}

/// Another line of the queue is pointed at.
pub(super) fn after_pointing(approver: &mut Approver) {
    drop_if(&mut approver.problem, &[Problem::SelfDecision]);
}

/// The backend delivered the queue.
pub(super) fn after_queue(approver: &mut Approver) {
    drop_if(&mut approver.problem, &[Problem::BackendUnreachable]);
    if !approver.queue.is_empty() {
        drop_if(&mut approver.problem, &[Problem::QueueEmpty]);
    }
}

/// A device is there again.
pub(super) fn after_device(model: &mut Model, device: DeviceKind, state: DeviceState) {
    let gone = repaired(device, state);
    match &mut model.screen {
        Screen::SignIn(form) => drop_if(&mut form.problem, gone),
        Screen::Approver(approver) => drop_if(&mut approver.problem, gone),
        Screen::Tester(tester) => drop_if(&mut tester.problem, gone),
        Screen::Bank(bank) => {
            drop_if(&mut bank.problem, gone);
            after_card_device(&mut bank.card, gone);
        }
        Screen::Counter(_) => {}
    }
    let counter = match &mut model.screen {
        Screen::Counter(counter) => Some(counter),
        _ => model.kept.as_mut(),
    };
    if let Some(counter) = counter {
        forget(&mut counter.notice, gone);
        after_card_device(&mut counter.card, gone);
        drop_if(&mut counter.portrait.problem, gone);
        drop_if(&mut counter.camera.problem, gone);
        drop_if(&mut counter.fingerprint.problem, gone);
    }
}

fn after_card_device(card: &mut CardPane, gone: &[Problem]) {
    if card.problem.is_some_and(|one| gone.contains(&one)) {
        card.problem = None;
        card.unread = None;
    }
}

/// The problems that a device in this state cannot have.
fn repaired(device: DeviceKind, state: DeviceState) -> &'static [Problem] {
    use Problem as P;
    match (device, state) {
        (_, DeviceState::Unknown | DeviceState::Missing) => &[],
        (DeviceKind::Reader, DeviceState::Ready) => &[P::NoReader, P::SmartCardServiceNotRunning],
        (DeviceKind::Reader, DeviceState::Busy) => {
            &[P::NoReader, P::SmartCardServiceNotRunning, P::NoCard]
        }
        (DeviceKind::Camera, _) => &[
            P::PortraitSourceMissing,
            P::CameraUnplugged,
            P::CameraNoFrame,
            P::CameraFrozen,
        ],
        (DeviceKind::Fingerprint, _) => &[P::SensorNotFound, P::SensorUnplugged],
        (DeviceKind::Scanner, _) => &[P::ScannerMissing],
        (DeviceKind::Network, _) => &[P::BackendUnreachable],
    }
}

fn forget(notice: &mut Option<Notice>, outdated: &[Problem]) {
    if matches!(notice, Some(Notice::Problem(problem)) if outdated.contains(problem)) {
        *notice = None;
    }
}

fn drop_if(shown: &mut Option<Problem>, outdated: &[Problem]) {
    if shown.is_some_and(|problem| outdated.contains(&problem)) {
        *shown = None;
    }
}
