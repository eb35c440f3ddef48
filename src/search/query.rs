//! What a user typed, understood: the words that must be there, and the words that speak for an article.

use std::collections::BTreeSet;

use super::{
    operators::{Operators, Wish, operators, words},
    synonyms::{Synonym, Synonyms},
    tokenize::{Piece, grams},
    words::Words,
};
use crate::text::{FoldedText, fold_char};

/// A query of at most this many characters is looked up as it stands.
const SHORT: usize = 8;
/// Only so many characters of a query are ranked by: whoever pastes a page wants what its beginning is about, and the
/// time to answer grows with every term.
const RANKED: usize = 256;
/// Only so many characters of a query are looked at: room for any quoted article, and a bound for what is not a query.
const READ: usize = 8192;
/// Words of asking, which say nothing about what is asked.
const STOP_WORDS: [&str; 30] = [
    "的",
    "了",
    "吗",
    "呢",
    "吧",
    "啊",
    "么",
    "请问",
    "怎么",
    "怎么办",
    "怎么样",
    "怎样",
    "如何",
    "什么",
    "为什么",
    "哪些",
    "哪个",
    "哪里",
    "是否",
    "能否",
    "可否",
    "可不可以",
    "能不能",
    "是不是",
    "有没有",
    "多少",
    "多久",
    "想",
    "我",
    "您",
];

/// The words of asking, folded: a dictionary must know them, or 请问题 would be cut as 请 and 问题.
pub(super) fn stop_words() -> impl Iterator<Item = String> {
    STOP_WORDS.iter().map(|word| word.chars().filter_map(fold_char).collect())
}

/// A query, folded and taken apart.
#[derive(Debug, Clone, Default)]
pub(super) struct Query {
    /// The folded query, for names and citations.
    pub(super) folded: String,
    /// What an article must contain, one reading after the other: the first that any article satisfies is meant.
    pub(super) literal: Vec<Vec<String>>,
    /// Whether the query is one text in quotes, so that nothing else will do.
    pub(super) strict: bool,
    /// Pairs of characters, and runs of ASCII letters and digits, to rank by.
    pub(super) pairs: BTreeSet<String>,
    /// Those of the pairs that take no part of a word without the rest of it, or are a word.
    pub(super) whole: BTreeSet<String>,
    /// Single characters to rank by.
    pub(super) characters: BTreeSet<String>,
    /// Words for which others are looked for as well.
    pub(super) synonyms: Vec<Synonym>,
    /// The pairs of those others, to rank by.
    pub(super) likewise: BTreeSet<String>,
    /// What the operators in it ask for.
    pub(super) wish: Option<Wish>,
    /// What is to be said about how it was understood.
    pub(super) note: Option<&'static str>,
}

impl Query {
    /// Understands `text`, whatever it is.
    pub(super) fn parse(text: &str, words: &Words, synonyms: Option<&Synonyms>) -> Self {
        let read: String = text.trim().chars().take(READ).collect();
        let folded = FoldedText::new(&read);
        let folded = folded.as_str().trim_matches([' ', '\n']).to_owned();
        let ranked: String = folded.chars().take(RANKED).collect();
        let (mut literal, strict) = literal(&folded);
        // The quoted parts alone would be less than what was typed.
        let quoted = literal.len().saturating_sub(usize::from(folded.contains('"') && !strict));
        let all = separate(&read);
        literal.splice(quoted..quoted, all);
        let mut query = Self { literal, strict, folded, ..Self::default() };
        let cut = words.cut(&ranked);
        let is_stop = |word: &&Piece| stop_words().any(|stop| stop == word.of(&ranked));
        query.add_terms(&ranked, &cut, &cut.iter().filter(is_stop).cloned().collect::<Vec<_>>());
        if query.characters.is_empty() {
            query.add_terms(&ranked, &cut, &[]);
        }
        query.synonyms = synonyms.map(|synonyms| synonyms.within(&ranked)).unwrap_or_default();
        for other in query.synonyms.iter().flat_map(Synonym::folded) {
            let pairs = grams(&other).into_iter().filter(|piece| piece.length > 1);
            query.likewise.extend(pairs.map(|piece| piece.of(&other).to_owned()));
        }
        query.likewise.retain(|pair| !query.pairs.contains(pair));
        match operators(&read) {
            Operators::None => {}
            Operators::Wish(wish) => query.wish = Some(wish),
            Operators::Malformed(why) => query.note = Some(why),
        }
        query
    }

