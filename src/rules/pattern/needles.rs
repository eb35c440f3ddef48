//! Needles: words that must be in a text for a pattern to match in it.

use std::ops::Range;

use memchr::{memchr, memmem, memrchr};
use regex_syntax::hir::{Class, ClassUnicodeRange, Hir, HirKind, Look};

use super::Haystack;
use crate::text::PairsOfWord;

/// What a match contains and how far it reaches.
#[derive(Debug, Clone)]
pub(super) struct Needles {
    /// Lists of words: a match contains at least one word of every list. No list at all says nothing.
    lists: Vec<Vec<Needle>>,
    /// No match goes beyond a line, or asks whether the line is the first or the last.
    in_a_line: bool,
    /// The longest text that a match can be all of, in bytes, where it must be all of it.
    longest: Option<usize>,
}

#[derive(Debug, Clone)]
struct Needle {
    word: String,
    pairs: PairsOfWord,
}

/// The most words of a list that are worth looking for.
const MOST: usize = 48;

/// The most characters of a class that count as words.
const MOST_CHARACTERS: usize = 4;

impl Needles {
    /// Those of the pattern `hir`, the lists that tell most first.
    pub(super) fn of(hir: &Hir) -> Self {
        let mut lists = lists(hir);
        lists.sort_by_key(|list| (std::cmp::Reverse(shortest(list)), list.len()));
        let needle = |word: String| Needle { pairs: PairsOfWord::new(&word), word };
        let lists = lists.into_iter().map(|list| list.into_iter().map(needle).collect()).collect();
        let is_whole = hir.properties().look_set_prefix().contains(Look::Start)
            && hir.properties().look_set_suffix().contains(Look::End);
        let longest = hir.properties().maximum_len().filter(|_| is_whole);
        Self { lists, in_a_line: !leaves_its_line(hir), longest }
    }

    /// The stretches of `text` in which every match lies, in order: lines that have what a match needs, or all of it.
    pub(super) fn stretches(&self, text: Haystack<'_>) -> Vec<Range<usize>> {
        if self.longest.is_some_and(|longest| text.words.len() > longest) {
            return Vec::new();
        }
        let Some(lead) = self.lists.first().filter(|_| self.may_match_in(text)) else {
            let all = self.lists.is_empty().then_some(0..text.words.len());
            return all.into_iter().collect();
        };
        if !self.in_a_line {
            let all = self.lists.iter().all(|list| has_one(text.words, list));
            return all.then_some(0..text.words.len()).into_iter().collect();
        }
        let mut lines: Vec<Range<usize>> = Vec::new();
        for needle in lead.iter().filter(|needle| text.may_have(&needle.pairs)) {
            let mut end = 0;
            for at in memmem::find_iter(text.words.as_bytes(), &needle.word) {
                if at >= end {
                    let line = line_at(text.words, at);
                    end = line.end;
                    lines.push(line);
                }
            }
        }
        lines.sort_unstable_by_key(|line| line.start);
        lines.dedup();
        let others = self.lists.get(1..).unwrap_or_default();
        let words = |line: &Range<usize>| text.words.get(line.clone()).unwrap_or_default();
        lines.retain(|line| others.iter().all(|list| has_one(words(line), list)));
        lines
    }

    fn may_match_in(&self, text: Haystack<'_>) -> bool {
        self.lists.iter().all(|list| list.iter().any(|needle| text.may_have(&needle.pairs)))
    }
}

fn has_one(text: &str, list: &[Needle]) -> bool {
    list.iter().any(|needle| memmem::find(text.as_bytes(), needle.word.as_bytes()).is_some())
}

/// The line of `text` in which byte `at` lies, without its end.
fn line_at(text: &str, at: usize) -> Range<usize> {
    let (before, after) = text.as_bytes().split_at(at.min(text.len()));
    let start = memrchr(b'\n', before).map_or(0, |feed| feed + 1);
    start..memchr(b'\n', after).map_or(text.len(), |feed| at + feed)
}

/// Whether a match may hold a line feed, or depend on where the text begins or ends.
fn leaves_its_line(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Empty => false,
        HirKind::Look(look) => matches!(look, Look::Start | Look::End),
        HirKind::Literal(literal) => literal.0.contains(&b'\n'),
        HirKind::Class(Class::Unicode(class)) => {
            class.iter().any(|range| (range.start()..=range.end()).contains(&'\n'))
        }
        HirKind::Class(Class::Bytes(class)) => {
            class.iter().any(|range| (range.start()..=range.end()).contains(&b'\n'))
        }
        HirKind::Repetition(repetition) => leaves_its_line(&repetition.sub),
        HirKind::Capture(capture) => leaves_its_line(&capture.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().any(leaves_its_line),
    }
}

