//! Articles that contain the very words: which they are is a matter of fact, and no likeness.

use memchr::memmem::Finder;
use rayon::prelude::*;

use super::{
    Article, Index, SearchError,
    article::write_text,
    operators::{Term, Wish},
    postings::Stream,
    rank::company,
    source::{Source, standing},
    tokenize::{Piece, grams},
};

/// Articles in order, each with how often it contains the words.
pub(super) type Holding = Vec<(Article, u32)>;

/// BM25's k1 and b: how soon repetition counts for nothing, and how much length counts against an article.
const REPETITION: f32 = 1.2;
const LENGTH: f32 = 0.75;
/// Fewer articles than this are looked through sooner than another thread is woken.
const MANY: usize = 4096;
/// What a title with the words is worth beside the text of an article, which counts for 1 at most.
const TITLE: f32 = 0.5;

/// Words to be found in folded text as an index keeps it.
struct Needle<'n> {
    finder: Finder<'n>,
}

impl Needle<'_> {
    /// How often it stands in `text`; what begins in the middle of a character is something else.
    fn times(&self, text: &[u8]) -> u32 {
        let (mut times, mut from) = (0, 0);
        while let Some(at) = text.get(from..).and_then(|rest| self.finder.find(rest)) {
            let whole = (from + at) % 2 == 0;
            times += u32::from(whole);
            from += at + if whole { self.finder.needle().len() } else { 1 };
        }
        times
    }
}

impl Index {
    /// Exactly the articles whose folded text contains every one of `needles`.
    pub(super) fn containing_all(&self, needles: &[String]) -> Result<Holding, SearchError> {
        let mut found: Option<Holding> = None;
        for needle in needles {
            let own = self.containing(needle)?;
            found = Some(match found {
                None => own,
                Some(before) => common(&before, &own),
            });
        }
        Ok(found.unwrap_or_default())
    }

    /// Exactly the articles whose folded text contains `needle`.
    ///
    /// A character, a pair of characters or a common string is looked up. For anything else the text itself is searched,
    /// so that nothing depends on how it was cut; only the articles with the rarest pair of the needle need be looked at,
    /// since text that contains a needle contains each of its characters and pairs. Runs of ASCII letters and digits are
    /// no such token (`26` lies in `262号`, whose token is 262).
    fn containing(&self, needle: &str) -> Result<Holding, SearchError> {
        if self.frequency(Stream::Common, needle)? > 0 {
            return self.listed(Stream::Common, needle);
        }
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
        let candidates: Vec<Article> = match &rarest {
            Some((_, piece)) if piece.bytes == (0..needle.len()) => {
                return self.listed(Stream::Grams, needle);
            }
            Some((_, piece)) => {
                let listed = self.listed(Stream::Grams, piece.of(needle))?;
                listed.into_iter().map(|(article, _)| article).collect()
            }
            None => (0..self.articles).collect(),
        };
        let mut utf16 = Vec::with_capacity(needle.len());
        write_text(needle, &mut utf16);
        let in_text = Needle { finder: Finder::new(&utf16) };
        let counted = |article: Article| {
            let (shard, own) = self.place(article).ok()?;
            let times = in_text.times(shard.text(own));
            (times > 0).then_some((article, times))
        };
        Ok(if candidates.len() < MANY {
            candidates.into_iter().filter_map(counted).collect()
        } else {
            candidates.into_par_iter().filter_map(counted).collect()
        })
    }

    /// The articles in which `token` occurs, and how often.
    fn listed(&self, stream: Stream, token: &str) -> Result<Holding, SearchError> {
        let count = usize::try_from(self.frequency(stream, token)?).unwrap_or_default();
        let mut found = Holding::with_capacity(count);
        for (first, shard) in &self.shards {
            if let Some(list) = shard.postings.occurrences(stream, token)? {
                list.times(|article, times| found.push((first + article, times)));
            }
        }
        Ok(found)
    }

