//! Search: from a question, some words or a citation to the articles that answer it, best first.
//!
//! An [`Index`] is built from regulations, one entry per article (one for the whole of a regulation without articles),
//! and held in memory. A query is answered in one of three ways, and the [`Answer`] says which:
//!
//! - a citation (`限时办结制度第三条`) puts that article first;
//! - a few characters, or text in quotes, find exactly the articles that contain them: nothing is lost to the way in
//!   which text is cut into words;
//! - anything else, and words that no article contains, finds what is most alike (see `rank`).
//!
//! Everything is compared folded, so traditional, full-width and spaced writing find the same. The engine stays inside:
//! no type of tantivy or jieba is seen from outside.

mod entry;
mod find;
mod highlight;
mod query;
mod rank;
mod schema;
mod tokenize;

#[cfg(test)]
mod tests;

use std::{cmp::Ordering, ops::Range};

use crate::{
    corpus::Names,
    law::{Address, Date, Regulation, Status},
};
use entry::{Entry, Source};
use query::Query;
use schema::Inverted;

/// The index of some regulations, in memory.
pub struct Index {
    sources: Vec<Source>,
    entries: Vec<Entry>,
    names: Names,
    inverted: Inverted,
}

/// The engine failed; no query can cause it.
#[derive(Debug, thiserror::Error)]
#[error("检索出错：{0}")]
pub struct SearchError(String);

impl From<tantivy::TantivyError> for SearchError {
    fn from(error: tantivy::TantivyError) -> Self {
        Self(error.to_string())
    }
}

/// What a query found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Answer {
    /// How many articles were found, those beyond the limit included. Of a ranked answer: how many have anything in
    /// common with the query.
    pub total: usize,
    /// The best of them, best first.
    pub hits: Vec<Hit>,
    /// Whether these are exactly the articles that contain the words of the query. If not, they are ranked by likeness.
    pub exact: bool,
    /// Whether exactly these words were looked for and no article contains them, so that the hits are only alike.
    pub fallback: bool,
    /// Whether the first hit is an article that the query cites.
    pub cited: bool,
}

/// One article that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The id of its regulation.
    pub regulation: String,
    /// The title of its regulation.
    pub title: String,
    /// Its address, such as 第三条; empty for a whole regulation without articles.
    pub at: Address,
    /// The headings around it, from the outside in.
    pub breadcrumbs: Vec<String>,
    /// Its words, one unit a line, without its own number.
    pub text: String,
    /// The stretches of `text`, in characters, that the query found: sorted, none touching another.
    pub highlights: Vec<Range<usize>>,
    /// How good it is; only for comparing hits of one answer, in which it never rises.
    pub score: f32,
    /// The state of its regulation.
    pub status: Status,
    /// The day from which on its regulation applies, when known.
    pub effective: Option<Date>,
}

impl Index {
    /// Builds the index of these regulations.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn build<'r>(regulations: impl IntoIterator<Item = &'r Regulation>) -> Result<Self, SearchError> {
        let regulations: Vec<&Regulation> = regulations.into_iter().collect();
        let names = Names::new(regulations.iter().copied());
        let (sources, entries) = entry::collect(&regulations, &names);
        let headings: Vec<String> = entries.iter().map(Entry::headings).collect();
        let folded = entries.iter().map(|entry| entry.folded.as_str());
        let inverted = Inverted::build(folded.zip(headings.iter().map(String::as_str)))?;
        Ok(Self { sources, entries, names, inverted })
    }

    /// Answers `query` with at most `limit` hits. Any text is a query; one that says nothing finds nothing.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn search(&self, query: &str, limit: usize) -> Result<Answer, SearchError> {
        let query = Query::parse(query);
        if self.entries.is_empty() || query.folded.is_empty() {
            return Ok(Answer::default());
        }
        let mut scores = self.scores(&query)?;
        let (mut articles, needles) = self.literal(&query)?;
        if needles.is_empty() {
            articles = (0..).zip(&scores).filter(|&(_, &score)| score > 0.0).map(|(i, _)| i).collect();
        }
        let cited = self.cited(&query);
        let exact = !needles.is_empty() && cited.iter().all(|article| articles.contains(article));
        let mut best = scores.iter().copied().fold(0.0, f32::max);
        for &article in cited.iter().rev() {
            if !articles.contains(&article) {
                articles.push(article);
            }
            // What is cited comes first, whatever it says.
            best += 1.0;
            if let Some(score) = scores.get_mut(article) {
                *score = best;
            }
        }
        let total = articles.len();
        let score = |article: usize| scores.get(article).copied().unwrap_or_default();
        keep_best(&mut articles, limit, |a, b| score(b).total_cmp(&score(a)).then(a.cmp(&b)));
        let hit = |article: usize| {
            let marked = |text: &str| match needles {
                _ if cited.contains(&article) => Vec::new(),
                [] => highlight::of_pairs(text, &query.pairs, &query.whole),
                needles => highlight::of_literal(text, needles),
            };
            self.hit(article, score(article), marked)
        };
        Ok(Answer {
            total,
            hits: articles.into_iter().filter_map(hit).collect(),
            exact,
            fallback: needles.is_empty() && cited.is_empty() && !query.literal.is_empty(),
            cited: !cited.is_empty(),
        })
    }

    /// The articles of the first literal reading of `query` that any article satisfies, and what they contain.
    fn literal<'q>(&self, query: &'q Query) -> Result<(Vec<usize>, &'q [String]), SearchError> {
        for needles in &query.literal {
            let articles = self.containing(needles)?;
            if !articles.is_empty() {
                return Ok((articles, needles));
            }
        }
        Ok((Vec::new(), &[]))
    }

    fn hit(&self, article: usize, score: f32, marked: impl FnOnce(&str) -> Vec<Range<usize>>) -> Option<Hit> {
        let entry = self.entries.get(article)?;
        let source = self.sources.get(entry.source)?;
        Some(Hit {
            regulation: source.id.clone(),
            title: source.title.clone(),
            at: entry.at.clone(),
            breadcrumbs: entry.breadcrumbs.clone(),
            highlights: marked(&entry.text),
            text: entry.text.clone(),
            score,
            status: source.status,
            effective: source.effective,
        })
    }
}

/// Keeps the `limit` best, in order. Most of a large corpus has something in common with a question, so all of it is
/// not sorted.
fn keep_best(articles: &mut Vec<usize>, limit: usize, better: impl Fn(usize, usize) -> Ordering) {
    if limit < articles.len() {
        articles.select_nth_unstable_by(limit, |&a, &b| better(a, b));
        articles.truncate(limit);
    }
    articles.sort_unstable_by(|&a, &b| better(a, b));
}
