//! `forbid`: words are not there, except where they are only mentioned.

mod values;

use std::sync::Arc;

use aho_corasick::{AhoCorasick, MatchKind};
use toml::Spanned;

use super::super::{
    compile::Compiler,
    file,
    pattern::{Pattern, any_in, verbatim},
    rule::Rule,
};
use super::{Days, Verb, first_of_all, mention::is_mentioned};
use crate::{
    doc::Document,
    finding::{Finding, Level},
    text::{Folded, FoldedText, Mistake, Plain, Span, list_mark},
};

/// Words that must not be there.
#[derive(Debug, Clone)]
pub(in super::super) struct Forbid {
    phrases: Phrases,
    any: Vec<Pattern>,
    as_written: Vec<Pattern>,
    slight: Vec<Pattern>,
    except: Vec<Pattern>,
    values: values::Values,
    in_fields: Vec<Arc<str>>,
    not_in: Vec<Arc<str>>,
    when: Vec<Pattern>,
    unless: Vec<Pattern>,
    once: bool,
    also: Vec<Forbid>,
}

impl Forbid {
    pub(in super::super) fn compile(
        written: &Spanned<file::Forbid>,
        compiler: &Compiler<'_>,
    ) -> Result<Self, Box<Mistake>> {
        Self::of(written, written.get_ref(), compiler)
    }

    /// `forbid`, which stands in the table `written`.
    fn of(
        written: &Spanned<file::Forbid>,
        forbid: &file::Forbid,
        compiler: &Compiler<'_>,
    ) -> Result<Self, Box<Mistake>> {
        let lists = [&forbid.phrases, &forbid.any, &forbid.as_written, &forbid.slight, &forbid.values];
        if lists.iter().all(|list| list.is_empty()) && forbid.hollow.is_empty() && !forbid.empty {
            let advice = "写 phrases = [\"词语\"] 或 any = ['正则表达式']。";
            return Err(compiler.mistake(written, "[forbid] 没有写禁用什么", advice));
        }
        if (!forbid.values.is_empty() || forbid.empty) && forbid.in_fields.is_empty() {
            let advice = "写明是哪些要素的值，如 in-fields = [\"申请条件\"]。";
            return Err(compiler.mistake(written, "values 和 empty 要和 in-fields 一起写", advice));
        }
        Ok(Self {
            phrases: Phrases::compile(&forbid.phrases, compiler)?,
            any: compiler.patterns(&forbid.any)?,
            as_written: verbatim(compiler.file, &forbid.as_written)?,
            slight: verbatim(compiler.file, &forbid.slight)?,
            except: compiler.patterns(&forbid.except)?,
            values: values::Values::compile(forbid, compiler)?,
            when: compiler.patterns(&forbid.when)?,
            unless: compiler.patterns(&forbid.unless)?,
            in_fields: compiler.fields(&forbid.in_fields)?,
            not_in: compiler.fields(&forbid.not_in)?,
            once: forbid.once,
            also: forbid
                .also
                .iter()
                .map(|also| Self::of(written, also, compiler))
                .collect::<Result<_, _>>()?,
        })
    }

    fn is_in_scope(&self, document: &Document, at: Span<Plain>) -> bool {
        if self.in_fields.is_empty() && self.not_in.is_empty() {
            return true;
        }
        let field = document.field_at(at).map(|field| &field.name);
        let inside = |fields: &[Arc<str>]| field.is_some_and(|name| fields.contains(name));
        (self.in_fields.is_empty() || inside(&self.in_fields)) && !inside(&self.not_in)
    }
}

impl Verb for Forbid {
    fn run(&self, rule: &Rule, document: &Document, _days: Days) -> Vec<Finding> {
        self.all(rule, document)
    }
}

impl Forbid {
    fn all(&self, rule: &Rule, document: &Document) -> Vec<Finding> {
        let mut findings = self.own(rule, document);
        findings.extend(self.also.iter().flat_map(|also| also.all(rule, document)));
        findings
    }

    /// What is found without regard to the further tables.
    fn own(&self, rule: &Rule, document: &Document) -> Vec<Finding> {
        let folded = &document.folded;
        let mut found: Vec<Span<Folded>> = self.phrases.find(folded.as_str());
        found.extend(self.any.iter().flat_map(|pattern| pattern.find(folded)).filter(|at| !at.is_empty()));
        let mut found: Vec<Span<Plain>> = found.into_iter().map(|at| folded.to_plain(at)).collect();
        found.extend(as_written(&self.as_written, document));
        let slight = as_written(&self.slight, document);
        let mut findings = self.values.run(rule, document);
        let asked = self.when.is_empty() || any_in(&self.when, folded);
        let nothing = found.is_empty() && slight.is_empty() && findings.is_empty();
        if nothing || !asked || any_in(&self.unless, folded) {
            return Vec::new();
        }
        findings.extend(self.findings(rule, document, found));
        let mut slight = self.findings(rule, document, slight);
        slight.iter_mut().for_each(|finding| finding.level = Level::Advice);
        if self.once {
            (findings, slight) = (first_of_all(findings), first_of_all(slight));
        }
        findings.extend(slight);
        findings
    }

