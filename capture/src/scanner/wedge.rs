//! Keyboard wedges: scanners that type. Told from people by pace and framing, and kept out of what has
//! the keyboard.
//!
//! Strokes are held for a moment. Whoever types pauses longer than [`HOLD`] between two of them and gets
//! them back in their order; a wedge does not, and when twelve of them came at its pace the whole run is
//! a scan, to its end at Enter, Tab or silence. The caller looks whenever it likes (once a frame) and says
//! when: a stroke may have come any time since the look before, so that only what came after the first
//! look of a run counts for its pace, and a window that froze takes nobody for a scanner.

use std::time::Duration;

use zeroize::Zeroizing;

use super::ScanError;
use super::frames::{MAX_SCAN_BYTES, checked};

/// Strokes are held so long for the next one.
pub const HOLD: Duration = Duration::from_millis(40);
/// Nobody types faster for twelve strokes: 400 words a minute.
const PACE: Duration = Duration::from_millis(30);
/// So many strokes at a wedge's pace are no accident.
const ENOUGH: u32 = 12;
/// After so many slower ones somebody types.
const SOME: u32 = 3;
/// Silence that ends a scan without a suffix: a busy computer hands its strokes on with pauses.
const SILENCE: Duration = Duration::from_millis(250);

/// What a stroke is for the run that it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stroke<'a> {
    /// Letters, as the keyboard layout gives them.
    Letters(&'a str),
    /// Letters that an input method made out of several keys; none while it is still at it.
    Composed(&'a str),
    /// A key that gives letters going down or up: it goes where its letters go.
    Companion,
    /// Enter or Tab going down.
    End,
    /// Any other key, a click: whoever makes it types.
    Other,
}

/// What counts as a scan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recognise {
    /// A card's code or zone, and whatever comes at a wedge's pace.
    CodesAndPace,
    /// A card's code or zone only: where passwords are typed, a program may type them at any pace.
    CodesOnly,
}

/// An event that may be a stroke.
pub trait Keyboard {
    /// What it is for a run.
    fn stroke(&self) -> Stroke<'_>;
}

/// What one look came to.
pub struct Look<E> {
    /// The events that go on to what has the keyboard, in their order.
    pub pass: Vec<E>,
    /// A scan that ended.
    pub scan: Option<Result<Zeroizing<String>, ScanError>>,
}

/// The machine, over events of any kind.
pub struct Wedge<E> {
    held: Vec<E>,
    text: Zeroizing<String>,
    run: Run,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Run {
    /// Nothing is held.
    None,
    /// Perhaps a scan.
    Open(Pace),
    /// Somebody types: everything passes until the next pause.
    Typing { last: Duration },
    /// A scan for sure.
    Scan {
        last: Duration,
        composed: Composed,
        length: Length,
    },
}

#[derive(Clone, Copy, PartialEq, Eq)]
struct Pace {
    /// The look that saw the first stroke.
    first: Duration,
    /// The look that saw the last one.
    last: Duration,
    /// Letters of looks after the first.
    after_first: u32,
    composed: Composed,
}

/// Whether an input method changed letters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Composed {
    No,
    Yes,
}

/// Whether the scan is longer than any.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Length {
    Fits,
    Endless,
}

impl<E> Default for Wedge<E> {
    fn default() -> Self {
        Self {
            held: Vec::new(),
            // Reserved once: a string that grows would leave text behind in freed memory.
            text: Zeroizing::new(String::with_capacity(MAX_SCAN_BYTES)),
            run: Run::None,
        }
    }
}

impl<E: Keyboard> Wedge<E> {
    /// Whether strokes are held, so that another look is due soon.
    pub fn holds(&self) -> bool {
        !self.held.is_empty() || matches!(self.run, Run::Scan { .. })
    }

    /// Takes the events since the last look, in their order. `now` is any clock that only goes forward.
    pub fn look(
        &mut self,
        events: impl IntoIterator<Item = E>,
        now: Duration,
        recognise: Recognise,
    ) -> Look<E> {
        let mut look = Look {
            pass: Vec::new(),
            scan: None,
        };
        self.after_silence(now, &mut look, Expected::More);
        let mut any = false;
        for event in events {
            any = true;
            self.stroke(event, (now, recognise), &mut look);
        }
        if any {
            self.after_strokes(now, &mut look);
        } else {
            self.after_silence(now, &mut look, Expected::Nothing);
        }
        look
    }

    fn stroke(&mut self, event: E, (now, recognise): (Duration, Recognise), look: &mut Look<E>) {
        match (self.run, event.stroke()) {
            (Run::Scan { .. }, Stroke::End) => look.scan = Some(self.end()),
            (Run::Scan { .. }, Stroke::Letters(text)) => self.collect(text, Composed::No, now),
            (Run::Scan { .. }, Stroke::Composed(text)) => self.collect(text, Composed::Yes, now),
            (Run::Scan { .. }, Stroke::Companion) => {}
            (Run::Scan { .. }, Stroke::Other) => {
                look.scan = Some(self.end());
                look.pass.push(event);
            }
            (Run::Open(_), Stroke::End) if framed(&self.text) => look.scan = Some(self.end()),
            (_, Stroke::End | Stroke::Other) => {
                self.release(look);
                self.run = Run::None;
                look.pass.push(event);
            }
            (Run::Typing { .. }, _) => {
                self.run = Run::Typing { last: now };
                look.pass.push(event);
            }
            (Run::None | Run::Open(_), _) => self.hold(event, (now, recognise), look),
        }
    }

