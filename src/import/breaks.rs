//! Line breaks where a title, a chapter, an article or an item runs into the text before it.

use std::sync::LazyLock;

use regex::Regex;

use super::{
    ledger::{At, Edits, Ledger},
    lines::{is_han, length, lines},
    pattern,
    reason::Reason,
    title::{self, GENRES},
};
use crate::{
    law::{Level, address_at},
    text::{FoldedText, ListMark, MarkStyle, list_mark},
};

/// A title between the end of a sentence and a blank.
static INLINE_TITLE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        "(?:^|[。！？；”]\\s?|[\\s])(\\p{{Han}}{{2,28}}(?:{GENRES})(?:（(?:试行|暂行)）)?)[ \\u{{3000}}]+"
    ))
});
/// A title glued to the end of a line, behind a full stop.
static TAIL_TITLE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!("[。！？”]\\s*([\\p{{Han}}A-Z]{{2,28}}(?:{GENRES})(?:（(?:试行|暂行)）)?)$"))
});
/// 2012年12月4日窗口管理规范（试行）为规范……，特制定本规范。
static DATED_TITLE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        "[0-9]{{4}}年[0-9]{{1,2}}月[0-9]{{1,2}}日(《?[\\p{{Han}}A-Z]{{2,30}}?(?:{GENRES})》?(?:（(?:试行|暂行)）)?)(?:为了?|根据|依据)[^。]{{2,120}}制[定订]本"
    ))
});
/// More bytes than any title has; longer stretches of a line are not looked at for one.
const LONGEST_TITLE: usize = 240;

/// Why a regulation is made: the sentence that follows its title.
static PURPOSE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "^(?:为|根据|依据|按照|依照|遵照|结合)[^。]{2,200}(?:制[定订]|修[定订]|订立)(?:了)?(?:本|如下|以下|以上)",
    )
});
/// A title right before the first chapter or article.
static BEFORE_FIRST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!("^([\\p{{Han}}A-Z]{{2,40}}(?:{GENRES})(?:（(?:试行|暂行)）)?)\\s*第一[章条]"))
});

/// The first words of a regulation that say why it is made.
pub(super) fn is_purpose(line: &str) -> bool {
    PURPOSE.is_match(line)
}

/// Gives every title, chapter, article and item its own line.
pub(super) fn split(ledger: &mut Ledger<'_>) {
    numerals(ledger);
    titles(ledger);
    articles(ledger);
    items(ledger);
}

/// 十 一、 behind the end of a sentence is 十一、 where ten came before.
fn numerals(ledger: &mut Ledger<'_>) {
    static TORN: LazyLock<Regex> = LazyLock::new(|| {
        pattern("(?m)(?:^|[。；：]\\s*)([一二三四五六七八九]?十)( +)([一二三四五六七八九])、")
    });
    let text = ledger.text();
    let mut edits = Edits::default();
    for found in TORN.captures_iter(text) {
        if let (Some(tens), Some(gap)) = (found.get(1), found.get(2))
            && text.get(..tens.start()).is_some_and(|before| before.contains(&format!("{}、", tens.as_str())))
        {
            edits.remove(At::new(gap.start(), gap.end()), Reason::SplitNumeral);
        }
    }
    ledger.apply(edits);
}

/// Puts a break in place of the blanks around byte `at` of the text.
fn break_at(text: &str, at: usize, reason: Reason, edits: &mut Edits) {
    let before = text.get(..at).unwrap_or_default();
    let start = before.trim_end_matches([' ', '　', '\t', '\u{A0}']).len();
    if start == 0 || before.get(..start).is_some_and(|b| b.ends_with('\n')) {
        return;
    }
    if start < at { edits.replace(At::new(start, at), "\n", reason) } else { edits.insert(at, "\n", reason) }
}

fn titles(ledger: &mut Ledger<'_>) {
    let text = ledger.text();
    let all = lines(text);
    let mut edits = Edits::default();
    let mut known: Vec<&str> = Vec::new();
    for (n, &at) in all.iter().enumerate() {
        let line = at.of(text);
        let before = n.checked_sub(1).and_then(|n| all.get(n)).map(|at| at.of(text));
        if before == Some(line) && length(line) <= 60 {
            known.push(line);
        }
        if let Some(end) = before
            .and_then(|before| printed_title(line, before, &known))
            .or_else(|| BEFORE_FIRST.captures(line).and_then(|found| found.get(1)).map(|title| title.end()))
        {
            break_at(text, at.start() + end, Reason::SplitTitle, &mut edits);
        }
        if let Some(name) = DATED_TITLE.captures(line).and_then(|found| found.get(1)) {
            break_at(text, at.start() + name.start(), Reason::SplitTitle, &mut edits);
            break_at(text, at.start() + name.end(), Reason::SplitTitle, &mut edits);
        }
        inline_titles(text, at, &mut edits);
        if let Some(name) = TAIL_TITLE.captures(line).and_then(|found| found.get(1))
            && title::title(name.as_str()).is_some()
            && line.get(..name.start()).is_some_and(|before| length(before) > 3)
            && all.get(n + 1).is_some_and(|next| is_purpose(next.of(text)) || first_mark(next.of(text)))
        {
            break_at(text, at.start() + name.start(), Reason::SplitTitle, &mut edits);
        }
    }
    ledger.apply(edits);
}

