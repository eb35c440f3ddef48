//! Making an index: every article of every edition, in order, a run of them a shard.

use std::collections::HashMap;

use rayon::prelude::*;

use super::{
    Article, Files, Index, Material, Resting, SearchError, Shared,
    article::Record,
    common::Common,
    query::stop_words,
    shard::{Shard, ShardWriter},
    source::{AllDetails, Details, Source},
    words::WordCounts,
};
use crate::{
    corpus::Names,
    law::{Address, Regulation, Status},
    text::FoldedText,
};

/// A corpus smaller than this, in bytes, is one shard: making several costs more than it saves.
const SMALL: usize = 4 << 20;
/// Only so many bytes of a shard are cut into words: what its words are shows by then, and cutting costs as much as
/// indexing does.
const CUT: usize = 8 << 20;
/// More shards than this only make every query look in more places.
const MOST_SHARDS: usize = 8;

/// How often, at least, words of asking are taken to be used.
const OFTEN: u64 = 10_000;

/// Makes the index of `material` among `files`.
pub(super) fn build(files: &Files, material: &Material<'_>) -> Result<Index, SearchError> {
    let Material { regulations, resting, synonyms } = material;
    let groups = groups(regulations);
    let common = Common::of(regulations)?;
    let gather =
        |(number, group): (usize, &[&Regulation])| Gathering::new(files, number, &common)?.gather(group);
    let gathered: Result<Vec<_>, SearchError> = groups.into_par_iter().enumerate().map(gather).collect();
    let names = Names::new(regulations.iter().copied());
    let mut sources: Vec<Source> = Vec::with_capacity(regulations.len());
    let mut details: Vec<Details> = Vec::with_capacity(regulations.len());
    let mut words = WordCounts::default();
    let mut shards = Vec::new();
    let mut articles = 0;
    let mut mentions = Vec::new();
    for mut part in gathered? {
        let before = sources.len();
        part.sources.iter_mut().for_each(|source| source.first += articles);
        articles += part.articles;
        mentions.extend(part.mentions.into_iter().map(|((title, by), times)| (title, by + before, times)));
        sources.append(&mut part.sources);
        details.append(&mut part.details);
        words.join(part.words);
        shards.push(part.shard);
    }
    count_citations(mentions, &names, &mut sources);
    join_editions(&mut sources, &details);
    end_replaced(&mut sources, &details, regulations);
    add_rules(resting, &mut details);
    for word in stop_words() {
        words.at_least(word, OFTEN);
    }
    let mut titles = String::new();
    for own in &details {
        titles.push_str(&FoldedText::new(&own.title).as_str().replace('\n', " "));
        titles.push('\n');
    }
    let (details, ends) = AllDetails::write(&details)?;
    let shared = Shared { sources, names, synonyms: synonyms.clone(), shards: shards.len(), titles, ends };
    Index::assemble(files, shared, details, words.to_bytes()?, shards)
}

/// Runs of regulations of about the same size, as many as there are threads to index them.
fn groups<'r, 'g>(regulations: &'g [&'r Regulation]) -> Vec<&'g [&'r Regulation]> {
    let size: usize = regulations.iter().map(|regulation| regulation.text().len()).sum();
    let count = if size < SMALL { 1 } else { rayon::current_num_threads().clamp(1, MOST_SHARDS) };
    let (mut groups, mut start, mut so_far) = (Vec::new(), 0, 0);
    for (i, regulation) in regulations.iter().enumerate() {
        so_far += regulation.text().len();
        if so_far * count >= size * (groups.len() + 1) {
            groups.extend(regulations.get(start..=i));
            start = i + 1;
        }
    }
    groups.extend(regulations.get(start..).filter(|rest| !rest.is_empty()));
    if groups.is_empty() { vec![&[]] } else { groups }
}

/// A shard in the making.
struct Gathering<'c> {
    writer: ShardWriter,
    common: &'c Common,
    sources: Vec<Source>,
    details: Vec<Details>,
    /// How many times each title stands between 《 and 》 in each regulation.
    mentions: HashMap<(String, usize), usize>,
    words: WordCounts,
    /// How many bytes have been cut into words.
    cut: usize,
    articles: Article,
}

/// A shard that is made, its regulations and articles numbered from zero.
struct Gathered {
    shard: Shard,
    sources: Vec<Source>,
    details: Vec<Details>,
    mentions: HashMap<(String, usize), usize>,
    words: WordCounts,
    articles: Article,
}

