//! Lines of the working text, and what their characters are.

use super::ledger::At;
use crate::text::fold_char;

/// Marks that end a sentence or open a list.
const ENDS: [char; 12] = ['。', '；', '：', '！', '？', '…', ';', ':', '!', '?', '”', '】'];

/// The lines of `text` that are not blank, trimmed.
pub(super) fn lines(text: &str) -> Vec<At> {
    let mut at = 0;
    text.split_inclusive('\n')
        .map(|line| {
            let span = At::new(at, at + line.len()).trim(text);
            at += line.len();
            span
        })
        .filter(|line| !line.is_empty())
        .collect()
}

/// Whether `c` is a Chinese character.
pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}' | '〇')
}

/// Whether `c` is a Chinese character or a mark that only Chinese text has.
pub(super) fn is_wide(c: char) -> bool {
    is_han(c)
        || matches!(c, '\u{3001}'..='\u{3017}' | '\u{FF01}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF1F}' | '“' | '”' | '‘' | '’' | '…' | '—')
}

/// Whether a line says all that it has to say.
pub(super) fn is_ended(line: &str) -> bool {
    line.ends_with(ENDS) || line.ends_with(['）', ')', '>', '|', '》'])
}

/// `text` as patterns of page furniture see it: folded, without blanks.
pub(super) fn folded(text: &str) -> String {
    text.chars().filter_map(fold_char).filter(|c| !c.is_whitespace()).collect()
}

/// The number of characters of `text`.
pub(super) fn length(text: &str) -> usize {
    text.chars().count()
}