/// Where the title ends that a web page prints on lines of its own, and once more where the text begins.
fn printed_title(line: &str, before: &str, known: &[&str]) -> Option<usize> {
    let rest = line.strip_prefix(before).filter(|rest| !rest.is_empty())?;
    let begins = first_mark(rest.trim_start());
    let twice = known.contains(&before) && !rest.starts_with(['的', '是', '第']);
    (twice || begins && title::title(before).is_some()).then_some(before.len())
}

/// Titles inside a line, set off by blanks: only where the words before ended and the words after begin a text.
fn inline_titles(text: &str, at: At, edits: &mut Edits) {
    let line = at.of(text);
    let mut from = 0;
    while let Some(found) = line.get(from..).and_then(|rest| INLINE_TITLE.captures(rest)) {
        let (Some(whole), Some(name)) = (found.get(0), found.get(1)) else { break };
        let (start, end, next) = (from + name.start(), from + name.end(), from + whole.end());
        // The blank behind one title may stand before the next.
        from = end;
        let before = line.get(..start).unwrap_or_default().trim_end();
        let after = line.get(next..).unwrap_or_default();
        let ended = before.is_empty()
            || before.ends_with(['。', '！', '？', '；', '”', '.'])
            || before.len() <= LONGEST_TITLE && title::title(before).is_some();
        let begins = after.chars().next().is_some_and(|c| is_han(c) || list_mark(after).is_some());
        if ended && begins && title::title(name.as_str()).is_some() {
            break_at(text, at.start() + start, Reason::SplitTitle, edits);
            break_at(text, at.start() + next, Reason::SplitTitle, edits);
        }
    }
}

/// Whether a line opens the first unit of a list.
fn first_mark(line: &str) -> bool {
    list_mark(line).is_some_and(|mark| mark.number == 1)
        || line.starts_with("第一章")
        || line.starts_with("第一条")
}

/// 第N章, 第N条 inside a line.
fn articles(ledger: &mut Ledger<'_>) {
    static UNIT: LazyLock<Regex> = LazyLock::new(|| {
        pattern("第[零〇一二三四五六七八九十百千0-9]{1,7}[编章节条](?:之[一二三四五六七八九十]{1,2})?")
    });
    let text = ledger.text();
    let mut edits = Edits::default();
    let mut last = [0u32; 4];
    for at in lines(text) {
        let line = at.of(text);
        let mut heading_until = None;
        for found in UNIT.find_iter(line) {
            let Some((level, number)) = unit(found.as_str()) else { continue };
            let before = line.get(..found.start()).unwrap_or_default().trim_end();
            let after = line.get(found.end()..).unwrap_or_default();
            let slot = level as usize;
            let Some(last) = last.get_mut(slot) else { continue };
            let at_head = before.trim_start_matches(['#', ' ', '*']).is_empty();
            let continues = number == *last + 1 || number == 1;
            // The heading of a chapter has no mark at its end: 第一章总则第一条为了……
            let behind_heading = heading_until.is_some_and(|until: usize| {
                let words = line.get(until..found.start()).unwrap_or_default();
                words.len() <= LONGEST_TITLE
                    && (1..=24).contains(&length(words))
                    && words.chars().all(|c| is_han(c) || matches!(c, '、' | ' ' | '　'))
            });
            let behind_end = before.ends_with(['。', '；', '！', '？', '：', '”']);
            if at_head
                || continues
                    && (behind_heading || behind_end)
                    && !is_reference(after, level != Level::Article)
            {
                if !at_head {
                    let reason = Reason::SplitArticle;
                    break_at(text, at.start() + found.start(), reason, &mut edits);
                }
                *last = number;
                heading_until = (level != Level::Article).then_some(found.end());
            }
        }
    }
    ledger.apply(edits);
}

fn unit(words: &str) -> Option<(Level, u32)> {
    let folded = FoldedText::new(words);
    let (address, _) = address_at(folded.as_str(), false)?;
    let step = address.steps().first()?;
    Some((step.level, step.number))
}

