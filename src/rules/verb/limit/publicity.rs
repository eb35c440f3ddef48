//! Publicity: the days between the first and the last one that are named are as many as are stated.

use super::super::super::rule::Rule;
use crate::{
    doc::Document,
    finding::{Finding, Label},
    law::{Date, DateMention, TimeLimit, Unit, WorkCalendar},
    text::{Plain, Span},
};

/// Seven days of publicity between two dates that are five days apart.
pub(super) fn publicity(
    rule: &Rule,
    document: &Document,
    limit: &TimeLimit,
    calendar: &WorkCalendar,
) -> Option<Finding> {
    let (first, last) = publicity_of(document, limit)?;
    let (from, to) = (first.date()?, same_year(first, last)?);
    let stated = limit.whole()?;
    if to < from {
        let message = format!("止日在起日之前：{}", first.at.join(last.at).of(&document.plain));
        return Some(rule.finding(document, first.at.join(last.at), message));
    }
    let days = match limit.unit {
        Unit::WorkingDay => calendar.between(from.yesterday().ok()?, to)?,
        Unit::Day | Unit::CalendarDay => u32::try_from(from.until(to).ok()?.get_days()).ok()? + 1,
        _ => return None,
    };
    // Whether the first day counts is a matter of custom: both are right.
    if days == stated || days == stated + 1 {
        return None;
    }
    let words = limit.measure.of(&document.plain);
    let unit = if limit.unit == Unit::WorkingDay { "个工作日" } else { "天" };
    let message = format!("写明 {words}，起止日期之间是 {days} {unit}");
    let mut finding = rule.finding(document, first.at.join(last.at), message);
    finding.related.push(Label { at: limit.measure, note: "写明的期限".to_owned() });
    Some(finding)
}

/// The first and the last day of publicity in the sentence that gives its length.
pub(super) fn publicity_of<'d>(
    document: &'d Document,
    limit: &TimeLimit,
) -> Option<(&'d DateMention, &'d DateMention)> {
    let sentence = document.block_at(limit.at)?.span;
    let head = document.row_head(limit.at).map_or("", |head| head.span.of(&document.plain));
    let context = format!("{head}{}", sentence.of(&document.plain));
    if limit.whole().is_none() || !["公示", "公告", "公开"].iter().any(|word| context.contains(word)) {
        return None;
    }
    let mut dates = document.dates.iter().filter(|date| sentence.contains(date.at));
    let (first, last, third) = (dates.next()?, dates.next()?, dates.next());
    let between = Span::<Plain>::new(first.at.end(), last.at.start()).of(&document.plain);
    // 自收到异议之日起10个工作日内答复 in a later sentence is another time.
    let (before, behind) =
        if limit.at.start() < first.at.start() { (limit.at, first.at) } else { (last.at, limit.at) };
    let apart = document
        .plain
        .get(before.end()..behind.start())
        .is_none_or(|words| words.contains(['。', '；', ';']));
    if apart || third.is_some() || !["至", "到", "—", "-", "～", "起至"].contains(&between.trim()) {
        return None;
    }
    Some((first, last))
}

/// 2026年11月2日至11月6日: the second date is of the same year.
pub(super) fn same_year(first: &DateMention, last: &DateMention) -> Option<Date> {
    DateMention { year: last.year.or(first.year), ..last.clone() }.date()
}
