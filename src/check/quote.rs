//! Words of a law that a document quotes: they are as they are, and no edit touches them.

use crate::{
    doc::Document,
    text::{Plain, Span},
};

/// The field in which laws are quoted without quotation marks.
const BASIS: &str = "法定依据";

/// Whether the words at `at` belong to a law that is quoted there: between quotation marks that follow a citation in the same
/// block; or, among the legal bases, behind the article and a colon without such marks.
pub(super) fn is_quoted_law(document: &Document, at: Span<Plain>) -> bool {
    let Some(block) = document.block_at(at) else { return false };
    let start = block.span.start();
    let before = document.plain.get(start..at.start()).unwrap_or_default();
    let cited = document
        .citations
        .iter()
        .filter(|citation| start <= citation.at.start() && citation.at.end() <= at.start());
    let among_bases = document.field_at(at).is_some_and(|field| &*field.name == BASIS);
    cited.map(|citation| (citation, before.get(citation.at.end() - start..).unwrap_or_default())).any(
        |(citation, between)| {
            let behind_article = among_bases && !citation.provisions.is_empty();
            is_open(between)
                || behind_article && between.contains(['：', ':']) && !between.contains(['“', '"'])
        },
    )
}

/// Whether a quotation that begins in `text` is still open at its end.
fn is_open(text: &str) -> bool {
    let open = text.chars().fold(0i32, |open, c| match c {
        '“' => open + 1,
        '”' => (open - 1).max(0),
        _ => open,
    });
    open > 0 || text.matches('"').count() % 2 == 1
}
