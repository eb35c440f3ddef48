//! What is not a matter of likeness: articles that contain the very words, and articles that the query cites.

use memchr::memmem::Finder;

use super::{
    Index, SearchError,
    article::{read_units, write_text},
    operators::{Term, Wish},
    pinyin::{Manner, Readings, Typed},
    postings::Stream,
    query::Query,
    source::Source,
    tokenize::{Piece, grams},
};
use crate::{
    law::{Place, citations},
    text::FoldedText,
};

/// A citation that fits more regulations than this is too vague to be one.
const MOST_CITED: usize = 5;

/// Words to be found in folded text as an index keeps it.
struct Needle {
    utf16: Vec<u8>,
}

impl Needle {
    fn new(folded: &str) -> Self {
        let mut utf16 = Vec::with_capacity(folded.len());
        write_text(folded, &mut utf16);
        Self { utf16 }
    }

    fn finder(&self) -> Finder<'_> {
        Finder::new(&self.utf16)
    }
}

/// Whether `text` contains what `finder` looks for; what begins in the middle of a character is something else.
fn contains(text: &[u8], finder: &Finder<'_>) -> bool {
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|rest| finder.find(rest)) {
        if (from + at) % 2 == 0 {
            return true;
        }
        from += at + 1;
    }
    false
}

impl Index {
    /// Exactly the articles whose folded text contains every one of `needles`, in order.
    pub(super) fn containing_all(&self, needles: &[String]) -> Result<Vec<usize>, SearchError> {
        let mut found: Option<Vec<usize>> = None;
        for needle in needles {
            let articles = self.containing(needle)?;
            found = Some(match found {
                None => articles,
                Some(before) => common(&before, &articles),
            });
        }
        Ok(found.unwrap_or_default())
    }

    /// Exactly the articles whose folded text contains `needle`, in order.
    ///
    /// A character or a pair of characters is looked up. For anything longer the text itself is searched, so that
    /// nothing depends on how it was cut; only the articles with the rarest pair of the needle need be looked at, since
    /// text that contains a needle contains each of its characters and pairs. Runs of ASCII letters and digits are no
    /// such token (`26` lies in `262号`, whose token is 262).
    pub(super) fn containing(&self, needle: &str) -> Result<Vec<usize>, SearchError> {
        let mut rarest: Option<(u64, Piece)> = None;
        for piece in grams(needle) {
            let token = piece.of(needle);
            if token.contains(|c: char| c.is_ascii()) {
                continue;
            }
            let frequency = self.frequency(Stream::Grams, token)?;
            if rarest.as_ref().is_none_or(|(least, _)| frequency < *least) {
                rarest = Some((frequency, piece));
            }
        }
        let mut found = Vec::new();
        let needle_in_text = Needle::new(needle);
        let finder = needle_in_text.finder();
        for (first, shard) in &self.shards {
            match &rarest {
                Some((_, piece)) => {
                    let whole = piece.bytes == (0..needle.len());
                    let Some(mut list) = shard.postings.occurrences(Stream::Grams, piece.of(needle))? else {
                        continue;
                    };
                    list.articles(|article| {
                        if whole || contains(shard.text(article), &finder) {
                            found.push(first + article);
                        }
                    });
                }
                None => {
                    let articles = (0..shard.len()).filter(|&article| contains(shard.text(article), &finder));
                    found.extend(articles.map(|article| first + article));
                }
            }
        }
        Ok(found)
    }

    /// The articles that a text with operators asks for, in order, and the words in them that it names.
    pub(super) fn wished(&self, wish: &Wish) -> Result<(Vec<usize>, Vec<String>), SearchError> {
        let mut found: Vec<usize> = Vec::new();
        let mut words = Vec::new();
        for all in &wish.any {
            let mut articles: Option<Vec<usize>> = None;
            // What is excluded comes last, when there is something to take it from.
            let (excluded, wanted): (Vec<&Term>, Vec<&Term>) = all.iter().partition(|term| term.excluded);
            for term in wanted.into_iter().chain(excluded) {
                let own = if term.in_title { self.titled(&term.words) } else { self.containing(&term.words)? };
                let so_far = articles.take();
                articles = Some(match so_far {
                    None => own,
                    Some(before) if term.excluded => without(&before, &own),
                    Some(before) => common(&before, &own),
                });
                if !term.excluded && !term.in_title {
                    words.push(term.words.clone());
                }
            }
            found.extend(articles.unwrap_or_default());
        }
        found.sort_unstable();
        found.dedup();
        Ok((found, words))
    }

