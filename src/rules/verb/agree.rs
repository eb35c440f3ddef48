//! `agree`: places that say the same thing say it alike.

mod definitions;
mod duties;
mod fields;
mod forms;
mod items;
mod limits;
mod numbers;
mod opposites;
mod places;
mod said;
mod subjects;
mod terms;
mod titles;

use std::sync::Arc;

use toml::Spanned;

use super::{
    super::{
        compile::{Compiled, Compiler},
        file,
        rule::Rule,
    },
    Days, Fact, Verb,
};
use crate::{doc::Document, finding::Finding, law::LimitRole};

/// What must agree.
#[derive(Debug, Clone)]
pub(in super::super) enum Agree {
    /// The time limits of these roles, each with its own.
    Limits(Vec<LimitRole>),
    /// The words for one thing.
    Terms(terms::Terms),
    /// The titles of one document.
    Titles(titles::Titles),
    /// The definitions of one term.
    Definitions,
    /// The time limits of one duty in all documents of a collection.
    Duties(duties::Duties),
    /// What is said once, or alike.
    Said(Vec<said::Said>),
    /// The places that these fields name.
    Places(Vec<Arc<str>>),
    /// What cannot be said at once.
    Opposites(Vec<opposites::Opposites>),
    /// The values of one label.
    Fields(Vec<Arc<str>>),
    /// The words and the title.
    Subjects(subjects::Subjects),
    /// What the documents of one item say.
    Items(items::Items),
}

impl Agree {
    pub(in super::super) fn compile(
        written: &Spanned<file::Agree>,
        compiler: &Compiler<'_>,
    ) -> Compiled<Self> {
        let file::Agree {
            limits,
            terms,
            titles,
            definitions,
            duties,
            said,
            places,
            opposites,
            fields,
            subjects,
            forms,
            items,
            in_fields,
            across,
            except,
        } = written.get_ref();
        let given = [
            limits.is_some(),
            terms.is_some(),
            titles.is_some(),
            definitions.is_some(),
            duties.is_some(),
            said.is_some(),
            places.is_some(),
            opposites.is_some(),
            fields.is_some(),
            subjects.is_some(),
            items.is_some(),
        ];
        if given.iter().filter(|given| **given).count() != 1 {
            let advice = "[agree] 下写 limits、terms、titles、definitions、duties、said、places、opposites、fields、subjects、items 中的一个。";
            return Err(compiler.mistake(written, "[agree] 要恰好写一种对照", advice));
        }
        if let Some(said) = said {
            let said = said.iter().map(|said| said::Said::compile(said, compiler));
            return Ok(Agree::Said(said.collect::<Compiled<_>>()?));
        }
        if let Some(places) = places {
            return Ok(Agree::Places(compiler.fields(places)?));
        }
        if let Some(pairs) = opposites {
            let pairs = pairs.iter().map(|pair| opposites::Opposites::compile(pair, compiler));
            return Ok(Agree::Opposites(pairs.collect::<Compiled<_>>()?));
        }
        if let Some(names) = fields {
            return Ok(Agree::Fields(compiler.fields(names)?));
        }
        if let Some(subjects) = subjects {
            return Ok(Agree::Subjects(subjects::Subjects::compile(
                subjects,
                forms.as_ref(),
                in_fields,
                compiler,
            )?));
        }
        if let Some(items) = items {
            return Ok(Agree::Items(items::Items::compile(items, compiler)?));
        }
        Ok(match (limits, terms, titles, duties) {
            (Some(roles), ..) => {
                Agree::Limits(roles.iter().map(|role| compiler.role(role)).collect::<Compiled<_>>()?)
            }
            (_, Some(groups), ..) => Agree::Terms(terms::Terms::compile(groups, across, except, compiler)?),
            (_, _, Some(endings), _) => Agree::Titles(titles::Titles::compile(endings)),
            (_, _, _, Some(duties)) => Agree::Duties(duties::Duties::compile(duties, compiler)?),
            _ => Agree::Definitions,
        })
    }
}

impl Verb for Agree {
    fn run(&self, rule: &Rule, document: &Document, _days: Days) -> Vec<Finding> {
        match self {
            Agree::Limits(roles) => {
                roles.iter().filter_map(|&role| limits::contradiction(rule, document, role)).collect()
            }
            Agree::Terms(terms) => terms.run(rule, document),
            Agree::Titles(titles) => titles.run(rule, document),
            Agree::Definitions => definitions::run(rule, document),
            Agree::Duties(duties) => duties.contradictions(rule, document),
            Agree::Said(said) => said.iter().filter_map(|said| said.run(rule, document)).collect(),
            Agree::Places(fields) => places::contradictions(rule, document, fields),
            Agree::Opposites(pairs) => {
                // Two pairs may meet at one place.
                let mut findings: Vec<Finding> = Vec::new();
                for found in pairs.iter().filter_map(|pair| pair.contradiction(rule, document)) {
                    if findings.iter().all(|known| known.primary.at != found.primary.at) {
                        findings.push(found);
                    }
                }
                findings
            }
            Agree::Subjects(subjects) => subjects.run(rule, document),
            Agree::Fields(names) => {
                let mut findings = fields::contradictions(rule, document, names);
                if names.iter().any(|name| **name == *"联系方式") {
                    findings.extend(numbers::contradictions(rule, document, &findings));
                }
                findings
            }
            // One document alone contradicts no other.
            Agree::Items(_) => Vec::new(),
        }
    }

    fn facts(&self, document: &Document) -> Vec<Fact> {
        match self {
            Agree::Terms(terms) => terms.facts(document),
            Agree::Duties(duties) => duties.facts(document),
            Agree::Places(fields) => places::facts(document, fields),
            Agree::Items(items) => items.facts(document),
            Agree::Definitions => definitions::facts(document),
            _ => Vec::new(),
        }
    }
}
