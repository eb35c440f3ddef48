//! What stands around labels and is no part of them: marks that set them off, numbers, and who speaks.

use crate::text::{ListMark, MarkStyle, Plain, Span, chinese_number, list_mark};

/// Marks that people put around a name to set it off: ——办理条件——, === 办理条件 ===, ★办理条件★.
pub(super) const SET_OFF: [char; 31] = [
    '*', '☆', '★', '【', '】', '〖', '〗', '“', '”', '"', '—', '–', '-', '=', '~', '～', '#', '＃', '/',
    '／', '<', '>', '＜', '＞', '《', '》', '|', '｜', '■', '◆', '●',
];

/// A line without the marks before and behind it that set all of it off.
pub(super) fn undecorated(line: Span<Plain>, plain: &str) -> Span<Plain> {
    let words = line.of(plain);
    // | 设定依据 | 《某法》第一条 |
    let row = words.trim_matches(['|', '｜']);
    let from = words.find(row).filter(|_| row.len() < words.len());
    let line = from.map_or(line, |from| line.slice(from..from + row.len()).trim(plain));
    let words = line.of(plain);
    let is_mark = |c: char| SET_OFF.contains(&c) && !matches!(c, '【' | '】' | '〖' | '〗');
    let inner = words.trim_matches(|c: char| is_mark(c) || c.is_whitespace());
    // “甲”和“乙” and 《某法》第一条 begin with a mark of their own; the first ★ of ★申请条件★ was read as that of a list.
    let begins = words.starts_with(is_mark)
        || plain
            .get(..line.start())
            .is_some_and(|before| before.trim_end_matches([' ', '　']).ends_with(is_mark));
    let is_set_off = begins && words.ends_with(is_mark) && !inner.is_empty() && !inner.contains(is_mark);
    let from = words.find(inner).filter(|_| is_set_off);
    from.map_or(line, |from| line.slice(from..from + inner.len()))
}

/// The length of a number that stands before a heading without any mark: 2 申请条件, 2.1 申请条件.
pub(super) fn bare_number(words: &str) -> usize {
    let rest = words.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let blank = rest.len() - rest.trim_start_matches([' ', '　', '\u{A0}', '\t']).len();
    let is_number = words.starts_with(|c: char| c.is_ascii_digit()) && words.len() - rest.len() <= 5;
    if is_number && blank > 0 { words.len() - rest.len() + blank } else { 0 }
}

/// The length of a number that stands at a heading with nothing between: 2申请条件.
pub(super) fn glued_number(words: &str) -> usize {
    let digits = words.len() - words.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let before_name = words.get(digits..).is_some_and(|rest| rest.starts_with(char::is_alphabetic));
    if digits <= 2 && before_name { digits } else { 0 }
}

/// The mark before a label: that of a list, or one that sets headings apart and no items: 第一章, A、, NO.1, 序号1：.
pub(super) fn label_mark(words: &str) -> Option<ListMark> {
    let Some(mark) = list_mark(words) else { return heading_mark(words) };
    // ★1、申请条件 is the first of several.
    let rest = words.get(mark.len..).unwrap_or_default();
    let inner = list_mark(rest).filter(|_| mark.style == MarkStyle::Bullet);
    let inner = inner.filter(|inner| inner.style != MarkStyle::Bullet);
    Some(inner.map_or(mark, |inner| ListMark { len: mark.len + inner.len, ..inner }))
}

fn heading_mark(words: &str) -> Option<ListMark> {
    let bullet = || Some((MarkStyle::Bullet, 0, words.trim_start_matches(['+', '»', '›', '√'])));
    let (style, number, rest) = chapter(words)
        .or_else(|| lettered(words))
        .or_else(|| counted(words))
        .or_else(|| bullet().filter(|(_, _, rest)| rest.len() < words.len()))?;
    let rest = rest.trim_start();
    Some(ListMark { style, number, len: words.len() - rest.len() })
}

/// 第一章 and 第二节.
fn chapter(words: &str) -> Option<(MarkStyle, u32, &str)> {
    let words = words.strip_prefix('第')?;
    let rest = words.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    let number = chinese_number(words.get(..words.len() - rest.len())?)?;
    let rest = rest.strip_prefix(['章', '节', '篇', '编'])?;
    Some((MarkStyle::Part, number, rest.trim_start_matches(['：', ':', '、', '.'])))
}

