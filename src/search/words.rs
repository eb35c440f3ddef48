//! Words: which of them a corpus uses, and cutting a query into them.
//!
//! Cutting well takes a dictionary of 350,000 words, which costs 0.15 s and 32 MB to load. It is loaded when an index is
//! made; the index keeps the words that its articles use and how often, and a query is cut by those alone. A word that
//! no article uses finds nothing anyway.

use std::{collections::HashMap, ops::Range, sync::OnceLock};

use fst::{Map, MapBuilder};
use jieba_rs::Jieba;
use tantivy::directory::OwnedBytes;

use super::{SearchError, tokenize::Piece};

/// The longest word that a dictionary is asked for, in characters.
const LONGEST: usize = 16;

fn jieba() -> &'static Jieba {
    static JIEBA: OnceLock<Jieba> = OnceLock::new();
    JIEBA.get_or_init(Jieba::new)
}

/// Where the words of folded `text` lie, in bytes, by the whole dictionary. Without the hidden Markov model, which guesses
/// words from their surroundings, so that text and query could be cut differently.
pub(super) fn words(text: &str) -> Vec<Range<usize>> {
    jieba().cut(text, false).iter().map(|token| token.byte_start..token.byte_end).collect()
}

/// How often each word of more than one character is used.
#[derive(Debug, Default)]
pub(super) struct WordCounts(HashMap<String, u64>);

impl WordCounts {
    /// Counts the words of folded `text`, long ones also in their parts.
    pub(super) fn add(&mut self, text: &str) {
        for token in jieba().cut_for_search(text, false) {
            if token.end - token.start < 2 || !token.word.chars().all(char::is_alphanumeric) {
                continue;
            }
            match self.0.get_mut(token.word) {
                Some(count) => *count += 1,
                None => {
                    self.0.insert(token.word.to_owned(), 1);
                }
            }
        }
    }

    /// Counts at least `count` uses of `word`.
    pub(super) fn at_least(&mut self, word: String, count: u64) {
        let counted = self.0.entry(word).or_default();
        *counted = (*counted).max(count);
    }

    /// Takes over the counts of `other`.
    pub(super) fn join(&mut self, other: Self) {
        for (word, count) in other.0 {
            *self.0.entry(word).or_default() += count;
        }
    }

    /// The dictionary, as it is kept in a file.
    pub(super) fn to_bytes(&self) -> Result<Vec<u8>, SearchError> {
        let mut words: Vec<(&str, u64)> =
            self.0.iter().map(|(word, &count)| (word.as_str(), count)).collect();
        words.sort_unstable();
        let mut builder = MapBuilder::memory();
        words.into_iter().try_for_each(|(word, count)| builder.insert(word, count)).map_err(engine)?;
        builder.into_inner().map_err(engine)
    }
}

fn engine(error: fst::Error) -> SearchError {
    SearchError::Engine(error.to_string())
}

/// The words that the articles of an index use.
pub(super) struct Words {
    counts: Map<OwnedBytes>,
}

impl Words {
    /// The dictionary in `bytes`.
    pub(super) fn open(bytes: OwnedBytes) -> Result<Self, SearchError> {
        Map::new(bytes).map(|counts| Self { counts }).map_err(|_| SearchError::Damaged)
    }

    /// Cuts folded `text` into words: of all ways the one whose words are the likeliest together, as jieba cuts. Every
    /// character lies in one piece; a run of ASCII letters and digits is one.
    pub(super) fn cut(&self, text: &str) -> Vec<Piece> {
        let characters: Vec<(usize, char)> = text.char_indices().collect();
        let byte = |at: usize| characters.get(at).map_or(text.len(), |&(byte, _)| byte);
        // From the end: the best score of what is left, and where its first word ends.
        let mut best = vec![(0.0f64, 0usize); characters.len() + 1];
        for start in (0..characters.len()).rev() {
            let mut choice = (f64::NEG_INFINITY, start + 1);
            for end in start + 1..=characters.len().min(start + LONGEST) {
                let word = text.get(byte(start)..byte(end)).unwrap_or_default();
                let Some(likely) = self.likelihood(word, end - start) else { continue };
                let score = likely + best.get(end).map_or(0.0, |&(score, _)| score);
                if score >= choice.0 {
                    choice = (score, end);
                }
            }
            if let Some(place) = best.get_mut(start) {
                *place = choice;
            }
        }
        let mut pieces = Vec::new();
        let mut start = 0;
        while let Some(&(_, end)) = best.get(start).filter(|_| start < characters.len()) {
            pieces.push(Piece { bytes: byte(start)..byte(end), position: start, length: end - start });
            start = end;
        }
        pieces
    }

    /// The logarithm of how often `word` is used, but for a constant that is the same for every word; `None` for what
    /// is no word.
    fn likelihood(&self, word: &str, length: usize) -> Option<f64> {
        /// Uses in all; only how it compares to the count of a word matters, and that hardly.
        const ALL: f64 = 60e6;
        if length == 1 {
            // A character by itself is as likely as a rare word, so that words go before it.
            return Some((1.0 / ALL).ln());
        }
        if word.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return Some((1.0 / ALL).ln());
        }
        self.counts.get(word).map(|count| (count as f64 / ALL).ln())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{corpus, text::FoldedText};

    fn words(texts: &[String]) -> Words {
        let mut counts = WordCounts::default();
        texts.iter().for_each(|text| counts.add(text));
        Words::open(OwnedBytes::new(counts.to_bytes().unwrap())).unwrap()
    }

    fn pieces<'t>(words: &Words, text: &'t str) -> Vec<&'t str> {
        words.cut(text).iter().map(|piece| piece.of(text)).collect()
    }

    #[test]
    fn words_of_the_corpus_are_whole_and_the_rest_is_single() {
        let words = words(&["窗口实行一次性告知,AB岗当日补位,办理营业执照".to_owned()]);
        assert_eq!(
            pieces(&words, "营业执照怎么办理,db51号"),
            ["营业执照", "怎", "么", "办理", ",", "db51", "号"]
        );
        assert!(pieces(&words, "").is_empty());
    }

    #[test]
    fn a_query_is_cut_nearly_as_the_whole_dictionary_cuts_it() {
        let lines: Vec<String> = corpus::embedded()
            .iter()
            .filter(|file| corpus::is_regulation(&file.path))
            .flat_map(|file| {
                file.text.lines().map(|line| FoldedText::new(line).as_str().to_owned()).collect::<Vec<_>>()
            })
            .filter(|line| !line.is_ascii())
            .collect();
        let words = words(&lines);
        let jieba = Jieba::new();
        let (mut same, mut all) = (0, 0);
        for line in &lines {
            let own = words.cut(line);
            for token in jieba.cut(line, false).into_iter().filter(|token| token.end - token.start > 1) {
                all += 1;
                same +=
                    usize::from(own.iter().any(|piece| piece.bytes == (token.byte_start..token.byte_end)));
            }
        }
        // What differs are words of which the corpus uses a longer or a shorter one more often.
        assert!(all > 10_000 && same * 100 >= all * 95, "{same} of {all}");
    }
}
