//! The patience of whoever waits for a check: a check that nobody waits for any more stops before its next rule.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicBool, Ordering},
};

/// Shared by who waits and who checks. What a check gives once the patience is out is not all there is to find: only who ended it
/// may see that, and has no use for it.
#[derive(Debug, Default)]
pub struct Patience {
    is_out: AtomicBool,
    at: Mutex<Option<Arc<str>>>,
}

impl Patience {
    /// Nobody waits any more.
    pub fn end(&self) {
        self.is_out.store(true, Ordering::Relaxed);
    }

    /// Whether nobody waits any more.
    pub fn is_out(&self) -> bool {
        self.is_out.load(Ordering::Relaxed)
    }

    /// The file called `name` is checked from now on.
    pub fn turn_to(&self, name: &Arc<str>) {
        // Once it is out, the file stays named that took too long.
        if !self.is_out() {
            *self.at.lock().unwrap_or_else(PoisonError::into_inner) = Some(name.clone());
        }
    }

    /// The file that is being checked, or was when the patience ended; `None` when none was begun.
    pub fn at(&self) -> Option<Arc<str>> {
        self.at.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
