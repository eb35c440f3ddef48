//! A time limit is not longer than another one of the document, or than a fixed one.

use std::cmp::Ordering;

use super::super::{
    super::{
        compile::{Compiled, Compiler},
        rule::Rule,
    },
    variant::{Variants, variants},
};
use crate::{
    doc::Document,
    finding::{Finding, Label},
    law::{LimitRole, TimeLimit, Unit, time_limits},
    text::FoldedText,
};
use toml::Spanned;

/// What bounds a limit.
#[derive(Debug, Clone)]
pub(super) enum Bound {
    /// The document's own limits of that role.
    Role(LimitRole),
    /// So many hundredths of the document's own limits of that role.
    Share(LimitRole, u32),
    /// A fixed limit, with its words.
    Fixed(Box<TimeLimit>, String),
}

impl Bound {
    pub(super) fn compile(written: &Spanned<String>, compiler: &Compiler<'_>) -> Compiled<Self> {
        let words = written.get_ref();
        if let Some(role) = LimitRole::from_name(words) {
            return Ok(Bound::Role(role));
        }
        if let Some((role, share)) = words.strip_suffix('%').and_then(|words| words.split_once('的'))
            && let (Some(role), Ok(share)) = (LimitRole::from_name(role), share.parse())
        {
            return Ok(Bound::Share(role, share));
        }
        let fixed = time_limits(&FoldedText::new(words)).into_iter().next();
        let fixed = fixed.ok_or_else(|| {
            let roles = LimitRole::ALL.map(LimitRole::name).join("、");
            let advice = format!("写成 10个工作日，或者法定的50%，或者一种时限：{roles}。");
            compiler.mistake(written, format!("“{words}”不是时限"), advice)
        })?;
        Ok(Bound::Fixed(Box::new(fixed), words.clone()))
    }
}

/// The limits among `limits`, all of `role`, that are longer than `bound`; equal ones once.
pub(super) fn longer(
    rule: &Rule,
    document: &Document,
    role: LimitRole,
    bound: &Bound,
    limits: &[&TimeLimit],
) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    let mut said: Vec<&TimeLimit> = Vec::new();
    let bounding = match bound {
        Bound::Role(other) | Bound::Share(other, _) => Bounding::of(document, *other),
        Bound::Fixed(..) => Bounding(Vec::new()),
    };
    // What was in keeping once is so again.
    let mut kept: Vec<(&TimeLimit, Variants)> = Vec::new();
    // What answers a question beside the field itself is compared with that.
    let answers = |limit: &TimeLimit| {
        document.field_at(limit.at).is_some_and(|field| field.asks_how_long(&document.plain))
    };
    let is_told = limits.iter().any(|limit| !answers(limit));
    for &limit in limits.iter().filter(|limit| !is_told || !answers(limit)) {
        let own = if matches!(bound, Bound::Fixed(..)) {
            Variants::default()
        } else {
            variants(document, limit.measure)
        };
        let is_equal = |other: &TimeLimit| other.compare(limit) == Some(Ordering::Equal);
        if kept.iter().any(|(other, of)| is_equal(other) && *of == own) {
            continue;
        }
        let longest = bounding.longest(&own);
        kept.push((limit, own));
        if said.iter().any(|earlier| earlier.compare(limit) == Some(Ordering::Equal)) {
            continue;
        }
        let words = limit.measure.of(&document.plain);
        match bound {
            Bound::Fixed(fixed, most) if limit.compare(fixed) == Some(Ordering::Greater) => {
                let message = format!("{}时限 {words}，超过 {most}", role.name());
                findings.push(rule.finding(document, limit.measure, message));
            }
            Bound::Fixed(..) => continue,
            Bound::Share(other, share) => {
                let Some(longest) = longest else { continue };
                if !exceeds_share(limit, longest, *share) {
                    continue;
                }
                let longest_words = longest.measure.of(&document.plain);
                let message = format!(
                    "{}时限 {words}，超过{}时限 {longest_words}的{share}%",
                    role.name(),
                    other.name()
                );
                let mut finding = rule.finding(document, limit.measure, message);
                finding.primary.note = format!("{}时限", role.name());
                finding.related.push(Label { at: longest.measure, note: format!("{}时限", other.name()) });
                findings.push(finding);
            }
            Bound::Role(other) => {
                let Some(longest) = longest else { continue };
                if limit.compare(longest) != Some(Ordering::Greater) {
                    continue;
                }
                let longest_words = longest.measure.of(&document.plain);
                let message =
                    format!("{}时限 {words}，长于{}时限 {longest_words}", role.name(), other.name());
                let mut finding = rule.finding(document, limit.measure, message);
                finding.primary.note = format!("{}时限", role.name());
                finding.related.push(Label { at: longest.measure, note: format!("{}时限", other.name()) });
                findings.push(finding);
            }
        }
        said.push(limit);
    }
    findings
}