impl<'c> Gathering<'c> {
    fn new(files: &Files, number: usize, common: &'c Common) -> Result<Self, SearchError> {
        Ok(Self {
            writer: ShardWriter::new(files, number)?,
            common,
            sources: Vec::new(),
            details: Vec::new(),
            mentions: HashMap::new(),
            words: WordCounts::default(),
            cut: 0,
            articles: 0,
        })
    }

    fn gather(mut self, regulations: &[&Regulation]) -> Result<Gathered, SearchError> {
        for regulation in regulations {
            // A copy forgets the provisions that are read in it: those of a large corpus take more room than its text.
            let regulation = Regulation::clone(regulation);
            self.regulation(&regulation)?;
        }
        let Self { writer, sources, details, mentions, words, articles, .. } = self;
        Ok(Gathered { shard: writer.finish()?, sources, details, mentions, words, articles })
    }

    fn regulation(&mut self, regulation: &Regulation) -> Result<(), SearchError> {
        let mut source = Source::new(regulation, self.articles);
        let mut details = Details::new(regulation);
        for article in regulation.articles() {
            let (at, headings) = (article.at.from_article(), regulation.breadcrumbs(article));
            self.article(&mut details, &at, headings, &regulation.words(article))?;
        }
        if self.articles == source.first {
            self.article(&mut details, &Address::default(), Vec::new(), &regulation.whole_words())?;
        }
        source.articles = self.articles - source.first;
        self.sources.push(source);
        self.details.push(details);
        Ok(())
    }

    fn article(
        &mut self,
        details: &mut Details,
        at: &Address,
        breadcrumbs: Vec<String>,
        text: &str,
    ) -> Result<(), SearchError> {
        let folded = FoldedText::new(text);
        for (title, _) in folded.as_str().split('《').skip(1).filter_map(|rest| rest.split_once('》')) {
            *self.mentions.entry((title.to_owned(), self.sources.len())).or_default() += 1;
        }
        if self.cut < CUT {
            self.cut += text.len();
            self.words.add(folded.as_str());
        }
        // Not the title: as words it misleads (an order on some matter is titled with the words of every question about
        // it); a query that names a regulation is recognised by the name.
        let headings = FoldedText::new(&breadcrumbs.join("\n"));
        let places = breadcrumbs.into_iter().map(|heading| details.heading(heading)).collect();
        let record = Record::new(at, places, text, &folded);
        let common = self.common.within(folded.as_str());
        self.writer.add(folded.as_str(), headings.as_str(), common, &record)?;
        self.articles += 1;
        Ok(())
    }
}

/// Counts for every regulation how many times the others name it.
fn count_citations(mentions: Vec<(String, usize, usize)>, names: &Names, sources: &mut [Source]) {
    for (title, by, times) in mentions {
        for &cited in names.exact(&title) {
            if let Some(source) = sources.get_mut(cited).filter(|_| cited != by) {
                source.cited += times;
            }
        }
    }
}

/// Numbers the regulations: their editions stand side by side, and one applies until the next does.
fn join_editions(sources: &mut [Source], details: &[Details]) {
    for i in 1..sources.len() {
        let same = details.get(i - 1).map(|own| &own.id) == details.get(i).map(|own| &own.id);
        if let Some([earlier, later]) = sources.get_mut(i - 1..=i) {
            later.regulation = earlier.regulation + usize::from(!same);
            if same {
                earlier.until = later.effective;
            }
        }
    }
}

/// A repealed regulation applied until the one that replaced it did.
fn end_replaced(sources: &mut [Source], details: &[Details], regulations: &[&Regulation]) {
    for regulation in regulations.iter().filter(|regulation| !regulation.replaces.is_empty()) {
        for (source, own) in sources.iter_mut().zip(details) {
            let replaced = source.status == Status::Repealed && regulation.replaces.contains(&own.id);
            if replaced && source.until.is_none() {
                source.until = regulation.edition.effective;
            }
        }
    }
}

/// Enters the rules at the regulations that they rest on.
fn add_rules(resting: &[Resting], details: &mut [Details]) {
    for Resting { regulation, article, rule } in resting {
        for own in details.iter_mut().filter(|own| own.id == *regulation) {
            match own.rules.iter_mut().find(|(at, _)| at == article) {
                Some((_, rules)) => rules.push(rule.clone()),
                None => own.rules.push((article.clone(), vec![rule.clone()])),
            }
        }
    }
}
