//! A document calls one thing by one name.

use aho_corasick::{AhoCorasick, MatchKind};
use toml::Spanned;

use super::super::super::{
    compile::{Compiled, Compiler},
    pattern::Pattern,
    rule::Rule,
};
use crate::{
    doc::Document,
    finding::{Edit, Finding, Fingerprint, Label},
    text::{Folded, FoldedText, Span},
};

/// Groups of words, each for one thing.
#[derive(Debug, Clone)]
pub(in super::super::super) struct Terms {
    automaton: Option<AhoCorasick>,
    /// Each word with its group; the longer words of two are found.
    words: Vec<(usize, String)>,
    /// What lies inside a match of one of these is none of the words.
    except: Vec<Pattern>,
}

impl Terms {
    pub(super) fn compile(
        groups: &[Spanned<Vec<Spanned<String>>>],
        except: &[Spanned<String>],
        compiler: &Compiler<'_>,
    ) -> Compiled<Self> {
        let mut words = Vec::new();
        for (i, group) in groups.iter().enumerate() {
            if group.get_ref().len() < 2 {
                return Err(compiler.mistake(
                    group,
                    "一组里至少要有两种说法",
                    "写成 [\"政务服务中心\", \"行政服务中心\"]。",
                ));
            }
            words.extend(
                group.get_ref().iter().map(|word| (i, FoldedText::new(word.get_ref()).as_str().to_owned())),
            );
        }
        let patterns = words.iter().map(|(_, word)| word);
        let automaton = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(patterns).ok();
        Ok(Self { automaton, words, except: compiler.patterns(except)? })
    }

    pub(super) fn run(&self, rule: &Rule, document: &Document) -> Vec<Finding> {
        let text = document.folded.as_str();
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let except: Vec<Span<Folded>> =
            self.except.iter().flat_map(|pattern| pattern.find(&document.folded)).collect();
        let mut found: Vec<Vec<Span<Folded>>> = vec![Vec::new(); self.words.len()];
        for hit in automaton.find_iter(text) {
            let at = Span::new(hit.start(), hit.end());
            if !is_a_name(text, at)
                && !except.iter().any(|e| e.contains(at))
                && let Some(places) = found.get_mut(hit.pattern().as_usize())
            {
                places.push(at);
            }
        }
        let groups = self.words.last().map_or(0, |(group, _)| group + 1);
        (0..groups).filter_map(|group| self.mixed(group, &found, rule, document)).collect()
    }

    /// The finding on a group of which a document uses several words, at the first place of the rarest.
    fn mixed(
        &self,
        group: usize,
        found: &[Vec<Span<Folded>>],
        rule: &Rule,
        document: &Document,
    ) -> Option<Finding> {
        let plain = |at: &Span<Folded>| document.folded.to_plain(*at);
        let mut used: Vec<(&Vec<Span<Folded>>, &str)> = found
            .iter()
            .zip(&self.words)
            .filter(|(_, (own, _))| *own == group)
            .filter_map(|(places, _)| Some((places, plain(places.first()?).of(&document.plain))))
            .collect();
        used.sort_by_key(|(places, _)| std::cmp::Reverse(places.len()));
        let (majority, rest) = used.split_first()?;
        // 省行政服务中心 is no other name of 县政务服务中心, nor of one that is told without its place.
        let levels = |places: &[Span<Folded>]| -> Vec<Option<char>> {
            places.iter().map(|at| level_before(document.folded.as_str(), *at)).collect()
        };
        let own = levels(majority.0);
        let is_of_others = |places: &[Span<Folded>]| {
            levels(places).iter().all(|level| match level {
                Some('省') => !own.contains(level),
                Some(_) => own.iter().all(|other| other.is_some() && other != level),
                None => false,
            })
        };
        let rest: Vec<_> = rest.iter().filter(|(places, _)| !is_of_others(places)).copied().collect();
        let rarest = rest.last()?;
        let counts: Vec<String> = std::iter::once(majority)
            .chain(&rest)
            .map(|(places, word)| format!("“{word}”{} 处", places.len()))
            .collect();
        let at = plain(rarest.0.first()?);
        let mut finding = rule.finding(document, at, format!("同一事物用了几种说法：{}", counts.join("、")));
        finding.primary.note = "用得少的说法".to_owned();
        let right = plain(majority.0.first()?).of(&document.plain).to_owned();
        finding.edit = Some(Edit { at, with: right, safe: false });
        let others = std::iter::once(majority).chain(rest.split_last()?.1.iter());
        finding.related = others
            .filter_map(|(places, word)| {
                Some(Label { at: plain(places.first()?), note: format!("此处用“{word}”") })
            })
            .collect();
        finding.fingerprint = Fingerprint::of([&*rule.code, majority.1]);
        Some(finding)
    }
}

/// The level of government whose word stands right before: 省行政服务中心.
fn level_before(text: &str, at: Span<Folded>) -> Option<char> {
    let before = text.get(..at.start()).unwrap_or_default();
    before.chars().next_back().filter(|c| "省市县区旗镇乡".contains(*c))
}

/// Whether the words at `at` are part of a title or quoted: names of others are written as they are.
fn is_a_name(text: &str, at: Span<Folded>) -> bool {
    let before = text.get(..at.start()).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    line.rfind('《') > line.rfind('》') || line.matches('"').count() % 2 == 1
}
