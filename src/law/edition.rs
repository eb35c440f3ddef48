//! Editions: from when on a text applies, and whether it still does.

use std::fmt;

pub use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The state of a regulation, as its own register says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Status {
    /// 现行
    InForce,
    /// 已修订: a later edition took its place.
    Amended,
    /// 已废止
    Repealed,
}

impl Status {
    /// All of them, in the order in which messages list them.
    pub const ALL: [Status; 3] = [Status::InForce, Status::Amended, Status::Repealed];

    /// The Chinese name, as written in a corpus file.
    pub fn name(self) -> &'static str {
        match self {
            Status::InForce => "现行",
            Status::Amended => "已修订",
            Status::Repealed => "已废止",
        }
    }

    /// The state of that Chinese name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == name)
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A date as a TOML file writes it; `None` when it carries a time of day or is no day of the calendar.
pub fn written_date(written: &toml::value::Datetime) -> Option<Date> {
    let date = written.date.filter(|_| written.time.is_none())?;
    Date::new(i16::try_from(date.year).ok()?, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?)
        .ok()
}

/// One dated text of a regulation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edition {
    /// The day on which it was adopted (通过、印发之日), when known.
    pub adopted: Option<Date>,
    /// The first day on which it applies (施行之日), when known.
    pub effective: Option<Date>,
    /// Its state today.
    pub status: Status,
}
