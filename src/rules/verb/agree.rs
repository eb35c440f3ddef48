//! `agree`: the time limits of one role are equal wherever they stand.

use std::cmp::Ordering;

use super::super::{compile::Compiler, file, rule::Rule};
use super::variant::{compatible, variants};
use crate::{
    doc::Document,
    finding::{Finding, Fingerprint, Label},
    law::{LimitRole, TimeLimit, Unit},
    text::Mistake,
};

/// A role whose limits must agree.
#[derive(Debug, Clone)]
pub(in super::super) struct Agree {
    role: LimitRole,
}

impl Agree {
    pub(in super::super) fn compile(
        written: &file::Agree,
        compiler: &Compiler<'_>,
    ) -> Result<Self, Box<Mistake>> {
        Ok(Self { role: compiler.role(&written.limit)? })
    }

    pub(super) fn run(&self, rule: &Rule, document: &Document) -> Vec<Finding> {
        let plain = &document.plain;
        let limits: Vec<(&TimeLimit, Vec<&str>)> = document
            .limits
            .iter()
            .filter(|limit| limit.role == self.role && counts(document, limit))
            .map(|limit| (limit, variants(document, limit.at)))
            .collect();
        let Some((first, other)) = limits.iter().enumerate().find_map(|(i, first)| {
            let later = limits.iter().skip(i + 1).find(|later| contradict(first, later, &limits))?;
            Some((first, later))
        }) else {
            return Vec::new();
        };
        let message = format!(
            "{}时限前后不一致：一处 {}，一处 {}",
            self.role.name(),
            first.0.measure.of(plain),
            other.0.measure.of(plain)
        );
        let mut finding = rule.finding(document, first.0.measure, message);
        finding.primary.note = "这里".to_owned();
        let related = limits.iter().filter(|(limit, _)| first.0.compare(limit).is_some_and(Ordering::is_ne));
        finding.related =
            related.map(|(limit, _)| Label { at: limit.measure, note: "与这里不一致".to_owned() }).collect();
        finding.fingerprint = Fingerprint::of([&*rule.code, self.role.name()]);
        vec![finding]
    }
}

/// 当场办结 in prose speaks of the cases that can be settled at once; only in the field itself is it the promise.
fn counts(document: &Document, limit: &TimeLimit) -> bool {
    limit.unit != Unit::OnTheSpot
        || document.field_at(limit.at).is_some_and(|field| &*field.name == "承诺时限")
}

/// Whether two limits contradict each other: they may speak of the same variant, and differ. A limit that names no variant
/// agrees with a list of variants when it equals one of them.
fn contradict(
    a: &(&TimeLimit, Vec<&str>),
    b: &(&TimeLimit, Vec<&str>),
    all: &[(&TimeLimit, Vec<&str>)],
) -> bool {
    if !compatible(&a.1, &b.1) || a.0.compare(b.0).is_none_or(Ordering::is_eq) {
        return false;
    }
    let general = match (a.1.is_empty(), b.1.is_empty()) {
        (true, false) => a.0,
        (false, true) => b.0,
        _ => return true,
    };
    let variants = all.iter().filter(|(_, variants)| !variants.is_empty());
    !variants.into_iter().any(|(limit, _)| limit.compare(general) == Some(Ordering::Equal))
}
