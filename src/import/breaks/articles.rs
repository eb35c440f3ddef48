//! Chapters and articles that run into the text before them.

use std::sync::LazyLock;

use regex::Regex;

use super::{break_at, titles::LONGEST_TITLE};
use crate::{
    import::{
        ledger::{At, Edits, Ledger},
        lines::{is_ended, is_han, length, lines},
        pattern,
        reason::Reason,
    },
    law::{Level, address_at},
    text::FoldedText,
};

/// 第N章, 第N条 wherever they stand.
static UNIT: LazyLock<Regex> = LazyLock::new(|| {
    pattern("第[零〇一二三四五六七八九十百千0-9０-９]{1,7}[编章节条](?:之[一二三四五六七八九十]{1,2})?")
});
/// The end of what stands between a title and its first chapter or article: when it was adopted, a table of contents.
static PREFACE: LazyLock<Regex> = LazyLock::new(|| {
    pattern("(?:通过|公布|发布|施行|实施|修正|修订|修改|批准|印发|备案|[日号）)]|目[ 　]*[录次])$")
});
/// The head of a table of contents behind the preface of a text.
static CONTENTS: LazyLock<Regex> = LazyLock::new(|| pattern("目[ 　]*[录次]$"));
/// No more articles than this are missing between two that follow each other.
const GAP: u32 = 3;

/// No more articles than this have lost their numbers at the beginning of a text.
const LOST: u32 = 2;

/// Gives every chapter and article a line of its own.
pub(super) fn split(ledger: &mut Ledger<'_>) {
    let text = ledger.text();
    let all = lines(text);
    let mut edits = Edits::default();
    let mut last = [0u32; 4];
    for (n, &at) in all.iter().enumerate() {
        let line = at.of(text);
        let mut heading_until = None;
        for found in UNIT.find_iter(line) {
            let Some((level, number)) = unit(found.as_str()) else { continue };
            let before = line.get(..found.start()).unwrap_or_default().trim_end();
            let after = line.get(found.end()..).unwrap_or_default();
            let Some(last) = last.get_mut(level as usize) else { continue };
            let mention = is_reference(after, level != Level::Article);
            let begins = if before.trim_start_matches(['#', ' ', '*']).is_empty() {
                // 第六条规定的情形除外。 between 第五条 and 第七条 is that article, unless the line before goes on in it.
                let dense = number == *last + 1
                    && !is_enumerated(after)
                    && next_article(text, &all, n) == Some(number + 1)
                    && n.checked_sub(1).and_then(|n| all.get(n)).is_none_or(|at| !breaks_off(at.of(text)));
                // No address has two articles: 第三条第二条规定的…… is the third, which speaks of the second.
                let speaks =
                    || UNIT.find(after).filter(|found| found.start() == 0).and_then(|f| unit(f.as_str()));
                let dense = dense
                    || number == *last + 1 && speaks().is_some_and(|(level, _)| level == Level::Article);
                if mention && dense && level == Level::Article {
                    edits.insert(at.start() + found.end(), " ", Reason::Heading);
                }
                !mention || dense
            } else {
                // Behind the end of a sentence a number may be missing or doubled; behind a heading it tells the
                // article from the words of the heading.
                let in_turn = number == *last + 1 || number == 1;
                let near = *last > 0 && (*last..=*last + GAP).contains(&number);
                let ended = before.ends_with(['。', '；', '！', '？', '：', '”']);
                let full_stop = before.trim_end_matches('”').ends_with(['。', '！', '？']);
                let heading = behind_heading(line, heading_until, found.start());
                // Inside the first article, 第一条 before the second is one that is cited.
                let underway = level == Level::Article && *last == 1;
                let opens = number == 1 && !underway;
                let first =
                    || opens && PREFACE.is_match(before) && goes_on(text, &all, n, found.end(), level);
                // The first chapter may have lost its heading, and the first articles their numbers.
                let late = || {
                    *last == 0
                        && number > 1
                        && full_stop
                        && match level {
                            Level::Article => number <= 1 + LOST && counts_on(after, number),
                            _ => number == 2 && goes_on(text, &all, n, found.end(), level),
                        }
                };
                let begins =
                    !mention && (in_turn && (heading || ended) || near && full_stop || first() || late());
                if begins {
                    break_at(text, at.start() + found.start(), Reason::SplitArticle, &mut edits);
                    if let Some(contents) = CONTENTS.find(before).filter(|_| number == 1) {
                        break_at(text, at.start() + contents.start(), Reason::SplitArticle, &mut edits);
                    }
                }
                begins
            };
            if begins {
                *last = number;
                heading_until = (level != Level::Article).then_some(found.end());
            }
        }
    }
    ledger.apply(edits);
}

