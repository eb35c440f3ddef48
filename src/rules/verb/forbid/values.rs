//! Values of fields that say nothing: 按规定执行, 见附件 without an annex, a label with nothing behind it.

use std::sync::Arc;

use super::super::super::{
    compile::{Compiled, Compiler},
    file,
    pattern::{Pattern, any_in},
    rule::Rule,
};
use crate::{
    doc::{Document, Field},
    finding::{Finding, Fingerprint},
};

/// Whole values that fields must not have.
#[derive(Debug, Clone)]
pub(super) struct Values {
    groups: Vec<Group>,
    /// Fields that must not be empty.
    empty: Vec<Arc<str>>,
}

#[derive(Debug, Clone)]
struct Group {
    in_fields: Vec<Arc<str>>,
    values: Vec<Pattern>,
    unless: Vec<Pattern>,
}

impl Values {
    pub(super) fn compile(written: &file::Forbid, compiler: &Compiler<'_>) -> Compiled<Self> {
        let in_fields = compiler.fields(&written.in_fields)?;
        let mut groups = vec![Group {
            in_fields: in_fields.clone(),
            values: compiler.whole(&written.values)?,
            unless: Vec::new(),
        }];
        for hollow in &written.hollow {
            if hollow.in_fields.get_ref().is_empty() {
                let advice = "写明是哪些要素的值，如 in-fields = [\"申请条件\"]。";
                return Err(compiler.mistake(&hollow.in_fields, "in-fields 是空的", advice));
            }
            groups.push(Group {
                in_fields: compiler.fields(hollow.in_fields.get_ref())?,
                values: compiler.whole(&hollow.values)?,
                unless: compiler.patterns(&hollow.unless)?,
            });
        }
        Ok(Self { groups, empty: if written.empty { in_fields } else { Vec::new() } })
    }

    /// The fields of `document` that say nothing. In a form, what is empty is for the applicant to fill in.
    pub(super) fn run(&self, rule: &Rule, document: &Document) -> Vec<Finding> {
        let plain = &document.plain;
        let mut findings = Vec::new();
        for field in &document.fields {
            let (at, message) = if field.is_empty(plain) {
                let elsewhere = document.fields_named(&field.name).any(|other| !other.is_empty(plain));
                if !self.empty.contains(&field.name) || document.is_form || elsewhere {
                    continue;
                }
                (field.label, format!("“{}”有名无实：标签后面没有内容", field.name))
            } else {
                if !self.groups.iter().any(|group| group.has(field, document)) {
                    continue;
                }
                let value = field.text(plain);
                (field.span(), format!("“{}”有名无实：只写了“{}”", field.name, value.replace('\n', "")))
            };
            let mut finding = rule.finding(document, at, message);
            finding.field = Some(field.name.clone());
            finding.fingerprint = Fingerprint::of([&*rule.code, &*field.name]);
            findings.push(finding);
        }
        // Two names may share a label (办理地点和时间): its value is empty once.
        findings.dedup_by_key(|finding| finding.primary.at);
        findings
    }
}

impl Group {
    fn has(&self, field: &Field, document: &Document) -> bool {
        self.in_fields.contains(&field.name)
            && any_in(&self.values, field.folded(&document.plain))
            && !any_in(&self.unless, &document.folded)
    }
}
