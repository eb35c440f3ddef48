//! The words around a grade: what is graded, what happens in its time, how it is dealt with.

use crate::{
    law::address_at,
    text::{Folded, Span, head, tail},
};

/// Penalties of the law that follow a grade: their grades overlap by custom, and a judge chooses.
pub(super) const PENALTIES: [&str; 6] = ["拘留", "拘役", "徒刑", "管制", "罚款", "罚金"];

/// Words of such penalties that stand before a grade: 责令停止从业二年以上五年以下.
pub(super) const PENAL_LEADS: [&str; 4] = ["责令", "暂停", "吊销", "禁止"];

/// How somebody decides a case.
pub(super) const BY: &str = "审批";

/// How a case costs points or worse.
pub(super) const POINTS: &str = "扣分";

/// How a case ends the employment: no grade above points, but what follows whatever they are.
const DISMISSED: &str = "解聘";

/// What ends it.
const DISMISSALS: [&str; 6] = ["解聘", "辞退", "开除", "除名", "解除", "退回"];

/// How the case of a grade is dealt with, behind 的 and a comma: 三天以内的，由科长批准; 迟到一次扣一分.
pub(super) fn dealt_with(text: &str, at: Span<Folded>) -> Option<&'static str> {
    const WORDS: [(&str, &str); 21] = [
        ("由", BY),
        ("报", BY),
        ("经", BY),
        ("须", "须"),
        ("需", "需"),
        ("扣", POINTS),
        ("每次扣", POINTS),
        ("每人次扣", POINTS),
        ("加扣", POINTS),
        ("予以", POINTS),
        ("给予", POINTS),
        ("通报", POINTS),
        ("取消", POINTS),
        ("视为", POINTS),
        ("按旷", POINTS),
        ("加", "加"),
        ("减", "减"),
        ("为", "为"),
        ("按", "按"),
        ("可以", "可以"),
        ("应当", "应当"),
    ];
    let after = text.get(at.end()..)?;
    let rest = after.strip_prefix('的').unwrap_or(after);
    let rest = rest.strip_prefix([',', ':']).unwrap_or(rest);
    let act = ["予以", "给予", "应当", "应"].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
    if DISMISSALS.iter().any(|word| act.starts_with(word)) {
        return Some(DISMISSED);
    }
    WORDS.into_iter().find(|(word, _)| rest.starts_with(word)).map(|(_, how)| how)
}

/// The words of the clause right before a grade: what it grades. Empty when the clause begins with it.
pub(super) fn lead(text: &str, at: Span<Folded>) -> &str {
    let before = tail(text.get(..at.start()).unwrap_or_default());
    let clause = before
        .rfind(['。', ';', ',', ':', '、', '(', ')', '\n', '.', '"'])
        .and_then(|i| before.get(i..))
        .unwrap_or(before);
    let words = clause.trim_start_matches(|c: char| !c.is_alphanumeric());
    // The mark of an article is none of its words.
    let words = address_at(words, false).and_then(|(_, len)| words.get(len..)).unwrap_or(words).trim_start();
    // What leads in a grade without naming what is graded.
    words
        .trim_end_matches(|c: char| "在为达到".contains(c))
        .trim_start_matches("凡")
        .trim_start_matches("连续")
        .trim_start_matches("一次")
        .trim()
}

/// Whether the clause before a grade counts only what goes on without a break: 连续旷工超过15日.
pub(super) fn is_unbroken(text: &str, at: Span<Folded>) -> bool {
    let before = tail(text.get(..at.start()).unwrap_or_default());
    before.rsplit(['。', ';', ',', ':', '\n']).next().unwrap_or_default().contains("连续")
}

/// What happens in the time of a grade, where words say so behind it: 一年以上未动工的.
pub(super) fn event(text: &str, at: Span<Folded>) -> Option<&str> {
    const DEALT: [&str; 12] = ["由", "报", "经", "须", "需", "应", "扣", "按", "给", "予", "可", "为"];
    let clause = head(text.get(at.end()..)?).split([',', '。', ';', ':', '\n']).next()?;
    let event = clause.strip_suffix('的')?.trim();
    let told = (2..=12).contains(&event.chars().count()) && event.chars().all(char::is_alphabetic);
    (told && !DEALT.iter().any(|word| event.starts_with(word))).then_some(event)
}
