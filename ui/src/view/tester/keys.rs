//! The tester's keys: a digit or a page for another table, arrows within it.

use egui::Key;

use crate::model::Tester;
use crate::model::tester::Tab;
use crate::msg::{Msg, TesterMsg};

/// What a key means; `digit` is the place that it names while nothing is typed.
pub(crate) fn meaning(
    tester: &Tester,
    key: Key,
    digit: Option<usize>,
    typing: bool,
) -> Option<Msg> {
    let open = |tab: Tab| Msg::Tester(TesterMsg::Open(tab));
    Some(match key {
        Key::F2 => Msg::Next,
        Key::F5 => Msg::Refresh,
        Key::F7 => Msg::Tester(TesterMsg::Export),
        Key::F8 => Msg::Tester(TesterMsg::Forget),
        Key::F12 => Msg::SignOut,
        Key::Escape => Msg::Cancel,
        Key::PageDown => open(beside(tester.tab, 1)?),
        Key::PageUp => open(beside(tester.tab, -1)?),
        Key::ArrowDown => Msg::Move(1),
        Key::ArrowUp => Msg::Move(-1),
        Key::ArrowRight if !typing => Msg::Tester(TesterMsg::Fault(1)),
        Key::ArrowLeft if !typing => Msg::Tester(TesterMsg::Fault(-1)),
        _ => open(*Tab::ALL.get(digit?)?),
    })
}

/// The table before or after this one.
fn beside(tab: Tab, by: isize) -> Option<Tab> {
    let at = Tab::ALL.iter().position(|one| *one == tab)?;
    Tab::ALL.get(at.checked_add_signed(by)?).copied()
}