/// Whether the words behind 第N条, or behind the 第N章 of a `heading`, make it a mention of that unit.
pub(super) fn is_reference(after: &str, heading: bool) -> bool {
    const ANY: &[&str] = &[
        "规定的",
        "的",
        "所称",
        "所列",
        "所规定",
        "所指",
        "所述",
        "至第",
        "到第",
        "、",
        "或",
        "以及",
        "第",
        "）",
        "，",
        "》",
        "”",
        "；",
        "。",
    ];
    // A chapter may be called 规定的执行 or 与群众的联系; the words of an article never begin so.
    const ARTICLE: &[&str] = &[
        "规定",
        "和第",
        "和《",
        "和本",
        "及第",
        "及其",
        "与第",
        "与本",
        "中的",
        "中规定",
        "中所",
        "之规定",
        "之外",
        "关于",
    ];
    let begins = |words: &[&str]| words.iter().any(|word| after.starts_with(word));
    begins(ANY) || !heading && begins(ARTICLE)
}

/// Items behind the end of a sentence, in paragraphs where whole sentences were run together; and the first item behind
/// a heading whose second item has its own line.
fn items(ledger: &mut Ledger<'_>) {
    let text = ledger.text();
    let all = lines(text);
    let mut edits = Edits::default();
    for (n, &at) in all.iter().enumerate() {
        let line = at.of(text);
        let found = marks(line);
        let run_in = found.iter().any(|mark| mark.after == '。');
        let mut last: Vec<(MarkStyle, u32)> =
            list_mark(line).map(|mark| (mark.style, mark.number)).into_iter().collect();
        for mark in &found {
            let previous =
                last.iter().rev().find(|(style, _)| *style == mark.mark.style).map(|&(_, number)| number);
            let in_turn =
                mark.mark.number == 1 || previous.is_some_and(|number| number + 1 == mark.mark.number);
            let certain = match mark.after {
                '。' => true,
                '；' | '：' | '！' | '？' => run_in && in_turn,
                _ => run_in && in_turn && mark.blank,
            };
            if certain {
                break_at(text, at.start() + mark.at, Reason::SplitItem, &mut edits);
                last.push((mark.mark.style, mark.mark.number));
            }
        }
        if let Some(start) = glued_first(line, all.get(n + 1).map(|at| at.of(text))) {
            break_at(text, at.start() + start, Reason::SplitItem, &mut edits);
        }
        unnumbered(text, at, run_in, &mut edits);
    }
    ledger.apply(edits);
}

struct Inline {
    mark: ListMark,
    at: usize,
    /// The last character before it that is not blank.
    after: char,
    /// Whether a blank stands before it.
    blank: bool,
}

/// List marks inside `line`, outside quotations.
fn marks(line: &str) -> Vec<Inline> {
    let mut found = Vec::new();
    let (mut quoted, mut previous, mut blank) = (0i32, None, false);
    let mut skip = 0;
    for (i, c) in line.char_indices() {
        match c {
            '“' => quoted += 1,
            '”' => quoted = (quoted - 1).max(0),
            _ => {}
        }
        // 十 一、 is one numeral that was torn, or none; it opens nothing.
        let torn = |before: char| "一二三四五六七八九十百".contains(before);
        if let Some(after) = previous.filter(|&p| i >= skip && quoted == 0 && !torn(p))
            && (blank || matches!(after, '。' | '；' | '：' | '！' | '？' | ';' | '.'))
            && let Some(rest) = line.get(i..)
            && let Some(mark) =
                list_mark(rest).filter(|mark| mark.style != MarkStyle::Bullet && !is_enumeration(rest, *mark))
        {
            found.push(Inline { mark, at: i, after: if after == '.' { '。' } else { after }, blank });
            skip = i + mark.len;
        }
        blank = c.is_whitespace();
        if !blank {
            previous = Some(c);
        }
    }
    found
}

/// 一、二级 and 1、2项 are numbers in a sentence; `1.` without a blank may be a decimal.
fn is_enumeration(rest: &str, mark: ListMark) -> bool {
    let after = rest.get(mark.len..).unwrap_or_default();
    let number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    after.starts_with(number) && list_mark(after).is_some_and(|inner| inner.style == mark.style)
}

