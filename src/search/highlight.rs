//! The stretches of an article's text that a query found.

use std::{collections::BTreeSet, ops::Range};

use super::tokenize::grams;
use crate::text::{Folded, FoldedText, Span};

/// Every occurrence of every needle in `text`, as characters.
pub(super) fn of_literal(text: &str, needles: &[String]) -> Vec<Range<usize>> {
    let folded = FoldedText::new(text);
    let mut found = Vec::new();
    for needle in needles {
        let step = needle.chars().next().map_or(1, char::len_utf8);
        let mut from = 0;
        // Occurrences may overlap (规章规章规章), so the next one is looked for one character on.
        while let Some(at) = folded.as_str().get(from..).and_then(|rest| rest.find(needle.as_str())) {
            found.push(Span::new(from + at, from + at + needle.len()));
            from += at + step;
        }
    }
    characters(text, &folded, found)
}

/// The stretches of `text` that it shares with the query, as characters: runs of `pairs`, from the first of `whole` to
/// the last. (A run may begin or end in the middle of a word of the query: 承诺时 is what 承诺时间 and 承诺时限 share, and
/// marked it looks like a mistake.)
pub(super) fn of_pairs(text: &str, pairs: &BTreeSet<String>, whole: &BTreeSet<String>) -> Vec<Range<usize>> {
    let folded = FoldedText::new(text);
    // Each run of overlapping pairs: its end, and the part of it that is marked.
    let mut runs: Vec<(usize, Option<Span<Folded>>)> = Vec::new();
    for piece in grams(folded.as_str()) {
        let token = piece.of(folded.as_str());
        if !pairs.contains(token) {
            continue;
        }
        if runs.last().is_none_or(|&(end, _)| end <= piece.bytes.start) {
            runs.push((piece.bytes.start, None));
        }
        if let Some((end, marked)) = runs.last_mut() {
            *end = piece.bytes.end;
            if whole.contains(token) {
                let at = Span::new(piece.bytes.start, piece.bytes.end);
                *marked = Some(marked.map_or(at, |marked| marked.join(at)));
            }
        }
    }
    let found = runs.into_iter().filter_map(|(_, marked)| marked).collect();
    characters(text, &folded, found)
}

/// The stretches of the plain text, in characters, sorted, those that touch made one.
fn characters(text: &str, folded: &FoldedText, mut found: Vec<Span<Folded>>) -> Vec<Range<usize>> {
    found.sort_unstable();
    let mut merged: Vec<Range<usize>> = Vec::new();
    for stretch in found {
        let plain = folded.to_plain(stretch).range();
        match merged.last_mut() {
            Some(last) if plain.start <= last.end => last.end = last.end.max(plain.end),
            _ => merged.push(plain),
        }
    }
    let (mut at, mut count) = (0, 0);
    let mut character_at = |byte: usize| {
        count += text.get(at..byte).unwrap_or_default().chars().count();
        at = byte;
        count
    };
    merged.into_iter().map(|bytes| character_at(bytes.start)..character_at(bytes.end)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str, ranges: &[Range<usize>]) -> Vec<String> {
        let chars: Vec<char> = text.chars().collect();
        ranges.iter().map(|range| chars[range.clone()].iter().collect()).collect()
    }

    #[test]
    fn overlapping_occurrences_are_one_stretch() {
        let text = "𠮷：规章规章规章，规 章";
        assert_eq!(marked(text, &of_literal(text, &["规章规章".to_owned()])), ["规章规章规章"]);
        assert_eq!(marked(text, &of_literal(text, &["规章".to_owned()])), ["规章规章规章", "规 章"]);
    }

    #[test]
    fn shared_runs_are_marked_without_halves_of_words() {
        let set = |tokens: &[&str]| tokens.iter().map(|token| (*token).to_owned()).collect::<BTreeSet<_>>();
        let (pairs, whole) = (set(&["材料", "料不", "不齐", "齐全", "全吗"]), set(&["材料", "齐全"]));
        let mark = |text: &str| marked(text, &of_pairs(text, &pairs, &whole));
        assert_eq!(mark("申请材料 不齊全的，材料不能退"), ["材料 不齊全", "材料"]);
        assert_eq!(mark("不齐心，整齐全面"), ["齐全"]);
    }
}
