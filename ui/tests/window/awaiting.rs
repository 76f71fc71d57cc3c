//! What the window's log says that it waits for.

use ui::model::awaiting::Awaiting;
use ui::{Msg, update};

use crate::support::Desk;

fn awaits(desk: &Desk) -> (&'static str, bool) {
    let Awaiting { what, busy, .. } = desk.model.awaiting();
    (what, busy)
}

#[test]
fn each_step_of_a_registration_is_told_and_whether_somebody_is_at_it() {
    assert_eq!(awaits(&Desk::closed()), ("sign_in", false));
    let mut desk = Desk::counter();
    assert_eq!(awaits(&desk), ("card", false));
    desk.say(Msg::ReadCard);
    assert_eq!(awaits(&desk), ("card", true));
    desk.say(Msg::Cancel);
    desk.read_card(&[]);
    assert_eq!(awaits(&desk), ("portrait", false));
    desk.say(Msg::CapturePortrait);
    assert_eq!(awaits(&desk), ("portrait", true));
    desk.say(Msg::Cancel);
    desk.take_portrait();
    assert_eq!(awaits(&desk), ("fingerprint", false));
    // Another reading, while the next thing to do is another.
    desk.say(Msg::ReadCard);
    assert_eq!(awaits(&desk), ("fingerprint", true));
    desk.say(Msg::Cancel);
    desk.take_finger();
    assert_eq!(awaits(&desk), ("contact", false));
    desk.say(Msg::PhoneTyped("0912345678".into()));
    assert_eq!(awaits(&desk), ("consent", false));
    desk.consent();
    assert_eq!(awaits(&desk), ("submission", false));
    desk.say(Msg::Submit);
    assert_eq!(awaits(&desk), ("submission", true));
    update(&mut desk.model, Msg::SignOut);
    assert_eq!(awaits(&desk), ("sign_in", false));
    assert_eq!(awaits(&Desk::approver()), ("claim", false));
}