/// `一、服务态度1.窗口人员……` before a line `2.……`: where the first item begins.
fn glued_first(line: &str, next: Option<&str>) -> Option<usize> {
    let outer = list_mark(line)?;
    if let Some(at) = next.and_then(|next| glued_decimal(line, next)) {
        return Some(at);
    }
    let inner_next = next.and_then(list_mark);
    let words = line.get(outer.len..)?;
    let heading = words.find(|c: char| !is_han(c) && c != '、').unwrap_or(words.len());
    let rest = words.get(heading..)?;
    let inner = list_mark(rest.trim_start())?;
    if !(2..=20).contains(&length(words.get(..heading)?)) || inner.number != 1 || inner.style <= outer.style {
        return None;
    }
    let second = inner_next.is_some_and(|mark| mark.style == inner.style && mark.number == 2);
    // A bracketed number behind a heading is never part of its words.
    (second || inner.style == MarkStyle::BracketedHan).then_some(outer.len + heading)
}

/// `一、组织架构：1.1明确……` before a line `1.2……`.
fn glued_decimal(line: &str, next: &str) -> Option<usize> {
    let section = next.split_once(".2").map(|(section, _)| section)?;
    let number = (1..=2).contains(&section.len()) && section.bytes().all(|b| b.is_ascii_digit());
    let at = line.find(&format!("{section}.1")).filter(|_| number)?;
    let before = line.get(..at)?.trim_end();
    let alone = |rest: &str| !rest.starts_with(|c: char| c.is_ascii_digit() || c == '.');
    let whole = line.get(at + section.len() + 2..).is_some_and(alone)
        && next.get(section.len() + 2..).is_some_and(alone);
    (whole && length(before) <= 24 && before.ends_with(|c| is_han(c) || c == '：')).then_some(at)
}

/// `。 、坐姿端正`: an item that lost its number.
fn unnumbered(text: &str, at: At, run_in: bool, edits: &mut Edits) {
    let line = at.of(text);
    let mut previous = None;
    for (i, c) in line.char_indices() {
        if c == '、' && run_in && previous.is_some_and(|p| matches!(p, '。' | ' ')) {
            break_at(text, at.start() + i, Reason::SplitItem, edits);
            edits.doubt(at.slice(i..i + c.len_utf8()), Reason::NoNumber);
        }
        previous = Some(c);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(text: &str) -> Vec<String> {
        let mut ledger = Ledger::new(text);
        split(&mut ledger);
        ledger.text().lines().map(str::to_owned).collect()
    }

    #[test]
    fn a_whole_collection_in_one_line() {
        assert_eq!(
            broken(
                "工作制度 廉政制度 为了廉洁，特制定本制度。 一、不准谋私。 十、不准赌博。十 一、违者查处。 考勤制度 （一）按时上班。 （二）请假： 1、一天以内； 2、三天以内。"
            ),
            [
                "工作制度",
                "廉政制度",
                "为了廉洁，特制定本制度。",
                "一、不准谋私。",
                "十、不准赌博。",
                "十一、违者查处。",
                "考勤制度",
                "（一）按时上班。",
                "（二）请假：",
                "1、一天以内；",
                "2、三天以内。"
            ]
        );
    }

    #[test]
    fn chapters_and_articles_run_together() {
        assert_eq!(
            broken(
                "窗口管理制度第一章总则第一条为了便民，制定本制度。第二条服务中心是平台。第一条规定的除外。"
            ),
            [
                "窗口管理制度",
                "第一章总则",
                "第一条为了便民，制定本制度。",
                "第二条服务中心是平台。第一条规定的除外。"
            ]
        );
    }

    #[test]
    fn words_that_only_look_like_a_mention() {
        assert_eq!(
            broken("第一条甲。第二条中心应当公开。第三条所有窗口及时办理。第四条规定的除外。"),
            ["第一条甲。", "第二条中心应当公开。", "第三条所有窗口及时办理。第四条规定的除外。"]
        );
    }

    #[test]
    fn the_first_item_behind_its_heading() {
        assert_eq!(
            broken("一、服务态度1.窗口人员应当热情。\n2.应当耐心。"),
            ["一、服务态度", "1.窗口人员应当热情。", "2.应当耐心。"]
        );
        assert_eq!(
            broken("一、架构：1.1明确分工。\n1.2设立部门。"),
            ["一、架构：", "1.1明确分工。", "1.2设立部门。"]
        );
        assert_eq!(broken("材料包括：（1）身份证；（2）户口簿。"), ["材料包括：（1）身份证；（2）户口簿。"]);
    }

    #[test]
    fn a_title_behind_a_full_stop() {
        assert_eq!(
            broken("九、让群众就近办事。查验岗工作职责\n根据有关规定，制定本工作职责。"),
            ["九、让群众就近办事。", "查验岗工作职责", "根据有关规定，制定本工作职责。"]
        );
    }
}
