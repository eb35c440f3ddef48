//! What a user typed, understood: the words that must be there, and the words that speak for an article.

use std::collections::BTreeSet;

use super::tokenize::{Piece, grams, whole_words, words};
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

/// A query, folded and taken apart.
#[derive(Debug, Clone, Default)]
pub(super) struct Query {
    /// The folded query, for names and citations.
    pub(super) folded: String,
    /// What an article must contain, one reading after the other: the first that any article satisfies is meant.
    pub(super) literal: Vec<Vec<String>>,
    /// Dictionary words to rank by.
    pub(super) words: BTreeSet<String>,
    /// Pairs of characters, and runs of ASCII letters and digits, to rank by.
    pub(super) pairs: BTreeSet<String>,
    /// Those of the pairs that take no part of a word without the rest of it, or are a word.
    pub(super) whole: BTreeSet<String>,
    /// Single characters to rank by.
    pub(super) characters: BTreeSet<String>,
}

impl Query {
    /// Understands `text`, whatever it is.
    pub(super) fn parse(text: &str) -> Self {
        let read: String = text.trim().chars().take(READ).collect();
        let folded = FoldedText::new(&read);
        let folded = folded.as_str().trim_matches([' ', '\n']).to_owned();
        let ranked: String = folded.chars().take(RANKED).collect();
        let mut query = Self { literal: literal(&folded), folded, ..Self::default() };
        let words = whole_words(&ranked);
        let is_stop = |word: &&Piece| is_stop_word(word.of(&ranked));
        query.add_terms(&ranked, &words, &words.iter().filter(is_stop).cloned().collect::<Vec<_>>());
        if query.characters.is_empty() {
            query.add_terms(&ranked, &words, &[]);
        }
        query
    }

    /// Takes up the tokens of `text`, which consists of `cut`, that do not touch the words of `stop`.
    fn add_terms(&mut self, text: &str, cut: &[Piece], stop: &[Piece]) {
        let free = |piece: &&Piece| stop.iter().all(|word| !word.touches(piece));
        let long = |piece: &&Piece| piece.length > 1;
        let token = |piece: &Piece| piece.of(text).to_owned();
        self.words.extend(words(text).iter().filter(free).filter(long).map(token));
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

/// Whether folded `word` is a word of asking.
fn is_stop_word(word: &str) -> bool {
    STOP_WORDS.iter().any(|stop| stop.chars().filter_map(fold_char).eq(word.chars()))
}

/// Whether `pair` takes only a part of a dictionary word: 诺时 of 承诺时间 is good for ranking, but marked in 承诺时限 it
/// looks like a mistake. Characters that are words by themselves may be any word that the dictionary does not know.
fn straddles(pair: &Piece, cut: &[Piece], text: &str) -> bool {
    let partly = |word: &&Piece| word.touches(pair) && !word.contains(pair) && !pair.contains(word);
    cut.iter().filter(partly).any(|word| !word.of(text).is_ascii())
}

/// The readings of folded `query` as words that must stand in an article. Text wholly in quotes means what is between
/// them; a short query means itself, quotes and all, and only then the quoted parts of it.
fn literal(query: &str) -> Vec<Vec<String>> {
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
    readings
}

/// What stands between pairs of quotes; an unmatched quote opens nothing. (All kinds of quotes fold to `"`.)
fn quoted(query: &str) -> Vec<String> {
    let parts: Vec<&str> = query.split('"').collect();
    let closed = parts.len().saturating_sub(1);
    let inside = parts.iter().take(closed).skip(1).step_by(2);
    inside.filter(|part| !part.is_empty()).map(|part| (*part).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn literal_of(text: &str) -> Vec<Vec<String>> {
        Query::parse(text).literal
    }

    #[test]
    fn what_must_stand_in_an_article() {
        assert_eq!(literal_of("限時 辦結"), [["限时办结"]]);
        assert_eq!(literal_of("“限时办结”"), [["限时办结"]]);
        assert_eq!(literal_of("写“尽快”"), [["写\"尽快\""], ["尽快"]]);
        assert_eq!(literal_of("指南里能不能写“尽快”和「原则上」"), [["尽快", "原则上"]]);
        assert_eq!(literal_of("尽快\""), [["尽快\""]]);
        assert!(literal_of("办理超过承诺时限怎么办").is_empty());
        assert!(literal_of(" 　 ").is_empty());
        assert_eq!(literal_of("“”"), [["\"\""]]);
    }

    #[test]
    fn words_of_asking_are_dropped_unless_they_are_all() {
        let query = Query::parse("请问超期的怎么办");
        assert_eq!(query.pairs, ["超期".to_owned()].into());
        assert!(Query::parse("目的是什么").pairs.contains("目的"));
        assert!(!Query::parse("怎么办").pairs.is_empty());
    }

    #[test]
    fn pairs_of_parts_of_words_are_told_apart() {
        let query = Query::parse("承诺时间");
        assert!(query.pairs.contains("诺时"));
        assert_eq!(query.whole, ["承诺", "时间"].map(str::to_owned).into());
    }

    #[test]
    fn a_page_is_cut_short() {
        let query = Query::parse(&"政务服务中心窗口".repeat(100_000));
        assert!(query.folded.chars().count() <= READ);
    }
}