/// Whether the unit of line `n` that ends at byte `end` of it, the first of its level, is followed by the second article
/// or, behind no more than its heading, by another unit. Then it opens a text, though no sentence ended before it.
fn goes_on(text: &str, all: &[At], n: usize, end: usize, level: Level) -> bool {
    let line = all.get(n).map_or("", |at| at.of(text));
    let rest = line.get(end..).unwrap_or_default();
    let mut later = UNIT.find_iter(rest).filter_map(|found| Some((found, unit(found.as_str())?)));
    if level != Level::Article {
        let next = later.next();
        return next.is_some_and(|(found, _)| behind_heading(rest, Some(0), found.start()));
    }
    let second = later.any(|(found, unit)| {
        let ended = rest.get(..found.start()).is_some_and(|before| is_ended(before.trim_end()));
        let mention = rest.get(found.end()..).is_some_and(|after| is_reference(after, false));
        unit == (Level::Article, 2) && ended && !mention
    });
    second || next_article(text, all, n) == Some(2)
}

/// Whether the two articles behind article `number` follow in `rest` of its line, each behind the end of a sentence.
fn counts_on(rest: &str, number: u32) -> bool {
    let begins = UNIT.find_iter(rest).filter_map(|found| {
        let ended = rest.get(..found.start()).is_some_and(|before| before.trim_end().ends_with(['。', '”']));
        let mention = rest.get(found.end()..).is_some_and(|after| is_reference(after, false));
        let (level, number) = unit(found.as_str())?;
        (ended && !mention && level == Level::Article).then_some(number)
    });
    let next: Vec<u32> = begins.take(2).collect();
    next == [number + 1, number + 2]
}

/// Whether the words behind 第N条 name more articles, or say of it what no article says of itself.
fn is_enumerated(after: &str) -> bool {
    [
        "、第", "至第", "到第", "和第", "及第", "与第", "或", "以及", "所称", "所列", "所指", "所述", "、《",
        "）", "》", "”",
    ]
    .iter()
    .any(|words| after.starts_with(words))
}

/// Whether a line is a sentence without an end.
fn breaks_off(line: &str) -> bool {
    !is_ended(line) && line.contains('，')
}

/// The heading of a chapter has no mark at its end: 第一章总则第一条为了…… `until` is where 第一章 ends.
fn behind_heading(line: &str, until: Option<usize>, start: usize) -> bool {
    until.and_then(|until| line.get(until..start)).is_some_and(|words| {
        words.len() <= LONGEST_TITLE
            && (1..=24).contains(&length(words))
            && words.chars().all(|c| is_han(c) || matches!(c, '、' | ' ' | '　'))
    })
}

/// The number of the article that begins the next line with one at its head.
fn next_article(text: &str, all: &[At], n: usize) -> Option<u32> {
    all.iter().skip(n + 1).find_map(|at| {
        let found = UNIT.find(at.of(text)).filter(|found| found.start() == 0)?;
        unit(found.as_str()).filter(|&(level, _)| level == Level::Article).map(|(_, number)| number)
    })
}

fn unit(words: &str) -> Option<(Level, u32)> {
    let folded = FoldedText::new(words);
    let (address, _) = address_at(folded.as_str(), false)?;
    let step = address.steps().first()?;
    Some((step.level, step.number))
}

/// Whether the words behind 第N条, or behind the 第N章 of a `heading`, make it a mention of that unit.
pub(in crate::import) fn is_reference(after: &str, heading: bool) -> bool {
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
        "、第",
        "、本",
        "、《",
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
