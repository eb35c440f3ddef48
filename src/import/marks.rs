//! Numbers that blanks tore apart: 第 一 条, （ 一 ）, 一 、.

use std::sync::LazyLock;

use regex::Regex;

use super::{
    ledger::{At, Edits, Ledger},
    pattern,
    reason::Reason,
};

/// At the head of a line or behind the end of a sentence.
static TORN: LazyLock<Regex> = LazyLock::new(|| {
    const BLANK: &str = "[ \\u{3000}\\u{A0}]";
    const HAN: &str = "[零〇一二三四五六七八九十百千]";
    const DIGIT: &str = "[0-9０-９]";
    pattern(&format!(
        "(?m)(?:^[#* \\u{{3000}}\\u{{A0}}\\t]*|[。；：！？]{BLANK}*)\
        (第{BLANK}*(?:{HAN}(?:{BLANK}*{HAN}){{0,6}}|{DIGIT}{{1,4}}){BLANK}*[编章节条]\
        |[（(]{BLANK}*(?:{HAN}{{1,3}}|{DIGIT}{{1,2}}){BLANK}*[）)]\
        |(?:{HAN}{{1,3}}|{DIGIT}{{1,2}}){BLANK}+、)"
    ))
});

/// Closes them.
pub(super) fn close(ledger: &mut Ledger<'_>) {
    let text = ledger.text();
    let mut edits = Edits::default();
    for mark in TORN.captures_iter(text).filter_map(|found| found.get(1)) {
        for (i, c) in mark.as_str().char_indices().filter(|(_, c)| c.is_whitespace()) {
            edits.remove(At::new(mark.start() + i, mark.start() + i + c.len_utf8()), Reason::SplitNumeral);
        }
    }
    ledger.apply(edits);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_inside_a_number_go() {
        let mut ledger = Ledger::new(
            "第 一 章　总则\n　第 十 一 条　甲。第 3 条 乙\n（ 一 ）丙；( 2)丁\n一 、戊\n按照第 三 条办理 1 、2 项，第 5 天",
        );
        close(&mut ledger);
        assert_eq!(
            ledger.text(),
            "第一章　总则\n　第十一条　甲。第3条 乙\n（一）丙；(2)丁\n一、戊\n按照第 三 条办理 1 、2 项，第 5 天"
        );
    }
}
