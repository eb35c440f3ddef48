//! Needles: words that must be in a text for a pattern to match in it.

use regex_syntax::hir::{Class, ClassUnicodeRange, Hir, HirKind};

/// Lists of words: a match contains at least one word of every list. No list at all says nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Needles(Vec<Vec<String>>);

/// The most words of a list that are worth looking for.
const MOST: usize = 48;

/// The most characters of a class that count as words.
const MOST_CHARACTERS: usize = 4;

impl Needles {
    /// Those of the pattern `hir`, the lists that tell most first.
    pub(super) fn of(hir: &Hir) -> Self {
        let mut lists = lists(hir);
        lists.sort_by_key(|list| (std::cmp::Reverse(shortest(list)), list.len()));
        Self(lists)
    }

    /// Whether `text` has what a match needs.
    pub(super) fn may_match_in(&self, text: &str) -> bool {
        self.0.iter().all(|list| list.iter().any(|word| text.contains(word.as_str())))
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
            assert_eq!(Needles::of(&parse(pattern).unwrap()).0, expected, "{pattern}");
        }
    }
}
