//! `repeat`: words, paragraphs and sections that stand twice.

mod copies;
mod sections;

use std::collections::HashMap;

use aho_corasick::{AhoCorasick, MatchKind};
use toml::Spanned;

use super::{
    super::{
        compile::{Compiled, Compiler},
        file,
        pattern::Pattern,
        rule::Rule,
    },
    Days, Fact, Verb,
};
use crate::{
    doc::{Block, BlockKind, Document},
    finding::{Edit, Finding, Fingerprint, Label},
    text::{Folded, FoldedText, Span, has_wide_gap},
};

/// What stands only once.
#[derive(Debug, Clone)]
pub(in super::super) struct Repeat {
    doubled: Option<AhoCorasick>,
    except: Vec<Pattern>,
    shortest: usize,
    /// Words for one thing, in the titles of sections.
    alike: Vec<Vec<String>>,
}

impl Repeat {
    pub(in super::super) fn compile(
        written: &Spanned<file::Repeat>,
        compiler: &Compiler<'_>,
    ) -> Compiled<Self> {
        let repeat = written.get_ref();
        let mut doubled = Vec::with_capacity(repeat.words.len());
        for word in &repeat.words {
            let folded = FoldedText::new(word.get_ref());
            if folded.as_str().is_empty() {
                return Err(compiler.mistake(word, "词语是空的", "写上词语，或删去这一项。"));
            }
            doubled.push(folded.as_str().repeat(2));
        }
        let folded = |word: &Spanned<String>| FoldedText::new(word.get_ref()).as_str().to_owned();
        let automaton = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&doubled).ok();
        Ok(Self {
            doubled: automaton.filter(|_| !doubled.is_empty()),
            except: compiler.patterns(&repeat.except)?,
            shortest: repeat.paragraphs,
            alike: repeat.alike.iter().map(|words| words.iter().map(folded).collect()).collect(),
        })
    }

    fn words(&self, rule: &Rule, document: &Document) -> Vec<Finding> {
        let text = document.folded.as_str();
        let hits: Vec<Span<Folded>> = self
            .doubled
            .iter()
            .flat_map(|doubled| doubled.find_iter(text))
            .map(|hit| Span::new(hit.start(), hit.end()))
            .collect();
        if hits.is_empty() {
            return Vec::new();
        }
        let except: Vec<Span<Folded>> =
            self.except.iter().flat_map(|pattern| pattern.find(&document.folded)).collect();
        let finding = |at: &Span<Folded>| {
            let once = text.get(at.start()..at.start() + at.len() / 2)?;
            let plain = document.folded.to_plain(*at);
            let mut finding = rule.finding(document, plain, format!("“{once}”连着写了两遍"));
            finding.edit = Some(Edit { at: plain, with: once.to_owned(), safe: false });
            Some(finding)
        };
        // 免费　　　免费 are two cells of a table that is set with blanks.
        let in_cells = |at: &Span<Folded>| has_wide_gap(document.folded.to_plain(*at).of(&document.plain));
        // 1、申请 申请人备齐材料: the name of a step and its sentence.
        let is_step_name = |at: &Span<Folded>| {
            let whole = document.folded.to_plain(*at);
            let line = document.block_at(whole).map_or(whole, |block| block.span);
            let before = document.plain.get(line.start()..whole.start()).unwrap_or_default();
            let is_number = |c: char| !c.is_alphabetic() || "一二三四五六七八九十第步".contains(c);
            whole.of(&document.plain).contains(char::is_whitespace) && before.chars().all(is_number)
        };
        let is_fault = |at: &&Span<Folded>| {
            !in_cells(at) && !is_step_name(at) && !except.iter().any(|e| e.overlaps(**at))
        };
        let own = hits.iter().filter(is_fault);
        own.filter_map(finding).collect()
    }

    /// The runs of blocks that stood before: a page that is printed twice is one run.
    fn paragraphs(&self, rule: &Rule, document: &Document) -> Vec<Finding> {
        let plain = &document.plain;
        let running = |block: &&Block| !matches!(block.kind, BlockKind::Cell(_));
        let blocks: Vec<&Block> = document.blocks.iter().filter(running).collect();
        let text = |block: &&Block| document.folded.slice(document.folded.from_plain(block.span.trim(plain)));
        let texts: Vec<&str> = blocks.iter().map(text).collect();
        let mut first: HashMap<&str, usize> = HashMap::new();
        let mut findings = Vec::new();
        let mut next = 0;
        while let Some(text) = texts.get(next) {
            let own = next;
            next += 1;
            let earlier = *first.entry(text).or_insert(own);
            if earlier == own {
                continue;
            }
            let (Some(block), Some(twin)) = (blocks.get(own), blocks.get(earlier)) else { continue };
            let pairs = texts.iter().skip(earlier).zip(texts.iter().skip(own));
            let count = pairs.take(LONGEST).take_while(|(a, b)| a == b).count();
            let run = texts.get(own..own + count).unwrap_or_default();
            // A line of strokes says nothing.
            let says = |text: &&&str| text.contains(char::is_alphabetic);
            let long = run.iter().filter(says).any(|text| text.chars().count() >= self.shortest);
            if !long || count < PAGE && !same_place(document, block, twin) {
                continue;
            }
            next = own + count;
            let message = match count {
                1 => "这一段前面已经写过".to_owned(),
                count => format!("从这里起的 {count} 段前面已经写过"),
            };
            let mut finding = rule.finding(document, block.span, message);
            finding.related.push(Label { at: twin.span, note: "前面的一处".to_owned() });
            finding.fingerprint = Fingerprint::of([&*rule.code, text]);
            findings.push(finding);
        }
        findings
    }
}

/// So many blocks in a row are a page that is printed twice; fewer may be what two variants have in common.
const PAGE: usize = 5;

/// How many blocks are compared at once.
const LONGEST: usize = 400;

/// Whether two blocks stand under the same headings and belong to one field or to none: what is said of two things may be the
/// same.
fn same_place(document: &Document, a: &Block, b: &Block) -> bool {
    let name = |block: &Block| document.field_at(block.span).map(|field| field.name.clone());
    let headings = |block: &Block| document.headings_above(block.span);
    name(a) == name(b) && headings(a) == headings(b)
}

impl Verb for Repeat {
    fn run(&self, rule: &Rule, document: &Document, _days: Days) -> Vec<Finding> {
        let mut findings = self.words(rule, document);
        findings.extend(self.paragraphs(rule, document));
        findings.extend(sections::twice(rule, document, &self.alike));
        findings
    }

    fn facts(&self, document: &Document) -> Vec<Fact> {
        copies::facts(document)
    }
}
