//! `require`: a field is there, with something in it.

use std::sync::Arc;

use toml::Spanned;

use super::{
    super::{compile::Compiler, file, pattern::Pattern, rule::Rule},
    Verb,
};
use crate::{
    doc::Document,
    finding::{Finding, Fingerprint},
    law::{Date, LimitRole},
    text::{Folded, Mistake, Span},
};

/// A field that must be there.
#[derive(Debug, Clone)]
pub(in super::super) struct Require {
    field: Arc<str>,
    or_limit: Option<LimitRole>,
    or_words: Vec<Pattern>,
    not_in: Vec<Arc<str>>,
}

impl Require {
    pub(in super::super) fn compile(
        written: &Spanned<file::Require>,
        compiler: &Compiler<'_>,
    ) -> Result<Self, Box<Mistake>> {
        let written = written.get_ref();
        let or_limit = written.or_limit.as_ref().map(|role| compiler.role(role)).transpose()?;
        Ok(Self {
            field: compiler.field(&written.field)?,
            or_limit,
            or_words: written
                .or_words
                .iter()
                .map(|pattern| compiler.pattern(pattern))
                .collect::<Result<_, _>>()?,
            not_in: written.not_in.iter().map(|name| compiler.field(name)).collect::<Result<_, _>>()?,
        })
    }

    /// The second chance: what the field is for stands somewhere, under no label or another one.
    fn said_elsewhere(&self, document: &Document) -> bool {
        if self.or_limit.is_some_and(|role| document.limits.iter().any(|limit| limit.role == role)) {
            return true;
        }
        let folded = &document.folded;
        let outside = |at: Span<Folded>| {
            let field = document.field_at(folded.to_plain(at));
            field.is_none_or(|field| !self.not_in.contains(&field.name))
        };
        self.or_words.iter().any(|pattern| pattern.find(folded.as_str()).any(outside))
    }
}

impl Verb for Require {
    fn run(&self, rule: &Rule, document: &Document, _as_of: Date) -> Vec<Finding> {
        let mut there = document.fields_named(&self.field).peekable();
        let empty = there.peek().map(|field| field.label);
        if there.any(|field| !field.text(&document.plain).is_empty()) || self.said_elsewhere(document) {
            return Vec::new();
        }
        let kind = document.kind.map_or("文件", |kind| kind.name());
        // A label without a value is shown where it stands; a missing one at the title, which stands for the whole.
        let mut finding = match empty {
            Some(label) => {
                rule.finding(document, label, format!("“{}”有名无实：标签后面没有内容", self.field))
            }
            None => {
                rule.finding(document, document.headline(), format!("这份{kind}没有写明“{}”", self.field))
            }
        };
        finding.field = Some(self.field.clone());
        finding.fingerprint = Fingerprint::of([&*rule.code, &self.field]);
        vec![finding]
    }
}