/// Whether `limit` is more than `share` hundredths of `whole`. One day cannot be divided, and of units that differ the share is not
/// known.
fn exceeds_share(limit: &TimeLimit, whole: &TimeLimit, share: u32) -> bool {
    let unit = |limit: &TimeLimit| if limit.unit == Unit::Day { Unit::WorkingDay } else { limit.unit };
    let whole_amount = u64::from(whole.amount.hundredths());
    unit(limit) == unit(whole)
        && whole_amount > 100
        && u64::from(limit.amount.hundredths()) * 100 > whole_amount * u64::from(share)
}

/// The limits of one role, each with the variants it is for, that bound those of another.
pub(super) struct Bounding<'d>(Vec<(&'d TimeLimit, Variants)>);

impl<'d> Bounding<'d> {
    /// Those of `role`; a limit of nothing (即办) bounds none.
    pub(super) fn of(document: &'d Document, role: LimitRole) -> Self {
        let all = document.limits.iter().enumerate().filter(|(i, other)| {
            let before = document.limits.get(..*i).unwrap_or_default();
            other.role == role && other.amount.hundredths() > 0 && !is_part(document, before, other)
        });
        let all = all.map(|(_, other)| other);
        Self(all.map(|other| (other, variants(document, other.measure))).collect())
    }

    /// All of them.
    pub(super) fn limits(&self) -> impl Iterator<Item = &'d TimeLimit> {
        self.0.iter().map(|&(limit, _)| limit)
    }

    /// The longest that bounds what is for `own`: of those for the same variant, else, when it is for one, of those for none.
    pub(super) fn longest(&self, own: &Variants) -> Option<&'d TimeLimit> {
        let Self(all) = self;
        let mut bounding: Vec<&TimeLimit> =
            all.iter().filter(|(_, of)| own.may_be(of)).map(|&(other, _)| other).collect();
        if bounding.is_empty() {
            bounding = all.iter().filter(|(_, of)| of.is_none()).map(|&(other, _)| other).collect();
        }
        longest_of(&bounding)
    }
}

/// Whether a limit stands in the brackets behind another of its role, which it is a part of: 30日（市司法局审查20日，省司法厅审核10日）.
fn is_part(document: &Document, before: &[TimeLimit], limit: &TimeLimit) -> bool {
    /// How many parts may stand in such brackets.
    const MOST: usize = 6;
    before.iter().rev().take(MOST).filter(|whole| whole.role == limit.role).any(|whole| {
        let between = document.plain.get(whole.at.end()..limit.at.start()).unwrap_or_default();
        let shorter = limit.compare(whole) == Some(Ordering::Less);
        let inside = between.trim_start_matches('内').strip_prefix(['（', '(']);
        // 30个工作日。其中街道初审10个工作日、县局复审10个工作日
        let named = between.contains("其中") && !between.contains('\n');
        let noted =
            inside.is_some_and(|inside| !inside.is_empty() && !inside.contains(['）', ')', '\n', '。']));
        shorter && (named || noted)
    })
}

/// The longest of `limits`; `None` where units leave it open.
fn longest_of<'d>(limits: &[&'d TimeLimit]) -> Option<&'d TimeLimit> {
    let mut longest: Option<&'d TimeLimit> = None;
    for &other in limits {
        match longest.map(|l| other.compare(l)) {
            None | Some(Some(Ordering::Greater)) => longest = Some(other),
            // Units that leave it open: better no finding than a wrong one.
            Some(None) => return None,
            Some(_) => {}
        }
    }
    longest
}
