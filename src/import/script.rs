//! Traditional to simplified, character by character, in passages that are traditional.
//!
//! A character is converted by the table that matching uses too. Phrases would go wrong on text that was converted back
//! and forth before (干部 beside 幹部, 系 beside 係), so only the few characters that have two simplified forms are told
//! apart by the word they stand in.

use super::{
    ledger::{At, Edits, Ledger},
    lines::is_han,
    reason::Reason,
};
use crate::text::fold_char;

/// Characters that stay as they are inside these words.
const KEPT: &[(char, &[&str])] = &[
    (
        '著',
        &[
            "著作", "著名", "著者", "著述", "著录", "著錄", "著称", "著稱", "显著", "顯著", "编著", "編著",
            "专著", "專著", "原著", "名著", "论著", "論著", "巨著", "卓著", "昭著", "土著", "译著", "譯著",
            "合著", "所著",
        ],
    ),
    ('乾', &["乾坤", "乾隆", "乾县", "乾縣", "乾清", "乾元", "乾陵"]),
    ('瞭', &["瞭望"]),
    ('徵', &["角徵", "徵羽", "变徵", "變徵"]),
    ('藉', &["狼藉", "慰藉", "蕴藉", "蘊藉", "枕藉"]),
    ('於', &["樊於", "於菟"]),
    ('夥', &["获益甚夥", "獲益甚夥"]),
];
/// Characters that the table leaves alone, or takes for another, inside these words.
const CHANGED: &[(char, &[&str], char)] = &[
    ('覆', &["答覆", "批覆", "回覆", "反覆", "函覆", "电覆", "電覆"], '复'),
    ('畫', &["計畫", "计画", "规畫", "規畫", "策畫", "谋畫", "謀畫", "筹畫", "籌畫"], '划'),
    ('沈', &["沈默", "沈重", "沈淀", "沈澱", "深沈"], '沉'),
    (
        '帳',
        &[
            "帳戶", "帳户", "帳目", "臺帳", "台帳", "帳簿", "帳號", "記帳", "记帳", "轉帳", "转帳", "对帳",
            "對帳",
        ],
        '账',
    ),
    ('瞭', &["瞭解", "明瞭", "瞭然", "瞭如", "了瞭"], '了'),
    ('藉', &["憑藉", "凭藉", "藉口", "藉此", "藉以", "藉由", "藉機", "藉机"], '借'),
    ('麼', &["麼"], '么'),
];
/// A passage is judged by at least this many Chinese characters.
const PASSAGE: usize = 200;
/// One traditional character in this many makes a passage traditional. Simplified text has a name or a quotation.
const SHARE: usize = 25;

/// Converts the passages that are traditional.
pub(super) fn simplify(ledger: &mut Ledger<'_>) {
    let text = ledger.text();
    let mut edits = Edits::default();
    let (mut start, mut at, mut han, mut traditional) = (0, 0, 0, 0);
    for line in text.split_inclusive('\n') {
        at += line.len();
        han += line.chars().filter(|&c| is_han(c)).count();
        traditional += line.chars().filter(|&c| is_traditional(c)).count();
        if han >= PASSAGE {
            passage(text, At::new(start, at), han, traditional, &mut edits);
            (start, han, traditional) = (at, 0, 0);
        }
    }
    passage(text, At::new(start, at), han, traditional, &mut edits);
    ledger.apply(edits);
}

fn passage(text: &str, at: At, han: usize, traditional: usize, edits: &mut Edits) {
    if traditional == 0 || traditional * SHARE < han {
        return;
    }
    let words = at.of(text);
    for (i, c) in words.char_indices().filter(|&(_, c)| is_han(c)) {
        let to = simplified(c, words, i);
        if to != c {
            let mut buffer = [0; 4];
            edits.replace(at.slice(i..i + c.len_utf8()), &*to.encode_utf8(&mut buffer), Reason::Script);
        }
    }
}

/// The simplified form of `c`, which stands at byte `i` of `text`.
fn simplified(c: char, text: &str, i: usize) -> char {
    let inside = |words: &[&str]| words.iter().any(|word| stands_in(c, text, i, word));
    if let Some((_, _, to)) = CHANGED.iter().find(|(from, words, _)| *from == c && inside(words)) {
        return *to;
    }
    if KEPT.iter().any(|(from, words)| *from == c && inside(words)) {
        return c;
    }
    fold_char(c).unwrap_or(c)
}

/// Whether the character at byte `i` of `text` is the `c` of `word` there.
fn stands_in(c: char, text: &str, i: usize, word: &str) -> bool {
    word.match_indices(c).any(|(inner, _)| {
        i.checked_sub(inner).and_then(|start| text.get(start..)).is_some_and(|rest| rest.starts_with(word))
    })
}

/// Whether `c` has a simplified form and is itself never used in simplified text (GB 2312).
fn is_traditional(c: char) -> bool {
    if !is_han(c) || fold_char(c) == Some(c) {
        return false;
    }
    let mut buffer = [0; 4];
    let (bytes, _, failed) = encoding_rs::GBK.encode(c.encode_utf8(&mut buffer));
    failed || !matches!(*bytes, [0xB0..=0xF7, 0xA1..=0xFE])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn simple(text: &str) -> String {
        let mut ledger = Ledger::new(text);
        simplify(&mut ledger);
        ledger.text().to_owned()
    }

    #[test]
    fn traditional_passages_and_their_traps() {
        assert_eq!(
            simple("人民公僕與干部聯系，著力營造顯著環境，於乾隆年間乾燥，計畫瞭解瞭望，答覆覆蓋"),
            "人民公仆与干部联系，着力营造显著环境，于乾隆年间干燥，计划了解瞭望，答复覆盖"
        );
        assert_eq!(simple("什麼裏外門衞後臺準備製度"), "什么里外门卫后台准备制度");
    }

    #[test]
    fn a_name_in_a_simplified_text_stays() {
        let text =
            format!("{}張三著作等身，徵求意见。", "窗口工作人员应当热情接待每一位办事群众。".repeat(12));
        assert_eq!(simple(&text), text);
    }
}
