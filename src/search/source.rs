//! A regulation as an index keeps it: what its articles have in common, and whether a search wants it.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use tantivy::directory::OwnedBytes;

use super::{Article, SearchError};
use crate::law::{Address, Date, Regulation, Status};

/// The weight, at most, of being cited and of being long.
const STANDING: f32 = 0.25;
/// The citations at which half of that weight is reached.
const OFTEN_CITED: f32 = 10.0;
/// The number of articles at which half of that weight is reached.
const LONG: f32 = 50.0;

/// What ranking and filtering need of one edition of a regulation: of all of them it is read when an index is opened.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Source {
    /// Which regulation it is an edition of.
    pub(super) regulation: usize,
    pub(super) status: Status,
    #[serde(with = "day")]
    pub(super) effective: Option<Date>,
    /// The day from which on the next edition applies, or the regulation that replaced a repealed one.
    #[serde(with = "day")]
    pub(super) until: Option<Date>,
    /// Its first article.
    pub(super) first: Article,
    /// How many articles it has; one for a regulation that is kept as a whole.
    pub(super) articles: u32,
    /// How many times others cite it by name.
    pub(super) cited: usize,
}

/// Days as numbers (2026-01-01 is 20260101, none is 0): thousands of them are read whenever an index is opened.
mod day {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

    use crate::law::Date;

    pub(super) fn serialize<S: Serializer>(day: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
        let number =
            |day: &Date| i32::from(day.year()) * 10_000 + i32::from(day.month()) * 100 + i32::from(day.day());
        day.as_ref().map_or(0, number).serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
        let number = i32::deserialize(deserializer)?;
        if number == 0 {
            return Ok(None);
        }
        let part = |number: i32| i8::try_from(number % 100).unwrap_or_default();
        let year = i16::try_from(number / 10_000).unwrap_or_default();
        Date::new(year, part(number / 100), part(number)).map(Some).map_err(D::Error::custom)
    }
}

/// The rest of it, which is read when it is shown.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Details {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) category: String,
    pub(super) issuer: String,
    /// The titles of its 编、章、节, each once.
    pub(super) headings: Vec<String>,
    /// The rules that rest on its articles, by article.
    pub(super) rules: Vec<(Address, Vec<String>)>,
}

impl Details {
    /// What is known before its articles are read.
    pub(super) fn new(regulation: &Regulation) -> Self {
        Self {
            id: regulation.id.clone(),
            title: regulation.title.clone(),
            category: regulation.category.clone(),
            issuer: regulation.issuer.clone(),
            ..Self::default()
        }
    }

    /// The place of `heading` in its list.
    pub(super) fn heading(&mut self, heading: String) -> u32 {
        let known = self.headings.iter().position(|own| *own == heading);
        let place = known.unwrap_or_else(|| {
            self.headings.push(heading);
            self.headings.len() - 1
        });
        u32::try_from(place).unwrap_or_default()
    }
}

/// The details of all regulations, as they lie in a file.
pub(super) struct AllDetails {
    bytes: OwnedBytes,
    ends: Vec<u32>,
}

impl AllDetails {
    /// Those in `bytes`, which end at `ends`.
    pub(super) fn open(bytes: OwnedBytes, ends: Vec<u32>) -> Self {
        Self { bytes, ends }
    }

    /// The file, and where each regulation's details end in it.
    pub(super) fn write(details: &[Details]) -> Result<(Vec<u8>, Vec<u32>), SearchError> {
        let (mut bytes, mut ends) = (Vec::new(), Vec::new());
        for own in details {
            bytes =
                postcard::to_extend(own, bytes).map_err(|error| SearchError::Engine(error.to_string()))?;
            ends.push(u32::try_from(bytes.len()).map_err(|_| SearchError::TooLarge)?);
        }
        Ok((bytes, ends))
    }

    /// Those of the regulation `which`.
    pub(super) fn get(&self, which: usize) -> Option<Details> {
        let start = which.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied())?;
        let bytes = self.bytes.get(start as usize..*self.ends.get(which)? as usize)?;
        postcard::from_bytes(bytes).ok()
    }
}

impl Source {
    /// What is known before its articles are read.
    pub(super) fn new(regulation: &Regulation, first: Article) -> Self {
        Self {
            regulation: 0,
            status: regulation.edition.status,
            effective: regulation.edition.effective,
            until: None,
            first,
            articles: 0,
            cited: 0,
        }
    }

    /// Its articles.
    pub(super) fn range(&self) -> Range<Article> {
        self.first..self.first + self.articles
    }

    /// Whether it applied on `day`: it had taken effect, nothing had taken its place, and if it is repealed, it was so
    /// only by what has.
    pub(super) fn applied(&self, day: Date) -> bool {
        self.effective.is_none_or(|from| from <= day)
            && self.until.is_none_or(|until| day < until)
            && (self.status != Status::Repealed || self.until.is_some())
    }
}

/// What the standing of a regulation is worth, from 0 to twice [`STANDING`].
pub(super) fn standing(source: &Source) -> f32 {
    let share = |count: f32, half: f32| count / (count + half);
    STANDING * (share(source.cited as f32, OFTEN_CITED) + share(source.articles as f32, LONG))
}

/// Which regulations a search looks into. Several values of one kind are alternatives.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only what applied on this day; `None` for every edition, whatever its state.
    pub as_of: Option<Date>,
    /// States, as the register says them.
    pub status: Vec<Status>,
    /// Groups under which a regulation may be filed: a part of the name is enough.
    pub category: Vec<String>,
    /// Who may have issued it: a part of the name is enough.
    pub issuer: Vec<String>,
    /// Ids.
    pub regulation: Vec<String>,
    /// Only what took effect on this day or later.
    pub effective_after: Option<Date>,
    /// Only what took effect on this day or earlier.
    pub effective_before: Option<Date>,
}

impl Filter {
    /// Whether `source` is looked into; its details are read only when they matter.
    pub(super) fn admits(&self, source: &Source, details: impl FnOnce() -> Option<Details>) -> bool {
        // What took effect on an unknown day is neither after nor before any.
        let bound = |bound: Option<Date>, within: fn(Date, Date) -> bool| {
            bound.is_none_or(|bound| source.effective.is_some_and(|own| within(own, bound)))
        };
        self.as_of.is_none_or(|day| source.applied(day))
            && (self.status.is_empty() || self.status.contains(&source.status))
            && bound(self.effective_after, |own, bound| own >= bound)
            && bound(self.effective_before, |own, bound| own <= bound)
            && (!self.asks_for_details() || details().is_some_and(|details| self.suits(&details)))
    }

    fn asks_for_details(&self) -> bool {
        !(self.category.is_empty() && self.issuer.is_empty() && self.regulation.is_empty())
    }

    fn suits(&self, details: &Details) -> bool {
        let part = |wanted: &[String], own: &str| {
            wanted.is_empty() || wanted.iter().any(|part| own.contains(part.as_str()))
        };
        part(&self.category, &details.category)
            && part(&self.issuer, &details.issuer)
            && (self.regulation.is_empty() || self.regulation.contains(&details.id))
    }
}
