//! Strings that very many articles contain (人民政府, 有下列情形之一, the comma). Looking for them in the text of all articles with
//! their pairs of characters takes too long, so an index lists the articles that contain them, like those of a pair.

use std::collections::{HashMap, HashSet};

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind};
use rayon::prelude::*;

use super::{SearchError, words::words};
use crate::{law::Regulation, text::FoldedText};

/// About so many bytes of a corpus show which strings are common.
const SAMPLE: usize = 1 << 20;
/// A string that a smaller share of the lines contains is found quickly enough.
const SHARE: usize = 100;
/// The words of a string: one, or a phrase of so many.
const MOST_WORDS: usize = 4;
/// The characters of a string. Fewer are looked up anyway; more are rare.
const CHARACTERS: std::ops::RangeInclusive<usize> = 3..=8;

/// The common strings of a corpus.
#[derive(Debug)]
pub(super) struct Common {
    /// Words and phrases.
    strings: Vec<String>,
    automaton: AhoCorasick,
    /// Characters that are no letters.
    marks: Vec<String>,
}

impl Common {
    /// Those of `regulations`, by a sample of their lines.
    pub(super) fn of(regulations: &[&Regulation]) -> Result<Self, SearchError> {
        let size: usize = regulations.iter().map(|regulation| regulation.text().len()).sum();
        let sample = regulations.par_iter().step_by((size / SAMPLE).max(1));
        let counted = sample.map(|regulation| {
            let (mut lines, mut counts) = (0, HashMap::new());
            for line in regulation.text().lines().filter(|line| !line.is_empty()) {
                lines += 1;
                let folded = FoldedText::new(line);
                for string in strings(folded.as_str()) {
                    *counts.entry(string.to_owned()).or_insert(0usize) += 1;
                }
            }
            (lines, counts)
        });
        let (lines, counts) = counted.reduce(
            || (0, HashMap::new()),
            |(lines, mut counts), (more, others)| {
                others.into_iter().for_each(|(string, count)| *counts.entry(string).or_insert(0) += count);
                (lines + more, counts)
            },
        );
        let is_common = |(string, count): (String, usize)| (count * SHARE > lines).then_some(string);
        let mut common: Vec<String> = counts.into_iter().filter_map(is_common).collect();
        common.sort_unstable();
        let (strings, marks): (Vec<String>, Vec<String>) =
            common.into_iter().partition(|string| string.starts_with(char::is_alphanumeric));
        let automaton = AhoCorasickBuilder::new().kind(Some(AhoCorasickKind::DFA)).build(&strings);
        let automaton = automaton.map_err(|error| SearchError::Engine(error.to_string()))?;
        Ok(Self { strings, automaton, marks })
    }

    /// The common strings in folded `text`, each as often as it occurs, but a mark once: how many commas an article has
    /// says nothing.
    pub(super) fn within<'s>(&'s self, text: &'s str) -> impl Iterator<Item = &'s str> {
        let found = self.automaton.find_overlapping_iter(text);
        let strings = found.filter_map(|found| self.strings.get(found.pattern().as_usize()));
        // Several times as many as all words: looked for one by one, each until it is found.
        let marks = self.marks.iter().filter(|mark| text.contains(mark.as_str()));
        strings.chain(marks).map(String::as_str)
    }
}

/// What may be common in a folded line, each once: words and phrases, and characters that are no letters.
fn strings(line: &str) -> HashSet<&str> {
    let words = words(line);
    let mut found: HashSet<&str> = HashSet::new();
    for (at, first) in words.iter().enumerate() {
        let mut length = 0;
        for word in words.iter().skip(at).take(MOST_WORDS) {
            let text = line.get(word.clone()).unwrap_or_default();
            if !text.chars().all(char::is_alphanumeric) {
                break;
            }
            length += text.chars().count();
            if CHARACTERS.contains(&length) {
                found.extend(line.get(first.start..word.end));
            }
        }
    }
    let marks = line.char_indices().filter(|(_, c)| !c.is_alphanumeric() && !c.is_whitespace());
    found.extend(marks.filter_map(|(at, c)| line.get(at..at + c.len_utf8())));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{corpus, corpus::Corpus};

    #[test]
    fn common_strings_are_counted_wherever_they_stand() {
        let (corpus, _) = Corpus::load(&corpus::embedded());
        let regulations: Vec<&Regulation> = corpus.regulations().iter().collect();
        let common = Common::of(&regulations).unwrap();
        assert!(common.strings.iter().any(|string| string == "申请人"), "{:?}", common.strings);
        assert!(common.marks.iter().any(|mark| mark == ","));
        for regulation in &regulations {
            let folded = FoldedText::new(&regulation.whole_words()).as_str().to_owned();
            let mut counts: HashMap<&str, usize> = HashMap::new();
            common.within(&folded).for_each(|string| *counts.entry(string).or_default() += 1);
            for string in common.strings.iter().chain(&common.marks) {
                let places = folded.char_indices().filter(|(at, _)| {
                    folded.get(*at..).is_some_and(|rest| rest.starts_with(string.as_str()))
                });
                let is_mark = !string.starts_with(char::is_alphanumeric);
                let expected = if is_mark { places.count().min(1) } else { places.count() };
                assert_eq!(counts.get(string.as_str()).copied().unwrap_or_default(), expected, "{string}");
            }
        }
    }
}
