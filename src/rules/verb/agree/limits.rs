//! The time limits of one role are equal wherever they stand.

use std::{cmp::Ordering, sync::LazyLock};

use regex::Regex;

use super::super::{
    super::rule::Rule,
    variant::{Variants, variants},
};
use crate::{
    doc::Document,
    finding::{Finding, Fingerprint, Label},
    law::{LimitRole, TimeLimit, Unit},
    text::{Amount, FoldedText, has_wide_gap, head, tail},
};

/// A limit and the variants it is for.
type Of<'d> = (&'d TimeLimit, Variants);

/// The first limit of `role` that others contradict, with all that do.
pub(super) fn contradiction(rule: &Rule, document: &Document, role: LimitRole) -> Option<Finding> {
    let plain = &document.plain;
    let limits = document.limits.iter().filter(|limit| limit.role == role && counts(document, limit));
    let limits: Vec<Of<'_>> = limits.map(|limit| (limit, variants(document, limit.measure))).collect();
    // In a list of very many, one that says what an earlier one said of the same is in keeping with the same others.
    let is_new = |i: usize, (limit, of): &Of<'_>| {
        limits.len() <= MANY
            || limits
                .iter()
                .take(i)
                .all(|(other, its)| other.amount != limit.amount || other.unit != limit.unit || its != of)
    };
    let each = limits.iter().enumerate().filter(|(i, limit)| is_new(*i, limit));
    let (first, others) = each.into_iter().find_map(|(i, first)| {
        let others: Vec<&TimeLimit> = limits
            .iter()
            .skip(i + 1)
            .filter(|later| contradict(document, first, later))
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

/// More limits of one role than this are those of a list.
const MANY: usize = 200;

/// 当场办结 in prose speaks of the cases that can be settled at once; only in the field itself is it the promise. 其中市局8个工作日
/// is a part of the limit before it.
pub(super) fn counts(document: &Document, limit: &TimeLimit) -> bool {
    let at_once = limit.unit == Unit::OnTheSpot
        && document.field_at(limit.at).is_none_or(|field| &*field.name != "承诺时限");
    let before = sentence_before(document, limit);
    // 换领业务为即办件，承诺3个工作日办结: a kind of case of its own, whose limit is another rule's matter.
    const OTHERS: [&str; 2] = ["其中", "即办件"];
    // 合计30个工作日 adds up what stands beside it; 市局8个工作日，省厅5个工作日 shares out.
    let is_sum = ["合计", "总计"].iter().any(|word| before.contains(word));
    let is_share = named_organ(document, limit).is_some_and(|own| {
        beside_closely(document, limit)
            .filter_map(|other| named_organ(document, other))
            .any(|other| other != own)
    });
    !at_once && !is_sum && !is_share && !OTHERS.iter().any(|word| before.contains(word))
}

/// Whether two limits of one role, for the same variant or both for none, differ. Two organs have a limit each, and so have
/// two cases or two stages that one line tells apart.
fn contradict(document: &Document, a: &Of<'_>, b: &Of<'_>) -> bool {
    if !(a.0.compare(b.0).is_some_and(Ordering::is_ne) && a.1.may_be(&b.1)) {
        return false;
    }
    // 即办（1个工作日）
    let a_day = |limit: &TimeLimit| limit.unit == Unit::WorkingDay && limit.amount == Amount::whole(1);
    let at_once = |limit: &TimeLimit| limit.unit == Unit::OnTheSpot;
    if in_one_line(document, a.0, b.0) && (at_once(a.0) && a_day(b.0) || at_once(b.0) && a_day(a.0)) {
        return false;
    }
    let organs = (organ(document, a.0), organ(document, b.0));
    let one_organ = !matches!(organs, (Some(a), Some(b)) if a != b);
    let apart = |a: &TimeLimit, b: &TimeLimit| in_one_line(document, a, b) && !says_again(document, a, b);
    // 一般的20日，情况复杂的30日 in one line: another line that names either is in keeping with it.
    let has = |line_of: &TimeLimit, other: &TimeLimit| {
        let mut beside = beside(document, line_of);
        beside.any(|limit| limit.role == line_of.role && limit.compare(other).is_some_and(Ordering::is_eq))
    };
    one_organ
        && !apart(a.0, b.0)
        && !led_apart(document, a.0, b.0)
        && (in_one_line(document, a.0, b.0) || !has(a.0, b.0) && !has(b.0, a.0))
}

/// Whether lines of one field name, each before its colon, two things of which they tell: 接收：15个工作日 and 转出：5个工作日.
fn led_apart(document: &Document, a: &TimeLimit, b: &TimeLimit) -> bool {
    const LONGEST: usize = 14;
    let field = |limit: &TimeLimit| document.field_at(limit.at).map(|field| field.label);
    let lead = |limit: &TimeLimit| {
        let block = document.block_at(limit.measure)?.span;
        let words = document.plain.get(block.start()..limit.measure.start())?.trim();
        let words = words.split_once(['：', ':'])?.0;
        // 5.1　新设立：, 直接登记类（行业协会、科技）：
        let words = words.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').trim();
        let words = words.split(['（', '(']).next().unwrap_or(words);
        (words.chars().count() <= LONGEST && field(limit).is_none_or(|label| !block.contains(label)))
            .then_some(words)
    };
    let (one, other) = (lead(a), lead(b));
    one.is_some() && other.is_some() && one != other && field(a) == field(b)
}

/// The organ whose time a limit is, when it is named: 本局15个工作日 and 经本局负责人批准 name none.
fn named_organ<'d>(document: &'d Document, limit: &TimeLimit) -> Option<&'d str> {
    organ(document, limit).filter(|organ| !organ.contains(['本', '我']))
}

