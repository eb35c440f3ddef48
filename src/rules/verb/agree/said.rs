//! What a document says only once, or alike wherever it does.

use std::sync::Arc;

use super::super::{
    super::{
        compile::{Compiled, Compiler},
        file,
        pattern::{Pattern, any_in},
        rule::Rule,
    },
    require::lacks,
};
use crate::{
    doc::Document,
    finding::{Finding, Fingerprint, Label},
    law::DateMention,
    text::{Plain, Span},
};

/// Something that a document says, and how.
#[derive(Debug, Clone)]
pub(in super::super::super) struct Said {
    name: Arc<str>,
    any: Vec<Pattern>,
    except: Vec<Pattern>,
    when: Vec<Pattern>,
}

impl Said {
    pub(super) fn compile(written: &file::Said, compiler: &Compiler<'_>) -> Compiled<Self> {
        Ok(Self {
            name: written.name.as_str().into(),
            any: compiler.patterns(&written.any)?,
            except: compiler.patterns(&written.except)?,
            when: compiler.patterns(&written.when)?,
        })
    }

    pub(super) fn run(&self, rule: &Rule, document: &Document) -> Option<Finding> {
        let except: Vec<_> = self.except.iter().flat_map(|pattern| pattern.find(&document.folded)).collect();
        let said = self.any.iter().flat_map(|pattern| pattern.find(&document.folded));
        let mut places: Vec<Span<Plain>> = said
            .filter(|at| !except.iter().any(|e| e.contains(*at)))
            .map(|at| document.folded.to_plain(at))
            .collect();
        places.sort();
        places.dedup();
        if places.is_empty() {
            return any_in(&self.when, &document.folded)
                .then(|| lacks(rule, document, document.headline(), &self.name));
        };
        // 自公布之日起 names no day, and so contradicts none.
        let is_relative = |at: &Span<Plain>| at.of(&document.plain).contains("之日");
        places.retain(|at| !is_relative(at));
        let first = places.first()?;
        let others: Vec<&Span<Plain>> =
            places.iter().filter(|at| value(document, **at) != value(document, *first)).collect();
        let other = others.first()?;
        let words = |at: Span<Plain>| at.of(&document.plain).to_owned();
        let message = format!("“{}”前后不一致：一处 {}，一处 {}", self.name, words(*first), words(**other));
        let mut finding = rule.finding(document, **other, message);
        finding.related.push(Label { at: *first, note: "与这里不一致".to_owned() });
        finding.fingerprint = Fingerprint::of([&*rule.code, &self.name]);
        Some(finding)
    }
}

/// The words at `at` in a spelling in which equal values are equal: a date is one in any numerals.
fn value(document: &Document, at: Span<Plain>) -> String {
    let date = document.dates.iter().find(|date| at.contains(date.at)).and_then(DateMention::date);
    let words = || document.folded.slice(document.folded.from_plain(at)).to_owned();
    date.map_or_else(words, |date| date.to_string())
}
