//! Titles that run into the text before or behind them.

use std::{collections::BTreeSet, sync::LazyLock};

use regex::Regex;

use super::{break_at, is_purpose, is_reference};
use crate::{
    import::{
        ledger::{At, Edits, Ledger},
        lines::{is_han, length, lines},
        pattern,
        reason::Reason,
        title::{self, GENRES, SHORT_SYSTEMS},
    },
    text::list_mark,
};

/// The characters of a title that runs into other text. A name in quotation marks may be part of it.
const LETTER: &str = "[\\p{Han}A-Z“”]";
/// What may stand behind the last word of such a title.
const NOTE: &str = "(?:（(?:试行|暂行)）)?";

/// A title between the end of a sentence and a blank.
static INLINE_TITLE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        "(?:^|[。！？；]”?\\s?|[\\s])((?:\\p{{Han}}|“){LETTER}{{1,32}}(?:{GENRES}){NOTE})[ \\u{{3000}}]+"
    ))
});
/// A title glued to the end of a line, behind a full stop.
static TAIL_TITLE: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!("[。！？]”?\\s*({LETTER}{{2,32}}(?:{GENRES}){NOTE})$")));
/// 2012年12月4日窗口管理规范（试行）为规范……，特制定本规范。
static DATED_TITLE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        "[0-9]{{4}}年[0-9]{{1,2}}月[0-9]{{1,2}}日(《?[\\p{{Han}}A-Z]{{2,30}}?(?:{GENRES})》?(?:（(?:试行|暂行)）)?)(?:为了?|根据|依据)[^。]{{2,120}}制[定订]本"
    ))
});
/// （2021年6月23日……通过）, or the same without brackets, before the first unit or the end of the line: what stands behind a
/// title.
static ADOPTED: LazyLock<Regex> = LazyLock::new(|| {
    const DAY: &str = "[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日";
    const DONE: &str = "(?:通过|公布|发布|施行|实施|修正|修订|修改|批准|印发)";
    pattern(&format!(
        "^(?:[（(][^（(）)。]{{0,300}}?{DAY}[^。]{{2,2000}}?{DONE}[^。，（(）)]{{0,40}}[）)]|{DAY}[^。，；]{{2,1500}}?{DONE})\\s*(?:$|第一[编章条]|目[ 　]*[录次])"
    ))
});
/// More bytes than any title has; longer stretches of a line are not looked at for one.
pub(super) const LONGEST_TITLE: usize = 240;

/// A title right before the first chapter, article or item, at the head of a line or behind the end of a sentence.
static BEFORE_FIRST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        "(?:^|[。！？；]”?\\s*)({LETTER}{{2,40}}?(?:{GENRES}|{SHORT_SYSTEMS}){NOTE})\\s*(第一[章条]|一、|（一）)"
    ))
});
/// The second item of a list stands no further behind the first than this, in bytes.
const SECOND: usize = 12_000;

/// Gives every title a line of its own.
pub(super) fn split(ledger: &mut Ledger<'_>) {
    let text = ledger.text();
    let all = lines(text);
    let mut breaks: BTreeSet<usize> = BTreeSet::new();
    let mut known: Vec<&str> = Vec::new();
    for (n, &at) in all.iter().enumerate() {
        let line = at.of(text);
        let before = n.checked_sub(1).and_then(|n| all.get(n)).map(|at| at.of(text));
        if before == Some(line) && length(line) <= 60 {
            known.push(line);
        }
        if let Some(end) = before.and_then(|before| printed_title(line, before, &known)) {
            breaks.insert(at.start() + end);
        }
        if let Some(end) = adopted_title(line) {
            breaks.insert(at.start() + end);
        }
        before_first(text, at, &mut breaks);
        if let Some(name) = DATED_TITLE.captures(line).and_then(|found| found.get(1)) {
            breaks.insert(at.start() + name.start());
            breaks.insert(at.start() + name.end());
        }
        inline_titles(text, at, &mut breaks);
        if let Some(name) = TAIL_TITLE.captures(line).and_then(|found| found.get(1))
            && title::title(name.as_str()).is_some()
            && line.get(..name.start()).is_some_and(|before| length(before) > 3)
            && all.get(n + 1).is_some_and(|next| is_purpose(next.of(text)) || first_mark(next.of(text)))
        {
            breaks.insert(at.start() + name.start());
        }
    }
    let mut edits = Edits::default();
    for at in breaks {
        break_at(text, at, Reason::SplitTitle, &mut edits);
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

/// Where the title ends in front of the words that say when its text was adopted.
fn adopted_title(line: &str) -> Option<usize> {
    let is_day = |(i, c): &(usize, char)| {
        matches!(c, '（' | '(')
            || c.is_ascii_digit() && line.get(*i..).is_some_and(|rest| ADOPTED.is_match(rest))
    };
    let end = line.char_indices().take(LONGEST_TITLE).find(is_day).map(|(i, _)| i)?;
    let titled = title::title(line.get(..end)?).is_some();
    (titled && ADOPTED.is_match(line.get(end..)?)).then_some(end)
}

/// Whether a paragraph says of a title what it is: no text begins there.
fn is_predicate(after: &str) -> bool {
    static PREDICATE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            "^(?:(?:是|指|系|属于|作为)\\p{Han}|为[^，。；]{1,30}的[^，。；]{0,12}(?:制度|办法|规定|措施|要求|内容|依据|工作)[，。；])",
        )
    });
    PREDICATE.is_match(after) && !is_purpose(after)
}

/// Titles that run into their first chapter, article or item: 首问责任制度一、为了……
fn before_first(text: &str, at: At, breaks: &mut BTreeSet<usize>) {
    let line = at.of(text);
    for found in BEFORE_FIRST.captures_iter(line) {
        let (Some(name), Some(mark)) = (found.get(1), found.get(2)) else { continue };
        let after = line.get(mark.end()..).unwrap_or_default();
        let begins = match mark.as_str() {
            "第一章" => !is_reference(after, true),
            "第一条" => !is_reference(after, false),
            first => {
                let second = first.replace('一', "二");
                let rest = text.get(at.start() + mark.end()..).unwrap_or_default();
                // 一、二级 is no mark, and a list has two items.
                !after.starts_with(|c: char| "一二三四五六七八九十".contains(c))
                    && (0..4).find_map(|n| rest.get(..SECOND + n)).unwrap_or(rest).contains(&second)
            }
        };
        if begins && title::title(name.as_str()).is_some() {
            breaks.insert(at.start() + name.start());
            breaks.insert(at.start() + mark.start());
        }
    }
}

/// Titles inside a line, set off by blanks: only where the words before ended and the words after begin a text.
fn inline_titles(text: &str, at: At, breaks: &mut BTreeSet<usize>) {
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
            || before.trim_end_matches('”').ends_with(['。', '！', '？', '；', '.'])
            || before.len() <= LONGEST_TITLE && title::title(before).is_some();
        let begins = after.chars().next().is_some_and(|c| is_han(c) || list_mark(after).is_some());
        if ended && begins && title::title(name.as_str()).is_some() && !is_predicate(after) {
            breaks.insert(at.start() + start);
            breaks.insert(at.start() + next);
        }
    }
}

/// Whether a line opens the first unit of a list.
fn first_mark(line: &str) -> bool {
    list_mark(line).is_some_and(|mark| mark.number == 1)
        || line.starts_with("第一章")
        || line.starts_with("第一条")
}
