//! Search: from a question, some words or a citation to the articles that answer it, best first.
//!
//! An [`Index`] is made of regulations in all their editions, one entry per article (one for the whole of a regulation
//! without articles), in memory or in a folder, from which it is opened at no cost that grows with the corpus. A query
//! is answered in one of three ways, and the [`Answer`] says which:
//!
//! - a citation (`限时办结制度第三条`) puts that article first;
//! - a few characters, or text in quotes, find exactly the articles that contain them: nothing is lost to the way in
//!   which text is cut into words;
//! - anything else, and words that no article contains, finds what is most alike (see `rank`).
//!
//! Everything is compared folded, so traditional, full-width and spaced writing find the same. The engine stays inside:
//! no type of tantivy or jieba is seen from outside.

mod article;
mod build;
mod find;
mod highlight;
mod operators;
mod pinyin;
mod postings;
mod query;
mod rank;
mod shard;
mod source;
mod synonyms;
mod tokenize;
mod words;

#[cfg(test)]
mod tests;

use std::{
    cmp::Ordering,
    ops::Range,
    path::Path,
};

use serde::{Deserialize, Serialize};
use tantivy::{directory::OwnedBytes, query::Bm25Weight};

use crate::{
    corpus::Names,
    law::{Address, Date, Regulation, Status},
};
use article::Record;
use pinyin::Typed;
use postings::Stream;
use query::Query;
use shard::{Files, Shard};
pub use source::Filter;
use source::{AllDetails, Source};
pub use synonyms::{Synonym, Synonyms};
use words::Words;

/// The articles of some regulations, ready to be searched.
pub struct Index {
    sources: Vec<Source>,
    details: AllDetails,
    names: Names,
    synonyms: Synonyms,
    words: Words,
    /// Runs of articles, each with the number of its first.
    shards: Vec<(usize, Shard)>,
    articles: usize,
    /// The mean number of tokens of an article, by stream.
    lengths: [f32; Stream::ALL.len()],
}

/// Why a search or the making of an index failed; no query can cause it.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The files of the index are cut short, changed, or of another version.
    #[error("索引文件损坏")]
    Damaged,
    /// The files of the index cannot be written.
    #[error("索引写不下来：{0}")]
    Io(String),
    /// A shard has more text than it can number.
    #[error("规章库太大，一份索引容纳不下")]
    TooLarge,
    /// The engine failed.
    #[error("检索出错：{0}")]
    Engine(String),
}

impl From<tantivy::TantivyError> for SearchError {
    fn from(error: tantivy::TantivyError) -> Self {
        Self::Engine(error.to_string())
    }
}

impl From<std::io::Error> for SearchError {
    fn from(error: std::io::Error) -> Self {
        Self::Io(error.to_string())
    }
}

/// That a rule rests on an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resting {
    /// The id of the regulation.
    pub regulation: String,
    /// The article.
    pub article: Address,
    /// The code of the rule.
    pub rule: String,
}

/// What all shards of an index have in common.
#[derive(Serialize, Deserialize)]
struct Shared {
    sources: Vec<Source>,
    names: Names,
    synonyms: Synonyms,
    shards: usize,
    /// Where the details of each regulation end.
    ends: Vec<u32>,
}

/// What an index is made of.
#[derive(Debug, Default)]
pub struct Material<'r> {
    /// Every edition of every regulation, ordered by id and date.
    pub regulations: Vec<&'r Regulation>,
    /// Which rules rest on them.
    pub resting: Vec<Resting>,
    /// Which words stand for which.
    pub synonyms: Synonyms,
}

/// How a query is to be answered.
#[derive(Debug, Clone)]
pub struct Options {
    /// At most so many hits.
    pub limit: usize,
    /// Which regulations are looked into.
    pub filter: Filter,
    /// Whether words also stand for their synonyms.
    pub synonyms: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { limit: 10, filter: Filter::default(), synonyms: true }
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
    /// Whether exactly these words were looked for and no article contains them, so that the hits are only alike.
    pub fallback: bool,
    /// The synonyms that were looked for as well.
    pub synonyms: Vec<Synonym>,
    /// How many more articles contain the words in regulations that the filter leaves out.
    pub elsewhere: usize,
    /// What is to be said about how the query was understood.
    pub note: Option<String>,
}

