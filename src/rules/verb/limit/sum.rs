//! The steps of a procedure together are not longer than the whole.

use std::collections::BTreeSet;

use super::{
    super::{
        super::rule::Rule,
        variant::{Variants, variants},
    },
    at_most::Bounding,
    steps::{counted, is_said_within, step_words, without_parts},
};
use crate::{
    doc::Document,
    finding::{Finding, Label},
    law::{LimitRole, STEPS, TimeLimit, Unit},
    text::{Amount, FoldedText, Plain, Span},
};

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
    // A page printed twice, or an item with variants, has a procedure for each; a drawn one is a line without a label.
    let fields = document.fields_named("办理程序").map(|field| field.value.clone());
    let lines = limits.iter().filter_map(|limit| document.block_at(limit.at)).map(|block| block.span);
    let is_loose =
        |line: &Span<Plain>| document.fields_named("办理程序").all(|field| !field.span().overlaps(*line));
    let lines: BTreeSet<Span<Plain>> = lines.filter(is_loose).collect();
    for procedure in fields.chain(lines.into_iter().map(|line| vec![line])) {
        let inside = |limit: &&&TimeLimit| procedure.iter().any(|piece| piece.contains(limit.at));
        let steps: Vec<&TimeLimit> = limits.iter().filter(inside).copied().collect();
        // Which steps count together is asked only where all of them would be too long.
        if bounding.limits().all(|total| together(&steps, total) <= total.amount) {
            continue;
        }
        let procedures = by_line(document, &steps).into_iter().flat_map(|steps| by_case(document, &steps));
        for steps in procedures.flat_map(|steps| by_variant(document, steps)) {
            let finding = exceeds(rule, document, &bounding, &steps);
            findings.extend(finding.filter(|new| findings.iter().all(|old| old.message != new.message)));
        }
    }
    let totals = document.limits.iter().filter(|limit| limit.role == whole);
    for new in totals.filter_map(|total| parts_exceed(rule, document, total)) {
        // The parts may have been added up as steps already.
        if findings.iter().all(|old| old.primary.at != new.primary.at) {
            findings.push(new);
        }
    }
    findings
}

/// How long all of `steps` are together that are counted as `total` is.
fn together(steps: &[&TimeLimit], total: &TimeLimit) -> Amount {
    let alike = steps.iter().filter(|step| counting_unit(step) == counting_unit(total));
    alike.fold(Amount::default(), |sum, step| sum.plus(step.amount))
}

/// The finding on parts that a limit names itself and that are together longer: 10个工作日（其中县局初审6个工作日，市局终审6个工作日）.
fn parts_exceed(rule: &Rule, document: &Document, total: &TimeLimit) -> Option<Finding> {
    let next = document.limits.partition_point(|limit| limit.at.start() < total.at.end());
    let parts = document.limits.get(next..)?.iter().take_while(|part| is_said_within(document, total, part));
    let parts: Vec<&TimeLimit> = parts.filter(|part| part.role != LimitRole::SpecialProcedure).collect();
    let alike = parts.iter().all(|part| part.unit == total.unit && part.from_amount.is_none());
    let sum = parts.iter().fold(Amount::default(), |sum, part| sum.plus(part.amount));
    (parts.len() > 1 && alike && counted(document, &parts).len() == parts.len() && sum > total.amount)
        .then(|| over(rule, document, total, &parts, &parts, sum))
}

/// The steps of each line, where several lines each have a procedure behind a name of their own: 新设：受理（1个工作日）→审查（5个工作日）,
/// （租房）受理→审核（1个工作日）.
fn by_line<'d>(document: &Document, steps: &[&'d TimeLimit]) -> Vec<Vec<&'d TimeLimit>> {
    let line_of = |step: &TimeLimit| document.block_at(step.at).map_or(step.at, |block| block.span);
    let mut lines: Vec<(Span<Plain>, Vec<&TimeLimit>)> = Vec::new();
    for step in steps {
        let line = line_of(step);
        match lines.last_mut().filter(|(last, _)| *last == line) {
            Some((_, steps)) => steps.push(step),
            None => lines.push((line, vec![step])),
        }
    }
    let is_procedure = |(line, steps): &(Span<Plain>, Vec<&TimeLimit>)| {
        let first = steps.first().map_or(line.end(), |first| first.at.start());
        let lead = document.plain.get(line.start()..first).unwrap_or_default();
        let lead = lead.trim_start();
        let named = lead.contains(['：', ':'])
            || lead.starts_with(['（', '(', '【']) && lead.contains(['）', ')', '】']);
        named && (steps.len() > 1 || FoldedText::new(line.of(&document.plain)).as_str().contains(STEPS))
    };
    let procedures = lines.iter().filter(|line| is_procedure(line));
    let procedures: Vec<Vec<&TimeLimit>> = procedures.map(|(_, steps)| steps.clone()).collect();
    if procedures.len() > 1 { procedures } else { vec![steps.to_vec()] }
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

/// The steps of each variant that a line above them names, where two are named: （一）采用告知承诺：, （二）不采用告知承诺：.
fn by_variant<'d>(document: &Document, steps: Vec<&'d TimeLimit>) -> Vec<Vec<&'d TimeLimit>> {
    let mut variants: Vec<(Variants, Vec<&TimeLimit>)> = Vec::new();
    for step in &steps {
        let own = variants_of_step(document, step);
        match variants.iter_mut().find(|(of, _)| *of == own) {
            Some((_, steps)) => steps.push(step),
            None => variants.push((own, vec![step])),
        }
    }
    let apart = variants.iter().all(|(own, _)| {
        !own.is_none() && variants.iter().filter(|(other, _)| own.may_be(other)).count() == 1
    });
    if apart { variants.into_iter().map(|(_, steps)| steps).collect() } else { vec![steps] }
}

