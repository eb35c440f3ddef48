//! Items that run into the text before them.

use super::break_at;
use crate::{
    import::{
        layout,
        ledger::{At, Edits, Ledger},
        lines::{is_han, length, lines},
        reason::Reason,
    },
    text::{ListMark, MarkStyle, list_mark},
};

/// No more items than this are counted on from one to the next that is taken for its follower.
const GAP: u32 = 2;

/// The longest title, in characters, behind which an item that is not the first may stand.
const SHORT_TITLE: usize = 8;

/// A line in which items stand is no list of them when it has fewer, unless it has a number of its own.
const FEWEST: usize = 3;

/// Items behind the end of a sentence, in paragraphs where whole sentences were run together; lists run together in one
/// line; and the first item behind a heading whose second item has its own line. Whether there was any.
pub(super) fn split(ledger: &mut Ledger<'_>) -> bool {
    let text = ledger.text();
    let all = lines(text);
    let mut edits = Edits::default();
    for (n, &at) in all.iter().enumerate() {
        let line = at.of(text);
        // The cell of a table has its list in one line.
        if line.starts_with('|') {
            continue;
        }
        let found = marks(line);
        let run_in = found.iter().any(|mark| mark.after == '。');
        let own = list_mark(line);
        let (lists, leads) = run_together(line, &found, own.is_some() || layout::unit(line).is_some());
        for lead in leads {
            break_at(text, at.start() + lead, Reason::SplitItem, &mut edits);
        }
        let mut last: [Option<u32>; MarkStyle::COUNT] = [None; MarkStyle::COUNT];
        let mut count = |style: MarkStyle, number: u32| {
            last.get_mut(style as usize).and_then(|last| last.replace(number))
        };
        own.map(|mark| count(mark.style, mark.number));
        for (mark, listed_whole) in found.iter().zip(lists) {
            let previous = count(mark.mark.style, mark.mark.number);
            // A number may be missing or doubled.
            let in_turn = mark.mark.number == 1
                || previous.is_some_and(|number| (number..=number + GAP).contains(&mark.mark.number));
            // 一、签到；二、记录： the line itself is the first of these items.
            let listed = own.is_some_and(|own| own.style == mark.mark.style && mark.mark.number > own.number);
            let certain = match mark.after {
                _ if listed_whole => true,
                _ if mark.bracketed => false,
                '。' => true,
                '；' if listed => in_turn,
                '；' | '：' | '！' | '？' => run_in && in_turn,
                _ => run_in && in_turn && mark.blank,
            };
            if certain {
                break_at(text, at.start() + mark.at, Reason::SplitItem, &mut edits);
            } else if let Some(last) = previous {
                count(mark.mark.style, last);
            }
        }
        if let Some(start) = glued_first(line, all.get(n + 1).map(|at| at.of(text))) {
            break_at(text, at.start() + start, Reason::SplitItem, &mut edits);
        }
        unnumbered(text, at, run_in, &mut edits);
    }
    let any = !edits.is_empty();
    ledger.apply(edits);
    any
}

/// Whether words are a number and nothing else: 第三条, 二、
fn is_number(words: &str) -> bool {
    let bare = words.trim_end();
    let unit = layout::unit(words).map(|(_, _, len)| len).or_else(|| list_mark(words).map(|mark| mark.len));
    unit.is_some_and(|len| len >= bare.len())
}