    /// The articles of the regulations in whose title folded `words` stand.
    fn titled(&self, words: &str) -> Vec<usize> {
        let titled = |(which, _): &(usize, &Source)| self.folded_title(*which).contains(words);
        self.sources.iter().enumerate().filter(titled).flat_map(|(_, source)| source.range()).collect()
    }

    fn folded_title(&self, which: usize) -> String {
        let details = self.details.get(which).unwrap_or_default();
        FoldedText::new(&details.title).as_str().to_owned()
    }

    /// The articles in which, or in whose regulation's name, `typed` can be read, best first, with the words that are
    /// read so.
    pub(super) fn read_so(&self, typed: &Typed, admitted: &[bool]) -> Vec<(usize, String)> {
        let readings = Readings::default();
        for manner in [Manner::Whole, Manner::Initials] {
            let mut found = Vec::new();
            let admitted = || (0..).zip(&self.sources).zip(admitted).filter(|(_, admitted)| **admitted);
            for ((which, source), _) in admitted() {
                let title: Vec<u16> = self.folded_title(which).encode_utf16().collect();
                if let Some(length) = typed.matches(&title, 0, manner, &readings) {
                    let words = String::from_utf16_lossy(title.get(..length).unwrap_or_default());
                    found.extend(source.range().map(|article| (article, words.clone())));
                }
            }
            let named = found.len();
            for ((_, source), _) in admitted() {
                for article in source.range() {
                    let Ok((shard, own)) = self.place(article) else { continue };
                    let text: Vec<u16> = read_units(shard.text(own)).collect();
                    if let Some((start, end)) = typed.find(&text, 0, manner, &readings) {
                        let words = String::from_utf16_lossy(text.get(start..end).unwrap_or_default());
                        if found.iter().take(named).all(|(known, _)| *known != article) {
                            found.push((article, words));
                        }
                    }
                }
            }
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    /// The articles that the query cites: all of it (`限时办结 3条`), or between 《 and 》 in a sentence.
    pub(super) fn cited(&self, query: &Query, admitted: &[bool]) -> Result<Vec<usize>, SearchError> {
        let mut found = Vec::new();
        if let Some(named) = self.names.resolve(&query.folded)
            && named.is_sure
        {
            for place in &named.places {
                self.cite(&named.regulations, place, admitted, &mut found)?;
            }
        }
        for mention in citations(&FoldedText::new(&query.folded)) {
            let regulations = mention.title.as_deref().map_or(&[][..], |title| self.names.exact(title));
            for at in &mention.provisions {
                self.cite(regulations, &Place::One(at.clone()), admitted, &mut found)?;
            }
        }
        Ok(found)
    }

    /// Adds the articles at `place` of those regulations to `found`, of several editions the latest.
    fn cite(
        &self,
        regulations: &[usize],
        place: &Place,
        admitted: &[bool],
        found: &mut Vec<usize>,
    ) -> Result<(), SearchError> {
        let mut fitting: Vec<usize> = regulations.to_vec();
        fitting.retain(|&which| admitted.get(which).copied().unwrap_or_default());
        // Editions of one regulation stand side by side, the latest last.
        fitting.sort_unstable();
        fitting.reverse();
        fitting.dedup_by_key(|which| self.sources.get(*which).map(|source| source.regulation));
        if fitting.len() > MOST_CITED {
            return Ok(());
        }
        for source in fitting.into_iter().filter_map(|which| self.sources.get(which)) {
            for article in source.range() {
                if place.covers(&self.record(article)?.at) && !found.contains(&article) {
                    found.push(article);
                }
            }
        }
        Ok(())
    }
}

/// What `a` has and `b` has not, both rising.
fn without(a: &[usize], b: &[usize]) -> Vec<usize> {
    a.iter().copied().filter(|article| b.binary_search(article).is_err()).collect()
}

/// What two rising lists have in common.
pub(super) fn common(a: &[usize], b: &[usize]) -> Vec<usize> {
    let (few, many) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    few.iter().copied().filter(|article| many.binary_search(article).is_ok()).collect()
}
