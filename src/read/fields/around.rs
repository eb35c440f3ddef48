//! What stands around labels and is no part of them: marks that set them off, numbers, and who speaks.

use crate::text::{Plain, Span};

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
