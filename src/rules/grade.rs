//! Cases in which the findings of a rule have another level than the rule.

use std::sync::Arc;

use super::{
    compile::{Compiled, Compiler},
    file,
    pattern::{Pattern, any_in},
};
use crate::{
    doc::Document,
    finding::Level,
    law::LimitRole,
    text::{FoldedText, Plain, Span},
};

/// A case, described by conditions of which all that are given must hold.
#[derive(Debug, Clone)]
pub(super) struct Grade {
    /// The level in this case.
    pub(super) level: Level,
    title: Vec<Pattern>,
    when: Vec<Pattern>,
    around: Vec<Pattern>,
    has: Vec<Arc<str>>,
    has_limit: Option<LimitRole>,
}

impl Compiler<'_> {
    /// A case as a rule file has it.
    pub(super) fn grade(&self, written: &file::Grade) -> Compiled<Grade> {
        let file::Grade { level, title, when, around, has, has_limit } = written;
        if title.is_empty() && when.is_empty() && around.is_empty() && has.is_empty() && has_limit.is_none() {
            let advice = "写 title、when、around、has 或 has-limit，说明什么情况下用这个级别。";
            return Err(self.mistake(level, "[[grade]] 没有写条件", advice));
        }
        Ok(Grade {
            level: self.word(level, "级别", &Level::ALL.map(Level::word), Level::from_word)?,
            title: self.patterns(title)?,
            when: self.patterns(when)?,
            around: self.patterns(around)?,
            has: self.fields(has)?,
            has_limit: has_limit.as_ref().map(|role| self.role(role)).transpose()?,
        })
    }
}

impl Grade {
    /// Whether a finding at `at` is such a case.
    pub(super) fn fits(&self, document: &Document, at: Span<Plain>) -> bool {
        let plain = &document.plain;
        let titled = || {
            let title = FoldedText::new(document.title.map_or("", |title| title.of(plain)));
            any_in(&self.title, title.as_str())
        };
        let folded = &document.folded;
        let within = || {
            let at = folded.from_plain(at);
            self.around.iter().any(|pattern| pattern.find(folded).any(|m| m.contains(at)))
        };
        let has = |name: &Arc<str>| document.fields_named(name).any(|field| !field.is_empty(plain));
        let limited = |role: LimitRole| document.limits.iter().any(|limit| limit.role == role);
        (self.title.is_empty() || titled())
            && (self.when.is_empty() || any_in(&self.when, folded))
            && (self.around.is_empty() || within())
            && (self.has.is_empty() || self.has.iter().any(has))
            && self.has_limit.is_none_or(limited)
    }
}