    fn hold(&mut self, event: E, (now, recognise): (Duration, Recognise), look: &mut Look<E>) {
        let mut pace = match self.run {
            Run::Open(pace) => pace,
            _ => Pace {
                first: now,
                last: now,
                after_first: 0,
                composed: Composed::No,
            },
        };
        pace.last = now;
        let text = match event.stroke() {
            Stroke::Letters(text) => text,
            Stroke::Composed(text) => {
                pace.composed = Composed::Yes;
                text
            }
            _ => "",
        };
        if self.text.len() + text.len() > MAX_SCAN_BYTES {
            self.release(look);
            self.run = Run::Typing { last: now };
            look.pass.push(event);
            return;
        }
        self.text.push_str(text);
        if now > pace.first {
            let letters = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
            pace.after_first = pace.after_first.saturating_add(letters);
        }
        self.held.push(event);
        self.run = Run::Open(pace);
        let allowed = PACE.saturating_mul(pace.after_first);
        let taken = now.saturating_sub(pace.first);
        let by_pace = recognise == Recognise::CodesAndPace;
        if by_pace && pace.after_first >= ENOUGH && taken <= allowed {
            self.held.clear();
            self.run = Run::Scan {
                last: now,
                composed: pace.composed,
                length: Length::Fits,
            };
        }
    }

    /// Once the look is whole: strokes that came slower than a wedge's are somebody's.
    fn after_strokes(&mut self, now: Duration, look: &mut Look<E>) {
        let Run::Open(pace) = self.run else {
            return;
        };
        let allowed = PACE.saturating_mul(pace.after_first) + HOLD;
        if pace.after_first >= SOME && now.saturating_sub(pace.first) > allowed {
            self.release(look);
            self.run = Run::Typing { last: now };
        }
    }

    fn collect(&mut self, more: &str, how: Composed, now: Duration) {
        let Run::Scan {
            composed, length, ..
        } = &mut self.run
        else {
            return;
        };
        let composed = if how == Composed::Yes { how } else { *composed };
        let mut length = *length;
        if self.text.len() + more.len() > MAX_SCAN_BYTES {
            length = Length::Endless;
        } else {
            self.text.push_str(more);
        }
        self.run = Run::Scan {
            last: now,
            composed,
            length,
        };
    }

    /// What a pause means. A stroke that is among the events of this look may have come right after the
    /// last one, so that only a look without any proves a short pause.
    fn after_silence(&mut self, now: Duration, look: &mut Look<E>, expected: Expected) {
        match self.run {
            Run::None => {}
            Run::Open(pace) if expected == Expected::Nothing && now > pace.last + HOLD => {
                if framed(&self.text) {
                    look.scan = Some(self.end());
                } else {
                    self.release(look);
                    self.run = Run::None;
                }
            }
            Run::Typing { last } if now > last + HOLD => self.run = Run::None,
            Run::Scan { last, .. } if expected == Expected::Nothing && now > last + SILENCE => {
                look.scan = Some(self.end());
            }
            Run::Open(_) | Run::Typing { .. } | Run::Scan { .. } => {}
        }
    }

    fn release(&mut self, look: &mut Look<E>) {
        look.pass.append(&mut self.held);
        self.forget();
    }

    fn end(&mut self) -> Result<Zeroizing<String>, ScanError> {
        let run = std::mem::replace(&mut self.run, Run::None);
        self.held.clear();
        let text = self.forget();
        match run {
            Run::Scan {
                length: Length::Endless,
                ..
            } => Err(ScanError::Endless),
            Run::Scan {
                composed: Composed::Yes,
                ..
            }
            | Run::Open(Pace {
                composed: Composed::Yes,
                ..
            }) => Err(ScanError::Retyped),
            _ if lost_every_mark(&text) => Err(ScanError::Retyped),
            _ => checked(text.as_bytes()).map_err(|_| ScanError::Retyped),
        }
    }

    fn forget(&mut self) -> Zeroizing<String> {
        let fresh = Zeroizing::new(String::with_capacity(MAX_SCAN_BYTES));
        std::mem::replace(&mut self.text, fresh)
    }
}

/// Whether a look is over.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Expected {
    /// Its events are still to come.
    More,
    /// It had none.
    Nothing,
}

/// A card's code or zone, which nobody types: recognised even where no pace can be told.
fn framed(text: &str) -> bool {
    text.chars().count() >= ENOUGH as usize
        && (text.bytes().filter(|byte| *byte == b'|').count() >= 5 || text.contains("<<"))
}

/// A card's code names a place in Vietnamese letters; not one of them got through.
fn lost_every_mark(text: &str) -> bool {
    text.bytes().filter(|byte| *byte == b'|').count() >= 5
        && text.is_ascii()
        && text.bytes().any(|byte| byte.is_ascii_alphabetic())
}
