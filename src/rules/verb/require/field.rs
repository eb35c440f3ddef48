//! A field that a document must have, and what it must say.

use std::{collections::HashSet, sync::Arc};

use toml::Spanned;

use super::{
    super::super::{
        compile::{Compiled, Compiler},
        file,
        pattern::{Pattern, any_in},
        rule::Rule,
    },
    element::Element,
    elsewhere::Elsewhere,
    lacks,
};
use crate::{
    doc::{Document, Field},
    finding::{Finding, Fingerprint},
    law::LimitRole,
    text::{Folded, FoldedText, Plain, Span},
};

/// A field; or what it is for, said elsewhere.
#[derive(Debug, Clone)]
pub(super) struct FieldOf {
    name: Arc<str>,
    or_limit: Option<LimitRole>,
    or_label: bool,
    hollow: Vec<Pattern>,
    says: Vec<Element>,
    or_says: Vec<Pattern>,
}

impl FieldOf {
    pub(super) fn compile(
        name: &Spanned<String>,
        written: &file::Require,
        compiler: &Compiler<'_>,
    ) -> Compiled<Self> {
        let says = written.says.iter().map(|element| Element::compile(element, compiler));
        Ok(Self {
            name: compiler.field(name)?,
            or_limit: written.or_limit.as_ref().map(|role| compiler.role(role)).transpose()?,
            or_label: written.or_label,
            hollow: compiler.whole(&written.hollow)?,
            says: says.collect::<Compiled<_>>()?,
            or_says: compiler.patterns(&written.or_says)?,
        })
    }

    /// The finding on a field that is missing, empty, or says nothing of what it is for.
    pub(super) fn finding(&self, rule: &Rule, document: &Document, elsewhere: &Elsewhere) -> Option<Finding> {
        let plain = &document.plain;
        // A label inside a field that does not count, such as a filled-in sample, names nothing. 咨询与监督 is a label of
        // both, and so takes nothing away.
        let own: HashSet<Span<Plain>> = document.fields_named(&self.name).map(|field| field.label).collect();
        // 一、主要业务及所需材料, with 条件 and 材料 for each matter below it, is a section of several.
        let is_section = |outer: &Field| {
            document
                .fields_named(&outer.name)
                .any(|inner| outer.value.iter().any(|piece| piece.contains(inner.label)))
        };
        let outer: Vec<Span<Plain>> = document
            .fields
            .iter()
            .filter(|outer| {
                elsewhere.not_in.contains(&outer.name) && !own.contains(&outer.label) && !is_section(outer)
            })
            .flat_map(|outer| outer.value.iter().copied())
            .collect();
        let counts = |field: &&Field| !outer.iter().any(|piece| piece.contains(field.label));
        let labelled: Vec<&Field> = document.fields_named(&self.name).filter(counts).collect();
        let filled: Vec<&Field> = labelled.iter().copied().filter(|field| !field.is_empty(plain)).collect();
        let real: Vec<&Field> =
            filled.iter().copied().filter(|field| !any_in(&self.hollow, field.folded(plain))).collect();
        let silent = self.unsaid(document, &real, &elsewhere.except);
        if !real.is_empty() && silent.is_empty() {
            return None;
        }
        // The second chance: what the field is for stands somewhere, under no label or another one.
        let limited =
            self.or_limit.is_some_and(|role| document.limits.iter().any(|limit| limit.role == role));
        if limited || elsewhere.serve(document) {
            return None;
        }
        let at_label = |field: &Field, message: String| {
            let at = field.value.iter().find(|piece| !piece.is_empty()).copied().unwrap_or(field.label);
            let mut finding = rule.finding(document, at, message);
            finding.field = Some(self.name.clone());
            finding.fingerprint = Fingerprint::of([&*rule.code, &*self.name]);
            finding
        };
        // A label without a value is shown where it stands; a missing one at the title, which stands for the whole.
        match (real.first(), filled.first(), labelled.first()) {
            (Some(field), ..) => {
                Some(at_label(field, format!("“{}”没有写明{}", self.name, silent.join("、"))))
            }
            (_, Some(field), _) => Some(at_label(field, format!("“{}”有名无实", self.name))),
            (.., Some(_)) if self.or_label => None,
            (.., Some(field)) => Some(at_label(field, format!("“{}”有名无实：标签后面没有内容", self.name))),
            _ => Some(lacks(rule, document, document.headline(), &self.name)),
        }
    }

    /// What the field does not say, though it must.
    fn unsaid(&self, document: &Document, fields: &[&Field], except: &[Pattern]) -> Vec<&str> {
        if self.says.is_empty() {
            return Vec::new();
        }
        let plain = &document.plain;
        let line = |field: &&Field| format!("{}：{}", field.label.of(plain), field.text(plain));
        let all = FoldedText::new(&fields.iter().map(line).collect::<Vec<_>>().join("\n"));
        if any_in(&self.or_says, &all) {
            return Vec::new();
        }
        let except: Vec<Span<Folded>> = except.iter().flat_map(|pattern| pattern.find(&all)).collect();
        let is_said = |element: &Element| {
            let mut found = element.words.any.iter().flat_map(|pattern| pattern.find(&all));
            found.any(|at| !except.iter().any(|e| e.contains(at)))
        };
        self.says.iter().filter(|element| !is_said(element)).map(|element| &*element.name).collect()
    }
}
