//! Words of a law, or of somebody else, that a document quotes: they are as they are, and no edit touches them.

use crate::{
    doc::Document,
    text::{Plain, Span},
};

/// What opens a quotation or a title, and what closes it.
const PAIRS: [(char, char); 7] =
    [('“', '”'), ('‘', '’'), ('「', '」'), ('『', '』'), ('《', '》'), ('〈', '〉'), ('﹁', '﹂')];
/// A quotation that is not closed is looked for in so many blocks before; one that never is, is a slip.
const BLOCKS: usize = 3;

/// Whether the words at `at` are quoted: between quotation marks or in a title; behind the citation of an article, unless what is
/// quoted of it has ended; in an article that stands there as a block of its own; or in what follows the citation of a whole law
/// and a colon.
pub(super) fn is_quoted(document: &Document, at: Span<Plain>) -> bool {
    let next = document.blocks.partition_point(|block| block.span.start() <= at.start());
    let Some(own) = next.checked_sub(1).and_then(|own| document.blocks.get(own)) else { return false };
    let text = |from: usize, to: usize| document.plain.get(from..to).unwrap_or_default();
    let before = text(own.span.start(), at.start());
    let first = document.blocks.get(next.saturating_sub(1 + BLOCKS)).map_or(0, |block| block.span.start());
    if is_open(before) || is_open_before(text(first, own.span.start())) && !closes(before) {
        return true;
    }
    if is_article(own.span.of(&document.plain)) {
        return true;
    }
    let cited = document
        .citations
        .iter()
        .rev()
        .find(|citation| own.span.start() <= citation.at.start() && citation.at.end() <= at.start());
    cited.is_some_and(|citation| {
        let between = text(citation.at.end(), at.start());
        let has_ended = between.contains(['”', '」', '』', '’']) || between.matches('"').count() >= 2;
        !citation.provisions.is_empty() && !has_ended
    })
}

/// Whether something that was opened in `text` is still open at its end.
fn is_open(text: &str) -> bool {
    is_open_before(text) || text.matches('"').count() % 2 == 1
}

/// The same without marks that open as they close.
fn is_open_before(text: &str) -> bool {
    PAIRS.iter().any(|&(open, close)| match (text.rfind(open), text.rfind(close)) {
        (Some(open), Some(close)) => open > close,
        (open, _) => open.is_some(),
    })
}

fn closes(text: &str) -> bool {
    PAIRS.iter().any(|&(_, close)| text.contains(close))
}

/// Whether a block is an article of a law: 第四条 ….
fn is_article(block: &str) -> bool {
    let Some(rest) = block.trim_start().strip_prefix('第') else { return false };
    rest.find('条').is_some_and(|end| {
        let number = rest.get(..end).unwrap_or_default();
        !number.is_empty()
            && number.chars().all(|c| c.is_ascii_digit() || "〇零一二三四五六七八九十百千".contains(c))
    })
}