    /// Findings on the words at `found` that are said here and not excepted; the longest of several at one place, and none
    /// inside another.
    fn findings(&self, rule: &Rule, document: &Document, mut found: Vec<Span<Plain>>) -> Vec<Finding> {
        let text = &document.folded;
        if found.is_empty() {
            return Vec::new();
        }
        let except: Vec<Span<Folded>> = self.except.iter().flat_map(|pattern| pattern.find(text)).collect();
        let is_said = |plain: &Span<Plain>| {
            let at = document.folded.from_plain(*plain);
            self.is_in_scope(document, *plain)
                && !except.iter().any(|e| e.contains(at))
                && !is_mentioned(document, at)
        };
        found.retain(is_said);
        found.sort_by_key(|at| (at.start(), std::cmp::Reverse(at.end())));
        let mut last = 0;
        found.retain(|at| {
            let free = at.start() >= last;
            last = if free { at.end() } else { last };
            free
        });
        let finding = |plain: Span<Plain>| {
            let plain = behind_mark(document, plain);
            let words: String = plain.of(&document.plain).split_whitespace().collect();
            rule.finding(document, plain, format!("{}：“{words}”", rule.title))
        };
        found.into_iter().map(finding).collect()
    }
}

/// `at` without the rest of a list item's number that it begins in: 、其他条件 of 3、其他条件.
fn behind_mark(document: &Document, at: Span<Plain>) -> Span<Plain> {
    let Some(block) = document.block_at(at).map(|block| block.span) else { return at };
    let mark = list_mark(block.of(&document.plain)).map_or(0, |mark| mark.len);
    let start = block.start() + mark;
    if block.start() < at.start() && at.start() < start && start < at.end() {
        Span::new(start, at.end())
    } else {
        at
    }
}

/// Where patterns match the text as it stands.
fn as_written(patterns: &[Pattern], document: &Document) -> Vec<Span<Plain>> {
    let found = patterns.iter().flat_map(|pattern| pattern.find(document.plain.as_str()));
    found.map(|at| Span::new(at.start(), at.end())).collect()
}

/// A list of phrases as they are spoken: what punctuation stands inside them makes no difference.
#[derive(Debug, Clone)]
struct Phrases {
    /// Finds the first piece of each phrase.
    heads: Option<AhoCorasick>,
    /// The pieces between the punctuation of each phrase.
    pieces: Vec<Vec<String>>,
}

impl Phrases {
    fn compile(written: &[Spanned<String>], compiler: &Compiler<'_>) -> Result<Self, Box<Mistake>> {
        let mut pieces: Vec<Vec<String>> = Vec::with_capacity(written.len());
        for phrase in written {
            let folded = FoldedText::new(phrase.get_ref());
            let split = folded.as_str().split(is_punctuation).filter(|piece| !piece.is_empty());
            let split: Vec<String> = split.map(str::to_owned).collect();
            if split.is_empty() {
                return Err(compiler.mistake(phrase, "词语是空的", "写上要禁用的词语，或删去这一项。"));
            }
            pieces.push(split);
        }
        if pieces.is_empty() {
            return Ok(Self { heads: None, pieces });
        }
        let heads = pieces.iter().filter_map(|piece| piece.first());
        let automaton = AhoCorasick::builder().match_kind(MatchKind::Standard).build(heads);
        Ok(Self { heads: automaton.ok(), pieces })
    }

    fn find(&self, text: &str) -> Vec<Span<Folded>> {
        let Some(heads) = &self.heads else { return Vec::new() };
        let whole = |m: aho_corasick::Match| {
            let rest = self.pieces.get(m.pattern().as_usize())?.get(1..)?;
            let mut end = m.end();
            for piece in rest {
                let after = text.get(end..)?;
                let skipped = after.trim_start_matches(is_punctuation);
                end += after.len() - skipped.strip_prefix(piece.as_str())?.len();
            }
            Some(Span::new(m.start(), end))
        };
        heads.find_overlapping_iter(text).filter_map(whole).collect()
    }
}

/// Punctuation that a speaker does not hear. A line feed separates blocks, and no phrase goes beyond.
fn is_punctuation(c: char) -> bool {
    matches!(c, ',' | '。' | '.' | '、' | ';' | ':' | '!' | '?' | '"' | '\'' | '…' | '-' | '~' | '·' | ' ')
}
