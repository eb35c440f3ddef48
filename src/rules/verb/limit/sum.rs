//! The steps of a procedure together are not longer than the whole.

use super::{
    super::{
        super::rule::Rule,
        variant::{Variants, variants},
    },
    at_most::Bounding,
};
use crate::{
    doc::Document,
    finding::{Finding, Label},
    law::{LimitRole, STEPS, TimeLimit, Unit},
    text::{Amount, FoldedText, Plain, Span},
};

/// Words of steps that run side by side, of which the sum says nothing.
const PARALLEL: [&str; 7] = ["并联", "同时", "同步", "并行", "或者", "任选", "其一"];

/// Steps after the decision, which no promise covers (行政许可法第四十四条).
const AFTER_DECISION: [&str; 9] = ["送达", "颁证", "发证", "制证", "领证", "领取", "取件", "办结后", "公示"];

/// The findings on procedures whose steps are together longer than the limit of `whole`, arithmetic included.
pub(super) fn exceeding(
    rule: &Rule,
    document: &Document,
    whole: LimitRole,
    limits: &[&TimeLimit],
) -> Vec<Finding> {
    let bounding = Bounding::of(document, whole);
    let mut findings: Vec<Finding> = Vec::new();
    // A page printed twice, or an item with variants, has a procedure for each.
    for procedure in document.fields_named("办理程序") {
        let inside = |limit: &&&TimeLimit| procedure.value.iter().any(|piece| piece.contains(limit.at));
        let steps: Vec<&TimeLimit> = limits.iter().filter(inside).copied().collect();
        for steps in by_case(document, &steps) {
            let finding = exceeds(rule, document, whole, &bounding, &steps);
            findings.extend(finding.filter(|new| findings.iter().all(|old| old.message != new.message)));
        }
    }
    findings
}

/// The steps of each case that a table has in a column of its own, with those that every case goes through.
fn by_case<'d>(document: &Document, steps: &[&'d TimeLimit]) -> Vec<Vec<&'d TimeLimit>> {
    let of: Vec<(&TimeLimit, Variants)> =
        steps.iter().map(|step| (*step, variants(document, step.measure))).collect();
    let mut cases: Vec<&Variants> = Vec::new();
    for (_, case) in of.iter().filter(|(_, of)| of.is_case()) {
        if !cases.iter().any(|other| other.is_case_of(case)) {
            cases.push(case);
        }
    }
    if cases.len() < 2 {
        return vec![steps.to_vec()];
    }
    let steps_of = |case: &Variants| {
        of.iter().filter(|(_, of)| !of.is_case() || of.is_case_of(case)).map(|(step, _)| *step).collect()
    };
    cases.into_iter().map(steps_of).collect()
}

fn exceeds(
    rule: &Rule,
    document: &Document,
    whole: LimitRole,
    bounding: &Bounding<'_>,
    limits: &[&TimeLimit],
) -> Option<Finding> {
    let first = limits.first()?;
    let total = bounding.longest(&variants(document, first.measure))?;
    // A promise to decide is kept once the step of that name is done.
    let decided = if promises_decision(document, total) {
        limits.iter().rfind(|limit| step_words(document, limit).contains("决定")).map(|limit| limit.at)
    } else {
        None
    };
    let apart = set_apart(document, total);
    let within = |limit: &&&TimeLimit| {
        let words = step_words(document, limit);
        // 作出决定并制证 decides as well.
        let decides = words.contains("作出决定") && !words.contains("决定后");
        let after_decision = !decides && AFTER_DECISION.iter().any(|word| words.contains(word))
            || decided.is_some_and(|decided| limit.at > decided);
        let before_start = starts_at_acceptance(document, total)
            // 自受理之日起 says from when the step runs.
            && (words.replace("自受理之日", "").contains("受理") || precedes_acceptance(document, limit));
        !after_decision && !before_start && !is_set_apart(apart, &words)
    };
    let steps: Vec<&TimeLimit> = limits.iter().filter(within).copied().collect();
    let unit = |limit: &TimeLimit| if limit.unit == Unit::Day { Unit::WorkingDay } else { limit.unit };
    let of = variants_of_step(document, first);
    let alike = steps.iter().all(|step| {
        let own = variants_of_step(document, step);
        unit(step) == unit(total) && step.from_amount.is_none() && (own == of || own.may_be(&of))
    });
    let side_by_side = steps.iter().enumerate().any(|(i, step)| {
        let next = steps.get(i + 1);
        // 准予或者不予 is one decision.
        let without = |words: &str| words.replace("或者不", "");
        let words = without(&step_words(document, step));
        // 同步办理。营业执照1个工作日；食品经营许可6个工作日: said of all steps of the line. The words before the last of them are
        // those before each.
        let line = document.block_at(step.at).map_or(step.at, |block| block.span);
        let is_last = next.is_none_or(|next| !line.contains(next.at));
        let lead = if is_last {
            without(document.plain.get(line.start()..step.at.start()).unwrap_or_default())
        } else {
            String::new()
        };
        PARALLEL.iter().any(|word| words.contains(word) || lead.contains(word))
    });
    // A step that alone is longer is another rule's finding.
    let alone = steps.iter().any(|step| step.amount > total.amount);
    let sum = steps.iter().fold(Amount::default(), |sum, step| sum.plus(step.amount));
    if steps.len() < 2 || !alike || side_by_side || alone || sum <= total.amount {
        return None;
    }
    let parts: Vec<String> = steps.iter().map(|step| step.amount.to_string()).collect();
    let message = format!(
        "{} = {sum} 个{}，超过{}时限 {}",
        parts.join(" + "),
        unit(total).name(),
        whole.name(),
        total.measure.of(&document.plain)
    );
    let mut finding = rule.finding(document, total.measure, message);
    finding.primary.note = format!("{}时限", whole.name());
    finding.related = steps.iter().map(|step| Label { at: step.measure, note: "环节".to_owned() }).collect();
    Some(finding)
}