/// The few limits around `limit` in its line, itself among them.
fn beside_closely<'d>(document: &'d Document, limit: &TimeLimit) -> impl Iterator<Item = &'d TimeLimit> {
    const FEW: usize = 4;
    let line = document.block_at(limit.measure).map_or(limit.measure, |block| block.span);
    let own = document.limits.partition_point(|other| other.at.start() < limit.at.start());
    let near = document.limits.iter().skip(own.saturating_sub(FEW)).take(2 * FEW + 1);
    near.filter(move |other| line.contains(other.at))
}

/// The limits in the line of `limit`, itself among them.
fn beside<'d>(document: &'d Document, limit: &TimeLimit) -> impl Iterator<Item = &'d TimeLimit> {
    let line = document.block_at(limit.measure).map_or(limit.measure, |block| block.span);
    // Limits stand in the order of the text.
    let first = document.limits.partition_point(|other| other.at.start() < line.start());
    let after = document.limits.iter().skip(first);
    after.take_while(move |other| other.at.start() < line.end().max(line.start() + 1))
}

fn in_one_line(document: &Document, a: &TimeLimit, b: &TimeLimit) -> bool {
    let block = |limit: &TimeLimit| document.block_at(limit.measure).map(|block| block.span);
    block(a) == block(b)
}

/// What may stand between two limits that are meant to be one, folded: 承诺8个工作日，自受理之日起10个工作日内办结.
static AGAIN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let words = "承诺|法定|办结|办理|办完|完成|时限|期限|时间|共计?|总计|合计|全程|本事项|一般|通常|即|为|是|应当?|须|可以?|予以|以?内|之?内|在|于|的|将";
    Regex::new(&format!(r"\A(?:{words}|(?:自|从)[^,。;]{{0,12}}起算?|[,。;:()、\n ])*\z")).ok()
});

/// Whether the words between two limits of one line only introduce the second one.
fn says_again(document: &Document, a: &TimeLimit, b: &TimeLimit) -> bool {
    let (first, later) = if a.at < b.at { (a, b) } else { (b, a) };
    let between = document.plain.get(first.measure.end()..later.measure.start()).unwrap_or_default();
    if head(between).len() < between.len() {
        return false;
    }
    let in_cells = has_wide_gap(between) && between.trim().is_empty();
    !in_cells && AGAIN.as_ref().is_some_and(|again| again.is_match(FoldedText::new(between).as_str()))
}

/// The words of a limit's sentence before it, folded.
fn sentence_before<'d>(document: &'d Document, limit: &TimeLimit) -> &'d str {
    let at = document.folded.from_plain(limit.measure);
    let before = tail(document.folded.as_str().get(..at.start()).unwrap_or_default());
    before.rsplit(['。', ';', '\n']).next().unwrap_or_default()
}

/// What names of organs end in.
const ORGANS: [&str; 8] = ["局", "厅", "委员会", "委", "政府", "办事处", "支队", "中心"];

/// The organ whose time a limit is, when the clause before it begins with its name: 市司法局审查20个工作日.
fn organ<'d>(document: &'d Document, limit: &TimeLimit) -> Option<&'d str> {
    let clause = sentence_before(document, limit).rsplit([',', ':', '、', '(', ')']).next()?;
    let end = ORGANS.iter().filter_map(|word| clause.find(word).map(|i| i + word.len())).min()?;
    clause.get(..end)
}