/// A、 and b).
fn lettered(words: &str) -> Option<(MarkStyle, u32, &str)> {
    let letter = words.chars().next().filter(char::is_ascii_alphabetic)?;
    let rest = words.get(1..)?.strip_prefix(['、', '.', '．', '）', ')', '：'])?;
    let number = u32::from(letter.to_ascii_lowercase()) - u32::from('a') + 1;
    // e.g. is no mark.
    rest.trim_start().starts_with(|c: char| !c.is_ascii()).then_some((MarkStyle::Key, number, rest))
}

/// NO.1, 序号1： and 1，.
fn counted(words: &str) -> Option<(MarkStyle, u32, &str)> {
    const WORDS: [&str; 6] = ["NO.", "No.", "NO", "No", "序号", ""];
    let word = WORDS.into_iter().find(|word| words.starts_with(word))?;
    let digits = words.get(word.len()..)?;
    let rest = digits.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = digits.get(..digits.len() - rest.len())?.parse().ok()?;
    let name = rest.trim_start_matches(['：', ':', '，', ',', '、', '.', ' ', '　']);
    let is_apart = !word.is_empty() || rest.starts_with(['，', ',']);
    (is_apart && name.starts_with(char::is_alphabetic)).then_some((MarkStyle::Key, number, name))
}

/// `words` without who speaks them: 问：, 问题一：, 答：, and a question's number before a blank: Q3　.
pub(super) fn without_speaker<'w>(words: &'w str, speakers: &[&str]) -> &'w str {
    // 6问： and 三问： as well as 问6：
    let numbered_first = words
        .trim_start()
        .trim_start_matches(|c: char| c.is_ascii_digit() || "第一二三四五六七八九十".contains(c));
    // 【问】多长时间？
    let boxed = words.trim_start().strip_prefix('【').and_then(|rest| rest.split_once('】'));
    if let Some((speaker, rest)) = boxed
        && speakers.contains(&speaker.trim_end_matches(|c: char| c.is_ascii_digit()))
    {
        return rest.trim_start();
    }
    let spoken = speakers.iter().find_map(|speaker| numbered_first.strip_prefix(speaker));
    let numbered = |c: char| c.is_ascii_digit() || "题一二三四五六七八九十".contains(c);
    let after = |rest: &'w str| {
        let behind = rest.trim_start_matches(numbered);
        let blank = behind.len() < rest.len() && behind.starts_with(char::is_whitespace);
        behind.strip_prefix(['：', ':', '、', '.', '　']).or_else(|| blank.then_some(behind))
    };
    spoken.and_then(after).map_or(words, str::trim_start)
}

/// Where a question begins behind who asks it and its number (问：, 3.问：, Q3　), in bytes; 0 where nobody asks.
pub(super) fn asked_at(words: &str) -> usize {
    let asked = |words: &str| words.len() - without_speaker(words, &["问", "Q", "q"]).len();
    let at = asked(words);
    let number = list_mark(words).filter(|_| at == 0).map_or(0, |mark| mark.len);
    match asked(words.get(number..).unwrap_or_default()) {
        0 => at,
        behind => number + behind,
    }
}

/// The words before a label in the middle of a line without the number of that label: 不收费。3.
pub(super) fn without_number_behind(words: &str) -> &str {
    let number = words.trim_end_matches(['）', ')', '、', '.', '．']);
    let before = number.trim_end_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    let is_number = number.len() < words.len() && before.len() < number.len();
    let before = before.trim_end_matches(['（', '(']);
    if is_number && before.ends_with(['。', '；', ';', ' ', '　']) { before } else { words }
}

/// A label in the middle of a line without its number: 2.申请条件, or 二）申请条件 behind its bracket.
pub(super) fn without_number(label: Span<Plain>, plain: &str) -> Span<Plain> {
    let words = label.of(plain);
    let number = words.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    let name = number.strip_prefix(['）', ')', '、', '.', '．']).filter(|_| number.len() < words.len());
    label.slice(words.len() - name.unwrap_or(words).len()..words.len())
}
