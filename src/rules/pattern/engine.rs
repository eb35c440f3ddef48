//! What runs a pattern: a light automaton at first, a fast one once the pattern has read enough.
//!
//! Over the patterns that one guide needs, the fast ones took thirty times as long to make as the light ones, which took
//! seven times as long to read it. A single guide needs a hundred patterns and shows each a few lines; a repository shows
//! them megabytes.

use std::sync::{
    OnceLock,
    atomic::{AtomicUsize, Ordering},
};

use super::parse;
use crate::text::{Folded, Span};

/// The largest program that a pattern may compile to, in bytes: rules come from strangers too.
pub(super) const LARGEST: usize = 1 << 20;

/// After so many bytes the fast automaton has earned its making.
const ENOUGH: usize = 8 << 10;

/// A text of more bytes is nothing for the light one, even as the first.
const LONGEST: usize = 64 << 10;

/// The group that marks the words that count.
pub(super) const MARK: &str = "at";

/// The two automata of one pattern, each made when it is first needed.
#[derive(Debug, Default)]
pub(super) struct Engine {
    light: OnceLock<Option<regex_lite::Regex>>,
    fast: OnceLock<Option<regex::Regex>>,
    /// Bytes of text read so far.
    read: AtomicUsize,
}

/// The automaton for a text.
pub(super) enum Automaton<'e> {
    Light(&'e regex_lite::Regex),
    Fast(&'e regex::Regex),
}

impl Engine {
    /// The automaton of the pattern `folded` for a text of so many bytes; `None` when the pattern cannot be compiled.
    pub(super) fn for_text(&self, folded: &str, bytes: usize) -> Option<Automaton<'_>> {
        let light = || self.light.get_or_init(|| light(folded)).as_ref().map(Automaton::Light);
        let before = self.read.fetch_add(bytes, Ordering::Relaxed);
        let first = (before < ENOUGH && bytes <= LONGEST).then(light).flatten();
        first.or_else(|| self.fast.get_or_init(|| fast(folded)).as_ref().map(Automaton::Fast))
    }
}

/// The fast automaton of a pattern; `None` when it cannot be read or is too large.
pub(super) fn fast(folded: &str) -> Option<regex::Regex> {
    regex::RegexBuilder::new(folded).multi_line(true).size_limit(LARGEST).build().ok()
}

/// The light automaton, made from what the fast one's parser understood, so that both mean the same; `None` when it has no
/// word for that.
fn light(folded: &str) -> Option<regex_lite::Regex> {
    let hir = parse(folded)?;
    let needs_letters_of_all_scripts = hir.properties().look_set().contains_word_unicode();
    let light = || regex_lite::RegexBuilder::new(&hir.to_string()).size_limit(LARGEST).build().ok();
    if needs_letters_of_all_scripts { None } else { light() }
}

/// What both kinds of automata understand, said once.
macro_rules! with {
    ($automaton:expr, $regex:ident => $what:expr) => {
        match $automaton {
            Automaton::Light($regex) => $what,
            Automaton::Fast($regex) => $what,
        }
    };
}

impl Automaton<'_> {
    /// Whether the pattern matches somewhere in `text`.
    pub(super) fn is_match(&self, text: &str) -> bool {
        with!(self, regex => regex.is_match(text))
    }

    /// Where it matches.
    pub(super) fn find(&self, text: &str) -> Vec<Span<Folded>> {
        with!(self, regex => regex.find_iter(text).map(|m| Span::new(m.start(), m.end())).collect())
    }

    /// Where it matches, only the words of the group [`MARK`] where there is one, and `template` with the groups of each
    /// match filled in. Groups cost a second search of every match.
    pub(super) fn rewritten(&self, text: &str, template: &str) -> Vec<(Span<Folded>, String)> {
        with!(self, regex => {
            let written = regex.captures_iter(text).filter_map(|words| {
                let at = words.name(MARK).or(words.get(0))?;
                let mut written = String::new();
                words.expand(template, &mut written);
                Some((Span::new(at.start(), at.end()), written))
            });
            written.collect()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        rules::embedded,
        text::{FoldedText, fold_pattern},
    };

    /// Every string of a TOML file that may be a pattern.
    fn strings(value: &toml::Value) -> Vec<&str> {
        match value {
            toml::Value::String(words) => vec![words],
            toml::Value::Array(values) => values.iter().flat_map(strings).collect(),
            toml::Value::Table(table) => table
                .iter()
                .filter(|(key, _)| *key != "example")
                .flat_map(|(_, value)| strings(value))
                .collect(),
            _ => Vec::new(),
        }
    }

    #[test]
    fn both_automata_of_every_built_in_pattern_agree() {
        let mut tried = 0;
        for file in embedded() {
            let text = FoldedText::new(&file.text);
            let table: toml::Value = toml::from_str(&file.text).unwrap();
            for folded in strings(&table).into_iter().map(fold_pattern) {
                let (Some(light), Some(fast)) = (light(&folded), fast(&folded)) else { continue };
                let found = |automaton: Automaton<'_>| automaton.rewritten(text.as_str(), "");
                assert_eq!(found(Automaton::Light(&light)), found(Automaton::Fast(&fast)), "{folded}");
                tried += 1;
            }
        }
        assert!(tried > 1000, "{tried}");
    }
}
