//! A guide speaks of its own item: the form of a tax return is a stranger in a guide to work injuries.

use std::sync::Arc;

use toml::Spanned;

use super::{
    super::super::{
        compile::{Compiled, Compiler},
        file,
        pattern::{Pattern, any_in},
        rule::Rule,
    },
    forms::Forms,
};
use crate::{
    doc::Document,
    finding::{Finding, Label},
    text::{FoldedText, Plain, Span},
};

/// The subjects whose words are looked for, and where.
#[derive(Debug, Clone)]
pub(in super::super::super) struct Subjects {
    subjects: Vec<Subject>,
    forms: Option<Forms>,
    in_fields: Vec<Arc<str>>,
}

/// Words that belong to one subject, and the titles in which they are at home.
#[derive(Debug, Clone)]
struct Subject {
    any: Vec<Pattern>,
    home: Vec<Pattern>,
}

impl Subjects {
    pub(super) fn compile(
        written: &[file::Subject],
        forms: Option<&file::Forms>,
        in_fields: &[Spanned<String>],
        compiler: &Compiler<'_>,
    ) -> Compiled<Self> {
        let subject = |subject: &file::Subject| {
            Ok(Subject { any: compiler.patterns(&subject.any)?, home: compiler.patterns(&subject.home)? })
        };
        Ok(Self {
            subjects: written.iter().map(subject).collect::<Compiled<_>>()?,
            forms: forms.map(|forms| Forms::compile(forms, compiler)).transpose()?,
            in_fields: compiler.fields(in_fields)?,
        })
    }

    /// The words of each subject that is not at home in `document`, at their first place, and the forms of other items.
    pub(super) fn run(&self, rule: &Rule, document: &Document) -> Vec<Finding> {
        let plain = &document.plain;
        let Some(title) = document.title else { return Vec::new() };
        let names = document.fields_named("事项名称").map(|field| field.text(plain));
        let own = names.fold(title.of(plain).to_owned(), |own, name| format!("{own}\n{name}"));
        let own = FoldedText::new(&own);
        let stranger = |subject: &Subject| {
            let found = subject.any.iter().flat_map(|pattern| pattern.find(&document.folded));
            let mut places: Vec<Span<Plain>> = found
                .map(|at| document.folded.to_plain(at))
                .filter(|at| self.is_in_scope(document, *at))
                .collect();
            places.sort_unstable();
            let (&at, rest) = places.split_first()?;
            (!any_in(&subject.home, own.as_str())).then(|| {
                let message = format!("“{}”像是别的事项的内容", at.of(plain));
                let mut finding = rule.finding(document, at, message);
                finding.related = vec![Label { at: title, note: "本指南的事项".to_owned() }];
                let others = rest.iter().map(|&at| Label { at, note: "同样的内容".to_owned() });
                finding.related.extend(others);
                finding
            })
        };
        let mut findings: Vec<Finding> = self.subjects.iter().filter_map(stranger).collect();
        if let Some(forms) = &self.forms {
            let mut others = forms.strangers(rule, document, title, &self.in_fields);
            others.retain(|other| !findings.iter().any(|found| found.primary.at.overlaps(other.primary.at)));
            findings.extend(others);
        }
        findings
    }

    fn is_in_scope(&self, document: &Document, at: Span<Plain>) -> bool {
        self.in_fields.is_empty()
            || document.field_at(at).is_some_and(|field| self.in_fields.contains(&field.name))
    }
}
