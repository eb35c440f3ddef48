//! `replace`: words that are to be written otherwise, with the edit that does it.

use std::sync::Arc;

use aho_corasick::{AhoCorasick, MatchKind};
use toml::Spanned;

use super::{
    super::{
        compile::{Compiled, Compiler},
        file,
        pattern::{Pattern, any_in},
        rule::Rule,
    },
    Days, Verb, first_of_all,
};
use crate::{
    doc::Document,
    finding::{Edit, Finding},
    text::{Folded, FoldedText, Span, fold_char},
};

/// Wrong words and the right ones.
#[derive(Debug, Clone)]
pub(in super::super) struct Replace {
    wrong: Option<AhoCorasick>,
    right: Vec<String>,
    patterns: Vec<Rewrite>,
    except: Vec<Pattern>,
    not_in: Vec<Arc<str>>,
    unless: Vec<Pattern>,
    safe: bool,
    at_most: Option<usize>,
}

/// A pattern of wrong words, and what to write for them.
#[derive(Debug, Clone)]
struct Rewrite {
    find: Pattern,
    write: String,
    safe: bool,
}

/// A place to write otherwise.
struct Hit {
    at: Span<Folded>,
    with: String,
    safe: bool,
}

impl Replace {
    pub(in super::super) fn compile(
        written: &Spanned<file::Replace>,
        compiler: &Compiler<'_>,
    ) -> Compiled<Self> {
        let replace = written.get_ref();
        if replace.words.is_empty() && replace.patterns.is_empty() {
            let advice = "写 words = [{ wrong = \"给于\", right = \"给予\" }]，或者 patterns = [{ find = '正则表达式', write = \"改成\" }]。";
            return Err(compiler.mistake(written, "[replace] 没有写换什么", advice));
        }
        let mut folded = Vec::with_capacity(replace.words.len());
        for pair in &replace.words {
            let wrong = FoldedText::new(pair.wrong.get_ref());
            let same = wrong.as_str() == FoldedText::new(&pair.right).as_str();
            if wrong.as_str().is_empty() || same {
                let advice = "wrong 写错的词，right 写对的词。";
                return Err(compiler.mistake(&pair.wrong, "错的词是空的，或与对的词相同", advice));
            }
            folded.push(wrong.as_str().to_owned());
        }
        let rewrite = |written: &file::PatternReplacement| {
            let safe = written.safe.unwrap_or(replace.safe);
            Ok(Rewrite { find: compiler.pattern(&written.find)?, write: written.write.clone(), safe })
        };
        let wrong = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&folded).ok();
        Ok(Self {
            wrong: wrong.filter(|_| !folded.is_empty()),
            right: replace.words.iter().map(|pair| pair.right.clone()).collect(),
            patterns: replace.patterns.iter().map(rewrite).collect::<Compiled<_>>()?,
            except: compiler.patterns(&replace.except)?,
            not_in: compiler.fields(&replace.not_in)?,
            unless: compiler.patterns(&replace.unless)?,
            safe: replace.safe,
            at_most: replace.at_most,
        })
    }

    /// Every place to write otherwise, in order, none within another.
    fn hits(&self, text: &FoldedText) -> Vec<Hit> {
        let word = |hit: aho_corasick::Match| {
            let with = self.right.get(hit.pattern().as_usize())?.clone();
            Some(Hit { at: Span::new(hit.start(), hit.end()), with, safe: self.safe })
        };
        let mut hits: Vec<Hit> =
            self.wrong.iter().flat_map(|wrong| wrong.find_iter(text.as_str())).filter_map(word).collect();
        for rewrite in &self.patterns {
            let found = rewrite.find.rewrite(text, &rewrite.write);
            hits.extend(found.map(|(at, with)| Hit { at, with, safe: rewrite.safe }));
        }
        hits.sort_by_key(|hit| (hit.at.start(), std::cmp::Reverse(hit.at.end())));
        let mut last = 0;
        hits.retain(|hit| {
            let free = hit.at.start() >= last;
            last = if free { hit.at.end() } else { last };
            free
        });
        hits
    }
}

impl Verb for Replace {
    fn run(&self, rule: &Rule, document: &Document, _days: Days) -> Vec<Finding> {
        let text = &document.folded;
        let hits = self.hits(text);
        if hits.is_empty() || any_in(&self.unless, text) {
            return Vec::new();
        }
        let except: Vec<Span<Folded>> = self.except.iter().flat_map(|pattern| pattern.find(text)).collect();
        let finding = |hit: Hit| {
            let at = document.folded.to_plain(hit.at);
            let words = at.of(&document.plain);
            // Folding hides widths: what stands there may already be what is to be written. A traditional text stays one.
            let fine = simplified(words) == hit.with || except.iter().any(|e| e.contains(hit.at));
            let elsewhere = || document.field_at(at).is_some_and(|field| self.not_in.contains(&field.name));
            if fine || !self.not_in.is_empty() && elsewhere() {
                return None;
            }
            let message = if hit.with.is_empty() {
                format!("“{words}”应当删去")
            } else {
                format!("“{words}”应为“{}”", hit.with)
            };
            let mut finding = rule.finding(document, at, message);
            finding.edit = Some(Edit { at, with: hit.with, safe: hit.safe && simplified(words) == words });
            Some(finding)
        };
        let findings: Vec<Finding> = hits.into_iter().filter_map(finding).collect();
        let too_many = self.at_most.is_some_and(|most| findings.len() > most);
        if too_many { first_of_all(findings) } else { findings }
    }
}

/// `words` with their characters simplified and everything else as it stands.
fn simplified(words: &str) -> String {
    let simple = |c: char| fold_char(c).filter(|_| matches!(c, '\u{3400}'..='\u{9FFF}')).unwrap_or(c);
    words.chars().map(simple).collect()
}