/// Why an article was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Matched {
    /// The query cites it.
    Cited,
    /// It contains the words of the query.
    Exact,
    /// It contains them with a synonym in the place of one.
    Synonym,
    /// It has much in common with the query.
    Alike,
    /// It can be read as what was typed in pinyin.
    Pinyin,
}

impl Matched {
    /// The name for programs.
    pub fn word(self) -> &'static str {
        match self {
            Matched::Cited => "citation",
            Matched::Exact => "exact",
            Matched::Synonym => "synonym",
            Matched::Alike => "similar",
            Matched::Pinyin => "pinyin",
        }
    }

    /// The name for people.
    pub fn name(self) -> &'static str {
        match self {
            Matched::Cited => "条款",
            Matched::Exact => "原文",
            Matched::Synonym => "同义",
            Matched::Alike => "相近",
            Matched::Pinyin => "拼音",
        }
    }
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
    /// The day from which on a later edition of its regulation applies.
    pub until: Option<Date>,
    /// The codes of the rules that rest on it.
    pub rules: Vec<String>,
    /// Why it was found.
    pub matched: Matched,
}

/// The files of an index beside its shards: what is read when it is opened, the details of its regulations, its words.
const SHARED: &str = "shared";
const DETAILS: &str = "regulations";
const WORDS: &str = "words";

