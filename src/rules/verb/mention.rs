//! Words that are only mentioned: quoted in a ban, negated, listed under one, told by a complainant, or part of a title.

use crate::{
    doc::{BlockKind, Document, Kind, NoticeKind},
    text::{Folded, FoldedText, Span},
};

/// Words that make what follows them forbidden rather than said.
const BANS: [&str; 24] = [
    "禁止",
    "不得",
    "严禁",
    "不准",
    "不许",
    "不允许",
    "禁用",
    "禁语",
    "忌语",
    "忌用",
    "不使用",
    "不说",
    "不讲",
    "避免",
    "杜绝",
    "不能",
    "不可",
    "不应",
    "防止",
    "不要说",
    "禁言",
    "不出现",
    "不会说",
    "不会对",
];

/// Words that make a quotation before them forbidden; 不能办理 behind one only goes on with what was said.
const FORBIDDEN: [&str; 8] = ["禁止", "严禁", "禁用", "禁语", "忌语", "不准", "不许", "不允许"];

/// Words that make what follows them somebody's report of what was said.
const REPORTS: [&str; 6] = ["投诉人称", "反映", "来电称", "来信称", "举报人称", "投诉称"];

/// How far back in its sentence a ban reaches, in characters, over a list of words.
const REACH: usize = 80;

/// How far back a list goes to the line that opens it, in blocks.
const LONGEST_LIST: usize = 40;

/// Whether the words at `at` are not said by the document but only mentioned in it.
pub(super) fn is_mentioned(document: &Document, at: Span<Folded>) -> bool {
    let text = document.folded.as_str();
    let before = text.get(..at.start()).unwrap_or_default();
    let block = before.rfind('\n').map_or(before, |i| before.get(i + 1..).unwrap_or_default());
    if block.rfind('《') > block.rfind('》') {
        return true;
    }
    // 问:我不知道单位有没有交: the one who asks speaks for himself, up to the answer.
    if block.trim_start().starts_with("问:") && !block.contains("答:") {
        return true;
    }
    let sentence = tail_of_sentence(block);
    let quoted = block.matches('"').count() % 2 == 1;
    // What the answer to a complaint quotes is what was said at the window.
    if quoted && document.kind == Some(Kind::Notice(NoticeKind::ComplaintReply)) {
        return true;
    }
    if quoted && BANS.iter().chain(&REPORTS).any(|word| sentence.contains(word)) {
        return true;
    }
    // 说“不知道”“不归我管”，都在禁止之列
    let behind = behind_quotations(text.get(at.end()..).unwrap_or_default());
    if quoted && FORBIDDEN.iter().any(|word| behind.contains(word)) {
        return true;
    }
    // 禁止使用下列语言:甲、乙 — a list goes on behind the colon, over commas.
    let opened = sentence.rfind(':').and_then(|colon| sentence.get(..colon));
    let clause =
        sentence.rfind([',', ';', ':', '"']).map_or(sentence, |i| sentence.get(i..).unwrap_or_default());
    [Some(clause), opened].into_iter().flatten().any(has_ban) || is_listed(document, at)
}

/// The clause behind the quotation that `after` begins in, and behind those that follow it.
fn behind_quotations(after: &str) -> &str {
    const LONGEST: usize = 60;
    let line = after.split(['\n', '。']).next().unwrap_or_default();
    let end = line.char_indices().nth(LONGEST).map_or(line.len(), |(i, _)| i);
    let behind = line.get(..end).and_then(|near| near.rsplit_once('"')).map_or("", |(_, behind)| behind);
    behind.trim_start_matches(',').split([',', ';']).next().unwrap_or_default()
}

fn has_ban(words: &str) -> bool {
    BANS.iter().any(|word| words.contains(word))
}

/// Whether the words stand under a heading, in a column, or in a list that is about forbidden words.
fn is_listed(document: &Document, at: Span<Folded>) -> bool {
    let plain = &document.plain;
    let place = document.folded.to_plain(at);
    let bans = |span: Span<_>| has_ban(FoldedText::new(Span::of(span, plain)).as_str());
    if document.headings_above(place).into_iter().any(bans) {
        return true;
    }
    let next = document.blocks.partition_point(|block| block.span.start() <= place.start());
    let Some(own) = next.checked_sub(1).and_then(|i| document.blocks.get(i)) else { return false };
    if let BlockKind::Cell(cell) = own.kind {
        return document.blocks.iter().any(|block| match block.kind {
            BlockKind::Cell(head) => {
                head.table == cell.table
                    && head.row == 1
                    && head.column == cell.column
                    && cell.row > 1
                    && bans(block.span)
            }
            _ => false,
        });
    }
    let earlier = document.blocks.get(..next - 1).unwrap_or_default().iter().rev().take(LONGEST_LIST);
    let mut above = earlier.map(|block| block.span);
    let directly = above.clone().next();
    let opening = above.find(|span| span.of(plain).ends_with(['：', ':']));
    // Only a list of short lines, or of quotations, belongs to the line that opens it.
    let words = own.span.of(plain).trim();
    let quotations = words.starts_with(['“', '"', '「']) && opening == directly;
    opening.is_some_and(bans) && (words.chars().count() <= 30 || quotations)
}

/// The end of the sentence that `block` breaks off, at most [`REACH`] characters of it. A full stop inside quotation marks
/// ends none.
fn tail_of_sentence(block: &str) -> &str {
    let mut in_quotes = block.matches('"').count() % 2 == 1;
    let mut start = block.len();
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