fn exceeds(
    rule: &Rule,
    document: &Document,
    bounding: &Bounding<'_>,
    limits: &[&TimeLimit],
) -> Option<Finding> {
    let first = limits.first()?;
    let total =
        bounding.longest(&variants_of_step(document, first)).filter(|total| !is_of_stage(document, total))?;
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
            // 自受理之日起 and 受理后 say from when the step runs.
            && (words.replace("受理之日", "").replace("受理后", "").contains("受理") || precedes_acceptance(document, limit));
        !after_decision && !before_start && !is_set_apart(apart, &words)
    };
    let steps: Vec<&TimeLimit> = limits.iter().filter(within).copied().collect();
    let steps = without_parts(document, &steps);
    let of = variants_of_step(document, first);
    let alike = steps.iter().all(|step| {
        let own = variants_of_step(document, step);
        counting_unit(step) == counting_unit(total)
            && step.from_amount.is_none()
            && (own == of || own.may_be(&of))
    });
    // A step that alone is longer is another rule's finding.
    let alone = steps.iter().any(|step| step.amount > total.amount);
    let counted = counted(document, &steps);
    let sum = counted.iter().fold(Amount::default(), |sum, step| sum.plus(step.amount));
    if counted.len() < 2 || !alike || alone || sum <= total.amount {
        return None;
    }
    Some(over(rule, document, total, &counted, &steps, sum))
}

/// The finding that `counted`, which stand for all of `steps`, are together longer than `total`.
fn over(
    rule: &Rule,
    document: &Document,
    total: &TimeLimit,
    counted: &[&TimeLimit],
    steps: &[&TimeLimit],
    sum: Amount,
) -> Finding {
    let parts: Vec<String> = counted.iter().map(|step| step.amount.to_string()).collect();
    let side_by_side = if counted.len() < steps.len() { "（并行的环节取最长的）" } else { "" };
    let message = format!(
        "{} = {sum} 个{}{side_by_side}，超过{}时限 {}",
        parts.join(" + "),
        counting_unit(total).name(),
        total.role.name(),
        total.measure.of(&document.plain)
    );
    let mut finding = rule.finding(document, total.measure, message);
    finding.primary.note = format!("{}时限", total.role.name());
    finding.related = steps.iter().map(|step| Label { at: step.measure, note: "环节".to_owned() }).collect();
    finding
}

/// The unit in which a limit is added up: 日 in a procedure are working days.
fn counting_unit(limit: &TimeLimit) -> Unit {
    if limit.unit == Unit::Day { Unit::WorkingDay } else { limit.unit }
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

/// Whether a promise is that of one of several stages that its line names, of which the procedure names one too: 首次拨付5个工作日，尾款拨付3个工作日.
/// 城区5个工作日，乡镇7个工作日 are cases, of which the longest bounds.
fn is_of_stage(document: &Document, total: &TimeLimit) -> bool {
    const NAME: std::ops::RangeInclusive<usize> = 2..=8;
    let name = |limit: &TimeLimit| {
        let block = document.block_at(limit.at).map_or(limit.at, |block| block.span);
        let before = document.plain.get(block.start()..limit.at.start()).unwrap_or_default();
        let clause = before
            .rsplit(['，', ',', '。', '；', ';', '：', ':', '、', '（'])
            .next()
            .unwrap_or_default()
            .trim();
        let whole = ["承诺", "时限", "期限", "法定", "一般", "之日", "不超过", "最长"];
        let is_name = NAME.contains(&clause.chars().count())
            && clause.chars().all(char::is_alphabetic)
            && !whole.iter().any(|word| clause.contains(word));
        is_name.then_some((block, clause))
    };
    let in_procedure = |stage: &str| {
        document.fields_named("办理程序").any(|field| field.text(&document.plain).contains(stage))
    };
    let alike = document.limits.iter().filter(|limit| limit.role == total.role && limit.at != total.at);
    name(total).is_some_and(|(line, own)| {
        let mut others = alike.filter_map(name).filter(|(other, stage)| *other == line && *stage != own);
        others.any(|(_, stage)| in_procedure(own) || in_procedure(stage))
    })
}

/// Variants of an item that are also names of steps.
const STEP_NAMES: [&str; 5] = ["现场核查", "现场踏勘", "现场勘查", "初审", "复审"];

/// The variants for which a step is. In 受理（1日）→现场核查（2日）→决定（2日） every application goes through all of them; only
/// 需现场核查的 makes a case of its own.
fn variants_of_step(document: &Document, step: &TimeLimit) -> Variants {
    let mut variants = variants(document, step.measure);
    let block = document.block_at(step.at).map_or(step.at, |block| block.span);
    let words = document.folded.slice(document.folded.from_plain(block));
    let is_case = |name: &str| {
        words.contains(name) && ["需", "须", "免", "无", "不", "的,"].iter().any(|word| words.contains(word))
    };
    variants.names.retain(|name| !STEP_NAMES.contains(&name.as_str()) || is_case(name));
    variants
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
