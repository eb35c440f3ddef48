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

mod answer;
mod article;
mod best;
mod build;
mod cited;
mod common;
mod compare;
mod files;
mod highlight;
mod json;
mod literal;
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
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    path::Path,
};

use serde::{Deserialize, Serialize};
use tantivy::{directory::OwnedBytes, query::Bm25Weight};

use crate::{
    corpus::Names,
    law::{Address, Regulation},
};
pub use answer::{Answer, Hit, Matched, Options};
use article::Record;
use best::Best;
use cited::Cited;
pub use compare::{Column, Quote, Row, compare};
use files::Files;
use literal::Holding;
use pinyin::Typed;
use postings::Stream;
use query::Query;
use shard::Shard;
pub use source::Filter;
use source::{AllDetails, Source};
pub use synonyms::{Synonym, Synonyms};
use words::Words;

/// The number of an article among all of an index, or among those of a shard.
type Article = u32;

/// The articles of some regulations, ready to be searched.
pub struct Index {
    sources: Vec<Source>,
    details: AllDetails,
    /// The folded titles, a line each, and where each of them ends.
    titles: (String, Vec<usize>),
    names: Names,
    synonyms: Synonyms,
    words: Words,
    /// Runs of articles, each with the number of its first.
    shards: Vec<(Article, Shard)>,
    articles: Article,
    /// The length of all articles in characters, nearly.
    characters: usize,
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
    /// The folded titles, a line each.
    titles: String,
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
        let [shared, details, words] = files::mapped(folder, [SHARED, DETAILS, WORDS])?;
        let shared: Shared = postcard::from_bytes(&shared).map_err(|_| SearchError::Damaged)?;
        let shards =
            (0..shared.shards).map(|number| Shard::open(folder, number)).collect::<Result<_, _>>()?;
        Self::of(shared, details, Words::open(words)?, shards)
    }

    /// Writes what the shards share, and puts the parts together.
    fn assemble(
        files: &Files,
        shared: Shared,
        details: Vec<u8>,
        words: Vec<u8>,
        shards: Vec<Shard>,
    ) -> Result<Self, SearchError> {
        let bytes = postcard::to_allocvec(&shared).map_err(|error| SearchError::Engine(error.to_string()))?;
        files.write(SHARED, &bytes)?;
        files.write(DETAILS, &details)?;
        files.write(WORDS, &words)?;
        Self::of(shared, OwnedBytes::new(details), Words::open(OwnedBytes::new(words))?, shards)
    }

    fn of(
        shared: Shared,
        details: OwnedBytes,
        words: Words,
        shards: Vec<Shard>,
    ) -> Result<Self, SearchError> {
        let (mut articles, mut characters) = (0, 0);
        let mut lengths = Stream::ALL.map(|_| 0.0);
        let mut numbered = Vec::with_capacity(shards.len());
        for shard in shards {
            for (length, stream) in lengths.iter_mut().zip(Stream::ALL) {
                *length += shard.postings.tokens(stream)? as f32;
            }
            let first = articles;
            articles += shard.articles();
            characters += shard.characters();
            numbered.push((first, shard));
        }
        lengths.iter_mut().for_each(|length| *length /= articles.max(1) as f32);
        let Shared { sources, names, synonyms, titles, ends, .. } = shared;
        let details = AllDetails::open(details, ends);
        let title_ends = titles.match_indices('\n').map(|(at, _)| at).collect();
        let titles = (titles, title_ends);
        Ok(Self {
            sources,
            details,
            titles,
            names,
            synonyms,
            words,
            shards: numbered,
            articles,
            characters,
            lengths,
        })
    }

    /// How many articles it holds.
    pub fn articles(&self) -> usize {
        self.articles as usize
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

    /// The groups under which its regulations are filed, and their issuers, each once.
    pub fn shelves(&self) -> (BTreeSet<String>, BTreeSet<String>) {
        let all = (0..self.sources.len()).filter_map(|which| self.details.get(which));
        all.map(|details| (details.category, details.issuer)).unzip()
    }

    /// How many of the articles of `answer` are filed under which group, those beyond its limit included.
    pub fn by_category(&self, answer: &Answer) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for (which, count) in &answer.tally {
            if let Some(details) = self.details.get(*which) {
                *counts.entry(details.category).or_default() += count;
            }
        }
        counts
    }

    /// Answers `query`. Any text is a query; one that says nothing finds nothing.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn search(&self, query: &str, options: &Options) -> Result<Answer, SearchError> {
        let mut query = Query::parse(query, &self.words, options.synonyms.then_some(&self.synonyms));
        if !options.literal {
            query.literal.clear();
        }
        if self.articles == 0 || query.folded.is_empty() {
            return Ok(Answer::default());
        }
        let admits =
            |(which, source): (usize, &Source)| options.filter.admits(source, || self.details.get(which));
        let admitted: Vec<bool> = self.sources.iter().enumerate().map(admits).collect();
        // Text in quotes means itself, even when it cites something.
        let Cited { articles: cited, named, mut notes } =
            if query.strict { Cited::default() } else { self.cited(&query, &admitted, options.day)? };
        let mut found = self.literal(&query, &admitted, || {
            Best::new(options.limit, &cited, self.sources.iter().map(|source| source.first))
        })?;
        if found.best.total() == 0 && cited.is_empty() {
            found.read_so(
                Typed::read(&query.folded).map(|typed| self.read_so(&typed, &admitted)).unwrap_or_default(),
            );
        }
        let alike = found.best.total() == 0 && !query.strict && query.wish.is_none();
        if alike {
            self.alike(&query, &admitted, &mut found.best)?;
        }
        // What is cited comes first, whatever it says; but what stands in articles word for word finds those, and no more.
        let is_text = found.matched == Matched::Exact && found.best.total() > 0 && query.is_short();
        let (apart, cited): (Vec<Article>, Vec<Article>) =
            cited.iter().partition(|article| is_text && !found.best.has(**article));
        found.best.put_first(&cited);
        let total = found.best.total();
        let hit = |&(article, score): &(Article, f32)| {
            let matched = if cited.contains(&article) { Matched::Cited } else { found.matched };
            let marked = |text: &str| match matched {
                Matched::Cited => Vec::new(),
                Matched::Alike => highlight::of_pairs(text, &query.pairs, &query.whole),
                _ => highlight::of_literal(text, &found.needles),
            };
            self.hit(article, score, matched, marked)
        };
        notes.extend(query.note.map(|why| format!("{why}，已按普通词语查找")));
        let by_synonyms = matches!(found.matched, Matched::Alike | Matched::Synonym) && cited.is_empty();
        Ok(Answer {
            total,
            tally: found.best.tally(),
            hits: found.best.take(options.limit).iter().map(hit).collect::<Result<_, _>>()?,
            cited: apart
                .iter()
                .map(|&article| self.hit(article, 0.0, Matched::Cited, |_| Vec::new()))
                .collect::<Result<_, _>>()?,
            fallback: alike && cited.is_empty() && !query.literal.is_empty(),
            synonyms: if by_synonyms { query.synonyms } else { Vec::new() },
            elsewhere: found.elsewhere,
            named: named
                .into_iter()
                .filter_map(|which| self.details.get(which).map(|details| (details.id, details.title)))
                .collect(),
            notes,
        })
    }

    /// The articles of the first literal reading of `query` that any article satisfies.
    fn literal(
        &self,
        query: &Query,
        admitted: &[bool],
        best: impl Fn() -> Best,
    ) -> Result<Found, SearchError> {
        let mut found = Found { best: best(), needles: Vec::new(), matched: Matched::Exact, elsewhere: 0 };
        let mut take = |mut holding: Holding, needles: &[String], matched| {
            let all = holding.len();
            self.keep_admitted(&mut holding, admitted);
            found.elsewhere = found.elsewhere.max(all - holding.len());
            self.weigh(&holding, needles, |article, score| found.best.offer(article, score));
            found.needles = needles.to_vec();
            found.matched = matched;
            !holding.is_empty()
        };
        // What stands there as it was typed is meant, even when it could be read as operators.
        let as_typed = |needles: &&Vec<String>| query.wish.is_none() || **needles == [query.folded.as_str()];
        for needles in query.literal.iter().filter(as_typed) {
            if take(self.containing_all(needles)?, needles, Matched::Exact) {
                return Ok(found);
            }
        }
        if let Some(wish) = &query.wish {
            let (holding, needles) = self.wished(wish)?;
            if take(holding, &needles, Matched::Exact) {
                return Ok(found);
            }
        }
        for needles in query.literal_likewise() {
            if take(self.containing_all(&needles)?, &needles, Matched::Synonym) {
                return Ok(found);
            }
        }
        found.matched = Matched::Alike;
        Ok(found)
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
    fn place(&self, article: Article) -> Result<(&Shard, Article), SearchError> {
        let next = self.shards.partition_point(|(first, _)| *first <= article);
        let place = next.checked_sub(1).and_then(|shard| self.shards.get(shard));
        place.map(|(first, shard)| (shard, article - first)).ok_or(SearchError::Damaged)
    }

    /// The place of the regulation of `article` among the sources.
    fn source_of(&self, article: Article) -> usize {
        self.sources.partition_point(|source| source.first <= article).saturating_sub(1)
    }

    fn record(&self, article: Article) -> Result<Record, SearchError> {
        let (shard, article) = self.place(article)?;
        shard.record(article)
    }

    fn hit(
        &self,
        article: Article,
        score: f32,
        matched: Matched,
        marked: impl FnOnce(&str) -> Vec<Range<usize>>,
    ) -> Result<Hit, SearchError> {
        let which = self.source_of(article);
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
    best: Best,
    /// What they contain.
    needles: Vec<String>,
    matched: Matched,
    /// How many more there are outside the filter.
    elsewhere: usize,
}

impl Found {
    /// Takes over what can be read as it was typed in pinyin, best first.
    fn read_so(&mut self, read: Vec<(Article, String)>) {
        if read.is_empty() {
            return;
        }
        self.matched = Matched::Pinyin;
        for (place, (article, words)) in read.into_iter().enumerate() {
            self.best.offer(article, 1.0 / (place + 1) as f32);
            if !self.needles.contains(&words) {
                self.needles.push(words);
            }
        }
    }
}
