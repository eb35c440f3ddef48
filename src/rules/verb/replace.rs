//! `replace`: words that are to be written otherwise, with the edit that does it.

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
    doc::Document,
    finding::{Edit, Finding},
    law::Date,
    text::{Folded, FoldedText, Span},
};

/// Wrong words and the right ones.
#[derive(Debug, Clone)]
pub(in super::super) struct Replace {
    wrong: Option<AhoCorasick>,
    right: Vec<String>,
    except: Vec<Pattern>,
    safe: bool,
}

impl Replace {
    pub(in super::super) fn compile(
        written: &Spanned<file::Replace>,
        compiler: &Compiler<'_>,
    ) -> Compiled<Self> {
        let replace = written.get_ref();
        if replace.words.is_empty() {
            let advice = "写 words = [{ wrong = \"给于\", right = \"给予\" }]。";
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
        Ok(Self {
            wrong: AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(folded).ok(),
            right: replace.words.iter().map(|pair| pair.right.clone()).collect(),
            except: compiler.patterns(&replace.except)?,
            safe: replace.safe,
        })
    }
}

impl Verb for Replace {
    fn run(&self, rule: &Rule, document: &Document, _as_of: Date) -> Vec<Finding> {
        let text = document.folded.as_str();
        let Some(wrong) = &self.wrong else { return Vec::new() };
        let mut hits = wrong.find_iter(text).peekable();
        if hits.peek().is_none() {
            return Vec::new();
        }
        let except: Vec<Span<Folded>> = self.except.iter().flat_map(|pattern| pattern.find(text)).collect();
        let finding = |hit: aho_corasick::Match| {
            let at = Span::new(hit.start(), hit.end());
            let right = self.right.get(hit.pattern().as_usize())?;
            if except.iter().any(|e| e.contains(at)) {
                return None;
            }
            let plain = document.folded.to_plain(at);
            let words = plain.of(&document.plain);
            let mut finding = rule.finding(document, plain, format!("“{words}”应为“{right}”"));
            finding.edit = Some(Edit { at: plain, with: right.clone(), safe: self.safe });
            Some(finding)
        };
        hits.filter_map(finding).collect()
    }
}