/// How long the shortest word of a list is, in bytes.
fn shortest(list: &[String]) -> usize {
    list.iter().map(String::len).min().unwrap_or_default()
}

fn lists(hir: &Hir) -> Vec<Vec<String>> {
    match hir.kind() {
        HirKind::Capture(capture) => lists(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => lists(&repetition.sub),
        HirKind::Alternation(parts) => alternatives(parts).into_iter().collect(),
        HirKind::Concat(parts) => in_sequence(parts),
        _ => words(hir).into_iter().collect(),
    }
}

/// One list for alternatives: the best of each, when each has one.
fn alternatives(parts: &[Hir]) -> Option<Vec<String>> {
    let best = |part: &Hir| lists(part).into_iter().max_by_key(|list| shortest(list));
    let all: Option<Vec<Vec<String>>> = parts.iter().map(best).collect();
    all.map(|lists| lists.concat()).filter(|list| list.len() <= MOST)
}

/// The lists of a sequence: neighbours that are plain words make longer words.
fn in_sequence(parts: &[Hir]) -> Vec<Vec<String>> {
    let mut found: Vec<Vec<String>> = Vec::new();
    let mut run: Option<Vec<String>> = None;
    for part in parts {
        run = match (words(part), run.take()) {
            (Some(next), Some(before)) if before.len() * next.len() <= MOST => {
                Some(before.iter().flat_map(|b| next.iter().map(move |n| format!("{b}{n}"))).collect())
            }
            (Some(next), before) => {
                found.extend(before);
                Some(next)
            }
            (None, before) => {
                found.extend(before);
                found.extend(lists(part));
                None
            }
        };
    }
    found.extend(run);
    found
}

/// All the words that `hir` matches, when they are few and plain.
fn words(hir: &Hir) -> Option<Vec<String>> {
    match hir.kind() {
        HirKind::Literal(literal) => String::from_utf8(literal.0.to_vec()).ok().map(|word| vec![word]),
        HirKind::Class(Class::Unicode(class)) => {
            let count: usize = class.iter().map(ClassUnicodeRange::len).sum();
            let chars = class.iter().flat_map(|range| range.start()..=range.end());
            (count <= MOST_CHARACTERS).then(|| chars.map(String::from).collect())
        }
        HirKind::Capture(capture) => words(&capture.sub),
        HirKind::Alternation(parts) => {
            let all: Option<Vec<Vec<String>>> = parts.iter().map(words).collect();
            all.map(|lists| lists.concat()).filter(|list| list.len() <= MOST)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use regex_syntax::parse;

    use super::*;

    #[test]
    fn every_match_has_one_of_every_list() {
        for (pattern, expected) in [
            ("其[他它](相关|有关)?(材料|资料)", vec![vec!["其他", "其它"], vec!["材料", "资料"]]),
            ("(不知道|不清楚)([，。]你)?", vec![vec!["不知道", "不清楚"]]),
            ("不予公开[^。]{0,20}复议", vec![vec!["不予公开"], vec!["复议"]]),
            ("(甲乙[^。]丙|丁戊己)", vec![vec!["甲乙", "丁戊己"]]),
            ("(甲乙)?", vec![]),
            ("[^。]{0,20}", vec![]),
            ("(甲|[^。])", vec![]),
        ] {
            let lists = Needles::of(&parse(pattern).unwrap()).lists;
            let words: Vec<Vec<String>> =
                lists.into_iter().map(|list| list.into_iter().map(|needle| needle.word).collect()).collect();
            assert_eq!(words, expected, "{pattern}");
        }
    }

    #[test]
    fn only_lines_with_every_needle_are_read() {
        let text = "甲乙丙\n乙丙\n甲丁\n甲戊丙甲";
        let lines = |pattern: &str| {
            let needles = Needles::of(
                &regex_syntax::ParserBuilder::new().multi_line(true).build().parse(pattern).unwrap(),
            );
            needles.stretches(text.into()).into_iter().filter_map(|line| text.get(line)).collect::<Vec<_>>()
        };
        assert_eq!(lines("^甲[^\n]*丙"), ["甲乙丙", "甲戊丙甲"]);
        assert_eq!(lines("甲[^丁]*丙"), [text]);
        assert_eq!(lines("己|庚"), Vec::<&str>::new());
        assert_eq!(lines(r"\A甲"), [text]);
        assert_eq!(lines("[^己]"), [text]);
        assert_eq!(lines(r"\A甲[^己]*\z"), [text]);
        assert_eq!(lines(r"\A甲[^己]{0,3}\z"), Vec::<&str>::new());
        assert_eq!(lines(r"甲[^己]{0,3}\z"), [text]);
    }
}
