//! Words that are only mentioned: quoted in a ban, negated, told by a complainant, or part of a title.

use crate::{
    doc::Document,
    text::{Folded, Span},
};

/// Words that make what follows them forbidden rather than said.
const BANS: [&str; 17] = [
    "禁止",
    "不得",
    "严禁",
    "不准",
    "不许",
    "禁用",
    "禁语",
    "忌语",
    "忌用",
    "不使用",
    "避免",
    "杜绝",
    "不能",
    "不可",
    "不应",
    "防止",
    "不要说",
];

/// Words that make what follows them somebody's report of what was said.
const REPORTS: [&str; 6] = ["投诉人称", "反映", "来电称", "来信称", "举报人称", "投诉称"];

/// How far back in its sentence a ban reaches, in characters, over a list of quoted words.
const REACH: usize = 60;

/// Whether the words at `at` are not said by the document but only mentioned in it.
pub(super) fn is_mentioned(document: &Document, at: Span<Folded>) -> bool {
    let text = document.folded.as_str();
    let before = text.get(..at.start()).unwrap_or_default();
    let block = before.rfind('\n').map_or(before, |i| before.get(i + 1..).unwrap_or_default());
    if block.rfind('《') > block.rfind('》') {
        return true;
    }
    let quoted = block.matches('"').count() % 2 == 1;
    if quoted {
        let sentence = tail_of_sentence(block);
        return BANS.iter().chain(&REPORTS).any(|word| sentence.contains(word));
    }
    let clause = block
        .rfind([',', '。', ';', ':', '!', '?', '"'])
        .map_or(block, |i| block.get(i..).unwrap_or_default());
    BANS.iter().any(|word| clause.contains(word))
}

/// The end of the sentence that `block` breaks off, at most [`REACH`] characters of it. A full stop inside quotation marks
/// ends none.
fn tail_of_sentence(block: &str) -> &str {
    let mut in_quotes = block.matches('"').count() % 2 == 1;
    let mut start = 0;
    for (i, c) in block.char_indices().rev().take(REACH) {
        match c {
            '"' => in_quotes = !in_quotes,
            '。' | '!' | '?' if !in_quotes => break,
            _ => {}
        }
        start = i;
    }
    block.get(start..).unwrap_or_default()
}