    /// Whether it is looked up as it stands.
    pub(super) fn is_short(&self) -> bool {
        self.folded.chars().count() <= SHORT
    }

    /// The literal readings with words in the place of their synonyms.
    pub(super) fn literal_likewise(&self) -> Vec<Vec<String>> {
        let Some(literal) = self.literal.first().filter(|_| !self.strict) else { return Vec::new() };
        let replaced = |synonym: &Synonym| {
            let replace = |other: String| {
                literal.iter().map(|needle| needle.replace(&synonym.word, &other)).collect::<Vec<_>>()
            };
            synonym.folded().map(replace).collect::<Vec<_>>()
        };
        self.synonyms.iter().flat_map(replaced).collect()
    }

    /// Takes up the tokens of `text`, which consists of `cut`, that do not touch the words of `stop`.
    fn add_terms(&mut self, text: &str, cut: &[Piece], stop: &[Piece]) {
        let free = |piece: &&Piece| stop.iter().all(|word| !word.touches(piece));
        let token = |piece: &Piece| piece.of(text).to_owned();
        for piece in grams(text).iter().filter(free) {
            if piece.length == 1 || piece.of(text).is_ascii() {
                self.characters.insert(token(piece));
            }
            if piece.length > 1 {
                self.pairs.insert(token(piece));
                if !straddles(piece, cut, text) {
                    self.whole.insert(token(piece));
                }
            }
        }
    }
}

/// Whether `pair` takes only a part of a dictionary word: 诺时 of 承诺时间 is good for ranking, but marked in 承诺时限 it
/// looks like a mistake. Characters that are words by themselves may be any word that the dictionary does not know.
fn straddles(pair: &Piece, cut: &[Piece], text: &str) -> bool {
    let partly = |word: &&Piece| word.touches(pair) && !word.contains(pair) && !pair.contains(word);
    cut.iter().filter(partly).any(|word| !word.of(text).is_ascii())
}

/// The readings of folded `query` as words that must stand in an article, and whether it is one text in quotes. Text
/// wholly in quotes means what is between them; a short query means itself, quotes and all, and only then the quoted
/// parts of it.
fn literal(query: &str) -> (Vec<Vec<String>>, bool) {
    let quoted = quoted(query);
    let inner = query.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let mut readings = Vec::new();
    let wholly = inner.is_some_and(|inner| !inner.is_empty() && !inner.contains('"'));
    if !wholly && !query.is_empty() && query.chars().count() <= SHORT {
        readings.push(vec![query.to_owned()]);
    }
    if !quoted.is_empty() {
        readings.push(quoted);
    }
    (readings, wholly)
}

/// Words and quoted texts with blanks between them, each of which must stand in an article.
fn separate(query: &str) -> Option<Vec<String>> {
    let fold = |word: &str| FoldedText::new(word).as_str().to_owned();
    let words = words(query);
    let short = words.iter().all(|word| {
        let text = fold(&word.text);
        word.quoted || text.chars().count() <= SHORT && !text.contains('"')
    });
    let all: Vec<String> =
        words.iter().map(|word| fold(&word.text)).filter(|word| !word.is_empty()).collect();
    (all.len() > 1 && short).then_some(all)
}

/// What stands between pairs of quotes; an unmatched quote opens nothing. (All kinds of quotes fold to `"`.)
fn quoted(query: &str) -> Vec<String> {
    let parts: Vec<&str> = query.split('"').collect();
    let closed = parts.len().saturating_sub(1);
    let inside = parts.iter().take(closed).skip(1).step_by(2);
    inside.filter(|part| !part.is_empty()).map(|part| (*part).to_owned()).collect()
}
