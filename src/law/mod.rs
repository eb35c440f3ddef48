//! What every law and regulation has: addresses, editions, a tree of provisions, citations, time limits.
//! Reads no files and knows no clock.

mod address;
mod calendar;
mod citation;
mod date;
mod duty;
mod edition;
mod limit;
mod place;
mod regulation;
mod tree;

pub use address::{Address, Level, Step, address_at};
pub(crate) use address::{han, is_numeral};
pub use calendar::WorkCalendar;
pub use citation::{CitationMention, citations};
pub use date::{DateMention, dates, marked_dates};
pub use duty::{lays_duty, speaks_of_documents};
pub use edition::{Date, Edition, Status, written_date};
pub use limit::{Bound, LimitRole, TimeLimit, Unit, time_limits};
pub(crate) use limit::{STEPS, UNCOUNTED};
pub use place::{Place, places_at};
pub use regulation::{Body, Provision, Regulation, Variant};
pub use tree::{heading, provisions};