/// The words behind the promise, where they set something apart: 4个工作日（指派律师的2个工作日在决定之后，另算）.
fn set_apart<'d>(document: &'d Document, total: &TimeLimit) -> Option<&'d str> {
    const APART: [&str; 7] = ["另算", "另计", "不含", "不包括", "不计入", "不算在", "除外"];
    let after = document.folded.as_str().get(document.folded.from_plain(total.at).end()..)?;
    let line = after.split(['\n', '。']).next()?;
    APART.iter().any(|word| line.contains(word)).then_some(line)
}

/// Whether a step is what the words behind the promise set apart.
fn is_set_apart(apart: Option<&str>, step: &str) -> bool {
    let name = step.trim_end_matches(['(', ' ']).trim();
    name.chars().count() >= 2 && apart.is_some_and(|line| line.contains(name))
}

/// Whether the whole is the time in which a decision is made: 3个工作日内作出决定.
fn promises_decision(document: &Document, total: &TimeLimit) -> bool {
    let after = document.plain.get(total.at.end()..).unwrap_or_default();
    let clause = after.split(['，', '。', '；', '、', '\n']).next().unwrap_or_default();
    FoldedText::new(clause).as_str().contains("作出决定")
}

/// Variants of an item that are also names of steps.
const STEP_NAMES: [&str; 5] = ["现场核查", "现场踏勘", "现场勘查", "初审", "复审"];

/// The variants for which a step is. In 受理（1日）→现场核查（2日）→决定（2日） every application goes through all of them; only
/// 需现场核查的 makes a case of its own.
fn variants_of_step(document: &Document, step: &TimeLimit) -> Variants {
    let mut variants = variants(document, step.measure);
    let block = document.block_at(step.at).map_or(step.at, |block| block.span);
    let words = document.folded.slice(document.folded.from_plain(block));
    if !["需", "须", "免", "无", "不", "的,"].iter().any(|word| words.contains(word)) {
        variants.names.retain(|name| !STEP_NAMES.contains(&name.as_str()));
    }
    variants
}

/// The words of a step: those of its clause before the limit, else of its whole block.
fn step_words(document: &Document, limit: &TimeLimit) -> String {
    let folded = |at: Span<Plain>| document.folded.from_plain(at);
    let line = folded(document.block_at(limit.at).map_or(limit.at, |block| block.span));
    let text = document.folded.as_str();
    let before = text.get(line.start()..folded(limit.at).start()).unwrap_or_default();
    let ends = |c: char| [';', '。', '、', ','].contains(&c) || STEPS.contains(&c);
    let clause = before.rsplit(ends).next().unwrap_or_default();
    if clause.len() < before.len() && !clause.trim().is_empty() {
        return clause.to_owned();
    }
    // 现场核查 | 工程科 | 3个工作日: the row names the step.
    let row = document.row_head(limit.at).map_or("", |head| document.folded.slice(folded(head.span)));
    format!("{row}{before}")
}

/// Whether a step runs from the application: what is done before it is accepted.
fn precedes_acceptance(document: &Document, step: &TimeLimit) -> bool {
    let origin = step.origin.map_or("", |origin| origin.of(&document.plain));
    ["收到申请", "收到材料", "收件", "接件", "提交"].iter().any(|word| origin.contains(word))
}

/// Whether the whole runs from the day of acceptance, so that acceptance itself is no part of it.
fn starts_at_acceptance(document: &Document, total: &TimeLimit) -> bool {
    total.origin.is_some_and(|origin| origin.of(&document.plain).contains("受理"))
}