impl Index {
    /// Makes an index in memory.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn build(material: &Material<'_>) -> Result<Self, SearchError> {
        build::build(&Files::Memory, material)
    }

    /// Makes an index in `folder`, which must be there and empty.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn create(folder: &Path, material: &Material<'_>) -> Result<Self, SearchError> {
        build::build(&Files::Folder(folder.to_owned()), material)
    }

    /// Opens the index in `folder`.
    ///
    /// # Errors
    /// [`SearchError::Damaged`] when it is not whole.
    pub fn open(folder: &Path) -> Result<Self, SearchError> {
        let read = |name| std::fs::read(folder.join(name)).map_err(|_| SearchError::Damaged);
        let shared: Shared = postcard::from_bytes(&read(SHARED)?).map_err(|_| SearchError::Damaged)?;
        let shards = (0..shared.shards).map(|number| Shard::open(folder, number)).collect::<Result<_, _>>()?;
        let words = Words::open(OwnedBytes::new(read(WORDS)?))?;
        Self::of(shared, OwnedBytes::new(read(DETAILS)?), words, shards)
    }

    /// Writes what the shards share, and puts the parts together.
    fn assemble(
        files: &Files,
        shared: Shared,
        details: Vec<u8>,
        words: Vec<u8>,
        shards: Vec<Shard>,
    ) -> Result<Self, SearchError> {
        if let Files::Folder(folder) = files {
            let bytes = postcard::to_allocvec(&shared);
            let bytes = bytes.map_err(|error| SearchError::Engine(error.to_string()))?;
            std::fs::write(folder.join(SHARED), bytes)?;
            std::fs::write(folder.join(DETAILS), &details)?;
            std::fs::write(folder.join(WORDS), &words)?;
        }
        Self::of(shared, OwnedBytes::new(details), Words::open(OwnedBytes::new(words))?, shards)
    }

    fn of(
        shared: Shared,
        details: OwnedBytes,
        words: Words,
        shards: Vec<Shard>,
    ) -> Result<Self, SearchError> {
        let mut articles = 0;
        let mut lengths = Stream::ALL.map(|_| 0.0);
        let mut numbered = Vec::with_capacity(shards.len());
        for shard in shards {
            for (length, stream) in lengths.iter_mut().zip(Stream::ALL) {
                *length += shard.postings.tokens(stream)? as f32;
            }
            let first = articles;
            articles += shard.len();
            numbered.push((first, shard));
        }
        lengths.iter_mut().for_each(|length| *length /= articles.max(1) as f32);
        let Shared { sources, names, synonyms, ends, .. } = shared;
        let details = AllDetails::open(details, ends);
        Ok(Self { sources, details, names, synonyms, words, shards: numbered, articles, lengths })
    }

    /// How many articles it holds.
    pub fn articles(&self) -> usize {
        self.articles
    }

    /// How many regulations it holds, every edition counted.
    pub fn regulations(&self) -> usize {
        self.sources.len()
    }

    /// The ids of the regulations that `name` means: a title, an alias, an id, a number, or the beginning of a title.
    pub fn named(&self, name: &str) -> Vec<String> {
        let regulations = self.names.resolve(name).map(|named| named.regulations).unwrap_or_default();
        let details = regulations.into_iter().filter_map(|which| self.details.get(which));
        let mut ids: Vec<String> = details.map(|details| details.id).collect();
        ids.dedup();
        ids
    }

    /// Answers `query`. Any text is a query; one that says nothing finds nothing.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn search(&self, query: &str, options: &Options) -> Result<Answer, SearchError> {
        let query = Query::parse(query, &self.words, options.synonyms.then_some(&self.synonyms));
        if self.articles == 0 || query.folded.is_empty() {
            return Ok(Answer::default());
        }
        let admits = |(which, source): (usize, &Source)| {
            options.filter.admits(source, || self.details.get(which))
        };
        let admitted: Vec<bool> = self.sources.iter().enumerate().map(admits).collect();
        let cited = self.cited(&query, &admitted)?;
        let mut found = self.literal(&query, &admitted)?;
        if found.articles.is_empty() && cited.is_empty() {
            if let Some(typed) = Typed::read(&query.folded) {
                found.read_so(self.read_so(&typed, &admitted));
            }
        }
        let literal = !found.articles.is_empty() || query.strict;
        let mut scores = self.scores(&query, &admitted, literal)?;
        if !literal {
            found.articles = (0..).zip(&scores).filter(|&(_, &score)| score > 0.0).map(|(i, _)| i).collect();
        }
        if found.matched == Matched::Pinyin {
            // They come in order.
            let count = found.articles.len();
            for (place, &article) in found.articles.iter().enumerate() {
                scores.get_mut(article).into_iter().for_each(|score| *score = (count - place) as f32);
            }
        }
        let mut best = scores.iter().copied().fold(0.0, f32::max);
        for &article in cited.iter().rev() {
            if !found.articles.contains(&article) {
                found.articles.push(article);
            }
            // What is cited comes first, whatever it says.
            best += 1.0;
            scores.get_mut(article).into_iter().for_each(|score| *score = best);
        }
        let total = found.articles.len();
        let score = |article: usize| scores.get(article).copied().unwrap_or_default();
        keep_best(&mut found.articles, options.limit, |a, b| score(b).total_cmp(&score(a)).then(a.cmp(&b)));
        let hit = |&article: &usize| {
            let is_cited = cited.contains(&article);
            let matched = if is_cited { Matched::Cited } else { found.matched };
            let marked = |text: &str| match matched {
                Matched::Cited => Vec::new(),
                Matched::Alike => highlight::of_pairs(text, &query.pairs, &query.whole),
                _ => highlight::of_literal(text, &found.needles),
            };
            self.hit(article, score(article), matched, marked)
        };
        Ok(Answer {
            total,
            hits: found.articles.iter().map(hit).collect::<Result<_, _>>()?,
            fallback: !literal && cited.is_empty() && !query.literal.is_empty(),
            synonyms: if matches!(found.matched, Matched::Alike | Matched::Synonym) { query.synonyms } else { Vec::new() },
            elsewhere: found.elsewhere,
            note: query.note.map(|why| format!("{why}，已按普通词语查找")),
        })
    }

    /// The articles of the first literal reading of `query` that any article satisfies.
    fn literal(&self, query: &Query, admitted: &[bool]) -> Result<Found, SearchError> {
        let mut elsewhere = 0;
        let mut first = |mut articles: Vec<usize>| {
            let all = articles.len();
            self.keep_admitted(&mut articles, admitted);
            elsewhere = elsewhere.max(all - articles.len());
            articles
        };
        // What stands there as it was typed is meant, even when it could be read as operators.
        for needles in &query.literal {
            let articles = first(self.containing_all(needles)?);
            if !articles.is_empty() {
                return Ok(Found { articles, needles: needles.clone(), matched: Matched::Exact, elsewhere });
            }
            if query.wish.is_some() {
                break;
            }
        }
        if let Some(wish) = &query.wish {
            let (articles, needles) = self.wished(wish)?;
            let articles = first(articles);
            if !articles.is_empty() {
                return Ok(Found { articles, needles, matched: Matched::Exact, elsewhere });
            }
        }
        for needles in query.literal_likewise() {
            let articles = first(self.containing_all(&needles)?);
            if !articles.is_empty() {
                return Ok(Found { articles, needles, matched: Matched::Synonym, elsewhere });
            }
        }
        Ok(Found { articles: Vec::new(), needles: Vec::new(), matched: Matched::Alike, elsewhere })
    }

    /// Keeps those of `articles`, a rising list, that belong to an admitted regulation.
    fn keep_admitted(&self, articles: &mut Vec<usize>, admitted: &[bool]) {
        let mut which = 0;
        articles.retain(|&article| {
            while self.sources.get(which).is_some_and(|source| source.first + source.articles <= article) {
                which += 1;
            }
            admitted.get(which).copied().unwrap_or_default()
        });
    }

    /// In how many articles `token` occurs.
    fn frequency(&self, stream: Stream, token: &str) -> Result<u64, SearchError> {
        let shards = self.shards.iter();
        Ok(shards.map(|(_, shard)| shard.postings.frequency(stream, token)).sum::<Result<u64, _>>()?)
    }

    /// How `token` is weighed: k1 1.2, b 0.75 (tuning them gains nothing).
    fn bm25(&self, stream: Stream, token: &str) -> Result<Bm25Weight, SearchError> {
        let length = self.lengths.get(stream as usize).copied().unwrap_or_default();
        let frequency = self.frequency(stream, token)?;
        Ok(Bm25Weight::for_one_term_without_explain(frequency, self.articles as u64, length))
    }

    /// The shard of `article`, and its number there.
    fn place(&self, article: usize) -> Result<(&Shard, usize), SearchError> {
        let next = self.shards.partition_point(|(first, _)| *first <= article);
        let place = next.checked_sub(1).and_then(|shard| self.shards.get(shard));
        place.map(|(first, shard)| (shard, article - first)).ok_or(SearchError::Damaged)
    }

    fn record(&self, article: usize) -> Result<Record, SearchError> {
        let (shard, article) = self.place(article)?;
        shard.record(article)
    }

    fn hit(
        &self,
        article: usize,
        score: f32,
        matched: Matched,
        marked: impl FnOnce(&str) -> Vec<Range<usize>>,
    ) -> Result<Hit, SearchError> {
        let which = self.sources.partition_point(|source| source.first <= article).saturating_sub(1);
        let source = self.sources.get(which).ok_or(SearchError::Damaged)?;
        let details = self.details.get(which).ok_or(SearchError::Damaged)?;
        let (shard, own) = self.place(article)?;
        let record = shard.record(own)?;
        let text = shard.plain(own, &record);
        let heading = |&place: &u32| details.headings.get(place as usize).cloned();
        let rules = details.rules.iter().find(|(at, _)| *at == record.at);
        Ok(Hit {
            breadcrumbs: record.headings.iter().filter_map(heading).collect(),
            rules: rules.map(|(_, rules)| rules.clone()).unwrap_or_default(),
            regulation: details.id,
            title: details.title,
            highlights: marked(&text),
            text,
            score,
            status: source.status,
            effective: source.effective,
            until: source.until,
            at: record.at,
            matched,
        })
    }
}

/// The articles that a query asks for.
struct Found {
    articles: Vec<usize>,
    /// What they contain.
    needles: Vec<String>,
    matched: Matched,
    /// How many more there are outside the filter.
    elsewhere: usize,
}

impl Found {
    /// Takes over what can be read as it was typed in pinyin.
    fn read_so(&mut self, read: Vec<(usize, String)>) {
        if read.is_empty() {
            return;
        }
        self.matched = Matched::Pinyin;
        for (article, words) in read {
            self.articles.push(article);
            if !self.needles.contains(&words) {
                self.needles.push(words);
            }
        }
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
