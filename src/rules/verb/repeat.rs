//! `repeat`: words and paragraphs that stand twice.

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
    Verb,
};
use crate::{
    doc::{Block, BlockKind, Document},
    finding::{Edit, Finding, Fingerprint, Label},
    law::Date,
    text::{Folded, FoldedText, Span},
};

/// What stands only once.
#[derive(Debug, Clone)]
pub(in super::super) struct Repeat {
    doubled: Option<AhoCorasick>,
    except: Vec<Pattern>,
    shortest: usize,
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
        let automaton = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&doubled).ok();
        Ok(Self {
            doubled: automaton.filter(|_| !doubled.is_empty()),
            except: compiler.patterns(&repeat.except)?,
            shortest: repeat.paragraphs,
        })
    }

    fn words(&self, rule: &Rule, document: &Document) -> Vec<Finding> {
        let text = document.folded.as_str();
        let hits: Vec<Span<Folded>> =
            self.doubled.iter().flat_map(|doubled| doubled.find_iter(text)).map(|hit| Span::new(hit.start(), hit.end())).collect();
        if hits.is_empty() {
            return Vec::new();
        }
        let except: Vec<Span<Folded>> = self.except.iter().flat_map(|pattern| pattern.find(text)).collect();
        let finding = |at: &Span<Folded>| {
            let once = text.get(at.start()..at.start() + at.len() / 2)?;
            let plain = document.folded.to_plain(*at);
            let mut finding = rule.finding(document, plain, format!("“{once}”连着写了两遍"));
            finding.edit = Some(Edit { at: plain, with: once.to_owned(), safe: false });
            Some(finding)
        };
        hits.iter().filter(|at| !except.iter().any(|e| e.overlaps(**at))).filter_map(finding).collect()
    }

    /// The runs of blocks that stood before: a page that is printed twice is one run.
    fn paragraphs(&self, rule: &Rule, document: &Document) -> Vec<Finding> {
        let plain = &document.plain;
        let blocks: Vec<&Block> = document.blocks.iter().filter(|block| is_running(block)).collect();
        let texts: Vec<String> =
            blocks.iter().map(|block| FoldedText::new(block.span.of(plain).trim()).as_str().to_owned()).collect();
        let mut first: HashMap<&str, usize> = HashMap::new();
        let mut findings = Vec::new();
        let mut next = 0;
        while let Some(text) = texts.get(next) {
            let own = next;
            let earlier = *first.entry(text).or_insert(own);
            let long = text.chars().count() >= self.shortest;
            if earlier == own || !long {
                next += 1;
                continue;
            }
            next += texts.iter().skip(earlier).zip(texts.iter().skip(own)).take_while(|(a, b)| a == b).count();
            let (Some(block), Some(twin)) = (blocks.get(own), blocks.get(earlier)) else { continue };
            if !same_field(document, block, twin) {
                continue;
            }
            let message = match next - own {
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

/// Whether two blocks belong to one field or to none: what is said of two things may be the same.
fn same_field(document: &Document, a: &Block, b: &Block) -> bool {
    let name = |block: &Block| document.field_at(block.span).map(|field| field.name.clone());
    name(a) == name(b)
}

/// Cells of tables say the same many times, and headings return under each other.
fn is_running(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Paragraph | BlockKind::Item)
}

impl Verb for Repeat {
    fn run(&self, rule: &Rule, document: &Document, _as_of: Date) -> Vec<Finding> {
        let mut findings = self.words(rule, document);
        findings.extend(self.paragraphs(rule, document));
        findings
    }
}
