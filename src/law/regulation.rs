//! A regulation as a tree of provisions: from the text of a corpus file to every unit that can be cited.

use std::sync::{Arc, OnceLock};

use super::{
    address::{Address, Level},
    edition::{Date, Edition},
    tree::provisions,
};
use crate::text::{Source, Span};

/// One edition of one regulation.
#[derive(Debug, Clone)]
pub struct Regulation {
    /// ASCII kebab-case, for ever the same.
    pub id: String,
    /// Its title without 《》.
    pub title: String,
    /// Other names by which people cite it.
    pub aliases: Vec<String>,
    /// The group it is filed under (服务制度 …); empty when nobody filed it yet.
    pub category: String,
    /// Who issued it; empty when unknown.
    pub issuer: String,
    /// 文号, when it has one.
    pub number: Option<String>,
    /// Dates and state.
    pub edition: Edition,
    /// Ids of regulations that it replaced.
    pub replaces: Vec<String>,
    /// Norms that it rests on, as people cite them.
    pub references: Vec<String>,
    /// What other places rule differently.
    pub variants: Vec<Variant>,
    /// Its text, and the units in it.
    pub body: Body,
}

/// The text of a regulation and its provisions, which are read when they are first asked for: a check that rests on one
/// regulation does not pay for all of them.
#[derive(Debug, Clone)]
pub struct Body {
    text: Arc<str>,
    start: usize,
    provisions: OnceLock<Vec<Provision>>,
}

impl Body {
    /// The body of the file `text`, from byte `start` on.
    pub fn new(text: Arc<str>, start: usize) -> Self {
        Self { text, start, provisions: OnceLock::new() }
    }
}

/// A value that another source has for the same point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    /// The provision that it differs from.
    pub at: Address,
    /// What the other source says.
    pub value: String,
    /// Which source: 地区、文号.
    pub origin: String,
}

/// The smallest units that can be cited, and the ones around them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provision {
    /// Its address, 编、章、节 included.
    pub at: Address,
    /// All of it, with everything inside, its own number included.
    pub span: Span<Source>,
    /// Its own words, without its number and without the units inside.
    pub words: Span<Source>,
}

impl Provision {
    /// The innermost level.
    pub fn level(&self) -> Option<Level> {
        self.at.steps().last().map(|step| step.level)
    }
}

impl Regulation {
    /// The whole file, which all spans lie in.
    pub fn text(&self) -> &str {
        &self.body.text
    }

    /// Every unit that can be cited, in the order of the text; an outer one stands before its inner ones.
    pub fn provisions(&self) -> &[Provision] {
        self.body.provisions.get_or_init(|| provisions(&self.body.text, self.body.start))
    }

    /// The provision that `at` names, found also when `at` leaves out 编、章、节, or names 第一款 of an article that has
    /// only one paragraph.
    pub fn provision(&self, at: &Address) -> Option<&Provision> {
        let wanted = at.from_article();
        if wanted.steps().is_empty() {
            return self.provisions().iter().find(|p| p.at == *at);
        }
        let find = |wanted: &Address| self.provisions().iter().find(|p| p.at.from_article() == *wanted);
        find(&wanted).or_else(|| {
            let first = wanted.at(Level::Paragraph).is_some_and(|step| step.number == 1);
            if first { find(&wanted.without(Level::Paragraph)) } else { None }
        })
    }

    /// The articles (条), in order.
    pub fn articles(&self) -> impl Iterator<Item = &Provision> {
        self.provisions().iter().filter(|p| p.level() == Some(Level::Article))
    }

    /// The text of `provision` with everything inside, one line a unit, without its own number.
    pub fn words(&self, provision: &Provision) -> String {
        let inside = Span::<Source>::new(provision.words.start(), provision.span.end());
        let lines = inside.of(self.text()).lines().map(str::trim).filter(|line| !line.is_empty());
        lines.collect::<Vec<_>>().join("\n")
    }

    /// The text of the whole, for one without articles: no title, no heading marks, one line a line.
    pub fn whole_words(&self) -> String {
        let lines = self.body_text().lines().map(|line| line.trim().trim_start_matches('#').trim());
        lines.filter(|line| !line.is_empty() && *line != self.title).collect::<Vec<_>>().join("\n")
    }

    /// The headings around `provision`: the titles of its 编、章、节, from the outside in.
    pub fn breadcrumbs(&self, provision: &Provision) -> Vec<String> {
        let around = |p: &&Provision| p.level() < Some(Level::Article) && p.span.contains(provision.span);
        self.provisions()
            .iter()
            .filter(around)
            .map(|p| {
                format!(
                    "{} {}",
                    p.at.steps().last().map_or(String::new(), |s| s.to_string()),
                    p.words.of(self.text())
                )
            })
            .collect()
    }

    /// The text of the regulation itself, without what the file says about it.
    pub fn body_text(&self) -> &str {
        self.body.text.get(self.body.start..).unwrap_or_default()
    }

    /// The day from which on this edition applies, for comparing: one of unknown date always has.
    pub fn effective(&self) -> Date {
        self.edition.effective.unwrap_or(Date::MIN)
    }
}
