//! `limit`: a time limit is not longer than another one of the document, or than a fixed one.

use std::cmp::Ordering;

use toml::Spanned;

use super::{
    super::{compile::Compiler, file, rule::Rule},
    Verb,
    variant::{same, variants},
};
use crate::{
    doc::Document,
    finding::{Finding, Label},
    law::{Date, LimitRole, TimeLimit, time_limits},
    text::{FoldedText, Mistake},
};

/// A bound on the limits of one role.
#[derive(Debug, Clone)]
pub(in super::super) struct Limit {
    role: LimitRole,
    at_most: AtMost,
}

#[derive(Debug, Clone)]
enum AtMost {
    /// The document's own limits of that role.
    Role(LimitRole),
    /// A fixed limit, with its words.
    Fixed(Box<TimeLimit>, String),
}

impl Limit {
    pub(in super::super) fn compile(
        written: &Spanned<file::Limit>,
        compiler: &Compiler<'_>,
    ) -> Result<Self, Box<Mistake>> {
        let written = written.get_ref();
        let role = compiler.role(&written.role)?;
        let words = written.at_most.get_ref();
        let at_most = match LimitRole::from_name(words) {
            Some(other) => AtMost::Role(other),
            None => {
                let fixed = time_limits(&FoldedText::new(words)).into_iter().next().ok_or_else(|| {
                    let roles = LimitRole::ALL.map(LimitRole::name).join("、");
                    compiler.mistake(
                        &written.at_most,
                        format!("“{words}”不是时限"),
                        format!("写成 10个工作日，或一种时限：{roles}。"),
                    )
                })?;
                AtMost::Fixed(Box::new(fixed), words.clone())
            }
        };
        Ok(Self { role, at_most })
    }
}

impl Verb for Limit {
    fn run(&self, rule: &Rule, document: &Document, _as_of: Date) -> Vec<Finding> {
        let plain = &document.plain;
        let mut findings: Vec<Finding> = Vec::new();
        let mut said: Vec<&TimeLimit> = Vec::new();
        for limit in document.limits.iter().filter(|limit| limit.role == self.role) {
            if said.iter().any(|earlier| earlier.compare(limit) == Some(Ordering::Equal)) {
                continue;
            }
            let words = limit.measure.of(plain);
            match &self.at_most {
                AtMost::Fixed(fixed, most) if limit.compare(fixed) == Some(Ordering::Greater) => {
                    findings.push(rule.finding(
                        document,
                        limit.measure,
                        format!("{}时限 {words}，超过 {most}", self.role.name()),
                    ));
                }
                AtMost::Fixed(..) => continue,
                AtMost::Role(other) => {
                    let Some(longest) = longest_of(document, *other, limit) else { continue };
                    if limit.compare(longest) != Some(Ordering::Greater) {
                        continue;
                    }
                    let message = format!(
                        "{}时限 {words}，长于{}时限 {}",
                        self.role.name(),
                        other.name(),
                        longest.measure.of(plain)
                    );
                    let mut finding = rule.finding(document, limit.measure, message);
                    finding.primary.note = format!("{}时限", self.role.name());
                    finding
                        .related
                        .push(Label { at: longest.measure, note: format!("{}时限", other.name()) });
                    findings.push(finding);
                }
            }
            said.push(limit);
        }
        findings
    }
}

/// The longest limit of `role` that bounds `limit`: of those for the same variant, else, when `limit` is for one, of those for
/// none. A limit of nothing (即办) bounds none.
fn longest_of<'d>(document: &'d Document, role: LimitRole, limit: &TimeLimit) -> Option<&'d TimeLimit> {
    let own = variants(document, limit.measure);
    let all = document.limits.iter().filter(|other| other.role == role && other.amount.hundredths() > 0);
    let all: Vec<_> = all.map(|other| (other, variants(document, other.measure))).collect();
    let mut bounding: Vec<&TimeLimit> =
        all.iter().filter(|(_, of)| same(&own, of)).map(|&(other, _)| other).collect();
    if bounding.is_empty() {
        bounding = all.iter().filter(|(_, of)| of.is_empty()).map(|&(other, _)| other).collect();
    }
    let mut longest: Option<&TimeLimit> = None;
    for other in bounding {
        match longest.map(|l| other.compare(l)) {
            None | Some(Some(Ordering::Greater)) => longest = Some(other),
            // Units that leave it open: better no finding than a wrong one.
            Some(None) => return None,
            Some(_) => {}
        }
    }
    longest
}
