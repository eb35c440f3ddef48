//! Grades of leave: how days are counted, and whether somebody decides on less than one.

use super::{super::super::rule::Rule, around, grade::Grade};
use crate::{doc::Document, finding::Finding, text::Amount};

/// What says that leave is counted in whole days.
pub(super) const WHOLE_DAYS: [&str; 10] = [
    "以天为单位",
    "以天为计算单位",
    "以整天为单位",
    "以日为单位",
    "按整天计",
    "按整日计",
    "以整天计",
    "不足一天的按一天",
    "不足一天按一天",
    "不足1天的按1天",
];

/// What says that there are shorter leaves than a day, and so that somewhere they are ruled.
pub(super) const LESS_THAN_A_DAY: [&str; 14] = [
    "不满一天",
    "不满1天",
    "不足一天",
    "不足1天",
    "一天以内",
    "1天以内",
    "一天内",
    "1天内",
    "一天以下",
    "1天以下",
    "当天",
    "当日",
    "一日以内",
    "小时",
];

/// Grades of leave of which the lowest begins with a whole day, so that nobody decides on less: 请假一天以上三天以内由分管领导批准,
/// 三天以上由主要领导批准.
pub(super) fn begins_late(rule: &Rule, document: &Document, chain: &[&Grade]) -> Option<Finding> {
    let text = document.folded.as_str();
    let day = |grade: &&Grade| {
        grade.unit == "天" && !grade.is_point() && around::dealt_with(text, grade.at) == Some(around::BY)
    };
    let lowest = chain.iter().copied().min_by_key(|grade| grade.low.map(|low| low.at))?;
    let low = lowest.low.filter(|low| low.included)?;
    // 1—3天 is how one counts that has no less than a day in mind.
    let said = text.get(lowest.at.range()).is_some_and(|words| words.contains("以上"));
    let late = said && chain.iter().copied().all(|grade| day(&grade)) && low.at == Amount::whole(1);
    let at = document.folded.to_plain(lowest.at);
    late.then(|| rule.finding(document, at, format!("分档有空档：不满{}天没有规定", low.at)))
}