    /// The articles that a text with operators asks for, and the words that they contain.
    pub(super) fn wished(&self, wish: &Wish) -> Result<(Holding, Vec<String>), SearchError> {
        let mut found = Holding::new();
        let mut words = Vec::new();
        for all in &wish.any {
            // What is excluded comes last, when there is something to take it from.
            let (excluded, wanted): (Vec<&Term>, Vec<&Term>) = all.iter().partition(|term| term.excluded);
            let mut articles: Option<Holding> = None;
            for term in wanted.into_iter().chain(excluded) {
                let own =
                    if term.in_title { self.titled(&term.words) } else { self.containing(&term.words)? };
                articles = Some(match articles.take() {
                    None => own,
                    Some(before) if term.excluded => without(before, &own),
                    Some(before) => common(&before, &own),
                });
                if !term.excluded && !term.in_title {
                    words.push(term.words.clone());
                }
            }
            found.extend(articles.unwrap_or_default());
        }
        found.sort_unstable();
        found.dedup_by_key(|(article, _)| *article);
        Ok((found, words))
    }

    /// The articles of the regulations in whose title folded `words` stand.
    fn titled(&self, words: &str) -> Holding {
        let titled = |(which, _): &(usize, &Source)| self.title(*which).contains(words);
        let sources = self.sources.iter().enumerate().filter(titled);
        sources.flat_map(|(_, source)| source.range().map(|article| (article, 1))).collect()
    }

    /// The folded title of the regulation `which`.
    pub(super) fn title(&self, which: usize) -> &str {
        let (titles, ends) = &self.titles;
        let start = which.checked_sub(1).and_then(|before| ends.get(before)).map_or(0, |end| end + 1);
        ends.get(which).and_then(|&end| titles.get(start..end)).unwrap_or_default()
    }

    /// Keeps those of `holding` that belong to an admitted regulation.
    pub(super) fn keep_admitted(&self, holding: &mut Holding, admitted: &[bool]) {
        let mut which = 0;
        holding.retain(|&(article, _)| {
            while self.sources.get(which).is_some_and(|source| source.range().end <= article) {
                which += 1;
            }
            admitted.get(which).copied().unwrap_or_default()
        });
    }

    /// How good each of `holding` is, for `each`: how much of it the words are, as BM25 has it, and as in `rank` the
    /// company of its regulation's other articles, the standing of the regulation, and whether its title has the words.
    pub(super) fn weigh(&self, holding: &Holding, words: &[String], mut each: impl FnMut(Article, f32)) {
        let per_character = LENGTH * self.articles as f32 / self.characters.max(1) as f32;
        let mut weighed: Vec<f32> = Vec::new();
        let mut rest = holding.as_slice();
        while let Some(&(first, _)) = rest.first() {
            let which = self.source_of(first);
            // The articles of a regulation lie in one shard.
            let (Some(source), Ok((shard, in_shard))) = (self.sources.get(which), self.place(first)) else {
                break;
            };
            let end = source.range().end;
            let count = rest.iter().take_while(|(article, _)| *article < end).count().max(1);
            let (own, others) = rest.split_at(count);
            rest = others;
            weighed.clear();
            weighed.extend(own.iter().map(|&(article, times)| {
                let length = shard.length(in_shard + (article - first)) as f32;
                let times = times as f32;
                times / (times + REPETITION * (1.0 - LENGTH + per_character * length))
            }));
            let company = company(weighed.iter().copied());
            let titled = words.iter().any(|words| self.title(which).contains(words.as_str()));
            let title = if titled { TITLE } else { 0.0 };
            let bonus = company + standing(source) + title;
            own.iter().zip(&weighed).for_each(|(&(article, _), score)| each(article, score + bonus));
        }
    }
}

/// What `a` has and `b` has not.
fn without(mut a: Holding, b: &Holding) -> Holding {
    a.retain(|(article, _)| b.binary_search_by_key(article, |&(article, _)| article).is_err());
    a
}

/// What the two have in common, how often each is contained added up.
fn common(a: &Holding, b: &Holding) -> Holding {
    let (few, many) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let both = few.iter().filter_map(|&(article, times)| {
        let at = many.binary_search_by_key(&article, |&(article, _)| article).ok()?;
        Some((article, times + many.get(at)?.1))
    });
    both.collect()
}
