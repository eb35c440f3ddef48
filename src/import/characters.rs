//! The first pass: line ends, characters that cannot be seen, markup that shows, and traces of lost characters.

use std::sync::LazyLock;

use regex::Regex;

use super::{
    ledger::{At, Edits, Ledger},
    lines::{is_han, lines},
    pages::PAGE_END,
    pattern,
    reason::Reason,
};

/// Tags that leak into text, by name; anything else in angle brackets is left to the author.
static TAG: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(?i)</?(?:p|br|div|span|font|strong|b|i|u|em|table|tbody|tr|td|th|ul|ol|li|a|img|center|h[1-6]|o:p|st1:\\w+)(?:\\s[^<>]{0,200})?/?>|<!--[\\s\\S]{0,400}?-->",
    )
});
static ENTITY: LazyLock<Regex> = LazyLock::new(|| pattern("(?i)&(?:nbsp|ensp|emsp|#160|#12288);"));
/// Question marks where no question is asked.
static LOST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "[\\p{Han}。，；：、）》”][?？]{2,}|[。，；：、][?？]+|\\p{Han}[?？]+[,，;；、]|\\p{Han}\\?+\\p{Han}",
    )
});

/// Mends what is certain about single characters, and lists what is lost.
pub(super) fn clean(ledger: &mut Ledger<'_>) {
    let mut edits = Edits::default();
    let text = ledger.text();
    let mut chars = text.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        let at = At::new(i, i + c.len_utf8());
        match c {
            '\r' if chars.peek().is_some_and(|&(_, next)| next == '\n') => edits.remove(at, Reason::LineEnd),
            // The end of a page has a line of its own until its sentences are closed.
            PAGE_END => {
                let fed = text.get(..i).is_some_and(|before| before.ends_with('\n'));
                edits.insert(i, if fed { "" } else { "\n" }, Reason::Blank);
                edits.insert(i + c.len_utf8(), "\n", Reason::Blank);
            }
            '\r' | '\u{B}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                edits.replace(at, "\n", Reason::LineEnd);
            }
            _ if is_invisible(c) => edits.remove(at, Reason::Invisible),
            '\u{FFFD}' | '\u{E000}'..='\u{F8FF}' => edits.doubt(at, Reason::Replacement),
            _ => {}
        }
    }
    if text.contains('<') {
        let (mut line, mut until) = (0, 0);
        for found in TAG.find_iter(text) {
            let between = text.get(until..found.start()).unwrap_or_default();
            line = between.rfind('\n').map_or(line, |feed| until + feed + 1);
            until = found.start();
            // In the row of a table a line break can be written in no other way.
            let in_row = text.get(line..).is_some_and(|line| line.trim_start_matches(' ').starts_with('|'));
            let at = At::new(found.start(), found.end());
            if !is_break(found.as_str()) {
                edits.remove(at, Reason::Markup);
            } else if !in_row {
                edits.replace(at, "\n", Reason::Markup);
            }
        }
    }
    if text.contains('&') {
        for found in ENTITY.find_iter(text) {
            edits.replace(At::new(found.start(), found.end()), " ", Reason::Markup);
        }
    }
    if text.contains(['?', '？']) {
        for found in LOST.find_iter(text) {
            edits.doubt(At::new(found.start(), found.end()), Reason::Lost);
        }
    }
    ledger.apply(edits);
    spaced_letters(ledger);
}

/// Whether a tag breaks the line.
fn is_break(tag: &str) -> bool {
    tag.get(..3).is_some_and(|head| head.eq_ignore_ascii_case("<br"))
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' | '\u{FE00}'..='\u{FE0F}')
        || c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{B}' | '\u{C}' | '\u{85}')
}

/// 政 务 窗 口: a line whose words are all single characters, four or more, is one word set wide.
fn spaced_letters(ledger: &mut Ledger<'_>) {
    let mut edits = Edits::default();
    let text = ledger.text();
    for line in lines(text) {
        let words: Vec<&str> = line.of(text).split_whitespace().collect();
        let single = |word: &&str| word.chars().count() == 1 && word.chars().all(is_han);
        if words.len() >= 4 && words.iter().all(single) {
            for (i, c) in line.of(text).char_indices().filter(|(_, c)| c.is_whitespace()) {
                edits.remove(line.slice(i..i + c.len_utf8()), Reason::SpacedLetters);
            }
        }
    }
    ledger.apply(edits);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_goes_and_what_is_lost_is_said() {
        let mut ledger =
            Ledger::new("甲\u{200B}乙\r\n丙</p>丁&nbsp;戊\u{FFFD}己??庚，记\n政 务 窗 口\n好吗？");
        clean(&mut ledger);
        assert_eq!(ledger.text(), "甲乙\n丙丁 戊\u{FFFD}己??庚，记\n政务窗口\n好吗？");
        let doubts = ledger.entries().iter().filter(|entry| entry.reason.kind() == super::super::Kind::Doubt);
        assert_eq!(doubts.map(|entry| &*entry.was).collect::<Vec<_>>(), ["\u{FFFD}", "己??"]);
    }
}
