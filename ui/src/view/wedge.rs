//! A scanner that types: its keys are taken out of the frame before any field or shortcut sees them.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use capture::scanner::wedge::{Keyboard, Recognise, Stroke, Wedge};
use egui::{Context, Event, FocusDirection, Id, ImeEvent, Key};

use super::Pen;
use crate::msg::Msg;

type Shared = Arc<Mutex<Watch>>;

/// The machine, and what had the keyboard before the keys that it holds.
#[derive(Default)]
struct Watch {
    wedge: Wedge<Typed>,
    focused: Option<Id>,
}

/// An event of the keyboard.
struct Typed(Event);

/// Takes this frame's keys and puts back those that somebody typed.
pub(crate) fn filter(ctx: &Context, recognise: Recognise, pen: &mut Pen<'_>) {
    let key = Id::unique("keyboard wedge");
    let shared = ctx.data_mut(|data| data.get_temp_mut_or_default::<Shared>(key).clone());
    let mut watch = shared.lock().unwrap_or_else(PoisonError::into_inner);
    if !watch.wedge.holds() {
        watch.focused = ctx.memory(|memory| memory.focused());
    }
    let (keys, others, now) = ctx.input_mut(|input| {
        let events = std::mem::take(&mut input.events);
        let (keys, others): (Vec<_>, Vec<_>) = events.into_iter().partition(is_stroke);
        let now = Duration::try_from_secs_f64(input.time).unwrap_or_default();
        (keys, others, now)
    });
    let strokes = keys.into_iter().map(Typed);
    let look = watch.wedge.look(strokes, now, recognise);
    ctx.input_mut(|input| {
        let typed = look.pass.into_iter().map(|Typed(event)| event);
        input.events = others.into_iter().chain(typed).collect();
    });
    if watch.wedge.holds() {
        ctx.request_repaint();
    }
    if let Some(scan) = look.scan {
        // egui noted a Tab before anybody could hold it: the keyboard stays where it was.
        ctx.memory_mut(|memory| {
            memory.move_focus(FocusDirection::None);
            if let Some(field) = watch.focused {
                memory.request_focus(field);
            }
        });
        pen.send(Msg::WedgeScanned(scan));
    }
}

/// Movements of the pointer, sizes and the like have nothing to do with it.
fn is_stroke(event: &Event) -> bool {
    matches!(
        event,
        Event::Key { .. }
            | Event::Text(_)
            | Event::Paste(_)
            | Event::Copy
            | Event::Cut
            | Event::Ime(ImeEvent::Preedit { .. } | ImeEvent::Commit(_))
            | Event::PointerButton { .. }
            | Event::Touch { .. }
    )
}

impl Keyboard for Typed {
    fn stroke(&self) -> Stroke<'_> {
        match &self.0 {
            Event::Text(text) => Stroke::Letters(text),
            Event::Ime(ImeEvent::Commit(text)) => Stroke::Composed(text),
            Event::Ime(_) => Stroke::Composed(""),
            Event::Key { modifiers, .. }
                if modifiers.alt || modifiers.ctrl || modifiers.command =>
            {
                Stroke::Other
            }
            Event::Key {
                key: Key::Enter | Key::Tab,
                pressed: true,
                repeat: false,
                ..
            } => Stroke::End,
            Event::Key { pressed: false, .. } => Stroke::Companion,
            Event::Key { key, .. } if gives_letters(*key) || is_shift(*key) => Stroke::Companion,
            _ => Stroke::Other,
        }
    }
}

fn gives_letters(key: Key) -> bool {
    // Their names on egui's keyboard: one letter, digit or sign.
    key == Key::Space || key.symbol_or_name().chars().count() == 1 && !is_arrow(key)
}

/// Capitals and signs come with it, from a person and from a scanner alike.
fn is_shift(key: Key) -> bool {
    matches!(key, Key::ShiftLeft | Key::ShiftRight)
}

fn is_arrow(key: Key) -> bool {
    matches!(
        key,
        Key::ArrowUp | Key::ArrowDown | Key::ArrowLeft | Key::ArrowRight
    )
}
