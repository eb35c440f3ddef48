//! The time limits of one role are equal wherever they stand.

use std::{cmp::Ordering, collections::BTreeSet};

use super::super::{
    super::rule::Rule,
    variant::{same, variants},
};
use crate::{
    doc::Document,
    finding::{Finding, Fingerprint, Label},
    law::{LimitRole, TimeLimit, Unit},
};

/// A limit and the variants it is for.
type Of<'d> = (&'d TimeLimit, BTreeSet<String>);

/// The first limit of `role` that others contradict, with all that do.
pub(super) fn contradiction(rule: &Rule, document: &Document, role: LimitRole) -> Option<Finding> {
    let plain = &document.plain;
    let limits = document.limits.iter().filter(|limit| limit.role == role && counts(document, limit));
    let limits: Vec<Of<'_>> = limits.map(|limit| (limit, variants(document, limit.measure))).collect();
    let (first, others) = limits.iter().enumerate().find_map(|(i, first)| {
        let others: Vec<&TimeLimit> = limits
            .iter()
            .skip(i + 1)
            .filter(|later| contradict(first, later))
            .map(|&(limit, _)| limit)
            .collect();
        (!others.is_empty()).then_some((first.0, others))
    })?;
    let other = others.first()?;
    let message = format!(
        "{}时限前后不一致：一处 {}，一处 {}",
        role.name(),
        first.measure.of(plain),
        other.measure.of(plain)
    );
    let mut finding = rule.finding(document, first.measure, message);
    finding.primary.note = "这里".to_owned();
    finding.related =
        others.iter().map(|limit| Label { at: limit.measure, note: "与这里不一致".to_owned() }).collect();
    finding.fingerprint = Fingerprint::of([&*rule.code, role.name()]);
    Some(finding)
}

/// 当场办结 in prose speaks of the cases that can be settled at once; only in the field itself is it the promise.
pub(super) fn counts(document: &Document, limit: &TimeLimit) -> bool {
    limit.unit != Unit::OnTheSpot
        || document.field_at(limit.at).is_some_and(|field| &*field.name == "承诺时限")
}

/// Whether two limits of one role, for the same variant or both for none, differ.
fn contradict(a: &Of<'_>, b: &Of<'_>) -> bool {
    same(&a.1, &b.1) && a.0.compare(b.0).is_some_and(Ordering::is_ne)
}