/// Which of the marks `found` in `line` are those of whole lists run together: 应当：（一）热情；（二）耐心。 Numbers from one on, a
/// colon before the first, a semicolon or a full stop before each other, and nothing behind the last sentence but what leads
/// in to the next list: 不得：（一）冷淡。 With the places where that begins. `numbered` is whether the line has a number of its own.
fn run_together(line: &str, found: &[Inline], numbered: bool) -> (Vec<bool>, Vec<usize>) {
    let (mut lists, mut leads) = (vec![false; found.len()], Vec::new());
    let mut styles: Vec<MarkStyle> = found.iter().map(|mark| mark.mark.style).collect();
    styles.sort_unstable();
    styles.dedup();
    for style in styles {
        let own: Vec<(usize, &Inline)> = found
            .iter()
            .enumerate()
            .filter(|(_, mark)| mark.mark.style == style && !mark.bracketed)
            .collect();
        let all: Vec<&[(usize, &Inline)]> = own.chunk_by(|_, (_, next)| next.mark.number != 1).collect();
        let whole = all.iter().enumerate().map(|(i, list)| {
            let next = all.get(i + 1).and_then(|next| next.first()).map(|(_, mark)| mark.at);
            whole_list(line, list, next).filter(|_| list.len() >= if numbered { 2 } else { FEWEST })
        });
        // A list of which the words behind it may be a part is left in its line, and others beside it with it.
        let Some(whole) = whole.collect::<Option<Vec<Option<usize>>>>() else { continue };
        leads.extend(whole.into_iter().flatten());
        for (n, _) in own {
            if let Some(list) = lists.get_mut(n) {
                *list = true;
            }
        }
    }
    (lists, leads)
}

/// Whether `list` is a whole one, with the place where the words begin that lead in to the `next` one.
fn whole_list(line: &str, list: &[(usize, &Inline)], next: Option<usize>) -> Option<Option<usize>> {
    let counts_on = list.iter().zip(1..).all(|((_, mark), number)| mark.mark.number == number);
    let parted = list.iter().enumerate().all(|(i, (_, mark))| match i {
        0 => mark.after == '：' || line.get(..mark.at).is_some_and(is_number),
        _ => matches!(mark.after, '；' | '。'),
    });
    let (_, last) = list.last()?;
    let rest = line.get(last.at..next.unwrap_or(line.len()))?;
    let lead = next.and_then(|_| rest.find('。')).map(|end| end + '。'.len_utf8());
    let (item, behind) = rest.split_at(lead.unwrap_or(rest.len()));
    let ends = !item.trim_end_matches(['。', '；']).contains('。')
        && (next.is_none() || lead.is_some() && !behind.contains(['。', '；']));
    (counts_on && parted && ends).then(|| lead.map(|lead| last.at + lead))
}

struct Inline {
    mark: ListMark,
    at: usize,
    /// The last character before it that is not blank.
    after: char,
    /// Whether a blank stands before it.
    blank: bool,
    /// Whether it stands in brackets.
    bracketed: bool,
}

/// List marks inside `line`, outside quotations.
fn marks(line: &str) -> Vec<Inline> {
    let mut found = Vec::new();
    let (mut quoted, mut previous, mut blank) = (0i32, None, false);
    let mut brackets = 0usize;
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
            && (blank || matches!(after, '。' | '；' | '：' | '！' | '？' | ';' | ':' | '.'))
            && let Some(rest) = line.get(i..)
            && let Some(mark) =
                list_mark(rest).filter(|mark| mark.style != MarkStyle::Bullet && !is_enumeration(rest, *mark))
        {
            let after = match after {
                '.' => '。',
                ';' => '；',
                ':' => '：',
                other => other,
            };
            found.push(Inline { mark, at: i, after, blank, bracketed: brackets > 0 });
            skip = i + mark.len;
        }
        // The brackets of a mark are no brackets around others.
        match c {
            '（' | '(' if i >= skip => brackets += 1,
            '）' | ')' if i >= skip => brackets = brackets.saturating_sub(1),
            _ => {}
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

/// `一、服务态度1.窗口人员……` before a line `2.……`: where the first of its items begins.
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
    let titled = length(words.get(..heading)?);
    if !(2..=20).contains(&titled) || inner.number == 0 || inner.style <= outer.style {
        return None;
    }
    let follows = inner_next.is_some_and(|mark| mark.style == inner.style && mark.number == inner.number + 1);
    let certain = match inner.number {
        // A bracketed number behind a heading is never part of its words.
        1 => follows || inner.style == MarkStyle::BracketedHan,
        // 三、信息公开2.……, 3.……: the first item is lost.
        number => follows && number <= GAP + 1 && titled <= SHORT_TITLE,
    };
    certain.then_some(outer.len + heading)
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
