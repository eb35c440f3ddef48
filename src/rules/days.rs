//! The days that matter for a document.

use crate::{doc::Document, law::Date};

/// The day by whose norms a document is judged, and the day on which somebody reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// The document's own day, where it has one.
    pub own: Date,
    /// The day of the run: what has ended by then is out of date.
    pub today: Date,
}

impl Days {
    /// Those of `document`, read on `today`.
    pub fn of(document: &Document, today: Date) -> Self {
        Self { own: document.date.unwrap_or(today), today }
    }
}
