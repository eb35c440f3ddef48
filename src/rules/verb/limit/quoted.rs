//! A limit that a document calls statutory is the one that the law it quotes sets.

use std::cmp::Ordering;

use super::{super::super::rule::Rule, sentence};
use crate::{
    doc::Document,
    finding::{Finding, Label},
    law::{LimitRole, TimeLimit},
    text::Amount,
};

/// Words of a sentence of law that sets the time for a decision.
const DECIDES: [&str; 14] = [
    "准予",
    "发给",
    "颁发",
    "完成审查",
    "作出",
    "决定",
    "办结",
    "办理完毕",
    "审查完毕",
    "核发",
    "登记",
    "批准",
    "答复",
    "确认",
];

/// Words of one that sets another time.
const OTHERWISE: [&str; 14] = [
    "延长", "补正", "送达", "听证", "公示", "公告", "复议", "诉讼", "变更", "届满", "报送", "备案", "处以",
    "罚款",
];

/// Whether the law gives the time to those who apply: 投入使用后三十日内，向负责的部门办理使用登记.
fn binds_applicant(document: &Document, limit: &TimeLimit) -> bool {
    let at = document.folded.from_plain(limit.at);
    let after = document.folded.as_str().get(at.end()..).unwrap_or_default();
    let clause = after.split(['。', ';', '\n']).next().unwrap_or_default();
    clause.trim_start_matches(',').starts_with('向')
}

/// The finding on the first of `limits` that no sentence of the quoted law bears out, when one sets a time.
pub(super) fn contradicted(rule: &Rule, document: &Document, limits: &[&TimeLimit]) -> Option<Finding> {
    let sets = |limit: &&TimeLimit| {
        let words = sentence(document, limit);
        limit.role == LimitRole::Quoted
            && DECIDES.iter().any(|word| words.contains(word))
            && !OTHERWISE.iter().any(|word| words.contains(word))
            // To hand over what has been decided is another time; 自收到申请之日起七日内颁发 decides.
            && !(words.contains("颁发") && words.contains("决定之日"))
            // 作出决定，并通知申请人 decides, and so does 对延期缴纳的申请作出决定; only to tell what is missing, or for how long something
            // is put off, does not.
            && (words.contains("决定") || !["通知申请人", "延期", "缴纳"].iter().any(|word| words.contains(word)))
            && !binds_applicant(document, limit)
    };
    let quoted: Vec<&TimeLimit> = document.limits.iter().filter(sets).collect();
    let first = quoted.first()?;
    // 日 of the law and 工作日 of the field are one unit; units that leave it open accuse nobody.
    let differs =
        |limit: &&&TimeLimit| quoted.iter().all(|law| law.compare(limit).is_some_and(Ordering::is_ne));
    // 初审15个工作日 and 确认10个工作日 make 25; a field may give each of them as well.
    let stages: Vec<&TimeLimit> = document
        .limits
        .iter()
        .filter(|limit| {
            let words = sentence(document, limit);
            limit.role == LimitRole::Quoted && !OTHERWISE.iter().any(|word| words.contains(word))
        })
        .collect();
    let sum = stages.iter().fold(Amount::default(), |sum, law| sum.plus(law.amount));
    let is_sum = |limit: &&&TimeLimit| {
        sum == limit.amount || stages.iter().any(|stage| stage.compare(limit).is_some_and(Ordering::is_eq))
    };
    // 自收到报告之日起7个工作日内办理变更手续 is the law for the row of 变更注册.
    let of_change = |limit: &&&TimeLimit| {
        document.limits.iter().any(|law| {
            law.role == LimitRole::Quoted
                && sentence(document, law).contains("变更")
                && law.compare(limit).is_some_and(Ordering::is_eq)
        })
    };
    let limit = limits.iter().filter(|limit| !is_sum(limit) && !of_change(limit)).find(differs)?;
    let (own, law) = (limit.measure.of(&document.plain), first.measure.of(&document.plain));
    let message = format!("法定时限写 {own}，所引条文是 {law}");
    let mut finding = rule.finding(document, limit.measure, message);
    finding.primary.note = "法定时限".to_owned();
    finding.related.push(Label { at: first.measure, note: "所引条文".to_owned() });
    Some(finding)
}
