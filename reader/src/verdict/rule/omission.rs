//! One rule left out, on one thread, in unit tests.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

use super::Rule;

thread_local! {
    static OMITTED: Cell<Option<Rule>> = const { Cell::new(None) };
    static BROKEN: RefCell<BTreeSet<Rule>> = const { RefCell::new(BTreeSet::new()) };
}

/// What `work` gives without the rule, and the rules that were found broken.
pub(crate) fn without<T>(rule: Option<Rule>, work: impl FnOnce() -> T) -> (T, BTreeSet<Rule>) {
    OMITTED.set(rule);
    BROKEN.take();
    let result = work();
    OMITTED.set(None);
    (result, BROKEN.take())
}

pub(super) fn judged(rule: Rule, holds: bool) -> bool {
    if !holds {
        BROKEN.with_borrow_mut(|broken| broken.insert(rule));
    }
    holds || OMITTED.get() == Some(rule)
}
